"""From where and to where: the origin and the destination of flight and movement."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final, Literal

from geo.extracting.model import Document, Event, Token
from geo.linking.draft import Site
from geo.linking.settings import rules
from geo.linking.spots import Spot

LOOK_BACK: Final = 9
"""Words before a place among which "from" or "to" is sought."""
PHRASE_WORDS: Final = 7
"""Longest destination told in words alone."""
ORIGIN_SENTENCES: Final = 3
"""How many sentences later a flight may still start where the one before did."""


@dataclass(slots=True)
class Moves:
    """Reads the parts of a movement in one document."""

    doc: Document
    _origins: list[tuple[int, Site]] = field(default_factory=list)

    def part(self, spot: Spot, event: Event) -> Literal["origin", "destination", ""]:
        """Return whether people move from or to the spot, or neither."""
        table = rules()["moves"]
        tokens = self.doc.sentences[spot.sentence].tokens
        index = bisect_right([token.start for token in tokens], spot.start) - 1
        for i in range(index - 1, max(-1, index - 1 - LOOK_BACK), -1):
            norm = tokens[i].norm
            if norm in table["stop"]:
                return ""
            if norm in table["origin"]:
                return "origin"
            if norm in table["destination"]:
                return "destination" if tokens[i].start >= event.start or norm in table["bound"] else ""
        return ""

    def is_end(self, spot: Spot) -> bool:
        """Return whether people are told to head for the spot: no place of what happened to them."""
        table = rules()["moves"]
        tokens = [token.norm for token in self.doc.sentences[spot.sentence].tokens if token.end <= spot.start]
        return bool(frozenset(table["bound"]) & set(tokens[-LOOK_BACK:]))

    def destination_words(self, event: Event) -> str | None:
        """Return the words that tell where to, when they name no place: "rebel territory further east"."""
        table = rules()["moves"]
        tokens = self.doc.sentences[event.sentence].tokens
        for i, token in enumerate(tokens):
            heading = token.norm in table["bound"] or token.norm == "search"
            if token.start < event.start or not heading:
                continue
            rest = list(tokens[i + 1 :])
            while rest and rest[0].norm in ("to", "towards", "toward", "for", "of", "into"):
                rest = rest[1:]
            phrase = _phrase(rest, frozenset(table["stop"]))
            if phrase:
                return self.doc.article.text[phrase[0].start : phrase[-1].end]
        return None

    def remember(self, event: Event, origin: Site | None) -> None:
        """Keep an origin for the sentences that follow."""
        if origin is not None:
            self._origins.append((event.sentence, origin))

    def last_origin(self, event: Event) -> Site | None:
        """Return the origin of a flight told shortly before, if this sentence points back to it."""
        if not self._origins:
            return None
        sentence, site = self._origins[-1]
        if not 0 < event.sentence - sentence <= ORIGIN_SENTENCES:
            return None
        norms = {token.norm for token in self.doc.sentences[event.sentence].tokens}
        return site if norms & set(rules()["moves"]["back"]) else None


def _phrase(tokens: list[Token], stop: frozenset[str]) -> list[Token]:
    kept: list[Token] = []
    for token in tokens[:PHRASE_WORDS]:
        if token.norm in stop:
            break
        kept.append(token)
    return kept if len(kept) > 1 else []
