// Names of countries, first-level units and towns: the most important first, none on top of another.
(function (D) {
  "use strict";

  const KINDS = {
    country: { size: 12, spacing: 1.5, from: 2, to: 9 },
    admin1: { size: 11, spacing: 0.6, from: 6, to: 11 },
    town: { size: 11, spacing: 0, from: 5, to: 19 },
    road: { size: 10, spacing: 0.5, from: 7, to: 19 },
    site: { size: 10, spacing: 0, from: 8.5, to: 19 },
  };
  // Where a name may stand about its point: left edge and top edge, from the point.
  const PLACES = {
    right: ({ height, gap }) => [gap, -height / 2],
    left: ({ width, height, gap }) => [-gap - width, -height / 2],
    above: ({ width, height, gap }) => [-width / 2, -height - gap + 1],
    below: ({ width, gap }) => [-width / 2, gap - 1],
    centre: ({ width, height }) => [-width / 2, -height / 2],
  };
  const SIDES = { town: ["right", "left", "above", "below"], country: ["centre", "above", "below"], admin1: ["centre", "above", "below"], road: ["centre"], site: ["right", "left", "above", "below"] };
  const ruler = document.createElement("canvas").getContext("2d");

  function width(name, kind) {
    ruler.font = `600 ${KINDS[kind].size}px system-ui, sans-serif`;
    return ruler.measureText(name).width + KINDS[kind].spacing * name.length + 6;
  }

  // From which zoom a town is worth its room; people decide.
  const townZoom = (people) => (people > 3e6 ? 4 : people > 8e5 ? 5 : people > 2e5 ? 6 : people > 6e4 ? 7 : people > 15000 ? 8 : people > 3000 ? 9 : 10);

  function node({ name, kind, side }) {
    const dot = kind === "town" && D.el("i", {});
    return D.el("div", { class: `place ${kind} ${side}`, "aria-hidden": "true" }, dot, D.say(name));
  }

  // What legend and buttons cover: a name beneath would be read in part.
  function covered() {
    const stage = D.map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll(".legend[open], .leaflet-control")].map((node) => {
      const box = node.getBoundingClientRect();
      return [box.left - stage.left, box.top - stage.top, box.right - stage.left, box.bottom - stage.top];
    });
  }

  D.labels = (map, base, incidents, layers) => {
    map.createPane("names").style.zIndex = 450;
    map.getPane("names").style.pointerEvents = "none";
    // A road's name may stand at several points of its line; the first that is free has it.
    const roads = base.roads.flatMap(([name, packed]) => packed.flatMap((line) => {
      const points = D.unpack(line, 1000);
      return [0.5, 0.25, 0.75, 0.1, 0.9].map((share) => points[Math.floor(share * (points.length - 1))]).map(([lat, lon]) => ["road", name, lon, lat, 0]);
    }));
    const sites = base.sites.map(([, name, lon, lat]) => ["site", name, lon, lat, 0]);
    const names = [...base.names, ...sites, ...roads].map(([kind, name, lon, lat, weight], order) => ({
      kind, name, weight, order, at: L.latLng(D.latlng(lon, lat)), width: width(name, kind), side: null, height: KINDS[kind].size + 4, gap: kind === "site" ? 9 : 4,
      from: kind === "town" ? townZoom(weight) : kind === "country" ? (weight > 60 ? 2 : weight > 8 ? 4 : weight > 1 ? 5 : 6) : KINDS[kind].from,
      to: KINDS[kind].to, marker: null,
    }));
    let visible = true;

    function refresh() {
      const zoom = map.getZoom(), bounds = map.getBounds().pad(0.1), boxes = [...incidents.boxes(), ...covered()];
      const off = { road: !map.hasLayer(layers.roads.group), site: !map.hasLayer(layers.sites.group) };
      if (!off.site && zoom >= 7.5) for (const [, , lon, lat] of base.sites) { // names keep clear of the symbols too
        const { x, y } = map.latLngToContainerPoint(D.latlng(lon, lat));
        boxes.push([x - 6, y - 6, x + 6, y + 6]);
      }
      const keep = new Set(), named = new Set();
      for (const label of visible ? names : []) {
        if (off[label.kind] || zoom < label.from || zoom > label.to || !bounds.contains(label.at) || (label.kind === "road" && named.has(label.name))) continue;
        const point = map.latLngToContainerPoint(label.at);
        const side = SIDES[label.kind].find((name) => {
          const [x, y] = PLACES[name](label), box = [point.x + x, point.y + y, point.x + x + label.width, point.y + y + label.height];
          if (boxes.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) return false;
          boxes.push(box);
          return true;
        });
        if (!side) continue;
        if (label.side !== side) {
          label.side = side;
          label.marker?.remove();
          label.marker = null;
        }
        keep.add(label);
        named.add(label.name);
      }
      for (const label of names) {
        if (keep.has(label) && !label.marker) {
          const icon = L.divIcon({ className: "", html: node(label), iconSize: [0, 0] });
          label.marker = L.marker(label.at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
        } else if (!keep.has(label) && label.marker) {
          label.marker.remove();
          label.marker = null;
        }
      }
    }
    map.on("moveend zoomend resize", refresh);
    refresh();
    return { refresh, show: (on) => { visible = on; refresh(); } };
  };
})((window.dateline = window.dateline ?? {}));
