"""`dateline map` and `dateline extract`: articles to incidents, drawn or written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.desks import lay_over, open_desk, with_desk
from geo.cli.filters import filters, protecting, protection_of, query_of, settle
from geo.cli.own import bringing, brought
from geo.cli.talking import counted, progress, refused, say, size
from geo.table.query import Query, apply

if TYPE_CHECKING:
    from geo.exchanging.protection import Protection
    from geo.pipeline import Result


@click.command("map", epilog="Example: dateline map news/ --out idlib.html --since 2018-09-04 --type Battles")
@click.argument("articles", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), default=Path("map.html"), show_default=True, help="The map.")
@with_desk
@filters
@protecting
@bringing
def draw_map(articles: tuple[str, ...], out: Path, desk: str | None, **options: Any) -> int:  # noqa: ANN401 -- the filters
    """Draw articles as one map: an HTML file that opens with no network.

    ARTICLES are files or folders of .txt .md .html .docx .pdf .rss .jsonl .csv .parquet, or - for JSON lines on
    standard input; without any, those of the desk or the samples are drawn. The map shows occurred and alleged
    incidents; its other layers, and all filters, can be opened in the map itself.
    """
    protection = protection_of(options)
    query = query_of(options, Query())
    return _produce(articles or (() if desk else _samples()), out, query, ".html", protection, desk)


@click.command(epilog="Example: dateline extract news/ --out incidents.geojson")
@click.argument("articles", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file; its ending says the format.")
@with_desk
@filters
@protecting
@bringing
def extract(articles: tuple[str, ...], out: Path, desk: str | None, **options: Any) -> int:  # noqa: ANN401 -- the filters
    """Write the incidents of articles as a table.

    The format goes by the ending: .parquet .geojson .csv .gpkg .kml .jsonl .html, or others' columns as .acled.csv
    .ucdp.csv .hxl.csv .timemap.json. Without filters, incidents of every modality and layer are written.
    """
    if not articles and not desk:
        raise click.UsageError("Missing argument 'ARTICLES...'.")
    protection = protection_of(options)
    return _produce(articles, out, query_of(options, Query(layers=())), None, protection, desk)


def _samples() -> tuple[str, ...]:
    import geo

    folder = Path(geo.__file__).resolve().parent.parent / "data" / "articles"
    if not folder.is_dir():
        raise click.UsageError(
            "give ARTICLES: files or folders of .txt .md .html .docx .pdf .rss .jsonl .csv .parquet, or -"
        )
    say(f"no ARTICLES given: drawing the samples in {folder}")
    return (str(folder),)


def _produce(
    articles: tuple[str, ...],
    out: Path,
    query: Query,
    ending: str | None,
    protection: Protection,
    desk: str | None,
) -> int:
    """Read, run, review, write; return 1 if an input was refused."""
    from geo.exchanging import writers
    from geo.reading.articles import read

    with_map()
    if ending is None:
        writers.ending_of(out)  # an unknown ending is told before the long work
    held = open_desk(desk) if desk else None
    own, status = brought()
    reading = read(articles)
    texts = tuple(reading.articles) if articles or held is None else held.texts
    status = max(status, refused(reading.refused))
    if not texts:
        say("no article could be read; nothing was written")
        return 1
    from geo.pipeline import run

    with progress("Reading through") as show:
        result = run(texts, progress=show, **own)
    status = max(status, refused(result.refused))
    if held is not None:
        result = lay_over(result, held)
    query, words = settle(query, result.incidents)
    for sentence in words:
        say(sentence)
    tell_left_out(writers.write(result, out, query, ending=ending, protection=protection), out)
    say(_summary(result, out, query))
    return status


def with_map() -> None:
    """Let the writers know how a map is drawn; it is drawn a step above them."""
    from geo.exchanging import writers

    def html(export: writers.Export, path: Path) -> None:
        from geo.drawing.snapshot import snapshot

        snapshot(export.tables, path, export.query, protection=export.protection)

    writers.register(".html", html)


def tell_left_out(count: int, out: Path) -> None:
    """Say how many rows the format has no place for."""
    if count:
        say(f"{counted(count, 'row')} left out of {out}: that format does not carry such rows")


def _summary(result: Result, out: Path, query: Query) -> str:
    shown = len(apply(result.incidents, query))
    tables = f"{counted(len(result.zones), 'control zone')}, {counted(len(result.flows), 'displacement flow')}"
    source = counted(len(result.articles), "article")
    return f"{out} ({size(out)}): {shown} of {counted(len(result.incidents), 'incident')}, {tables} from {source}"
