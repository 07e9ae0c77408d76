"""Look-up of one name: who bears it, ranked, each with its reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.fuzz import ratio

from gazetteer.errors import BadRequest
from gazetteer.names import normalize, skeleton
from gazetteer.places import Candidate, Match, Place

if TYPE_CHECKING:
    from gazetteer.atlas import Gazetteer

LONGEST_NAME: Final = 200
SIMILAR: Final = 0.62  # the least similarity of two romanisations that share most of a skeleton
UNIT_WEIGHT: Final = {"country": 0.30, "admin1": 0.16, "continent": 0.25, "ocean": 0.2, "sea": 0.2, "region": 0.15}
WORDS: Final = (
    "governorate",
    "province",
    "district",
    "region",
    "oblast",
    "state",
    "county",
    "department",
    "city",
    "town",
    "village",
)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a caller knows beside the name."""

    country: str | None = None  # ISO code
    admin1: str | None = None
    near: tuple[float, float] | None = None  # lon, lat


def look_up(gaz: Gazetteer, name: str, ask: Ask, limit: int) -> list[Match]:
    """Return the ranked matches of a name; an empty list if none.

    Exact names come first, then romanisations that share the consonant skeleton inside the country, by similarity.
    """
    if len(name) > LONGEST_NAME:
        raise BadRequest(f"the name has {len(name):,} characters; give a place name of at most {LONGEST_NAME}")
    wanted = normalize(name)
    if not wanted:
        return []
    found: dict[str, Candidate] = {}
    for form, score, reason in _forms(name):
        for place in gaz.named(normalize(form)):
            _keep(found, _scored(place, score, (reason,), ask, gaz))
    if ask.country and not any(c.place.country == ask.country and c.score > 0.75 for c in found.values()):  # noqa: PLR2004
        for candidate in _romanised(gaz, name, ask):
            _keep(found, candidate)
    if ask.country:
        inside = {key: c for key, c in found.items() if c.place.country in (ask.country, None)}
        found = inside
    ranked = sorted(found.values(), key=lambda c: (-c.score, -c.place.population, c.place.place_id))[:limit]
    return [
        Match(name, best.place, best.score, best.reasons, tuple([best, *(c for c in ranked if c is not best)]))
        for best in ranked
    ]


def _forms(name: str) -> Iterable[tuple[str, float, str]]:
    """Yield the spellings under which a name is looked up, each with a base score and its reason."""
    yield name, 0.6, "the name as written"
    words = normalize(name).split()
    if len(words) > 1 and words[-1] in WORDS:
        yield " ".join(words[:-1]), 0.55, f"without the word {words[-1]!r}"
    if len(words) > 1 and words[0] in ("al", "el", "the", "city", "town", "village"):
        yield " ".join(words[2:] if words[1:2] == ["of"] else words[1:]), 0.5, f"without {words[0]!r}"
    if words[0] not in ("al", "el") and len(words) == 1:
        yield f"al {words[0]}", 0.5, "with the article"
    if words[0] == "st":
        yield " ".join(["saint", *words[1:]]), 0.55, "St. as Saint"


def _romanised(gaz: Gazetteer, name: str, ask: Ask) -> Iterable[Candidate]:
    """Yield the places of the country whose names may be romanisations of the same name."""
    key = skeleton(name)
    country = ask.country or ""
    if len(key) < 2:  # noqa: PLR2004 -- one consonant says nothing
        return
    plain = _loose(name)
    for shard in gaz.shards:
        for other, number in shard.keys_of(country, key[:1]):
            if other == key:
                closeness = 1.0
            elif (
                abs(len(other) - len(key)) > 1
                or DamerauLevenshtein.distance(other, key, score_cutoff=1) > 1
                or len(key) < 3
            ):  # noqa: PLR2004
                continue
            else:
                closeness = 0.8
            for row in shard.rows_of_key(number):
                place = shard.place(row)
                alike = max(_similarity(plain, _loose(text)) for text in gaz.names_of(place))
                if closeness * alike >= SIMILAR:
                    score = 0.5 * closeness * alike
                    reason = f"a romanisation like {place.name!r} (same consonants, similarity {alike:.2f})"
                    yield _scored(place, score, (reason,), ask, gaz)


def _loose(name: str) -> str:
    words = normalize(name).split()
    return "".join(
        word for word in words if word not in ("al", "el", "as", "ash", "at", "ar", "az", "an", "ad")
    ) or "".join(words)


def _similarity(one: str, other: str) -> float:
    return max(ratio(one, other) / 100, JaroWinkler.similarity(one, other) - 0.05)


def _scored(place: Place, base: float, reasons: tuple[str, ...], ask: Ask, gaz: Gazetteer) -> Candidate:
    """Add what population, kind, country, admin1 and nearness say to a candidate's score."""
    score = base + min(0.14, 0.02 * math.log10(1 + place.population)) + UNIT_WEIGHT.get(place.kind, 0.0) * 0.4
    more = list(reasons)
    if place.population:
        more.append(f"{place.population:,} people")
    if ask.country:
        if place.country == ask.country:
            score += 0.15
            more.append(f"in {place.country_name or place.country}, as asked")
        else:
            score -= 0.3
    if ask.admin1:
        if gaz.same_unit(place.admin1 if place.kind != "admin1" else place.name, ask.admin1, place.country):
            score += 0.2
            more.append(f"in {place.admin1}, as asked")
        else:
            score -= 0.15
    if ask.near:
        away = distance_km(place.lon, place.lat, *ask.near)
        score += max(-0.1, 0.2 - 0.1 * math.log10(1 + away / 10))
        more.append(f"{away:,.0f} km from the point given")
    return Candidate(place, round(max(0.0, min(1.0, score)), 4), tuple(more))


def _keep(found: dict[str, Candidate], candidate: Candidate) -> None:
    known = found.get(candidate.place.place_id)
    if known is None or candidate.score > known.score:
        found[candidate.place.place_id] = candidate


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance in km (haversine, mean radius 6371.0088 km, IUGG).

    >>> round(distance_km(36.29, 33.51, 37.16, 36.20))
    309
    """
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))
