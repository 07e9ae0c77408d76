"""What each kind of date expression means: a span of days, or None where the words name no day, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from geo.extracting import calendar
from geo.extracting.calendar import Span
from geo.extracting.date_grammar import counts, cue, date_words, names

CENTURY: Final = 100
FEW: Final = 3
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


def _forward(context: Context) -> bool:
    return cue("forward").search(context.before) is not None


def _year_of_day(number: int, day: int, context: Context) -> int | None:
    """Return the year of a day that is told without one."""
    if context.published is None:
        return context.year
    if _forward(context):
        ahead = calendar.latest_year(context.published, number, day)
        return ahead if (number, day) == (context.published.month, context.published.day) else ahead + 1
    return calendar.latest_year(context.published, number, day)


def _is_word(name: str, context: Context) -> bool:
    """Tell "may" and "march" from the months: these need a capital letter."""
    return name.lower() in date_words()["words_too"] and not name[0].isupper() and not context.capitals


def _day_month(day: str, month: str, year: str | None, context: Context) -> Reading | None:
    if _is_word(month, context):
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
        if len(past) == 1 and not _forward(context):
            return calendar.on(past.pop()), "the order of day and month that lies shortly before publication"
    if match["sl_by"] == ".":
        return calendar.on(date(year, two, one)), "day before month, as is usual with full stops"
    return Span(min(days), max(days), calendar.LONGER), "day and month may be in either order"


def _holiday(match: re.Match[str], context: Context) -> Reading | None:
    month, day = date_words()["holidays"][_plain(match["ho"])]
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


def _fixed(match: re.Match[str], context: Context) -> Reading | None:
    if context.published is None:
        return None, RELATIVE
    return calendar.on(context.published + timedelta(date_words()["days"][_plain(match.group())])), (
        "counted from publication"
    )


def _overnight(_match: re.Match[str], context: Context) -> Reading | None:
    if context.published is None:
        return None, RELATIVE
    return calendar.between(context.published - timedelta(1), context.published), "the night before publication"


def _told(match: re.Match[str], context: Context) -> Reading | None:
    shift = date_words()["from_last"][re.sub(r"^on\s+", "", _plain(match.group()))]
    base = context.last or context.published
    if base is None:
        return None, "relative, and no date before it"
    return calendar.on(base + timedelta(shift)), "counted from the date told before"


def _weekday(match: re.Match[str], context: Context) -> Reading | None:
    if re.search(date_words()["not_before"], context.before, re.IGNORECASE) or re.match(
        date_words()["not_after"], context.after
    ):
        return None
    if context.published is None:
        return None, "a weekday, and no publication date"
    number, lead = names()[1][match["wd"].lower()], _plain(match["wd_lead"] or "").removeprefix("the ")
    if lead in ("following", "previous", "that") or (lead == "next" and _plain(match["wd_lead"]).startswith("the")):
        return _weekday_told(number, lead, context)
    if lead == "next" or (lead not in ("since", "last", "this past") and looks_forward(context)):
        return calendar.on(calendar.weekday_after(context.published, number)), "the next such weekday: still ahead"
    day = calendar.weekday_before(context.published, number)
    if lead == "last" and day == context.published:
        day -= timedelta(7)
    if lead == "since":
        return calendar.between(day, context.published), "from that weekday up to publication"
    return calendar.on(day), "the latest such weekday on or before publication"


def _weekday_told(number: int, lead: str, context: Context) -> Reading:
    base = context.last or context.published
    if base is None:
        return None, "relative, and no date before it"
    if lead in ("following", "next"):
        return calendar.on(calendar.weekday_after(base + timedelta(1), number)), "the weekday after the date before it"
    day = calendar.weekday_before(base - timedelta(lead == "previous"), number)
    return calendar.on(day), "the weekday before the date told before"


def looks_forward(context: Context) -> bool:
    """Tell whether a weekday is still ahead: "will meet on Friday", "before Friday's summit".

    >>> looks_forward(Context(None, "They will meet on ", ".", None))
    True
    """
    before, after = context.before, context.after
    occasion = cue("events_ahead").search(after) or cue("event_before").search(before)
    if occasion:
        return cue("ahead").search(f"{before} {after}") is not None
    if cue("bounds").search(before):
        return cue("past").search(f"{before} {after}") is None
    return _forward(context) and not cue("said").search(before.removesuffix("on ").rstrip())


def _ago(match: re.Match[str], context: Context) -> Reading | None:
    if context.published is None:
        return None, RELATIVE
    unit, count = _unit(match["ago_u"]), _count(match["ago_n"])
    if _is_few(match["ago_n"]) and unit in ("day", "night", "hour"):
        return calendar.back(context.published, unit, FEW), "a few days before publication"
    return calendar.ago(context.published, unit, count), "counted back from publication"


def _later(match: re.Match[str], context: Context) -> Reading | None:
    back = _plain(match["la_w"]) in ("earlier", "before that", "previously")
    base = context.last or (context.published if back else None)
    if base is None:
        return None, "relative, and no date before it"
    unit, count = _unit(match["la_u"]), _count(match["la_n"])
    if back:
        return calendar.ago(base, unit, count), "counted back from the date told before"
    days = calendar.UNIT_DAYS[unit] * count if unit != "hour" else 0
    return calendar.ago(base + timedelta(2 * days), unit, count), "counted on from the date told before"


def _past(match: re.Match[str], context: Context) -> Reading | None:
    if context.published is None:
        return None, RELATIVE
    if match["past_one"]:
        return calendar.back(context.published, "day", 1), "the day up to publication"
    unit = _unit(match["past_u"])
    count = _count(match["past_n"]) if match["past_n"] else FEW
    if unit == "hour":
        unit, count = "day", max(1, count // 24)
    if match["past_w"].lower() in ("coming", "next"):
        ahead = context.published + timedelta(calendar.UNIT_DAYS[unit] * count)
        return calendar.between(context.published, ahead), "the time from publication on"
    return calendar.back(context.published, unit, count), "the time up to publication"


def _over(match: re.Match[str], context: Context) -> Reading | None:
    """Read "for weeks", up to now; "for three days" is a duration and dates nothing."""
    if match["over_n"] or context.published is None:
        return None
    return calendar.back(context.published, _unit(match["over_u"]), FEW), "a time up to publication"


def _calendar_unit(match: re.Match[str], context: Context) -> Reading | None:
    if context.published is None:
        return None, RELATIVE
    lead, unit = _plain(match["unit_lead"]), match["unit_u"].lower()
    part = _plain(match["unit_part"] or "")
    if re.search(r"\bthe (?:last|past)$", lead) or lead == "this past":
        if unit in ("week", "month", "year"):
            return calendar.back(context.published, unit, 1), "the time up to publication"
        lead = "last" if unit != "weekend" else "this"
    shift = {"last": -1, "next": 1}.get(lead, 0)
    whole = calendar.calendar_unit(context.published, unit, shift)
    if part and unit in ("month", "year"):
        return _part(part, whole, unit, context), f"{part} {lead} {unit}"
    if lead.endswith(" of the") and unit in ("month", "year", "week"):
        return Span(whole.start, whole.end, whole.precision), f"this {unit}, from its start"
    return whole, f"{lead} {unit}"


def _part(part: str, whole: Span, unit: str, context: Context) -> Span:
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


def _weekend(_match: re.Match[str], context: Context) -> Reading | None:
    if context.published is None:
        return None, RELATIVE
    return calendar.calendar_unit(context.published, "weekend", 0), "the latest weekend"


def _partmonth(match: re.Match[str], context: Context) -> Reading | None:
    whole = _whole_month(match["pm_m"], match["pm_y"], context)
    if whole is None:
        return None if _is_word(match["pm_m"], context) else (None, NO_YEAR)
    return _part(_plain(match["pm_part"]), whole, "month", context), "part of a month"


def _partyear(match: re.Match[str], context: Context) -> Reading | None:
    whole = calendar.year_of(int(match["py_y"]))
    return _part(_plain(match["py_part"]), whole, "year", context), "part of a year"


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
    lead = _plain(match["mo_lead"] or match["mo3_lead"] or match["mo5_lead"] or "")
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
    return calendar.month(latest + (ahead or _forward(context)), number)


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


def _offset(_match: re.Match[str], _context: Context) -> Reading | None:
    return None, "counted from a day that is not told"


def shift_of(match: re.Match[str]) -> int:
    """Return how many days an offset counts: "two days before" is -2."""
    if match["of_eve"]:
        return -1
    days = calendar.UNIT_DAYS[_unit(match["of_u"])] * _count(match["of_n"])
    return days if match["of_w"].lower() == "after" else -days


def _unit(word: str) -> str:
    return word.lower().removesuffix("s")


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").split())


def _is_few(word: str) -> bool:
    return re.search(r"few|several|couple", word, re.IGNORECASE) is not None


def _count(word: str) -> int:
    text = _plain(word).removesuffix(" of")
    text = re.sub(r"^(?:an?|the)\s+(?=\w)", "", text)
    return int(text) if text.isdigit() else counts().get(text, FEW)


RESOLVERS: Final[dict[str, Resolver]] = {
    "iso": _iso,
    "slash": _slash,
    "dashed": lambda match, context: _day_month(match["da_d"], match["da_m"], match["da_y"], context),
    "dayrange": lambda match, context: _days_of_month(
        match["dr_a"], match["dr_b"], match["dr_m"], match["dr_y"], context
    ),
    "monthrange": lambda match, context: _days_of_month(
        match["mr_a"], match["mr_b"], match["mr_m"], match["mr_y"], context
    ),
    "dmy": lambda match, context: _day_month(match["dmy_d"], match["dmy_m"], match["dmy_y"], context),
    "mdy": lambda match, context: _day_month(match["mdy_d"], match["mdy_m"], match["mdy_y"], context),
    "holiday": _holiday,
    "nth": _nth,
    "fixed": _fixed,
    "overnight": _overnight,
    "told": _told,
    "weekday": _weekday,
    "ago": _ago,
    "later": _later,
    "offset": _offset,
    "past": _past,
    "over": _over,
    "unit": _calendar_unit,
    "weekend": _weekend,
    "partmonth": _partmonth,
    "partyear": _partyear,
    "decade": _decade,
    "foreign": _foreign,
    "month": _month,
    "season": _season,
    "year": _plain_year,
}
"""Kinds of date expression, each with the function that resolves it."""
