"""Which date an event has: the nearest in its clause that does not date a saying, or one carried over, or none told."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from geo.extracting import calendar
from geo.extracting.date_grammar import cue, names
from geo.extracting.model import DateMention, Document, Sentence

NEWS_DAYS: Final = 3
"""UCDP: an event without a time is taken to lie within three days before the report."""
CARRY_SENTENCES: Final = 4
_ELSEWHERE: Final = 300
"""A date that points far back and costs so much speaks of something else in a long sentence."""
_LIMIT: Final = re.compile(r"\b(?:before|until|till|by|prior to|ahead of)\s+(?:the\s+|next\s+)?$", re.IGNORECASE)
_OCCASION: Final = re.compile(r"(?<=on )\d{4}-\d\d-\d\d$")
MOST_WORDS: Final = 3
_FAR: Final = 60
"""What a clause border, another event's date or a day still ahead costs, in characters of distance."""


def choose_date(
    doc: Document,
    dates: Sequence[DateMention],
    *,
    sentence: int,
    start: int,
    end: int,
    published: str | None,
) -> DateMention | None:
    """Return the date of an event whose trigger is `text[start:end]`.

    The nearest date of the sentence that does not date a saying; else one carried over from the sentences before;
    else the days up to the saying; else the days up to publication (start = end = -1). None where nothing is told and
    no publication date is known.

    >>> from geo.extracting.dates import find_dates
    >>> from geo.extracting.sentences import read
    >>> from geo.reading.article import Article
    >>> doc = read(Article(id="a", text="Raids killed two on Monday, he said on Tuesday.", published="2018-09-05"))
    >>> choose_date(doc, find_dates(doc), sentence=0, start=6, end=12, published="2018-09-05").start_date
    '2018-09-03'
    """
    own = doc.sentences[sentence]
    here = [d for d in told_in(dates, own) if d.reason != "dateline"]
    day = _day(published) or next((_day(d.start_date) for d in dates if d.reason == "dateline"), None)
    free = [d for d in here if not dates_a_saying(doc, own, d) and not _is_limit(doc, own, d)]
    if any(d.start_date for d in free) or (free and day is None):
        best = min(free, key=lambda d: _cost(doc, own, d, (start, end), day))
        counted = _OCCASION.search(best.reason)
        if counted and best.end <= start and len(doc.article.text[best.end : start].split()) <= MOST_WORDS:
            told = counted.group()  # in "two days before a summit" the summit itself is not two days before
            return replace(best, start_date=told, end_date=told, reason="the day from which the words count")
        if not (best.background and _cost(doc, own, best, (start, end), day) > _ELSEWHERE):
            return _reaching_on(doc, own, best, day)
        here = [d for d in here if d not in free]
    carried = _carried(doc, dates, own, day)
    if carried is not None:
        vague = max(carried.precision, calendar.DAYS)  # another sentence's day is this one's only by inference
        return replace(carried, precision=vague, reason=f"carried over: {carried.reason}")
    if here:
        return _up_to_saying(min(here, key=lambda d: _cost(doc, own, d, (start, end), day)))
    if day is None:
        return None
    span = calendar.between(day - timedelta(NEWS_DAYS), day)
    reason = f"no time is told: the {NEWS_DAYS} days up to publication"
    return DateMention(-1, -1, "", span.start.isoformat(), span.end.isoformat(), span.precision, reason)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _is_limit(doc: Document, sentence: Sentence, mention: DateMention) -> bool:
    """Tell a day that only says how long: "before Friday's summit", "until Monday"."""
    return _LIMIT.search(doc.article.text[sentence.start : mention.start]) is not None


def _up_to_saying(said: DateMention) -> DateMention:
    """What was told on a day happened on it or in the days before."""
    if not said.start_date or said.precision != calendar.DAY or said.background:
        return said
    first = date.fromisoformat(said.start_date) - timedelta(NEWS_DAYS - 1)
    return replace(
        said,
        start_date=first.isoformat(),
        precision=calendar.DAYS,
        reason="told on that day; the event is taken to lie in the days up to it",
    )


def dates_a_saying(doc: Document, sentence: Sentence, mention: DateMention) -> bool:
    """Tell whether a date stands beside a verb of saying: "said on Thursday", "On Thursday, rescue teams said"."""
    text = doc.article.text
    before = re.sub(
        r"\b(?:on|late|early|in)\s*$", "", text[sentence.start : mention.start], flags=re.IGNORECASE
    ).rstrip()
    if cue("said").search(before[-90:]):
        return True
    if before.strip(" \"'“”‘’-—"):
        return False
    opening = cue("said_after").match(text[mention.end : sentence.end])
    if opening is None or "," not in opening.group()[:2]:
        return False
    commas = opening.group().count(",")  # a clause lies between in "On Tuesday, gunmen killed 12, police said"
    return commas != ONE_CLAUSE


ONE_CLAUSE: Final = 2


def _cost(
    doc: Document, sentence: Sentence, mention: DateMention, trigger: tuple[int, int], published: date | None
) -> float:
    """Distance in characters from a trigger, with a price for what makes a date another event's."""
    text, (start, end) = doc.article.text, trigger
    gap = text[mention.end : start] if mention.end <= start else text[end : mention.start]
    after = text[mention.end : mention.end + 3]
    fronted = not text[sentence.start : mention.start].strip(" \"'“”‘’-—").removesuffix("on").removesuffix("On").strip()
    distance = min(len(gap), 30) if fronted and after.lstrip().startswith(",") else len(gap)
    price = len(cue("border").findall(gap))
    price += 2 * (cue("bound_to_other").search(text[sentence.start : mention.start]) is not None)
    price += _is_anothers(text, mention, start)
    words = mention.text.lower()
    price += 2 * words.startswith("since ")  # beside a day of its own, "since 2019" measures something else
    price += 2 * (mention.end <= start and words.endswith((" after", " before")))  # "a day after six died"
    price += 3 * (mention.start_date is None)
    if published is not None and mention.start_date is not None:
        price += mention.start_date > published.isoformat()
    return distance + _FAR * price + (40 if mention.background else 0) + 10 * (mention.precision > calendar.WEEK)


def told_in(dates: Sequence[DateMention], sentence: Sentence) -> Sequence[DateMention]:
    """Return the dates of a sentence; `dates` is in text order, and a long text is not walked for each event."""
    first = bisect_left(dates, sentence.start, key=_start)
    return dates[first : bisect_left(dates, sentence.end, lo=first, key=_start)]


def _start(mention: DateMention) -> int:
    return mention.start


def _is_anothers(text: str, mention: DateMention, start: int) -> bool:
    """Tell the date of another event: in "Monday's raid" the date belongs to the raid."""
    if not re.match(r"['’]s\b", text[mention.end : mention.end + 3]):
        return False
    return not (mention.end <= start and len(text[mention.end : start].split()) <= 4)  # noqa: PLR2004 -- "'s deadly air"


def _carried(doc: Document, dates: Sequence[DateMention], own: Sentence, published: date | None) -> DateMention | None:
    """Return the last precise date told in the sentences before; one that points far back stays in its paragraph."""
    text = doc.article.text
    if own.kind == "prose" and cue("scene").match(text, own.start, own.end):
        return None
    for earlier in reversed(doc.sentences[max(0, own.index - CARRY_SENTENCES) : own.index]):
        if earlier.paragraph != own.paragraph and own.kind == "prose" and _is_elsewhere(doc, earlier, own):
            return None
        if earlier.kind != "prose" and own.kind == "prose":
            continue  # captions and headlines keep their dates to themselves
        for mention in (d for d in told_in(dates, earlier) if d.start_date):
            if (
                mention.reason == "dateline"
                or mention.precision > calendar.WEEK
                or dates_a_saying(doc, earlier, mention)
                or _counted_from(doc, earlier, mention)
            ):
                continue
            if published is not None and (mention.end_date or "") > published.isoformat():
                continue
            if not mention.background or earlier.paragraph == own.paragraph:
                return mention
        if own.kind == "prose" and cue("scene").match(text, earlier.start, earlier.end):
            return None
    return None


_AT: Final = re.compile(
    r"\b(?:in|at|near|outside|on)\s+(?:[a-z]+\s+){0,3}((?!Mon|Tues|Wed|Thurs|Fri|Satur|Sun)[A-Z]\w+)"
)


def _is_elsewhere(doc: Document, earlier: Sentence, own: Sentence) -> bool:
    """Tell a paragraph that has moved on: its sentence names a place that the text since the date does not."""
    text = doc.article.text
    told = text[earlier.start : own.start]
    months = names()[0]
    found = [name for name in _AT.findall(text[own.start : own.end]) if name.lower() not in months]
    capitals = text[own.start : own.end].isupper()
    return not capitals and bool(found) and not any(name in told for name in found)


def _counted_from(doc: Document, sentence: Sentence, mention: DateMention) -> bool:
    """Tell a day from which the words count: "since Friday", "since the offensive began on 17 October"."""
    return cue("counted_from").search(doc.article.text[sentence.start : mention.start]) is not None


def text_before(doc: Document, sentence: Sentence, mention: DateMention) -> str:
    """Return the sentence up to a date, in lower case and without blanks at its end."""
    return doc.article.text[sentence.start : mention.start].rstrip().lower()


def _reaching_on(doc: Document, sentence: Sentence, mention: DateMention, published: date | None) -> DateMention:
    """Return "since Friday" as the days from Friday to publication."""
    if published is None or mention.start_date is None or not _counted_from(doc, sentence, mention):
        return mention
    first = date.fromisoformat(mention.start_date)
    lead = text_before(doc, sentence, mention)
    if lead.endswith("from") and mention.end_date != mention.start_date:
        return mention  # "from 3 to 5 May" ends of itself
    if first > published or (mention.end_date or "") >= published.isoformat():
        return mention
    precision = calendar.between(first, published).precision
    reason = f"{mention.reason}; counted from then to publication"
    return replace(mention, end_date=published.isoformat(), precision=precision, reason=reason)
