"""What written dates mean, days, months and years, and the function that reads each kind of expression."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from geo.extracting import calendar, date_relative
from geo.extracting.calendar import Span
from geo.extracting.date_context import (
    CENTURY,
    NO_YEAR,
    RELATIVE,
    SOON,
    Context,
    Reading,
    Resolver,
    is_ahead,
    part_of,
    plain,
)
from geo.extracting.date_grammar import date_words, names


def _year(text: str | None, published: date | None) -> int | None:
    if not text:
        return None
    digits = text.lstrip("'")
    if len(digits) == 4:  # noqa: PLR2004 -- written in full
        return int(digits)
    base = published.year if published else 2030
    year = base // CENTURY * CENTURY + int(digits)
    return year if year <= base + 1 else year - CENTURY


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _year_of_day(number: int, day: int, context: Context) -> int | None:
    """Return the year of a day that is told without one."""
    if context.published is None:
        return context.year
    latest = calendar.latest_year(context.published, number, day)
    if (number, day) == (context.published.month, context.published.day):
        return latest
    ahead = calendar.day_of(latest + 1, number, day)
    near = ahead is not None and (ahead - context.published).days <= SOON
    return latest + 1 if near or is_ahead(context) else latest


def _is_word(name: str, context: Context) -> bool:
    """Tell "may" and "march" from the months: these need a capital letter."""
    return name.lower() in date_words()["words_too"] and not name[0].isupper() and not context.capitals


def _day_month(day: str, month: str, year: str | None, context: Context) -> Reading | None:
    if _is_word(month, context) or (not year and re.match(date_words()["name_after"], context.after)):
        return None
    number, wanted = names()[0][month.lower()], _number(day)
    told = _year(year, context.published) or _year_of_day(number, wanted, context)
    if told is None:
        return None, NO_YEAR
    found = calendar.day_of(told, number, wanted)
    return (calendar.on(found), "a day as written") if found else None


def _days_of_month(first: str, last: str, month: str, year: str | None, context: Context) -> Reading | None:
    if _is_word(month, context):
        return None
    number = names()[0][month.lower()]
    told = _year(year, context.published) or _year_of_day(number, _number(last), context)
    if told is None:
        return None, NO_YEAR
    start, end = calendar.day_of(told, number, _number(first)), calendar.day_of(told, number, _number(last))
    if start is not None and end is not None and start > end:  # "30 to 2 September"
        previous = date(told, number, 1) - timedelta(1)
        start = calendar.day_of(previous.year, previous.month, _number(first))
    if start is None or end is None:
        return None
    return calendar.between(start, end), "days as written"


def _iso(match: re.Match[str], _context: Context) -> Reading | None:
    found = calendar.day_of(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))
    return (calendar.on(found), "a day as written") if found else None


def _slash(match: re.Match[str], context: Context) -> Reading | None:
    """Day and month in either order: the order that lies shortly before publication, else both make a range."""
    year = _year(match["sl_y"], context.published)
    if year is None:
        return None
    one, two = int(match["sl_a"]), int(match["sl_b"])
    days = {day for day in (calendar.day_of(year, two, one), calendar.day_of(year, one, two)) if day}
    if not days:
        return None
    if len(days) == 1:
        return calendar.on(days.pop()), "a day as written"
    if context.published is not None:
        past = {day for day in days if 0 <= (context.published - day).days <= 31}  # noqa: PLR2004 -- about a month
        if len(past) == 1 and not is_ahead(context):
            return calendar.on(past.pop()), "the order of day and month that lies shortly before publication"
    if match["sl_by"] == ".":
        return calendar.on(date(year, two, one)), "day before month, as is usual with full stops"
    return Span(min(days), max(days), calendar.LONGER), "day and month may be in either order"


def _holiday(match: re.Match[str], context: Context) -> Reading | None:
    month, day = date_words()["holidays"][plain(match["ho"])]
    year = _year_of_day(month, day, context)
    return (None, NO_YEAR) if year is None else (calendar.on(date(year, month, day)), "a day with a name")


def _nth(match: re.Match[str], context: Context) -> Reading | None:
    base = context.published or context.last
    if base is None:
        return None, RELATIVE
    day = int(match["nth_d"])
    first = base.replace(day=1)
    if day > base.day:
        first = (first - timedelta(1)).replace(day=1)
    found = calendar.day_of(first.year, first.month, day)
    return (calendar.on(found), "the latest day of a month with that number") if found else None


def _partmonth(match: re.Match[str], context: Context) -> Reading | None:
    whole = _whole_month(match["pm_m"], match["pm_y"], context)
    if whole is None:
        return None if _is_word(match["pm_m"], context) else (None, NO_YEAR)
    return part_of(plain(match["pm_part"]), whole, "month", context), "part of a month"


def _partyear(match: re.Match[str], context: Context) -> Reading | None:
    whole = calendar.year_of(int(match["py_y"]))
    return part_of(plain(match["py_part"]), whole, "year", context), "part of a year"


def _decade(match: re.Match[str], context: Context) -> Reading | None:
    digits = match["dc"]
    year = int(digits) if len(digits) == 4 else _year(digits, context.published)  # noqa: PLR2004
    if year is None:
        return None
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get((match["dc_part"] or "").lower(), (0, 9))
    return Span(date(year + first, 1, 1), date(year + last, 12, 31), calendar.LONGER), "a decade"


def _month(match: re.Match[str], context: Context) -> Reading | None:
    name = match["mo_m"] or match["mo2_m"] or match["mo3_m"] or match["mo4_m"] or match["mo5_m"]
    year = match["mo_y"] or match["mo2_y"] or match["mo5_y"]
    lead = plain(match["mo_lead"] or match["mo3_lead"] or match["mo5_lead"] or "")
    if not year and not name[0].isupper():
        return None
    if not year and name.lower() in date_words()["words_too"]:
        weak = lead in date_words()["weak_before_month"] or match["mo3_m"] or match["mo4_m"]
        aimed = match["mo3_m"] and re.match(r"\s+(?:for|to|on|by|against)\b", context.after)
        if (weak and context.capitals) or aimed:
            return None
    whole = _whole_month(name, year, context, ahead=lead == "next")
    return (None, NO_YEAR) if whole is None else (whole, "a month")


def _whole_month(name: str, year: str | None, context: Context, *, ahead: bool = False) -> Span | None:
    if _is_word(name, context) and not year:
        return None
    number = names()[0][name.lower()]
    if year:
        return calendar.month(int(year), number)
    if context.published is None:
        return calendar.month(context.year, number) if context.year else None
    latest = calendar.latest_year(context.published, number)
    return calendar.month(latest + (ahead or is_ahead(context)), number)


def _plain_year(match: re.Match[str], _context: Context) -> Reading | None:
    return calendar.year_of(int(match["ye"] or match["ye2"])), "a year"


def _foreign(match: re.Match[str], context: Context) -> Reading | None:
    """Keep a month or feast of another calendar as words; a name in lower case is a word."""
    if not match["fo"][0].isupper() or re.match(r"['’-]?\w|\s+[A-Z]", context.after):
        return None
    return None, "a month or feast of another calendar, kept as words"


def _season(match: re.Match[str], _context: Context) -> Reading | None:
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["se"].lower()]
    start = date(int(match["se_y"]), first, 1)
    return Span(start, start + timedelta(91), calendar.LONGER), "a season"


RESOLVERS: Final[dict[str, Resolver]] = {
    "iso": _iso,
    "slash": _slash,
    "dashed": lambda match, context: _day_month(match["da_d"], match["da_m"], match["da_y"], context),
    "dayrange": lambda match, context: _days_of_month(
        match["dr_z"] or match["dr_a"], match["dr_b"], match["dr_m"], match["dr_y"], context
    ),
    "monthrange": lambda match, context: _days_of_month(
        match["mr_a"], match["mr_b"], match["mr_m"], match["mr_y"], context
    ),
    "dmy": lambda match, context: _day_month(match["dmy_d"], match["dmy_m"], match["dmy_y"], context),
    "mdy": lambda match, context: _day_month(match["mdy_d"], match["mdy_m"], match["mdy_y"], context),
    "holiday": _holiday,
    "nth": _nth,
    "fixed": date_relative.fixed,
    "overnight": date_relative.overnight,
    "told": date_relative.told,
    "weekday": date_relative.weekday,
    "ago": date_relative.ago,
    "later": date_relative.later,
    "offset": date_relative.offset,
    "past": date_relative.past,
    "over": date_relative.over,
    "unit": date_relative.calendar_unit,
    "before_last": date_relative.before_last,
    "weekend": date_relative.weekend,
    "partmonth": _partmonth,
    "partyear": _partyear,
    "decade": _decade,
    "foreign": _foreign,
    "month": _month,
    "season": _season,
    "year": _plain_year,
}
"""Kinds of date expression, each with the function that resolves it."""
