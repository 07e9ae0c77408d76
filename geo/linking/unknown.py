"""Names that no gazetteer knows but the text calls a place: "the village of Chinchipe", "Modelo neighborhood"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from geo.extracting.model import Token
from geo.linking.settings import rules

_ARTICLE: Final = re.compile(r"(?:al|el|as|ash|at|ath|az|ad|adh|an|ar|es|en)[-'’][A-Z]")
"""The Arabic article before the second word of a name: "Hammam al-Alil"."""
LONGEST: Final = 4
"""Most words of such a name."""
PARTICLES: Final = frozenset({"de", "del", "la", "las", "el", "los", "al", "of", "y", "-"})


def names_before(tokens: Sequence[Token], starts: frozenset[int], *, capitals: bool) -> Iterator[tuple[int, int]]:
    """Yield names between "in" and a comma before a known place, whose offsets `starts` gives: "in Mulalo, Yumbo".

    In a text of capitals the known place must end its phrase, since there "in addition, Peru" looks alike.

    >>> from geo.extracting.tokens import tokenize
    >>> text = "The pipeline was blown up in Mulalo, Yumbo municipality."
    >>> spans = names_before(tokenize(text, 0, len(text)), frozenset([37]), capitals=False)
    >>> [text[start:end] for start, end in spans]
    ['Mulalo']
    """
    table = rules()["unknown"]
    stops, places = frozenset(table["stop"]) | frozenset(table["openings"]), frozenset(table["places"])
    units = frozenset(table["kinds"]) | frozenset(table["units"])
    for index, token in enumerate(tokens):
        if token.norm not in places:
            continue
        last = _forward(tokens, index + 1, stops, capitals=capitals)
        if not index + 1 < last < len(tokens) - 1 or tokens[last].norm != "," or tokens[last + 1].start not in starts:
            continue
        after = {following.norm for following in tokens[last + 2 : last + 5]}
        if not capitals or units & after:
            yield tokens[index + 1].start, tokens[last - 1].end


def unknown_names(tokens: Sequence[Token], *, capitals: bool) -> Iterator[tuple[int, int]]:
    """Yield the spans (offsets) of names that a word for a kind of place stands with.

    `capitals`: the text is in capitals, so that case tells nothing and only the closed pattern is used.

    >>> from geo.extracting.tokens import tokenize
    >>> text = "Men came to the village of Chinchipe and burned Los Olivos hamlet."
    >>> [text[start:end] for start, end in unknown_names(tokenize(text, 0, len(text)), capitals=False)]
    ['Chinchipe', 'Los Olivos']
    """
    table = rules()["unknown"]
    kinds, stops = frozenset(table["kinds"]), frozenset(table["stop"])
    around, whole = frozenset(table["around"]), frozenset(table["whole"])
    prefixes, places = frozenset(table["prefixes"]), frozenset(table["places"])
    for index, token in enumerate(tokens):
        if token.norm in prefixes and index and tokens[index - 1].norm in places and token.text[:1].isupper():
            last = _forward(tokens, index + 1, stops, capitals=capitals)
            if last > index + 1:
                yield token.start, tokens[last - 1].end
            continue
        if token.norm not in kinds and token.norm not in around:
            continue
        if index + 2 < len(tokens) and tokens[index + 1].norm == "of":
            last = _forward(tokens, index + 2, stops, capitals=capitals)
            if last > index + 2:
                yield tokens[index + 2].start, tokens[last - 1].end
                continue
        if token.norm in around:
            continue
        first = _backward(tokens, index, stops, capitals=capitals)
        if first < index:
            yield tokens[first].start, tokens[index if token.norm in whole else index - 1].end


def names_at(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield names of prose that a preposition of place alone shows: "near Dolow", "in their base at Mubambiro".

    The name must end its phrase (a stop, a comma, a preposition, a verb's start or the like), so that "at Boko Haram
    camps" and "in Arabic newspapers" are none.

    >>> from geo.extracting.tokens import tokenize
    >>> text = "Troops massed near Dolow on Monday, and a shell landed at Mubambiro."
    >>> [text[start:end] for start, end in names_at(tokenize(text, 0, len(text)))]
    ['Dolow', 'Mubambiro']
    """
    table = rules()["unknown"]
    stops = frozenset(table["stop"]) | frozenset(table["openings"]) | frozenset(table["no_places"])
    leads, ends = frozenset(table["at"]), frozenset(table["ends"])
    for index, token in enumerate(tokens):
        if token.norm not in leads:
            continue
        last = _forward(tokens, index + 1, stops, capitals=False)
        if last == index + 1 or (last < len(tokens) and tokens[last].norm not in ends):
            continue
        words = tokens[index + 1 : last]
        if any(word.norm in stops or (word.text.isupper() and len(word.text) > 1) for word in words):
            continue
        yield words[0].start, words[-1].end


def _is_name(token: Token, stops: frozenset[str]) -> bool:
    return token.text[:1].isupper() and token.norm[:1].isalpha() and token.norm not in stops


def _forward(tokens: Sequence[Token], first: int, stops: frozenset[str], *, capitals: bool) -> int:
    """End of the name that starts at a token: capitalised words with particles, up to a stop."""
    last = first
    while last < len(tokens) and last - first < LONGEST:
        token = tokens[last]
        inner = last > first and token.norm in PARTICLES and (capitals or token.norm != "of")
        inner = inner or (last > first and _ARTICLE.match(token.text) is not None)
        if not (_is_name(token, stops) or inner):
            break
        last += 1
    while last > first and tokens[last - 1].norm in PARTICLES:
        last -= 1
    return last


def _backward(tokens: Sequence[Token], end: int, stops: frozenset[str], *, capitals: bool) -> int:
    """Start of the name before "neighborhood"; in capitals only right after a preposition or "the"."""
    first = end
    while first > 0 and end - first < LONGEST and _is_name(tokens[first - 1], stops):
        first -= 1
    if first in (end, 0):
        return end
    leads = frozenset(rules()["unknown"]["leads"])
    before = tokens[first - 1].norm
    return first if before in leads or (not capitals and before.isalpha()) else end
