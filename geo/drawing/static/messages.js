// Talk with the page that holds this document, by messages. Standing alone, the document listens to nobody.
(function (D) {
  "use strict";

  const TAKE = {
    query: (m) => m.query && D.setQuery({ ...D.query.DEFAULT, ...m.query }, { tell: false }),
    select: (m) => {
      if (m.incident_id) D.untouched = false;
      D.select(m.incident_id ?? null, { pan: true, tell: false });
    },
    view: (m) => {
      if (!Number.isFinite(m.lon) || !Number.isFinite(m.lat)) return;
      D.untouched = false;
      D.map.setView(D.latlng(m.lon, m.lat), m.zoom ?? D.map.getZoom(), { animate: false });
    },
    theme: (m) => D.setTheme(Boolean(m.dark)),
    save: (m) => D.saveAs(m.what),
    pick: (m) => D.parts.picker.set(Boolean(m.on)),
  };

  D.listen = () => {
    if (D.standalone) return;
    window.addEventListener("message", (event) => {
      const message = event.data;
      if (event.source !== window.parent || !message || message.dateline !== 1) return;
      if (Object.hasOwn(TAKE, message.kind)) TAKE[message.kind](message);
    });
  };

  D.tell = (kind, fields = {}) => {
    if (!D.standalone) window.parent.postMessage({ dateline: 1, kind, ...fields }, "*");
  };
})((window.dateline = window.dateline ?? {}));
