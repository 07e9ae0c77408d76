"""Geoparsing: `mentions` finds the names, `resolve` chooses their places, and each answer keeps its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.mentions import find
from gazetteer.places import Match, Mention
from gazetteer.resolve import Choice, resolve

if TYPE_CHECKING:
    from gazetteer.atlas import Gazetteer


def geoparse(text: str, gaz: Gazetteer, *, home: str | None = None) -> list[Match]:
    """Return every place mention of a text, in text order, each with its use, place, score, reasons and candidates.

    Args:
        text: any text; offsets of the mentions count its Unicode code points.
        gaz: an open gazetteer.
        home: ISO code of the country that the text's outlet writes from, if known.

    >>> from gazetteer import load
    >>> [(m.mention.text, m.mention.use, m.place.country) for m in geoparse("Moscow said jets hit Idlib, Syria.", load())]
    [('Moscow', 'metonym', 'RU'), ('Idlib', 'literal', 'SY'), ('Syria', 'literal', 'SY')]
    """
    words, found = find(text, gaz)
    return [_match(text, choice) for choice in resolve(words, found, home=home)]


def _match(text: str, choice: Choice) -> Match:
    found = choice.found
    spelled = text[found.start : found.end]
    best = choice.ranked[0] if choice.ranked else None
    mention = Mention(found.start, found.end, spelled, found.use, tuple(found.reasons))
    return Match(
        name=spelled,
        place=best.place if best else None,
        score=best.score if best else 0.0,
        reasons=best.reasons if best else (),
        candidates=choice.ranked,
        mention=mention,
    )
