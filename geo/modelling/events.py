"""Checked drafts as events among the rules' findings: a model adds what the rules have not found, and no more."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, cast

from geo.extracting.model import ActorMention, Event, Extraction, Modality, Sentence
from geo.modelling.seam import SUB_EVENT_TYPES, Checked

TRIGGER: Final = 40
"""Characters of the longest trigger; longer words are a whole sentence, which may tell of several events."""


def events_of(extraction: Extraction, drafts: Sequence[Checked], name: str) -> list[tuple[Event, Checked]]:
    """Return an event for each draft that no rule has found: of that type in that sentence, or at that trigger.

    The rule of such an event is `model:NAME`. Actors are those that the rules know at the words that the model names.
    """
    sentences = extraction.document.sentences
    starts = [sentence.start for sentence in sentences]
    found: list[tuple[Event, Checked]] = []
    for draft in drafts:
        sentence = _sentence(sentences, starts, draft.trigger)
        if sentence is None:
            continue
        at = sentence.index
        start, end = max(draft.trigger[0], sentence.start), min(draft.trigger[1], sentence.end)
        told = [*extraction.events, *(event for event, _ in found)]
        if any(_same(event, at, start, end, draft.sub_event_type) for event in told):
            continue
        event = Event(
            sentence=at,
            start=start,
            end=end,
            text=extraction.document.article.text[start:end],
            event_type=SUB_EVENT_TYPES[draft.sub_event_type],
            sub_event_type=draft.sub_event_type,
            modality=cast("Modality", draft.modality),
            background=draft.background,
            rule=f"model:{name}",
            reasons=(f"read by the model {name}; its words stand in the article",),
            actor1=_actor(extraction, draft.actor1, "actor"),
            actor2=_actor(extraction, draft.actor2, None),
            clause_start=sentence.start,
            clause_end=sentence.end,
        )
        found.append((event, draft))
    return found


def _sentence(sentences: Sequence[Sentence], starts: Sequence[int], span: tuple[int, int]) -> Sentence | None:
    """Return the first sentence that shares text with a span."""
    first = max(0, bisect_right(starts, span[0]) - 1)
    return next((one for one in sentences[first:] if one.start < span[1] and one.end > span[0]), None)


def _same(event: Event, sentence: int, start: int, end: int, sub_event_type: str) -> bool:
    if event.sentence != sentence:
        return False
    at_the_trigger = event.start < end and event.end > start and end - start <= TRIGGER
    return at_the_trigger or event.sub_event_type == sub_event_type


def _actor(extraction: Extraction, span: tuple[int, int] | None, role: str | None) -> ActorMention | None:
    """Return the actor that the rules find at some words, the longest."""
    if span is None:
        return None
    there = [m for m in extraction.actors if m.start < span[1] and m.end > span[0] and role in (None, m.role)]
    return max(there, key=lambda mention: mention.end - mention.start, default=None)
