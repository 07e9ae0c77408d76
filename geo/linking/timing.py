"""The days of an event: from the date that the text gives it, as its kind and its modality ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from geo.extracting.dates import choose_date
from geo.extracting.model import DateMention, Event, Extraction
from geo.linking.draft import When
from geo.linking.settings import rules

AHEAD: Final = frozenset({"planned", "threatened"})
NOTHING: Final = When(None, None, None, None, "no date is told", told=False)


def when_of(extraction: Extraction, event: Event) -> tuple[When, bool]:
    """Return the days of an event, and whether its date points back before the news.

    A statement happens on the day it is said. What is planned or threatened takes only a date that its own sentence
    gives; a bare weekday there looks forward.
    """
    sentence = extraction.document.sentences[event.sentence]
    here = [mention for mention in extraction.dates if sentence.start <= mention.start < sentence.end]
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
    if event.modality in AHEAD:
        if not own:
            return NOTHING, False
        chosen = _forward(chosen, extraction.document.article.published)
    told = chosen.start >= 0
    when = When(chosen.start_date, chosen.end_date, chosen.text or None, chosen.precision, chosen.reason, told=told)
    return when, chosen.background


def _said(event: Event, here: list[DateMention]) -> DateMention | None:
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
