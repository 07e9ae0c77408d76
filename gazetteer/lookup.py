"""Look-up of one name: who bears it, ranked, each with its reasons.

Exact names come first; inside a country, names that share the consonant skeleton or come within one letter of it
follow by their similarity. What the caller knows (country, unit, a point near by) and what a place is (its people, a
unit named after it) decide between equals.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from gazetteer.errors import BadRequest
from gazetteer.merging import SETTLEMENTS, distance_km, merged
from gazetteer.names import NormalizedName, normalize
from gazetteer.places import Candidate, Match, Place
from gazetteer.skeletons import folded, skeleton
from gazetteer.spellings import MARKS, Spelling, bare, near_keys, spellings, variants

if TYPE_CHECKING:
    from gazetteer.atlas import Gazetteer

__all__ = ["Ask", "distance_km", "look_up"]

LONGEST_NAME: Final = 200
SITES: Final = frozenset({"airport", "base", "facility", "crossing"})
SIMILAR: Final = 0.62  # the least similarity of two romanisations that share all or most of a skeleton
KIND_WEIGHT: Final = {"country": 0.12, "continent": 0.1, "ocean": 0.08, "sea": 0.08, "admin1": 0.09, "region": 0.08}
NEAR: Final = 0.8  # what is left with a consonant more, less or other,
QUALIFIED: Final = 0.85  # with a qualifier (upper, eastern) more or less,
LONGER: Final = 0.9  # with words behind that the name asked for lacks
LONGER_KEYS: Final = 200  # skeletons looked at for those
HEAD_ALONE: Final = 0.08  # what it costs to be alike at the front alone
SAME_KEY: Final = 0.75  # names with all consonants equal are at least so alike,
SHORT: Final = 2  # where they have more consonants than this
ARTICLE: Final = 0.15  # what leaving out an article costs where no country is told
OTHER_NAME: Final = 0.04  # what it costs that the name is not the place's first one
SEAT: Final = 0.03  # for being the town that a unit is named after
SEAT_KM: Final = 20.0  # a unit's centre lies about so far from the town that it is named after
ASKED: Final = 0.15  # for lying in the country asked for
IN_UNIT: Final = 0.2  # for lying in the first-level unit asked for


@dataclass(frozen=True, slots=True)
class Ask:
    """What a caller knows beside the name."""

    country: str | None = None  # ISO code
    admin1: str | None = None
    near: tuple[float, float] | None = None  # lon, lat


@dataclass(frozen=True, slots=True)
class _Find:
    """A place found, how well its name fits (0 to 1), and why."""

    place: Place
    fit: float
    reason: str
    kinds: tuple[str, ...] = ()


def look_up(gaz: Gazetteer, name: str, ask: Ask, limit: int) -> list[Match]:
    """Return the ranked matches of a name; an empty list if none."""
    if len(name) > LONGEST_NAME:
        raise BadRequest(f"the name has {len(name):,} characters; give a place name of at most {LONGEST_NAME}")
    finds: dict[str, _Find] = {}
    for spelling in spellings(name):
        for find in _exact(gaz, spelling, ask):
            _keep(finds, find)
        if ask.country:
            for find in (*_romanised(gaz, spelling, ask.country), *_longer(gaz, spelling, ask.country)):
                _keep(finds, find)
    found = [find for find in finds.values() if not ask.country or find.place.country in (ask.country, None)]
    scored = [_scored(find, _seats(found), ask, gaz) for find in _once(found)]
    ranked = sorted(scored, key=lambda c: (-c.score, -c.place.population, c.place.place_id))[: max(0, limit)]
    return [
        Match(name, best.place, best.score, best.reasons, (best, *(c for c in ranked if c is not best)))
        for best in ranked
    ]


def _exact(gaz: Gazetteer, spelling: Spelling, ask: Ask) -> Iterable[_Find]:
    names = [(spelling.text, 0.0)]
    if ask.country and " " not in spelling.text:
        names.append((f"al {spelling.text}", 0.02))
    if spelling.text.startswith(("al ", "el ")):
        names.append((spelling.text[3:], 0.02 if ask.country else ARTICLE))
    for text, cost in names:
        for place in gaz.named(NormalizedName(text)):
            own = text in {str(normalize(name)) for name in (place.name, *variants(place.name))}
            other = 0.0 if own else OTHER_NAME
            yield _Find(place, 1.0 - spelling.cost - cost - other, spelling.reason, spelling.kinds)


def _romanised(gaz: Gazetteer, spelling: Spelling, country: str) -> Iterable[_Find]:
    """Yield the places of the country whose names may be romanisations of the same name."""
    key = skeleton(spelling.text)
    if not key:
        return
    bare_key = key.rstrip(MARKS)
    keys = [(key, 1.0)]
    near = near_keys(key) if len(key) > 1 else ()
    keys.extend((other, QUALIFIED if other.rstrip(MARKS) == bare_key else NEAR) for other in near)
    for shard in gaz.shards:
        for other, closeness in keys:
            for row in shard.rows_keyed(country, other):
                place = shard.place(row)
                if place.kind == "country":
                    continue
                alike = _similarity(spelling.text, place.name)
                fit = closeness * max(alike, SAME_KEY if closeness > NEAR and len(bare_key) > SHORT else 0.0)
                if fit >= SIMILAR:
                    reason = f"a romanisation like {place.name!r} (similarity {alike:.2f})"
                    yield _Find(place, fit * 0.97 - spelling.cost, reason, spelling.kinds)


def _longer(gaz: Gazetteer, spelling: Spelling, country: str) -> Iterable[_Find]:
    """Yield the places of the country whose name goes on behind one like it, to tell it from namesakes."""
    key = skeleton(spelling.text)
    if len(key) <= SHORT or key != key.rstrip(MARKS):
        return
    for shard in gaz.shards:
        for row in shard.rows_keyed_longer(country, key, LONGER_KEYS):
            place = shard.place(row)
            for name in (place.name, *variants(place.name)):
                head = _head(name, key)
                if head:
                    alike = max(SAME_KEY, _similarity(spelling.text, head))
                    yield _Find(place, LONGER * alike - spelling.cost, f"{place.name!r} starts so", spelling.kinds)


@lru_cache(maxsize=65_536)
def _head(name: str, key: str) -> str:
    """Return the words that a name starts with, all but one at least left, whose skeleton this is; else nothing."""
    words = name.split()
    heads = (" ".join(words[:size]) for size in range(1, len(words)))
    return next((head for head in heads if skeleton(head) == key), "")


@lru_cache(maxsize=65_536)
def _similarity(asked: str, name: str) -> float:
    """Return how alike two romanisations are (0 to 1), as written or folded, beside the name's best variant.

    Arabic a, e and i are one sound to many ears: what differs in them alone is half as different.
    """
    plain, fold, open_ = bare(asked), folded(asked), _opened(asked)
    best = 0.0
    for variant in (name, *variants(name)):
        one, two, three = bare(variant), folded(variant), _opened(variant)
        written = max(ratio(plain, one), ratio(fold, two)) / 100
        heard = (written + ratio(open_, three) / 100) / 2
        best = max(best, written, heard, JaroWinkler.similarity(fold, two) - HEAD_ALONE)
    return best


def _opened(name: str) -> str:
    return folded(name).replace("i", "a")


def _seats(finds: Sequence[_Find]) -> list[Place]:
    """Return the units among the finds: a town of the same name near their centre is their seat."""
    return [find.place for find in finds if find.place.kind in ("admin1", "admin2")]


def _once(finds: Sequence[_Find]) -> list[_Find]:
    """Return the finds with the same place of two sources joined, under the better fit."""
    ordered = sorted(finds, key=lambda find: -find.fit)
    by_id = {find.place.place_id: find for find in ordered}
    return [replace(by_id[place.place_id], place=place) for place in merged(find.place for find in ordered)]


def _scored(find: _Find, seats: Sequence[Place], ask: Ask, gaz: Gazetteer) -> Candidate:
    """Add what population, kind, country, unit and nearness say to a candidate's score."""
    place = find.place
    size = min(0.14, 0.02 * math.log10(1 + place.population)) + KIND_WEIGHT.get(place.kind, 0.0)
    score = 0.6 * find.fit + size * max(0.0, find.fit) ** 3  # what is big is not for that reason what was meant
    reasons = [find.reason]
    if place.population:
        reasons.append(f"{place.population:,} people")
    if find.kinds:
        score += 0.06 if place.kind in find.kinds else -0.2 if SITES.issuperset(find.kinds) else -0.04
    if place.kind in SETTLEMENTS and any(
        seat.country == place.country and distance_km(place.lon, place.lat, seat.lon, seat.lat) < SEAT_KM
        for seat in seats
    ):
        score += SEAT
        reasons.append("the seat of a unit of that name")
    if ask.country and place.country == ask.country:
        score += ASKED
        reasons.append(f"in {place.country_name or place.country}, as asked")
    if ask.admin1:
        unit = place.name if place.kind == "admin1" else place.admin1
        if gaz.same_unit(unit, ask.admin1, place.country):
            score += IN_UNIT
            reasons.append(f"in {unit}, as asked")
        elif unit or place.kind in SETTLEMENTS:
            score -= IN_UNIT
    if ask.near:
        away = distance_km(place.lon, place.lat, *ask.near)
        score += max(-0.1, 0.2 - 0.1 * math.log10(1 + away / 10))
        reasons.append(f"{away:,.0f} km from the point given")
    return Candidate(place, round(max(0.0, min(1.0, score)), 4), tuple(reasons))


def _keep(finds: dict[str, _Find], find: _Find) -> None:
    known = finds.get(find.place.place_id)
    if known is None or find.fit > known.fit:
        finds[find.place.place_id] = find
