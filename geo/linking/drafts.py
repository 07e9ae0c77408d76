"""From the findings in one article to its reports of events: each with place, date, counts and source."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gazetteer.places import Match, Region
from geo.extracting.fusing import TALK
from geo.extracting.model import Attribution, Confidence, CountMention, Event, Extraction, Modality, Rejection, Sentence
from geo.linking.copies import shingles
from geo.linking.counting import HARM, VIOLENT, attach
from geo.linking.deaths import REAL, died, implied_death
from geo.linking.draft import Draft
from geo.linking.grade import STATE, same_party
from geo.linking.locate import Locator
from geo.linking.settings import rules
from geo.linking.timing import when_of

PARTIES: Final = frozenset({"government", "armed group"})
ARMED: Final = frozenset({"State forces", "Rebel group", "Political militia", "External/Other forces"})
NAMELESS: Final = frozenset({"militia"})
"""Kinds of actor that stand for nobody in particular: "armed men", "gunmen"."""
LEAD_SENTENCES: Final = 2
"""An event told in the first sentences is the news itself, whatever its date."""
TOLL_SENTENCES: Final = 2
"""A sentence that only counts victims belongs to an event told at most so many sentences before it."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """A sentence with what is said and what was not taken in it."""

    sentence: Sentence
    sayings: Sequence[Attribution]
    rejections: Sequence[Rejection]


def build(extraction: Extraction, matches: Sequence[Match], regions: Sequence[Region], *, order: int) -> list[Draft]:
    """Return the reports of an article in text order; `order` is the article's position in the run."""
    doc = extraction.document
    locator = Locator(doc, matches, regions, extraction.attributions, extraction.events)
    events: dict[int, list[Event]] = defaultdict(list)
    counts: dict[int, list[CountMention]] = defaultdict(list)
    rejections: dict[int, list[Rejection]] = defaultdict(list)
    sayings: dict[int, list[Attribution]] = defaultdict(list)
    starts = [sentence.start for sentence in doc.sentences]
    for event in extraction.events:
        events[event.sentence].append(event)
    for count in extraction.counts:
        counts[max(0, bisect_right(starts, count.start) - 1)].append(count)
    for rejection in extraction.rejections:
        rejections[rejection.sentence].append(rejection)
    for said in extraction.attributions:
        sayings[max(0, bisect_right(starts, said.scope_start) - 1)].append(said)
    drafts: list[Draft] = []
    for sentence in doc.sentences:
        here = events.get(sentence.index, [])
        scene = _Scene(sentence, sayings.get(sentence.index, ()), rejections.get(sentence.index, ()))
        given = attach(counts[sentence.index], here) if here else []
        taken = {count.start for group in given for count in group}
        for event, own in zip(here, given, strict=True):
            drafts.extend(_drafts(extraction, locator, scene, event, tuple(own), order))
        left = [count for count in counts.get(sentence.index, ()) if count.start not in taken]
        toll = _toll(drafts, scene, left, alone=not here)
        if toll is not None:
            drafts.append(toll)
    return drafts


def _drafts(
    extraction: Extraction,
    locator: Locator,
    scene: _Scene,
    event: Event,
    counts: tuple[CountMention, ...],
    order: int,
) -> list[Draft]:
    sentence = scene.sentence
    death = implied_death(event, counts, scene.rejections, after=_after(sentence, event))
    if death is None and event.event_type in VIOLENT and event.modality in REAL:
        death = None if any(count.what == "killed" for count in counts) else died(sentence.tokens)
    if death is not None:
        counts = (*counts, death)
    harmed = any(count.kind == "event" and count.what in HARM for count in counts)
    located = locator.locate(event, split=not harmed)
    when, recalled = when_of(extraction, event)
    said = said_of(event, scene.sayings)
    confidence = confidence_of(event, said)
    base = Draft(
        article=extraction.document.article,
        order=order,
        event=event,
        quote=(sentence.start, sentence.end),
        paragraph=sentence.paragraph,
        kind=sentence.kind,
        definite=_definite(sentence, event),
        another=_another(sentence, event),
        when=when,
        site=located.sites[0] if located.sites else None,
        origin=located.origin,
        destination=located.destination,
        counts=counts,
        attribution=said,
        confidence=confidence,
        modality=_modality(event, confidence),
        background=event.background or (recalled and sentence.index >= LEAD_SENTENCES),
        shingles=shingles(sentence.tokens),
    )
    return [base, *(replace(base, site=site, part=n) for n, site in enumerate(located.sites[1:], start=1))]


def said_of(event: Event, attributions: Sequence[Attribution]) -> Attribution | None:
    """Return who says an event: the narrowest attribution whose scope covers the trigger, a named one first."""
    covering = [said for said in attributions if said.scope_start <= event.start and event.end <= said.scope_end]
    if not covering:
        return None

    def rank(said: Attribution) -> tuple[bool, bool, int]:
        return said.speaker == "unnamed", said.reason.startswith("carried"), said.scope_end - said.scope_start

    return min(covering, key=rank)


def confidence_of(event: Event, said: Attribution | None) -> Confidence:
    """Return how the report stands: in the teller's own voice, claimed, one party about another, or possible."""
    if said is None:
        return "possible" if event.modality == "alleged" else "fact"
    actor = event.actor1
    if said.confidence != "claimed" or actor is None or event.event_type not in VIOLENT:
        return said.confidence
    if said.speaker_type not in PARTIES or actor.actor_type not in ARMED or actor.role != "actor":
        return "claimed"
    if said.country is None and said.speaker_type == "government" and actor.actor_type in STATE:
        return "claimed"  # "the defence ministry" of its own troops, "Western officials" of others' war
    nobody = said.speaker_type == "government" and actor.country is None and actor.kind in NAMELESS
    if nobody or said.reason.startswith("carried"):
        return "claimed"  # a government on nameless gunmen, or words that only follow a claim, accuse nobody
    return "claimed" if same_party(said.speaker, said.speaker_type, said.country, actor) else "accused"


def _modality(event: Event, confidence: Confidence) -> Modality:
    """What one party says of another, or is only thought, is alleged."""
    if event.event_type in TALK:
        return event.modality
    if event.modality == "occurred" and confidence in ("accused", "possible"):
        return "alleged"
    return event.modality


def _definite(sentence: Sentence, event: Event) -> bool:
    """Whether "the", "this" or "such" shortly before the trigger points back to an event already told."""
    words = frozenset(rules()["merge"]["definite"])
    before = [token.norm for token in sentence.tokens if token.start < event.start][-2:]
    return bool(words & set(before))


def _after(sentence: Sentence, event: Event) -> str:
    """The two words after a trigger: "to death" of "was shot to death"."""
    return " ".join([token.norm for token in sentence.tokens if token.start >= event.end][:2])


def _another(sentence: Sentence, event: Event) -> bool:
    """Whether words before the trigger set this event apart: "another group", "in a separate attack"."""
    words = frozenset(rules()["merge"]["another"])
    return any(token.norm in words for token in sentence.tokens if token.start < event.end)


def _bereaved(drafts: Sequence[Draft], sentence: Sentence) -> Draft | None:
    """Return the violent event told last before a sentence that only counts, statements and figures looked through."""
    for draft in reversed(drafts):
        if sentence.index - draft.event.sentence > TOLL_SENTENCES:
            return None
        if draft.event.event_type in VIOLENT:
            return draft if draft.event.sentence < sentence.index else None
        if draft.event.sentence < sentence.index and draft.event.event_type != "Humanitarian figure":
            return None
    return None


def _toll(drafts: Sequence[Draft], scene: _Scene, left: Sequence[CountMention], *, alone: bool) -> Draft | None:
    """A report made of a sentence that only counts the victims of the event told just before."""
    sentence = scene.sentence
    harm = [count for count in left if count.kind == "event" and count.what in HARM]
    parent = _bereaved(drafts, sentence)
    if parent is None or parent.kind != sentence.kind or parent.modality not in REAL:
        return None
    if alone and not any(count.what == "killed" for count in harm):
        death = died(sentence.tokens)
        harm = [death, *harm] if death is not None else harm
    if not harm:
        return None
    if any(count.what == harm[0].what and count.kind == "event" for count in parent.counts):
        return None
    first = harm[0]
    event = replace(
        parent.event, sentence=sentence.index, start=first.start, end=first.end, text=first.text, rule="toll",
        reasons=("counts the victims of the event told before",), clause_start=sentence.start, clause_end=sentence.end,
    )  # fmt: skip
    said = said_of(event, scene.sayings)
    return replace(
        parent,
        event=event,
        quote=(sentence.start, sentence.end),
        kind=sentence.kind,
        definite=True,
        another=False,
        counts=(*left, *(count for count in harm if count not in left)),
        attribution=said,
        confidence=confidence_of(event, said),
        shingles=shingles(sentence.tokens),
        part=0,
    )
