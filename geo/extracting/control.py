"""Who holds, took, lost, besieges, contests or designated which area, as notes with their words.

Three ways to tell it: a verb with holder and area ("the regime holds a sliver"), an adjective ("the HTS-held town of
..."), a noun ("the last rebel stronghold of ..."). The rules stand in `vocabulary/control.toml`. Plans, hopes,
negations and questions are no notes; nor is a state told in the past tense.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.extracting import holders
from geo.extracting.control_nouns import adjectives, nouns
from geo.extracting.control_verbs import verbs
from geo.extracting.control_view import View
from geo.extracting.model import ActorMention, DateMention, Document, ZoneNote

BACK = 2
"""Sentences back to the group that "the group" stands for."""


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
    notes: list[ZoneNote] = []
    named: list[tuple[int, ActorMention]] = []
    for sentence in doc.sentences:
        own = [mention for mention in actors if sentence.start <= mention.start < sentence.end]
        said = [date for date in dates if sentence.start <= date.start < sentence.end]
        groups = [mention for index, mention in reversed(named) if sentence.index - index <= BACK]
        view = View(doc, sentence, own, said, home, groups)
        if not view.words or view.words[-1] != "?":
            notes.extend(_of_sentence(view))
        named += [(sentence.index, m) for m in own if m.kind == "armed group" and m.reason.startswith("named")]
    return tuple(notes)


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
