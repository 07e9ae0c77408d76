"""Reports of events that a model has read: dated, counted, attributed and located like those of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gazetteer.places import Match, Region
from geo.extracting.model import Extraction
from geo.linking.draft import Draft
from geo.linking.drafts import build
from geo.modelling.events import events_of
from geo.modelling.seam import Model, checked, name_of


def build_modelled(
    model: Model, extraction: Extraction, matches: Sequence[Match], regions: Sequence[Region], *, order: int
) -> tuple[list[Draft], list[str]]:
    """Return the reports that a model adds to an article, and a sentence for each row of its that was dropped.

    Where the model names the place, the other places of that sentence are passed over.

    Raises:
        ModelError: the model gave no answer.
    """
    article = extraction.document.article
    kept, dropped = checked(article, model(article))
    drafts: list[Draft] = []
    for event, draft in events_of(extraction, kept, name_of(model)):
        own = replace(extraction, events=(event,), rejections=())
        sentence = extraction.document.sentences[event.sentence]

        def counts(span: tuple[int, int], place: tuple[int, int] | None = draft.place) -> bool:
            return place is None or (span[0] < place[1] and span[1] > place[0])

        inside = range(sentence.start, sentence.end)
        near = [match for match in matches if (span := _span(match))[0] not in inside or counts(span)]
        parts = [region for region in regions if region.start not in inside or counts((region.start, region.end))]
        drafts.extend(report for report in build(own, near, parts, order=order) if report.event.rule == event.rule)
    return drafts, dropped


def _span(match: Match) -> tuple[int, int]:
    return (match.mention.start, match.mention.end) if match.mention is not None else (-1, -1)
