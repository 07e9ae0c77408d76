"""JSON lines: one incident a line in text order, every column present, null for unknown, geometry only for areas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError
from geo.exchanging.cells import area, geojson, records, shapes, to_json

if TYPE_CHECKING:
    import geopandas as gpd


def lines(incidents: gpd.GeoDataFrame) -> Iterator[str]:
    """Yield each incident as a line of JSON without its line end."""
    for row, geometry in zip(records(incidents), shapes(incidents), strict=True):
        yield to_json({**row, "geometry": geojson(area(geometry))})


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line number and the columns of each row of a JSON-lines export; geometry is still GeoJSON.

    Raises:
        ExportError: a line is no JSON object.
    """
    with path.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as fault:
                raise ExportError(f"line {number} is no valid JSON ({fault}); export it anew", path=path) from None
            if not isinstance(row, dict):
                raise ExportError(f"line {number} is no JSON object; export it anew", path=path)
            yield number, row
