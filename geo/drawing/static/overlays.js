// What lies under the symbols: uncertainty, control zones, displacement, place mentions, heat.
(function (D) {
  "use strict";

  const AREA_LIMIT = 400;

  function pane(map, name, zIndex) {
    map.createPane(name).style.zIndex = zIndex;
    return L.svg({ pane: name, padding: 0.3 });
  }

  function tip(layer, make) {
    return layer.bindTooltip(make, { sticky: true, className: "dl-tip", opacity: 1 });
  }

  D.uncertaintyLayer = (map, data) => {
    const renderer = pane(map, "uncertainty", 340), group = L.layerGroup();
    const focus = L.layerGroup().addTo(map);
    const shapes = data.areas.map((area) => D.polygons(area));
    let drawn = "", chosen = null;
    const base = { renderer, pane: "uncertainty", interactive: false, className: "unsure" };

    function shapeOf(row, extra) {
      if (row.area !== undefined) return L.polygon(shapes[row.area], { ...base, ...extra });
      if (!row.place || !row.uncertainty_km) return null;
      return L.circle(row.place.at, { ...base, ...extra, radius: row.uncertainty_km * 1000 });
    }

    return {
      group,
      // Areas of all that shows; circles only of what stands alone, for a heap's circles would say nothing.
      show(shown, single) {
        const wanted = new Map();
        for (const row of shown) if (row.area !== undefined && wanted.size < AREA_LIMIT) wanted.set(`a${row.area}`, row);
        for (const row of single) if (row.area === undefined && row.geo_precision > 1 && wanted.size < AREA_LIMIT) wanted.set(`${row.place.key}/${row.uncertainty_km}`, row);
        const key = [...wanted.keys()].join();
        if (key === drawn) return;
        drawn = key;
        group.clearLayers();
        for (const row of wanted.values()) {
          shapeOf(row, { color: "var(--unsure)", weight: 1.1, opacity: row.area !== undefined ? 0.45 : 0.7, dashArray: row.area !== undefined ? "7 4" : "3 4", fill: row.area === undefined, fillColor: "var(--unsure)", fillOpacity: 0.03 })?.addTo(group);
        }
      },
      select(row) { chosen = row; this.point(null); },
      // The area of what the pointer is on, else of what is chosen.
      point(pointed) {
        const row = pointed ?? chosen;
        focus.clearLayers();
        const shape = row && shapeOf(row, { color: "var(--focus)", weight: 2.2, dashArray: "6 3", fillColor: "url(#dl-hatch-area)", fillOpacity: 0.18 });
        shape?.addTo(focus);
      },
    };
  };

  // A zone that parties agreed on says nothing of who holds it: drawn as an outline over the holders' areas.
  D.isAgreed = (zone) => zone.status === "de-escalation";
  D.zoneHolds = (zone, day) => (!zone.valid_from || zone.valid_from <= day) && (!zone.valid_to || zone.valid_to >= day);

  D.zoneLayer = (map, data) => {
    const renderer = pane(map, "zones", 320), group = L.layerGroup();
    const layers = data.zones.filter((zone) => zone.area !== undefined).map((zone) => {
      const { index, colour } = D.holder(zone.holder);
      const contested = zone.status === "contested" || zone.status === "besieged";
      if (D.isAgreed(zone)) {
        const line = L.polygon(D.polygons(data.areas[zone.area]), { renderer, pane: "zones", color: "var(--ink)", weight: 2.4, opacity: 0.75, dashArray: "14 5 3 5", fill: false, className: "zone" });
        tip(line, () => D.zoneNote(zone));
        line.on("click", () => D.showZone(zone));
        return { zone, layer: line, line, weight: 2.4 };
      }
      const sure = zone.certainty === "stated" && !contested;
      const shape = D.polygons(data.areas[zone.area]);
      const options = { renderer, pane: "zones", color: colour, weight: sure ? 1.6 : 1.1, dashArray: sure ? null : "5 4" };
      const tint = L.polygon(shape, { ...options, stroke: false, fillColor: colour, fillOpacity: 0.13, interactive: false });
      const fill = sure ? colour : `url(#dl-${contested ? "contest" : "zone"}-${index})`;
      const face = L.polygon(shape, { ...options, fillColor: fill, fillOpacity: sure ? 0.1 : 0.38, className: "zone" });
      tip(face, () => D.zoneNote(zone));
      face.on("click", () => D.showZone(zone));
      return { zone, layer: L.layerGroup([tint, face]), line: face, weight: options.weight };
    });
    return {
      group,
      // As of a day; where days are chosen, what begins within them stands out.
      show(day, since) {
        for (const { zone, layer, line, weight } of layers) {
          line.setStyle({ weight: since && zone.valid_from >= since && zone.valid_from <= day ? weight + 2.5 : weight });
          if (D.zoneHolds(zone, day)) group.addLayer(layer);
          else group.removeLayer(layer);
        }
      },
    };
  };

  // A quadratic curve that bows to the left of its course, as points on the map.
  function curve(map, from, to) {
    const a = map.project(from, 10), b = map.project(to, 10);
    const mid = L.point((a.x + b.x) / 2 + (b.y - a.y) * 0.22, (a.y + b.y) / 2 - (b.x - a.x) * 0.22);
    return Array.from({ length: 25 }, (_, i) => {
      const t = i / 24, u = 1 - t;
      return map.unproject(L.point(u * u * a.x + 2 * u * t * mid.x + t * t * b.x, u * u * a.y + 2 * u * t * mid.y + t * t * b.y), 10);
    });
  }

  const flowWeight = (people) => (!people ? 2.5 : people < 100 ? 2.5 : people < 1000 ? 3.5 : people < 10000 ? 4.5 : 6);

  D.flowLayer = (map, data) => {
    const renderer = pane(map, "flows", 420), group = L.layerGroup();
    map.createPane("flowNames").style.zIndex = 560;
    const flows = data.flows.filter((flow) => flow.origin_lon !== undefined && flow.destination_lon !== undefined).map((flow) => {
      const points = curve(map, D.latlng(flow.origin_lon, flow.origin_lat), D.latlng(flow.destination_lon, flow.destination_lat));
      const options = { renderer, pane: "flows", lineCap: "butt" };
      const casing = L.polyline(points, { ...options, color: "var(--ink)", weight: flowWeight(flow.people) + 1.6, interactive: false });
      const line = L.polyline(points, { ...options, color: "var(--c-displacement)", weight: flowWeight(flow.people), className: "flow" });
      line.on("add", () => line.getElement()?.setAttribute("marker-end", "url(#dl-arrow)"));
      const told = () => D.el("div", {}, D.say(flow.label, "strong"), D.el("div", {}, D.say(flow.origin_name ?? "origin not told"), " \u2192 ", D.say(flow.destination_name ?? "destination not told")));
      tip(line, told);
      if (flow.incident_id) line.on("click", () => D.select(flow.incident_id, { pan: false }));
      const icon = L.divIcon({ className: "", iconSize: [0, 0], html: D.el("div", { class: "flow-name" }, D.say(flow.label)) });
      const name = L.marker(points[11], { icon, pane: "flowNames", interactive: false, keyboard: false });
      return { flow, name, layer: L.layerGroup([casing, line, name]) };
    });
    // A label longer than its line hides more than it says.
    const clear = () => flows.forEach(({ flow, name }) => {
      const length = map.project(D.latlng(flow.origin_lon, flow.origin_lat)).distanceTo(map.project(D.latlng(flow.destination_lon, flow.destination_lat)));
      name.setOpacity(length > 45 ? 1 : 0);
    });
    map.on("zoomend", clear);
    group.on("layeradd", clear);
    return {
      group,
      count: (ids) => flows.filter(({ flow }) => !flow.incident_id || ids.has(flow.incident_id)).length,
      show(ids) {
        for (const { flow, layer } of flows) {
          if (!flow.incident_id || ids.has(flow.incident_id)) group.addLayer(layer);
          else group.removeLayer(layer);
        }
      },
    };
  };

  D.mentionLayer = (map, data) => {
    const renderer = pane(map, "mentions", 380), group = L.layerGroup();
    for (const [name, lon, lat, kind, count] of data.mentions) {
      const circle = L.circleMarker(D.latlng(lon, lat), { renderer, pane: "mentions", radius: 3 + 3 * Math.sqrt(count), color: "var(--mention)", weight: 1.4, fillColor: "var(--mention)", fillOpacity: 0.22 });
      tip(circle, () => D.el("div", {}, D.say(name, "strong"), ` ${kind ?? ""} \u00b7 named ${count} ${count === 1 ? "time" : "times"}`)).addTo(group);
    }
    return { group };
  };

  D.heatLayer = (map) => {
    const group = L.layerGroup();
    let rows = [], heat = null;
    const draw = () => {
      heat?.remove();
      heat = null;
      if (!map.hasLayer(group)) return;
      const points = rows.filter((row) => row.place).map((row) => [row.place.at.lat, row.place.at.lng, 1]);
      if (!points.length) return;
      heat = L.heatLayer(points, { radius: 28, blur: 22, minOpacity: 0.25, max: Math.max(3, points.length / 40), pane: "mentions",
        gradient: { 0.2: "#56b4e9", 0.5: "#f0e442", 0.8: "#e69f00", 1: "#d55e00" } });
      heat.addTo(map);
    };
    group.on("add remove", () => setTimeout(draw));
    return { group, show(list) { rows = list; draw(); } };
  };
})((window.dateline = window.dateline ?? {}));
