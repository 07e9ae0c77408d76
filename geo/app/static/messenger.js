// Passes the app's query, selection, view and theme on to the map document; keeps the latest of each kind for
// a document that is not ready yet.
export default function (component) {
  const shared = (window.datelineApp ??= { frame: null, ready: false, outbox: new Map() });
  for (const message of component.data.messages) {
    const known = JSON.stringify(shared.outbox.get(message.kind));
    shared.outbox.set(message.kind, message);
    if (shared.ready && known !== JSON.stringify(message)) shared.frame.contentWindow.postMessage(message, "*");
  }
}
