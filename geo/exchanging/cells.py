"""Table cells as plain Python values, JSON and CSV text, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from geo.table.cells import csv_cell, from_csv_cell, native, to_json

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "AREAS",
    "area",
    "csv_cell",
    "from_csv_cell",
    "geojson",
    "location",
    "outlets",
    "plain",
    "quotes",
    "records",
    "review_of",
    "shapes",
    "to_json",
    "web_address",
]

AREAS: Final = ("Polygon", "MultiPolygon")


def records(frame: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """Yield each row's columns but the geometry as plain Python values, null as None.

    >>> from geo.table.frames import from_rows
    >>> from geo.table.schema import FLOWS
    >>> next(records(from_rows([{"flow_id": "f", "people": 7}], FLOWS)))["families"] is None
    True
    """
    names = [str(name) for name in frame.columns if name != "geometry"]
    columns = [plain(frame[name]) for name in names]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def plain(column: pd.Series[Any]) -> list[Any]:
    """Return a column as a list of Python values, null as None."""
    values = column.astype("object")
    return [None if null else native(value) for value, null in zip(values, column.isna(), strict=True)]


def shapes(frame: gpd.GeoDataFrame) -> list[BaseGeometry | None]:
    """Return the geometries of a table as a list, None where there is none."""
    return list(frame.geometry)


def area(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """Return a geometry if it is an area; a point says no more than (lon, lat) do."""
    return geometry if geometry is not None and geometry.geom_type in AREAS else None


def geojson(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    """Return a geometry as GeoJSON, or None."""
    from shapely.geometry import mapping

    return None if geometry is None else mapping(geometry)


def quotes(row: Mapping[str, Any]) -> str:
    """Return the different quotes of an incident's reports as one text."""
    told = [str(report.get("quote") or "") for report in row.get("reports") or []]
    return " | ".join(dict.fromkeys(filter(None, told)))


def outlets(row: Mapping[str, Any]) -> list[str]:
    """Return the different outlets (without one, article ids) of an incident's reports."""
    told = [str(report.get("outlet") or report.get("article_id") or "") for report in row.get("reports") or []]
    return list(dict.fromkeys(filter(None, told)))


def location(row: Mapping[str, Any]) -> str | None:
    """Return an incident's place for the reader: as resolved, else as written."""
    return row.get("place_name") or row.get("place_text")


def web_address(url: object) -> str | None:
    """Return an address if it is http or https, else None.

    >>> web_address("https://news.example/a"), web_address("javascript:alert(1)"), web_address(None)
    ('https://news.example/a', None, None)
    """
    try:
        return url if isinstance(url, str) and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:  # a malformed host, as in "http://["
        return None


UNREVIEWED: Final = "Unreviewed machine extraction"


def review_of(row: Mapping[str, Any]) -> str:
    """Return the state of an incident's review for the reader.

    >>> review_of({"review": "auto"}), review_of({"review": "edited"})
    ('Unreviewed machine extraction', 'review: edited')
    """
    return UNREVIEWED if row["review"] == "auto" else f"review: {row['review']}"
