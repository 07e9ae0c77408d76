// Filter by place: within some kilometres of a point, or inside a polygon drawn on the map.
(function (D) {
  "use strict";

  const CIRCLES = [5, 20, 50, 100];

  D.placeFilter = (map) => {
    map.createPane("filter").style.zIndex = 430;
    const renderer = L.svg({ pane: "filter" }), outline = L.layerGroup().addTo(map), sketch = L.layerGroup().addTo(map);
    const look = { renderer, pane: "filter", interactive: false, color: "var(--focus)", weight: 2, fillOpacity: 0, className: "place-filter" };
    const chip = D.byId("chip");
    let corners = null;

    function show() {
      const { near, polygon } = D.state.query;
      outline.clearLayers();
      if (near) L.circle(D.latlng(near[0], near[1]), { ...look, radius: near[2] * 1000 }).addTo(outline);
      if (polygon.length) L.polygon(polygon.map(([lon, lat]) => D.latlng(lon, lat)), look).addTo(outline);
      const words = [near ? `within ${near[2]} km of ${near[0].toFixed(2)}, ${near[1].toFixed(2)}` : "", polygon.length ? "inside the drawn area" : ""].filter(Boolean);
      chip.replaceChildren(...words.length ? [words.join(" and "), D.el("button", { type: "button", class: "plain", "aria-label": "Drop the filter by place", on: { click: () => D.change({ near: null, polygon: [] }) } }, "\u00d7")] : []);
      chip.hidden = !words.length;
    }

    function stop(keep) {
      if (!corners) return;
      const drawn = corners;
      corners = null;
      sketch.clearLayers();
      map.getContainer().classList.remove("sketching");
      map.doubleClickZoom.enable();
      D.byId("area").setAttribute("aria-pressed", "false");
      D.note("");
      if (keep && drawn.length > 2) D.change({ polygon: drawn.map(({ lat, lng }) => [Number(lng.toFixed(4)), Number(lat.toFixed(4))]) });
    }

    function start() {
      if (corners) return stop(false);
      corners = [];
      map.getContainer().classList.add("sketching");
      map.doubleClickZoom.disable();
      D.byId("area").setAttribute("aria-pressed", "true");
      map.getContainer().focus({ preventScroll: true });
      D.note("Click the corners (keyboard: arrows move the map, Space sets its middle); double-click or Enter closes, Esc stops");
      return undefined;
    }

    function corner(latlng) {
      if (!corners) return;
      corners.push(latlng);
      sketch.clearLayers();
      L.polyline(corners, { ...look, dashArray: "4 4" }).addTo(sketch);
      for (const at of corners) L.circleMarker(at, { ...look, radius: 4, fillOpacity: 1, fillColor: "var(--paper)" }).addTo(sketch);
    }

    map.on("click", ({ latlng }) => corner(latlng));
    map.on("dblclick", () => stop(true));
    document.addEventListener("keydown", (event) => {
      if (!corners || !["Enter", "Escape", " "].includes(event.key)) return;
      if (event.key === " ") {
        if (event.target !== map.getContainer()) return;
        event.preventDefault();
        corner(map.getCenter());
        return;
      }
      event.stopImmediatePropagation();
      stop(event.key === "Enter");
    }, true);
    D.byId("area").addEventListener("click", start);
    // A right click, or a long press, asks for what lies near that very spot.
    map.on("contextmenu", ({ latlng }) => {
      const { lat, lng } = latlng.wrap(), spot = { lon: Number(lng.toFixed(4)), lat: Number(lat.toFixed(4)) };
      const box = D.el("div", { on: { click: (event) => event.target.closest("button") && map.closePopup() } }, D.nearButtons(spot));
      L.popup({ className: "dl-popup", closeButton: false }).setLatLng(latlng).setContent(box).openOn(map);
    });
    return { show };
  };

  // The buttons of a card that keep only what lies near its incident.
  D.nearButtons = (row) => (row.lon === undefined ? "" : D.el("p", { class: "near dim" }, "Only within ",
    CIRCLES.map((km) => [D.el("button", { type: "button", class: "textual", on: { click: () => D.change({ near: [row.lon, row.lat, km], polygon: [] }) } }, `${km}`), " "]), "km of here"));
})((window.dateline = window.dateline ?? {}));
