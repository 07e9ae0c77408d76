// The base map: land, countries and first-level units from the data block, drawn on one canvas; no tiles.
(function (D) {
  "use strict";

  const UNITS_FROM = 6;
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
    const parts = [world, sea, detail, units, coast, borders, roads];
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
    return { paint, show: (wanted) => { on = wanted; draw(); } };
  };

  // Tiles from the network: only where the document was made with them, and only when the reader turns them on.
  D.tiles = (map, tiles) => {
    map.createPane("tiles").style.zIndex = 160;
    return L.tileLayer(tiles.url, { pane: "tiles", attribution: "", maxZoom: 18, referrerPolicy: "origin", crossOrigin: true });
  };
})((window.dateline = window.dateline ?? {}));
