"""The log of decisions as a file: JSON lines for programs, CSV for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from geo.errors import ReviewError
from geo.reviewing.decision import Decision
from geo.reviewing.history import state
from geo.table.cells import csv_cell, to_json

HEAD: Final = (
    *("number", "id", "at", "reviewer", "kind", "holds", "refers", "reason", "column", "value", "seen"),
    *("incident_id", "article_id", "start", "end", "quote", "article_sha256"),
)
"""Columns of the CSV file: a line for each anchor and each changed column of a decision."""


def to_jsonl(decisions: Iterable[Decision]) -> str:
    """Return the log as JSON lines; `from_jsonl` gives back the same decisions."""
    return "".join(f"{decision.to_json()}\n" for decision in decisions)


def from_jsonl(text: str) -> tuple[Decision, ...]:
    """Return the decisions of a log in JSON lines.

    Raises:
        ReviewError: a line is no decision; the message has its number.

    >>> from_jsonl("")
    ()
    """
    found: list[Decision] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                found.append(Decision.from_json(line))
            except ReviewError as fault:
                raise ReviewError(f"line {number}: {fault}") from None
    return tuple(found)


def to_csv(decisions: Iterable[Decision]) -> str:
    """Return the log as CSV for a spreadsheet: no cell is taken for a formula, and `holds` tells what was undone.

    >>> to_csv([]).split(",")[0]
    'number'
    """
    log = list(decisions)
    held = {decision.id for decision in state(log)}
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(HEAD)
    for number, decision in enumerate(log, start=1):
        for line in _lines(decision):
            row: dict[str, Any] = {"number": number, "holds": decision.id in held, **line}
            writer.writerow([_cell(row.get(name)) for name in HEAD])
    return sink.getvalue()


def _cell(value: object) -> str:
    return csv_cell(value).replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


def _lines(decision: Decision) -> Iterable[Mapping[str, Any]]:
    base: dict[str, Any] = {
        "id": decision.id, "at": decision.at, "reviewer": decision.reviewer or None, "kind": decision.kind,
        "refers": decision.refers, "reason": decision.reason or None,
    }  # fmt: skip
    values: list[dict[str, Any]] = [
        {"column": name, "value": _text(value), "seen": _text(decision.seen.get(name))}
        for name, value in decision.changes.items()
    ]
    anchors: list[dict[str, Any]] = [
        {name: getattr(one, name) for name in HEAD[-6:]} for one in decision.anchors
    ]  # fmt: skip
    for anchor in anchors or [{}]:
        for value in values or [{}]:
            yield {**base, **value, **anchor}


def _text(value: object) -> object:
    return to_json(value) if isinstance(value, list | dict) else value
