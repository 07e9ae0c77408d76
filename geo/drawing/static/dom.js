// Elements made from text nodes only. Nothing in this document ever parses text as HTML.
(function (D) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  function fill(node, props, children) {
    for (const [name, value] of Object.entries(props ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
      else if (name === "style") for (const [key, item] of Object.entries(value)) node.style.setProperty(key, item);
      else if (name === "value" || name === "checked" || name === "disabled") node[name] = value;
      else node.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === false) continue;
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return node;
  }

  D.el = (tag, props, ...children) => fill(document.createElement(tag), props, children);
  D.svg = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);

  // Text that may be in any script, in an element of its own direction.
  D.say = (text, tag = "span", props = {}) => D.el(tag, { dir: "auto", ...props }, text);

  // A link to another site, or its bare text where the address is not http(s).
  D.link = (url, label) => {
    let safe = null;
    try {
      const parsed = new URL(url);
      if (parsed.protocol === "http:" || parsed.protocol === "https:") safe = parsed.href;
    } catch {
      safe = null;
    }
    if (!safe) return D.say(label);
    return D.el("a", { href: safe, target: "_blank", rel: "noopener noreferrer nofollow", dir: "auto" }, label);
  };

  D.byId = (id) => document.getElementById(id);

  // The part of a text between two offsets that count code points, as Python's do.
  D.codePoints = (text, start, end) => Array.from(text).slice(start, end).join("");

  D.number = (value) => Number(value).toLocaleString("en-GB");
})((window.dateline = window.dateline ?? {}));
