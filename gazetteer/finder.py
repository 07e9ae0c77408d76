"""What the makers of regions share: outlines that may be cut, regions with their covering circle, sizes of places."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from weakref import WeakKeyDictionary

from gazetteer.bases import AREAS, Atlas, Bases
from gazetteer.phrases import Phrase, rules
from gazetteer.places import Match, Place, Region

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Method = Literal["part", "edge", "border", "near", "offset", "between", "along", "whole"]
Cut = tuple["BaseGeometry", float, float, float]
"""A geometry with its representative point and the radius (km) of the circle that covers it."""

CACHED: Final = 2_000
"""Geometries kept for each gazetteer."""
MANY_CORNERS: Final = 1_000
"""A shape of more corners is made coarser, by its radius over this number."""

_cuts: WeakKeyDictionary[Any, dict[tuple[Any, ...], Cut | None]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Made:
    """What makes a region beside its phrase."""

    name: str
    method: Method
    bases: tuple[Place, ...]
    reason: str = ""
    home: Place | None = None  # the one that holds it, where it is made of several


class Finder:
    """Makes the regions of one text."""

    def __init__(self, text: str, matches: Sequence[Match], gaz: Atlas) -> None:
        self.text = text
        self.matches = matches
        self.gaz = gaz
        self.bases = Bases(matches, gaz)
        self.regions: list[Region] = []

    def outline(self, place: Place) -> tuple[BaseGeometry | None, str]:
        """Return an outline that may be cut, or None and the reason why not."""
        if place.kind not in AREAS:
            return None, f"{place.name} is known as a point only"
        if self.gaz.is_stale(place.place_id):
            return None, f"the outline of {place.name} is known to be out of date, so no part is cut from it"
        outline = self.gaz.outline(place.place_id)
        if outline is None or outline.is_empty:
            return None, f"no outline of {place.name} is known, so no part can be cut from it"
        return outline, ""

    def made(self, phrase: Phrase, made: Made, key: tuple[Any, ...], make: Callable[[], BaseGeometry | None]) -> Region:
        """Return the region; an empty geometry gives the whole unit."""
        cut = self.cut((made.method, *(place.place_id for place in made.bases), *key), make, made.method)
        if cut is None:
            return self.whole(phrase, made.bases[0], made.name, "nothing is left of the outline there")
        geometry, lon, lat, km = cut
        holders = [made.home] if made.home is not None else made.bases
        country = holders[0].country if len({place.country for place in holders}) == 1 else None
        units = {unit_of(place) for place in holders}
        return Region(
            start=phrase.start,
            end=phrase.end,
            text=self.text[phrase.start : phrase.end],
            name=made.name,
            method=made.method,
            base_ids=tuple(place.place_id for place in made.bases),
            lon=round(lon, 5),
            lat=round(lat, 5),
            uncertainty_km=round(km + 0.05, 1),
            country=country,
            admin1=units.pop() if len(units) == 1 else None,
            reason=made.reason,
            geometry=geometry,
        )

    def cut(self, key: tuple[Any, ...], make: Callable[[], BaseGeometry | None], method: Method) -> Cut | None:
        """Return a geometry with its covering circle, made once for each key; None where it is empty."""
        from gazetteer.geometry import cover

        known = _cuts.setdefault(self.gaz, {})
        if key not in known:
            if len(known) >= CACHED:
                known.clear()
            shape = make()
            known[key] = None
            if shape is not None and not shape.is_empty:
                lon, lat, km = cover(shape, inside=method not in ("edge", "near"))
                known[key] = (_light(shape, km), lon, lat, km)
        return known[key]

    def whole(self, phrase: Phrase, place: Place, name: str, reason: str) -> Region:
        """Return the whole unit, with the reason why no part of it."""
        return Region(
            start=phrase.start,
            end=phrase.end,
            text=self.text[phrase.start : phrase.end],
            name=name,
            method="whole",
            base_ids=(place.place_id,),
            lon=place.lon,
            lat=place.lat,
            uncertainty_km=place.uncertainty_km,
            country=place.country,
            admin1=unit_of(place),
            reason=reason,
            geometry=self.gaz.outline(place.place_id) if place.kind in AREAS else None,
        )


def _light(shape: BaseGeometry, km: float) -> BaseGeometry:
    """A shape of very many corners with those left out that are not seen at its size."""
    import shapely

    if shapely.get_num_coordinates(shape) <= MANY_CORNERS:
        return shape
    return shapely.simplify(shape, km / 111 / MANY_CORNERS)


def unit_of(place: Place) -> str | None:
    """Return the name of the first-level unit that a place is or lies in."""
    return place.name if place.kind == "admin1" else place.admin1


def radius(place: Place) -> float:
    """Return the radius in km of a place that is known as a point: the gazetteer's, else by population, else by kind.

    >>> round(radius(Place("t:1", "Homs", "city", 36.7, 34.7, population=775_000)), 1)
    5.3
    """
    sizes = rules()["sizes"]["point"]
    if place.uncertainty_km:
        return place.uncertainty_km
    if place.population:
        return max(1.0, min(20.0, 0.006 * math.sqrt(place.population)))
    return float(sizes.get(place.kind, 2.0))


def adjectives(directions: Sequence[str]) -> str:
    """Return the adjectives of some directions: "southern and eastern"."""
    return " and ".join(f"{direction}ern" for direction in directions)


def ring(town: Place, inner_km: float, km: float) -> BaseGeometry:
    """Return the ring round a town from one radius to another that is `km` wider."""
    import shapely

    from gazetteer.bands import circle

    disc = circle(lon=town.lon, lat=town.lat, km=inner_km + km)
    return shapely.difference(disc, circle(lon=town.lon, lat=town.lat, km=inner_km))


def reach(what: Literal["near", "beyond"], place: Place) -> float:
    """Return how far in km "near" or "east of" a place reaches."""
    return float(rules()["sizes"][what].get(place.kind, 10.0))
