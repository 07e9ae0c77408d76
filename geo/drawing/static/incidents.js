// Incidents on the map. Near places gather in a ring with their number; what shares a place fans out around it.
(function (D) {
  "use strict";

  const GATHER_PX = 46, TOUCH_PX = 21, SPARSE = 60, FAN_LIMIT = 12, OPEN_LIMIT = 60, SPREAD_ZOOM = 13;

  // Offsets in pixels for n symbols that share a point: one ring, then a second.
  function fan(n, step = 25) {
    if (n === 1) return [[0, 0]];
    const offsets = [];
    for (let ring = 1; offsets.length < n; ring += 1) {
      const radius = n === 2 ? step * 0.55 : n <= 4 ? step * 0.72 : step * ring;
      const room = n <= 4 ? n : Math.floor((2 * Math.PI * radius) / step), here = Math.min(room, n - offsets.length);
      for (let i = 0; i < here; i += 1) {
        const angle = (2 * Math.PI * i) / here - (n === 2 ? Math.PI : Math.PI / 2);
        offsets.push([Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))]);
      }
    }
    return offsets;
  }

  // Greedy gathering on a grid: each place joins the first heap within reach, the fullest places first.
  function gather(places, project) {
    const cells = new Map(), heaps = [];
    const cell = (x, y) => `${Math.floor(x / GATHER_PX)},${Math.floor(y / GATHER_PX)}`;
    for (const place of places) {
      const { x, y } = project(place.at);
      let home = null;
      for (let dx = -1; dx <= 1 && !home; dx += 1)
        for (let dy = -1; dy <= 1 && !home; dy += 1)
          home = (cells.get(cell(x + dx * GATHER_PX, y + dy * GATHER_PX)) ?? []).find((h) => Math.hypot(h.x - x, h.y - y) < GATHER_PX);
      if (home) home.places.push(place);
      else {
        home = { x, y, places: [place] };
        heaps.push(home);
        const key = cell(x, y);
        if (cells.has(key)) cells.get(key).push(home);
        else cells.set(key, [home]);
      }
    }
    return heaps;
  }

  // With few symbols, places gather only where their symbols, fanned out, would lie on one another.
  function gatherFew(places, sizeOf, project) {
    const heaps = [];
    for (const place of places) {
      const { x, y } = project(place.at), size = sizeOf(place);
      const symbols = (size <= FAN_LIMIT ? fan(size) : [[0, 0]]).map(([dx, dy]) => [x + dx, y + dy]);
      const home = heaps.find((heap) => heap.symbols.some(([hx, hy]) => symbols.some(([sx, sy]) => Math.hypot(hx - sx, hy - sy) < heap.touch)));
      if (home) {
        home.places.push(place);
        home.symbols = [[home.x, home.y]];
        home.touch = TOUCH_PX + 8;
      } else heaps.push({ x, y, places: [place], symbols, touch: TOUCH_PX });
    }
    return heaps;
  }

  D.incidentLayer = (map, rows, changed) => {
    map.createPane("incidents").style.zIndex = 620;
    const places = new Map();
    for (const row of rows) {
      if (row.lon === undefined || row.lat === undefined) continue;
      const key = `${row.lon},${row.lat}`;
      if (!places.has(key)) places.set(key, { key, at: L.latLng(D.latlng(row.lon, row.lat)) });
      row.place = places.get(key);
    }
    const drawn = new Map();
    let shown = [], opened = null, selected = null, sized = false;

    function counts(members) {
      const byGroup = new Map();
      for (const row of members) byGroup.set(row.group, (byGroup.get(row.group) ?? 0) + 1);
      return [...byGroup].sort((a, b) => D.order(a[0]) - D.order(b[0]));
    }

    function specs() {
      const members = new Map();
      for (const row of shown) {
        if (!row.place) continue;
        if (members.has(row.place)) members.get(row.place).push(row);
        else members.set(row.place, [row]);
      }
      const full = [...members.keys()].sort((a, b) => members.get(b).length - members.get(a).length || (a.key < b.key ? -1 : 1));
      const zoom = map.getZoom(), bounds = map.getBounds().pad(0.25);
      const project = (at) => map.project(at, zoom);
      const heaps = zoom >= SPREAD_ZOOM ? full.map((place) => ({ places: [place] }))
        : shown.length <= SPARSE ? gatherFew(full, (place) => members.get(place).length, project) : gather(full, project);
      const wanted = new Map();
      for (const { places: group } of heaps) {
        const anchor = group[0], all = group.flatMap((place) => members.get(place));
        if (!bounds.contains(anchor.at)) continue;
        const single = group.length === 1, few = all.length <= FAN_LIMIT, open = single && opened === anchor.key;
        if (single && (few || open)) {
          const offsets = fan(Math.min(all.length, OPEN_LIMIT));
          if (all.length > 1) wanted.set(`hub:${anchor.key}`, { kind: "hub", at: anchor.at });
          offsets.forEach((offset, i) => wanted.set(`${all[i].incident_id}@${offset}${sized}`, { kind: "one", at: anchor.at, row: all[i], offset }));
        } else {
          const mix = counts(all);
          wanted.set(`${anchor.key}|${mix.join(";")}|${group.length}`, { kind: "heap", at: anchor.at, rows: all, mix, group });
        }
      }
      return wanted;
    }

    function named(marker, text, press) {
      marker.on("add", () => {
        const node = marker.getElement();
        node.setAttribute("aria-label", text);
        node.setAttribute("role", "button");
      });
      marker.on("click", press);
      marker.on("keypress", (event) => {
        if (event.originalEvent.key === "Enter" || event.originalEvent.key === " ") {
          event.originalEvent.preventDefault();
          press();
        }
      });
    }

    function one({ at, row, offset }) {
      const harmed = D.casualties(row), size = sized && harmed ? Math.min(52, 26 + 8 * Math.log10(1 + harmed)) : 28;
      const html = D.glyph(row.group, row.geo_precision, { size, doubt: D.isDoubtful(row) });
      const icon = L.divIcon({ className: `incident ${row.modality === "occurred" || row.modality === "alleged" ? "" : "said"}`, html,
        iconSize: [size, size], iconAnchor: [size / 2 - offset[0], size / 2 - offset[1]], tooltipAnchor: [offset[0] + size / 2, offset[1]] });
      const marker = L.marker(at, { icon, pane: "incidents", keyboard: true, riseOnHover: true });
      named(marker, D.oneLine(row), () => D.select(row.incident_id, { pan: false }));
      marker.on("mouseover focus", () => D.parts.uncertainty.point(row));
      marker.on("mouseout blur", () => D.parts.uncertainty.point(null));
      return marker.bindTooltip(() => D.brief(row), { direction: "right", className: "dl-tip", opacity: 1 });
    }

    function heap({ at, rows: members, mix, group }) {
      const html = D.donut(mix, members.length), size = Number(html.getAttribute("width"));
      const icon = L.divIcon({ className: "heap", html, iconSize: [size, size] });
      const marker = L.marker(at, { icon, pane: "incidents", keyboard: true });
      const open = () => {
        if (group.length === 1) {
          opened = opened === group[0].key ? null : group[0].key;
          refresh();
          return;
        }
        const bounds = L.latLngBounds(group.map((place) => place.at));
        map.flyToBounds(bounds, { padding: [70, 70], maxZoom: Math.min(map.getMaxZoom(), map.getZoom() + 4), duration: D.still() ? 0.01 : 0.4 });
      };
      named(marker, `${members.length} incidents at ${group.length === 1 ? "one place" : `${group.length} places`}; open`, open);
      const tip = () => D.el("div", {}, D.el("strong", {}, `${members.length} incidents`),
        mix.map(([key, n]) => D.el("div", { class: "tip-row" }, D.glyph(key, 1, { size: 16 }), ` ${D.styleOf(key).label} `, D.el("b", {}, n))));
      return marker.bindTooltip(tip, { direction: "right", className: "dl-tip", opacity: 1 });
    }

    function hub({ at }) {
      const icon = L.divIcon({ className: "hub", html: D.el("i", {}), iconSize: [7, 7] });
      return L.marker(at, { icon, pane: "incidents", interactive: false, keyboard: false });
    }

    const MAKERS = { one, heap, hub };

    function mark() {
      for (const { spec, marker } of drawn.values()) {
        const on = selected !== null && (spec.kind === "one" ? spec.row.incident_id === selected : Boolean(spec.rows?.some((row) => row.incident_id === selected)));
        marker.getElement()?.classList.toggle("selected", on);
        if (spec.kind === "one") marker.setZIndexOffset(on ? 2000 : 0);
      }
    }

    function refresh() {
      const wanted = specs();
      for (const [key, { marker }] of drawn) if (!wanted.has(key)) { marker.remove(); drawn.delete(key); }
      for (const [key, spec] of wanted) if (!drawn.has(key)) drawn.set(key, { spec, marker: MAKERS[spec.kind](spec).addTo(map) });
      mark();
      changed(shown, [...drawn.values()].filter(({ spec }) => spec.kind === "one").map(({ spec }) => spec.row));
    }

    map.on("zoomend moveend resize", refresh);
    return {
      show(list) { shown = list; refresh(); },
      select(id) { selected = id; mark(); },
      size(on) { sized = on; refresh(); },
      // Where symbols stand, in pixels of the container, so that names keep clear of them.
      boxes() {
        return [...drawn.values()].map(({ spec }) => {
          const { x, y } = map.latLngToContainerPoint(spec.at), [dx, dy] = spec.offset ?? [0, 0], r = spec.kind === "heap" ? 20 : spec.kind === "hub" ? 3 : 11;
          return [x + dx - r, y + dy - r, x + dx + r, y + dy + r];
        });
      },
      close() { opened = null; refresh(); },
      drawn,
    };
  };
})((window.dateline = window.dateline ?? {}));
