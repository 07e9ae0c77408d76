// Files made by the document itself, with no server: a picture of the view (SVG, PNG) and the rows shown (CSV).
(function (D) {
  "use strict";

  const COLUMNS = ["incident_id", "event_type", "sub_event_type", "modality", "background", "date_start", "date_end", "date_text", "date_precision", "place_text", "place_name", "place_id",
    "admin1", "country", "lon", "lat", "geo_precision", "uncertainty_km", "actor1", "actor1_type", "actor2", "actor2_type", "target_type", "fatalities", "fatalities_low", "fatalities_high",
    "injured", "displaced", "children_killed", "grade", "grade_reason", "zone_id", "zone_note", "review"];

  function save(blob, name) {
    const link = D.el("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 2000);
  }

  // A cell that no spreadsheet takes for a formula.
  function cell(value) {
    if (value === undefined || value === null) return "";
    const text = typeof value === "string" && /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  const credits = () => [...D.byId("credits").children].map((part) => part.textContent).filter(Boolean);

  // What the file says of itself: the page's own foot, and the filter as the part of a link that restores it.
  const noteOf = (rows) => [`${D.number(rows.length)} of ${D.number(D.data.incidents.length)} rows`, `filter: #${D.toHash({ query: D.state.query })}`, ...credits()].join("; ");

  D.toCsv = (rows) => {
    const lines = rows.map((row, number) => [...COLUMNS.map((name) => cell(row[name])),
      cell(row.reports.map((report) => report.quote).join(" | ")), cell(row.reports.map((report) => report.attribution ?? "").join(" | ")),
      cell(row.reports.map((report) => report.url ?? report.outlet ?? report.article_id).join(" | ")), number ? "" : cell(noteOf(rows))].join(","));
    return `\ufeff${[[...COLUMNS, "quotes", "attributions", "sources", "export_note"].join(","), ...lines].join("\r\n")}\r\n`;
  };

  // Styles from the page's sheet do not travel with a picture: the colours are written into it.
  function fixed(node) {
    const copy = node.cloneNode(true), style = getComputedStyle(document.documentElement);
    const replace = (text) => text.replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
    for (const item of [copy, ...copy.querySelectorAll("*")]) {
      for (const attribute of [...item.attributes]) if (attribute.value.includes("var(")) item.setAttribute(attribute.name, replace(attribute.value));
    }
    return copy;
  }

  // A text in as many lines as its room asks for, at most `most`.
  const ruler = document.createElement("canvas").getContext("2d");
  function lines(words, room, size, most = Infinity) {
    ruler.font = `${size}px system-ui, sans-serif`;
    const found = [];
    let line = "";
    for (const word of words.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && ruler.measureText(longer).width > room) {
        found.push(line);
        line = word;
      } else line = longer;
    }
    found.push(line);
    return found.length <= most ? found : [...found.slice(0, most - 1), `${found[most - 1]}\u2026`];
  }

  const text = (x, y, size, words, extra = {}) => D.svg("text", { x, y, "font-size": size, "font-family": "system-ui, sans-serif", fill: "var(--ink)", ...extra }, words);

  function visible(node) {
    for (let at = node; at && at !== document.body; at = at.parentElement) if (getComputedStyle(at).display === "none") return false;
    return true;
  }

  // Names stand where the page has them, in the page's own size.
  function named(name, { x, y, width, height }) {
    const size = parseFloat(getComputedStyle(name).fontSize), boxed = name.classList.contains("flow-name");
    const rows = boxed ? lines(name.textContent, (width - 10) * 0.92, size, 2) : [name.textContent];
    const first = y + height / 2 + size * 0.36 - ((rows.length - 1) * size * 1.3) / 2;
    return [boxed && D.svg("rect", { x, y, width, height, rx: 9, fill: "var(--paper)", stroke: "var(--dim)" }),
      rows.map((row, i) => text(x + width / 2, first + i * size * 1.3, size, row, { "text-anchor": "middle", "font-weight": boxed ? 600 : 400, stroke: boxed ? "none" : "var(--land)", "stroke-width": 3, "paint-order": "stroke" }))];
  }

  // The legend's lines that the page shows: groups with their counts, then who holds what.
  function legend() {
    const groups = [...document.querySelectorAll(".legend button.group")], held = [...document.querySelectorAll(".legend .control > ul:first-of-type > li")];
    const all = [...groups, ...held].filter((line) => visible(line) && line.querySelector("svg"));
    if (!all.length) return "";
    const asOf = all.some((line) => held.includes(line)) ? document.querySelector(".legend .control h2").textContent : "";
    const rows = [...all.filter((line) => groups.includes(line)), ...(asOf ? [asOf] : []), ...all.filter((line) => held.includes(line))];
    return [D.svg("rect", { x: 10, y: 10, width: 210, height: rows.length * 20 + 12, rx: 5, fill: "var(--paper)", "fill-opacity": 0.92 }),
      rows.map((line, i) => {
        const y = 29 + i * 20;
        if (typeof line === "string") return text(16, y, 11, line, { fill: "var(--dim)", "font-weight": 600 });
        const name = line.querySelector("span")?.textContent ?? line.textContent, count = line.querySelector("b")?.textContent;
        const icon = line.querySelector("svg"), high = icon.classList.contains("swatch") ? 12 : 18;
        return [sized(fixed(icon), { x: 16, y: y - 4 - high / 2, width: 18, height: high }), text(40, y, 12, lines(name, 150, 12, 1)[0]), count && text(212, y, 12, count, { "text-anchor": "end" })];
      })];
  }

  function scaleBar(frame) {
    const bar = document.querySelector(".leaflet-control-scale-line"), { left, top, width, height } = bar.getBoundingClientRect();
    const x = left - frame.left, y = top - frame.top + height;
    return [D.svg("path", { d: `M${x},${y - 6}v6h${width}v-6`, fill: "none", stroke: "var(--ink)", "stroke-width": 1.5 }), text(x + 4, y - 5, 11, bar.textContent)];
  }

  D.toSvg = () => {
    const stage = D.map.getContainer(), frame = stage.getBoundingClientRect(), { width, height } = frame;
    const foot = lines(credits().join(" \u00b7 "), width - 16, 10), whole = height + 22 + foot.length * 13;
    const root = D.svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: whole, viewBox: `0 0 ${width} ${whole}` });
    const place = (node) => {
      const box = node.getBoundingClientRect();
      return { x: box.left - frame.left, y: box.top - frame.top, width: box.width, height: box.height };
    };
    const add = (...parts) => root.append(...parts.flat(Infinity).filter(Boolean));
    add(fixed(document.querySelector("svg.defs defs")), D.svg("rect", { width, height: whole, fill: "var(--water)" }));
    const panes = [...stage.querySelectorAll(".leaflet-map-pane > .leaflet-pane")].filter(visible).sort((a, b) => Number(getComputedStyle(a).zIndex) - Number(getComputedStyle(b).zIndex));
    for (const pane of panes) {
      for (const canvas of pane.querySelectorAll("canvas")) add(D.svg("image", { href: canvas.toDataURL(), ...place(canvas) }));
      for (const sheet of pane.querySelectorAll(":scope > svg")) add(sized(fixed(sheet), place(sheet)));
      for (const icon of pane.querySelectorAll("svg.glyph, svg.donut")) add(sized(fixed(icon), place(icon)));
      for (const dot of pane.querySelectorAll(".place i")) add(D.svg("circle", { cx: place(dot).x + 2.5, cy: place(dot).y + 2.5, r: 2.5, fill: "var(--dim)" }));
      for (const name of pane.querySelectorAll(".place > span, .flow-name")) if (getComputedStyle(name.parentElement).opacity !== "0") add(named(name, place(name)));
    }
    add(legend(), scaleBar(frame), D.svg("rect", { y: height, width, height: whole - height, fill: "var(--paper)" }),
      text(8, height + 14, 12, [D.data.meta.title, D.data.meta.subtitle, D.byId("shown").textContent].filter(Boolean).join(" \u00b7 "), { "font-weight": 600 }),
      foot.map((line, i) => text(8, height + 28 + i * 13, 10, line, { fill: "var(--dim)" })));
    return new XMLSerializer().serializeToString(fixed(root));
  };

  function sized(node, box) {
    for (const [name, value] of Object.entries(box)) node.setAttribute(name, value);
    node.removeAttribute("style");
    return node;
  }

  D.toPng = async (scale = 2) => {
    const url = URL.createObjectURL(new Blob([D.toSvg()], { type: "image/svg+xml" }));
    try {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = D.el("canvas", { width: image.width * scale, height: image.height * scale });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((done) => canvas.toBlob(done, "image/png"));
    } finally {
      URL.revokeObjectURL(url);
    }
  };

  const MAKERS = {
    csv: () => new Blob([D.toCsv(D.listed.filter((row) => D.state.failures[row.index] === null))], { type: "text/csv" }),
    svg: () => new Blob([D.toSvg()], { type: "image/svg+xml" }),
    png: () => D.toPng(),
  };

  D.saveAs = async (kind) => {
    if (Object.hasOwn(MAKERS, kind)) save(await MAKERS[kind](), `dateline.${kind}`);
  };

  D.files = (menu) => menu.addEventListener("change", () => {
    const kind = menu.value;
    menu.value = "";
    if (kind === "print") window.print();
    else if (kind === "link") D.copyLink();
    else D.saveAs(kind);
  });
})((window.dateline = window.dateline ?? {}));
