"""All findings in one article: dates, counts, actors, attributions, events and what was rejected."""

from __future__ import annotations

from geo.extracting import actors, attribution, counts, dates, events, sentences
from geo.extracting.model import Extraction
from geo.reading.article import Article


def extract(article: Article) -> Extraction:
    """Return all findings in an article; an empty text gives an extraction without findings.

    >>> found = extract(Article(id="a", text="Rebels shelled the town of Salma on Monday, the army said."))
    >>> [event.sub_event_type for event in found.events], [said.speaker for said in found.attributions]
    (['Shelling/artillery/missile attack'], ['Army'])
    """
    doc = sentences.read(article)
    found_actors = actors.find_actors(doc)
    found, rejected = events.find_events(doc, found_actors)
    return Extraction(
        document=doc,
        dates=dates.find_dates(doc),
        counts=counts.find_counts(doc),
        actors=found_actors,
        attributions=attribution.find_attributions(doc, found_actors),
        events=found,
        rejections=rejected,
    )
