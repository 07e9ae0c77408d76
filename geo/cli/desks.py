"""Desks on the command line: `--desk` lays a desk's decisions over what is read, `dateline changes` compares two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.talking import counted, progress, put, refused, say, size
from geo.errors import StoreError

if TYPE_CHECKING:
    import pandas as pd

    from geo.pipeline import Result
    from geo.reading.article import Article
    from geo.reviewing.apply import Reviewed
    from geo.reviewing.decision import Decision
    from geo.reviewing.desk import Desk

LISTED = 10
"""So many decisions without a sentence are named."""

with_desk = click.option(
    "--desk", metavar="DESK", help="Lay a desk's decisions over: a .dateline file, or the store's file or address."
)


def open_desk(name: str) -> Desk:
    """Return the desk in a `.dateline` file, in a SQLite file or at a database's address.

    Raises:
        StoreError: it cannot be opened.

    >>> open_desk("nowhere.dateline")
    Traceback (most recent call last):
    geo.errors.StoreError: nowhere.dateline: it cannot be read (No such file or directory)
    """
    from geo.reviewing import desk

    if name.endswith(desk.ENDING):
        return desk.load(Path(name))
    if "://" not in name and not Path(name).is_file():
        raise StoreError(f"{name}: there is no such desk; name a .dateline file, or the store's file or address")
    from geo.reviewing.store import Store

    with Store(name) as store:
        return desk.of(store)


def lay_over(result: Result, desk: Desk) -> Result:
    """Return a result after a desk's decisions; what became of them is told."""
    changed, reviewed = _reviewed(result, desk.decisions)
    tell(reviewed)
    return changed


def _reviewed(result: Result, decisions: tuple[Decision, ...]) -> tuple[Result, Reviewed]:
    import gazetteer
    from geo.reviewing.apply import apply_to

    return apply_to(result, decisions, gazetteer.load().outline)


def tell(reviewed: Reviewed) -> None:
    """Say which decisions found no sentence, and which no longer fit."""
    for decision in reviewed.unattached[:LISTED]:
        quote = decision.anchors[0].quote[:60] if decision.anchors else ""
        say(f"a decision found no sentence to hold to: {decision.kind} by {decision.reviewer or '?'} on {quote!r}")
    if len(reviewed.unattached) > LISTED:
        say(f"and {counted(len(reviewed.unattached) - LISTED, 'decision')} more; the desk keeps them all")
    for one in reviewed.contradicted[:LISTED]:
        say(f"incident {one.incident_id}, {one.decision.kind} by {one.decision.reviewer or '?'}: {one.sentence}")
    if len(reviewed.contradicted) > LISTED:
        say(f"and {counted(len(reviewed.contradicted) - LISTED, 'decision')} more that no longer fit")


@click.command(epilog="Example: dateline changes monday.dateline friday.dateline --out changes.csv")
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--since", metavar="WHEN", help="With one desk: what changed in it since the end of a day, or a UTC time."
)
@click.option("--out", type=click.Path(path_type=Path), help="A .csv or .jsonl file; without it, JSON lines.")
def changes(old: str, new: str | None, since: str | None, out: Path | None) -> int:
    """List what changed between two incident tables or desks, or in one desk since a day.

    OLD and NEW are exports of Dateline's (.jsonl .csv .parquet .geojson .gpkg) or desks (.dateline, or a store's file
    or address). Each line names the incident, the column, and its value before and after.
    """
    from geo.reviewing.changes import changes as compare

    if (new is None) == (since is None):
        raise click.UsageError("give OLD and NEW, or one desk and --since")
    if out is not None and out.suffix.lower() not in (".csv", ".jsonl"):
        raise click.UsageError(f"the ending {out.suffix or '(none)'} is unknown; use .csv or .jsonl")
    before, texts_before, status = _state(old, _when(since))
    after, texts_after, later = _state(new or old, None)
    found = compare(before, after, articles_before=texts_before, articles_after=texts_after)
    _give(found, out)
    say(counted(len(found), "change") + (f" in {out} ({size(out)})" if out is not None else ""))
    return max(status, later)


def _when(since: str | None) -> str | None:
    from datetime import datetime

    if since is None:
        return None
    try:
        datetime.fromisoformat(since)
    except ValueError:
        raise click.UsageError(f"{since!r} is no day; write --since 2026-11-01, or a UTC time") from None
    return since


def _state(name: str, at: str | None) -> tuple[pd.DataFrame, tuple[Article, ...], int]:
    """Return the incidents and articles of a table or desk, as they stood at a time, and the exit status."""
    from geo.exchanging import own

    if at is None and Path(name).suffix.lower() in own.READERS:
        from geo.exchanging import importers

        done = importers.read(Path(name), "dateline")
        return done.frame, (), refused(done.rejected)
    from geo.pipeline import run
    from geo.reviewing.changes import articles_until, until

    desk = open_desk(name)
    texts = desk.texts if at is None else articles_until(desk, at)
    decisions = desk.decisions if at is None else until(desk.decisions, at)
    with progress("Reading through") as show:
        result = run(texts, progress=show)
    changed, _ = _reviewed(result, decisions)
    return changed.incidents, texts, refused(result.refused)


def _give(found: pd.DataFrame, out: Path | None) -> None:
    from geo.atomic import replacing
    from geo.table.cells import csv_cell, to_json

    records: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in found.to_dict("records")]
    if out is None:
        for record in records:
            put(record)
        return
    if out.suffix.lower() == ".jsonl":
        text = "".join(to_json(record) + "\n" for record in records)
    else:
        import csv
        import io

        sink = io.StringIO()
        writer = csv.writer(sink)
        writer.writerow(found.columns)
        writer.writerows([csv_cell(value) for value in record.values()] for record in records)
        text = sink.getvalue()
    with replacing(out) as draft:
        draft.write_bytes(text.encode("utf-8", "replace"))
