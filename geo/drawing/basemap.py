"""The base map's shapes: the whole world coarsely, and the neighbourhood of the incidents in detail.

Everything is in EPSG:4326 and packed as text (`geo.drawing.packing`); tolerances are in degrees.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol

from gazetteer.places import Place
from geo.drawing.assets import own
from geo.drawing.packing import pack_area, pack_lines, parts_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DETAIL_SCALE: Final = 1000
MARGIN: Final = 3.0  # degrees round each incident that are drawn in detail
COARSE_MARGIN: Final = 1.0
LARGE_WINDOW: Final = 600.0  # square degrees: above, the margin shrinks
TINY_HOLE: Final = 0.01  # square degrees, about 100 km²
DETAIL_BUDGET: Final = 220_000  # characters
TOLERANCES: Final = (0.0, 0.004, 0.01, 0.02, 0.05, 0.1)
TOWNS: Final = 260
SITES: Final = ("base", "crossing", "camp", "airport")
"""Kinds of site that are drawn, the most telling first: an airport that is a base is drawn as a base."""
MANY_SITES: Final = 150
SAME_SITE: Final = 0.01  # degrees

Bounds = tuple[float, float, float, float]


class Tiles(NamedTuple):
    """An online base layer that the reader may turn on: a Leaflet address template and its attribution."""

    url: str
    attribution: str


class World(Protocol):
    """What the base map asks of a gazetteer."""

    def outlines(
        self, kind: Literal["country", "admin1", "road"], bbox: Bounds | None = None
    ) -> Iterator[tuple[Place, BaseGeometry]]:
        """Yield places and their outlines, of the whole world or of what touches the box."""
        ...

    def towns_within(self, bbox: Bounds, *, limit: int) -> list[Place]:
        """Return towns in the box, biggest first."""
        ...

    def sites_within(self, bbox: Bounds, kinds: Collection[str]) -> list[Place]:
        """Return crossings, bases and the like in the box, by name."""
        ...

    def info(self) -> Sequence[Any]:
        """Return the sources, to be credited."""
        ...

    def __hash__(self) -> int:
        """Return a hash: the base map is made once per gazetteer."""
        ...


def base(points: Iterable[tuple[float, float]], gaz: World) -> dict[str, Any]:
    """Return the packed base map for incidents at `points` (lon, lat).

    Keys: `world` (countries, coarse), `window` (where there is detail), `detail` (land there), `coast`, `borders`,
    `units` (lines there), `roads` ([name, lines]), `sites` ([kind, name, lon, lat]), `names` ([kind, name, lon, lat,
    weight]: weight is square degrees, for towns people).
    """
    boxes = tuple(sorted({(round(lon), round(lat)) for lon, lat in points}))
    return _base(boxes, gaz)


@lru_cache(maxsize=8)
def _base(centres: tuple[tuple[int, int], ...], gaz: World) -> dict[str, Any]:
    window = _window(centres)
    world = coarse_world()
    detail = _detail(window, gaz) if not window.is_empty else {}
    local = _local_names(window, gaz) if not window.is_empty else []
    empty: dict[str, Any] = {"detail": [], "coast": [], "borders": [], "units": [], "roads": [], "sites": []}
    return empty | detail | {"world": world["areas"], "window": pack_window(window), "names": [*world["names"], *local]}


@cache
def coarse_world() -> dict[str, Any]:
    """Return the world's countries as `geo.drawing.world` has packed them: `areas`, `names`, and `vintage`."""
    world: dict[str, Any] = json.loads(own("world.json"))
    return world


def pack_window(window: BaseGeometry) -> list[Any]:
    """Return the window packed like an area."""
    return [pack_area(window, DETAIL_SCALE)] if not window.is_empty else []


def _window(centres: tuple[tuple[int, int], ...]) -> BaseGeometry:
    """Return the union of boxes round the incidents: whole degrees, so that neighbours give the same window."""
    from shapely import box, unary_union

    def union(margin: float) -> BaseGeometry:
        return unary_union(
            [
                box(max(x - margin, -180), max(y - margin, -84), min(x + margin, 180), min(y + margin, 84))
                for x, y in centres
            ]
        )

    window = union(MARGIN)
    return window if window.area <= LARGE_WINDOW else union(COARSE_MARGIN)


def _detail(window: BaseGeometry, gaz: World) -> dict[str, Any]:
    """Return land, coast, borders and units inside the window, as fine as the budget allows."""
    countries = _within(window, "country", gaz)
    if not countries:  # open sea
        return {}
    units = _within(window, "admin1", gaz)
    packed: dict[str, Any] = {}
    roads = _roads(window, gaz)
    for tolerance in TOLERANCES:
        packed = _draw(window, countries, units, tolerance)
        if sum(map(len, _texts(packed))) <= DETAIL_BUDGET:
            break
    return packed | {"roads": roads, "sites": _sites(window, gaz)}


def _within(window: BaseGeometry, kind: Literal["country", "admin1"], gaz: World) -> list[BaseGeometry]:
    from shapely import clip_by_rect, make_valid, prepare

    prepare(window)
    west, south, east, north = window.bounds
    found = []
    for _, outline in gaz.outlines(kind, bbox=window.bounds):
        part = clip_by_rect(outline, west - 0.01, south - 0.01, east + 0.01, north + 0.01)
        if not part.is_empty and window.intersects(part):
            found.append(_polygonal(make_valid(part)))
    return found


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry without their tiny holes, which are gaps between units, not lakes."""
    from shapely import MultiPolygon, Polygon

    return MultiPolygon(
        [
            Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > TINY_HOLE])
            for part in parts_of(geometry)
        ]
    )


def _draw(
    window: BaseGeometry, countries: list[BaseGeometry], units: list[BaseGeometry], tolerance: float
) -> dict[str, Any]:
    from shapely import coverage_simplify, unary_union

    if tolerance:
        countries = list(coverage_simplify(countries, tolerance)) if countries else []
        units = list(coverage_simplify(units, tolerance)) if units else []
    land = unary_union(countries)
    every = unary_union([country.boundary for country in countries])
    coast = land.boundary
    borders = every.difference(coast)
    inner = unary_union([unit.boundary for unit in units]).difference(every.simplify(0.005).buffer(0.02, quad_segs=1))
    inside = window.buffer(-0.005)
    return {
        "detail": [pack_area(land.intersection(window), DETAIL_SCALE)],
        "coast": pack_lines(_merged(coast.intersection(inside)), DETAIL_SCALE),
        "borders": pack_lines(_merged(borders.intersection(inside)), DETAIL_SCALE),
        "units": pack_lines(_merged(inner.intersection(inside)), DETAIL_SCALE),
    }


def _roads(window: BaseGeometry, gaz: World) -> list[list[Any]]:
    """Return [name, lines] of the roads that the gazetteer knows as lines."""
    found = gaz.outlines("road", bbox=window.bounds)
    return [[place.name, lines] for place, line in found if (lines := pack_lines(line, DETAIL_SCALE))]


def _sites(window: BaseGeometry, gaz: World) -> list[list[Any]]:
    """Return [kind, name, lon, lat] of the crossings, bases, camps and airports inside the window."""
    from shapely import Point

    seen: set[tuple[int, int]] = set()
    sites = []
    for place in sorted(gaz.sites_within(window.bounds, SITES), key=lambda place: SITES.index(place.kind)):
        spot = (round(place.lon / SAME_SITE), round(place.lat / SAME_SITE))
        if spot not in seen and window.contains(Point(place.lon, place.lat)):
            seen.add(spot)
            sites.append([place.kind, place.name, round(place.lon, 3), round(place.lat, 3)])
    return sites[:MANY_SITES]


def _merged(lines: BaseGeometry) -> BaseGeometry:
    from shapely import line_merge

    return lines if lines.is_empty else line_merge(lines)


def _texts(packed: Any) -> list[str]:  # noqa: ANN401 -- JSON
    if isinstance(packed, str):
        return [packed]
    values = packed.values() if isinstance(packed, dict) else packed
    return [text for value in values for text in _texts(value)]


def _local_names(window: BaseGeometry, gaz: World) -> list[list[Any]]:
    from shapely import Point

    names: list[list[Any]] = [
        ["admin1", place.name, round(place.lon, 3), round(place.lat, 3), round(outline.area, 2)]
        for place, outline in gaz.outlines("admin1", bbox=window.bounds)
        if window.contains(Point(place.lon, place.lat))
    ]
    names.sort(key=lambda name: (-float(name[4]), str(name[1])))
    for part in getattr(window, "geoms", (window,)):
        towns = gaz.towns_within(part.bounds, limit=TOWNS)
        names.extend(["town", town.name, round(town.lon, 3), round(town.lat, 3), town.population] for town in towns)
    return names
