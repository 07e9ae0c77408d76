// The list beside the map: the same rows as the map shows, for eyes and for the keyboard. Draws only what is in sight.
(function (D) {
  "use strict";

  const ROW_PX = 58, PRINTED = 400;
  const printing = window.matchMedia("print");

  D.list = (host) => {
    const inner = D.el("div", { class: "rows" });
    const box = D.el("div", { class: "list", role: "listbox", tabindex: 0, "aria-label": "Incidents shown on the map" }, inner);
    const said = D.el("p", { class: "none" }); // no row, so it stands beside the list, not in it
    host.append(box, said);
    let rows = [], cursor = -1, chosen = null, height = 600, scrolled = 0; // kept here: asking the page would make it lay itself out
    printing.addEventListener("change", draw);
    new ResizeObserver(() => { height = box.clientHeight || height; draw(); }).observe(box);

    // On paper nothing opens: the sentence stands under its row.
    const sentence = (report) => D.el("p", { class: "sentence" }, D.say(`\u201c${report.quote}\u201d`), " ", D.say([report.attribution, report.outlet ?? report.title ?? report.article_id, report.published].filter(Boolean).join(", "), "span", { class: "dim" }));

    const item = (row, index) => D.el("div",
      { class: `row${row.incident_id === chosen ? " chosen" : ""}${index === cursor ? " cursor" : ""}`, role: "option", id: `row-${row.index}`, "aria-selected": String(row.incident_id === chosen),
        "aria-posinset": index + 1, "aria-setsize": rows.length, style: { top: `${index * ROW_PX}px` },
        on: { click: () => { cursor = index; D.select(row.incident_id, { pan: true }); } } },
      D.glyph(row.group, row.geo_precision, { size: 24, doubt: D.isDoubtful(row) }),
      D.el("div", { class: "what" }, D.el("b", { title: D.what(row) }, D.whatShort(row)), D.caveat(row) && D.el("span", { class: "caveat" }, D.caveat(row)), row.review === "auto" ? "" : D.el("span", { class: "reviewed", title: `Review: ${D.REVIEW[row.review] ?? row.review}` }, "\u2713 ", D.el("span", { class: "apart" }, D.REVIEW[row.review] ?? row.review)), D.el("span", { class: "dim when" }, D.when(row))),
      D.el("div", { class: "how" }, D.say(D.where(row)), D.toll(row) ? D.el("span", { class: "toll", title: D.toll(row) }, D.toll(row, { short: true })) : D.say(row.actor1 ?? "", "span", { class: "dim" })),
      printing.matches && row.reports.length ? sentence(row.reports[0]) : "");

    function draw() {
      const paper = printing.matches; // on paper there is nothing to scroll
      const first = paper ? 0 : Math.max(0, Math.floor(scrolled / ROW_PX) - 4), last = paper ? Math.min(rows.length, PRINTED) : Math.min(rows.length, first + Math.ceil(height / ROW_PX) + 9);
      inner.style.height = `${rows.length * ROW_PX}px`;
      inner.replaceChildren(...rows.slice(first, last).map((row, i) => item(row, first + i)));
      if (cursor >= first && cursor < last && rows[cursor]) box.setAttribute("aria-activedescendant", `row-${rows[cursor].index}`);
      else box.removeAttribute("aria-activedescendant");
      box.hidden = !rows.length;
      said.hidden = rows.length > 0 && !(paper && last < rows.length);
      if (rows.length) said.textContent = `and ${D.number(rows.length - last)} more`;
      else said.replaceChildren(D.data.incidents.length ? "Nothing passes the filters. " : "No incidents in these articles.", D.data.incidents.length ? D.el("button", { type: "button", class: "textual", on: { click: D.clear } }, "Clear all") : "");
    }

    function move(to) {
      if (!rows.length) return;
      cursor = Math.max(0, Math.min(rows.length - 1, to));
      const top = cursor * ROW_PX;
      if (top < scrolled) scrolled = top;
      else if (top + ROW_PX > scrolled + height) scrolled = top + ROW_PX - height;
      draw();
      box.scrollTop = scrolled;
    }

    const KEYS = {
      ArrowDown: () => move(cursor + 1), ArrowUp: () => move(cursor - 1), Home: () => move(0), End: () => move(rows.length - 1),
      PageDown: () => move(cursor + 8), PageUp: () => move(cursor - 8),
      Enter: () => rows[cursor] && D.select(rows[cursor].incident_id, { pan: true, focus: true }),
    };
    box.addEventListener("keydown", (event) => {
      if (!KEYS[event.key]) return;
      event.preventDefault();
      KEYS[event.key]();
    });
    box.addEventListener("scroll", () => requestAnimationFrame(() => { scrolled = box.scrollTop; draw(); }), { passive: true });

    return {
      draw,
      show(list) { rows = list; cursor = Math.min(cursor, rows.length - 1); draw(); },
      select(id) {
        chosen = id;
        const index = rows.findIndex((row) => row.incident_id === id);
        if (index >= 0) move(index);
        else draw();
      },
      focus: () => box.focus(),
    };
  };
})((window.dateline = window.dateline ?? {}));
