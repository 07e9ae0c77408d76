"""`dateline gazetteer`: build the embedded gazetteer, show it, add a table of one's own to it or remove it."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli.talking import put_line, say


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
    """Show the shards of the gazetteer: what they hold, from where, under which licence."""
    import gazetteer

    for shard in gazetteer.load().info():
        put_line(str(shard))
    return 0
