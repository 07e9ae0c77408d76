"""The pattern language of the vocabularies: short phrases over normalised tokens, found by their first word.

A pattern is words separated by blanks. Each part is one of

    word          that word                      a|b|c_d       any of these; an underscore joins a phrase
    ~attack       any form of a verb             @aircraft     any phrase of that class (classes.toml)
    part?         may be missing                 ..3           up to three words in between, no comma or stop
    # or #|some   a number or number word        {state,rebel} an actor or target of one of these kinds

The first part may not be a gap, a number or an actor, since it is what the index is made of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from geo.extracting import vocabulary
from geo.extracting.tokens import tokenize

T = TypeVar("T")
Phrase = tuple[str, ...]
Kinds = Mapping[int, tuple[int, frozenset[str]]]
"""By token index: where the mention that starts there ends, and its kinds."""

_STOPS = frozenset(".,;:!?()[]")
_NUMBER = re.compile(r"^\d[\d,.]*$")
NUMBER_WORDS = vocabulary.bag("number")
_IRREGULAR: Mapping[str, str] = vocabulary.toml("words.toml")["irregular"]


_DOUBLES = re.compile(r"[^aeiou]*[aeiou][bdgklmnprtz]")  # one short vowel, one consonant: slam, slammed


def forms(verb: str) -> tuple[str, ...]:
    """Return the forms of a verb: as listed, or by the regular rules of spelling.

    >>> forms("bomb")
    ('bomb', 'bombs', 'bombed', 'bombing')
    >>> forms("slam")[2]
    'slammed'
    >>> "struck" in forms("strike"), forms("deny")[2]
    (True, 'denied')
    """
    if verb in _IRREGULAR:
        return (verb, *_IRREGULAR[verb].split())
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2] not in "aeou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    if _DOUBLES.fullmatch(verb):
        return (verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing")
    es = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return (verb, verb + es, verb + "ed", verb + "ing")


@dataclass(frozen=True, slots=True)
class _Part:
    phrases: Mapping[str, tuple[Phrase, ...]]  # by first word, longest first
    optional: bool = False
    gap: int = 0
    number: bool = False
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A match: tokens `start` to `end` (exclusive) and what the pattern stands for."""

    start: int
    end: int
    value: T


def norms(text: str) -> Phrase:
    """Return the normalised words of a phrase, cut as the tokens of articles are cut.

    >>> norms("Car bomb")
    ('car', 'bomb')
    """
    return tuple(token.norm for token in tokenize(text, 0, len(text)))


@cache
def _class(name: str) -> tuple[str, ...]:
    classes = vocabulary.toml("classes.toml")["class"]
    if name not in classes:
        raise vocabulary.VocabularyError(f"geo/vocabulary/classes.toml: no class named {name!r}")
    entry: str = classes[name]
    return tuple(word for part in entry.split() for word in _alternatives(part))


def _alternatives(part: str) -> Iterator[str]:
    for word in part.split("|"):
        if word.startswith("@"):
            yield from _class(word[1:])
        elif word.startswith("~"):
            head, _, rest = word[1:].partition("_")
            yield from (f + (" " + rest.replace("_", " ") if rest else "") for f in forms(head))
        else:
            yield word.replace("_", " ")


def _part(text: str) -> _Part:
    if text.startswith(".."):
        return _Part({}, gap=int(text[2:]))
    optional = text.endswith("?") and len(text) > 1
    text = text.removesuffix("?") if optional else text
    words = text.split("|")
    number = "#" in words
    text = "|".join(word for word in words if word != "#")
    if not text:
        return _Part({}, number=True, optional=optional)
    if text.startswith("{"):
        return _Part({}, kinds=frozenset(text.strip("{}").split(",")), optional=optional)
    by_first: dict[str, list[Phrase]] = defaultdict(list)
    for alternative in _alternatives(text):
        phrase = norms(alternative)
        if not phrase:
            raise vocabulary.VocabularyError(f"pattern part {text!r} has an empty alternative")
        by_first[phrase[0]].append(phrase)
    phrases = {k: tuple(sorted(set(v), key=len, reverse=True)) for k, v in by_first.items()}
    return _Part(phrases, optional=optional, number=number)


def _ends(
    parts: Sequence[_Part], words: Sequence[str], at: int, kinds: Kinds, limit: int, step: int = 0
) -> Iterator[int]:
    if step == len(parts):
        yield at
        return
    part = parts[step]
    if part.gap:
        for skip in range(part.gap + 1):
            yield from _ends(parts, words, at + skip, kinds, limit, step + 1)
            if at + skip >= limit or words[at + skip] in _STOPS:
                return
        return
    if at < limit:
        if part.number and (_NUMBER.match(words[at]) or words[at] in NUMBER_WORDS):
            yield from _ends(parts, words, at + 1, kinds, limit, step + 1)
        if part.kinds:
            mention = kinds.get(at)
            if mention and mention[1] & part.kinds:
                yield from _ends(parts, words, mention[0], kinds, limit, step + 1)
        else:
            for phrase in part.phrases.get(words[at], ()):
                end = at + len(phrase)
                if len(phrase) == 1 or (end <= limit and tuple(words[at:end]) == phrase):
                    yield from _ends(parts, words, end, kinds, limit, step + 1)
    if part.optional:
        yield from _ends(parts, words, at, kinds, limit, step + 1)


@dataclass(frozen=True, slots=True)
class _Entry(Generic[T]):
    """A pattern from one of its openings on, and words of which a sentence must hold one for it to match."""

    parts: tuple[_Part, ...]
    needs: frozenset[str]
    value: T
    single: bool  # one part: its phrase is the match


def _entry(parts: tuple[_Part, ...], value: T) -> _Entry[T]:
    required = [frozenset(p.phrases) for p in parts[1:] if p.phrases and not p.optional and not p.number]
    return _Entry(parts, min(required, key=len, default=frozenset()), value, len(parts) == 1)


class Index(Generic[T]):
    """Patterns by their first word; a token that opens no pattern costs one look-up.

    >>> index = Index([("car|roadside bomb|bombs", "IED")])
    >>> [(h.start, h.end, h.value) for h in index.scan(("a", "car", "bomb"))]
    [(1, 3, 'IED')]
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[_Entry[T]]] = defaultdict(list)
        self._by_kind: list[tuple[frozenset[str], _Entry[T]]] = []
        for pattern, value in entries:
            parts = tuple(_part(p) for p in pattern.split())
            for opening, part in enumerate(parts):
                entry = _entry(parts[opening:], value)
                if part.kinds:
                    self._by_kind.append((part.kinds, entry))
                elif not part.phrases:
                    raise vocabulary.VocabularyError(f"pattern {pattern!r} opens with a gap or a number")
                for word in part.phrases:
                    self._by_first[word].append(entry)
                if not part.optional:
                    break

    def openings(self) -> frozenset[str]:
        """Return the words that open a pattern."""
        return frozenset(self._by_first)

    def scan(self, words: Sequence[str], kinds: Kinds | None = None, cuts: Sequence[int] = ()) -> list[Hit[T]]:
        """Return all matches, for each pattern the longest at its place.

        `cuts`: where clauses begin; a match that stays inside its clause is taken before a longer one that does not.
        """
        hits: list[Hit[T]] = []
        limit, known, present = len(words), kinds or {}, set(words)
        by_first = self._by_first

        def match(entry: _Entry[T], at: int) -> None:
            if entry.needs and entry.needs.isdisjoint(present):
                return
            ends = list(_ends(entry.parts, words, at, known, limit))
            if len(ends) > 1 and cuts:
                border = next((cut for cut in cuts if cut > at), limit)
                ends = [end for end in ends if end <= border] or ends
            end = max(ends, default=0)
            if end:
                hits.append(Hit(at, end, entry.value))

        for at, word in enumerate(words):
            for entry in by_first.get(word, ()):
                if entry.single:
                    end = _phrase_end(entry.parts[0].phrases[word], words, at)
                    if end:
                        hits.append(Hit(at, end, entry.value))
                else:
                    match(entry, at)
        for at, (_, has) in known.items() if self._by_kind else ():
            for wanted, entry in self._by_kind:
                if not wanted.isdisjoint(has):
                    match(entry, at)
        return hits


def _phrase_end(phrases: tuple[Phrase, ...], words: Sequence[str], at: int) -> int:
    """Return where the longest of some phrases ends that stands at a token, 0 for none."""
    for phrase in phrases:
        size = len(phrase)
        if size == 1 or tuple(words[at : at + size]) == phrase:
            return at + size
    return 0


def longest(hits: Iterable[Hit[T]]) -> list[Hit[T]]:
    """Keep of matches that overlap the one that starts first, and of those the longest.

    >>> [h.value for h in longest([Hit(0, 1, "a"), Hit(0, 2, "ab"), Hit(1, 3, "bc")])]
    ['ab']
    """
    kept: list[Hit[T]] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
