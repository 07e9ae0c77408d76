"""What each kind of decision does to a sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from geo.errors import ReviewError
from geo.reviewing import deriving
from geo.reviewing.decision import Anchor, Decision, plain
from geo.reviewing.matching import BY_HAND
from geo.reviewing.sheet import ZONED, Row, Sheet, Step
from geo.reviewing.values import PLACE, checked, filled
from geo.table.schema import REPORT_FIELDS

NEAR: Final = 1e-6
"""Coordinates that differ by less are the same."""
STATES: Final = {"accept": "accepted", "reject": "rejected"}


def _rows(sheet: Sheet, decision: Decision) -> list[Row]:
    """The different rows that a decision holds to; without any it is unattached."""
    found: dict[str, Row] = {}
    missing = 0
    for anchor in decision.anchors:
        row = sheet.find(anchor)
        if row is None:
            missing += 1
        else:
            found.setdefault(row.key, row)
    if not found:
        sheet.unattached.append(decision)
    elif missing:
        words = f"{missing} of its {len(decision.anchors)} sentences are no longer found"
        sheet.contradicted.append((decision, next(iter(found)), words))
    for row in found.values():
        row.decided.append(decision)
    return list(found.values())


def _compare(sheet: Sheet, decision: Decision, row: Row) -> None:
    """List a decision on values that extraction tells differently now."""
    now = row.now
    other = [
        f"{name} was {_shown(value)}, is {_shown(now.get(name))}"
        for name, value in decision.seen.items()
        if name in now and not _same(value, plain(now[name]))
    ]
    if other:
        sheet.contradicted.append((decision, row.key, "it was decided on other values: " + ", ".join(other)))


def _same(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) < NEAR
    return one == other


def _shown(value: object) -> str:
    return "unknown" if value is None else str(value)


def _note(row: Row, decision: Decision) -> None:
    if decision.reason:
        row.note = decision.reason


def judge(sheet: Sheet, decision: Decision) -> None:
    """Accept or reject."""
    status = STATES[decision.kind]
    for row in _rows(sheet, decision):
        _compare(sheet, decision, row)
        if row.status not in (None, status) and row.judge != decision.reviewer:
            words = f"{decision.reviewer or 'somebody'} {status} what {row.judge or 'somebody'} {row.status}"
            sheet.contradicted.append((decision, row.key, words))
        row.status, row.judge = status, decision.reviewer
        _note(row, decision)


def edit(sheet: Sheet, decision: Decision) -> None:
    """Set columns. An edited row is no longer rejected."""
    changes = _checked(decision)
    for row in _rows(sheet, decision):
        try:
            values = filled(changes, row.now, sheet.outline)
        except ReviewError as fault:
            sheet.contradicted.append((decision, row.key, str(fault)))
            continue
        _compare(sheet, decision, row)
        row.edits.update(values)
        if "lon" in values:
            row.edits["place_reasons"] = [f"placed by hand by {decision.reviewer or 'a reviewer'}"]
        row.rezone = row.rezone or bool(ZONED & values.keys())
        row.status = "edited"
        _note(row, decision)


def _checked(decision: Decision) -> dict[str, Any]:
    try:
        return checked(decision.changes)
    except ReviewError as fault:
        raise ReviewError(f"decision {decision.id}: {fault}", problems=fault.problems) from None


def note(sheet: Sheet, decision: Decision) -> None:
    """Set or take away the reviewer's words."""
    for row in _rows(sheet, decision):
        row.note = decision.reason


def reset(sheet: Sheet, decision: Decision) -> None:
    """Take back what was decided on the row itself; merges and splits stay."""
    for row in _rows(sheet, decision):
        row.rezone = row.made
        row.edits.clear()
        row.status, row.judge, row.note = None, "", None


def merge(sheet: Sheet, decision: Decision) -> None:
    """Make the reports of several rows one row's."""
    rows = _rows(sheet, decision)
    if not rows:
        return
    first = rows[0]
    _note(first, decision)
    if len(rows) == 1:
        if len({sheet.find(anchor) is not None for anchor in decision.anchors}) == 1:
            first.status = first.status or "accepted"  # extraction sees it so by itself now
        return
    values = deriving.merged([row.values for row in rows])
    edits: dict[str, Any] = {}
    for row in rows:
        placed = any(name in PLACE for name in edits)
        edits.update({k: v for k, v in row.edits.items() if k not in edits and not (placed and k in PLACE)})
    kept = Row(
        values,
        first.position,
        [place for row in rows for place in row.places],
        edits=edits,
        base="edited",
        status="edited",
        note=next((row.note for row in rows if row.note), None),
        rezone=True,
        made=True,
        decided=_in_order(rows),
    )
    sheet.absorb(kept, rows[1:])


def _in_order(rows: Sequence[Row]) -> list[Decision]:
    seen: dict[str, Decision] = {}
    for row in rows:
        for decision in row.decided:
            seen.setdefault(decision.id, decision)
    return list(seen.values())


def split(sheet: Sheet, decision: Decision) -> None:
    """Take reports out into a row of their own."""
    found = [hit for anchor in decision.anchors if (hit := sheet.find_report(anchor)) is not None]
    if not found:
        sheet.unattached.append(decision)
        return
    row = found[0][0]
    numbers = sorted({number for one, number in found if one is row})
    row.decided.append(decision)
    if len(numbers) < len(decision.anchors):
        words = f"only {len(numbers)} of its {len(decision.anchors)} reports are found in one incident"
        sheet.contradicted.append((decision, row.key, words))
    if len(numbers) == len(row.places):
        row.status = row.status or "accepted"  # extraction tells them apart by itself now
        _note(row, decision)
        return
    _compare(sheet, decision, row)
    rest = [number for number in range(len(row.places)) if number not in numbers]
    own = deriving.part(row.values, numbers)
    own["incident_id"] = _part_id(sheet, decision, own)
    new = Row(
        own, row.position + 0.5, [row.places[n] for n in numbers],
        base="edited", status="edited", note=decision.reason or None, rezone=True, made=True, decided=[decision],
    )  # fmt: skip
    row.values = deriving.part(row.values, rest)
    row.places = [row.places[n] for n in rest]
    row.base, row.status = "edited", "edited"
    sheet.put(new)


def _part_id(sheet: Sheet, decision: Decision, row: Mapping[str, Any]) -> str:
    own = deriving.own_id(row["reports"][0])
    return own if not sheet.has(own) else _hand_id(decision)


def _hand_id(decision: Decision) -> str:
    digest = hashlib.sha1(decision.id.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
    return BY_HAND + digest[:12]


def added_id(decision: Decision) -> str:
    """Return the id of the incident that an `add` makes.

    >>> added_id(Decision("1", "add", (Anchor("a", "", 0, 5, "Raids"),), {"modality": "occurred"}))
    'hand-356a192b7913'
    """
    return _hand_id(decision)


def add(sheet: Sheet, decision: Decision) -> None:
    """Make a row by hand from a sentence."""
    anchor = _found_again(sheet, decision.anchors[0])
    if anchor is None:
        sheet.unattached.append(decision)
        return
    blank: dict[str, Any] = dict.fromkeys(sheet.columns)
    blank.update(
        incident_id=added_id(decision), event_type="Strategic developments", sub_event_type="Other",
        disorder_type="Strategic developments", modality="occurred", background=False, civilian_targeting=False,
        grade="weak", grade_reason="one report, added by hand", place_reasons=["placed by hand"],
        reports=[_report(sheet, anchor, decision)], review="edited",
    )  # fmt: skip
    changes = _checked(decision)
    try:
        values = filled(changes, blank, sheet.outline)
    except ReviewError as fault:
        sheet.contradicted.append((decision, blank["incident_id"], str(fault)))
        return
    row = Row(
        {**blank, **values}, float("inf"), [None],
        base="edited", note=decision.reason or None, rezone="zone_id" not in changes, made=True, decided=[decision],
    )  # fmt: skip
    sheet.put(row)


def _found_again(sheet: Sheet, anchor: Anchor) -> Anchor | None:
    """The anchor in the text as it is now, or None where the sentence is gone."""
    if not sheet.knows_articles:
        return anchor
    same = (one for one in sheet.articles.values() if one.sha256 == anchor.article_sha256)
    article = sheet.articles.get(anchor.article_id)
    if article is None or article.sha256 != anchor.article_sha256:
        article = next(same, article)
    if article is None:
        return None
    start = anchor.start
    if article.text[start : anchor.end] != anchor.quote:
        start = article.text.find(anchor.quote)
    if start < 0 or not anchor.quote:
        return None
    return Anchor(article.id, article.sha256, start, start + len(anchor.quote), anchor.quote)


def _report(sheet: Sheet, anchor: Anchor, decision: Decision) -> dict[str, Any]:
    known = sheet.metadata(anchor)
    made: dict[str, Any] = dict.fromkeys(REPORT_FIELDS)
    made.update({name: known.get(name) for name in ("outlet", "url", "published", "retrieved")})
    made.update(
        article_id=anchor.article_id, article_sha256=anchor.article_sha256, quote=anchor.quote,
        quote_start=anchor.start, quote_end=anchor.end, trigger_start=anchor.start, trigger_end=anchor.end,
        confidence="fact", modality=decision.changes.get("modality", "occurred"), counts=[], rule="by hand",
    )  # fmt: skip
    return made


STEPS: Final[dict[str, Step]] = {
    "accept": judge,
    "reject": judge,
    "edit": edit,
    "note": note,
    "reset": reset,
    "merge": merge,
    "split": split,
    "add": add,
}
"""What each kind of decision does."""
