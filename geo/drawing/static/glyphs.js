// Symbols: a colour and a shape per group of event types; solid, ring or hatched by the precision of the place.
(function (D) {
  "use strict";

  const SHAPES = {
    triangle: "M0,-8.6 8.2,6 -8.2,6Z",
    circle: "M-7,0a7,7 0 1,0 14,0a7,7 0 1,0 -14,0Z",
    hexagon: "M-7.8,0 -3.9,-6.8 3.9,-6.8 7.8,0 3.9,6.8 -3.9,6.8Z",
    saltire: "M-7.5,-4.2 -4.2,-7.5 0,-3.3 4.2,-7.5 7.5,-4.2 3.3,0 7.5,4.2 4.2,7.5 0,3.3 -4.2,7.5 -7.5,4.2 -3.3,0Z",
    diamond: "M0,-9 8,0 0,9 -8,0Z",
    square: "M-6.4,-6.4 6.4,-6.4 6.4,6.4 -6.4,6.4Z",
    arrow: "M-8.5,-3.4 0.5,-3.4 0.5,-8 9,0 0.5,8 0.5,3.4 -8.5,3.4Z",
    chevron: "M0,-8 8,0.5 8,7.5 0,-0.5 -8,7.5 -8,0.5Z",
    plus: "M-2.7,-7.8 2.7,-7.8 2.7,-2.7 7.8,-2.7 7.8,2.7 2.7,2.7 2.7,7.8 -2.7,7.8 -2.7,2.7 -7.8,2.7 -7.8,-2.7 -2.7,-2.7Z",
    bubble: "M-8,-7 8,-7 8,4 1,4 -4,9 -4,4 -8,4Z",
    bars: "M-8,8 -8,1 -3.6,1 -3.6,-3 0.8,-3 0.8,-8 8,-8 8,8Z",
    drop: "M0,-9C3,-4 7,-1 7,3a7,6.4 0 1,1 -14,0C-7,-1 -3,-4 0,-9Z",
  };
  const INK = "var(--ink)", PAPER = "var(--paper)";
  const LETTERS = { "font-family": "system-ui, sans-serif", fill: INK }; // written into the symbol, so that a picture has them too

  const hatchId = (group) => `dl-hatch-${group}`;
  const colour = (group) => `var(--c-${group})`;

  function hatch(id, stroke, { angle = 45, gap = 5, width = 2, back = null } = {}) {
    return D.svg("pattern", { id, width: gap, height: gap, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})` },
      back && D.svg("rect", { width: gap, height: gap, fill: back }),
      D.svg("rect", { width, height: gap, fill: stroke }));
  }

  // Patterns and arrow heads that the whole document refers to by id.
  D.definitions = (style) => {
    const defs = D.svg("defs", {},
      style.groups.map((group) => hatch(hatchId(group.key), colour(group.key), { gap: 4, width: 2.2, back: PAPER })),
      style.holders.map((holder, index) => [
        hatch(`dl-zone-${index}`, holder.colour, { angle: holder.angle, gap: 8, width: 1.6 }),
        hatch(`dl-contest-${index}`, holder.colour, { angle: holder.angle, gap: 8, width: 4 }),
      ]),
      hatch("dl-hatch-area", INK, { angle: 135, gap: 9, width: 0.8 }),
      D.svg("marker", { id: "dl-arrow", viewBox: "0 0 10 10", refX: 7, refY: 5, markerWidth: 4, markerHeight: 4, orient: "auto" },
        D.svg("path", { d: "M0,0.6 9.4,5 0,9.4 2,5Z", fill: "var(--c-displacement)", stroke: INK, "stroke-width": 0.6 })));
    return D.svg("svg", { class: "defs", width: 0, height: 0, "aria-hidden": "true" }, defs);
  };

  // What is drawn at (0, 0): `precision` 1 solid, 2 ring, 3 hatched in a dashed ring, anything else an outline.
  D.glyphParts = (group, precision, { doubt = false } = {}) => {
    const d = SHAPES[D.styleOf(group).shape], fillOf = { 1: colour(group), 2: PAPER, 3: `url(#${hatchId(group)})` };
    return [
      precision === 3 && D.svg("circle", { r: 12.2, fill: PAPER, "fill-opacity": 0.7, stroke: INK, "stroke-width": 1, "stroke-dasharray": "2.4 2.4" }),
      D.svg("path", { d, fill: "none", stroke: PAPER, "stroke-width": precision === 2 ? 6.4 : 4, "stroke-linejoin": "round" }),
      D.svg("path", { d, fill: "none", stroke: INK, "stroke-width": precision === 2 ? 4.8 : 2.2, "stroke-linejoin": "round" }),
      D.svg("path", { d, fill: fillOf[precision] ?? PAPER, stroke: precision === 2 ? colour(group) : "none", "stroke-width": 2.8, "stroke-linejoin": "round" }),
      doubt && D.svg("text", { x: 8, y: -5, ...LETTERS, "font-size": 10, "font-weight": 800, stroke: PAPER, "stroke-width": 3, "paint-order": "stroke" }, "?"),
    ];
  };

  D.glyph = (group, precision = 1, { size = 22, doubt = false } = {}) =>
    D.svg("svg", { viewBox: "-13 -13 26 26", width: size, height: size, class: "glyph", "aria-hidden": "true", focusable: "false" },
      D.glyphParts(group, precision, { doubt }));

  // A ring of the groups in a cluster, with their number inside.
  D.donut = (counts, total) => {
    const size = total < 10 ? 34 : total < 100 ? 40 : total < 1000 ? 46 : 54;
    const radius = 15, parts = [];
    let from = -Math.PI / 2;
    for (const [group, n] of counts) {
      const to = from + (2 * Math.PI * n) / total;
      const point = (angle) => `${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`;
      const d = n === total
        ? `M-${radius},0a${radius},${radius} 0 1,0 ${2 * radius},0a${radius},${radius} 0 1,0 -${2 * radius},0`
        : `M${point(from)}A${radius},${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${point(to)}`;
      parts.push(D.svg("path", { d, fill: "none", stroke: colour(group), "stroke-width": 5 }));
      from = to;
    }
    return D.svg("svg", { viewBox: "-20 -20 40 40", width: size, height: size, class: "donut", "aria-hidden": "true", focusable: "false" },
      D.svg("circle", { r: 18.5, fill: PAPER, stroke: INK, "stroke-width": 1 }), parts,
      D.svg("circle", { r: 12, fill: PAPER, stroke: INK, "stroke-width": 0.8 }),
      D.svg("text", { ...LETTERS, "font-size": 11, "font-weight": 700, "text-anchor": "middle", y: 4 }, total < 10000 ? total : `${Math.round(total / 1000)}k`));
  };

  D.styleOf = (group) => D.groups.get(group);
  D.isDoubtful = (row) => row.modality === "alleged" || row.grade === "contested";
})((window.dateline = window.dateline ?? {}));
