"""One writer per file ending: what a query shows, written whole or not at all, with the facts of the export.

| ending | what it holds | where the facts are |
|---|---|---|
| .parquet | incidents, GeoParquet 1.1, reports as a list of structs | metadata key `dateline` |
| .geojson | incidents; zones and flows as members | member `dateline` |
| .csv, .hxl.csv | incidents | column `export_note`, first row |
| .gpkg | layers incidents, areas, zones, flows; QGIS styles | dataset and layer metadata |
| .kml | folders of incidents, zones, flows | document's description and data |
| .jsonl | incidents, one a line | `FILE-metadata.json` beside it |
| .acled.csv, .ucdp.csv | incidents in others' columns | `FILE-metadata.json` beside it |
| .xlsx | sheets of incidents, columns, killed by unit and week | sheet About |
| .timemap.json | events, sources, associations | member `dateline` |

The map itself (`.html`) is drawn a step higher and registers itself with `register`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.atomic import replacing
from geo.errors import ExportError
from geo.exchanging import acled, arrow, features, geopackage, jsonlines, kml, tablefile, timemap, ucdp, workbook
from geo.exchanging.bundle import Bundle, Tables, shown
from geo.exchanging.cells import to_json
from geo.exchanging.protection import OPEN, Protection, protect
from geo.exchanging.provenance import provenance
from geo.table.query import Query

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Export:
    """What a writer may need: the tables as shown and protected, the facts, and what was asked for."""

    bundle: Bundle
    facts: dict[str, Any]
    tables: Tables
    query: Query | None
    protection: Protection


Writer = Callable[[Export, Path], None]


def _jsonl(export: Export, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in jsonlines.lines(export.bundle.incidents))


WRITERS: Final[dict[str, Writer]] = {
    ".parquet": lambda export, path: arrow.write(export.bundle.incidents, path, export.facts),
    ".geojson": lambda export, path: features.write(export.bundle, path, export.facts),
    ".csv": lambda export, path: tablefile.write(export.bundle.incidents, path, export.facts),
    ".gpkg": lambda export, path: geopackage.write(export.bundle, path, export.facts),
    ".kml": lambda export, path: kml.write(export.bundle, path, export.facts),
    ".jsonl": _jsonl,
    ".acled.csv": lambda export, path: acled.write(export.bundle.incidents, path, export.facts),
    ".ucdp.csv": lambda export, path: ucdp.write(export.bundle.incidents, path, export.facts),
    ".hxl.csv": lambda export, path: tablefile.write_hxl(export.bundle.incidents, path, export.facts),
    ".xlsx": lambda export, path: workbook.write(export.bundle.incidents, path, export.facts),
    ".timemap.json": lambda export, path: timemap.write(export.bundle.incidents, path, export.facts),
}
"""The writer of each file ending. A new format is one function and one line here."""

ZONE_WRITERS: Final[dict[str, Callable[[gpd.GeoDataFrame, Path, dict[str, Any]], None]]] = {
    ".geojson": features.write_zones,
    ".gpkg": lambda zones, path, facts: geopackage.write(Bundle.of(zones=zones), path, facts),
}
"""The formats that hold control zones alone."""

BESIDE: Final = frozenset({".jsonl", ".acled.csv", ".ucdp.csv"})
"""Formats with no room for the facts: these go into a file beside, named as CSV on the Web names it."""


def register(ending: str, writer: Writer) -> None:
    """Add the writer of an ending that a higher step knows how to make."""
    WRITERS[ending] = writer


def ending_of(path: Path, known: dict[str, Any] | None = None) -> str:
    """Return the ending by which a path is written: the longest that fits (`acled.csv` before `csv`).

    Raises:
        ExportError: the ending is unknown.

    >>> ending_of(Path("x.acled.csv")), ending_of(Path("acled.csv")), ending_of(Path("X.CSV"))
    ('.acled.csv', '.acled.csv', '.csv')
    """
    endings = WRITERS if known is None else known
    name = f".{path.name.lower()}"
    fitting = [ending for ending in endings if name.endswith(ending)]
    if not fitting:
        raise ExportError(f"the ending {path.suffix or '(none)'} is unknown; use {' '.join(endings)}", path=path)
    return max(fitting, key=len)


def write(
    tables: Tables,
    path: str | Path,
    query: Query | None = None,
    *,
    ending: str | None = None,
    protection: Protection = OPEN,
) -> int:
    """Write what a query shows (no query: every row) to a file; return how many shown rows the format left out.

    The format goes by the file's ending, or by `ending` where the file is called otherwise. `protection` is applied
    before the query: a filter does not tell what the file holds back.

    Raises:
        ExportError: the ending is unknown, or the file cannot be written there; nothing is left half done.
    """
    target = Path(path)
    ending = ending or ending_of(target)
    bundle = shown(protect(tables, protection) if protection else tables, query)
    facts = _facts(bundle, len(tables.incidents), query, protection)
    with replacing(target) as draft:
        WRITERS[ending](Export(bundle, facts, tables, query, protection), draft)
    if ending in BESIDE:
        with replacing(target.with_name(f"{target.name}-metadata.json")) as draft:
            draft.write_text(to_json(facts) + "\n", encoding="utf-8")
    return int(facts.get("left_out", 0))


def write_zones(zones: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write a table of control zones alone.

    Raises:
        ExportError: the ending is not one that can hold them, or the file cannot be written there.
    """
    target = Path(path)
    ending = ending_of(target, ZONE_WRITERS)
    text = to_json(features.collection(zones, "zone_id"))
    facts = _made(text, rows=len(zones), rows_total=len(zones), unreviewed=0, query=None, withheld=None)
    with replacing(target) as draft:
        ZONE_WRITERS[ending](zones, draft, facts)


def _facts(bundle: Bundle, rows_total: int, query: Query | None, protection: Protection) -> dict[str, Any]:
    incidents = bundle.incidents
    text = "\n".join(jsonlines.lines(incidents))
    return _made(
        text,
        rows=len(incidents),
        rows_total=rows_total,
        unreviewed=int((incidents["review"] == "auto").sum()),
        query=query,
        withheld=protection.describe(),
    )


def _made(text: str, **facts: Any) -> dict[str, Any]:  # noqa: ANN401 -- what `provenance` takes
    return provenance(data_sha256=hashlib.sha256(text.encode()).hexdigest(), **facts).to_dict()
