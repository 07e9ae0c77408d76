// The part of the address after "#": filters, view and incident, under the same names as the app's address.
(function (D) {
  "use strict";

  const LISTS = { layer: "layers", type: "types", actor: "actors", modality: "modalities", grade: "grades", zone: "zones", review: "reviews",
    country: "countries", admin1: "admin1", source: "sources" };
  const DAY = /^\d{4}-\d{2}-\d{2}$/;
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const short = (value) => String(Number(value.toFixed(5)));

  function triple(text) {
    const parts = (text ?? "").split(",").map(Number);
    return parts.length === 3 && parts.every(Number.isFinite) && Math.abs(parts[0]) <= 180 && Math.abs(parts[1]) <= 90 ? parts : null;
  }

  D.toHash = ({ query, view, incident, overlays, sized, order }) => {
    const params = new URLSearchParams(), plain = D.query.DEFAULT;
    for (const [name, key] of Object.entries(LISTS)) {
      if (same(query[key], plain[key])) continue;
      for (const value of query[key].length ? query[key] : [""]) params.append(name, value);
    }
    for (const value of query.precisions) params.append("precision", value);
    for (const name of ["since", "until", "text"]) if (query[name]) params.set(name, query[name]);
    if (!query.undated) params.set("undated", "no");
    if (query.near) params.set("near", query.near.map(short).join(","));
    if (query.polygon.length) params.set("polygon", query.polygon.map((point) => point.map(short).join(",")).join(";"));
    if (overlays) params.set("show", overlays.join(","));
    if (sized) params.set("size", "casualties");
    if (order && order !== "date") params.set("order", order);
    if (view) params.set("view", view.map(short).join(","));
    if (incident) params.set("incident", incident);
    return params.toString();
  };

  D.fromHash = (hash, fallback) => {
    const params = new URLSearchParams(hash.replace(/^#/, "")), given = [...params].length > 0;
    const query = structuredClone(given ? D.query.DEFAULT : fallback);
    for (const [name, key] of Object.entries(LISTS)) if (params.has(name)) query[key] = params.getAll(name).filter(Boolean);
    query.precisions = params.getAll("precision").map(Number).filter((n) => [0, 1, 2, 3].includes(n)).concat(given ? [] : query.precisions);
    for (const name of ["since", "until"]) if (params.has(name)) query[name] = DAY.test(params.get(name)) ? params.get(name) : null;
    if (params.has("text")) query.text = params.get("text");
    if (params.has("undated")) query.undated = params.get("undated") !== "no";
    if (params.has("near")) query.near = triple(params.get("near"));
    if (params.has("polygon")) query.polygon = params.get("polygon").split(";").map((pair) => pair.split(",").map(Number)).filter((p) => p.length === 2 && p.every(Number.isFinite));
    return { query, view: triple(params.get("view")), incident: params.get("incident"), order: params.get("order") === "casualties" ? "casualties" : "date", sized: params.get("size") === "casualties", overlays: params.has("show") ? params.get("show").split(",").filter(Boolean) : null };
  };

  // At most five times a second: browsers refuse more while something is dragged.
  const PAUSE_MS = 200;
  let waiting = null, written = 0;

  function write() {
    waiting = null;
    written = performance.now();
    const hash = `#${D.toHash(D.snapshotState())}`;
    try {
      history.replaceState(null, "", hash);
    } catch {
      location.replace(hash);
    }
  }

  D.address = {
    write() {
      if (!D.standalone || !D.ready || waiting !== null) return;
      waiting = setTimeout(write, Math.max(0, PAUSE_MS - (performance.now() - written)));
    },
  };
})((window.dateline = window.dateline ?? {}));
