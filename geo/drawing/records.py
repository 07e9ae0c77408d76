"""Rows of a result as compact JSON records: nulls left out, shapes and articles that rows share kept once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from geo.drawing.packing import pack_area
from geo.exchanging.cells import web_address

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

SOURCE_FIELDS: Final = ("article_id", "outlet", "url", "published", "retrieved", "article_sha256")
"""Fields that all reports from one article share."""


@dataclass(slots=True)
class Shared:
    """What several records refer to by number: areas and sources, each kept once."""

    areas: list[list[list[str]]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    _area_ids: dict[bytes, int] = field(default_factory=dict)
    _source_ids: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def area(self, geometry: BaseGeometry | None) -> int | None:
        """Return the number of an area; None for a point, a line or nothing."""
        if geometry is None or geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty:
            return None
        key = geometry.wkb
        if key not in self._area_ids:
            self._area_ids[key] = len(self.areas)
            self.areas.append(pack_area(geometry))
        return self._area_ids[key]

    def report(self, report: Mapping[str, Any], titles: Mapping[str, str | None]) -> dict[str, Any]:
        """Return a report with its source by number."""
        key = tuple(report.get(name) for name in SOURCE_FIELDS)
        if key not in self._source_ids:
            self._source_ids[key] = len(self.sources)
            source = dict(zip(SOURCE_FIELDS, key, strict=True))
            source["url"] = web_address(source["url"])
            source["title"] = titles.get(str(source["article_id"]))
            self.sources.append(without_nulls(source))
        rest = {name: value for name, value in report.items() if name not in SOURCE_FIELDS}
        rest["counts"] = [without_nulls(count) for count in report.get("counts") or ()]
        return {"source": self._source_ids[key]} | without_nulls(rest)


def without_nulls(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without what is null, empty or false: absence says the same in fewer bytes.

    >>> without_nulls({"a": None, "b": "", "c": False, "d": 0, "e": []})
    {'d': 0}
    """
    return {
        key: value
        for key, value in record.items()
        if value is not None and value is not False and value not in ("", [])
    }


def rows(frame: gpd.GeoDataFrame) -> Iterator[tuple[dict[str, Any], BaseGeometry | None]]:
    """Yield each row as plain Python values without its nulls, and its geometry or None."""
    columns = {name: _plain(frame[name]) for name in frame.columns if name != frame.geometry.name}
    names = tuple(columns)
    for values, geometry in zip(zip(*columns.values(), strict=True), frame.geometry, strict=True):
        yield without_nulls(dict(zip(names, values, strict=True))), geometry if _is_shape(geometry) else None


def _is_shape(value: object) -> bool:
    return hasattr(value, "geom_type")


def _plain(column: pd.Series[Any]) -> list[Any]:
    if str(column.dtype) == "object":
        return [_or_none(value) for value in column]
    values = column.astype("object")
    return list(values.where(column.notna(), None))


def _or_none(value: object) -> object:
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 -- NaN is not itself
