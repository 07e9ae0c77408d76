// Dates, places and numbers in words.
(function (D) {
  "use strict";

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const SURE = { 1: "to the day", 2: "within days", 3: "within the week", 4: "within the month", 5: "vaguer than a month" };
  D.MODALITY = { occurred: "happened", alleged: "alleged", threatened: "threatened", planned: "planned", denied: "denied" };
  D.PRECISION = { 1: "at a named town or site", 2: "near a town, or part of a unit", 3: "somewhere in a larger area", 0: "no precision given" };
  D.LAYERS = { incidents: "Incidents", background: "Background, recalled", prospective: "Threatened, planned, denied", statements: "Said: diplomacy, figures" };
  D.REVIEW = { auto: "unreviewed", accepted: "accepted", edited: "edited", rejected: "rejected" };

  D.serial = (day) => Date.parse(`${day}T00:00:00Z`) / 864e5;
  D.isoDay = (serial) => new Date(serial * 864e5).toISOString().slice(0, 10);

  D.day = (iso, { weekday = false, year = true } = {}) => {
    const date = new Date(`${iso}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return iso;
    return `${weekday ? `${DAYS[date.getUTCDay()]} ` : ""}${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${year ? ` ${date.getUTCFullYear()}` : ""}`;
  };

  D.span = (start, end) => {
    if (!start) return "no date";
    if (!end || start === end) return D.day(start, { weekday: true });
    const sameMonth = start.slice(0, 7) === end.slice(0, 7), sameYear = start.slice(0, 4) === end.slice(0, 4);
    if (sameMonth) return `${Number(start.slice(8))}\u2013${D.day(end)}`;
    return `${D.day(start, { year: !sameYear })} \u2013 ${D.day(end)}`;
  };

  D.when = (row) => D.span(row.date_start, row.date_end);
  D.whenSure = (row) => (row.date_start ? SURE[row.date_precision] ?? "" : "");

  D.where = (row) => row.place_name || row.place_text || row.admin1 || row.country_name || "place not told";
  D.km = (km) => (km === undefined || km === null ? "" : `\u00b1\u00a0${km < 10 ? Number(km.toFixed(1)) : Math.round(km)}\u00a0km`);

  const told = (n, low, high, word) => {
    const range = low !== undefined && low !== null && high === undefined && low === n ? "at least " : "";
    return `${range}${D.number(n)} ${word}`;
  };

  // `short` leaves out how many of the dead were children.
  D.toll = (row, { short = false } = {}) => {
    const parts = [];
    if (row.fatalities !== undefined) {
      const children = row.children_killed && !short ? ` (${D.number(row.children_killed)} children)` : "";
      parts.push(told(row.fatalities, row.fatalities_low, row.fatalities_high, "killed") + children);
    }
    if (row.injured !== undefined) parts.push(`${D.number(row.injured)} injured`);
    if (row.displaced !== undefined) parts.push(`${D.number(row.displaced)} displaced`);
    return parts.join(" \u00b7 ");
  };

  // What the rows shown come to: how many of each group, and the figures told of what happened, which may overlap.
  D.story = (rows) => {
    const groups = new Map();
    for (const row of rows) groups.set(row.group, (groups.get(row.group) ?? 0) + 1);
    const told = rows.filter((row) => row.layer === "incidents"); // not what is recalled or threatened
    const sum = (name) => told.reduce((total, row) => total + (row[name] ?? 0), 0);
    const most = [...groups].sort((a, b) => D.order(a[0]) - D.order(b[0]));
    const tolls = [["fatalities", "killed"], ["injured", "injured"], ["displaced", "displaced"]].map(([name, word]) => [sum(name), word]).filter(([n]) => n).map(([n, word]) => `${D.number(n)} ${word}`);
    return { most, tolls: tolls.join(" \u00b7 ") };
  };

  const SHORT = { "Shelling/artillery/missile attack": "Shelling, missiles", "Remote explosive/landmine/IED": "Mine or remote bomb", "Abduction/forced disappearance": "Abduction",
    "Non-state actor overtakes territory": "Group takes territory", "Government regains territory": "Army retakes territory", "Headquarters or base established": "Base established",
    "Non-violent transfer of territory": "Territory handed over", "Looting/property destruction": "Looting, destruction", "Excessive force against protesters": "Force against protesters" };
  // As a list has room for; the card has the code list's own words.
  D.typeShort = (type) => SHORT[type] ?? (type === "Other" ? "Other development" : type);
  D.whatShort = (row) => D.typeShort(row.sub_event_type);

  D.casualties = (row) => (row.fatalities ?? 0) + (row.injured ?? 0);

  D.what = (row) => (row.sub_event_type === "Other" ? `${row.event_type}, other` : row.sub_event_type);

  // What keeps a row from being a plain event of the news: only threatened, alleged, recalled.
  D.caveat = (row) => [row.modality === "occurred" ? "" : D.MODALITY[row.modality], row.background ? "recalled" : ""].filter(Boolean).join(", ");

  D.oneLine = (row) => [D.what(row), D.where(row), D.when(row), D.toll(row), D.caveat(row)].filter(Boolean).join(", ");

  D.brief = (row) => D.el("div", {},
    D.el("strong", {}, D.what(row)), D.caveat(row) && D.el("span", { class: "caveat" }, ` ${D.caveat(row)}`),
    D.el("div", {}, D.say(D.where(row)), row.geo_precision > 1 ? ` ${D.km(row.uncertainty_km)}` : ""),
    D.el("div", { class: "dim" }, D.when(row)),
    D.toll(row) && D.el("div", { class: "toll" }, D.toll(row)));
})((window.dateline = window.dateline ?? {}));
