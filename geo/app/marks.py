"""An article's text with all that was found in it marked: HTML made from escaped text alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.app.words import N_

if TYPE_CHECKING:
    from geo.extracting.model import Extraction
    from geo.pipeline import Result


class Mark(NamedTuple):
    """One finding: its span in code points, its kind, and why it was found."""

    start: int
    end: int
    kind: str
    reason: str
    incident: str | None = None


KINDS: Final = {
    "incident": N_("Incidents"),
    "place": N_("Places"),
    "date": N_("Dates"),
    "count": N_("Counts"),
    "actor": N_("Actors"),
    "speaker": N_("Who says so"),
}
"""Kinds of findings; of two that share a span, the first kind is drawn outside."""

STYLES: Final = {
    "incident": "background:#F0E44266",
    "place": "border-bottom:3px solid #0072B2",
    "date": "border-bottom:3px double #009E73",
    "count": "border-bottom:3px dotted #D55E00",
    "actor": "border-bottom:3px dashed #CC79A7",
    "speaker": "border-bottom:1px solid #999999",
}
"""Told apart by the line's form as well as its colour."""


def findings(article_id: str, extraction: Extraction, result: Result) -> list[Mark]:
    """Return all findings in an article: what extraction saw, the places, and the rows' quotes."""
    marks = [
        Mark(d.start, d.end, "date", f"{d.start_date or '?'} – {d.end_date or '?'}: {d.reason}")
        for d in extraction.dates
    ]
    marks += [
        Mark(
            c.start, c.end, "count", f"{c.best if c.best is not None else '?'} {c.unit} {c.what}, {c.kind}: {c.reason}"
        )
        for c in extraction.counts
    ]
    marks += [Mark(a.start, a.end, "actor", f"{a.name}, {a.actor_type}: {a.reason}") for a in extraction.actors]
    marks += [
        Mark(s.start, s.end, "speaker", f"{s.speaker}, {s.confidence}: {s.reason}") for s in extraction.attributions
    ]
    mentions = result.mentions
    for told in mentions[mentions["article_id"] == article_id].to_dict("records"):
        name = told["place_name"] if isinstance(told["place_name"], str) else "not resolved"
        reason = f"{name}, {told['use']}: {'; '.join(told['reasons'])}"
        marks.append(Mark(int(told["start"]), int(told["end"]), "place", reason))
    for row in result.incidents.to_dict("records"):
        for report in row["reports"]:
            if report["article_id"] == article_id:
                reason = f"{row['sub_event_type']}, {row['modality']}, {row['review']}: {report['rule']}"
                span = int(report["quote_start"]), int(report["quote_end"])
                marks.append(Mark(*span, "incident", reason, str(row["incident_id"])))
    return marks


def html(text: str, marks: Iterable[Mark], *, chosen: str | None = None) -> str:
    """Return the text as HTML with its marks; each piece names every reason on hover and on focus.

    >>> html("a <b>", [Mark(2, 5, "date", 'x"y')]).count("<b>")
    0
    """
    held = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = sorted({0, len(text), *(m.start for m in held), *(m.end for m in held)})
    made: list[str] = []
    open_now: list[Mark] = []
    waiting = sorted(held, key=lambda mark: mark.start)
    for start, end in pairwise(edges):
        open_now = [mark for mark in open_now if mark.end > start]
        while waiting and waiting[0].start == start:
            open_now.append(waiting.pop(0))
        made.append(_piece(text[start:end], open_now, chosen))
    return "".join(made)


def _piece(text: str, marks: Sequence[Mark], chosen: str | None) -> str:
    shown = escape(text)
    if not marks:
        return shown
    order = list(KINDS)
    ranked = sorted(marks, key=lambda mark: order.index(mark.kind))
    reasons = "\n".join(dict.fromkeys(f"{mark.kind}: {mark.reason}" for mark in reversed(ranked)))
    styles = {mark.kind: STYLES[mark.kind] for mark in ranked}
    if chosen is not None and any(mark.incident == chosen for mark in marks):
        styles["incident"] = "background:#F0E442;color:#000"
    inner = any(mark.kind != "incident" for mark in marks)
    focus = ' tabindex="0"' if inner else ""
    why = escape(reasons)
    return (
        f'<span class="found" style="{";".join(styles.values())}" data-why="{why}" title="{why}"{focus}>{shown}</span>'
    )


def legend(counts: dict[str, int], names: dict[str, str]) -> str:
    """Return the key to the marks with the number of each.

    >>> legend({"date": 2}, {"date": "Dates"}).count("Dates 2")
    1
    """
    return " ".join(
        f'<span style="{STYLES[kind]};margin-inline-end:1rem">{escape(names[kind])} {number}</span>'
        for kind, number in counts.items()
    )
