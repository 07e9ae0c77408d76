// While the page around asks for a place, a click on the map (or Enter, for its middle) answers with its position.
(function (D) {
  "use strict";

  const STILL_PX = 5; // a press that moves further drags the map

  D.picker = (map) => {
    const stage = map.getContainer(), pin = L.layerGroup().addTo(map);
    let on = false, pressed = null;

    function pick(latlng) {
      const { lat, lng } = latlng.wrap();
      const icon = L.divIcon({ className: "pin", html: D.el("i", {}), iconSize: [21, 21] });
      pin.clearLayers().addLayer(L.marker(latlng, { icon, interactive: false, keyboard: false, pane: "incidents" }));
      D.tell("picked", { lon: Number(lng.toFixed(5)), lat: Number(lat.toFixed(5)) });
    }

    stage.addEventListener("pointerdown", (event) => { pressed = [event.clientX, event.clientY]; }, true);
    // Before Leaflet and the symbols hear of it: what is picked is a place, not an incident.
    stage.addEventListener("click", (event) => {
      if (!on || event.target.closest(".leaflet-control")) return;
      event.stopPropagation();
      const moved = pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > STILL_PX;
      if (!moved) pick(map.mouseEventToLatLng(event));
    }, true);
    stage.addEventListener("keydown", (event) => {
      if (on && event.key === "Enter" && event.target === stage) pick(map.getCenter());
    });
    return {
      set(wanted) {
        on = wanted;
        pin.clearLayers();
        stage.classList.toggle("picking", on);
        if (on) map.doubleClickZoom.disable();
        else map.doubleClickZoom.enable();
      },
    };
  };
})((window.dateline = window.dateline ?? {}));
