"""Chooses the place that each name means. Every rule that speaks leaves a reason.

Two stages, as in the literature (J. L. Leidner, "Toponym Resolution in Text", 2007): countries and first-level units
first, since they decide most of the rest; then all others by containment ("Springfield, Illinois"), the countries the
text speaks of, nearness to what is resolved already, population, and one sense per document.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from gazetteer.cues import cues
from gazetteer.found import LARGE, Found, weight
from gazetteer.lookup import distance_km
from gazetteer.names import normalize
from gazetteer.parents import CERTAIN, elsewhere, stated
from gazetteer.places import Candidate, Place
from gazetteer.words import Words

TOP: Final = 6
"""Rejected candidates kept with a match."""
KIND_SCORE: Final[Mapping[str, float]] = {
    "country": 0.75,
    "continent": 0.7,
    "ocean": 0.62,
    "sea": 0.6,
    "region": 0.52,
    "admin1": 0.5,
    "river": 0.4,
    "lake": 0.4,
    "mountain": 0.4,
    "island": 0.42,
    "road": 0.4,
    "border": 0.4,
    "crossing": 0.4,
    "base": 0.4,
    "camp": 0.4,
    "facility": 0.42,
    "neighbourhood": 0.4,
    "airport": 0.35,
    "admin2": 0.2,
}
GREAT_CITY: Final = 500_000
"""A city of so many people is meant before the unit that bears its name."""
CERTAIN_CITY: Final = 300_000
KNEE: Final = 0.8
"""Points beyond this count ever less for the score."""
SURELY: Final = 0.6
"""From this score on a place is evidence of what countries a text speaks of."""
LEAST: Final = 0.02
"""What adds less than this is not worth a reason."""
NEAR_KM: Final = 300.0
"""Places so near to what the text speaks of gain from it."""


@dataclass(slots=True)
class Context:
    """What the document has told so far: weight of each country, of each unit, and the places resolved."""

    home: str | None = None
    countries: Counter[str] = field(default_factory=Counter)
    units: Counter[tuple[str, str]] = field(default_factory=Counter)
    own: dict[str, tuple[Place, float, int]] = field(
        default_factory=dict
    )  # what a name itself has added, and how often
    points: list[Place] = field(default_factory=list)
    holders: dict[int, Place] = field(default_factory=dict)
    as_unit: dict[int, str] = field(default_factory=dict)  # names that stand for a unit of a country


@dataclass(slots=True)
class Choice:
    """A name with its ranked candidates; the first is chosen, None where there is none."""

    found: Found
    ranked: tuple[Candidate, ...]
    rejected: tuple[Candidate, ...] = ()  # candidates that lie where the text says that the place does not


Rule = Callable[[Found, int, Place, Context], tuple[float, str] | None]


def _size(_found: Found, _number: int, place: Place, _context: Context) -> tuple[float, str] | None:
    """Kind and population: what a reader thinks of first."""
    score = KIND_SCORE.get(place.kind)
    if score is not None:
        if place.kind == "admin1":
            score += min(0.04, place.uncertainty_km / 10_000)
        return score, f"a {place.kind}"
    people = max(place.population, 100)
    return min(0.66, 0.085 * (math.log10(people) - 1.5) + 0.12 * (people > GREAT_CITY)), f"{place.population:,} people"


def _asked(found: Found, _number: int, place: Place, _context: Context) -> tuple[float, str] | None:
    """The kind that the words ask for: "the village of X", "X province"."""
    if found.wanted in (None, "any"):
        return None
    towns = place.kind in ("city", "town", "village", "neighbourhood")
    units = place.kind in ("admin1", "admin2", "region")
    if found.wanted in ("base", "airport", "camp", "crossing"):
        fits = place.kind == found.wanted or (found.wanted == "base" and place.kind == "airport")
        return (0.4, f"the words ask for a {found.wanted}") if fits else None
    fits = {"town": towns, "admin": units, "country": place.kind == "country", "island": place.kind == "island"}[
        str(found.wanted)
    ]
    return (0.3, f"the words ask for a {found.wanted}") if fits else (-0.2, f"the words ask for a {found.wanted}")


def _held(_found: Found, number: int, place: Place, context: Context) -> tuple[float, str] | None:
    """The unit named right behind: "Springfield, Illinois"."""
    holder = context.holders.get(number)
    if holder is None or holder.place_id == place.place_id:
        return None
    if holder.kind == "country":
        return (
            (0.6, f"in {holder.name}, named behind it")
            if place.country == holder.country
            else (-0.4, f"not in {holder.name}")
        )
    if place.country == holder.country and place.admin1 == holder.name:
        return 0.7, f"in {holder.name}, named behind it"
    return -0.4, f"not in {holder.name}"


def _spoken_of(found: Found, _number: int, place: Place, context: Context) -> tuple[float, str] | None:
    """The countries and units that the text speaks of."""
    if not place.country:
        return None
    speaker, added, times = context.own.get(found.name, (None, 0.0, 0))  # a city is no evidence for itself
    same = speaker is not None and speaker.country == place.country
    total = sum(context.countries.values()) - added
    share = (context.countries[place.country] - (added if same else 0.0)) / total if total > LEAST else 0.0
    score = 0.42 * share
    if place.kind == "country":
        return (score, "the text speaks of it") if score > LEAST else None
    unit = (place.country, place.name if place.kind == "admin1" else place.admin1 or "")
    told = context.units[unit] - (times if same and speaker is not None and speaker.admin1 == unit[1] else 0)
    if told > 0:
        score += 0.12 + 0.1 * min(1.0, told / 3)
    if context.home == place.country:
        score += 0.15
    return (score, f"the text speaks of {place.country_name or place.country}") if score > LEAST else None


def _near(_found: Found, _number: int, place: Place, context: Context) -> tuple[float, str] | None:
    """Nearness to the places resolved already."""
    others = [p for p in context.points if p.place_id != place.place_id]
    if not others or place.kind in ("country", "continent", "admin1"):
        return None
    closest = min(others, key=lambda p: distance_km(place.lon, place.lat, p.lon, p.lat))
    away = distance_km(place.lon, place.lat, closest.lon, closest.lat)
    if away > NEAR_KM:
        return None
    return 0.18 * (1 - away / NEAR_KM), f"{away:,.0f} km from {closest.name}"


def _own_name(found: Found, _number: int, place: Place, _context: Context) -> tuple[float, str] | None:
    """The name is the place's own, not one of its others."""
    own = normalize(place.name)
    if own == found.name:
        return 0.16, "its own name"
    return (0.12, f"short for {place.name}") if own.startswith(found.name + " ") and place.population > LARGE else None


def _unit(_found: Found, number: int, place: Place, context: Context) -> tuple[float, str] | None:
    """A unit where the words beside it speak of units: "Buffalo, New York", "Ohio, Washington and Utah"."""
    country = context.as_unit.get(number)
    if country is None or place.kind != "admin1" or place.country != country:
        return None
    return 0.4, "beside names that ask for a unit"


def _usual(found: Found, _number: int, place: Place, _context: Context) -> tuple[float, str] | None:
    """The usual sense of a name in news, from the editable table."""
    return cues().senses.get((found.name, place.place_id)) if found.wanted is None else None


RULES: Final[tuple[Rule, ...]] = (_size, _own_name, _usual, _asked, _held, _unit, _spoken_of, _near)
"""The rules; each adds to a candidate's score and says why."""


def resolve(words: Words, found: Sequence[Found], *, home: str | None = None) -> list[Choice]:
    """Return the ranked candidates of each name, in text order; one sense per name and document."""
    context = Context(home=home)
    _hold(words, found, context)
    for item in found:  # stage one: what can be nothing else
        place = item.fixed or _certain(item)
        if place is not None:
            share = 1.0 if item.use == "literal" else 0.6
            _learn(context, place, share)
            if item.fixed is None and place.kind not in ("country", "admin1"):
                _place, before, times = context.own.get(item.name, (place, 0.0, 0))
                context.own[item.name] = (place, before + share, times + 1)
    for number, item in enumerate(found):
        if number in context.holders and item.fixed is None:
            best = _rank(item, number, context)
            if best:
                _learn(context, best[0].place, 1.0)
    _list_units(words, found, context)
    senses: dict[str, tuple[Candidate, ...]] = {}
    groups: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(found):
        groups[item.name].append(number)
    for name, numbers in sorted(groups.items(), key=lambda group: group[1][0]):
        held = [n for n in numbers if n in context.holders or found[n].wanted not in (None, "any")]
        senses[name] = _rank(found[held[0] if held else numbers[0]], (held or numbers)[0], context)
        if senses[name] and senses[name][0].place.kind in ("city", "town", "village"):
            context.points.append(senses[name][0].place)
    told = stated(words.text, found)
    choices = [Choice(item, _ranked(item, number, senses[item.name], context)) for number, item in enumerate(found)]
    spoken = Counter(c.ranked[0].place.country for c in choices if c.ranked and c.ranked[0].score >= SURELY)
    return [_at_home(choice, told.get(choice.found.name), spoken) for choice in choices]


def _at_home(choice: Choice, told: frozenset[str] | None, spoken: Mapping[str | None, float]) -> Choice:
    """Leave a name unresolved rather than in a country that the text rules out, or never speaks of."""
    item, ranked = choice.found, choice.ranked
    if item.fixed is not None or not ranked or (told is None and ranked[0].score >= CERTAIN):
        return choice
    why = {c.place.place_id: elsewhere(c.place, told, spoken) for c in ranked}
    if why[ranked[0].place.place_id] is None:
        return choice
    inside = tuple(c for c in ranked if why[c.place.place_id] is None) if told is not None else ()
    outside = tuple(
        Candidate(c.place, c.score, (*c.reasons, reason)) for c in ranked if (reason := why[c.place.place_id])
    )
    return Choice(item, (*inside, *outside) if inside else (), () if inside else outside)


def _ranked(item: Found, number: int, sense: tuple[Candidate, ...], context: Context) -> tuple[Candidate, ...]:
    if item.fixed is not None:
        return (Candidate(item.fixed, 0.95, tuple(item.reasons)),)
    if number in context.holders or number in context.as_unit or item.wanted not in (None, "any"):
        return _rank(item, number, context)
    return sense


def _rank(item: Found, number: int, context: Context) -> tuple[Candidate, ...]:
    ranked: list[Candidate] = []
    for place in item.places:
        score, reasons = 0.0, list(item.reasons)
        for rule in RULES:
            said = rule(item, number, place, context)
            if said is not None:
                score += said[0]
                reasons.append(said[1])
        ranked.append(Candidate(place, score, tuple(reasons)))
    ranked.sort(key=lambda c: (-c.score, -c.place.population, c.place.place_id))
    return tuple(Candidate(c.place, _bounded(c.score), c.reasons) for c in ranked[: TOP + 1])


def _bounded(score: float) -> float:
    """Bring a sum of points between 0.01 and 0.99, keeping its order.

    >>> _bounded(0.5), _bounded(1.6) < _bounded(1.7) < 1
    (0.5, True)
    """
    if score > KNEE:
        score = KNEE + (0.99 - KNEE) * (1 - math.exp((KNEE - score) / 0.5))
    return round(max(0.01, score), 4)


def _certain(item: Found) -> Place | None:
    """Return a country or first-level unit, or a great city, that the name can hardly miss."""
    countries = [p for p in item.places if p.kind == "country"]
    if countries and all(p.country == countries[0].country for p in item.places if p.kind == "admin1"):
        return countries[0]
    units = [p for p in item.places if p.kind == "admin1"]
    if (
        len(units) == 1
        and not countries
        and not any(p.population > CERTAIN_CITY and p.country != units[0].country for p in item.places)
    ):
        return units[0]
    big = [p for p in item.places if p.population > GREAT_CITY]
    return big[0] if len(big) == 1 and not countries and not units else None


def _learn(context: Context, place: Place, weight: float) -> None:
    if place.country:
        context.countries[place.country] += weight  # type: ignore[assignment] # weights are shares of a mention
        if place.kind == "admin1":
            context.units[place.country, place.name] += 1
        elif place.admin1:
            context.units[place.country, place.admin1] += 1


def _hold(words: Words, found: Sequence[Found], context: Context) -> None:
    """Note for each name the country or unit that stands right behind it, after a comma or a bracket, or "in"."""
    for number, (item, after) in enumerate(pairwise(found)):
        between = words.text[item.end : after.start]
        if between.strip(" \n") not in (",", "(", "in", "in the", ", in"):
            continue
        holder = after.fixed if after.fixed and after.use != "demonym" else None
        for place in () if holder else after.places:
            if place.kind not in ("country", "admin1"):
                continue
            wanted = place.name if place.kind == "admin1" else None
            fits = any(
                p.country == place.country and (wanted is None or p.admin1 == wanted)
                for p in item.places
                if p.kind != "country"
            )
            if fits:
                holder = place
                break
        if holder is not None and any(_peers(p, holder) for p in item.places):
            continue  # a list of units: "California, Maryland"
        if holder is not None and any(_inside(p, holder) for p in item.places):
            context.holders[number] = holder


def _list_units(words: Words, found: Sequence[Found], context: Context) -> None:
    """Note the names that stand for a first-level unit: behind a town of it, or in a list of units."""
    unit = [_only_unit(item) for item in found]
    for number, (item, after) in enumerate(pairwise(found)):
        between = words.text[item.end : after.start].strip()
        if between not in (",", "and", ", and", "or", "&"):
            continue
        holder = context.holders.get(number)
        if holder is not None and holder.kind == "admin1" and between == "," and holder.country:
            context.as_unit[number + 1] = holder.country
        elif holder is None:
            one, other = unit[number], unit[number + 1]
            if one is not None and other is None and number + 1 not in context.holders:
                context.as_unit[number + 1] = one
                unit[number + 1] = one if _may_be_unit(after, one) else None
            elif other is not None and one is None:
                context.as_unit.setdefault(number, other)


def _only_unit(item: Found) -> str | None:
    """Return the country of a name whose weightiest place is a first-level unit, and no city to speak of."""
    if item.use == "embedded":
        return None
    place = item.fixed or max(item.places, key=weight, default=None)
    if place is None or place.kind != "admin1":
        return None
    if item.fixed is None and any(p.population > LARGE for p in item.places):
        return None
    return place.country


def _may_be_unit(item: Found, country: str) -> bool:
    return any(p.kind == "admin1" and p.country == country for p in item.places)


def _peers(place: Place, holder: Place) -> bool:
    """Tell two units of one level, which stand in a list."""
    if place.kind == "country":
        return holder.kind == "country" and place.place_id != holder.place_id
    same = place.kind == "admin1" and holder.kind == "admin1" and place.country == holder.country
    return same and place.place_id != holder.place_id


def _inside(place: Place, holder: Place) -> bool:
    if place.place_id == holder.place_id or place.kind == "country":
        return False
    if holder.kind == "country":
        return place.country == holder.country
    return (
        place.country == holder.country
        and place.admin1 is not None
        and normalize(place.admin1) == normalize(holder.name)
    )
