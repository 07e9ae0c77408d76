// Brings the parts together: one state, one query, one Leaflet map that lives as long as the document.
(function (D) {
  "use strict";

  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  D.standalone = window.parent === window;
  D.still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  // After a part redraws itself, the keyboard's focus is where it was.
  D.keepFocus = (box) => {
    const at = () => [...box.querySelectorAll("button, input, summary")];
    const index = box.contains(document.activeElement) ? at().indexOf(document.activeElement) : -1;
    return () => index >= 0 && at()[index]?.focus({ preventScroll: true });
  };

  function know(data) {
    D.groups = new Map(data.style.groups.map((group, order) => [group.key, { ...group, order }]));
    D.order = (key) => D.groups.get(key).order;
    D.groupOf = new Map(Object.entries(data.style.types));
    for (const row of data.incidents) if (!D.groupOf.has(row.sub_event_type)) D.groupOf.set(row.sub_event_type, row.group); // other people's types
    D.typesOf = (key) => [...D.groupOf].filter(([, group]) => group === key).map(([type]) => type);
    D.eventTypes = (key) => Object.keys(data.style.events).filter((type) => data.style.events[type] === key);
    D.holder = (name) => {
      const index = data.style.holders.findIndex((holder) => holder.name === (name ?? null));
      return { index, ...data.style.holders[index] };
    };
    D.zoneNames = new Map(data.zones.map((zone) => [zone.zone_id, `${zone.holder ?? zone.status}: ${zone.area_text}`]));
    D.countryNames = new Map(data.incidents.filter((row) => row.country).map((row) => [row.country, row.country_name ?? row.country]));
    for (const row of data.incidents) {
      row.layer = D.query.layerOf(row);
      row.days = row.date_start ? [D.serial(row.date_start), D.serial(row.date_end || row.date_start)] : null;
    }
    D.byIncident = new Map(data.incidents.map((row) => [row.incident_id, row]));
  }

  const latestFirst = (a, b) => ((a.date_start ?? "") < (b.date_start ?? "") ? 1 : (a.date_start ?? "") > (b.date_start ?? "") ? -1 : (b.fatalities ?? 0) - (a.fatalities ?? 0) || a.index - b.index);
  const ORDERS = { date: latestFirst, casualties: (a, b) => D.casualties(b) - D.casualties(a) || (b.displaced ?? 0) - (a.displaced ?? 0) || latestFirst(a, b) };
  D.sort = (order) => { D.listed = [...D.data.incidents].sort(ORDERS[order]); };

  D.setTheme = (isDark) => {
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    for (const group of D.groups.values()) document.documentElement.style.setProperty(`--c-${group.key}`, isDark ? group.dark : group.colour);
    D.parts?.base.paint();
  };

  function fit(rows) {
    const bounds = L.latLngBounds([]), placed = rows.filter((row) => row.place);
    const sure = placed.filter((row) => (row.uncertainty_km ?? 0) <= 150); // a place that may be anywhere tells little of where to look
    for (const row of sure.length ? sure : placed) {
      const margin = Math.min(row.uncertainty_km ?? 5, 75) / 111, { lat, lng } = row.place.at;
      bounds.extend([lat - margin, lng - margin]).extend([lat + margin, lng + margin]);
    }
    const legend = document.querySelector(".legend[open]"), left = legend && window.innerWidth > 760 ? legend.offsetWidth + 14 : 14;
    if (bounds.isValid()) D.map.fitBounds(bounds, { paddingTopLeft: [left, 14], paddingBottomRight: [14, 14], maxZoom: 10, animate: false });
    else if (D.data.meta.home) D.map.setView(D.latlng(...D.data.meta.home), D.data.meta.home[2] ?? 6, { animate: false });
  }

  const shownIds = () => new Set(D.state.shown.map((row) => row.incident_id));

  function update() {
    const started = performance.now(), { data, parts, state } = D, rows = data.incidents;
    const failures = D.query.failures(rows, state.query);
    state.failures = failures;
    state.shown = rows.filter((row, i) => failures[i] === null);
    D.timing.query = performance.now() - started;
    const ids = shownIds(), day = state.query.until ?? data.meta.last_day;
    parts.incidents.show(state.shown);
    parts.labels?.refresh();
    parts.zones.show(day, state.query.since);
    parts.flows.show(ids);
    parts.heat.show(state.shown);
    parts.place.show();
    const placed = state.shown.filter((row) => row.place).length;
    const overlayCounts = { uncertainty: state.shown.filter((row) => row.geo_precision > 1).length, flows: parts.flows.count(ids), mentions: data.mentions.length, heat: placed, roads: data.base.roads.length, sites: data.base.sites.length,
      zones: data.zones.filter((zone) => D.zoneHolds(zone, day)).length };
    parts.legend.show({ rows, failures, shown: state.shown, overlayCounts, day });
    parts.timeline.show(rows, failures);
    parts.panel?.show(rows, failures);
    parts.list?.show(D.listed.filter((row) => failures[row.index] === null));
    says(rows, placed);
    D.address.write();
    D.timing.all = performance.now() - started;
  }

  function says(rows, placed) {
    const { shown } = D.state, waiting = shown.filter((row) => row.review === "auto").length;
    const text = `${D.number(shown.length)} of ${D.number(rows.length)} shown`;
    const off = shown.length - placed;
    D.byId("shown").replaceChildren(D.el("b", {}, text), off ? D.el("span", { class: "dim" }, ` \u00b7 ${D.number(off)} not placed on the map`) : "");
    const story = D.story(shown), groups = story.most.map(([key, n]) => D.el("span", { class: "tally", title: D.styleOf(key).label }, D.glyph(key, 1, { size: 18 }), D.el("span", { class: "apart" }, `${D.styleOf(key).label} `), D.number(n)));
    D.byId("story").hidden = !shown.length;
    D.byId("sums").replaceChildren(D.el("div", {}, groups), story.tolls ? D.el("b", { title: "The figures of the incidents shown, added up; two may tell of the same people" }, story.tolls, D.el("span", { class: "dim" }, " in all")) : "");
    D.byId("unreviewed").textContent = waiting ? `Unreviewed machine extraction: ${waiting === shown.length ? "all" : D.number(waiting)} of ${D.number(shown.length)} rows shown` : "";
    D.byId("clear").hidden = JSON.stringify({ ...D.state.query, layers: [] }) === JSON.stringify({ ...D.query.DEFAULT, layers: [] });
    const search = D.byId("search");
    if (document.activeElement !== search) search.value = D.state.query.text;
  }

  D.setQuery = (query, { tell = true } = {}) => {
    if (JSON.stringify(query) === JSON.stringify(D.state.query)) return;
    D.state.query = query;
    update();
    if (tell) D.tell("query", { query });
  };
  D.change = (patch) => D.setQuery({ ...D.state.query, ...patch });
  D.clear = () => D.setQuery({ ...D.query.DEFAULT, layers: D.state.query.layers });

  function showCard(card, focus) {
    const host = D.byId("card");
    host.replaceChildren(...(card ? [card] : []));
    document.body.classList.toggle("with-card", Boolean(card));
    host.scrollTop = 0;
    if (card && focus) card.focus();
    D.parts.list?.draw();
  }

  // Pan only where legend, card or edge would hide the point, and then to the middle of what is free.
  function bringIntoSight(at) {
    const stage = D.map.getContainer().getBoundingClientRect(), card = D.byId("side").getBoundingClientRect();
    const legend = document.querySelector(".legend[open]")?.getBoundingClientRect();
    const left = legend && legend.width < stage.width / 2 ? legend.right - stage.left : 0;
    const right = card.width && card.left < stage.right && card.top < stage.bottom ? card.left - stage.left : stage.width;
    const point = D.map.latLngToContainerPoint(at), margin = 30;
    const free = point.x > left + margin && point.x < right - margin && point.y > margin && point.y < stage.height - margin;
    if (!free) D.map.panBy([point.x - (left + right) / 2, point.y - stage.height / 2], { animate: !D.still() });
  }

  D.select = (id, { pan = false, focus = false, tell = true } = {}) => {
    const row = id === null ? null : D.byIncident.get(id) ?? null;
    if (D.state.selected === (row?.incident_id ?? null) && row) return focus && D.byId("card").firstElementChild?.focus();
    const inCard = D.byId("card").contains(document.activeElement);
    D.state.selected = row?.incident_id ?? null;
    D.parts.incidents.select(D.state.selected);
    D.parts.uncertainty.select(row);
    showCard(row && D.card(row), focus);
    D.parts.list?.select(D.state.selected);
    if (!row && inCard) D.parts.list?.focus();
    if (row?.place && pan) bringIntoSight(row.place.at);
    if (tell) D.tell("select", { incident_id: D.state.selected });
    D.address.write();
    return undefined;
  };

  D.showZone = (zone) => {
    D.select(null);
    showCard(D.zoneCard(zone), true);
  };

  D.showChanges = (changes) => {
    D.select(null);
    showCard(D.changesCard(changes), true);
  };

  D.overlay = (key, on) => {
    if (on) D.state.overlays.add(key);
    else D.state.overlays.delete(key);
    const { group } = D.parts[key];
    if (on) group.addTo(D.map);
    else group.remove();
    update();
  };

  D.setSized = (on) => {
    D.state.sized = on;
    D.parts.incidents.size(on);
    D.address.write();
  };
  D.setTiles = (on) => {
    D.state.tiles = on;
    D.parts.tiles ??= D.tiles(D.map, D.data.meta.tiles);
    if (on) D.parts.tiles.addTo(D.map);
    else D.parts.tiles.remove();
    D.parts.base.show(!on);
    D.parts.labels.show(!on);
  };

  D.snapshotState = () => {
    const center = D.map.getCenter();
    const overlays = D.data.meta.layers.map((layer) => layer.key).filter((key) => D.state.overlays.has(key));
    return { query: D.state.query, incident: D.state.selected, view: [center.lng, center.lat, D.map.getZoom()], overlays: overlays.join() === D.usual.join() ? null : overlays, sized: D.state.sized, order: D.state.order };
  };

  D.note = (text) => { D.byId("status").textContent = text; };

  D.copyLink = async () => {
    await new Promise((done) => setTimeout(done, 250)); // the address lags a moment behind
    try {
      await navigator.clipboard.writeText(location.href);
      D.note("Link copied");
    } catch {
      D.note("The address bar holds the link");
    }
    setTimeout(() => D.note(""), 2500);
  };

  function controls() {
    const search = D.byId("search");
    let waiting = null;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => D.change({ text: search.value }), 120);
    });
    D.byId("clear").addEventListener("click", D.clear);
    D.byId("share").addEventListener("click", D.copyLink);
    const order = D.byId("order");
    order.value = D.state.order;
    order.addEventListener("change", () => {
      D.state.order = order.value;
      D.sort(order.value);
      update();
    });
    D.files(D.byId("save"));
    for (const tab of document.querySelectorAll("#tabs button")) {
      tab.addEventListener("click", () => {
        document.body.dataset.tab = tab.value;
        for (const other of document.querySelectorAll("#tabs button")) other.setAttribute("aria-pressed", String(other === tab));
        D.parts.list?.draw();
      });
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        if (document.body.classList.contains("with-card")) D.select(null);
        else D.parts.incidents.close();
      } else if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) {
        event.preventDefault();
        search.focus();
      }
    });
    if (D.standalone) {
      window.addEventListener("hashchange", () => {
        if (location.hash.slice(1) === D.toHash(D.snapshotState())) return;
        restore(D.fromHash(location.hash, D.data.query));
      });
    }
    dark.addEventListener("change", (event) => D.standalone && D.setTheme(event.matches));
    let before = null; // paper is white, whatever the screen is
    window.matchMedia("print").addEventListener("change", ({ matches }) => {
      const legend = document.querySelector("details.legend");
      if (matches) before = { dark: document.documentElement.dataset.theme === "dark", open: legend.open };
      D.setTheme(matches ? false : before.dark);
      legend.open = matches || before.open;
    });
  }

  function restore({ query, view, incident, overlays, sized, order }) {
    D.setSized(sized);
    D.byId("order").value = D.state.order = order;
    D.sort(order);
    if (overlays) for (const { key } of D.data.meta.layers) if (overlays.includes(key) !== D.state.overlays.has(key)) D.overlay(key, overlays.includes(key));
    D.setQuery(query, { tell: false });
    if (view) D.map.setView(D.latlng(view[0], view[1]), view[2], { animate: false });
    D.select(incident, { pan: !view, tell: false });
  }

  function words(meta) {
    D.byId("title").replaceChildren(D.say(meta.title));
    D.byId("subtitle").replaceChildren(D.say(meta.subtitle));
    const parts = [D.el("b", { id: "unreviewed" }), meta.withheld ? D.el("b", { id: "withheld" }, `Held back: ${meta.withheld}.`) : "", "Boundaries and names shown do not imply endorsement.", ...meta.credits.map((credit) => D.say(credit)),
      meta.tiles ? D.say(`Online tiles (off at first): ${meta.tiles.attribution}.`) : "", meta.filter ? ["Made with the filter: ", D.say(meta.filter)] : "", meta.now ? `Exported ${meta.now}.` : "", `Dateline ${meta.version}, data ${meta.hash}.`,
      D.link("https://leafletjs.com", "Leaflet")];
    D.byId("credits").replaceChildren(...parts.filter(Boolean).map((part) => D.el("span", {}, part)));
  }

  D.start = async (map) => {
    const data = await D.read(), { meta } = data;
    Object.assign(D, { map, data, timing: {} });
    know(data);
    document.body.append(D.definitions(data.style));
    D.setTheme(dark.matches);
    D.usual = meta.layers.filter((layer) => layer.shown).map((layer) => layer.key);
    const given = D.standalone ? D.fromHash(location.hash, data.query) : { query: data.query, view: null, incident: null, overlays: null };
    D.state = { query: { ...D.query.DEFAULT, layers: null }, shown: [], failures: [], selected: null, overlays: new Set(given.overlays ?? D.usual), sized: Boolean(given.sized), tiles: false, order: given.order ?? "date" };
    D.sort(D.state.order);
    words(meta);
    map.setView(map.getCenter(), map.getZoom(), { animate: false });
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    const base = D.basemap(map, data.base);
    D.parts = { base, roads: base.roads, sites: D.siteLayer(map, data.base.sites), uncertainty: D.uncertaintyLayer(map, data), incidents: null, zones: D.zoneLayer(map, data),
      flows: D.flowLayer(map, data), mentions: D.mentionLayer(map, data), heat: D.heatLayer(map), place: D.placeFilter(map), picker: D.picker(map), legend: D.legend(D.byId("legend"), meta.panel ? D.byId("layers") : null, data), timeline: D.timeline(D.byId("timeline")),
      panel: meta.panel ? D.panel(D.byId("facets")) : null, list: meta.panel ? D.list(D.byId("list")) : null };
    D.parts.incidents = D.incidentLayer(map, data.incidents, (shown, single) => D.parts.uncertainty.show(shown, single));
    for (const key of D.state.overlays) D.parts[key]?.group.addTo(map);
    controls();
    D.setQuery(given.query, { tell: false });
    map.invalidateSize({ animate: false }); // the timeline has taken its room
    const fitAll = () => fit(D.state.shown.some((row) => row.place) ? D.state.shown : data.incidents);
    if (given.view) map.setView(D.latlng(given.view[0], given.view[1]), given.view[2], { animate: false });
    else fitAll();
    D.untouched = !given.view && !given.incident; // until somebody moves the map it fits itself to its room
    for (const touch of ["pointerdown", "wheel", "keydown"]) map.getContainer().addEventListener(touch, () => { D.untouched = false; }, { capture: true, passive: true });
    D.parts.labels = D.labels(map, data.base, D.parts.incidents, { roads: D.parts.roads, sites: D.parts.sites });
    if (given.sized) D.parts.incidents.size(true);
    if (given.incident) D.select(given.incident, { pan: !given.view, tell: false });
    D.listen();
    let last = null;
    map.on("moveend", () => {
      D.address.write();
      const center = map.getCenter(), view = { lon: Number(center.lng.toFixed(5)), lat: Number(center.lat.toFixed(5)), zoom: map.getZoom() };
      if (!D.untouched && JSON.stringify(view) !== last) D.tell("view", view);
      last = JSON.stringify(view);
    });
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      if (D.untouched) fitAll();
    }).observe(map.getContainer());
    D.timing.usable = performance.now(); // since the page was opened
    D.ready = true;
    D.address.write();
    document.documentElement.dataset.ready = "yes";
    D.tell("ready");
  };
})((window.dateline = window.dateline ?? {}));
