// The map document in the app's page: an iframe of opaque origin. It is made once per document version and
// lives on through every rerun; what the document says comes back as component state.
export default function (component) {
  const { parentElement, data, setStateValue } = component;
  const shared = (window.datelineApp ??= { frame: null, ready: false, outbox: new Map() });
  const host = parentElement.querySelector(".dateline-host") ?? parentElement;
  let frame = host.querySelector("iframe");
  if (!frame || frame.dataset.version !== data.version) {
    frame?.remove();
    frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads");
    frame.title = data.title;
    frame.dataset.version = data.version;
    frame.srcdoc = data.html;
    shared.frame = frame;
    shared.ready = false;
    host.append(frame);
  }
  let serial = 0;
  const listen = (event) => {
    const message = event.data;
    if (event.source !== frame.contentWindow || !message || message.dateline !== 1) return;
    if (message.kind === "ready") {
      shared.ready = true;
      const waiting = new Map(shared.outbox);
      if (shared.view) waiting.set("view", shared.view); // a map made anew opens where the reader left the last one
      for (const message of waiting.values()) frame.contentWindow.postMessage(message, "*");
    } else if (message.kind === "select") {
      setStateValue("selected", { incident_id: message.incident_id ?? null, at: `${Date.now()}-${(serial += 1)}` });
    } else if (message.kind === "view") {
      shared.view = message;
      setStateValue("view", [message.lon, message.lat, message.zoom]);
    } else if (message.kind === "picked") {
      setStateValue("picked", { lon: message.lon, lat: message.lat, at: `${Date.now()}-${(serial += 1)}` });
    } else if (message.kind === "query") {
      setStateValue("query", { query: message.query, at: `${Date.now()}-${(serial += 1)}` });
    }
  };
  window.addEventListener("message", listen);
  return () => window.removeEventListener("message", listen);
}
