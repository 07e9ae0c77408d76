// The filter panel of the snapshot: each facet lists its values with the number that would show.
(function (D) {
  "use strict";

  const TOP = 7;
  const FACETS = [
    ["types", "What", (row) => [row.sub_event_type], (v) => D.typeShort(v)],
    ["actors", "Who", (row) => [row.actor1, row.actor2]],
    ["modalities", "How real", (row) => [row.modality], (v) => D.MODALITY[v] ?? v],
    ["grades", "How sure", (row) => [row.grade]],
    ["admin1", "Where", (row) => [row.admin1]],
    ["countries", "Country", (row) => [row.country], (v) => D.countryNames.get(v) ?? v],
    ["precisions", "Place precision", (row) => [row.geo_precision ?? 0], (v) => D.PRECISION[v]],
    ["zones", "Control zone", (row) => [row.zone_id], (v) => D.zoneNames.get(v) ?? v],
    ["sources", "Source", (row) => row.reports.map(D.query.sourceOf)],
    ["reviews", "Review", (row) => [row.review], (v) => D.REVIEW[v] ?? v],
  ];
  const OPEN = new Set(["types", "actors", "grades"]);

  D.panel = (host) => {
    const sections = FACETS.map(([key, title, valuesOf, nameOf = (v) => v]) => {
      const list = D.el("ul", {}), summary = D.el("summary", {}, title);
      const box = D.el("details", { class: "facet", open: OPEN.has(key) }, summary, list);
      return { key, title, valuesOf, nameOf, list, summary, box, all: false };
    });
    const undated = D.el("input", { type: "checkbox", on: { change: (e) => D.change({ undated: e.target.checked }) } });
    const undatedCount = D.el("b", {});
    host.append(sections.map((s) => s.box).reduce((f, box) => { f.append(box); return f; }, document.createDocumentFragment()),
      D.el("label", { class: "line" }, undated, D.el("span", {}, "with undated"), undatedCount));

    function counted(section, rows, failures) {
      const counts = new Map();
      rows.forEach((row, i) => {
        if (failures[i] !== null && failures[i] !== section.key) return;
        const values = section.valuesOf(row);
        for (let at = 0; at < values.length; at += 1) {
          const value = values[at];
          if (value !== undefined && value !== null && values.indexOf(value) === at) counts.set(value, (counts.get(value) ?? 0) + 1);
        }
      });
      for (const value of D.state.query[section.key]) if (!counts.has(value)) counts.set(value, 0);
      return [...counts].sort((a, b) => b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1));
    }

    function line(section, value, count, most, chosen) {
      const flip = (add) => D.change({ [section.key]: add ? [...chosen, value] : chosen.filter((v) => v !== value) });
      const mark = section.key === "types" ? D.glyph(D.groupOf.get(value) ?? "other", 1, { size: 17 }) : "";
      return D.el("li", {}, D.el("label", { style: { "--share": count / Math.max(1, most) } },
        D.el("input", { type: "checkbox", checked: chosen.includes(value), on: { change: (e) => flip(e.target.checked) } }), mark, D.say(section.nameOf(value), "span", { title: section.key === "types" ? value : null }), D.el("b", {}, D.number(count))));
    }

    function draw(section, rows, failures) {
      const values = counted(section, rows, failures), chosen = D.state.query[section.key];
      const most = values.length ? values[0][1] : 1;
      const lines = values.slice(0, section.all ? undefined : TOP).map(([value, count]) => line(section, value, count, most, chosen));
      if (values.length > TOP) {
        lines.push(D.el("li", {}, D.el("button", { type: "button", class: "textual", on: { click: () => { section.all = !section.all; draw(section, rows, failures); } } }, section.all ? "fewer" : `${values.length - TOP} more`)));
      }
      section.list.replaceChildren(...lines);
      section.summary.replaceChildren(section.title, chosen.length ? D.el("b", { class: "chosen" }, chosen.length) : "");
      section.box.hidden = !values.length || (values.length < 2 && !chosen.length);
    }

    return {
      show(rows, failures) {
        const focus = D.keepFocus(host);
        for (const section of sections) draw(section, rows, failures);
        undated.checked = D.state.query.undated;
        undatedCount.textContent = D.number(rows.filter((row, i) => !row.date_start && (failures[i] === null || failures[i] === "dates")).length);
        focus();
      },
    };
  };
})((window.dateline = window.dateline ?? {}));
