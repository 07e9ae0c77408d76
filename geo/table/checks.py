"""Checks of a filter's values, each with a sentence that names the cure. They know nothing of `Query`."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from geo.errors import QueryError

Check = Callable[[object, str], object]
"""Takes a value as JSON gives it and the field's name; returns the value as `Query` keeps it or raises QueryError."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EDGE_COUNT: Final = 3  # a polygon of fewer corners has no inside
PRECISIONS: Final = (0, 1, 2, 3)


def strings(allowed: Iterable[str] | None = None) -> Check:
    """Return the check of a list of texts, each from `allowed` where that is given.

    >>> strings(["weak", "fair"])(["fair"], "grades")
    ('fair',)
    """
    known = tuple(allowed) if allowed is not None else None

    def check(value: object, field: str) -> tuple[str, ...]:
        if value is None or value == "":
            return ()
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise QueryError(f"{value!r} is not a list of texts; write it as [{_example(known)!r}].", field=field)
        if known is not None:
            for item in value:
                if item not in known:
                    raise QueryError(f"{item!r} is unknown; use one of {', '.join(known)}.", field=field)
        return tuple(value)

    return check


def _example(known: tuple[str, ...] | None) -> str:
    return known[0] if known else "..."


def day(value: object, field: str) -> str | None:
    """Return an ISO day or None.

    >>> day("2018-09-04", "since")
    '2018-09-04'
    """
    if value is None or value == "":
        return None
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise QueryError(f"the day {value} does not exist; check its month and day.", field=field) from None
    raise QueryError(f"{value!r} is no date; write it as 2018-09-04.", field=field)


def flag(value: object, field: str) -> bool:
    """Return a truth value."""
    if isinstance(value, bool):
        return value
    raise QueryError(f"{value!r} is neither true nor false.", field=field)


def text(value: object, field: str) -> str:
    """Return a text, "" for null."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise QueryError(f"{value!r} is no text; put it in quotation marks.", field=field)


def precisions(value: object, field: str) -> tuple[int, ...]:
    """Return a list of place precisions, 0 to 3."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise QueryError(f"{value!r} is no list; write it as [1, 2].", field=field)
    for item in value:
        if isinstance(item, bool) or item not in PRECISIONS:
            raise QueryError(
                f"{item!r} is unknown; use 1 (town), 2 (near a town), 3 (larger area) or 0 (none).", field=field
            )
    return tuple(int(item) for item in value)


def near(value: object, field: str) -> tuple[float, float, float] | None:
    """Return (lon, lat, km) or None."""
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) != 3:  # noqa: PLR2004 -- lon, lat, km
        raise QueryError(f"{value!r} is no circle; write it as [lon, lat, km].", field=field)
    lon, lat = _position(value[:2], field)
    km = _number(value[2], field)
    if km < 0:
        raise QueryError(f"a radius of {km:g} km has no meaning; use 0 or more.", field=field)
    return lon, lat, km


def polygon(value: object, field: str) -> tuple[tuple[float, float], ...]:
    """Return a polygon's corners as (lon, lat), or ()."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise QueryError(f"{value!r} is no polygon; write it as [[lon, lat], ...].", field=field)
    corners = tuple(_position(corner, field) for corner in value)
    if corners and len(corners) < _EDGE_COUNT:
        raise QueryError(f"a polygon needs at least 3 corners, this has {len(corners)}.", field=field)
    return corners


def _position(value: object, field: str) -> tuple[float, float]:
    if not isinstance(value, list | tuple) or len(value) != 2:  # noqa: PLR2004 -- lon, lat
        raise QueryError(f"{value!r} is no position; write it as [lon, lat].", field=field)
    lon, lat = _number(value[0], field), _number(value[1], field)
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004 -- degrees
        raise QueryError(f"[{lon:g}, {lat:g}] is not on Earth; longitude comes first, then latitude.", field=field)
    return lon, lat


def _number(value: object, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise QueryError(f"{value!r} is no number.", field=field)
    return float(value)


def unknown_field(name: str, known: Iterable[str]) -> QueryError:
    """Return the error for a field that `Query` does not have, with the nearest that it has."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    cure = f"did you mean {close[0]!r}?" if close else f"the fields are {', '.join(names)}."
    return QueryError(f"there is no such field; {cure}", field=name)
