"""One declarative query (JSON) that filters the map, the table, the charts and every export.

Two evaluators read it: `matches` here and `geo/drawing/static/query.js` in the map document. Both must answer the
same on every row; a generated set of cases holds them together (`tests/test_query_twin.py`).

Meaning of the fields; a row must satisfy all that are set (an empty list, null or "" is not set):

| field | a row passes when |
|---|---|
| layers | `layer_of(row)` is listed (default: `incidents` alone) |
| since, until | [date_start, date_end] overlaps [since, until], bounds included; no date_start: only if `undated` |
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

from dataclasses import dataclass


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
