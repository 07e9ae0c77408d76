"""The address bar: the query, the view and the chosen incident as readable parameters, there and back.

Only what differs from the default is written, so that the plain address stays plain.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeVar

from geo.table.query import Query
from geo.table.schema import GRADES, LAYERS, MODALITIES, REVIEWS

T = TypeVar("T")

LISTS: Final[dict[str, str]] = {
    "layer": "layers",
    "type": "types",
    "actor": "actors",
    "modality": "modalities",
    "grade": "grades",
    "zone": "zones",
    "review": "reviews",
    "country": "countries",
    "admin1": "admin1",
    "source": "sources",
}
"""Parameters that may occur several times, and the query's field for each."""

CLOSED: Final[dict[str, tuple[str, ...]]] = {
    "layer": LAYERS,
    "modality": MODALITIES,
    "grade": GRADES,
    "review": REVIEWS,
}
"""Parameters whose values are from a fixed list."""

PRECISIONS: Final = ("0", "1", "2", "3")


@dataclass(frozen=True, slots=True)
class Address:
    """What a link restores. `view` is (lon, lat, zoom) in WGS 84 degrees; `faults` says what was passed over."""

    query: Query = field(default_factory=Query)
    view: tuple[float, float, float] | None = None
    incident: str | None = None
    faults: tuple[str, ...] = ()


def to_params(address: Address) -> dict[str, list[str]]:
    """Return the parameters of an address; the default address has none.

    >>> to_params(Address(Query(since="2018-09-04", types=("Battles",)), incident="ab12"))
    {'type': ['Battles'], 'since': ['2018-09-04'], 'incident': ['ab12']}
    >>> to_params(Address())
    {}
    """
    query, default = address.query, Query()
    params: dict[str, list[str]] = {}
    for name, attribute in LISTS.items():
        value = getattr(query, attribute)
        if value != getattr(default, attribute):
            params[name] = [str(item) for item in value] or [""]
    if query.precisions:
        params["precision"] = [str(item) for item in query.precisions]
    for name in ("since", "until", "text"):
        if value := getattr(query, name):
            params[name] = [value]
    if not query.undated:
        params["undated"] = ["no"]
    if query.near:
        params["near"] = [_numbers(query.near)]
    if address.view:
        params["view"] = [_numbers(address.view)]
    if address.incident:
        params["incident"] = [address.incident]
    return params


def from_params(params: Mapping[str, Sequence[str]]) -> Address:
    """Return the address that parameters describe; what makes no sense is passed over and named in `faults`.

    >>> from_params({"since": ["2018-02-31"], "grade": ["weak"]})
    ... # doctest: +NORMALIZE_WHITESPACE
    Address(query=Query(layers=('incidents',), since=None, until=None, undated=True, types=(), actors=(),
        modalities=(), grades=('weak',), zones=(), reviews=(), countries=(), admin1=(), sources=(), precisions=(),
        near=None, polygon=(), text=''), view=None, incident=None,
        faults=("since='2018-02-31' is no date; write it as 2018-09-04.",))
    """
    faults: list[str] = []

    def one(name: str, read: Callable[[str], T], what: str) -> T | None:
        values = params.get(name) or []
        if not values or not values[-1]:
            return None
        try:
            return read(values[-1])
        except ValueError:
            faults.append(f"{name}={values[-1]!r} is no {what}.")
            return None

    changes: dict[str, Any] = {}
    for name, attribute in LISTS.items():
        if name in params:
            changes[attribute] = _known(name, params[name], faults)
    changes["since"] = one("since", _day, "date; write it as 2018-09-04")
    changes["until"] = one("until", _day, "date; write it as 2018-09-06")
    wrong = [value for value in params.get("precision", ()) if value not in PRECISIONS]
    faults.extend(f"precision={value!r} is unknown; use one of {', '.join(PRECISIONS)}." for value in wrong)
    changes["precisions"] = tuple(int(value) for value in params.get("precision", ()) if value in PRECISIONS)
    changes["text"] = (params.get("text") or [""])[-1]
    changes["undated"] = (params.get("undated") or ["yes"])[-1] != "no"
    changes["near"] = one("near", _triple, "place; write it as lon,lat,km")
    return Address(
        query=replace(Query(), **changes),
        view=one("view", _triple, "view; write it as lon,lat,zoom"),
        incident=(params.get("incident") or [""])[-1] or None,
        faults=tuple(faults),
    )


def _known(name: str, values: Sequence[str], faults: list[str]) -> tuple[str, ...]:
    allowed = CLOSED.get(name)
    kept = []
    for value in values:
        if allowed is not None and value and value not in allowed:
            faults.append(f"{name}={value!r} is unknown; use one of {', '.join(allowed)}.")
        elif value:
            kept.append(value)
    return tuple(kept)


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _triple(text: str) -> tuple[float, float, float]:
    first, second, third = (float(part) for part in text.split(","))
    if not all(map(math.isfinite, (first, second, third))) or abs(first) > 180 or abs(second) > 90:  # noqa: PLR2004 -- degrees
        raise ValueError(text)
    return first, second, third


def _numbers(values: Sequence[float]) -> str:
    return ",".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in values)
