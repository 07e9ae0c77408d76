"""What relative date expressions mean: weekdays, "last night", "three weeks ago", "the past 24 hours"."""

from __future__ import annotations

import re
from datetime import timedelta

from geo.extracting import calendar
from geo.extracting.date_context import (
    FEW,
    RELATIVE,
    Context,
    Reading,
    count_of,
    is_ahead,
    is_few,
    part_of,
    plain,
    unit_of,
)
from geo.extracting.date_grammar import cue, date_words, names


def fixed(match: re.Match[str], context: Context) -> Reading | None:
    """Read "today", "last night", "tomorrow"."""
    if context.published is None:
        return None, RELATIVE
    return calendar.on(context.published + timedelta(date_words()["days"][plain(match.group())])), (
        "counted from publication"
    )


def overnight(_match: re.Match[str], context: Context) -> Reading | None:
    """Read "overnight", the night before publication."""
    if context.published is None:
        return None, RELATIVE
    return calendar.between(context.published - timedelta(1), context.published), "the night before publication"


def told(match: re.Match[str], context: Context) -> Reading | None:
    """Read "the same day", "a day earlier", from the date last told."""
    shift = date_words()["from_last"][re.sub(r"^on\s+", "", plain(match.group()))]
    base = context.last or context.published
    if base is None:
        return None, "relative, and no date before it"
    return calendar.on(base + timedelta(shift)), "counted from the date told before"


def weekday(match: re.Match[str], context: Context) -> Reading | None:
    """Read a weekday: the latest one, unless the words look forward."""
    if re.search(date_words()["not_before"], context.before, re.IGNORECASE) or re.match(
        date_words()["not_after"], context.after
    ):
        return None
    if context.published is None:
        return None, "a weekday, and no publication date"
    number, lead = names()[1][match["wd"].lower()], plain(match["wd_lead"] or "").removeprefix("the ")
    if lead in ("following", "previous", "that") or (lead == "next" and plain(match["wd_lead"]).startswith("the")):
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
    return is_ahead(context) and not cue("said").search(before.removesuffix("on ").rstrip())


def ago(match: re.Match[str], context: Context) -> Reading | None:
    """Read "three weeks ago"."""
    if context.published is None:
        return None, RELATIVE
    unit, count = unit_of(match["ago_u"]), count_of(match["ago_n"])
    if is_few(match["ago_n"]) and unit in ("day", "night", "hour"):
        return calendar.back(context.published, unit, FEW), "a few days before publication"
    return calendar.ago(context.published, unit, count), "counted back from publication"


def later(match: re.Match[str], context: Context) -> Reading | None:
    """Read "two days later", "a week earlier", from the date last told."""
    back = plain(match["la_w"]) in ("earlier", "before that", "previously")
    base = context.last or (context.published if back else None)
    if base is None:
        return None, "relative, and no date before it"
    unit, count = unit_of(match["la_u"]), count_of(match["la_n"])
    if back:
        return calendar.ago(base, unit, count), "counted back from the date told before"
    if unit == "hour":
        return calendar.on(base + timedelta(count // 24)), "counted on from the date told before"
    days = calendar.UNIT_DAYS[unit] * count
    return calendar.ago(base + timedelta(2 * days), unit, count), "counted on from the date told before"


def past(match: re.Match[str], context: Context) -> Reading | None:
    """Read "the past 24 hours", "recent days", "the coming weeks"."""
    if context.published is None:
        return None, RELATIVE
    if match["past_one"]:
        return calendar.back(context.published, "day", 1), "the day up to publication"
    unit = unit_of(match["past_u"])
    count = count_of(match["past_n"]) if match["past_n"] else FEW
    if unit == "hour":
        unit, count = "day", max(1, count // 24)
    if match["past_w"].lower() in ("coming", "next"):
        ahead = context.published + timedelta(calendar.UNIT_DAYS[unit] * count)
        return calendar.between(context.published, ahead), "the time from publication on"
    return calendar.back(context.published, unit, count), "the time up to publication"


def over(match: re.Match[str], context: Context) -> Reading | None:
    """Read "for weeks", up to now; "for three days" is a duration and dates nothing."""
    if match["over_n"] or context.published is None:
        return None
    return calendar.back(context.published, unit_of(match["over_u"]), FEW), "a time up to publication"


def calendar_unit(match: re.Match[str], context: Context) -> Reading | None:
    """Read "this week", "last month", "late last year"."""
    if context.published is None:
        return None, RELATIVE
    lead, unit = plain(match["unit_lead"]), match["unit_u"].lower()
    part = plain(match["unit_part"] or "")
    if re.search(r"\bthe (?:last|past)$", lead) or lead == "this past":
        if unit in ("week", "month", "year"):
            return calendar.back(context.published, unit, 1), "the time up to publication"
        lead = "last" if unit != "weekend" else "this"
    shift = {"last": -1, "next": 1}.get(lead, 0)
    whole = calendar.calendar_unit(context.published, unit, shift)
    if part and unit in ("month", "year"):
        return part_of(part, whole, unit, context), f"{part} {lead} {unit}"
    if lead.endswith(" of the") and unit in ("month", "year", "week"):
        return whole, f"this {unit}, from its start"
    return whole, f"{lead} {unit}"


def before_last(match: re.Match[str], context: Context) -> Reading | None:
    """Read "the week before last"."""
    if context.published is None:
        return None, RELATIVE
    unit = match["bl_u"].lower()
    return calendar.calendar_unit(context.published, unit, -2), f"the {unit} before last"


def weekend(_match: re.Match[str], context: Context) -> Reading | None:
    """Read "the weekend", the latest one."""
    if context.published is None:
        return None, RELATIVE
    return calendar.calendar_unit(context.published, "weekend", 0), "the latest weekend"


def offset(_match: re.Match[str], _context: Context) -> Reading | None:
    """Read "two days before": open until the day is told."""
    return None, "counted from a day that is not told"


def shift_of(match: re.Match[str]) -> int:
    """Return how many days an offset counts: "two days before" is -2."""
    if match["of_eve"]:
        return -1
    days = calendar.UNIT_DAYS[unit_of(match["of_u"])] * count_of(match["of_n"])
    return days if match["of_w"].lower() == "after" else -days
