"""A spaCy pipeline that the user has, as a model: entities that name an event type become draft incidents.

An entity is a trigger where its label or its id is one of Dateline's sub-event types ("Air/drone strike"), as an
entity ruler's patterns or a pipeline trained on coded events give it. In the same sentence, the last party (ORG,
NORP, PERSON) before it is who did it, the first one after it whom it befell, the nearest place (GPE, LOC, FAC) where.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.modelling.seam import SUB_EVENT_TYPES, DraftIncident, ModelError
from geo.reading.article import Article

PARTIES: Final = frozenset({"ORG", "NORP", "PERSON", "PER"})
PLACES: Final = frozenset({"GPE", "LOC", "FAC"})
_LONGEST: Final = 200_000


@dataclass(slots=True)
class Entities:
    """A spaCy pipeline as a model."""

    name: str
    pipeline: Callable[[str], Any]

    @classmethod
    def load(cls, package: str) -> Entities:
        """Return an installed pipeline, or one in a folder.

        Raises:
            ModelError: spaCy or the pipeline is not installed.
        """
        try:
            import spacy
        except ModuleNotFoundError:
            raise ModelError("spaCy is not installed; install it with: pip install 'dateline[spacy]'") from None
        try:
            pipeline = spacy.load(package)
        except (OSError, ImportError, ValueError):
            raise ModelError(f"spaCy has no pipeline {package[:80]!r}; install it first (spacy download)") from None
        if not {"parser", "senter", "sentencizer"} & set(pipeline.pipe_names):
            pipeline.add_pipe("sentencizer")
        return cls(f"spacy:{package}", pipeline)

    def __call__(self, article: Article) -> Sequence[DraftIncident]:
        """Return the draft incidents of an article."""
        return [
            _draft(sentence, entity, kind)
            for sentence in self.pipeline(article.text[:_LONGEST]).sents
            for entity in sentence.ents
            if (kind := _type(entity)) is not None
        ]


def _type(entity: Any) -> str | None:  # noqa: ANN401 -- spaCy is an extra
    """Return the sub-event type that an entity stands for."""
    return next((word for word in (entity.label_, entity.ent_id_) if word in SUB_EVENT_TYPES), None)


def _draft(sentence: Any, trigger: Any, kind: str) -> DraftIncident:  # noqa: ANN401 -- spaCy is an extra
    parties = [entity for entity in sentence.ents if entity.label_ in PARTIES]
    places = [entity for entity in sentence.ents if entity.label_ in PLACES]
    before = [entity.text for entity in parties if entity.end <= trigger.start]
    after = [entity.text for entity in parties if entity.start >= trigger.end]
    near = min(places, key=lambda place: abs(place.start - trigger.start), default=None)
    return DraftIncident(
        quote=sentence.text.strip(),
        trigger=trigger.text,
        sub_event_type=kind,
        actor1=before[-1] if before else None,
        actor2=after[0] if after else None,
        place=near.text if near is not None else None,
    )
