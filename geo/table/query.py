"""One declarative query (JSON) that filters the map, the table, the charts and every export.

Two evaluators read it: `matches` here and `geo/drawing/static/query.js` in the map document. Both must answer the
same on every row; a generated set of cases holds them together (`tests/test_query_twin.py`).

Meaning of the fields; a row must satisfy all that are set (an empty list, null or "" is not set):

| field | a row passes when |
|---|---|
| layers | `layer_of(row)` is listed (default: `incidents` alone) |
| since, until | [date_start, date_end] overlaps [since, until], bounds included; no date_end: date_start |
| undated | if false, rows without date_start fail, with or without since and until; if true, they pass |
| types | event_type or sub_event_type is listed |
| actors | actor1 or actor2 is listed |
| modalities, grades, zones, reviews, countries, admin1 | the column is listed (zones: zone_id) |
| sources | the outlet (or, without one, the article_id) of any report is listed |
| precisions | geo_precision is listed; 0 stands for null |
| near | [lon, lat, km]: (lon, lat) lies within km (haversine, radius 6371.0088 km); rows without lon fail |
| polygon | list of [lon, lat]: (lon, lat) lies inside (even-odd rule); rows without lon fail |
| text | each blank-separated word, folded, occurs in the row's folded haystack (`fold`, `haystack`) |

A row whose review is `rejected` passes only if `reviews` lists it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Self

from geo.errors import QueryError
from geo.table import checks
from geo.table.schema import GRADES, LAYERS, MODALITIES, REVIEWS, layer_of
from geo.table.text import fold, haystack, words

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Query", "apply", "fold", "haystack", "matches"]

EARTH_RADIUS_KM: Final = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Query:
    """A filter over the incident table; frozen and hashable, so it can key a cache. See the module's table."""

    layers: tuple[str, ...] = ("incidents",)
    since: str | None = None
    until: str | None = None
    undated: bool = True
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    precisions: tuple[int, ...] = ()
    near: tuple[float, float, float] | None = None
    polygon: tuple[tuple[float, float], ...] = ()
    text: str = ""

    def to_json(self) -> str:
        """Return the query as one line of JSON with every field, in the order of the class.

        >>> Query(grades=("fair",)).to_json()[:53]
        '{"layers": ["incidents"], "since": null, "until": nul'
        """
        return json.dumps({field.name: getattr(self, field.name) for field in fields(self)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the query that a JSON object describes; a field that is absent has its default.

        Raises:
            QueryError: it is no JSON object, a field is unknown, or a value makes no sense.

        >>> Query.from_json('{"grades": ["fair"]}').grades
        ('fair',)
        """
        try:
            value = json.loads(text)
        except ValueError as fault:
            raise QueryError(f"this is no JSON ({fault}).", field="query") from None
        return cls.from_dict(value)

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Return the query that a mapping of its fields describes, each value checked.

        Raises:
            QueryError: a field is unknown, or a value makes no sense.

        >>> Query.from_dict({"since": "2018-02-31"})
        Traceback (most recent call last):
        geo.errors.QueryError: filter 'since': the day 2018-02-31 does not exist; check its month and day.
        """
        if not isinstance(values, Mapping):
            raise QueryError('this is no JSON object; write it as {"grades": ["fair"]}.', field="query")
        checked: dict[str, Any] = {}
        for name, value in values.items():
            if name not in CHECKS:
                raise checks.unknown_field(str(name), CHECKS)
            checked[name] = CHECKS[name](value, name)
        query = cls(**checked)
        if query.since and query.until and query.since > query.until:
            raise QueryError(f"it lies after until ({query.until}); swap the two.", field="since")
        return query


CHECKS: Final[dict[str, checks.Check]] = {
    "layers": checks.strings(LAYERS),
    "since": checks.day,
    "until": checks.day,
    "undated": checks.flag,
    "types": checks.strings(),
    "actors": checks.strings(),
    "modalities": checks.strings(MODALITIES),
    "grades": checks.strings(GRADES),
    "zones": checks.strings(),
    "reviews": checks.strings(REVIEWS),
    "countries": checks.strings(),
    "admin1": checks.strings(),
    "sources": checks.strings(),
    "precisions": checks.precisions,
    "near": checks.near,
    "polygon": checks.polygon,
    "text": checks.text,
}
"""The fields of a query as JSON knows them, each with the check of its value."""

LISTED: Final[dict[str, tuple[str, ...]]] = {
    "types": ("event_type", "sub_event_type"),
    "actors": ("actor1", "actor2"),
    "modalities": ("modality",),
    "grades": ("grade",),
    "zones": ("zone_id",),
    "countries": ("country",),
    "admin1": ("admin1",),
}
"""Fields that list allowed values, and the columns one of which must hold such a value."""


def apply(frame: gpd.GeoDataFrame, query: Query) -> gpd.GeoDataFrame:
    """Return the rows of an incident table that pass the query, in their order; the table itself is not changed.

    >>> from geo.table.frames import empty
    >>> from geo.table.schema import INCIDENTS
    >>> len(apply(empty(INCIDENTS), Query()))
    0
    """
    from geo.table.masks import passing

    return frame[passing(frame, query)]


def matches(row: Mapping[str, Any], query: Query) -> bool:
    """Say whether one incident, given as a mapping of its columns with None for null, passes the query.

    >>> row = {"event_type": "Battles", "sub_event_type": "Armed clash", "modality": "occurred", "background": False}
    >>> matches(row, Query()), matches(row, Query(types=("Riots",)))
    (True, False)
    """
    return (
        _in_layer(row, query)
        and _in_time(row, query)
        and all(
            not getattr(query, name) or any(row.get(column) in getattr(query, name) for column in columns)
            for name, columns in LISTED.items()
        )
        and (row.get("review") in query.reviews if query.reviews else row.get("review") != "rejected")
        and (not query.sources or any(source in query.sources for source in sources(row.get("reports"))))
        and (not query.precisions or (row.get("geo_precision") or 0) in query.precisions)
        and _in_space(row, query)
        and _in_text(row, query)
    )


def _in_layer(row: Mapping[str, Any], query: Query) -> bool:
    layer = layer_of(row["event_type"], row["modality"], background=bool(row["background"]))
    return not query.layers or layer in query.layers


def _in_time(row: Mapping[str, Any], query: Query) -> bool:
    start = row.get("date_start")
    if not start:
        return query.undated
    end = row.get("date_end") or start
    return not (query.since and end < query.since) and not (query.until and start > query.until)


def _in_space(row: Mapping[str, Any], query: Query) -> bool:
    if query.near is None and not query.polygon:
        return True
    lon, lat = row.get("lon"), row.get("lat")
    if lon is None or lat is None:
        return False
    if query.near is not None and _distance_km((lon, lat), query.near[:2]) > query.near[2]:
        return False
    return not query.polygon or _inside((lon, lat), query.polygon)


def _in_text(row: Mapping[str, Any], query: Query) -> bool:
    needles = words(query.text)
    if not needles:
        return True
    text = haystack(row)
    return all(needle in text for needle in needles)


def sources(reports: object) -> list[str]:
    """Return the source of each report: its outlet or, without one, its article's id.

    >>> sources([{"outlet": "AFP", "article_id": "a"}, {"outlet": None, "article_id": "b"}])
    ['AFP', 'b']
    """
    if not isinstance(reports, list):
        return []
    return [str(report.get("outlet") or report.get("article_id") or "") for report in reports]


def _distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    lon_a, lat_a, lon_b, lat_b = (math.radians(value) for value in (*a, *b))
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def _inside(point: tuple[float, float], polygon: tuple[tuple[float, float], ...]) -> bool:
    x, y = point
    inside = False
    for (xi, yi), (xj, yj) in zip(polygon, (polygon[-1], *polygon[:-1]), strict=True):
        if (yi > y) != (yj > y) and x < (xj - xi) * (y - yi) / (yj - yi) + xi:
            inside = not inside
    return inside
