"""Table cells as plain Python values, JSON and CSV text, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

_LINE_ENDS: Final = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
AREAS: Final = ("Polygon", "MultiPolygon")
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


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
    return [None if null else _native(value) for value, null in zip(values, column.isna(), strict=True)]


def _native(value: Any) -> Any:  # noqa: ANN401 -- any cell
    return value.item() if hasattr(value, "item") and getattr(value, "shape", None) == () else value


def to_json(value: object) -> str:
    r"""Return JSON on one line, Unicode as it is; numbers that JSON does not know are an error, not `NaN`.

    The three characters beyond ASCII that some readers take for line ends are escaped: a line stays a line.

    >>> to_json({"a": "é\u2028"})
    '{"a": "é\\u2028"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_native)
    return text.translate(_LINE_ENDS)


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


def csv_cell(value: object) -> str:
    """Return a value as the text of a CSV cell that no spreadsheet takes for a formula.

    A text that begins like one gets an apostrophe in front, and so does one that begins with apostrophes before such
    a sign: `from_csv_cell` can then take exactly one away.

    >>> csv_cell("=SUM(A1)"), csv_cell(-3.5), csv_cell(None), csv_cell(True), csv_cell(["a"])
    ("'=SUM(A1)", '-3.5', '', 'true', '["a"]')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = value if isinstance(value, str) else to_json(value)
    return f"'{text}" if _FORMULA.match(text) else text


def from_csv_cell(text: str) -> str | None:
    """Return the text that `csv_cell` was given; an empty cell is None.

    >>> from_csv_cell("'=SUM(A1)"), from_csv_cell("'tis"), from_csv_cell("")
    ('=SUM(A1)', "'tis", None)
    """
    if not text:
        return None
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


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
