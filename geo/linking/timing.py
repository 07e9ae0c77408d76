"""The days of an event: from the date that the text gives it, as its kind and its modality ask for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from geo.extracting.dates import choose_date, told_in
from geo.extracting.model import DateMention, Event, Extraction, Sentence
from geo.linking.draft import When
from geo.linking.settings import rules

AHEAD: Final = frozenset({"planned", "threatened"})
DAYS_BEFORE: Final = 3
"""UCDP's rule for an event without a date: the three days before the report."""
NOTHING: Final = When(None, None, None, None, "no date is told", told=False)


def when_of(extraction: Extraction, event: Event) -> tuple[When, bool]:
    """Return the days of an event, and whether its date points back before the news.

    A statement happens on the day it is said. What is planned or threatened takes only a date that its own sentence
    gives; a bare weekday there looks forward.
    """
    sentence = extraction.document.sentences[event.sentence]
    here = told_in(extraction.dates, sentence)
    chosen = _said(event, here) if event.event_type == "Diplomacy" else None
    if chosen is None:
        chosen = choose_date(
            extraction.document,
            extraction.dates,
            sentence=event.sentence,
            start=event.start,
            end=event.end,
            published=extraction.document.article.published,
        )
    if chosen is None:
        return NOTHING, False
    own = any(mention.start == chosen.start for mention in here)
    if not own and (event.modality in AHEAD or event.background):
        return NOTHING, False
    published = extraction.document.article.published
    if event.modality not in AHEAD and event.event_type != "Diplomacy" and _is_ahead(chosen, published):
        return NOTHING, event.background  # the date is of something else: what has happened has no date to come
    if event.modality in AHEAD:
        chosen = _forward(chosen, extraction.document.article.published)
    if not own and not _carries(extraction, chosen, sentence):
        return _up_to(extraction.document.article.published), False
    told = chosen.start >= 0 and not chosen.reason.startswith("told on that day")
    when = When(chosen.start_date, chosen.end_date, chosen.text or None, chosen.precision, chosen.reason, told=told)
    return when, chosen.background


def _is_ahead(mention: DateMention, published: str | None) -> bool:
    """Whether a date begins after publication, or with it and reaches beyond."""
    if published is None or mention.start_date is None or mention.end_date is None:
        return False
    return mention.start_date > published[:10] or (mention.start_date == published[:10] < mention.end_date)


def _carries(extraction: Extraction, mention: DateMention, sentence: Sentence) -> bool:
    """Whether a date told elsewhere may date this sentence: captions and headlines keep theirs to themselves."""
    if mention.start < 0:
        return True
    said = extraction.document.sentences
    source = said[max(0, bisect_right(said, mention.start, key=lambda one: one.start) - 1)]
    return source.kind == "prose" and sentence.kind == "prose"


def _up_to(published: str | None) -> When:
    """The days up to publication, for what no words date."""
    if published is None:
        return NOTHING
    try:
        last = date.fromisoformat(published[:10])
    except ValueError:
        return NOTHING
    first = last - timedelta(DAYS_BEFORE)
    return When(first.isoformat(), last.isoformat(), None, 2, "no time is told: the days up to publication", told=False)


def _said(event: Event, here: Sequence[DateMention]) -> DateMention | None:
    """The date nearest to a statement's verb, in its clause."""
    inside = [m for m in here if not event.clause_end or event.clause_start <= m.start < event.clause_end]
    if not inside or event.sub_event_type == "Summit or meeting":
        return None
    return min(inside, key=lambda m: max(event.start - m.end, m.start - event.end, 0))


def _forward(mention: DateMention, published: str | None) -> DateMention:
    """A weekday that was read as past, of something still ahead, is the next one."""
    words = mention.text.casefold().replace(",", " ").replace("'", " ").replace("’", " ").split()
    bare = any(word in rules()["dates"]["weekdays"] for word in words)
    if not bare or published is None or mention.start_date is None or mention.end_date is None:
        return mention
    if mention.start_date >= published[:10] or {"last", "ago"} & set(words):
        return mention
    days = timedelta(7)
    return replace(
        mention,
        start_date=(date.fromisoformat(mention.start_date) + days).isoformat(),
        end_date=(date.fromisoformat(mention.end_date) + days).isoformat(),
        reason=f"{mention.reason}; still ahead, so the next one",
    )
