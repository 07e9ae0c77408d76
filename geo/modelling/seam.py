"""The seam: a model is a callable from an article to draft incidents. Nothing that it says is believed unchecked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from geo.errors import GeoError
from geo.reading.article import Article
from geo.table.schema import EVENT_TYPES, MODALITIES

SUB_EVENT_TYPES: Final[dict[str, str]] = {sub: event for event, subs in EVENT_TYPES.items() for sub in subs}
"""The vocabulary: each sub-event type and its event type."""


class ModelError(GeoError, RuntimeError):
    """A model cannot be had or gave no answer: the message says why and the cure."""


@dataclass(frozen=True, slots=True)
class DraftIncident:
    """What a model says happened. All but the types are words of the article, exactly as they stand there.

    `quote` is the sentence or part of it that tells the event, `trigger` the words in it that name it ("shelled").
    `sub_event_type` and `modality` come from Dateline's vocabulary. Dates, numbers and speakers are not asked for: they
    are read from the text by rules.

    >>> DraftIncident(quote="Rebels shelled Aleppo.", trigger="shelled", sub_event_type="Attack").modality
    'occurred'
    """

    quote: str
    sub_event_type: str
    trigger: str | None = None
    modality: str = "occurred"
    background: bool = False
    actor1: str | None = None
    actor2: str | None = None
    place: str | None = None


Model = Callable[[Article], Sequence[DraftIncident]]
"""A model; an attribute `name`, where it has one, names it in `rule` ("model:NAME")."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft whose words were found in the article: offsets of trigger, actors and place, -1 to -1 where not told."""

    sub_event_type: str
    modality: str
    background: bool
    quote: tuple[int, int]
    trigger: tuple[int, int]
    actor1: tuple[int, int] | None
    actor2: tuple[int, int] | None
    place: tuple[int, int] | None


def name_of(model: Model) -> str:
    """Return a model's name.

    >>> def mine(article):
    ...     return []
    >>> name_of(mine)
    'mine'
    """
    return str(getattr(model, "name", None) or getattr(model, "__name__", None) or type(model).__name__)


def checked(article: Article, drafts: Sequence[DraftIncident]) -> tuple[list[Checked], list[str]]:
    """Return the drafts that the article's own words bear out, and a sentence for each that was dropped.

    >>> article = Article(id="a", text="Rebels shelled Aleppo.")
    >>> made_up = DraftIncident(quote="Rebels bombed Hama.", sub_event_type="Attack")
    >>> checked(article, [made_up])[1]
    ["a row was dropped: its quote 'Rebels bombed Hama.' is not in the article"]
    """
    kept: list[Checked] = []
    dropped: list[str] = []
    for draft in drafts:
        found = _checked(article.text, draft)
        if isinstance(found, str):
            dropped.append(f"a row was dropped: {found}")
        elif found not in kept:
            kept.append(found)
    return kept, dropped


def _checked(text: str, draft: DraftIncident) -> Checked | str:
    words = (draft.quote, draft.sub_event_type, draft.modality)
    if not all(isinstance(word, str) for word in words):
        return "its quote, type or modality is no text"
    if not draft.quote.strip() or (start := text.find(draft.quote)) < 0:
        return f"its quote {_shown(draft.quote)} is not in the article"
    if draft.sub_event_type not in SUB_EVENT_TYPES:
        return f"its type {_shown(draft.sub_event_type)} is none of the vocabulary's"
    if draft.modality not in MODALITIES:
        return f"its modality {_shown(draft.modality)} is none of the vocabulary's"
    quote = (start, start + len(draft.quote))
    trigger = _within(text, quote, draft.trigger) if draft.trigger is not None else quote
    if trigger is None:
        return f"its trigger {_shown(draft.trigger)} is not in its quote"
    actor1, actor2 = (_within(text, quote, name) for name in (draft.actor1, draft.actor2))
    place = _within(text, quote, draft.place) or _within(text, (0, len(text)), draft.place)
    return Checked(
        draft.sub_event_type, draft.modality, draft.background is True, quote, trigger, actor1, actor2, place
    )


def _within(text: str, span: tuple[int, int], words: object) -> tuple[int, int] | None:
    if not isinstance(words, str) or not words.strip():
        return None
    start = text.find(words, *span)
    return (start, start + len(words)) if start >= 0 else None


def _shown(words: object) -> str:
    return repr(" ".join(str(words).split())[:60])
