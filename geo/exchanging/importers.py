"""One importer per kind of table: ACLED, UCDP GED, Dateline's own exports, a user's control zones.

A row that cannot be taken over is rejected with its place in the file and the reason; the others are read. Columns
that Dateline has no name for are kept with a prefix (`acled_timestamp`, `ucdp_deaths_civilians`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ExportError
from geo.exchanging import acled_in, own, tablefile, ucdp_in, zones_in
from geo.exchanging.foreign import BadRow
from geo.table.frames import from_rows, validate
from geo.table.schema import INCIDENTS, ZONES, Column

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Imported:
    """The table that was read, and a sentence for each row that was not."""

    frame: gpd.GeoDataFrame
    rejected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Importer:
    """How one kind of table is read: its rows, what becomes of each, its schema and the column of its ids."""

    rows: Callable[[Path], Iterator[tuple[str, Mapping[str, Any]]]]
    convert: Callable[[Mapping[str, Any]], dict[str, Any]]
    columns: Sequence[Column]
    key: str


def _table_rows(needed: Sequence[str], what: str) -> Callable[[Path], Iterator[tuple[str, Mapping[str, Any]]]]:
    """Return the reader of a CSV table of a foreign kind, its column names in lower case."""

    def rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
        names, listed = tablefile.load(path)
        missing = [name for name in needed if name not in {own_name.strip().lower() for own_name in names}]
        if missing:
            raise ExportError(f"this is no {what} table: it lacks the column(s) {', '.join(missing)}", path=path)
        for line, row in listed:
            yield f"line {line}", {name.strip().lower(): value for name, value in row.items()}

    return rows


IMPORTERS: Final[dict[str, Importer]] = {
    "acled": Importer(_table_rows(acled_in.NEEDED, "ACLED"), acled_in.incident, INCIDENTS, "incident_id"),
    "ucdp": Importer(_table_rows(ucdp_in.NEEDED, "UCDP GED"), ucdp_in.incident, INCIDENTS, "incident_id"),
    "dateline": Importer(own.read, own.incident, INCIDENTS, "incident_id"),
    "zones": Importer(zones_in.read, zones_in.zone, ZONES, "zone_id"),
}
"""The kinds of tables. A new one is a module and one line here."""


def read(path: str | Path, kind: str) -> Imported:
    """Read another's table: kind `acled`, `ucdp`, `dateline` or `zones`.

    Raises:
        ExportError: the file is not there or not of that kind.
        SchemaError: the rows do not keep to the schema (a damaged export of Dateline's).
    """
    importer = IMPORTERS.get(kind)
    source = Path(path)
    if importer is None:
        raise ExportError(f"the kind {kind!r} is unknown; use one of {', '.join(IMPORTERS)}", path=path)
    if not source.is_file():
        raise ExportError("there is no such file; check its spelling", path=path)
    rows: list[dict[str, Any]] = []
    rejected: list[str] = []
    seen: set[str] = set()
    for where, raw in importer.rows(source):
        try:
            row = importer.convert(raw)
        except BadRow as fault:
            rejected.append(f"{source}, {where}: {fault}")
            continue
        key = str(row.get(importer.key))
        if key in seen:
            rejected.append(f"{source}, {where}: the id {key!r} has come before")
            continue
        seen.add(key)
        rows.append(_placed(row))
    frame = from_rows(rows, importer.columns)
    validate(frame, importer.columns, table=str(source))
    return Imported(frame, tuple(rejected))


def read_table(path: str | Path, kind: str) -> gpd.GeoDataFrame:
    """Return another's table as incidents (or zones); `read` also tells which rows were rejected.

    Raises:
        ExportError: the file is not there or not of that kind.
        SchemaError: the rows do not keep to the schema.
    """
    return read(path, kind).frame


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its point as geometry, where it has a position and no geometry."""
    from shapely.geometry import Point

    if row.get("geometry") is None and row.get("lon") is not None and row.get("lat") is not None:
        return {**row, "geometry": Point(row["lon"], row["lat"])}
    return row
