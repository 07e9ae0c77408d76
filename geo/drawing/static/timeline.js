// Bars over time, a range to drag, and a play button that steps through it.
(function (D) {
  "use strict";

  const STEPS = [1, 7, 30.44, 365.25];
  const LONG_DAYS = 6; // what may lie on any of more days is drawn faintly: it says little of one day
  const STEP_NAMES = ["day", "week", "month", "year"];

  D.timeline = (host) => {
    const bars = D.svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
    const handles = ["from", "to"].map((name) => D.el("i", { class: `handle ${name}` }));
    const shade = ["left", "right"].map((name) => D.el("i", { class: `shade ${name}` }));
    const track = D.el("div", { class: "track" }, bars, shade, handles);
    const labels = D.el("div", { class: "ticks", "aria-hidden": "true" });
    const changes = D.el("div", { class: "changes", role: "group", "aria-label": "Control notes by day" });
    const field = (label, key) => D.el("input", { type: "date", "aria-label": label, on: { change: (e) => D.change({ [key]: e.target.value || null }) } });
    const since = field("From", "since"), until = field("To", "until");
    const button = (text, label, run) => D.el("button", { type: "button", class: "plain", "aria-label": label, title: label, on: { click: run } }, text);
    const play = button("\u25b6", "Play", () => (timer ? stop() : start()));
    const note = D.el("span", { class: "dim unit" });
    host.append(D.el("div", { class: "controls" }, button("\u2039", "Step back", () => step(-1)), play, button("\u203a", "Step on", () => step(1)),
      since, "\u2013", until, button("all", "All dates", () => D.change({ since: null, until: null })), note), track, changes, labels);

    let from = 0, to = 1, unit = 1, bins = [], timer = null;

    const pos = (serial) => ((serial - from) / (to - from)) * 100;
    const snap = (serial) => from + Math.round((serial - from) / unit) * unit;

    // The time that the rows of the chosen layers span; a step that keeps the bars countable.
    function domain(rows) {
      const all = rows.filter((row) => row.days), short = all.filter((row) => row.days[1] - row.days[0] <= LONG_DAYS);
      const dated = short.length > 2 ? short : all; // what is dated vaguely does not stretch the axis; it is cut off there
      if (!dated.length) return false;
      let low = Infinity, high = -Infinity;
      for (const row of dated) {
        low = Math.min(low, row.days[0]);
        high = Math.max(high, row.days[1] + 1);
      }
      const spare = Math.max(0, 7 - (high - low));
      from = low - Math.ceil(spare / 2);
      to = high + Math.floor(spare / 2);
      unit = STEPS.find((size) => (to - from) / size <= 130) ?? 365.25;
      return true;
    }

    function draw(rows, failures) {
      const known = domain(rows.filter((row, i) => failures[i] !== "layers" && failures[i] !== ""));
      host.classList.toggle("empty", !known);
      if (!known) return;
      const n = Math.max(1, Math.ceil((to - from) / unit - 1e-9));
      bins = Array.from({ length: n }, () => new Map());
      rows.forEach((row, i) => {
        if (!row.days || (failures[i] !== null && failures[i] !== "dates")) return;
        const first = Math.max(0, Math.floor((row.days[0] - from) / unit));
        if (row.days[1] < from || row.days[0] >= to) return;
        const last = Math.min(n - 1, Math.floor((row.days[1] - from) / unit));
        const key = `${LONG_DAYS < row.days[1] - row.days[0] ? "long" : "short"} ${row.group}`;
        for (let bin = first; bin <= last; bin += 1) bins[bin].set(key, (bins[bin].get(key) ?? 0) + 1);
      });
      const most = Math.max(1, ...bins.map((bin) => [...bin.values()].reduce((a, b) => a + b, 0)));
      const parts = [];
      bins.forEach((bin, i) => {
        let y = 100;
        for (const [length, group, count] of [...bin].map(([key, count]) => [...key.split(" "), count]).sort((a, b) => (a[0] < b[0] ? 1 : a[0] > b[0] ? -1 : D.order(a[1]) - D.order(b[1])))) {
          const height = (count / most) * 92;
          y -= height;
          parts.push(D.svg("rect", { x: i + 0.08, y, width: 0.84, height, fill: `var(--c-${group})`, "fill-opacity": length === "long" ? 0.28 : 1 }));
        }
      });
      bars.setAttribute("viewBox", `0 0 ${(to - from) / unit} 100`);
      bars.replaceChildren(...parts);
      note.textContent = `per ${STEP_NAMES[STEPS.indexOf(unit)]}, most ${most}`;
      ticks(n);
    }

    // A mark where a control note begins or ends: what it opens tells all of them.
    function control() {
      const bins = new Map();
      for (const zone of D.state.overlays.has("zones") ? D.data.zones : []) {
        for (const [day, begins] of [[zone.valid_from, true], [zone.valid_to, false]]) {
          if (!day || D.serial(day) < from || D.serial(day) >= to) continue;
          const bin = Math.floor((D.serial(day) - from) / unit);
          bins.set(bin, [...(bins.get(bin) ?? []), { zone, day, begins }]);
        }
      }
      changes.hidden = !bins.size;
      const [a, b] = range();
      changes.replaceChildren(D.el("span", { class: "dim" }, "control"), ...[...bins].sort(([x], [y]) => x - y).map(([bin, found]) => {
        const holders = new Set(found.map(({ zone }) => zone.holder)), start = from + bin * unit, within = start < b && start + unit > a;
        const words = `Control, ${D.span(found[0].day, found.at(-1).day)}: ${found.length} ${found.length === 1 ? "note" : "notes"}`;
        return D.el("button", { type: "button", class: within ? "" : "outside", title: words, "aria-label": words, style: { left: `${pos(start + unit / 2)}%`, "--holder": holders.size === 1 ? D.holder(found[0].zone.holder).colour : "var(--ink)" },
          on: { click: () => D.showChanges(found) } }, found.length);
      }));
    }

    function ticks(n) {
      const every = Math.max(1, Math.ceil(n / 9));
      const marks = [];
      for (let i = 0; i < n; i += every) {
        const day = D.isoDay(Math.floor(from + i * unit)), left = pos(from + (i + 0.5) * unit);
        marks.push(D.el("span", { style: { left: `${left}%` } }, D.day(day, { year: unit > 25 })));
      }
      labels.replaceChildren(...marks);
    }

    function range() {
      const { since: a, until: b } = D.state.query;
      return [a ? D.serial(a) : from, b ? D.serial(b) + 1 : to];
    }

    function place() {
      const [a, b] = range().map((serial) => Math.max(0, Math.min(100, pos(serial))));
      handles[0].style.left = `${a}%`;
      handles[1].style.left = `${b}%`;
      shade[0].style.width = `${a}%`;
      shade[1].style.width = `${100 - b}%`;
      since.value = D.state.query.since ?? D.isoDay(Math.floor(from));
      until.value = D.state.query.until ?? D.isoDay(Math.ceil(to) - 1);
      since.classList.toggle("dim", !D.state.query.since);
      until.classList.toggle("dim", !D.state.query.until);
    }

    const ask = (a, b) => D.change({ since: a <= from ? null : D.isoDay(Math.floor(a)), until: b >= to ? null : D.isoDay(Math.ceil(b) - 1) });

    track.addEventListener("pointerdown", (down) => {
      const box = track.getBoundingClientRect(), [a, b] = range();
      const at = (event) => from + Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * (to - from);
      const px = (serial) => box.left + (pos(serial) / 100) * box.width;
      const origin = at(down), near = [a, b].map((serial) => Math.abs(px(serial) - down.clientX));
      const inside = origin > a && origin < b && (a > from || b < to);
      const mode = Math.min(...near) < 9 ? (near[0] < near[1] ? "from" : "to") : inside ? "move" : "new";
      track.setPointerCapture(down.pointerId);
      stop();
      const move = (event) => {
        const now = at(event);
        if (mode === "from") ask(Math.min(snap(now), b - unit), b);
        else if (mode === "to") ask(a, Math.max(snap(now), a + unit));
        else if (mode === "move") {
          const shift = Math.max(from - a, Math.min(to - b, snap(now) - snap(origin)));
          ask(a + shift, b + shift);
        } else {
          const low = from + Math.floor((Math.min(origin, now) - from) / unit) * unit, high = from + (Math.floor((Math.max(origin, now) - from) / unit) + 1) * unit;
          ask(low, high);
        }
      };
      const up = (event) => {
        if (event.type === "pointerup" && mode === "new") move(event);
        track.removeEventListener("pointermove", move);
        track.removeEventListener("pointerup", up);
        track.removeEventListener("pointercancel", up);
      };
      track.addEventListener("pointermove", move);
      track.addEventListener("pointerup", up);
      track.addEventListener("pointercancel", up);
    });

    // One step of the window; from "all dates" the window is one bar wide.
    function step(direction) {
      const [a, b] = range(), whole = a <= from && b >= to;
      const size = whole ? unit : b - a;
      let start = whole ? (direction > 0 ? from : to - unit) : a + direction * size;
      if (start >= to - 1e-6) start = from;
      if (start < from - 1e-6) start = to - size;
      D.change({ since: D.isoDay(Math.floor(start)), until: D.isoDay(Math.ceil(start + size) - 1) });
    }

    function start() {
      play.textContent = "\u275a\u275a";
      play.setAttribute("aria-label", "Pause");
      step(1);
      timer = setInterval(() => {
        const [, b] = range();
        if (b >= to - 1e-6) stop();
        else step(1);
      }, 1100);
    }

    function stop() {
      clearInterval(timer);
      timer = null;
      play.textContent = "\u25b6";
      play.setAttribute("aria-label", "Play");
    }

    return {
      show(rows, failures) {
        const focus = D.keepFocus(host);
        draw(rows, failures);
        place();
        control();
        focus();
      },
      stop,
    };
  };
})((window.dateline = window.dateline ?? {}));
