"""How much two reports look like one event: a score with its reasons, or a veto with its reason."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from geo.linking.counting import told
from geo.linking.draft import Draft, Site
from geo.linking.settings import like_types, rules
from geo.linking.spots import POINT_KINDS

EARTH_KM: Final = 6371.0088
UNREAL: Final = frozenset({"threatened", "planned"})
GENERAL_ACTORS: Final = frozenset({"External/Other forces", "Civilians"})


@dataclass(frozen=True, slots=True)
class Likeness:
    """The score of a pair of reports; `veto` says why they cannot be one event."""

    score: float
    reasons: tuple[str, ...]
    veto: str = ""


Part = tuple[float, str] | str
"""A rule's answer: (score, reason), or the reason of a veto."""


def likeness(a: Draft, b: Draft, *, copy: bool = False) -> Likeness:
    """Return how much two reports look like one event. `copy`: their sentences are one wire's copy."""
    weights = rules()["merge"]
    if copy and a.event.sub_event_type == b.event.sub_event_type:
        return Likeness(10.0, ("near-identical sentences: one agency's copy",))
    total = 0.0
    reasons: list[str] = []
    for rule in RULES:
        part = rule(a, b, weights)
        if isinstance(part, str):
            return Likeness(-10.0, tuple(reasons), part)
        score, reason = part
        total += score
        if reason:
            reasons.append(f"{reason} ({score:+.1f})")
    return Likeness(round(total, 2), tuple(reasons))


def _type(a: Draft, b: Draft, weights: dict[str, Any]) -> Part:
    one, two = a.event.sub_event_type, b.event.sub_event_type
    if (a.modality in UNREAL) != (b.modality in UNREAL):
        return "one has happened, the other is threatened or planned"
    if a.modality in UNREAL and a.modality != b.modality:
        return "threatened and planned are kept apart"
    if one == two:
        return float(weights["same_type"]), one
    if (one, two) in like_types():
        if _both_exact(a, b):
            return f"{one} and {two} are each told by their own act"
        return float(weights["like_type"]), f"{one} and {two} may be one event"
    return f"{one} is not {two}"


def _both_exact(a: Draft, b: Draft) -> bool:
    """Whether both reports name their act ("shot", "car bomb"), and neither points back to, or counts as, the other."""
    general = tuple(rules()["merge"]["general_rules"])
    if a.event.rule.startswith(general) or b.event.rule.startswith(general) or a.definite or b.definite:
        return False
    one, two = told(a.counts, "killed").best, told(b.counts, "killed").best
    return not (one is not None and one == two and one > 1)


def _voices(a: Draft, b: Draft, _: dict[str, Any]) -> Part:
    """Statements are one only if one party makes them; meetings may be told without their parties."""
    if a.event.event_type != "Diplomacy" or a.event.sub_event_type == "Summit or meeting":
        return 0.0, ""
    one, two = a.event.actor1, b.event.actor1
    if one is None or two is None or one.name != two.name:
        return "two parties speak"
    if a.when.start != b.when.start and a.when.start and b.when.start:
        return "said on different days"
    return 0.0, ""


def _dates(a: Draft, b: Draft, weights: dict[str, Any]) -> Part:
    one, two = a.when, b.when
    if one.start is None or two.start is None or not one.told or not two.told:
        if a.article.id != b.article.id:
            return "a date is missing"
        return float(weights["one_date_missing"]), "a date is missing"
    if one.start > (two.end or two.start) or two.start > (one.end or one.start):
        return "the dates do not overlap"
    if one.precision == 1 and two.precision == 1:
        return float(weights["same_day"]), "same day"
    return float(weights["overlapping_dates"]), "dates overlap"


def km_between(*, lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance in kilometres between two points in WGS 84 degrees.

    >>> round(km_between(lon1=36.6, lat1=35.9, lon2=36.6, lat2=36.9))
    111
    """
    rad = math.pi / 180
    h = (
        math.sin((lat2 - lat1) * rad / 2) ** 2
        + math.cos(lat1 * rad) * math.cos(lat2 * rad) * math.sin((lon2 - lon1) * rad / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def _places(a: Draft, b: Draft, weights: dict[str, Any]) -> Part:
    one, two = a.site, b.site
    across = a.article.id != b.article.id
    if one is None or two is None or one.inherited or two.inherited:
        if across:
            return "a place is missing or only taken over"
        if one and two and one.place_id and one.place_id == two.place_id:
            return float(weights["place_near"]), f"both at {one.name}"
        return float(weights["place_missing"]), "one report names no place of its own"
    if one.name is None or two.name is None or one.lon is None or two.lon is None:
        return _unplaced(one, two, weights, across=across)
    if one.place_id == two.place_id and one.name == two.name and one.text.casefold() == two.text.casefold():
        return float(weights["same_place"]), f"both at {one.name}"
    if one.place_id and one.place_id == two.place_id:
        return float(weights["same_place"]), f"both at {one.name}"
    return _near(a, b, weights)


def _unplaced(one: Site, two: Site, weights: dict[str, Any], *, across: bool) -> Part:
    if one.name is None and two.name is None and one.text.casefold() == two.text.casefold():
        return float(weights["same_place"]), f"both at '{one.text}'"
    if across:
        return "a place is country-wide or unknown"
    if one.name and two.name and one.country and two.country and one.country != two.country:
        return "different countries"
    if one.country_name == two.country_name and one.country_name:
        return float(weights["place_missing"]), f"both in {one.country_name}"
    return float(weights["place_missing"]), "one place is unknown or country-wide"


def _near(a: Draft, b: Draft, weights: dict[str, Any]) -> Part:
    one, two = a.site, b.site
    if one is None or two is None or one.lon is None or two.lon is None or one.lat is None or two.lat is None:
        return float(weights["place_missing"]), "a place is missing"
    distance = km_between(lon1=one.lon, lat1=one.lat, lon2=two.lon, lat2=two.lat)
    reach = (one.uncertainty_km or 0.0) + (two.uncertainty_km or 0.0)
    points = one.kind in POINT_KINDS and two.kind in POINT_KINDS
    if points:
        if distance <= max(reach, float(weights["least_km"])):
            return float(weights["place_near"]), f"{distance:.0f} km apart"
        return f"{one.name} and {two.name} are {distance:.0f} km apart"
    dated = a.when.told and b.when.told and a.when.start is not None and b.when.start is not None
    wide = max(one.uncertainty_km or 0.0, two.uncertainty_km or 0.0)
    if distance > max(wide, float(weights["least_km"])):
        return f"{one.name} and {two.name} lie apart"
    if not dated:
        return f"{one.name} and {two.name} differ and a date is missing"
    if one.admin1 and two.admin1 and one.admin1 != two.admin1:
        return f"{one.admin1} is not {two.admin1}"
    return float(weights["place_inside"]), f"{one.name} and {two.name} overlap"


def _counts(a: Draft, b: Draft, weights: dict[str, Any]) -> Part:
    one, two = told(a.counts, "killed"), told(b.counts, "killed")
    if one.best is None or two.best is None:
        hurt_one, hurt_two = told(a.counts, "injured"), told(b.counts, "injured")
        if hurt_one.best is not None and hurt_one.best == hurt_two.best and hurt_one.best > 1:
            return float(weights["same_deaths"]), f"both tell of {hurt_one.best} injured"
        return 0.0, ""
    if one.best == two.best:
        return float(weights["same_deaths"]) if one.best > 1 else float(weights["near_deaths"]), (
            f"both tell of {one.best} killed"
        )
    low, high = sorted((one, two), key=lambda figure: figure.best or 0)
    if low.high is None or low.high >= (high.low or 0):
        return float(weights["near_deaths"]), "tolls within each other's range"
    if a.article.id != b.article.id and (high.best or 0) <= 2 * (low.best or 0):
        return 0.0, "tolls differ, as early and late figures do"
    return f"{one.best} killed is not {two.best} killed"


def _actors(a: Draft, b: Draft, weights: dict[str, Any]) -> Part:
    one, two = a.event.actor1, b.event.actor1
    if one is None or two is None or one.role != "actor" or two.role != "actor":
        return 0.0, ""
    if one.name == two.name or (one.country and one.country == two.country and one.actor_type == two.actor_type):
        return float(weights["same_actor"]), f"both by {one.name}"
    if one.actor_type == two.actor_type == "State forces" and one.country and two.country:
        return float(weights["other_actor"]), f"by {one.name}, by {two.name}"
    return float(weights["other_actor"]) / 2, f"by {one.name}, by {two.name}"


def _targets(a: Draft, b: Draft, weights: dict[str, Any]) -> Part:
    one = a.event.target.target_type if a.event.target else None
    two = b.event.target.target_type if b.event.target else None
    if one is None or two is None:
        return 0.0, ""
    if one == two:
        return float(weights["same_target"]), f"both hit: {one}"
    return float(weights["other_target"]), f"one hit {one}, the other {two}"


def _standing(a: Draft, b: Draft, weights: dict[str, Any]) -> Part:
    """How the reports stand to each other in one article."""
    if a.article.id != b.article.id:
        return 0.0, ""
    if a.background != b.background and not (a.when.start and a.when.start == b.when.start):
        return "one is recalled from earlier"
    gap = abs(a.event.sentence - b.event.sentence)
    later = b if (b.event.sentence, b.event.start) > (a.event.sentence, a.event.start) else a
    if gap and later.another:
        return "told as another event"
    earlier = a if later is b else b
    if later.event.refers_to is not None and later.event.refers_to == earlier.event.start:
        return float(weights["points_back"]), f"'{later.event.text}' points back to '{earlier.event.text}'"
    if gap == 0:
        if a.event.start == b.event.start:
            return "two places of one sentence"
        return float(weights["same_sentence"]), "same sentence"
    score = float(weights["per_sentence"]) * gap
    reason = f"{gap} sentences apart"
    if gap == 1:
        score, reason = float(weights["adjacent_sentence"]), "neighbouring sentences"
    if "headline" in (a.kind, b.kind) or "caption" in (a.kind, b.kind):
        score, reason = float(weights["headline"]), "headline or caption of the same article"
    if later.definite:
        score += float(weights["refers_back"])
        reason += ", and the later one speaks of 'the' event"
    return score, reason


RULES: Final[tuple[Callable[[Draft, Draft, dict[str, Any]], Part], ...]] = (
    _type,
    _voices,
    _dates,
    _places,
    _counts,
    _actors,
    _targets,
    _standing,
)
"""The rules, in order; each gives a score with its reason, or vetoes."""
