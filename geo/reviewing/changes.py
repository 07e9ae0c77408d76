"""What changed since: between two incident tables, and between two states of a desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.reading.article import Article
from geo.reviewing.decision import Decision, plain
from geo.table.schema import INCIDENTS

if TYPE_CHECKING:
    import pandas as pd

    from geo.reviewing.desk import Desk

HEAD: Final = ("change", "incident_id", "column", "before", "after", "what")
"""Columns of the list of changes. `what` names the incident or article for the reader."""
LEFT_OUT: Final = frozenset({"incident_id", "geometry", "place_reasons", "grade_reason"})
"""Columns that are not compared: they follow from others, or say why."""
_NEAR: Final = 1e-6


def changes(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    articles_before: Sequence[Article] = (),
    articles_after: Sequence[Article] = (),
) -> pd.DataFrame:
    """Return what is different in a later incident table: one line for each value.

    `change` is `article added`, `article removed`, `article changed`, `added`, `removed` or `changed`. Rows are told
    apart by incident id; lists are compared by their number of reports and quotes. What changed comes in the later
    table's order.

    >>> from geo.table.frames import empty
    >>> from geo.table.schema import INCIDENTS
    >>> len(changes(empty(INCIDENTS), empty(INCIDENTS)))
    0
    """
    import pandas as pd

    lines = [*_articles(articles_before, articles_after), *_rows(_by_id(before), _by_id(after))]
    return pd.DataFrame(lines, columns=list(HEAD), dtype="object")


def _by_id(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["incident_id"]): {str(k): v for k, v in row.items()} for row in frame.to_dict("records")}


def _articles(before: Iterable[Article], after: Iterable[Article]) -> Iterable[Sequence[object]]:
    old, new = ({article.id: article for article in listed} for listed in (before, after))
    for key, article in new.items():
        if key not in old:
            yield "article added", None, None, None, key, article.title or key
        elif old[key].sha256 != article.sha256:
            yield "article changed", None, "text", old[key].sha256, article.sha256, article.title or key
    for key, article in old.items():
        if key not in new:
            yield "article removed", None, None, key, None, article.title or key


def _rows(old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> Iterable[Sequence[object]]:
    for key, row in new.items():
        if key not in old:
            yield "added", key, None, None, title(row), title(row)
            continue
        for column in INCIDENTS:
            if column.name in LEFT_OUT or column.name not in row or column.name not in old[key]:
                continue
            was, now = (_told(column.name, one[column.name]) for one in (old[key], row))
            if not _same(was, now):
                yield "changed", key, column.name, was, now, title(row)
    for key, row in old.items():
        if key not in new:
            yield "removed", key, None, title(row), None, title(row)


def title(row: Mapping[str, Any]) -> str:
    """Return an incident in a few words: type, place, day.

    >>> title({"sub_event_type": "Grenade", "place_name": "Idlib", "date_start": None})
    'Grenade, Idlib'
    """
    parts = (plain(row.get(name)) for name in ("sub_event_type", "place_name", "date_start"))
    return ", ".join(str(part) for part in parts if part is not None)


def _told(name: str, value: Any) -> Any:  # noqa: ANN401 -- any cell
    if name == "reports":
        quotes = [str(report.get("quote") or "") for report in value]
        return " | ".join(dict.fromkeys(quotes))
    return plain(value)


def _same(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) < _NEAR
    return one == other


def until(decisions: Iterable[Decision], at: str) -> tuple[Decision, ...]:
    """Return the log as it stood at a time: `at` is a UTC time in ISO 8601, or a day, whose end is meant.

    >>> until([Decision("1", "undo", refers="0", at="2026-11-02T10:00:00.000Z")], "2026-11-01")
    ()
    """
    last = f"{at}T99" if len(at) == len("2026-11-01") else at.replace("+00:00", "Z")
    return tuple(decision for decision in decisions if decision.at <= last)


def articles_until(desk: Desk, at: str) -> tuple[Article, ...]:
    """Return the articles that were on a desk at a time; see `until`."""
    last = f"{at}T99" if len(at) == len("2026-11-01") else at.replace("+00:00", "Z")
    return tuple(
        held.article for held in desk.articles if held.added <= last and (held.removed is None or held.removed > last)
    )
