"""GeoParquet: the incident table with pinned types, reports as a list of structs, geometry as WKB with its bounds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ExportError
from geo.exchanging.cells import plain, shapes, to_json
from geo.table.frames import CRS
from geo.table.schema import INCIDENTS, Column

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa

META_KEY: Final = b"dateline"
GEOPARQUET_VERSION: Final = "1.1.0"
WHOLE_NUMBERS: Final = frozenset({"quote_start", "quote_end", "trigger_start", "trigger_end"})


def report_type() -> pa.DataType:
    """Return the pinned Arrow type of `reports`, the same in every file, whatever its rows hold."""
    import pyarrow as pa

    from geo.table.schema import REPORT_FIELDS

    count = [("what", pa.string()), *((name, pa.int64()) for name in ("low", "best", "high"))]
    count += [(name, pa.string()) for name in ("unit", "qualifier", "kind", "text")]

    def of_field(name: str) -> pa.DataType:
        if name == "counts":
            return pa.list_(pa.struct(count))
        return pa.int64() if name in WHOLE_NUMBERS else pa.string()

    return pa.list_(pa.struct([(name, of_field(name)) for name in REPORT_FIELDS]))


def _field_type(column: Column) -> pa.DataType:
    import pyarrow as pa

    if column.name == "reports":
        return report_type()
    return {
        "string": pa.string(),
        "Int64": pa.int64(),
        "Float64": pa.float64(),
        "boolean": pa.bool_(),
        "json": pa.string(),
        "geometry": pa.binary(),
    }[column.dtype]


def to_table(frame: gpd.GeoDataFrame, facts: dict[str, Any]) -> pa.Table:
    """Return an incident table as an Arrow table with GeoParquet's and Dateline's metadata."""
    import pyarrow as pa

    arrays: dict[str, pa.Array] = {}
    for column in INCIDENTS:
        arrays[column.name] = pa.array(_values(frame, column), type=_field_type(column))
    for name in frame.columns:
        if name not in arrays:
            arrays[str(name)] = _extra(frame[name])
    table = pa.table(arrays)
    geo = {b"geo": json.dumps(_geo_facts(frame)).encode(), META_KEY: to_json(facts).encode()}
    # pandas' own metadata lets readers give the nullable types back (Int64, not float).
    example = pa.Table.from_pandas(frame.drop(columns=["geometry", "reports", "place_reasons"]), preserve_index=False)
    pandas = json.loads((example.schema.metadata or {})[b"pandas"])
    return table.replace_schema_metadata({**geo, b"pandas": json.dumps(pandas).encode()})


def _values(frame: gpd.GeoDataFrame, column: Column) -> list[Any]:
    if column.dtype == "geometry":
        return [None if shape is None else shape.wkb for shape in shapes(frame)]
    values = plain(frame[column.name])
    return [to_json(value) for value in values] if column.dtype == "json" and column.name != "reports" else values


def _extra(values: pd.Series[Any]) -> pa.Array:
    import pyarrow as pa

    cells = plain(values)
    if any(isinstance(cell, list | dict) for cell in cells):
        cells = [None if cell is None else to_json(cell) for cell in cells]
    try:
        return pa.array(cells)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # a column of mixed types is kept as text
        return pa.array([None if cell is None else str(cell) for cell in cells], type=pa.string())


def _geo_facts(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    from pyproj import CRS as PYPROJ_CRS

    known = [shape for shape in shapes(frame) if shape is not None]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in known}),
        "crs": PYPROJ_CRS.from_user_input(CRS).to_json_dict(),
        "edges": "planar",
    }
    if known:
        column["bbox"] = [float(edge) for edge in frame.geometry.total_bounds]
    return {"version": GEOPARQUET_VERSION, "primary_column": "geometry", "columns": {"geometry": column}}


def write(frame: gpd.GeoDataFrame, path: Path, facts: dict[str, Any]) -> None:
    """Write a GeoParquet file."""
    import pyarrow.parquet as pq

    pq.write_table(to_table(frame, facts), path, compression="zstd")


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a GeoParquet export; geometries are Shapely's.

    Raises:
        ExportError: it is no Parquet file, or none of Dateline's.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq
    import shapely

    try:
        # Without the pandas metadata: plain Python values are wanted, not a frame.
        table = pq.ParquetFile(path).read()
    except (pa.ArrowException, OSError) as fault:
        raise ExportError(f"this is no readable Parquet file ({str(fault).splitlines()[0]})", path=path) from None
    rows: list[dict[str, Any]] = table.to_pylist()
    for row in rows:
        if row.get("geometry") is not None:
            row["geometry"] = shapely.from_wkb(row["geometry"])
    return rows
