"""Regions made from units: parts, the centre, the countryside, edges, borders."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from gazetteer.bases import AREAS, POINTS
from gazetteer.finder import Finder, Made, adjectives, radius, reach, ring
from gazetteer.phrases import Phrase, rules
from gazetteer.places import Place, Region

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LEAST_LEFT: Final = 0.15
"""Share of a unit that must be left as countryside when its town is taken out, or of a border on the side told."""
_NEAR: Final = re.compile(r"\b(?:near|close to|towards?|approaching|not far from)\s+$", re.IGNORECASE)
_OWNED: Final = re.compile(r"\bof\b|['’]s\b")
_TOWN_EDGES: Final = ("outskirts", "suburb", "suburbs")


def part(finder: Finder, phrase: Phrase) -> Region | None:
    """Return the part of a unit or town toward some directions."""
    from gazetteer.bands import circle
    from gazetteer.geometry import parts

    base = phrase.bases[0]
    place = finder.bases.named(base) if base.people else finder.bases.area(base, phrase.start)
    if place is None or place.kind not in AREAS | POINTS:
        return None
    if place.name.casefold().startswith((*phrase.directions, f"{phrase.directions[0]}ern")):
        return None  # "eastern Ghouta", where the place itself is called Eastern Ghouta
    name = f"{adjectives(phrase.directions)} {place.name}"
    made = Made(name, "part", (place,))
    if place.kind in POINTS:
        disc = partial(circle, lon=place.lon, lat=place.lat, km=1.3 * radius(place))
        return finder.made(phrase, made, phrase.directions, lambda: parts(disc(), phrase.directions))
    outline, reason = finder.outline(place)
    if outline is None:
        return finder.whole(phrase, place, name, reason) if place.kind != "continent" else None
    return finder.made(phrase, made, phrase.directions, lambda: parts(outline, phrase.directions))


def centre(finder: Finder, phrase: Phrase) -> Region | None:
    """Return the central part of a unit or town."""
    from gazetteer import geometry
    from gazetteer.bands import circle

    place = finder.bases.area(phrase.bases[0], phrase.start)
    town = finder.bases.point(phrase.bases[0])
    if town is not None:
        made = Made(f"central {town.name}", "part", (town,))
        km = max(0.5, 0.5 * radius(town))
        return finder.made(phrase, made, ("centre",), lambda: circle(lon=town.lon, lat=town.lat, km=km))
    if place is None or place.kind not in AREAS:
        return None
    name = f"central {place.name}"
    outline, reason = finder.outline(place)
    if outline is None:
        return finder.whole(phrase, place, name, reason) if place.kind != "continent" else None
    return finder.made(phrase, Made(name, "part", (place,)), ("centre",), lambda: geometry.centre(outline))


def countryside(finder: Finder, phrase: Phrase) -> Region | None:
    """Return the countryside of a unit or town: all of it but the town, or a ring round the town."""
    import shapely

    from gazetteer.bands import circle

    base = phrase.bases[0]
    place = finder.bases.area(base, phrase.start)
    if place is None:
        return None
    name = f"{place.name} countryside"
    town = finder.bases.town_of(base, place)
    outline, reason = finder.outline(place)
    if outline is None and place.kind in AREAS:
        return finder.whole(phrase, place, name, reason)
    if outline is not None:
        rest = outline
        if town is not None:
            rest = shapely.difference(outline, circle(lon=town.lon, lat=town.lat, km=radius(town)))
        if rest.area > LEAST_LEFT * outline.area:
            without = f" without the town of {town.name}" if town is not None else ""
            made = Made(name, "part", (place,), f"the countryside is all of {place.name}{without}")
            return finder.made(phrase, made, ("countryside",), lambda: rest)
    town = town if town is not None else place
    made = Made(name, "near", (town,), f"the countryside is what lies round {town.name}")
    return finder.made(phrase, made, ("countryside",), lambda: ring(town, radius(town), 1.5 * reach("near", town)))


def edge(finder: Finder, phrase: Phrase) -> Region | None:
    """Return the band along the edge of a unit, or the ring round a town's core."""
    from gazetteer import bands

    base = phrase.bases[0]
    town_first = phrase.noun in _TOWN_EDGES
    place = (finder.bases.point(base) if town_first else None) or finder.bases.area(base, phrase.start)
    if place is None or place.kind not in AREAS | POINTS:
        return None
    toward = f"{adjectives(phrase.directions)} " if phrase.directions else ""
    name = f"{toward}{phrase.noun} of {place.name}"
    made = Made(name, "edge", (place,))
    if place.kind in POINTS:
        inner, outer = 0.6 * radius(place), 1.5 * radius(place) + 1
        if not phrase.directions:
            return finder.made(phrase, made, (), lambda: ring(place, inner, outer - inner))
        fan = partial(bands.sector, lon=place.lon, lat=place.lat, directions=phrase.directions)
        return finder.made(phrase, made, phrase.directions, lambda: fan(km=outer, inner_km=inner))
    outline, reason = finder.outline(place)
    if outline is None:
        return finder.whole(phrase, place, name, reason) if place.kind != "continent" else None
    km = _edge_km(outline)
    if phrase.directions:
        return finder.made(phrase, made, phrase.directions, lambda: _toward(bands.edge_toward, outline, phrase, km))
    return finder.made(phrase, made, (), lambda: bands.edge(outline, km))


def around(finder: Finder, phrase: Phrase, unit: Place) -> Region:
    """Return the band along a unit's edge, for what lies "around" it."""
    from gazetteer import bands

    name = f"around {unit.name}"
    outline, reason = finder.outline(unit)
    if outline is None:
        return finder.whole(phrase, unit, name, reason)
    return finder.made(phrase, Made(name, "edge", (unit,)), (), lambda: bands.edge(outline, _edge_km(outline)))


def _edge_km(outline: BaseGeometry) -> float:
    sizes = rules()["sizes"]
    return float(max(sizes["edge_least"], min(sizes["edge_most"], sizes["edge_share"] * _radius_of(outline))))


def _toward(band: Callable[..., BaseGeometry], outline: BaseGeometry, phrase: Phrase, km: float) -> BaseGeometry:
    import shapely

    return shapely.union_all([band(outline, direction, km) for direction in phrase.directions])


def _radius_of(outline: BaseGeometry) -> float:
    """The radius in km of a circle of the outline's size."""
    from gazetteer.geometry import geod, main_body

    return math.sqrt(abs(geod().geometry_area_perimeter(main_body(outline))[0]) / math.pi) / 1000


def border(finder: Finder, phrase: Phrase) -> Region | None:
    """Return the band along a border: of two units, of a unit toward a side, or with the country the text is about."""
    sizes = rules()["sizes"]
    near = bool(_NEAR.search(finder.text[max(0, phrase.start - 20) : phrase.start]))
    km = float(sizes["border_near"] if near else sizes["border"])
    places = [finder.bases.area(base, phrase.start) for base in phrase.bases]
    units = [place for place in places if place is not None and place.kind in AREAS]
    if len(units) < len(phrase.bases):
        return None
    if len(units) == 2:  # noqa: PLR2004
        owned = _OWNED.search(finder.text[phrase.start : phrase.end]) is not None
        return _shared(finder, phrase, units, km, both=not owned)
    if phrase.directions and not phrase.neighbour:
        unit = units[0] if units else next(iter(finder.bases.countries), None)
        return _side(finder, phrase, unit, km) if unit is not None else None
    for home in finder.bases.countries:
        if home.place_id != units[0].place_id:
            found = _shared(finder, phrase, [home, units[0]], km, both=False)
            if found is not None:
                return found
    return None


def _shared(finder: Finder, phrase: Phrase, units: Sequence[Place], km: float, *, both: bool) -> Region | None:
    """The band along the border of two units: on both sides, or on the first one's alone."""
    one, other = units
    if one.place_id == other.place_id:
        return None
    toward = f"{adjectives(phrase.directions)} " if phrase.directions else ""
    name = f"{toward}border of {one.name} with {other.name}"
    mine, reason = finder.outline(one)
    theirs, their_reason = finder.outline(other)
    if mine is None or theirs is None:
        return finder.whole(phrase, one, name, reason or their_reason) if len(phrase.bases) == 2 else None  # noqa: PLR2004
    cut = partial(_band, mine, theirs, phrase.directions, km, both=both)
    made = Made(name, "border", (one, other), home=None if both else one)
    key = (*phrase.directions, km, both)
    if finder.cut(("border", one.place_id, other.place_id, *key), cut, "border") is None:
        no_border = f"the outlines of {one.name} and {other.name} do not touch"
        return finder.whole(phrase, one, name, no_border) if len(phrase.bases) == 2 else None  # noqa: PLR2004
    return finder.made(phrase, made, key, cut)


def _band(
    mine: BaseGeometry, theirs: BaseGeometry, directions: Sequence[str], km: float, *, both: bool
) -> BaseGeometry | None:
    import shapely

    from gazetteer.bands import border_line, widen
    from gazetteer.geometry import areal, parts

    line = border_line(mine, theirs)
    if line is None:
        return None
    band = widen(line, km)
    if not both:
        band = areal(shapely.intersection(band, mine))
    if directions:
        share = areal(shapely.intersection(band, parts(mine, directions)))
        band = share if share.area > LEAST_LEFT * band.area else band
    return band


def _side(finder: Finder, phrase: Phrase, unit: Place, km: float) -> Region:
    """The band inside a unit along its border toward some directions."""
    from gazetteer import bands

    name = f"{adjectives(phrase.directions)} border of {unit.name}"
    outline, reason = finder.outline(unit)
    if outline is None:
        return finder.whole(phrase, unit, name, reason)
    made = Made(name, "border", (unit,))
    return finder.made(phrase, made, (*phrase.directions, km), lambda: _toward(bands.edge_toward, outline, phrase, km))
