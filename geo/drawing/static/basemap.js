// The base map: land, countries and first-level units from the data block, drawn on one canvas; no tiles.
(function (D) {
  "use strict";

  const UNITS_FROM = 6, SITES_FROM = 7.5;
  const cssColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function polygons(areas, scale, options) {
    return L.layerGroup(areas.map((area) => L.polygon(D.polygons(area, scale), { interactive: false, ...options })));
  }

  D.basemap = (map, base) => {
    map.createPane("base").style.zIndex = 150;
    const renderer = L.canvas({ pane: "base", padding: 0.4 });
    const common = { pane: "base", renderer, smoothFactor: 0.6 };
    const world = polygons(base.world, 100, { ...common, weight: 0.7 });
    const sea = polygons(base.window, 1000, { ...common, stroke: false, fillOpacity: 1 });
    const detail = polygons(base.detail, 1000, { ...common, stroke: false, fillOpacity: 1 });
    const lines = (packed, options) => L.layerGroup(packed.map((line) => L.polyline(D.unpack(line, 1000), { ...common, interactive: false, ...options })));
    const units = lines(base.units, { weight: 0.8, dashArray: "3 3" });
    const coast = lines(base.coast, { weight: 0.8 });
    const borders = lines(base.borders, { weight: 1.3 });
    const roads = lines(base.roads.flatMap(([, packed]) => packed), { weight: 2.4 });
    const parts = [world, sea, detail, units, coast, borders];
    let on = true;
    // From afar the units near the incidents alone would look like a patch.
    const draw = () => parts.forEach((layer) => (on && (layer !== units || map.getZoom() >= UNITS_FROM) ? layer.addTo(map) : layer.remove()));
    draw();
    map.on("zoomend", draw);
    const paint = () => {
      const [land, water, border, unit, shore, road] = ["--land", "--water", "--border", "--unit", "--coast", "--road"].map(cssColour);
      map.getContainer().style.background = water;
      world.eachLayer((layer) => layer.setStyle({ fillColor: land, fillOpacity: 1, color: border }));
      sea.eachLayer((layer) => layer.setStyle({ fillColor: water }));
      detail.eachLayer((layer) => layer.setStyle({ fillColor: land }));
      coast.eachLayer((layer) => layer.setStyle({ color: shore }));
      units.eachLayer((layer) => layer.setStyle({ color: unit }));
      roads.eachLayer((layer) => layer.setStyle({ color: road }));
      borders.eachLayer((layer) => layer.setStyle({ color: border }));
    };
    paint();
    return { paint, roads: { group: roads }, show: (wanted) => { on = wanted; draw(); } };
  };

  // What a site is, without words: a base, a border crossing, a camp, an airport. Small and grey: no incident.
  const SITES = {
    base: "M-5,5 -5,-5 5,-5 5,5Z M-2.4,-2.4 2.4,2.4 M-2.4,2.4 2.4,-2.4",
    crossing: "M-5,5 -5,-5 M5,5 5,-5 M-5,-1.5 5,-1.5",
    camp: "M-6,5 0,-5.5 6,5Z M0,5 0,0.5",
    airport: "M0,-6 0,6 M-6,1.2 0,-2 6,1.2 M-2.6,5.6 0,4 2.6,5.6",
  };
  const SITE_NAMES = { base: "base", crossing: "border crossing", camp: "camp", airport: "airport" };

  D.siteSymbol = (kind, size = 14) => D.svg("svg", { viewBox: "-8 -8 16 16", width: size, height: size, class: "glyph site", "aria-hidden": "true", focusable: "false" },
    D.svg("path", { d: SITES[kind], fill: kind === "airport" || kind === "crossing" ? "none" : "var(--paper)", stroke: "var(--paper)", "stroke-width": 4.5, "stroke-linejoin": "round" }),
    D.svg("path", { d: SITES[kind], fill: kind === "airport" || kind === "crossing" ? "none" : "var(--paper)", stroke: "var(--site)", "stroke-width": 1.7, "stroke-linejoin": "round" }));

  D.siteLayer = (map, sites) => {
    map.createPane("sites").style.zIndex = 440;
    const group = L.layerGroup(sites.map(([kind, name, lon, lat]) => {
      const icon = L.divIcon({ className: "site", html: D.siteSymbol(kind), iconSize: [14, 14] });
      const tip = () => D.el("div", {}, D.say(name, "strong"), D.el("div", { class: "dim" }, SITE_NAMES[kind]));
      return L.marker(D.latlng(lon, lat), { icon, pane: "sites", keyboard: false }).bindTooltip(tip, { direction: "right", className: "dl-tip", opacity: 1 });
    }));
    const near = () => { map.getPane("sites").hidden = map.getZoom() < SITES_FROM; }; // from afar they would be a swarm
    map.on("zoomend", near);
    near();
    return { group };
  };

  // Tiles from the network: only where the document was made with them, and only when the reader turns them on.
  D.tiles = (map, tiles) => {
    map.createPane("tiles").style.zIndex = 160;
    return L.tileLayer(tiles.url, { pane: "tiles", attribution: "", maxZoom: 18, referrerPolicy: "origin", crossOrigin: true });
  };
})((window.dateline = window.dateline ?? {}));
