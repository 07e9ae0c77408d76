"""What the importers of other people's tables share: dates in their many forms, numbers, one report per source."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

MONTHS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
_NAMED: Final = re.compile(r"(\d{1,2})[- ]([A-Za-z]+)[- ,]+(\d{4}|\d{2})", re.ASCII)
_DIGITS: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})", re.ASCII)
CENTURY_TURNS: Final = 70  # of a two-digit year: 69 is 2069, 70 is 1970

Row = Mapping[str, str | None]


class BadRow(ValueError):
    """A row cannot be taken over; the message says why."""


def day(text: str | None) -> str | None:
    """Return an ISO day from the forms in which ACLED and UCDP write one.

    Raises:
        BadRow: it is none of them, or a day that does not exist.

    >>> [day(t) for t in ("2022-06-30", "9-May-20", "13 November 2020", "01-January-2015", "31-12-19")]
    ['2022-06-30', '2020-05-09', '2020-11-13', '2015-01-01', '2019-12-31']
    >>> day("") is None
    True
    """
    value = (text or "").strip()
    if not value:
        return None
    if found := _ISO.fullmatch(value):
        parts = (int(found[1]), int(found[2]), int(found[3]))
    elif (found := _NAMED.fullmatch(value)) and found[2].lower() in MONTHS:
        parts = (_year(found[3]), MONTHS[found[2].lower()], int(found[1]))
    elif found := _DIGITS.fullmatch(value):
        parts = (_year(found[3]), int(found[2]), int(found[1]))
    else:
        raise BadRow(f"{value!r} is no date; write it as 2018-09-04")
    try:
        return date(*parts).isoformat()
    except ValueError:
        raise BadRow(f"the day {value!r} does not exist") from None


def _year(text: str) -> int:
    year = int(text)
    if len(text) > len("20"):
        return year
    return year + (2000 if year < CENTURY_TURNS else 1900)


def whole(row: Row, name: str, *, low: int = 0, high: int | None = None) -> int | None:
    """Return a whole number of a row, None where the cell is empty.

    Raises:
        BadRow: it is no whole number, or out of bounds.
    """
    text = (row.get(name) or "").strip()
    if not text:
        return None
    try:
        value = int(text.removesuffix(".0"))
    except ValueError:
        raise BadRow(f"{name} {text!r} is no whole number") from None
    if value < low or (high is not None and value > high):
        raise BadRow(f"{name} {value} is not in {low} to {'any' if high is None else high}")
    return value


def position(row: Row, lon: str, lat: str) -> tuple[float, float] | tuple[None, None]:
    """Return (lon, lat) of a row in WGS 84 degrees, or (None, None) where it has none.

    Raises:
        BadRow: one of them is missing, no number, or not on Earth.
    """
    texts = ((row.get(lon) or "").strip(), (row.get(lat) or "").strip())
    if not any(texts):
        return None, None
    try:
        x, y = float(texts[0]), float(texts[1])
    except ValueError:
        raise BadRow(f"({lon}, {lat}) = {texts} is no position") from None
    if not (abs(x) <= 180 and abs(y) <= 90):  # noqa: PLR2004 -- degrees; NaN fails too
        raise BadRow(f"{lon} {x:g}, {lat} {y:g} is not on Earth; are they swapped?")
    return x, y


def report(*, key: str, quote: str, outlet: str | None, rule: str, **changes: object) -> dict[str, Any]:
    """Return a report of an imported row: its note as the quote, with no article behind it."""
    return {
        "article_id": key,
        "outlet": outlet,
        "url": None,
        "published": None,
        "retrieved": None,
        "article_sha256": hashlib.sha256(quote.encode()).hexdigest(),
        "quote": quote,
        "quote_start": 0,
        "quote_end": len(quote),
        "trigger_start": 0,
        "trigger_end": 0,
        "attribution": None,
        "attribution_type": None,
        "confidence": "fact",
        "modality": "occurred",
        "counts": [],
        "rule": rule,
        **changes,
    }


def killed(low: int | None, best: int | None, high: int | None) -> list[dict[str, Any]]:
    """Return the count of those killed as a report carries it; nothing where no number was coded."""
    if best is None:
        return []
    return [
        {
            "what": "killed",
            "low": low,
            "best": best,
            "high": high,
            "unit": "people",
            "qualifier": None,
            "kind": "event",
            "text": str(best),
        }
    ]


def extras(row: Row, prefix: str, used: frozenset[str]) -> dict[str, str]:
    """Return the cells that Dateline has no column for, each under its own name with a prefix."""
    return {f"{prefix}_{name}": value for name, value in row.items() if name not in used and value is not None}
