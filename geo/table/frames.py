"""Tables as the schema wants them: made empty, made from rows, brought into form, checked.

A frame has the schema's columns in their order, with pandas' nullable types (`string`, `Int64`, `Float64`,
`boolean`); `json` columns hold Python lists and dicts, `geometry` is EPSG:4326. Columns beyond the schema may follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from geo.errors import SchemaError
from geo.table.schema import ACTOR_TYPES, EVENT_TYPES, GRADES, MODALITIES, REVIEWS, Column, Dtype

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

CRS: Final = "EPSG:4326"
DTYPES: Final[dict[Dtype, str]] = {
    "string": "string",
    "Int64": "Int64",
    "Float64": "Float64",
    "boolean": "boolean",
    "json": "object",
    "geometry": "geometry",
}
"""The pandas type of each type of the schema."""

_SUB_TYPES: Final = frozenset(sub for subs in EVENT_TYPES.values() for sub in subs) | frozenset(EVENT_TYPES)
CLOSED: Final[dict[str, frozenset[str]]] = {
    "event_type": frozenset(EVENT_TYPES),
    "sub_event_type": _SUB_TYPES,  # the event type itself where a foreign table does not tell more
    "modality": frozenset(MODALITIES),
    "grade": frozenset(GRADES),
    "review": frozenset(REVIEWS),
    "actor1_type": frozenset(ACTOR_TYPES),
    "actor2_type": frozenset(ACTOR_TYPES),
    "holder_type": frozenset(ACTOR_TYPES),
}
"""Columns whose values come from a fixed list."""

DAYS: Final = ("date_start", "date_end", "valid_from", "valid_to")
RANGES: Final[dict[str, tuple[float, float]]] = {
    **dict.fromkeys(("lon", "origin_lon", "destination_lon"), (-180, 180)),
    **dict.fromkeys(("lat", "origin_lat", "destination_lat"), (-90, 90)),
    "geo_precision": (1, 3),
    "time_precision": (1, 3),
    "where_precision": (1, 7),
    "date_precision": (1, 5),
    "fatalities": (0, float("inf")),
    "injured": (0, float("inf")),
    "displaced": (0, float("inf")),
    "uncertainty_km": (0, float("inf")),
}
"""Columns whose numbers have bounds, both included."""


def empty(columns: Sequence[Column]) -> gpd.GeoDataFrame:
    """Return a table of no rows that keeps to the schema.

    >>> from geo.table.schema import INCIDENTS
    >>> frame = empty(INCIDENTS)
    >>> len(frame), str(frame["fatalities"].dtype), frame.crs.to_epsg()
    (0, 'Int64', 4326)
    """
    return from_rows([], columns)


def from_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column]) -> gpd.GeoDataFrame:
    """Return a table made of rows; a column that a row lacks is null (for `json`, an empty list), extra ones follow.

    >>> from geo.table.schema import FLOWS
    >>> from_rows([{"flow_id": "f1", "people": 1000}], FLOWS)["people"].tolist()
    [1000]
    """
    import pandas as pd

    kept = list(rows)
    extra = [name for name in dict.fromkeys(name for row in kept for name in row) if name not in _names(columns)]
    data = {name: pd.Series([row.get(name) for row in kept], dtype="object") for name in [*_names(columns), *extra]}
    for name in extra:
        data[name] = data[name].convert_dtypes()
    return conform(pd.DataFrame(data), columns)


def conform(frame: pd.DataFrame, columns: Sequence[Column]) -> gpd.GeoDataFrame:
    """Return the table in the schema's order and types, geometry in EPSG:4326; its extra columns come last.

    Raises:
        SchemaError: a column's values do not fit its type.
    """
    import geopandas as gpd
    import pandas as pd

    data: dict[str, Any] = {}
    problems: list[str] = []
    for column in columns:
        values = frame[column.name] if column.name in frame else pd.Series([None] * len(frame), dtype="object")
        try:
            data[column.name] = _cast(values, column).reset_index(drop=True)
        except (TypeError, ValueError) as fault:
            problems.append(f"column {column.name!r} does not fit {column.dtype} ({fault})")
    if problems:
        raise SchemaError("table", problems)
    for name in frame.columns:
        if name not in data:
            data[name] = frame[name].reset_index(drop=True)
    return gpd.GeoDataFrame(data, geometry="geometry", crs=CRS)


def _cast(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    import geopandas as gpd
    import pandas as pd

    if column.dtype == "geometry":
        placed = gpd.GeoSeries(
            values.astype("object").where(values.notna(), None), crs=getattr(values, "crs", None) or CRS
        )
        return placed.to_crs(CRS)
    if column.dtype == "json":
        return pd.Series([value if isinstance(value, list | dict) else [] for value in values], dtype="object")
    return values.astype(pd.api.types.pandas_dtype(DTYPES[column.dtype]))


def validate(frame: pd.DataFrame, columns: Sequence[Column], *, table: str = "table") -> None:
    """Check a table against its schema: columns, types, nulls, fixed lists, days and bounds.

    Raises:
        SchemaError: it does not keep to the schema; every fault is listed, with the first row at fault.

    >>> from geo.table.schema import INCIDENTS
    >>> validate(empty(INCIDENTS), INCIDENTS)
    >>> validate(empty(INCIDENTS).drop(columns=["lon", "grade"]), INCIDENTS, table="incidents")
    Traceback (most recent call last):
    geo.errors.SchemaError: incidents: column 'lon' is missing; column 'grade' is missing
    """
    problems: list[str] = []
    for column in columns:
        if column.name not in frame:
            problems.append(f"column {column.name!r} is missing")
            continue
        for check in (_check_type, _check_null, _check_values):
            problem = check(frame[column.name], column)
            if problem:
                problems.append(f"column {column.name!r} {problem}")
                break
    if problems:
        raise SchemaError(table, problems)


def _check_type(values: pd.Series[Any], column: Column) -> str:
    wanted = DTYPES[column.dtype]
    if str(values.dtype) != wanted:
        return f"is {values.dtype}, not {wanted}"
    if column.dtype == "geometry" and getattr(values, "crs", None) != CRS:
        return f"lies in {getattr(values, 'crs', None)}, not in {CRS}"
    return ""


def _check_null(values: pd.Series[Any], column: Column) -> str:
    return "" if column.nullable else _first_bad(values, values.isna().tolist(), "is null in")


def _check_values(values: pd.Series[Any], column: Column) -> str:
    if column.dtype == "json":
        return _bad_where(values, lambda value: not isinstance(value, list | dict), "is no list in")
    if column.dtype == "geometry":
        return _bad_where(values, lambda value: value is not None and value.is_empty, "is empty in")
    known = values.dropna()
    if column.dtype == "string":
        problem = _bad_where(known, lambda value: value == "", "is '' (not null) in")
        if problem:
            return problem
    if column.name in CLOSED:
        allowed = CLOSED[column.name]
        return _bad_where(known, lambda value: value not in allowed, "is not in the schema's list in")
    if column.name in DAYS:
        return _bad_where(known, lambda value: not _is_day(value), "is no ISO day in")
    if column.name in RANGES:
        low, high = RANGES[column.name]
        return _bad_where(known, lambda value: not low <= value <= high, f"is not in {low:g} to {high:g} in")
    return ""


def _bad_where(values: pd.Series[Any], bad: Callable[[Any], bool], words: str) -> str:
    return _first_bad(values, [bad(value) for value in values], words)


def _first_bad(values: pd.Series[Any], bad: list[bool], words: str) -> str:
    if not any(bad):
        return ""
    first = bad.index(True)
    return f"{words} {sum(bad)} row(s), first in row {values.index[first]} ({values.iloc[first]!r})"


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _names(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns]
