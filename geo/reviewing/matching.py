"""Finds the row that a decision is about, also after extraction has found the rows anew.

In this order: the row with the anchor's id; a report of the same text whose trigger overlaps; the only row that tells
from the same sentence; the same sentence found again in a text that was changed. A row that another decision names by
its id is not taken for a neighbour that is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from geo.reviewing.decision import Anchor

BY_HAND: Final = "hand-"
"""Ids of incidents that a person added begin with this; they have no like among what extraction finds."""
Reports = Sequence[Mapping[str, Any]]


class Place(NamedTuple):
    """Where a report stands: row and number in the row."""

    row: str
    number: int


class Matcher:
    """The reports of a table, found by text and offsets.

    Args:
        reports: the reports of each row, by the row's incident id, in the table's order.
        claimed: ids of rows that decisions name exactly.
    """

    def __init__(self, reports: Mapping[str, Reports], claimed: Iterable[str] = ()) -> None:
        self._reports = reports
        self._claimed = frozenset(claimed)
        self._of_text: dict[str, list[Place]] = defaultdict(list)
        self._of_article: dict[str, list[Place]] = defaultdict(list)
        for row, told in reports.items():
            for number, report in enumerate(told):
                self._of_text[str(report.get("article_sha256") or "")].append(Place(row, number))
                self._of_article[str(report.get("article_id") or "")].append(Place(row, number))
        self._of_quote: dict[str, list[Place]] | None = None

    def exact(self, anchor: Anchor) -> bool:
        """Return whether the table has the anchor's row by its id, and it still tells from the anchor's sentence."""
        if anchor.incident_id is None:
            return False
        return any(same_sentence(report, anchor) for report in self._reports.get(anchor.incident_id, ()))

    def find(self, anchor: Anchor) -> str | None:
        """Return the id of the row that an anchor holds to, or None."""
        if self.exact(anchor):
            return anchor.incident_id
        found = self.report(anchor)
        return found.row if found is not None else None

    def report(self, anchor: Anchor) -> Place | None:
        """Return the report that an anchor holds to, wherever it stands now, or None."""
        if (anchor.incident_id or "").startswith(BY_HAND):
            return None
        same = self._same_text(anchor)
        if same:
            return self._choose(anchor, same, shift=0)
        moved = self._moved(anchor)
        if not moved:
            return None
        start = min(self._offset(place, anchor) for place in moved)
        here = [place for place in moved if self._offset(place, anchor) == start]
        return self._choose(anchor, here, shift=start - anchor.start)

    def _told(self, place: Place) -> Mapping[str, Any]:
        return self._reports[place.row][place.number]

    def _same_text(self, anchor: Anchor) -> list[Place]:
        """Reports that overlap the quote in the very text that was judged, under whatever id."""
        if anchor.article_sha256:
            pool = self._of_text.get(anchor.article_sha256, [])
            own = [place for place in pool if self._told(place).get("article_id") == anchor.article_id]
            pool = own or pool
        else:
            pool = self._of_article.get(anchor.article_id, [])
        return [place for place in pool if overlaps(_span(self._told(place), "quote"), (anchor.start, anchor.end))]

    def _moved(self, anchor: Anchor) -> list[Place]:
        """Reports with the anchor's very words in a changed text of its article, or in a text that replaced it."""
        words = squeezed(anchor.quote)
        if not words:
            return []
        own = self._of_article.get(anchor.article_id, [])
        if own:
            return [place for place in own if words == squeezed(str(self._told(place).get("quote") or ""))]
        if self._of_quote is None:
            self._of_quote = defaultdict(list)
            for places in self._of_article.values():
                for place in places:
                    self._of_quote[squeezed(str(self._told(place).get("quote") or ""))].append(place)
        found = self._of_quote.get(words, [])
        return found if len({self._told(place).get("article_id") for place in found}) == 1 else []

    def _offset(self, place: Place, anchor: Anchor) -> int:
        told = self._told(place)
        return int(told.get("quote_start") or 0) if told.get("quote_start") is not None else anchor.start

    def _choose(self, anchor: Anchor, places: Sequence[Place], *, shift: int) -> Place | None:
        """Among reports of one sentence: the nearest overlapping trigger, else the only row that is free."""
        trigger = None
        if anchor.trigger_start is not None and anchor.trigger_end is not None:
            trigger = (anchor.trigger_start + shift, anchor.trigger_end + shift)
            hits = [place for place in places if overlaps(_span(self._told(place), "trigger"), trigger)]
            if hits:
                return min(hits, key=self._nearness(anchor, trigger))
        free = [place for place in places if place.row not in self._claimed]
        rows = {place.row for place in free}
        if trigger is None and not rows:
            free, rows = list(places), {place.row for place in places}
        return free[0] if len(rows) == 1 else None

    def _nearness(self, anchor: Anchor, trigger: tuple[int, int]) -> Callable[[Place], tuple[bool, bool, int, int]]:
        def key(place: Place) -> tuple[bool, bool, int, int]:
            told = self._told(place)
            start, end = _span(told, "trigger") or trigger
            apart = abs(start - trigger[0]) + abs(end - trigger[1])
            return place.row != anchor.incident_id, place.row in self._claimed, apart, place.number

        return key


def same_sentence(report: Mapping[str, Any], anchor: Anchor) -> bool:
    """Return whether a report tells from the sentence that an anchor holds to: same text and place, or same words."""
    if report.get("article_sha256") and report.get("article_sha256") == anchor.article_sha256:
        return overlaps(_span(report, "quote"), (anchor.start, anchor.end))
    return squeezed(str(report.get("quote") or "")) == squeezed(anchor.quote)


def squeezed(text: str) -> str:
    """Return a text with every run of white space as one space.

    >>> squeezed(" Air   raids ")
    'Air raids'
    """
    return " ".join(text.split())


def overlaps(one: tuple[int, int] | None, other: tuple[int, int]) -> bool:
    """Return whether two spans share a character, or are the same empty span."""
    return one is not None and (one == other or max(one[0], other[0]) < min(one[1], other[1]))


def _span(report: Mapping[str, Any], name: str) -> tuple[int, int] | None:
    start, end = report.get(f"{name}_start"), report.get(f"{name}_end")
    return None if start is None or end is None else (int(start), int(end))
