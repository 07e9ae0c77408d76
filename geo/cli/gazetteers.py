"""`dateline gazetteer`: build the embedded gazetteer, show it, add a table of one's own to it or remove it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from geo.cli.talking import counted, put, say

FORMATS: Final = ("csv", "geojson", "geonames", "ocha")
BY_ENDING: Final = {".csv": "csv", ".geojson": "geojson", ".json": "geojson"}


@click.group(epilog="Example: dateline gazetteer info")
def group() -> None:
    """Build, show, extend the gazetteer of places."""


@group.command(epilog="Example: dateline gazetteer build --npm node_modules")
@click.option(
    "--npm",
    type=click.Path(path_type=Path),
    default=Path("node_modules"),
    show_default=True,
    help="Folder with the boundary packages.",
)
@click.option("--data", type=click.Path(path_type=Path), help="The data folder (default: that of this clone).")
def build(npm: Path, data: Path | None) -> int:
    """Make the embedded gazetteer anew from its sources."""
    from gazetteer.build import build as make
    from gazetteer.files import data_path

    for source, count in make(npm, data or data_path("corrections").parent).items():
        say(f"{count:,} {source}")
    return 0


@group.command(epilog="Example: dateline gazetteer info")
def info() -> int:
    """Show the shards of the gazetteer, one line of JSON each: what they hold and under which licence."""
    import gazetteer

    for shard in gazetteer.load().info():
        put(
            {
                "name": shard.name,
                "title": shard.title,
                "licence": shard.licence,
                "places": shard.places,
                "names": shard.names,
                "folder": str(shard.folder),
            }
        )
    return 0


@group.command(epilog="Example: dateline gazetteer add villages.csv --country SY --licence 'CC BY 4.0'")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--from", "--format", "kind", type=click.Choice(FORMATS), help="Whose form the table has (default: by its ending)."
)
@click.option("--name", help="What to call it (default: the file's name); one of that name is replaced.")
@click.option("--column", "columns", multiple=True, metavar="OURS=THEIRS", help="Where a column is: lat=y, name=place.")
@click.option("--country", help="Country of rows that name none, as ISO code or name.")
@click.option("--licence", help="The table's licence, as `info` and exports show it.")
def add(
    file: Path, kind: str | None, name: str | None, columns: tuple[str, ...], country: str | None, licence: str | None
) -> int:
    """Add a table of places as a shard beside the embedded gazetteer.

    FILE is a CSV with name, lon and lat, a GeoJSON, a GeoNames dump, or OCHA's table of communities.
    """
    from gazetteer.shards import add_shard

    kind = kind or BY_ENDING.get(file.suffix.lower())
    if kind is None:
        raise click.UsageError(f"say with --format what {file} is: {', '.join(FORMATS)}")
    pairs = [pair.partition("=") for pair in columns]
    if not all(ours and theirs for ours, _, theirs in pairs):
        raise click.UsageError("--column is written as OURS=THEIRS, for example lat=y")
    asked = {ours: theirs for ours, _, theirs in pairs}
    shard = add_shard(file, kind, name=name, columns=asked, country=country, licence=licence)
    say(f"{shard.name}: {counted(shard.places, 'place')}, {counted(shard.names, 'name')}, in {shard.folder}")
    return 0


@group.command(epilog="Example: dateline gazetteer remove villages")
@click.argument("name")
def remove(name: str) -> int:
    """Remove a shard that was added."""
    from gazetteer.shards import remove_shard

    remove_shard(name)
    say(f"{name} was removed")
    return 0
