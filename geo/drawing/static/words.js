// Folding of text for the search: the twin of geo/table/text.py, step by step.
(function (D) {
  "use strict";

  const MARKS = /\p{Mn}/gu;
  const APOSTROPHES = "'`\u2018\u2019\u02b9\u02bb\u02bc\u02be\u02bf\u2032";
  const FOLDS = new Map([
    ...Array.from(APOSTROPHES, (c) => [c, ""]),
    ["\u0640", ""], ["\u0671", "\u0627"], ["\u0649", "\u064a"], ["\u06cc", "\u064a"], ["\u06a9", "\u0643"],
    ["\u0629", "\u0647"], ["\u03c2", "\u03c3"],
  ]);
  const SPECIAL = new RegExp(`[${[...FOLDS.keys()].join("")}]`, "g");
  const COLUMNS = ["event_type", "sub_event_type", "date_text", "place_text", "place_name", "admin1", "admin2",
    "country_name", "pcode", "actor1", "actor2", "target_type", "zone_note", "reviewer_note"];
  const REPORT = ["quote", "attribution", "outlet"];
  const ASCII = /^[\x00-\x7f]*$/;
  const folded = new WeakMap();

  D.fold = (text) => {
    if (ASCII.test(text)) return text.toLowerCase().replace(/['`]/g, "");
    return text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(SPECIAL, (c) => FOLDS.get(c));
  };

  D.words = (text) => D.fold(text).split(/[ \t\n\v\f\r]+/).filter(Boolean);

  D.haystack = (row) => {
    let text = folded.get(row);
    if (text === undefined) {
      const parts = COLUMNS.map((name) => row[name]);
      for (const report of row.reports ?? []) for (const name of REPORT) parts.push(report[name]);
      text = D.fold(parts.filter((part) => typeof part === "string" && part).join("\n"));
      folded.set(row, text);
    }
    return text;
  };
})((window.dateline = window.dateline ?? {}));
