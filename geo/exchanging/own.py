"""Dateline's own exports, read back: GeoParquet, GeoPackage, JSON lines, GeoJSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from geo.errors import ExportError
from geo.exchanging import arrow, geopackage, jsonlines, tablefile
from geo.exchanging.cells import records, shapes
from geo.exchanging.foreign import BadRow
from geo.table.schema import INCIDENTS

COLUMNS: Final = {column.name: column for column in INCIDENTS}
Found = tuple[str, Mapping[str, Any]]
"""Where a row stands ("line 7") and its columns."""


def read(path: Path) -> Iterator[Found]:
    """Yield the rows of an export.

    Raises:
        ExportError: the ending is none of Dateline's formats, or the file is not what its ending says.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ExportError(f"the ending {path.suffix or '(none)'} is unknown; use {' '.join(READERS)}", path=path)
    try:
        yield from reader(path)
    except UnicodeDecodeError:
        raise ExportError("it is not UTF-8, so it is no export of Dateline's", path=path) from None
    except OSError as fault:
        raise ExportError(f"it cannot be read ({fault.strerror})", path=path) from None


def incident(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with each value in the type of its column, whatever the format made of it.

    Raises:
        BadRow: a value does not fit its column.
    """
    made: dict[str, Any] = {}
    for name, value in row.items():
        if name in COLUMNS:
            made[name] = _typed(value, name)
        elif name != tablefile.NOTE:
            made[name] = None if value != value else value  # noqa: PLR0124 -- NaN
    return made


def _typed(value: Any, name: str) -> Any:  # noqa: ANN401 -- any cell
    kind = COLUMNS[name].dtype
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 -- NaN
        return None
    try:
        return CASTS[kind](value)
    except (TypeError, ValueError, KeyError):
        shown = str(value)[:40]
        raise BadRow(f"{name} {shown!r} is no {kind}") from None


def _json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


def _boolean(value: object) -> bool:
    return {"true": True, "false": False, "1": True, "0": False}[str(value).lower().removesuffix(".0")]


def _shape(value: Any) -> Any:  # noqa: ANN401 -- WKT, GeoJSON or a shape
    import shapely
    from shapely.geometry import shape

    if isinstance(value, str):
        return shapely.from_wkt(value)
    return shape(dict(value)) if isinstance(value, Mapping) else value


CASTS: Final[dict[str, Callable[[Any], Any]]] = {
    "string": str,
    "Int64": lambda value: int(float(value)) if isinstance(value, str) else int(value),
    "Float64": float,
    "boolean": _boolean,
    "json": _json,
    "geometry": _shape,
}


def _csv(path: Path) -> Iterator[Found]:
    _, rows = tablefile.load(path)
    return ((f"line {line}", row) for line, row in rows)


def _jsonl(path: Path) -> Iterator[Found]:
    return ((f"line {line}", row) for line, row in jsonlines.read_rows(path))


def _parquet(path: Path) -> Iterator[Found]:
    return ((f"row {number}", row) for number, row in enumerate(arrow.read(path), start=1))


def _geopackage(path: Path) -> Iterator[Found]:
    frame = geopackage.read(path, "incidents")
    pairs = zip(records(frame), shapes(frame), strict=True)
    return ((f"row {number}", {**row, "geometry": shape}) for number, (row, shape) in enumerate(pairs, start=1))


def _geojson(path: Path) -> Iterator[Found]:
    for number, feature in enumerate(features_of(path), start=1):
        yield f"feature {number}", {**(feature.get("properties") or {}), "geometry": feature.get("geometry")}


def features_of(path: Path) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON file.

    Raises:
        ExportError: it is no feature collection.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise ExportError(f"this is no valid JSON ({str(fault)[:80]})", path=path) from None
    listed = document.get("features") if isinstance(document, dict) else None
    if not isinstance(listed, list) or not all(isinstance(feature, dict) for feature in listed):
        raise ExportError("this is no GeoJSON feature collection", path=path)
    return listed


READERS: Final[dict[str, Callable[[Path], Iterator[Found]]]] = {
    ".parquet": _parquet,
    ".gpkg": _geopackage,
    ".jsonl": _jsonl,
    ".geojson": _geojson,
    ".csv": _csv,
}
"""The reader of each of Dateline's own formats."""
