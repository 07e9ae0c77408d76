// Legend and layer control in one: every line has its symbol, its live count and its switch.
(function (D) {
  "use strict";

  D.legend = (host, treeHost, data) => {
    const groups = D.el("ul", {}), layers = D.el("ul", {}), overlays = D.el("ul", {}), holders = D.el("ul", {}), notes = D.el("ul", { class: "notes" }), noted = D.el("summary", {});
    const asOf = D.el("span", { class: "dim" });
    const tree = D.el("div", { class: "tree" }, D.el("h2", {}, "Layers"), layers, D.el("h2", {}, "Also show"), overlays);
    const box = D.el("details", { class: "legend", open: window.innerWidth > 760 },
      D.el("summary", {}, treeHost ? "Legend" : "Legend and layers"),
      D.el("div", { class: "legend-body" }, groups,
        D.el("div", { class: "key" }, [[1, "exact"], [2, "near"], [3, "in an area"]].map(([precision, text]) => D.el("span", {}, D.glyph("shelling", precision, { size: 20 }), text))),
        treeHost ? "" : tree,
        D.el("div", { class: "control" }, D.el("h2", {}, "Control ", asOf), holders, D.el("details", { class: "noted" }, noted, notes))));
    host.append(box);
    treeHost?.append(tree);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);

    function toggle(on, label, count, run, mark = "") {
      return D.el("li", {}, D.el("label", {}, D.el("input", { type: "checkbox", checked: on, on: { change: (e) => run(e.target.checked) } }), mark, D.el("span", {}, label), D.el("b", {}, D.number(count))));
    }

    // A group's line stands for all its types in the filter.
    function groupLine(group, counts) {
      const types = D.typesOf(group.key), chosen = D.state.query.types;
      const on = types.some((type) => chosen.includes(type)) || D.eventTypes(group.key).some((type) => chosen.includes(type));
      const flip = () => D.change({ types: on ? chosen.filter((t) => !types.includes(t)) : [...chosen, ...types] });
      return D.el("li", {}, D.el("button", { type: "button", class: "group", "aria-pressed": String(on), title: "Show only these", on: { click: flip } },
        D.glyph(group.key, 1, { size: 20 }), D.el("span", {}, group.label), D.el("b", {}, D.number(counts.get(group.key) ?? 0))));
    }

    const swatch = (index) => D.svg("svg", { class: "swatch", width: 18, height: 12, "aria-hidden": "true" },
      D.svg("rect", { width: 18, height: 12, fill: data.style.holders[index].colour, "fill-opacity": 0.16 }),
      D.svg("rect", { width: 18, height: 12, fill: `url(#dl-zone-${index})`, stroke: data.style.holders[index].colour }));

    const outline = () => D.svg("svg", { class: "swatch", width: 18, height: 12, "aria-hidden": "true" },
      D.svg("rect", { x: 1, y: 1, width: 16, height: 10, fill: "none", stroke: "var(--ink)", "stroke-width": 2, "stroke-dasharray": "8 3 2 3" }));

    // "more than half" of a unit is drawn over all of it: the words stand beside the colour.
    function share(holding, holder) {
      const words = [...new Set(holding.filter((zone) => zone.area !== undefined && (zone.holder ?? null) === holder).map((zone) => zone.share).filter(Boolean))];
      return words.length === 1 ? D.el("span", { class: "dim" }, ": ", D.say(words[0])) : "";
    }

    return {
      show({ rows, failures, shown, overlayCounts, day }) {
        const focus = [D.keepFocus(box), D.keepFocus(tree)];
        const counts = new Map(), present = new Set(), byLayer = new Map();
        rows.forEach((row, i) => {
          if (failures[i] === null || failures[i] === "types") present.add(row.group);
          if (failures[i] === null || failures[i] === "layers") byLayer.set(row.layer, (byLayer.get(row.layer) ?? 0) + 1);
        });
        for (const row of shown) counts.set(row.group, (counts.get(row.group) ?? 0) + 1);
        groups.replaceChildren(...data.style.groups.filter((group) => present.has(group.key)).map((group) => groupLine(group, counts)));
        const chosen = D.state.query.layers, on = chosen.length ? chosen : Object.keys(D.LAYERS); // none listed means all
        layers.replaceChildren(...Object.entries(D.LAYERS).map(([key, label]) => toggle(on.includes(key), label, byLayer.get(key) ?? 0,
          (add) => D.change({ layers: Object.keys(D.LAYERS).filter((k) => (k === key ? add : on.includes(k))) }))));
        overlays.replaceChildren(...data.meta.layers.map(({ key, label }) => toggle(D.state.overlays.has(key), label, overlayCounts[key], (add) => D.overlay(key, add))),
          toggle(D.state.sized, "Size by casualties", shown.filter((row) => D.casualties(row)).length, D.setSized),
          data.meta.tiles ? toggle(D.state.tiles, "Online tiles", 1, D.setTiles) : "");
        const holding = data.zones.filter((zone) => D.zoneHolds(zone, day));
        const drawn = [...new Set(holding.filter((zone) => zone.area !== undefined && !D.isAgreed(zone)).map((zone) => zone.holder ?? null))];
        const agreed = holding.some((zone) => zone.area !== undefined && D.isAgreed(zone));
        asOf.textContent = `as of ${D.day(day)}`;
        holders.replaceChildren(...drawn.map((holder) => D.el("li", {}, swatch(D.holder(holder).index), D.el("span", {}, D.say(holder ?? "no single holder"), share(holding, holder)))), agreed ? D.el("li", {}, outline(), "de-escalation zone, as agreed") : "");
        const undrawn = holding.filter((zone) => zone.area === undefined);
        notes.replaceChildren(...undrawn.map((zone) => D.el("li", {}, D.el("button", { type: "button", class: "textual", on: { click: () => D.showZone(zone) } }, D.say(zone.note)))));
        noted.textContent = `${undrawn.length} ${undrawn.length === 1 ? "note" : "notes"} without an area`;
        noted.parentElement.hidden = !undrawn.length;
        box.querySelector(".control").hidden = !data.zones.length || !D.state.overlays.has("zones");
        for (const back of focus) back();
      },
    };
  };
})((window.dateline = window.dateline ?? {}));
