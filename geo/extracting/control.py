"""Who holds, took, lost, besieges, contests or designated which area, as notes with their words.

Three ways to tell it: a verb with holder and area ("the regime holds a sliver"), an adjective ("the HTS-held town of
..."), a noun ("the last rebel stronghold of ..."). The rules stand in `vocabulary/control.toml`. Plans, hopes,
negations and questions are no notes; nor is a state told in the past tense.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from typing import TypeVar

from geo.extracting import holders
from geo.extracting.actors import in_capitals
from geo.extracting.control_nouns import adjectives, nouns
from geo.extracting.control_verbs import verbs
from geo.extracting.control_view import View
from geo.extracting.model import ActorMention, DateMention, Document, ZoneNote

BACK = 2
"""Sentences back to the group that "the group" stands for."""
GROUPS_KEPT = 20
Spanned = TypeVar("Spanned", ActorMention, DateMention)


def find_zone_notes(
    doc: Document, actors: Sequence[ActorMention], dates: Sequence[DateMention] = ()
) -> tuple[ZoneNote, ...]:
    """Return the notes of an article on who holds which area, in text order.

    >>> from geo.extracting.actors import find_actors
    >>> from geo.extracting.sentences import read
    >>> from geo.reading.article import Article
    >>> doc = read(Article(id="a", text="Houthi rebels control most of the port city of Hodeidah."))
    >>> [(n.holder, n.act, n.share, n.area_text) for n in find_zone_notes(doc, find_actors(doc))]
    [('Houthi forces', 'holds', 'most', 'most of the port city of Hodeidah')]
    """
    home = holders.home_of(actors)
    capitals = in_capitals(doc.article.text)
    acting, dating = _by_sentence(doc, actors), _by_sentence(doc, dates)
    notes: list[ZoneNote] = []
    groups: deque[tuple[int, ActorMention]] = deque(maxlen=GROUPS_KEPT)
    for sentence in doc.sentences:
        own = acting.get(sentence.index, [])
        named = [mention for index, mention in reversed(groups) if sentence.index - index <= BACK]
        view = View(doc, sentence, own, dating.get(sentence.index, []), home, named, capitals=capitals)
        if view.words[-1:] != ("?",):
            notes.extend(_of_sentence(view))
        groups.extend((sentence.index, m) for m in own if m.kind == "armed group" and m.reason.startswith("named"))
    return tuple(notes)


def _by_sentence(doc: Document, mentions: Sequence[Spanned]) -> dict[int, list[Spanned]]:
    """The mentions by the sentence in which they begin."""
    starts = [sentence.start for sentence in doc.sentences]
    found: dict[int, list[Spanned]] = {}
    for mention in mentions:
        index = bisect_right(starts, mention.start) - 1
        if index >= 0 and mention.start < doc.sentences[index].end:
            found.setdefault(doc.sentences[index].index, []).append(mention)
    return found


def _of_sentence(view: View) -> list[ZoneNote]:
    found = [*verbs(view), *adjectives(view), *nouns(view)]
    kept: list[ZoneNote] = []
    # of notes on one area with one holder the one with the longer area says more; a verb says more than an adjective
    for note in sorted(found, key=lambda n: (n.act == "holds", not n.others, n.area_start - n.area_end)):
        if all(not (_meet(note, other) and (note.holder == other.holder or other.act != "holds")) for other in kept):
            kept.append(note)
    return sorted(kept, key=lambda n: (n.area_start, n.area_end))


def _meet(one: ZoneNote, other: ZoneNote) -> bool:
    return one.area_start < other.area_end and other.area_start < one.area_end
