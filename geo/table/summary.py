"""What a query shows, in numbers and in words: counts beside each option, and one line for exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.table.masks import Mask, field_masks, layers
from geo.table.query import Query, sources
from geo.table.schema import GRADES, LAYERS, MODALITIES, REVIEWS


@dataclass(frozen=True, slots=True)
class Facet:
    """One option of a filter: its value, how many rows it would show, its words for the reader, and its group."""

    value: str
    count: int
    label: str
    parent: str | None = None  # the event type that holds a sub-event type


PRECISION_LABELS: Final = {"1": "town", "2": "near a town or small area", "3": "larger area", "0": "no place"}
ORDER: Final[dict[str, tuple[str, ...]]] = {
    "layers": LAYERS,
    "modalities": MODALITIES,
    "grades": GRADES,
    "reviews": REVIEWS,
    "precisions": tuple(PRECISION_LABELS),
}
"""Filters whose options keep the order of the schema; all others come with the biggest count first."""


def facets(frame: pd.DataFrame, query: Query) -> dict[str, list[Facet]]:
    """Return the options of each filter with the count that each would show under the *rest* of the query.

    An option that the table holds and the rest of the query hides is listed with 0.

    >>> from geo.table.frames import empty
    >>> from geo.table.schema import INCIDENTS
    >>> facets(empty(INCIDENTS), Query())["grades"][0]
    Facet(value='confirmed', count=0, label='confirmed', parent=None)
    """
    masks = field_masks(frame, query)
    failed = np.sum([~mask for mask in masks.values()], axis=0)
    found: dict[str, list[Facet]] = {}
    for name, options in OPTIONS.items():
        rest: Mask = failed - ~masks[name] == 0
        found[name] = _ordered(name, options(frame, rest), getattr(query, name))
    return found


def _ordered(name: str, options: list[Facet], chosen: Iterable[object]) -> list[Facet]:
    missing = [str(value) for value in chosen if str(value) not in {option.value for option in options}]
    options = [*options, *(Facet(value, 0, _label(name, value)) for value in missing)]
    if name in ORDER:
        known = {option.value: option for option in options}
        return [known.get(value, Facet(value, 0, _label(name, value))) for value in ORDER[name]]
    return sorted(options, key=lambda option: (-option.count, option.label, option.value))


def _label(name: str, value: str) -> str:
    return PRECISION_LABELS.get(value, value) if name == "precisions" else value


def _count(values: pd.Series[Any], rest: Mask) -> dict[str, int]:
    """Return how often each value occurs where `rest` is true, with 0 for those that occur elsewhere alone."""
    counts = values[rest].value_counts()
    return {str(value): int(counts.get(value, 0)) for value in values.dropna().unique()}


def _of_column(column: str, label: str | None = None) -> Callable[[pd.DataFrame, Mask], list[Facet]]:
    def options(frame: pd.DataFrame, rest: Mask) -> list[Facet]:
        labels: dict[str, Any] = {}
        if label is not None:
            known = frame[[column, label]].dropna().drop_duplicates(column)
            labels = dict(zip(known[column], known[label], strict=True))
        return [Facet(value, n, str(labels.get(value, value))) for value, n in _count(frame[column], rest).items()]

    return options


def _types(frame: pd.DataFrame, rest: Mask) -> list[Facet]:
    pairs = frame[["sub_event_type", "event_type"]].drop_duplicates("sub_event_type")
    parents = dict(zip(pairs["sub_event_type"], pairs["event_type"], strict=True))
    own = _count(frame["event_type"], rest)
    subs = _count(frame["sub_event_type"], rest)
    return [Facet(value, n, value) for value, n in own.items()] + [
        Facet(value, n, value, str(parents[value])) for value, n in subs.items() if value not in own
    ]


def _actors(frame: pd.DataFrame, rest: Mask) -> list[Facet]:
    second = frame["actor2"].where(frame["actor2"].ne(frame["actor1"]).fillna(value=True))
    counts = Counter(_count(frame["actor1"], rest))
    counts.update(_count(second, rest))
    return [Facet(value, n, value) for value, n in counts.items()]


def _layers(frame: pd.DataFrame, rest: Mask) -> list[Facet]:
    return [Facet(value, n, value) for value, n in _count(pd.Series(layers(frame)), rest).items()]


def _sources(frame: pd.DataFrame, rest: Mask) -> list[Facet]:
    counts: dict[str, int] = {}
    for reports, shown in zip(frame["reports"].tolist(), rest.tolist(), strict=True):
        for source in dict.fromkeys(sources(reports)):
            counts[source] = counts.get(source, 0) + shown
    counts.pop("", None)
    return [Facet(value, n, value) for value, n in counts.items()]


def _precisions(frame: pd.DataFrame, rest: Mask) -> list[Facet]:
    values = frame["geo_precision"].astype("Int64").fillna(0).astype("string")
    return [Facet(value, n, _label("precisions", value)) for value, n in _count(values, rest).items()]


OPTIONS: Final[dict[str, Callable[[pd.DataFrame, Mask], list[Facet]]]] = {
    "layers": _layers,
    "types": _types,
    "actors": _actors,
    "modalities": _of_column("modality"),
    "grades": _of_column("grade"),
    "zones": _of_column("zone_id", "zone_note"),
    "reviews": _of_column("review"),
    "countries": _of_column("country", "country_name"),
    "admin1": _of_column("admin1"),
    "sources": _sources,
    "precisions": _precisions,
}
"""The filters that have options, each with the function that counts them."""

NOUNS: Final[dict[str, str]] = {
    "types": "type",
    "actors": "actor",
    "modalities": "modality",
    "grades": "grade",
    "zones": "zone",
    "reviews": "review",
    "countries": "country",
    "admin1": "admin1",
    "sources": "source",
}


def describe(query: Query) -> str:
    """Return a query as one line for the reader.

    >>> describe(Query(since="2018-09-04", until="2018-09-06", grades=("fair", "confirmed"), text="idlib"))
    'incidents; 4 Sep 2018 to 6 Sep 2018; grade fair or confirmed; text "idlib"'
    >>> describe(Query(layers=()))
    'all layers'
    """
    parts = [" and ".join(query.layers) if query.layers else "all layers"]
    if query.since and query.until:
        parts.append(_day(query.since) if query.since == query.until else f"{_day(query.since)} to {_day(query.until)}")
    elif query.since or query.until:
        parts.append(f"since {_day(query.since)}" if query.since else f"until {_day(query.until or '')}")
    if not query.undated:
        parts.append("dated only")
    parts += [f"{noun} {' or '.join(getattr(query, name))}" for name, noun in NOUNS.items() if getattr(query, name)]
    if query.precisions:
        parts.append("place known to: " + " or ".join(_label("precisions", str(value)) for value in query.precisions))
    if query.near:
        lon, lat, km = query.near
        parts.append(f"within {km:g} km of longitude {lon:g}, latitude {lat:g}")
    if query.polygon:
        parts.append(f"inside a drawn area of {len(query.polygon)} corners")
    if query.text:
        parts.append(f'text "{query.text}"')
    return "; ".join(parts)


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b %Y}"
