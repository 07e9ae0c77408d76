"""Date expressions of news prose, resolved against the publication date.

Rules and precision follow UCDP's codebook (GED 19.1, appendix 2): weekdays look back unless the verb looks forward.
Every answer keeps its words and a reason; what the words do not tell stays None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from geo.extracting import calendar
from geo.extracting.calendar import Span
from geo.extracting.date_choice import choose_date, dates_a_saying, told_in
from geo.extracting.date_context import Context
from geo.extracting.date_grammar import cue, scan
from geo.extracting.date_readings import RESOLVERS
from geo.extracting.date_relative import shift_of
from geo.extracting.model import DateMention, Document, Sentence

__all__ = ["choose_date", "dates_a_saying", "find_dates", "published_day", "told_in"]

BACKGROUND_DAYS: Final = 45
"""What ended so long before publication is not the news itself."""
LONG_DAYS: Final = 180
"""What began so long before publication and reaches up to it speaks of all that time: "since 2011"."""
DATELINE_ROOM: Final = 120  # characters at the head of a text
FIRST_SENTENCES: Final = 40
NEAR: Final = 240
"""Characters round an expression that can change its meaning."""
_FULL: Final = frozenset(f"{name}_y" for name in ("iso", "dmy", "mdy", "dr", "mr", "mo", "mo2", "mo5", "pm"))
_LEAD: Final = re.compile(
    r"(?:in|of|by|to|and|for|since|from|during|until|till|between|through(?:out)?|before|after|the|an?|his|her|its"
    r"|their|that|['’]s)\s+",
    re.IGNORECASE,
)
_AFTER_DATELINE: Final = re.compile(r"\s*(?:\([^)]{1,30}\)\s*)?(?:--|—|–|\[|-\s)")
_TO: Final = re.compile(r"\s*(?:to|and|until|till|through|or|–|-|into)\s*(?:the\s+|on\s+)?", re.IGNORECASE)
_BESIDE: Final = re.compile(r"\s*,?\s*\(?\s*(?:the\s+|of\s+|on\s+|in\s+|into\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression with its kind and what it was read as; `shift` is the days of "two days before"."""

    start: int
    end: int
    kind: str
    span: Span | None
    reason: str
    has_year: bool = False
    shift: int | None = None


def find_dates(doc: Document) -> tuple[DateMention, ...]:
    """Return the date expressions of an article in text order.

    >>> from geo.extracting.sentences import read
    >>> from geo.reading.article import Article
    >>> doc = read(Article(id="a", text="They fled on Tuesday night.", published="2018-09-05"))
    >>> [(d.text, d.start_date, d.precision) for d in find_dates(doc)]
    [('Tuesday night', '2018-09-04', 1)]
    """
    published = published_day(doc)
    year = None if published else _own_year(doc)
    mentions: list[DateMention] = []
    last = published
    pending: list[tuple[int, _Found]] = []
    for sentence in doc.sentences:
        for found in _joined(doc, list(_in_sentence(doc, sentence, published, year, last)), published):
            mention = _mention(doc, sentence, found, published)
            if found.shift is not None and found.span is None:
                pending.append((len(mentions), found))
            mentions.append(mention)
            if mention.start_date and mention.precision == calendar.DAY and mention.reason != "dateline":
                last = date.fromisoformat(mention.start_date)
    for index, found in pending:
        mentions[index] = _by_occasion(doc, mentions, mentions[index], found)
    return tuple(m for m in mentions if m.reason != _OPEN)


_SHIFTED: Final = "counted from the day told after it,"
_OPEN: Final = "counted from a day that is not told"


def _in_sentence(
    doc: Document, sentence: Sentence, published: date | None, year: int | None, last: date | None
) -> Iterator[_Found]:
    text = doc.article.text
    capitals = text[sentence.start : sentence.end].isupper()
    for kind, match in scan(text, sentence.tokens):
        before = text[max(sentence.start, match.start() - NEAR) : match.start()]
        after = text[match.end() : min(sentence.end, match.end() + NEAR)]
        reading = RESOLVERS[kind](match, Context(published, before, after, last, year, capitals))
        if reading is None:
            continue
        span, reason = reading
        if span and span.precision == calendar.DAY and not _is_dateline(text, match):
            last = span.start
        word = _lead(match, kind)
        start = match.start() + (0 if word.strip().lower() in ("in", "since") else len(word))
        end = match.start() + len(match.group().rstrip("."))
        shift = shift_of(match) if kind == "offset" else None
        if span and published and word.strip().lower() in ("since", "from"):
            span, reason = _up_to(span, published), f"{reason}, and up to publication"
        elif not word:
            span, reason = _bounded(before, match, span, reason, published)
        full = any(year and group in _FULL for group, year in match.groupdict().items())
        yield _Found(start, end, kind, span, reason, full, shift)


def _lead(match: re.Match[str], kind: str) -> str:
    """Return the small word that a month or year needed before it: "of ", "the "."""
    found = _LEAD.match(match.group()) if kind in ("month", "year") else None
    return found.group() if found else ""


def _bounded(
    before: str, match: re.Match[str], span: Span | None, reason: str, published: date | None
) -> tuple[Span | None, str]:
    """Apply "since" and "around" before an expression."""
    if span is None:
        return span, reason
    lead = cue("since").search(before)
    if (
        lead
        and published
        and span.end <= published
        and not (lead.group().lower().startswith("from") and span.precision)
    ):
        return _up_to(span, published), f"{reason}, and up to publication"
    if cue("around").search(before) and span.precision == calendar.DAY and not match.group().lower().startswith("to"):
        return calendar.between(span.start - timedelta(1), span.end + timedelta(1)), f"{reason}, a day more or less"
    return span, reason


def _up_to(span: Span, published: date) -> Span:
    return calendar.between(span.start, published) if span.start <= published else span


def _joined(doc: Document, found: list[_Found], published: date | None) -> list[_Found]:
    """Make one of expressions that stand side by side: "Tuesday, September 4", "Monday to Wednesday"."""
    text = doc.article.text
    done: list[_Found] = []
    for item in found:
        one = done[-1] if done else None
        gap = text[one.end : item.start] if one else ""
        joined = _join(text, one, item, gap, published) if one and len(gap) < 16 else None  # noqa: PLR2004 -- ", (on the "
        if joined is not None:
            done[-1] = joined
        else:
            done.append(item)
    return done


def _join(text: str, one: _Found, item: _Found, gap: str, published: date | None) -> _Found | None:
    if one.shift is not None and re.fullmatch(r"\s+(?:the\s+|last\s+|on\s+)?", gap):
        if item.span is None or item.span.precision != calendar.DAY:
            return None
        day = item.span.start + timedelta(one.shift)
        return replace(item, start=one.start, span=calendar.on(day), reason=f"{_SHIFTED} {item.span.start}")
    if one.span is None or item.span is None:
        if one.span is None and {one.kind, item.kind} == {"weekday", "dmy"}:
            return replace(item, start=one.start)
        return None
    if _BESIDE.fullmatch(gap):
        beside = _beside(one, item, published, into="into" in gap.lower())
        if beside is not None:
            return beside
    joins = _TO.fullmatch(gap) is not None and gap.strip() != ""
    pairs = {("weekday", "weekday"), ("month", "month"), ("year", "year"), ("mdy", "mdy"), ("dmy", "dmy")}
    if not (joins and ((one.kind, item.kind) in pairs or {one.kind, item.kind} <= {"dmy", "mdy", "dayrange"})):
        return None
    between = re.search(r"\b(?:between|from)\s+(?:the\s+)?$", text[max(0, one.start - 14) : one.start], re.IGNORECASE)
    split = gap.strip().lower() in ("and", "or")
    if split and not between and (item.span.start - one.span.end).days > 1 and one.kind not in ("month", "year"):
        return None  # "on Monday and Friday" are two days
    return _range(one, item)


def _range(one: _Found, item: _Found) -> _Found | None:
    first, last = one.span, item.span
    if first is None or last is None:
        return None
    start = first.start
    if start > last.end:  # the year of the second holds for both, or the first lies a week before
        if item.has_year:
            moved = calendar.day_of(last.end.year, start.month, start.day)
            start = moved if moved and moved <= last.end else start - timedelta(365)
        elif one.kind == "weekday":
            start -= timedelta(7)
        else:
            start = calendar.day_of(start.year - 1, start.month, start.day) or start
    if start > last.end:
        return None
    if item.has_year and not one.has_year and start.year != last.end.year:
        start = calendar.day_of(last.end.year, start.month, start.day) or start
    span = calendar.between(start, last.end)
    if one.kind in ("month", "year"):
        span = Span(span.start, span.end, calendar.LONGER)
    return _Found(one.start, item.end, one.kind, span, "from one to the other", one.has_year or item.has_year)


def _beside(one: _Found, item: _Found, published: date | None, *, into: bool = False) -> _Found | None:
    """Read two expressions for one day: weekday and date, weekday and week, month and year, overnight and weekday."""
    if one.span is None or item.span is None:
        return None
    days = ("dmy", "mdy", "iso", "slash", "nth", "holiday")
    if one.kind == "weekday" and item.kind in days:
        return replace(item, start=one.start, reason=f"{item.reason}, beside its weekday")
    if one.kind in days and item.kind == "weekday":
        return replace(one, end=item.end, reason=f"{one.reason}, beside its weekday")
    if one.kind == "weekday" and item.kind in ("unit", "before_last") and item.span.precision == calendar.WEEK:
        day = calendar.weekday_before(item.span.end, one.span.start.weekday())
        return replace(item, start=one.start, span=calendar.on(day), reason="that weekday of that week")
    if "overnight" in (one.kind, item.kind) and "weekday" in (one.kind, item.kind):
        night = one.span if one.kind == "weekday" else item.span
        if one.kind == "overnight" and into:
            night = calendar.between(night.start - timedelta(1), night.end)
        return _Found(one.start, item.end, "weekday", night, "the night of that weekday")
    if (
        one.kind in ("month", "partmonth", "dmy", "mdy")
        and item.kind == "unit"
        and item.span.precision == calendar.LONGER
    ):
        start = calendar.day_of(item.span.start.year, one.span.start.month, one.span.start.day)
        if start is None:
            return None
        span = Span(start, start + (one.span.end - one.span.start), one.span.precision)
        if one.kind == "month":
            span = calendar.month(start.year, start.month)
        if "up to publication" in one.reason and published:
            span = _up_to(span, published)
        return replace(one, end=item.end, span=span, reason=f"{one.reason} of that year")
    return None


def _by_occasion(doc: Document, mentions: list[DateMention], mention: DateMention, found: _Found) -> DateMention:
    """Count "two days before the summit" from the date that the article gives of the summit."""
    text = doc.article.text
    named = cue("occasion_named").match(text[mention.end : mention.end + 60])
    if found.shift is None:
        return mention
    if named is None:
        return _by_clause(text, mentions, mention, found.shift)
    wanted = named.group(1).lower().removesuffix("s")
    for other in mentions:
        if other is mention or not other.start_date or other.precision != calendar.DAY:
            continue
        if other.reason.startswith(_SHIFTED):
            continue
        near = cue("occasion").match(text[other.end : other.end + 40]) or cue("occasion_before").search(
            text[max(0, other.start - 60) : other.start]
        )
        if near and near.group(1).lower().removesuffix("s") == wanted:
            day = (date.fromisoformat(other.start_date) + timedelta(found.shift)).isoformat()
            reason = f"counted from the {named.group(1)} on {other.start_date}"
            return replace(mention, start_date=day, end_date=day, precision=calendar.DAY, reason=reason)
    return _by_clause(text, mentions, mention, found.shift)


def _by_clause(text: str, mentions: list[DateMention], mention: DateMention, shift: int) -> DateMention:
    """Count "a day after six soldiers died on Monday" from the day that its clause gives."""
    other = next((m for m in mentions if m.start > mention.end), None)
    if other is None or other.precision != calendar.DAY or not other.start_date:
        return mention
    between = text[mention.end : other.start]
    if len(between) > CLAUSE or not _ONE_CLAUSE.fullmatch(between):
        return mention
    day = (date.fromisoformat(other.start_date) + timedelta(shift)).isoformat()
    reason = f"counted from what is told of {other.start_date}"
    return replace(mention, start_date=day, end_date=day, precision=calendar.DAY, reason=reason)


CLAUSE: Final = 90
"""Characters within which a clause gives the day that it tells of."""
_ONE_CLAUSE: Final = re.compile(r"[^,;:.()\n]*\bon\s+(?:the\s+)?(?:\w+\s+of\s+)?")


def published_day(doc: Document) -> date | None:
    """Return the publication day or, without one, the day that a dateline at the head names.

    >>> from geo.extracting.sentences import read
    >>> from geo.reading.article import Article
    >>> published_day(read(Article(id="a", text="LIMA, 9 JAN 90 -- A bomb went off.")))
    datetime.date(1990, 1, 9)
    """
    if doc.article.published:
        try:
            return date.fromisoformat(doc.article.published[:10])
        except ValueError:
            return None
    text = doc.article.text
    for kind, match in scan(text, doc.sentences[0].tokens if doc.sentences else ()):
        told = kind == "iso" or (kind in ("dmy", "mdy") and match.group(f"{kind}_y"))
        reading = RESOLVERS[kind](match, Context(None, "", "", None)) if told and _is_dateline(text, match) else None
        if reading and reading[0]:
            return reading[0].start
    return None


def _own_year(doc: Document) -> int | None:
    """Return the year of the first full date in a text: where no publication day is known, it holds for the others."""
    for sentence in doc.sentences[:FIRST_SENTENCES]:
        for _, match in scan(doc.article.text, sentence.tokens):
            for group, year in match.groupdict().items():
                if year and group in _FULL and len(year) == 4:  # noqa: PLR2004 -- written in full
                    return int(year)
    return None


def _is_dateline(text: str, match: re.Match[str]) -> bool:
    """Tell the date of a dateline: at the head of the text, followed by a dash or a bracket."""
    return match.start() < DATELINE_ROOM and _AFTER_DATELINE.match(text, match.end()) is not None


def _mention(doc: Document, sentence: Sentence, found: _Found, published: date | None) -> DateMention:
    text, span = doc.article.text, found.span
    background = bool(span and published and (published - span.end).days > BACKGROUND_DAYS)
    if span and published and span.start < published - timedelta(LONG_DAYS) and span.end >= published:
        background = True
    head = found.start < DATELINE_ROOM and sentence.index == 0 and found.kind in ("dmy", "mdy", "iso")
    head = head and (found.start > sentence.start or "(" in text[found.end : found.end + 3])  # no mere label of a note
    dateline = head and _AFTER_DATELINE.match(text, found.end) is not None
    return DateMention(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        start_date=span.start.isoformat() if span else None,
        end_date=span.end.isoformat() if span else None,
        precision=span.precision if span else calendar.LONGER,
        reason="dateline" if dateline else found.reason,
        background=background,
    )
