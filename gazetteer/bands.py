"""Bands along edges and borders, circles, sectors and corridors. Pure functions over Shapely and pyproj.

Everything taken and given lies in EPSG:4326 (longitude first), radii and widths are kilometres. Widths are laid off in
an azimuthal equidistant projection (Snyder 1987, Map Projections: A Working Manual, p. 191) centred on what is widened:
there are no zone edges, and poles and the antimeridian are places like any other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from gazetteer.geometry import BEARINGS, areal, geod, main_body, part, shift, unwrap, wrap

if TYPE_CHECKING:
    import numpy as np
    from shapely.geometry.base import BaseGeometry

MATCH_KM: Final = (2.0, 15.0)
"""Outlines of two neighbours touch within one of these distances (two sources may draw one border differently)."""
THIN: Final = 0.2
"""A band toward a direction is dropped where it is thinner than twice this share of its width."""
STEPS: Final = 64
"""Corners of a circle."""


class _Plane:
    """An azimuthal equidistant plane in metres round a point."""

    def __init__(self, lon: float, lat: float) -> None:
        from pyproj import Proj

        self.lon = lon
        self._proj = Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")
        self._to_pole = geod().inv(lon, lat, lon, 90)[2], geod().inv(lon, lat, lon, -90)[2]

    def forward(self, shape: BaseGeometry) -> BaseGeometry:
        """Metres; long straight edges get corners between, since a line in degrees is none in the plane."""
        import shapely

        def ahead(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
            import numpy as np

            return np.column_stack(self._proj(points[:, 0], points[:, 1]))

        return shapely.transform(shapely.segmentize(shape, max_segment_length=0.25), ahead)

    def back(self, shape: BaseGeometry) -> BaseGeometry:
        """Degrees, in one piece round the plane's centre: the far side of either pole is slit open first."""
        import shapely

        def home(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
            import numpy as np

            lon, lat = self._proj(points[:, 0], points[:, 1], inverse=True)
            return np.column_stack((self.lon + (np.asarray(lon) - self.lon + 180) % 360 - 180, lat))

        north, south = self._to_pole
        slits = [shapely.box(-1, north, 1, 3e7), shapely.box(-1, -3e7, 1, -south)]
        opened = shapely.difference(shape, shapely.union_all(slits))
        length = shapely.segmentize(opened, max_segment_length=1e5)
        return shapely.make_valid(shapely.transform(length, home))


def _plane_of(shape: BaseGeometry) -> _Plane:
    centroid = shape.centroid
    return _Plane(centroid.x, max(-90.0, min(90.0, centroid.y)))


def widen(shape: BaseGeometry, km: float) -> BaseGeometry:
    """Return all that lies within `km` of a shape.

    >>> from shapely import Point
    >>> from gazetteer.geometry import cover
    >>> round(cover(widen(Point(36.6, 35.9), 10))[2])
    10
    """
    import shapely

    whole = unwrap(shape)
    plane = _plane_of(whole)
    flat = shapely.simplify(plane.forward(whole), km * 50)
    return wrap(areal(plane.back(shapely.buffer(flat, km * 1000))))


def edge(area: BaseGeometry, km: float) -> BaseGeometry:
    """Return the band along an area's outer boundary, `km` wide on either side.

    >>> from shapely import Point, box
    >>> band = edge(box(36, 35, 37, 36), 5)
    >>> band.contains(Point(36, 35.5)), band.contains(Point(36.5, 35.5))
    (True, False)
    """
    import shapely

    body = main_body(area)
    return widen(shapely.union_all([ring.exterior for ring in getattr(body, "geoms", [body])]), km)


def edge_toward(area: BaseGeometry, direction: str, km: float) -> BaseGeometry:
    """Return the band inside an area along its boundary toward a direction ("the northern border of").

    It is what leaves the area when one walks `km` that way, without the slivers along sides that run that way.

    >>> from shapely import Point, box
    >>> band = edge_toward(box(36, 35, 38, 37), "north", 20)
    >>> band.contains(Point(37, 36.9)), band.contains(Point(37, 36.7)), band.contains(Point(37.9, 36.5))
    (True, False, False)
    """
    import shapely
    from shapely.affinity import translate

    body = main_body(area)
    plane = _plane_of(body)
    flat = shapely.make_valid(shapely.simplify(plane.forward(body), km * 50))
    bearing = math.radians(BEARINGS[direction])
    moved = translate(flat, xoff=-1000 * km * math.sin(bearing), yoff=-1000 * km * math.cos(bearing))
    left = shapely.difference(flat, moved)
    thick = shapely.buffer(shapely.buffer(left, -THIN * km * 1000), THIN * km * 1000)
    band = plane.back(areal(shapely.intersection(left, thick) if not thick.is_empty else left))
    inner = areal(shapely.intersection(areal(band), body))
    outermost = areal(shapely.intersection(inner, unwrap(part(area, direction))))
    return wrap(outermost if not outermost.is_empty else inner)


def border_line(area: BaseGeometry, other: BaseGeometry) -> BaseGeometry | None:
    """Return the stretch of an area's boundary that it shares with another area, or None where they do not touch.

    >>> from shapely import Point, box
    >>> border_line(box(0, 0, 1, 1), box(1, 0, 2, 2)).intersects(Point(1, 0.5))
    True
    >>> border_line(box(0, 0, 1, 1), box(4, 0, 5, 1)) is None
    True
    """
    import shapely

    mine, theirs = unwrap(areal(area)), unwrap(areal(other))
    mine = shift(mine, 360 * round((theirs.centroid.x - mine.centroid.x) / 360))
    reach = 0.5
    near_theirs = shapely.clip_by_rect(mine.boundary, *_grown(theirs.bounds, reach))
    near_mine = shapely.clip_by_rect(theirs.boundary, *_grown(mine.bounds, reach))
    if near_theirs.is_empty or near_mine.is_empty:
        return None
    plane = _plane_of(near_theirs)
    line, rim = plane.forward(near_theirs), plane.forward(near_mine)
    for km in MATCH_KM:
        shared = shapely.intersection(line, shapely.buffer(rim, km * 1000, quad_segs=2))
        if shared.length > 3000 * km:
            # along the very boundary, so that the band starts at it
            mask = plane.back(shapely.buffer(shared, 100, quad_segs=1))
            return shapely.line_merge(shapely.union_all(_lines(shapely.intersection(near_theirs, mask))))
    return None


def _lines(shape: BaseGeometry) -> list[BaseGeometry]:
    import shapely

    return [piece for piece in shapely.get_parts(shape) if piece.length > 0]


def _grown(bounds: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    west, south, east, north = bounds
    return west - by, south - by, east + by, north + by


def circle(*, lon: float, lat: float, km: float) -> BaseGeometry:
    """Return the geodesic circle round a point; `km` above zero.

    >>> from gazetteer.geometry import cover
    >>> round(cover(circle(lon=179.9, lat=-17, km=30))[2])
    30
    >>> circle(lon=0, lat=89.9, km=100).is_valid
    True
    """
    import shapely

    plane = _Plane(lon, lat)
    return wrap(areal(plane.back(shapely.buffer(shapely.Point(0, 0), km * 1000, quad_segs=STEPS // 4))))


def sector(*, lon: float, lat: float, directions: Iterable[str], km: float, inner_km: float = 0.0) -> BaseGeometry:
    """Return the quarter circles toward some directions from a point, from `inner_km` out to `km`.

    >>> from shapely import Point
    >>> east = sector(lon=36.7, lat=35.1, directions=["east"], km=30)
    >>> east.contains(Point(36.9, 35.1)), east.contains(Point(36.5, 35.1))
    (True, False)
    """
    import shapely

    wedges = []
    for direction in directions:
        angles = [math.radians(BEARINGS[direction] - 45 + 90 * step / 16) for step in range(17)]
        rim = [(1000 * km * math.sin(a), 1000 * km * math.cos(a)) for a in angles]
        wedges.append(shapely.Polygon([(0, 0), *rim]))
    fan = shapely.union_all(wedges)
    if inner_km:
        fan = shapely.difference(fan, shapely.buffer(shapely.Point(0, 0), inner_km * 1000))
    return wrap(areal(_Plane(lon, lat).back(fan)))


def corridor(start: tuple[float, float], end: tuple[float, float], km: float) -> BaseGeometry:
    """Return all within `km` of the geodesic between two points given as (lon, lat).

    >>> from shapely import Point
    >>> corridor((36.72, 34.73), (36.76, 35.13), 5).contains(Point(36.74, 34.93))
    True
    """
    import shapely

    east = end[0] + 360 * round((start[0] - end[0]) / 360)
    line = shapely.LineString([start, (east, end[1])])
    return widen(line if line.length > 1e-9 else shapely.Point(start), km)  # noqa: PLR2004


def moved(*, lon: float, lat: float, bearing: float, km: float) -> tuple[float, float]:
    """Return the (lon, lat) that lies `km` from a point toward a bearing in degrees.

    >>> lon, lat = moved(lon=36.76, lat=35.13, bearing=90, km=10)
    >>> round(lon, 2), round(lat, 2)
    (36.87, 35.13)
    """
    east, north, _ = geod().fwd(lon, lat, bearing, km * 1000)
    return float(east), float(north)
