// The incident card: every attribute with the sentence behind it.
(function (D) {
  "use strict";

  const line = (name, ...content) => [D.el("dt", {}, name), D.el("dd", {}, ...content)];
  const CONFIDENCE = { fact: "states", claimed: "says", accused: "accuses", possible: "suspects" };

  function quote(report) {
    const text = report.quote ?? "", start = (report.trigger_start ?? 0) - (report.quote_start ?? 0);
    const end = (report.trigger_end ?? 0) - (report.quote_start ?? 0), length = Array.from(text).length;
    if (!(start >= 0 && end > start && end <= length)) return D.say(text, "blockquote");
    return D.el("blockquote", { dir: "auto" }, D.codePoints(text, 0, start), D.el("mark", {}, D.codePoints(text, start, end)), D.codePoints(text, end, length));
  }

  function figures(report) {
    return (report.counts ?? []).map((count) => {
      const best = count.best ?? count.low ?? count.high;
      const words = [count.qualifier, best === null || best === undefined ? "" : D.number(best), count.unit, count.what].filter(Boolean).join(" ");
      return D.el("li", {}, D.say(words), count.kind && count.kind !== "event" ? D.el("span", { class: "dim" }, ` (${count.kind}, not counted here)`) : "");
    });
  }

  function told(report) {
    const name = report.outlet || report.title || report.article_id || "article";
    const list = figures(report);
    return D.el("article", { class: "report" },
      quote(report),
      D.el("p", { class: "by" },
        report.attribution ? [D.say(report.attribution, "b"), ` ${CONFIDENCE[report.confidence] ?? "says"} so \u00b7 `] : "",
        D.link(report.url, name), report.published ? ` \u00b7 ${D.day(report.published)}` : ""),
      list.length ? D.el("ul", { class: "figures" }, list) : "");
  }

  function reason(item) {
    if (item === null || typeof item !== "object") return D.el("li", {}, D.say(String(item)));
    const why = (item.reasons ?? []).join("; "), score = typeof item.score === "number" ? ` ${item.score.toFixed(2)}` : "";
    const name = item.name ?? item.reason ?? item.text ?? JSON.stringify(item);
    return D.el("li", { class: "beaten" }, D.el("span", { class: "dim" }, "not "), D.say(name), D.el("span", { class: "dim" }, score), why ? [" \u2013 ", D.say(why)] : "");
  }

  function why(summary, items) {
    return items.length ? D.el("details", { class: "why" }, D.el("summary", {}, summary), D.el("ul", {}, items)) : "";
  }

  function place(row) {
    const names = row.place_text && row.place_text !== row.place_name ? [D.say(`\u201c${row.place_text}\u201d`), " \u2192 "] : [];
    const within = [row.admin1, row.country_name].filter((part) => part && part !== row.place_name).join(", ");
    return [names, D.say(D.where(row), "b"), row.uncertainty_km !== undefined ? ` ${D.km(row.uncertainty_km)}` : "",
      within ? D.el("div", { class: "dim" }, D.say(within)) : "", D.el("div", { class: "dim" }, row.lon === undefined ? "not drawn: known only to the country" : D.PRECISION[row.geo_precision ?? 0])];
  }

  function actors(row) {
    const side = (name, kind) => [D.say(name, "b"), kind ? D.el("span", { class: "dim" }, ` ${kind}`) : ""];
    const parts = [row.actor1 ? side(row.actor1, row.actor1_type) : D.el("span", { class: "dim" }, "not told")];
    if (row.actor2) parts.push(" \u2192 ", side(row.actor2, row.actor2_type));
    if (row.target_type && row.target_type !== (row.actor2 ?? "").toLowerCase()) parts.push(D.el("div", { class: "dim" }, "target: ", D.say(row.target_type)));
    return parts;
  }

  D.card = (row) => {
    const rules = [...new Set(row.reports.map((report) => report.rule).filter(Boolean))];
    const n = row.reports.length, toll = D.toll(row);
    return D.el("section", { class: "card", "aria-label": "Incident", tabindex: -1 },
      D.el("header", {},
        D.glyph(row.group, row.geo_precision, { size: 30, doubt: D.isDoubtful(row) }),
        D.el("h2", {}, D.what(row), row.event_type !== row.sub_event_type ? D.el("small", {}, row.event_type) : ""),
        D.el("button", { type: "button", class: "plain", "aria-label": "Close", title: "Close (Esc)", on: { click: () => D.select(null) } }, "\u00d7")),
      row.modality !== "occurred" || row.background
        ? D.el("p", { class: "flag" }, [row.modality === "occurred" ? "" : D.MODALITY[row.modality], row.background ? "recalled by the text, not its news" : ""].filter(Boolean).join("; ")) : "",
      toll ? D.el("p", { class: "toll" }, toll) : "",
      D.el("dl", {},
        line("When", D.el("b", {}, D.when(row)), D.el("div", { class: "dim" }, row.date_text ? D.say(`\u201c${row.date_text}\u201d `) : "", D.whenSure(row))),
        line("Where", place(row)),
        line("Who", actors(row)),
        row.zone_note ? line("Control", D.say(row.zone_note)) : [],
        line("Sure", D.el("b", { class: `grade ${row.grade}` }, row.grade), row.grade_reason ? [" \u2013 ", D.say(row.grade_reason)] : "")),
      D.el("h3", {}, n === 1 ? "1 report" : `${n} reports`),
      row.reports.map(told),
      D.nearButtons(row),
      why("Why here?", (row.place_reasons ?? []).map(reason)),
      why("Why this?", rules.map((rule) => D.el("li", {}, "rule ", D.el("code", { dir: "auto" }, rule)))),
      D.el("p", { class: "review dim" }, row.review === "auto" ? "Unreviewed machine extraction" : `Review: ${D.REVIEW[row.review] ?? row.review}`,
        row.reviewer_note ? [" \u2013 ", D.say(row.reviewer_note)] : "", D.el("br", {}), "id ", D.el("code", {}, row.incident_id)));
  };

  D.zoneNote = (zone) => D.el("div", {},
    D.say(zone.holder ?? "no single holder", "strong"), ` ${zone.status}`,
    D.el("div", {}, D.say(zone.note)),
    D.el("div", { class: "dim" }, [zone.valid_from ? `from ${D.day(zone.valid_from)}` : "", zone.valid_to ? `to ${D.day(zone.valid_to)}` : "",
      zone.area === undefined ? "not drawn: the text gives no area" : `${zone.certainty}, ${zone.method}`].filter(Boolean).join(" \u00b7 ")));

  D.changesCard = (changes) => D.el("section", { class: "card", "aria-label": "Control notes", tabindex: -1 },
    D.el("header", {}, D.el("h2", {}, "Control", D.el("small", {}, D.span(changes[0].day, changes.at(-1).day))),
      D.el("button", { type: "button", class: "plain", "aria-label": "Close", on: { click: () => D.select(null) } }, "\u00d7")),
    D.el("ul", { class: "notes" }, changes.map(({ zone, day, begins }) => D.el("li", {}, D.el("button", { type: "button", class: "textual", on: { click: () => D.showZone(zone) } }, D.say(zone.note)),
      D.el("div", { class: "dim" }, `${begins ? "known to hold from" : "known to hold to"} ${D.day(day)}${zone.area === undefined ? ", not drawn" : ""}`)))));

  D.zoneCard = (zone) => D.el("section", { class: "card", "aria-label": "Control zone", tabindex: -1 },
    D.el("header", {}, D.el("h2", {}, "Control", D.el("small", {}, D.say(zone.area_text))),
      D.el("button", { type: "button", class: "plain", "aria-label": "Close", on: { click: () => D.select(null) } }, "\u00d7")),
    D.zoneNote(zone), D.el("h3", {}, zone.reports.length === 1 ? "1 report" : `${zone.reports.length} reports`), zone.reports.map(told));
})((window.dateline = window.dateline ?? {}));
