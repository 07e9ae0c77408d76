// Files made by the document itself, with no server: a picture of the view (SVG, PNG) and the rows shown (CSV).
(function (D) {
  "use strict";

  const COLUMNS = ["incident_id", "event_type", "sub_event_type", "modality", "background", "date_start", "date_end", "date_text", "date_precision", "place_text", "place_name", "place_id",
    "admin1", "country", "lon", "lat", "geo_precision", "uncertainty_km", "actor1", "actor1_type", "actor2", "actor2_type", "target_type", "fatalities", "fatalities_low", "fatalities_high",
    "injured", "displaced", "children_killed", "grade", "grade_reason", "zone_id", "zone_note", "review"];
  const FOOT = 34;

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

  D.toCsv = (rows) => {
    const lines = rows.map((row) => [...COLUMNS.map((name) => cell(row[name])),
      cell(row.reports.map((report) => report.quote).join(" | ")), cell(row.reports.map((report) => report.attribution ?? "").join(" | ")),
      cell(row.reports.map((report) => report.url ?? report.outlet ?? report.article_id).join(" | "))].join(","));
    return `\ufeff${[[...COLUMNS, "quotes", "attributions", "sources"].join(","), ...lines].join("\r\n")}\r\n`;
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

  // As much of a line as its room takes.
  const cut = (words, room, size) => (words.length * size * 0.55 <= room ? words : `${Array.from(words).slice(0, Math.floor(room / (size * 0.55)) - 1).join("")}\u2026`);

  const text = (x, y, size, words, extra = {}) => D.svg("text", { x, y, "font-size": size, "font-family": "system-ui, sans-serif", fill: "var(--ink)", ...extra }, words);

  function visible(node) {
    for (let at = node; at && at !== document.body; at = at.parentElement) if (getComputedStyle(at).display === "none") return false;
    return true;
  }

  D.toSvg = () => {
    const stage = D.map.getContainer(), frame = stage.getBoundingClientRect(), { width, height } = frame;
    const root = D.svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: height + FOOT, viewBox: `0 0 ${width} ${height + FOOT}` });
    const place = (node) => {
      const box = node.getBoundingClientRect();
      return { x: box.left - frame.left, y: box.top - frame.top, width: box.width, height: box.height };
    };
    root.append(fixed(document.querySelector("svg.defs defs")), D.svg("rect", { width, height: height + FOOT, fill: "var(--water)" }));
    const panes = [...stage.querySelectorAll(".leaflet-map-pane > .leaflet-pane")].sort((a, b) => Number(getComputedStyle(a).zIndex) - Number(getComputedStyle(b).zIndex));
    for (const pane of panes) {
      for (const canvas of pane.querySelectorAll("canvas")) root.append(D.svg("image", { href: canvas.toDataURL(), ...place(canvas) }));
      for (const sheet of pane.querySelectorAll(":scope > svg")) root.append(sized(fixed(sheet), place(sheet)));
      for (const icon of pane.querySelectorAll("svg.glyph, svg.donut")) root.append(sized(fixed(icon), place(icon)));
      for (const dot of pane.querySelectorAll(".place i")) root.append(D.svg("circle", { cx: place(dot).x + 2.5, cy: place(dot).y + 2.5, r: 2.5, fill: "var(--dim)" }));
      for (const name of pane.querySelectorAll(".place span, .flow-name")) {
        const { x, y, width: w, height: h } = place(name), boxed = name.classList.contains("flow-name");
        if (boxed) root.append(D.svg("rect", { x, y, width: w, height: h, rx: 9, fill: "var(--paper)", stroke: "var(--dim)" }));
        root.append(text(x + w / 2, y + h / 2 + 4, 11, boxed ? cut(name.textContent, w, 10) : name.textContent, { "text-anchor": "middle", stroke: boxed ? "none" : "var(--land)", "stroke-width": 3, "paint-order": "stroke" }));
      }
    }
    const lines = [...document.querySelectorAll(".legend button.group")].filter(visible);
    if (lines.length) root.append(D.svg("rect", { x: 10, y: 10, width: 200, height: lines.length * 20 + 12, rx: 5, fill: "var(--paper)", "fill-opacity": 0.92 }));
    lines.forEach((line, i) => {
      root.append(sized(fixed(line.querySelector("svg")), { x: 16, y: 16 + i * 20, width: 18, height: 18 }), text(40, 29 + i * 20, 12, line.querySelector("span").textContent),
        text(200, 29 + i * 20, 12, line.querySelector("b").textContent, { "text-anchor": "end" }));
    });
    root.append(D.svg("rect", { y: height, width, height: FOOT, fill: "var(--paper)" }), text(8, height + 14, 12, `${D.data.meta.title} \u00b7 ${D.data.meta.subtitle} \u00b7 ${D.byId("shown").textContent}`, { "font-weight": 600 }),
      text(8, height + 28, 10, cut(credits().join(" \u00b7 "), width * 1.1, 10), { fill: "var(--dim)" }));
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

  D.files = (menu) => menu.addEventListener("change", async () => {
    const kind = menu.value;
    menu.value = "";
    if (kind === "print") window.print();
    else if (kind === "link") D.copyLink();
    else if (Object.hasOwn(MAKERS, kind)) save(await MAKERS[kind](), `dateline.${kind}`);
  });
})((window.dateline = window.dateline ?? {}));
