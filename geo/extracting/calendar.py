"""Days, weeks, months and years round a publication date, by the rules of UCDP's codebook (GED 19.1, appendix 2)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DAY, DAYS, WEEK, MONTH, LONGER = 1, 2, 3, 4, 5
"""UCDP's date precision: one day, two to six days, a week, a month, longer."""

UNIT_DAYS: Final = {
    "hour": 1,
    "day": 1,
    "night": 1,
    "week": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
    "decade": 3650,
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included, and UCDP's precision."""

    start: date
    end: date
    precision: int


def on(day: date) -> Span:
    """Return one day as a span."""
    return Span(day, day, DAY)


def between(start: date, end: date) -> Span:
    """Return a span with the precision that its length gives; a week and the day of the report are still a week.

    >>> between(date(2018, 9, 1), date(2018, 9, 3)).precision
    2
    """
    length = (end - start).days + 1
    precision = next((p for p, most in ((DAY, 1), (DAYS, 6), (WEEK, 8), (MONTH, 31)) if length <= most), LONGER)
    return Span(start, end, precision)


def month(year: int, number: int) -> Span:
    """Return a whole month."""
    return Span(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), MONTH)


def year_of(year: int) -> Span:
    """Return a whole year."""
    return Span(date(year, 1, 1), date(year, 12, 31), LONGER)


def day_of(year: int, month_number: int, day: int) -> date | None:
    """Return a day, or None if the calendar has no such day.

    >>> day_of(2018, 2, 31) is None
    True
    """
    try:
        return date(year, month_number, day)
    except ValueError:
        return None


def latest_year(published: date, month_number: int, day: int = 1) -> int:
    """Return the year of the latest such day on or before publication.

    >>> latest_year(date(2018, 9, 5), 12)
    2017
    """
    return published.year if (month_number, day) <= (published.month, published.day) else published.year - 1


def weekday_before(published: date, weekday: int) -> date:
    """Return the latest such weekday (Monday is 0) on or before publication.

    >>> weekday_before(date(2018, 9, 5), 1)
    datetime.date(2018, 9, 4)
    """
    return published - timedelta((published.weekday() - weekday) % 7)


def weekday_after(published: date, weekday: int) -> date:
    """Return the next such weekday on or after publication."""
    return published + timedelta((weekday - published.weekday()) % 7)


def back(published: date, unit: str, count: int) -> Span:
    """Return the span of the last so many units up to publication: "the past two weeks"."""
    return between(published - timedelta(UNIT_DAYS[unit] * count), published)


def ago(published: date, unit: str, count: int) -> Span:
    """Return when "three days ago" was: the vaguer the larger the unit."""
    middle = published - timedelta(count // 24 if unit == "hour" else UNIT_DAYS[unit] * count)
    slack = {"week": 3, "fortnight": 5, "month": 15, "year": 180, "decade": 1800}.get(unit, 0)
    return on(middle) if not slack else between(middle - timedelta(slack), middle + timedelta(slack))


def calendar_unit(published: date, unit: str, shift: int) -> Span:
    """Return this (0), last (-1) or next (1) week, weekend, month or year; this week ends with publication."""
    if unit == "year":
        whole = year_of(published.year + shift)
        return Span(whole.start, min(whole.end, published), LONGER) if shift == 0 else whole
    if unit == "month":
        number = published.month - 1 + shift
        whole = month(published.year + number // 12, number % 12 + 1)
        return Span(whole.start, min(whole.end, published), MONTH) if shift == 0 else whole
    monday = published - timedelta(published.weekday()) + timedelta(7 * shift)
    if unit == "weekend":
        saturday = monday + timedelta(5) if shift or published.weekday() >= 5 else monday - timedelta(2)  # noqa: PLR2004 -- Saturday
        return Span(saturday, saturday + timedelta(1), DAYS)
    if shift == 0:
        return between(monday, published)
    return Span(monday, monday + timedelta(6), WEEK)
