"""Who can speak: names of speakers and kinds of speaker, looked up in a stretch of tokens.

A stretch such as "the war monitor based in Britain" is resolved in this order: a name of `speakers.csv`; an actor
found there; a kind of speaker ("residents", "police"). A country's name or adjective before a kind that acts for
a state ("Russian foreign ministry") is that government; before any other kind ("Syrian activists") it is not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from geo.extracting import vocabulary
from geo.extracting.model import ActorMention, Token
from geo.extracting.tokens import tokenize

Words = tuple[str, ...]

STATE_KINDS: Final = ("government", "other")
"""Kinds of speaker that speak for a state when a country's name stands with them."""

_TYPE_OF_ACTOR: Final = {
    "State forces": "government",
    "External/Other forces": "government",
    "Civilians": "witness",
    "Protesters": "witness",
    "Rioters": "witness",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker: canonical name where one is known, kind, and ISO country of a government."""

    name: str
    speaker_type: str
    country: str | None = None
    reason: str = ""
    named: bool = True  # a name, not a mere kind of speaker


@dataclass(frozen=True, slots=True)
class SpeakerBook:
    """The vocabulary of speakers, keyed by the words of a name."""

    names: dict[Words, tuple[Speaker, str]]  # with the form as written in the table
    heads: dict[Words, Speaker]
    first: frozenset[str]
    longest: int


def _words(form: str) -> Words:
    return tuple(token.norm for token in tokenize(form, 0, len(form)))


def rules() -> Mapping[str, Any]:
    """Return `attribution.toml`, read once."""
    return vocabulary.toml("attribution.toml")


@cache
def book() -> SpeakerBook:
    """Return the speakers of `speakers.csv` and the kinds of `attribution.toml`, read once."""
    names: dict[Words, tuple[Speaker, str]] = {}
    for row in vocabulary.table("speakers.csv"):
        speaker = Speaker(row["name"], row["type"], row["country"] or None)
        for form in row["forms"].split("|"):
            names.setdefault(_words(form), (speaker, form))
    heads = {
        _words(form): Speaker(name, kind, named=False)
        for kind, forms in rules()["heads"].items()
        for form, name in forms.items()
    }
    keys = [*names, *heads]
    return SpeakerBook(names, heads, frozenset(key[0] for key in keys), max(map(len, keys)))


def _fits(form: str, tokens: Sequence[Token], *, capitals: bool) -> bool:
    """Short names in capitals ("IS", "WHO", "AP") must stand in capitals, and in a text of capitals they are words."""
    if len(form) > 5 or not form.isupper():  # noqa: PLR2004 - "UNHCR" is the longest that is also checked
        return True
    return not capitals and all(token.text.isupper() or not token.text.isalpha() for token in tokens)


def named(tokens: Sequence[Token], *, capitals: bool = False) -> Iterator[tuple[int, int, Speaker]]:
    """Yield (first token, end token, speaker) for each name and kind in the tokens, longest first at each token."""
    known = book()
    index = 0
    while index < len(tokens):
        if tokens[index].norm not in known.first:
            index += 1
            continue
        for length in range(min(known.longest, len(tokens) - index), 0, -1):
            words = tuple(token.norm for token in tokens[index : index + length])
            entry = known.names.get(words)
            if entry and _fits(entry[1], tokens[index : index + length], capitals=capitals):
                yield index, index + length, entry[0]
                break
            if words in known.heads:
                yield index, index + length, known.heads[words]
                break
        else:
            length = 1
        index += length


def resolve(tokens: Sequence[Token], actors: Sequence[ActorMention] = (), *, capitals: bool = False) -> Speaker | None:
    """Return the speaker that the tokens name, or None.

    >>> from geo.extracting.tokens import tokenize
    >>> def ask(text): return resolve(tokenize(text, 0, len(text)))
    >>> ask("the Russian Foreign Ministry").name, ask("Syrian activists").name
    ('Russia', 'activists')
    >>> ask("a tall tree") is None
    True
    """
    found = list(named(tokens, capitals=capitals))
    names = _main_names(tokens, [item for item in found if item[2].named])
    heads = [item for item in found if not item[2].named]
    for _, _, speaker in names:
        if speaker.speaker_type != "government":
            return speaker
    head = _main_head(tokens, heads)
    armed = _actor(tokens, actors)
    if names:
        first = names[0][2]
        if armed is not None and armed.speaker_type == "armed group":
            return armed
        if head is None or head.speaker_type in STATE_KINDS:
            return Speaker(first.name, first.speaker_type, first.country, _said(tokens))
        if head.speaker_type == "media" and head.name.startswith("state"):
            return Speaker(f"{first.name} state media", "media", first.country, _said(tokens))
    if armed is not None and (head is None or head.speaker_type in ("armed group", "other", "government")):
        return armed
    return head


def _said(tokens: Sequence[Token]) -> str:
    return "written as '" + " ".join(token.text for token in tokens) + "'" if tokens else ""


def _main_names(
    tokens: Sequence[Token], names: Sequence[tuple[int, int, Speaker]]
) -> Sequence[tuple[int, int, Speaker]]:
    """The ambassador "to the United Nations" does not speak for them."""
    to = next((i for i, token in enumerate(tokens) if token.norm == "to"), len(tokens))
    return [item for item in names if item[0] < to] or names


def _main_head(tokens: Sequence[Token], heads: Sequence[tuple[int, int, Speaker]]) -> Speaker | None:
    """The head of "the head of the hospital" is before "of"; otherwise the last kind named counts."""
    if not heads:
        return None
    of = next((i for i, token in enumerate(tokens) if token.norm in ("of", "in", "at", "for", "from")), len(tokens))
    before = [head for start, _, head in heads if start < of]
    return before[-1] if before else heads[0][2]


def _begin(actor: ActorMention) -> int:
    return actor.start


def _actor(tokens: Sequence[Token], actors: Sequence[ActorMention]) -> Speaker | None:
    if not tokens:
        return None
    start, end = tokens[0].start, tokens[-1].end
    for actor in actors[bisect_left(actors, start, key=_begin) : bisect_left(actors, end, key=_begin)]:
        if actor.role == "actor" and start <= actor.start and actor.end <= end:
            kind = _TYPE_OF_ACTOR.get(actor.actor_type, "armed group")
            return Speaker(actor.name, kind, actor.country, f"actor written as '{actor.text}'")
    return None
