"""How many, of which event: counts given to the event whose clause holds them, and figures made from reports.

Only counts of kind "event" become figures: forecasts, running totals and standing numbers stay with their report.
A part ("including six children") is never added to its whole. Unknown is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from geo.extracting.counts import BESIDES
from geo.extracting.model import CountMention, Event
from geo.linking.draft import Draft

HARM: Final = frozenset({"killed", "injured", "missing"})
VIOLENT: Final = frozenset(
    {
        "Battles",
        "Explosions/Remote violence",
        "Violence against civilians",
        "Protests",
        "Riots",
        "Strategic developments",
    }
)
PARTS: Final = frozenset({"children", "women"})
_FITS: Final = {
    "displaced": frozenset({"Displacement", "Humanitarian figure"}),
    "detained": frozenset({"Violence against civilians", "Strategic developments", "Protests", "Riots", "Battles"}),
    "troops": frozenset({"Military build-up", "Strategic developments", "Battles"}),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people: the best figure and its range; `high` is None where it is open-ended."""

    best: int | None = None
    low: int | None = None
    high: int | None = None


def _fits(count: CountMention, event: Event) -> bool:
    if event.event_type == "Diplomacy":
        return False
    if count.what in HARM:
        mourned = event.event_type == "Protests" and count.reason.endswith("(noun)")
        return event.event_type in VIOLENT and not mourned  # a march "over the death of three boys" killed nobody
    wanted = _FITS.get(count.what)
    return wanted is None or event.event_type in wanted


def attach(counts: Sequence[CountMention], events: Sequence[Event]) -> list[list[CountMention]]:
    """Return the counts of each event of one sentence; a part goes with its whole.

    A count goes to the event whose clause holds it and whose kind it fits, the nearest trigger first; in a sentence
    with one fitting event, to that one.
    """
    given: list[list[CountMention]] = [[] for _ in events]
    homes: dict[int, int] = {}
    for count in counts:
        home = homes.get(count.part_of) if count.part_of is not None else None
        if home is None:
            home = _home(count, events)
        if home is not None:
            homes[count.start] = home
            given[home].append(count)
    return given


def _home(count: CountMention, events: Sequence[Event]) -> int | None:
    fitting = [i for i, event in enumerate(events) if _fits(count, event)]
    inside = [
        i for i in fitting if not events[i].clause_end or events[i].clause_start <= count.start < events[i].clause_end
    ]
    pool = inside or fitting
    if not pool:
        return None
    return min(pool, key=lambda i: (_away(count, events[i]), i))


def _away(count: CountMention, event: Event) -> int:
    """Characters between count and trigger; a background or unreal event is far."""
    gap = max(event.start - count.end, count.start - event.end, 0)
    return gap + (0 if event.modality in ("occurred", "alleged") else 80)


def told(counts: Iterable[CountMention], what: str, *, children: bool = False) -> Figure:
    """Return the figure for one report: wholes of `what`, or the children among them.

    The members of a list ("a priest, two nuns and a driver") are added up; other groups told side by side only when
    all are wholes of different units in one report.
    """
    pool = [c for c in counts if c.kind == "event" and c.what == what and (c.best is not None or c.low is not None)]
    pool = [c for c in pool if c.unit not in ("families", "facilities")]
    if children:
        found = [c for c in pool if c.unit == "children"]
        return _figure(found[0]) if found else Figure()
    wholes = [c for c in pool if c.part_of is None]
    if not wholes:
        parts = [c for c in pool if c.unit in PARTS]
        return Figure(None, max((c.low or c.best or 0 for c in parts), default=0) or None) if parts else Figure()
    beside = [c for c in wholes if c.reason.endswith(BESIDES)]
    if beside and len(beside) < len(wholes):
        return _plus(_whole_of([c for c in wholes if c not in beside]), _whole_of(beside))
    return _whole_of(wholes)


def _plus(one: Figure, other: Figure) -> Figure:
    return Figure(*(_sum([getattr(one, name), getattr(other, name)]) for name in ("best", "low", "high")))


def _whole_of(wholes: Sequence[CountMention]) -> Figure:
    """Return the figure of counts that are no part of one another."""
    biggest = max(wholes, key=lambda c: (c.best or c.low or 0, -c.start))
    listed = _biggest_list(wholes)
    if listed is not None and (listed.best or 0) >= (biggest.best or biggest.low or 0):
        return listed
    if _are_apart(wholes):
        figures = [_figure(c) for c in wholes]
        return Figure(*(_sum([getattr(f, name) for f in figures]) for name in ("best", "low", "high")))
    others = [c for c in wholes if c is not biggest]
    groups = {biggest.unit: biggest}
    for count in others:
        groups.setdefault(count.unit, count)
    rest = sum(c.best or 0 for c in groups.values() if c is not biggest)
    retold = any(c.unit == "people" and _is_generic(c) for c in others)  # "57 soldiers; the army said nine had died"
    if biggest.unit == "people" or retold or rest == (biggest.best or 0) or len(groups) != len(wholes):
        return _figure(biggest)
    figures = [_figure(c) for c in groups.values()]
    return Figure(_sum([f.best for f in figures]), _sum([f.low for f in figures]), _sum([f.high for f in figures]))


def _is_generic(count: CountMention) -> bool:
    """Tell a bare number or a word for anybody: such a count may tell the same people again."""
    last = count.text.casefold().split()[-1]
    return last in GENERIC or count.text.casefold() == (count.qualifier or last) or len(count.text.split()) == 1


def _are_apart(wholes: Sequence[CountMention]) -> bool:
    """Tell groups of people of different kinds, each told with its own word: "two policemen", "four militants".

    "people", "bodies" or "others" may be the same ones told again, and a list has its own sum.
    """
    words = [(c.text.casefold().split() or [""])[-1] for c in wholes]
    return (
        1 < len(wholes) <= MOST_KINDS
        and len(set(words)) == len(words)
        and all(
            c.joined is None and c.unit == "fighters" and word.isalpha() for c, word in zip(wholes, words, strict=True)
        )
        and not GENERIC & set(words)
    )


MOST_KINDS: Final = 3
GENERIC: Final = frozenset(
    "people persons others dead killed bodies victims members personnel troops fatalities deaths casualties".split()
)


def _biggest_list(wholes: Sequence[CountMention]) -> Figure | None:
    """Return the sum of the list with the most people: counts that one verb claims together."""
    sums: list[Figure] = []
    for first in {c.joined for c in wholes if c.joined is not None}:
        members = [_figure(c) for c in wholes if c.joined == first]
        if len(members) > 1:
            sums.append(Figure(*(_sum([getattr(f, name) for f in members]) for name in ("best", "low", "high"))))
    return max(sums, key=lambda figure: figure.best or 0, default=None)


def _sum(values: Sequence[int | None]) -> int | None:
    return None if any(value is None for value in values) else sum(value or 0 for value in values)


def _figure(count: CountMention) -> Figure:
    best = count.best if count.best is not None else count.low
    return Figure(best, count.low if count.low is not None else best, count.high)


def combined(drafts: Sequence[Draft], what: str, *, children: bool = False) -> Figure:
    """Return the figure over all reports of an event.

    A toll that is said to have come to a number replaces the numbers before it. Else the best figure is the most
    conservative of the best told (ACLED's rule), exact figures before vague ones ("dozens") and both before a death
    that only the trigger tells of; what an article sets beside them ("a policeman was also killed") is added. Low and
    high span all reports, and high is None where any report leaves it open.
    """
    figures: list[tuple[int, Figure]] = []
    extra: list[Figure] = []
    for draft in drafts:
        figure = told(draft.counts, what, children=children)
        if figure.best is None:
            continue
        own = [c for c in draft.counts if c.what == what and c.part_of is None]
        if own and all(c.reason.endswith(BESIDES) for c in own) and not children:
            extra.append(figure)
        else:
            figures.append((_rank(own), figure))
    if not figures:
        figures, extra = [(EXACT, figure) for figure in extra[:1]], extra[1:]
    if not figures:
        return Figure()
    first = min(rank for rank, _ in figures)
    choice = max if first == TOLL else min
    best = choice(figure.best for rank, figure in figures if rank == first and figure.best is not None)
    told_so = [figure for rank, figure in figures if rank < IMPLIED or first == IMPLIED]
    lows = [figure.low for figure in told_so if figure.low is not None]
    highs = [figure.high for figure in told_so]
    top = None if any(high is None for high in highs) else max(high for high in highs if high is not None)
    whole = Figure(best, min([best, *lows]), None if top is None else max(top, best))
    return whole if first == TOLL or len(extra) != 1 else _plus(whole, extra[0])


TOLL, EXACT, VAGUE, IMPLIED = 0, 1, 2, 3


def _rank(counts: Sequence[CountMention]) -> int:
    """How far a report's counts may stand for the whole event; the lower the further."""
    if any(c.reason.endswith("(toll)") and c.kind == "event" for c in counts):
        return TOLL
    if counts and all(c.reason.startswith("the trigger tells") for c in counts):
        return IMPLIED
    return VAGUE if any(c.low != c.best for c in counts) else EXACT


def families(drafts: Sequence[Draft]) -> int | None:
    """Return how many families fled, as told, or None."""
    pool = [
        count
        for draft in drafts
        for count in draft.counts
        if count.kind == "event" and count.what == "displaced" and count.unit == "families"
    ]
    exact = [count.best for count in pool if count.best is not None]
    return exact[0] if exact else next((count.low for count in pool), None)
