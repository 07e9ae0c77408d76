"""`dateline import`: other people's incident tables, own exports and own control zones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.cli.filters import filters, protecting, protection_of, query_of, settle
from geo.cli.incidents import tell_left_out, with_map
from geo.cli.talking import counted, refused, say, size
from geo.errors import ExportError
from geo.table.query import Query

KINDS = ("acled", "ucdp", "dateline", "zones")


@click.command("import", epilog="Example: dateline import acled_2018.csv --from acled --out incidents.gpkg")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "kind", type=click.Choice(KINDS), required=True, help="Whose table it is.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file; its ending says the format.")
@filters
@protecting
def import_table(file: Path, kind: str, out: Path, **options: Any) -> int:  # noqa: ANN401 -- the filters
    """Take over another's table: ACLED, UCDP GED, an export of Dateline's, or own control zones.

    ACLED and UCDP are CSV files as they are downloaded; zones are polygons in GeoJSON or GeoPackage with holder,
    valid_from, source and, if known, valid_to and status. Rows that cannot be taken over are listed with the reason.
    Zones are written as .geojson or .gpkg, incidents in every format of `dateline extract`.
    """
    from geo.exchanging import importers, writers
    from geo.exchanging.bundle import Bundle

    with_map()
    protection = protection_of(options)
    query = query_of(options, Query(layers=()))
    writers.ending_of(out, writers.ZONE_WRITERS if kind == "zones" else None)
    try:
        done = importers.read(file, kind)
    except ExportError as fault:  # a file that is not there or not of its kind is a refused input
        return refused([fault])
    status = refused(done.rejected)
    if kind == "zones":
        writers.write_zones(done.frame, out)
    else:
        query, words = settle(query, done.frame)
        for sentence in words:
            say(sentence)
        tell_left_out(writers.write(Bundle.of(incidents=done.frame), out, query, protection=protection), out)
    noun = "zone" if kind == "zones" else "incident"
    say(f"{out} ({size(out)}): {counted(len(done.frame), noun)} read, {counted(len(done.rejected), 'row')} rejected")
    return status
