"""CSV files: UTF-8 with a byte-order mark, CRLF, no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ExportError
from geo.exchanging.cells import area, csv_cell, from_csv_cell, location, outlets, quotes, records, shapes
from geo.reading.decoding import DecodingFault, decode

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

NOTE: Final = "export_note"
"""The last column: filters, time, version, hash and credits, in the first row alone, for CSV has no other place."""


def save(path: Path, names: Sequence[str], rows: Iterable[Sequence[object]], *, bom: bool = True) -> None:
    """Write a CSV file, each cell made safe."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows([csv_cell(cell) for cell in row] for row in rows)


def load(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str | None]]]]:
    """Return the column names and the rows with their line numbers; an empty cell is None, apostrophes are undone.

    Columns may be separated by commas, semicolons or tabs.

    Raises:
        ExportError: the file is empty, binary, not UTF-8, or no table.
    """
    csv.field_size_limit(1 << 30)  # an outline is longer than the module's 128 KiB
    try:
        text = decode(path.read_bytes())
    except DecodingFault as fault:
        where = "" if fault.line is None else f"line {fault.line}: "
        raise ExportError(f"{where}{fault}", path=path) from None
    except OSError as fault:
        raise ExportError(f"it cannot be read ({fault.strerror})", path=path) from None
    delimiter = max(",;\t", key=text.splitlines()[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        names = next(reader)
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                rows.append((line, {n: from_csv_cell(cell) for n, cell in zip(names, cells, strict=False)}))
            line = reader.line_num + 1
    except csv.Error as fault:
        raise ExportError(f"line {reader.line_num}: this is no valid CSV ({fault})", path=path) from None
    return names, rows


def write(incidents: gpd.GeoDataFrame, path: Path, facts: Mapping[str, Any]) -> None:
    """Write the incident table, every column of the schema; geometry as WKT where it is an area."""
    names = [str(name) for name in incidents.columns if name != "geometry"]
    rows = (
        [*row.values(), _wkt(area(shape)), facts["note"] if number == 0 else None]
        for number, (row, shape) in enumerate(zip(records(incidents), shapes(incidents), strict=True))
    )
    save(path, [*names, "geometry", NOTE], rows)


def _wkt(shape: BaseGeometry | None) -> str | None:
    import shapely

    return None if shape is None else shapely.to_wkt(shape, rounding_precision=-1)


HXL: Final[dict[str, tuple[str, str]]] = {
    "incident_id": ("Incident", "#event+id"),
    "event_type": ("Event type", "#event+type"),
    "sub_event_type": ("Sub-event type", "#event+subtype"),
    "modality": ("Modality", "#event+modality"),
    "date_start": ("Date from", "#date+occurred+start"),
    "date_end": ("Date to", "#date+occurred+end"),
    "country_name": ("Country", "#country+name"),
    "country": ("Country code", "#country+code+v_iso2"),
    "admin1": ("Admin 1", "#adm1+name"),
    "admin2": ("Admin 2", "#adm2+name"),
    "pcode": ("P-code", "#loc+code+v_pcode"),
    "location": ("Place", "#loc+name"),
    "lat": ("Latitude", "#geo+lat"),
    "lon": ("Longitude", "#geo+lon"),
    "geo_precision": ("Place precision (1 town, 2 near, 3 area)", "#geo+precision"),
    "actor1": ("By", "#group+perp+name"),
    "actor1_type": ("By (type)", "#group+perp+type"),
    "actor2": ("To", "#group+target+name"),
    "target_type": ("Target", "#targeted+type"),
    "fatalities": ("Killed", "#affected+killed"),
    "children_killed": ("Children killed", "#affected+killed+children"),
    "injured": ("Injured", "#affected+injured"),
    "displaced": ("Displaced", "#affected+displaced"),
    "grade": ("Grade", "#indicator+grade"),
    "review": ("Review", "#status+review"),
    "description": ("What is told", "#description"),
    "sources": ("Sources", "#meta+source"),
    NOTE: ("Export note", "#meta+note"),
}
"""Columns of the HXL file: heading and hashtag."""


def write_hxl(incidents: gpd.GeoDataFrame, path: Path, facts: Mapping[str, Any]) -> None:
    """Write an HXL file: a heading row, a row of hashtags, then the incidents."""
    rows: list[list[object]] = []
    for number, row in enumerate(records(incidents)):
        made = {"location": location(row), "description": quotes(row), "sources": "; ".join(outlets(row))}
        made[NOTE] = facts["note"] if number == 0 else None
        rows.append([made.get(name, row.get(name)) for name in HXL])
    save(path, [heading for heading, _ in HXL.values()], [[tag for _, tag in HXL.values()], *rows])
