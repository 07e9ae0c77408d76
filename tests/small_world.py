"""A world of three countries and a few towns, for maps in tests: what a gazetteer gives the base map, made by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final, Literal

from shapely import LineString, box
from shapely.geometry.base import BaseGeometry

from gazetteer.places import Place

Bounds = tuple[float, float, float, float]

COUNTRIES: Final = (
    (Place("w:sy", "Syria", "country", 38.5, 35.0, country="SY"), box(35.9, 32.4, 42.3, 36.8)),
    (Place("w:tr", "Turkey", "country", 35.0, 39.0, country="TR"), box(26.0, 36.8, 44.8, 42.0)),
    (Place("w:sd", "Sudan", "country", 30.0, 16.0, country="SD"), box(22.0, 9.0, 38.0, 22.0)),
)
UNITS: Final = (
    (Place("w:id", "Idlib", "admin1", 36.7, 35.8, country="SY"), box(36.1, 35.3, 37.3, 36.4)),
    (Place("w:ha", "Hama", "admin1", 37.0, 35.0, country="SY"), box(35.9, 34.6, 38.5, 35.3)),
)
ROADS: Final = ((Place("w:m5", "M5", "road", 36.7, 35.5, country="SY"), LineString([(36.7, 35.0), (36.75, 36.2)])),)
TOWNS: Final = (
    Place("w:t1", "Idlib", "town", 36.63, 35.93, country="SY", population=128_840),
    Place("w:t2", "Aleppo", "city", 37.16, 36.2, country="SY", population=1_602_264),
    Place("w:t3", "Hama", "city", 36.75, 35.13, country="SY", population=460_602),
)
SITES: Final = (
    Place("w:b1", "Taftanaz air base", "base", 36.782, 35.973, country="SY"),
    Place("w:c1", "Bab al-Hawa crossing", "crossing", 36.688, 36.237, country="SY"),
    Place("w:a1", "Taftanaz airport", "airport", 36.782, 35.973, country="SY"),
    Place("w:k1", "Atmeh camp", "camp", 36.68, 36.31, country="SY"),
)


class SmallWorld:
    """Outlines and towns, as `gazetteer.Gazetteer` gives them."""

    def outlines(
        self, kind: Literal["country", "admin1", "road"], bbox: Bounds | None = None
    ) -> Iterator[tuple[Place, BaseGeometry]]:
        window = box(*bbox) if bbox else box(-180, -90, 180, 90)
        for place, outline in {"country": COUNTRIES, "admin1": UNITS, "road": ROADS}[kind]:
            if outline.intersects(window):
                yield place, outline

    def towns_within(self, bbox: Bounds, *, limit: int) -> list[Place]:
        west, south, east, north = bbox
        return [town for town in TOWNS if west <= town.lon <= east and south <= town.lat <= north][:limit]

    def sites_within(self, bbox: Bounds, kinds: Collection[str]) -> list[Place]:
        west, south, east, north = bbox
        inside = [site for site in SITES if west <= site.lon <= east and south <= site.lat <= north]
        return [site for site in inside if site.kind in kinds]

    def info(self) -> list[Any]:
        return []


SMALL_WORLD: Final = SmallWorld()
