"""What extraction finds in one article, step by step, each finding with the span of text that shows it.

The steps only add: `Document` (sentences, tokens) → dates, counts, actors, attributions, events → `Draft`s.
All offsets count Unicode code points into `Article.text`, and `text == article.text[start:end]` always holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from geo.reading.article import Article

Modality = Literal["occurred", "alleged", "threatened", "planned", "denied"]
Confidence = Literal["fact", "claimed", "accused", "possible"]
CountWhat = Literal["killed", "injured", "missing", "detained", "displaced", "affected", "troops", "other"]
CountUnit = Literal["people", "families", "children", "women", "civilians", "fighters", "facilities", "other"]
CountKind = Literal["event", "cumulative", "forecast", "stock"]
ZoneAct = Literal["holds", "took", "lost", "besieged", "contested", "designated"]
SentenceKind = Literal["prose", "headline", "heading", "caption"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or punctuation mark; `norm` is case-folded with straight quotes and plain hyphens."""

    start: int
    end: int
    text: str
    norm: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `paragraph` counts blank-line blocks from 0."""

    index: int
    paragraph: int
    start: int
    end: int
    kind: SentenceKind
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An article cut into sentences and tokens."""

    article: Article
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression resolved against the publication date.

    `start_date`/`end_date` are ISO days, None where the words are relative and no publication date is known.
    `precision` is UCDP's 1-5 (STANDARDS: 1 day, 2 range of 2-6 days, 3 week, 4 month, 5 longer);
    `background` is true where the words point back before the news itself ("in April", "last year", "since 2011").
    """

    start: int
    end: int
    text: str
    start_date: str | None
    end_date: str | None
    precision: int
    reason: str
    background: bool = False


@dataclass(frozen=True, slots=True)
class CountMention:
    """A number of something: "at least 13 civilians, including six children" is two, the second `part_of` the first."""

    start: int
    end: int
    text: str
    what: CountWhat
    unit: CountUnit
    low: int | None
    best: int | None
    high: int | None
    qualifier: str | None  # "at least", "about", "dozens of"
    kind: CountKind
    part_of: int | None = None  # start offset of the count that holds this one
    reason: str = ""
    joined: int | None = None  # start of the first count of a list whose members may be added: "a nun and two guards"


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An armed or political actor, or a target. `name` is canonical, `text` as written.

    `actor_type` is ACLED's: State forces, Rebel group, Political militia, Identity militia, Rioters, Protesters,
    Civilians, External/Other forces. `role` is "actor" for who can act, "target" for civilians and facilities.
    """

    start: int
    end: int
    text: str
    name: str
    actor_type: str
    role: Literal["actor", "target"]
    country: str | None = None
    target_type: str | None = None  # hospital, school, market, rescue centre, convoy, ...
    reason: str = ""
    kind: str = (
        ""  # state, state air, police, government, rebel, militia, organisation, civilian, facility, military, ...
    )


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so, for a span of text: "the Syrian Observatory for Human Rights war monitor said"."""

    start: int
    end: int
    speaker: str  # canonical name where the vocabulary knows it, else as written
    speaker_type: str  # monitor, government, armed group, international organisation, aid group, media, witness, other
    confidence: Confidence
    scope_start: int
    scope_end: int
    reason: str = ""
    via: str | None = None  # the medium that was told, or that quotes: "activists told AFP"
    country: str | None = None  # ISO 3166-1 alpha-2 of a government that speaks


@dataclass(frozen=True, slots=True)
class Event:
    """A trigger that tells of an event: what, how real, and the rule that says so."""

    sentence: int
    start: int
    end: int
    text: str
    event_type: str
    sub_event_type: str
    modality: Modality
    background: bool
    rule: str  # id of the vocabulary rule that fired
    reasons: tuple[str, ...] = ()
    actor1: ActorMention | None = None
    actor2: ActorMention | None = None
    target: ActorMention | None = None
    clause_start: int = 0
    clause_end: int = 0
    refers_to: int | None = None  # start of the earlier event's trigger that this mention ("the attack") points back to


@dataclass(frozen=True, slots=True)
class Rejection:
    """A trigger that was seen and not taken, with the reason (for `dateline explain`)."""

    sentence: int
    start: int
    end: int
    text: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class ZoneNote:
    """A claim on who holds, took, lost, besieges or designated an area; `start` to `end` is the sentence that tells it.

    The area is words only: which place they mean is settled when places are known (`geo.linking.zones`). `since` is
    the ISO day from which the note says it holds, None where it tells of the state when it was written.
    """

    sentence: int
    start: int
    end: int
    text: str
    act: ZoneAct
    holder: str | None
    holder_type: str | None
    generic: bool  # the holder is a kind ("rebels"), not a name
    area_start: int
    area_end: int
    area_text: str
    share: str | None
    since: str | None
    since_text: str | None
    rule: str
    others: tuple[str, ...] = ()  # who besieges, contests or designated
    label: str | None = None  # what it was designated as: "de-escalation zone"
    claimed: bool = False  # told as somebody's claim
    since_exact: bool = False  # `since` is the day itself, and not the last day of a vaguer date
    trigger_start: int = 0
    trigger_end: int = 0


@dataclass(frozen=True, slots=True)
class Extraction:
    """All findings in one article, before places are attached."""

    document: Document
    dates: tuple[DateMention, ...] = ()
    counts: tuple[CountMention, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    rejections: tuple[Rejection, ...] = field(default=())
