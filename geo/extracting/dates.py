"""Date expressions of news prose, resolved against the publication date, and the date of each event.

Rules and precision follow UCDP's codebook (GED 19.1, appendix 2): weekdays look back unless the verb looks forward,
"no time given" is the three days up to the report. Every answer keeps its words and a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from geo.extracting import calendar, vocabulary
from geo.extracting.calendar import Span
from geo.extracting.model import DateMention, Document, Sentence

NEWS_DAYS: Final = 3
"""UCDP: an event without a time is taken to lie within three days before the report."""
BACKGROUND_DAYS: Final = 45
"""What ended so long before publication is not the news itself."""
CARRY_SENTENCES: Final = 4
CENTURY: Final = 100
DATELINE_ROOM: Final = 120  # characters at the head of a text


@dataclass(frozen=True, slots=True)
class _Context:
    """What resolving needs: the publication day, the sentence before and after the words, the date last told."""

    published: date | None
    before: str
    after: str
    last: date | None


Reading = tuple[Span | None, str]
Resolver = Callable[[re.Match[str], _Context], Reading | None]


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    return vocabulary.toml("dates.toml")


@lru_cache(maxsize=1)
def _numbers() -> Mapping[str, int]:
    table = vocabulary.toml("numbers.toml")
    return {**table["words"], "a": 1, "an": 1, "few": 3, "several": 3, "couple": 2}


@lru_cache(maxsize=1)
def _names() -> tuple[Mapping[str, int], Mapping[str, int]]:
    months = {name: number for number, names in enumerate(_words()["months"], 1) for name in names}
    weekdays = {name: number for number, names in enumerate(_words()["weekdays"]) for name in names}
    return months, weekdays


@lru_cache(maxsize=8)
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(_words()["cues"][name], re.IGNORECASE)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """One pattern for all expressions; the name of the group that matched chooses the resolver."""
    months, weekdays = _names()
    month = _any(months)
    longday = _any(n for n in weekdays if n.endswith("day"))
    words = _words()
    count = rf"(?:\d{{1,3}}|{_any(_numbers())}|couple of)"
    unit = "hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?"
    alternatives = {
        "iso": r"(?P<iso_y>(?:19|20)\d\d)-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)",
        "slash": r"(?P<sl_a>\d{1,2})/(?P<sl_b>\d{1,2})/(?P<sl_y>(?:19|20)?\d\d)",
        "dmy": rf"(?P<dmy_d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<dmy_m>{month})\b\.?(?:,?\s+(?P<dmy_y>(?:19|20)\d\d|'?\d\d(?=\s*(?:--|\W|$))))?",
        "mdy": rf"(?P<mdy_m>{month})\b\.?\s+(?P<mdy_d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d,]\d|\d)(?:,?\s+(?P<mdy_y>(?:19|20)\d\d))?",
        "fixed": rf"(?:{_any(words['days'])})",
        "overnight": r"overnight",
        "told": rf"(?:{_any(words['from_last'])})",
        "weekday": rf"(?:(?P<wd_lead>since|last|next|this|this past|early|late)\s+)?(?P<wd>{longday})(?:\s+(?P<wd_part>night|evening|morning|afternoon))?(?:\s+and\s+(?P<wd_two>{longday}))?",
        "ago": rf"(?P<ago_n>{count})\s+(?P<ago_u>{unit})\s+(?:ago|earlier|before\s+that)",
        "past": rf"(?:the\s+|these\s+)?(?:last|past|previous|recent)\s+(?:(?P<past_n>{count})\s+)?(?P<past_u>hours|days|nights|weeks|fortnight|months|years|decades)",
        "over": rf"for\s+(?:(?:the\s+)?(?P<over_n>{count})\s+)?(?P<over_u>days|weeks|months|years|decades)(?!\s+(?:to\s+come|ahead))",
        "unit": r"(?P<unit_lead>last|this|next|earlier this|later this|the past|this past)\s+(?P<unit_u>week|weekend|month|year)(?!-)",
        "weekend": r"(?:over|at|during)\s+the\s+weekend",
        "partmonth": rf"(?P<pm_part>{_any(words['month_parts'])})[\s-]+(?P<pm_m>{month})\b\.?(?:,?\s+(?P<pm_y>(?:19|20)\d\d))?",
        "month": rf"(?P<mo_lead>{_any(words['before_month'])})\s+(?P<mo_m>{month})\b\.?(?:,?\s+(?P<mo_y>(?:19|20)\d\d))?|(?P<mo2_m>{month})\b,?\s+(?P<mo2_y>(?:19|20)\d\d)",
        "year": r"(?P<ye_lead>in|since|from|during|of|by|until|before|after|early|late|mid)[\s-]+(?P<ye>(?:18|19|20)\d\d)(?!,?\d|-|\s+(?:people|civilians|troops))",
        "season": r"(?P<se>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<se_y>(?:19|20)\d\d)",
    }
    body = "|".join(f"(?P<{name}>{expression})" for name, expression in alternatives.items())
    return re.compile(rf"(?<![\w-])(?:{body})(?!\w)", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def find_dates(doc: Document) -> tuple[DateMention, ...]:
    """Return the date expressions of an article in text order.

    >>> from geo.extracting.sentences import read
    >>> from geo.reading.article import Article
    >>> doc = read(Article(id="a", text="They fled on Tuesday night.", published="2018-09-05"))
    >>> [(d.text, d.start_date, d.precision) for d in find_dates(doc)]
    [('Tuesday night', '2018-09-04', 1)]
    """
    published = _published(doc)
    text = doc.article.text
    found: list[DateMention] = []
    last = published
    pattern = _pattern()
    for sentence in doc.sentences:
        for match in pattern.finditer(text, sentence.start, sentence.end):
            name = next(group for group in RESOLVERS if match.group(group) is not None)
            context = _Context(published, text[sentence.start : match.start()], text[match.end() : sentence.end], last)
            reading = RESOLVERS[name](match, context)
            if reading is None:
                continue
            mention = _mention(match, reading, published, dateline=_is_dateline(text, match))
            found.append(mention)
            if mention.start_date and mention.precision == calendar.DAY and mention.reason != "dateline":
                last = date.fromisoformat(mention.start_date)
    return tuple(found)


def _published(doc: Document) -> date | None:
    """Return the publication day or, without one, the day that a dateline at the head names."""
    if doc.article.published:
        try:
            return date.fromisoformat(doc.article.published[:10])
        except ValueError:
            return None
    head = doc.article.text[:200]
    for match in _pattern().finditer(head):
        if _is_dateline(head, match) and (match.group("dmy_y") or match.group("mdy_y") or match.group("iso")):
            reading = RESOLVERS["dmy" if match.group("dmy") else "mdy" if match.group("mdy") else "iso"](
                match, _Context(None, "", "", None)
            )
            if reading and reading[0]:
                return reading[0].start
    return None


def _is_dateline(text: str, match: re.Match[str]) -> bool:
    """Tell the date of a dateline: at the head of the text, followed by a dash or a bracket."""
    return (
        match.start() < DATELINE_ROOM
        and re.match(r"\s*(?:\([^)]{1,30}\)\s*)?(?:--|—|–|\[)", text[match.end() : match.end() + 40]) is not None
    )


def _mention(match: re.Match[str], reading: Reading, published: date | None, *, dateline: bool) -> DateMention:
    span, reason = reading
    background = bool(span and published and (published - span.end).days > BACKGROUND_DAYS)
    if span and published and span.start < published - timedelta(400) <= span.end:
        background = True  # "since 2011": reaches up to the news, but speaks of all that time
    return DateMention(
        start=match.start(),
        end=match.start() + len(match.group().rstrip(".")),
        text=match.group().rstrip("."),
        start_date=span.start.isoformat() if span else None,
        end_date=span.end.isoformat() if span else None,
        precision=span.precision if span else calendar.LONGER,
        reason="dateline" if dateline else reason,
        background=background,
    )


def _year(text: str | None, published: date | None) -> int | None:
    if not text:
        return None
    digits = text.lstrip("'")
    if len(digits) == 4:  # noqa: PLR2004 -- written in full
        return int(digits)
    base = published.year if published else 2000
    year = base // CENTURY * CENTURY + int(digits)
    return year if year <= base + 1 else year - CENTURY


def _day_month(day: str, month: str, year: str | None, context: _Context) -> Reading | None:
    number, wanted = _names()[0][month.lower()], int(day)
    told = _year(year, context.published)
    if told is None:
        if context.published is None:
            return None if not 1 <= wanted <= 31 else (None, "no year and no publication date")  # noqa: PLR2004
        forward = _cue_in("forward", context.before)
        told = context.published.year if forward else calendar.latest_year(context.published, number, wanted)
    found = calendar.day_of(told, number, wanted)
    return (calendar.on(found), "a day as written") if found else None


def _iso(match: re.Match[str], _context: _Context) -> Reading | None:
    found = calendar.day_of(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))
    return (calendar.on(found), "a day as written") if found else None


def _slash(match: re.Match[str], context: _Context) -> Reading | None:
    """Day and month in either order: where both are possible the two days make a range."""
    year = _year(match["sl_y"], context.published)
    if year is None:
        return None
    one, two = int(match["sl_a"]), int(match["sl_b"])
    days = {day for day in (calendar.day_of(year, two, one), calendar.day_of(year, one, two)) if day}
    if not days:
        return None
    if len(days) == 1:
        return calendar.on(days.pop()), "a day as written"
    return Span(min(days), max(days), calendar.LONGER), "day and month may be in either order"


def _dmy(match: re.Match[str], context: _Context) -> Reading | None:
    return _day_month(match["dmy_d"], match["dmy_m"], match["dmy_y"], context)


def _mdy(match: re.Match[str], context: _Context) -> Reading | None:
    return _day_month(match["mdy_d"], match["mdy_m"], match["mdy_y"], context)


def _fixed(match: re.Match[str], context: _Context) -> Reading | None:
    shift = _words()["days"][" ".join(match.group().lower().split())]
    if context.published is None:
        return None, "relative, and no publication date"
    return calendar.on(context.published + timedelta(shift)), "counted from publication"


def _overnight(_match: re.Match[str], context: _Context) -> Reading | None:
    if context.published is None:
        return None, "relative, and no publication date"
    return calendar.between(context.published - timedelta(1), context.published), "the night before publication"


def _told(match: re.Match[str], context: _Context) -> Reading | None:
    shift = _words()["from_last"][" ".join(match.group().lower().split())]
    base = context.last or context.published
    if base is None:
        return None, "relative, and no date before it"
    return calendar.on(base + timedelta(shift)), "counted from the date told before"


def _weekday(match: re.Match[str], context: _Context) -> Reading | None:
    if context.published is None:
        return None, "a weekday, and no publication date"
    number = _names()[1][match["wd"].lower()]
    lead = " ".join((match["wd_lead"] or "").lower().split())
    if lead == "next" or (lead not in ("since", "last") and _looks_forward(context)):
        day = calendar.weekday_after(context.published, number)
        return calendar.on(day), "the next such weekday: the words look forward"
    day = calendar.weekday_before(context.published, number)
    if lead == "last" and day == context.published:
        day -= timedelta(7)
    if lead == "since":
        return calendar.between(day, context.published), "from that weekday up to publication"
    if match["wd_two"]:
        other = calendar.weekday_before(context.published, _names()[1][match["wd_two"].lower()])
        return calendar.between(min(day, other), max(day, other)), "from one weekday to the other"
    return calendar.on(day), "the latest such weekday on or before publication"


def _looks_forward(context: _Context) -> bool:
    if _cue("events_ahead").search(context.after):
        return _cue("ahead").search(context.before + " " + context.after) is not None
    if re.search(r"\b(?:summit|meeting|talks|vote|election|deadline)\s+(?:on|for)\s*$", context.before, re.IGNORECASE):
        return _cue("ahead").search(context.before + " " + context.after) is not None
    return _cue_in("forward", context.before) and not _cue("said").search(context.before.removesuffix("on ").rstrip())


def _cue_in(name: str, text: str) -> bool:
    return _cue(name).search(text) is not None


def _ago(match: re.Match[str], context: _Context) -> Reading | None:
    if context.published is None:
        return None, "relative, and no publication date"
    return calendar.ago(
        context.published, _unit(match["ago_u"]), _count(match["ago_n"])
    ), "counted back from publication"


def _past(match: re.Match[str], context: _Context) -> Reading | None:
    if context.published is None:
        return None, "relative, and no publication date"
    unit = _unit(match["past_u"])
    count = _count(match["past_n"]) if match["past_n"] else 3
    if unit == "hour":
        return calendar.between(
            context.published - timedelta(max(1, count // 24)), context.published
        ), "the hours up to publication"
    return calendar.back(context.published, unit, count), "the time up to publication"


def _over(match: re.Match[str], context: _Context) -> Reading | None:
    """Read "for weeks", up to now; "for three days" is a duration and dates nothing."""
    if match["over_n"] or context.published is None:
        return None
    return calendar.back(context.published, _unit(match["over_u"]), 3), "a time up to publication"


def _calendar_unit(match: re.Match[str], context: _Context) -> Reading | None:
    if context.published is None:
        return None, "relative, and no publication date"
    lead, unit = " ".join(match["unit_lead"].lower().split()), match["unit_u"].lower()
    if lead in ("the past", "this past"):
        return calendar.back(context.published, "week" if unit == "weekend" else unit, 1), "the time up to publication"
    shift = {"last": -1, "next": 1}.get(lead, 0)
    return calendar.calendar_unit(context.published, unit, shift), f"{lead} {unit}"


def _weekend(_match: re.Match[str], context: _Context) -> Reading | None:
    if context.published is None:
        return None, "relative, and no publication date"
    return calendar.calendar_unit(context.published, "weekend", 0), "the latest weekend"


def _partmonth(match: re.Match[str], context: _Context) -> Reading | None:
    whole = _whole_month(match["pm_m"], match["pm_y"], context)
    if whole is None:
        return None, "no year and no publication date"
    first, last = _words()["month_parts"][" ".join(match["pm_part"].lower().split())]
    end = whole.end if last == 0 else whole.start.replace(day=last)
    return Span(whole.start.replace(day=first), end, calendar.MONTH), "part of a month"


def _month(match: re.Match[str], context: _Context) -> Reading | None:
    name, year = match["mo_m"] or match["mo2_m"], match["mo_y"] or match["mo2_y"]
    lead = (match["mo_lead"] or "").lower()
    if (
        name.lower() in _words()["words_too"]
        and not year
        and not (name[0].isupper() and lead not in ("to", "and", "of"))
    ):
        return None
    if lead in ("and", "to", "of", "from") and not year and not name[0].isupper():
        return None
    whole = _whole_month(name, year, context)
    if whole is None:
        return None, "no year and no publication date"
    if lead == "last" and context.published and whole.start.year == context.published.year and not year:
        return whole, "the latest such month"
    if lead == "since" and context.published:
        return Span(whole.start, context.published, calendar.LONGER), "from that month up to publication"
    return whole, "a month"


def _whole_month(name: str, year: str | None, context: _Context) -> Span | None:
    number = _names()[0][name.lower()]
    if year:
        return calendar.month(int(year), number)
    if context.published is None:
        return None
    forward = _cue_in("forward", context.before)
    told = context.published.year if forward else calendar.latest_year(context.published, number)
    return calendar.month(told, number)


def _plain_year(match: re.Match[str], context: _Context) -> Reading | None:
    year = int(match["ye"])
    if match["ye_lead"].lower() == "since" and context.published:
        return Span(date(year, 1, 1), context.published, calendar.LONGER), "from that year up to publication"
    return calendar.year_of(year), "a year"


def _season(match: re.Match[str], _context: _Context) -> Reading | None:
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["se"].lower()]
    year = int(match["se_y"])
    start = date(year, first, 1)
    return Span(start, start + timedelta(91), calendar.LONGER), "a season"


def _unit(word: str) -> str:
    return word.lower().removesuffix("s")


def _count(word: str) -> int:
    text = " ".join(word.lower().removesuffix(" of").split())
    return int(text) if text.isdigit() else _numbers().get(text, 3)


RESOLVERS: Final[dict[str, Resolver]] = {
    "iso": _iso,
    "slash": _slash,
    "dmy": _dmy,
    "mdy": _mdy,
    "fixed": _fixed,
    "overnight": _overnight,
    "told": _told,
    "weekday": _weekday,
    "ago": _ago,
    "past": _past,
    "over": _over,
    "unit": _calendar_unit,
    "weekend": _weekend,
    "partmonth": _partmonth,
    "month": _month,
    "year": _plain_year,
    "season": _season,
}
"""Kinds of date expression, each with the function that resolves it."""


def choose_date(
    doc: Document,
    dates: Sequence[DateMention],
    *,
    sentence: int,
    start: int,
    end: int,
    published: str | None,  # noqa: ARG001 -- part of the contract; the document knows it, or its dateline does
) -> DateMention | None:
    """Return the date of an event whose trigger is `text[start:end]`.

    The nearest date of the sentence that does not date a saying; else one carried over from the sentences before;
    else the date of the saying, as the latest day; else the days up to publication (start = end = -1). None where
    nothing is told and no publication date is known.
    """
    usable = [d for d in dates if d.reason != "dateline"]
    own = doc.sentences[sentence]
    here = [d for d in usable if own.start <= d.start < own.end]
    free = [d for d in here if not dates_a_saying(doc, own, d)]
    text = doc.article.text
    if free:
        return min(free, key=lambda d: _away(text, d, start, end))
    carried = _carried(doc, usable, own)
    if carried is not None:
        return replace(carried, reason=f"carried over: {carried.reason}")
    day = _published(doc)
    if here:
        said = min(here, key=lambda d: _away(text, d, start, end))
        if said.start_date and said.precision == calendar.DAY and not said.background:
            latest = date.fromisoformat(said.start_date)
            return replace(
                said,
                start_date=(latest - timedelta(NEWS_DAYS - 1)).isoformat(),
                precision=calendar.DAYS,
                reason="told on that day; the event is taken to lie in the days up to it",
            )
        return said
    if day is None:
        return None
    span = calendar.between(day - timedelta(NEWS_DAYS), day)
    reason = f"no time is told: the {NEWS_DAYS} days up to publication"
    return DateMention(-1, -1, "", span.start.isoformat(), span.end.isoformat(), span.precision, reason)


def dates_a_saying(doc: Document, sentence: Sentence, mention: DateMention) -> bool:
    """Tell whether a date stands beside a verb of saying: "said on Thursday", "On Thursday, rescue teams said"."""
    text = doc.article.text
    before = re.sub(
        r"\b(?:on|late|early|in)\s*$", "", text[sentence.start : mention.start], flags=re.IGNORECASE
    ).rstrip()
    if _cue("said").search(before[-90:]):
        return True
    if before.strip(" \"'“”‘’-—"):
        return False
    opening = re.match(
        r"[^.;:“\"]{0,90}?\b(?:said|says|told|announced|warned|reported|accused|urged|denied)\b",
        text[mention.end : sentence.end],
    )
    return opening is not None and "," in opening.group()[:2]


def _away(text: str, mention: DateMention, start: int, end: int) -> float:
    """Distance in characters from a trigger, with a price for each clause border between and for vagueness."""
    gap = text[mention.end : start] if mention.end <= start else text[end : mention.start]
    borders = len(re.findall(r"[;:]|,\s+(?:and|but|while|which|who|when|after|as)\b", gap))
    return len(gap) + 60 * borders + (40 if mention.background else 0) + (200 if mention.start_date is None else 0)


def _carried(doc: Document, dates: Sequence[DateMention], own: Sentence) -> DateMention | None:
    """Return the last precise date told in the sentences before; one that points far back stays in its paragraph."""
    for earlier in reversed(doc.sentences[max(0, own.index - CARRY_SENTENCES) : own.index]):
        near = [d for d in dates if earlier.start <= d.start < earlier.end and d.start_date]
        for mention in near:
            if dates_a_saying(doc, earlier, mention) or mention.precision > calendar.WEEK:
                continue
            if not mention.background or earlier.paragraph == own.paragraph:
                return mention
    return None
