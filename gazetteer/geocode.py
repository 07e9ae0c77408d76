"""Geoparsing: `mentions` finds the names, `resolve` chooses their places, and each answer keeps its reasons."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gazetteer.lookup import LONGEST_NAME
from gazetteer.mentions import find
from gazetteer.places import Candidate, Match, Mention
from gazetteer.resolve import Choice, resolve

if TYPE_CHECKING:
    from gazetteer.atlas import Gazetteer

SURE: Final = 0.35
"""A romanisation counts from this score on; below, the name stays unresolved with its candidates listed."""


def geoparse(text: str, gaz: Gazetteer, *, home: str | None = None) -> list[Match]:
    """Return every place mention of a text, in text order, each with its use, place, score, reasons and candidates.

    Args:
        text: any text; offsets of the mentions count its Unicode code points.
        gaz: an open gazetteer.
        home: ISO code of the country that the text's outlet writes from, if known.

    >>> from gazetteer import load
    >>> [(m.name, m.mention.use) for m in geoparse("Moscow said jets hit Idlib, Syria.", load())]
    [('Moscow', 'metonym'), ('Idlib', 'literal'), ('Syria', 'literal')]
    """
    words, found = find(text, gaz)
    choices = resolve(words, found, home=home)
    spoken_of = Counter(c.ranked[0].place.country for c in choices if c.ranked and c.found.use == "literal")
    country = max(spoken_of, key=lambda code: (spoken_of[code], code or ""), default=None)
    return [
        _romanised(text, choice, country, gaz)
        if not choice.ranked and country
        else _match(text, choice, choice.rejected)
        for choice in choices
    ]


def _romanised(text: str, choice: Choice, country: str, gaz: Gazetteer) -> Match:
    """Try a name that the gazetteer lacks as another romanisation, inside the country that the text speaks of."""
    found = choice.found
    spelled = text[found.start : found.end]
    matches = gaz.lookup(spelled, country=country, limit=5) if len(spelled) <= LONGEST_NAME else []
    ranked = tuple(Candidate(m.place, round(0.6 * m.score, 3), m.reasons) for m in matches if m.place is not None)
    sure = ranked if ranked and ranked[0].score >= SURE else ()
    return _match(text, Choice(found, sure), also=ranked or choice.rejected)


def _match(text: str, choice: Choice, also: tuple[Candidate, ...] = ()) -> Match:
    found = choice.found
    spelled = text[found.start : found.end]
    best = choice.ranked[0] if choice.ranked else None
    mention = Mention(found.start, found.end, spelled, found.use, tuple(found.reasons))
    return Match(
        name=spelled,
        place=best.place if best else None,
        score=best.score if best else 0.0,
        reasons=best.reasons if best else (),
        candidates=choice.ranked or also,
        mention=mention,
    )
