"""Builds `static/world.json`: the coarse world under every map, from the gazetteer's outlines of countries.

Made once and shipped, for decoding and simplifying all countries takes seconds and the answer never changes:

```
python -m geo.drawing.world
```
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import gazetteer
from geo.drawing.packing import pack_area, parts_of

if TYPE_CHECKING:
    from shapely import LinearRing
    from shapely.geometry.base import BaseGeometry

PATH: Final = Path(__file__).parent / "static" / "world.json"
SCALE: Final = 100
TOLERANCE: Final = 0.3  # degrees; right for zoom 2 to 5, where the coarse world is what one sees
SMALLEST_PART: Final = 0.12  # square degrees; smaller islands are left out, unless they are a country
LARGE_HOLE: Final = 0.25  # square degrees: Lesotho is one, the gaps between old outlines are not


def build(gaz: gazetteer.Gazetteer) -> dict[str, Any]:
    """Return the world packed: `areas` of countries, `names` as [kind, name, lon, lat, square degrees], `vintage`."""
    from shapely import coverage_simplify, make_valid

    found = [(place, _largest(outline)) for place, outline in gaz.outlines("country") if place.name != "Antarctica"]
    simple = coverage_simplify([outline for _, outline in found], TOLERANCE)
    areas = [pack_area(_largest(make_valid(outline)), SCALE) for outline in simple]
    names: list[list[Any]] = [
        ["country", place.name, round(place.lon, 2), round(place.lat, 2), round(outline.area, 1)]
        for place, outline in found
    ]
    names.sort(key=lambda name: (-float(name[4]), str(name[1])))
    return {"vintage": gaz.shapes.vintage, "areas": [area for area in areas if area], "names": names}


def _largest(outline: BaseGeometry) -> BaseGeometry:
    """Return the polygons of an outline without the small ones and their small holes; the largest always stays."""
    from shapely import MultiPolygon, Polygon

    parts = sorted(parts_of(outline), key=lambda part: -float(part.area))
    kept = [part for index, part in enumerate(parts) if index == 0 or part.area >= SMALLEST_PART]
    return MultiPolygon(
        [Polygon(part.exterior, [hole for hole in part.interiors if _area(hole) > LARGE_HOLE]) for part in kept]
    )


def _area(ring: LinearRing) -> float:
    from shapely import Polygon

    return float(Polygon(ring).area)


def dumps(world: dict[str, Any]) -> str:
    """Return the text of the file: one country a line, so that a change can be read."""
    lines = ",\n".join(json.dumps(area, separators=(",", ":")) for area in world["areas"])
    names = ",\n".join(json.dumps(name, ensure_ascii=False, separators=(",", ":")) for name in world["names"])
    return f'{{"vintage":{json.dumps(world["vintage"])},\n"areas":[\n{lines}],\n"names":[\n{names}]}}\n'


if __name__ == "__main__":
    PATH.write_text(dumps(build(gazetteer.load())), encoding="utf-8")
