"""Parts of a unit cut from its outline, and the measures they need. Pure functions over Shapely.

Everything taken and given lies in EPSG:4326 (longitude first), radii and widths are kilometres. Cuts that mean a
compass direction run along the parallel and the meridian through the unit's centroid, since that is what "the north
of" means at any size. Distances are geodesic (WGS 84). A result that crosses the antimeridian is split there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

BEARINGS: Final[dict[str, int]] = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135,
    "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}  # fmt: skip
"""Compass directions and their bearings in degrees, clockwise from north."""

LEAST_SHARE: Final = 0.08
"""A quarter smaller than this share of its unit is widened: long slanted units have hardly anything in two corners."""
GAP_SHARE: Final = 0.1
"""Islands and exclaves belong to the main body if no gap to it is wider than this share of the body's diagonal ..."""
GAP_DEGREES: Final = 1.5
"""... or than this, in degrees of latitude: Corsica does, Svalbard and French Guiana do not."""
MIDDLE: Final = 0.5
"""Side of the central part as a share of the unit's box."""


@lru_cache(maxsize=1)
def geod() -> Geod:
    """Return the ellipsoid that distances are measured on (WGS 84)."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


# -- the antimeridian -------------------------------------------------------------------------------------------------


def unwrap(shape: BaseGeometry) -> BaseGeometry:
    """Return the shape in one piece where it spans the antimeridian, with longitudes beyond 180 degrees.

    >>> from shapely import MultiPolygon, box
    >>> unwrap(MultiPolygon([box(179, -18, 180, -16), box(-180, -18, -179, -16)])).bounds
    (179.0, -18.0, 181.0, -16.0)
    """
    import shapely

    west, _, east, _ = shape.bounds
    if shape.is_empty or east - west <= 180:  # noqa: PLR2004
        return shape
    parts = [shift(part, 360) if part.bounds[2] <= 0 else part for part in getattr(shape, "geoms", [shape])]
    if max(part.bounds[2] for part in parts) - min(part.bounds[0] for part in parts) >= east - west:
        return shape
    seam = [part for part in parts if part.bounds[0] <= 180 <= part.bounds[2]]  # noqa: PLR2004
    whole = [part for part in parts if not part.bounds[0] <= 180 <= part.bounds[2]]  # noqa: PLR2004
    return gathered([*whole, shapely.union_all(seam)] if seam else whole)


def gathered(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the shapes, none of which overlap, as one; a union would be slow for countries of a thousand islands."""
    import shapely

    singles = [single for shape in shapes for single in shapely.get_parts(shape) if not single.is_empty]
    if len(singles) == 1:
        only: BaseGeometry = singles[0]
        return only
    if {single.geom_type for single in singles} == {"Polygon"}:
        return shapely.MultiPolygon(singles)
    return shapely.union_all(singles)


def wrap(shape: BaseGeometry) -> BaseGeometry:
    """Return an area split at the antimeridian, with all longitudes between -180 and 180 degrees.

    >>> from shapely import box
    >>> wrap(box(179, -18, 181, -16)).bounds
    (-180.0, -18.0, 180.0, -16.0)
    """
    import shapely

    if shape.is_empty:
        return shape
    west, south, east, north = shape.bounds
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:  # noqa: PLR2004
        return shape
    parts = [
        areal(shift(shapely.intersection(shape, shapely.box(-180 + turn, -90, 180 + turn, 90)), -turn))
        for turn in range(360 * math.floor((west + 180) / 360), math.ceil(east) + 180, 360)
    ]
    return gathered([part for part in parts if not part.is_empty])


def shift(shape: BaseGeometry, degrees: float) -> BaseGeometry:
    """Return the shape moved east by some degrees."""
    from shapely.affinity import translate

    return translate(shape, xoff=degrees) if degrees else shape


def areal(shape: BaseGeometry) -> BaseGeometry:
    """Return only the polygons of a shape: cuts may leave lines and points behind."""
    import shapely

    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return gathered(parts) if parts else shapely.Polygon()


# -- parts of a unit --------------------------------------------------------------------------------------------------


def main_body(area: BaseGeometry) -> BaseGeometry:
    """Return the area without its far-off islands and exclaves, in one piece across the antimeridian.

    >>> from shapely import MultiPolygon, box
    >>> main_body(MultiPolygon([box(0, 42, 8, 51), box(9, 41, 10, 43), box(-54, 2, -52, 6)])).bounds
    (0.0, 41.0, 10.0, 51.0)
    """
    import numpy as np
    import shapely

    whole = unwrap(areal(area))
    pieces = shapely.get_parts(whole)
    if len(pieces) < 2:  # noqa: PLR2004
        return whole
    # narrower than degrees away from the equator; coarse, since only the width of gaps is asked
    squeeze = max(0.05, math.cos(math.radians(whole.centroid.y)))
    coarse = shapely.transform(shapely.simplify(pieces, 0.05), lambda points: points * (squeeze, 1))
    first = int(np.argmax(shapely.area(pieces)))
    west, south, east, north = coarse[first].bounds
    gap = max(GAP_DEGREES, GAP_SHARE * math.hypot(east - west, north - south))
    return gathered([pieces[index] for index in sorted(_joined(coarse, first, gap))])


def _joined(pieces: np.ndarray[Any, Any], first: int, gap: float) -> set[int]:
    """The pieces that hang on the first by gaps no wider than asked."""
    import shapely

    tree = shapely.STRtree(pieces)
    joined, edge = {first}, {first}
    while edge:
        found = tree.query(pieces[sorted(edge)], predicate="dwithin", distance=gap)[1]
        edge = set(found.tolist()) - joined
        joined |= edge
    return joined


def part(area: BaseGeometry, direction: str) -> BaseGeometry:
    """Return the half of an area toward north, east, south or west of its centroid, or a quarter for the rest.

    The halves of opposite directions cover the area, the four quarters likewise, and each quarter lies in its two
    halves, save where a quarter would be a scrap: the southeast is then the eastern half of the southern half.

    Raises:
        KeyError: `direction` is no key of `BEARINGS`.

    >>> from shapely import box
    >>> part(box(36, 35, 38, 37), "south").bounds
    (36.0, 35.0, 38.0, 36.0)
    >>> part(box(36, 35, 38, 37), "southeast").bounds
    (37.0, 35.0, 38.0, 36.0)
    """
    import shapely

    body = main_body(area)
    if body.is_empty:
        return body
    bearing = BEARINGS[direction]
    cut = _toward(body, bearing)
    if bearing % 90 and cut.area < LEAST_SHARE * body.area:
        half = _toward(body, 0 if bearing in (45, 315) else 180)
        cut = areal(shapely.union(cut, _toward(half, 90 if bearing < 180 else 270)))  # noqa: PLR2004
    return wrap(cut)


def _toward(body: BaseGeometry, bearing: int) -> BaseGeometry:
    """What lies beyond the parallel, the meridian or both through the centroid."""
    import shapely

    lon, lat = body.centroid.x, body.centroid.y
    west, south, east, north = body.bounds
    window = shapely.box(
        lon if 0 < bearing < 180 else west,  # noqa: PLR2004
        lat if bearing in (0, 45, 315) else south,
        lon if bearing > 180 else east,  # noqa: PLR2004
        lat if 90 < bearing < 270 else north,  # noqa: PLR2004
    )
    return areal(shapely.intersection(body, window))


def parts(area: BaseGeometry, directions: Sequence[str]) -> BaseGeometry:
    """Return the union of the parts toward several directions ("southern and eastern").

    >>> from shapely import box
    >>> parts(box(0, 0, 2, 2), ["south", "east"]).area
    3.0
    """
    import shapely

    cuts = [part(area, direction) for direction in directions]
    return cuts[0] if len(cuts) == 1 else areal(shapely.union_all(cuts))


def centre(area: BaseGeometry) -> BaseGeometry:
    """Return the central part of an area: what lies in the middle half of its box, moved to its centroid.

    >>> from shapely import box
    >>> centre(box(0, 0, 4, 4)).bounds
    (1.0, 1.0, 3.0, 3.0)
    """
    import shapely

    body = main_body(area)
    if body.is_empty:
        return body
    west, south, east, north = body.bounds
    lon, lat = body.centroid.x, body.centroid.y
    x, y = MIDDLE / 2 * (east - west), MIDDLE / 2 * (north - south)
    middle = areal(shapely.intersection(body, shapely.box(lon - x, lat - y, lon + x, lat + y)))
    return wrap(middle if not middle.is_empty else body)


def distance(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the geodesic distance of two points given as (lon, lat), in kilometres.

    >>> round(distance((36.29, 33.51), (37.16, 36.20)))
    309
    """
    return float(geod().inv(*start, *end)[2]) / 1000


def cover(shape: BaseGeometry, *, inside: bool = True) -> tuple[float, float, float]:
    """Return (lon, lat, radius in km) of a circle that covers a shape.

    Args:
        shape: not empty.
        inside: keep the point on the shape where its centroid lies off it.

    >>> from shapely import box
    >>> lon, lat, km = cover(box(36, 35, 37, 36))
    >>> lon, lat, round(km)
    (36.5, 35.5, 72)
    """
    import numpy as np
    import shapely

    whole = unwrap(shape)
    point = whole.centroid
    if inside and not whole.intersects(point):
        point = shapely.get_point(shapely.shortest_line(whole, point), 0)
    corners = shapely.get_coordinates(shapely.convex_hull(whole))
    count = len(corners)
    _, _, metres = geod().inv(np.full(count, point.x), np.full(count, point.y), corners[:, 0], corners[:, 1])
    lon = (point.x + 180) % 360 - 180
    return float(lon), float(point.y), float(np.max(metres)) / 1000
