"""What reading a date expression needs to know, and how its small words are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from geo.extracting import calendar
from geo.extracting.calendar import Span
from geo.extracting.date_grammar import counts, cue, date_words

CENTURY: Final = 100
FEW: Final = 3
SOON: Final = 14
"""A day told without a year so shortly ahead of publication is ahead: no news speaks so of the year before."""
RELATIVE: Final = "relative, and no publication date"
NO_YEAR: Final = "no year and no publication date"


@dataclass(frozen=True, slots=True)
class Context:
    """What resolving needs: the publication day, the sentence round the words, the date and the year told before."""

    published: date | None
    before: str
    after: str
    last: date | None
    year: int | None = None  # of the text's own full dates, where no publication day is known
    capitals: bool = False  # the sentence is all in capitals


Reading = tuple[Span | None, str]
Resolver = Callable[[re.Match[str], Context], Reading | None]


def is_ahead(context: Context) -> bool:
    """Tell whether the words before speak of what is still ahead.

    >>> is_ahead(Context(None, "They will meet on ", ".", None))
    True
    """
    return cue("forward").search(context.before) is not None


def unit_of(word: str) -> str:
    """Return a unit of time in the singular.

    >>> unit_of("Weeks")
    'week'
    """
    return word.lower().removesuffix("s")


def plain(text: str) -> str:
    """Return words in lower case with single blanks.

    >>> plain("Mid-July")
    'mid july'
    """
    return " ".join(text.lower().replace("-", " ").split())


def is_few(word: str) -> bool:
    """Tell "a few days" from a number of days.

    >>> is_few("several")
    True
    """
    return re.search(r"few|several|couple", word, re.IGNORECASE) is not None


def count_of(word: str) -> int:
    """Return what a number, or a word for one, counts.

    >>> count_of("a couple of")
    2
    """
    text = plain(word).removesuffix(" of")
    text = re.sub(r"^(?:an?|the)\s+(?=\w)", "", text)
    return int(text) if text.isdigit() else counts().get(text, FEW)


def part_of(part: str, whole: Span, unit: str, context: Context) -> Span:
    """Cut early, mid or late out of a month or year."""
    if unit == "year":
        first, last = date_words()["year_parts"].get(part, (1, 12))
        span = Span(date(whole.start.year, first, 1), calendar.month(whole.start.year, last).end, calendar.LONGER)
    else:
        first, last = date_words()["month_parts"].get(part, (1, 0))
        end = calendar.month(whole.start.year, whole.start.month).end if last == 0 else whole.start.replace(day=last)
        precision = calendar.WEEK if (end - whole.start.replace(day=first)).days < 7 else calendar.MONTH  # noqa: PLR2004
        span = Span(whole.start.replace(day=first), end, precision)
    if context.published and span.start <= context.published < span.end:
        return Span(span.start, context.published, span.precision)
    return span
