// The query's evaluator in the browser: the twin of geo/table/query.py, whose table gives the meaning of each field.
(function (D) {
  "use strict";

  const EARTH_KM = 6371.0088;
  const set = (list) => (list && list.length ? new Set(list) : null);

  function inside(polygon, lon, lat) {
    let odd = false;
    for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
      const [x1, y1] = polygon[i];
      const [x2, y2] = polygon[j];
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) odd = !odd;
    }
    return odd;
  }

  function distanceKm(lon1, lat1, lon2, lat2) {
    const rad = Math.PI / 180;
    const a = Math.sin(((lat2 - lat1) * rad) / 2) ** 2;
    const b = Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * b)));
  }

  const placed = (row) => row.lon !== undefined && row.lon !== null && row.lat !== undefined && row.lat !== null;
  const sourceOf = (report) => report.outlet || report.article_id;
  const column = (name) => (wanted) => (row) => wanted.has(row[name]);

  // One entry per field of the query: the tests that are set, each under the name of the facet it belongs to.
  const TESTS = {
    layers: (q) => { const s = new Set(q.layers ?? []); return s.size ? (row) => s.has(D.query.layerOf(row)) : null; },
    dates: (q) => {
      const { since, until } = q;
      if (!since && !until && q.undated !== false) return null;
      return (row) => {
        const start = row.date_start;
        if (!start) return q.undated !== false;
        return (!until || start <= until) && (!since || (row.date_end || start) >= since);
      };
    },
    types: (q) => { const s = set(q.types); return s && ((row) => s.has(row.event_type) || s.has(row.sub_event_type)); },
    actors: (q) => { const s = set(q.actors); return s && ((row) => s.has(row.actor1) || s.has(row.actor2)); },
    modalities: (q) => { const s = set(q.modalities); return s && column("modality")(s); },
    grades: (q) => { const s = set(q.grades); return s && column("grade")(s); },
    zones: (q) => { const s = set(q.zones); return s && column("zone_id")(s); },
    countries: (q) => { const s = set(q.countries); return s && column("country")(s); },
    admin1: (q) => { const s = set(q.admin1); return s && column("admin1")(s); },
    reviews: (q) => { const s = set(q.reviews); return s ? column("review")(s) : (row) => row.review !== "rejected"; },
    sources: (q) => { const s = set(q.sources); return s && ((row) => (row.reports ?? []).some((r) => s.has(sourceOf(r)))); },
    precisions: (q) => { const s = set(q.precisions); return s && ((row) => s.has(row.geo_precision ?? 0)); },
    near: (q) => {
      if (!q.near || !q.near.length) return null;
      const [lon, lat, km] = q.near;
      return (row) => placed(row) && distanceKm(lon, lat, row.lon, row.lat) <= km;
    },
    polygon: (q) => (q.polygon && q.polygon.length ? (row) => placed(row) && inside(q.polygon, row.lon, row.lat) : null),
    text: (q) => {
      const words = D.words(q.text ?? "");
      return words.length ? (row) => { const hay = D.haystack(row); return words.every((w) => hay.includes(w)); } : null;
    },
  };

  function compile(query) {
    return Object.entries(TESTS).map(([name, make]) => [name, make(query)]).filter(([, test]) => test);
  }

  D.query = {
    DEFAULT: { layers: ["incidents"], since: null, until: null, undated: true, types: [], actors: [], modalities: [],
      grades: [], zones: [], reviews: [], countries: [], admin1: [], sources: [], precisions: [], near: null,
      polygon: [], text: "" },
    distanceKm,
    sourceOf,
    layerOf(row) {
      if (row.event_type === "Diplomacy" || row.event_type === "Humanitarian figure") return "statements";
      if (row.modality === "threatened" || row.modality === "planned" || row.modality === "denied") return "prospective";
      return row.background ? "background" : "incidents";
    },
    matches: (row, query) => compile(query).every(([, test]) => test(row)),
    apply(rows, query) {
      const tests = compile(query).map(([, test]) => test);
      return rows.filter((row) => tests.every((test) => test(row)));
    },
    // For each row: null where it passes, the name of the one test it fails, or "" where it fails several.
    // One pass answers both "which rows show" and "how many would show if this facet were off".
    failures(rows, query) {
      const tests = compile(query);
      return rows.map((row) => {
        let failed = null;
        for (const [name, test] of tests) {
          if (test(row)) continue;
          if (failed !== null) return "";
          failed = name;
        }
        return failed;
      });
    },
  };
})((window.dateline = window.dateline ?? {}));
