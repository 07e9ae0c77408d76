"""Finds the names of private people in a text, so that a public export can withhold them.

Rather one word too many than one too few: a run of capitals that nothing is known of counts as a name. Names that the
vocabularies know (armed groups, governments, speakers for them) and those right after a public office stay. English
text only: other scripts have no capitals to go by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from gazetteer.cues import cues
from geo.extracting import vocabulary
from geo.extracting.actors import find_actors
from geo.extracting.model import Token
from geo.extracting.sentences import read
from geo.extracting.speakers import named
from geo.extracting.tokens import tokenize
from geo.reading.article import Article

WITHHELD: Final = "[name withheld]"
AGE: Final = re.compile(r"1?\d{1,2}")
ARTICLE: Final = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az)-", re.IGNORECASE)
OPENERS: Final = (".", "!", "?", ":", '"', "\u201c", "\u201d", "\u2018")
SHORTEST_ECHO: Final = 4
"""Letters that a part of a withheld name must have to be withheld elsewhere too: "al-Qadur" after "Mossab al-Qadur"."""

Span = tuple[int, int]


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of `protected.toml` as a set.

    >>> "hospital" in words("place_words")
    True
    """
    listed: Any = vocabulary.toml("protected.toml")[name]
    return frozenset(listed.split() if isinstance(listed, str) else listed)


def withhold(text: str, known: Iterable[str] = (), echoes: Iterable[str] = ()) -> str:
    """Return a text with the names of private people replaced.

    `known` are names of places, which stay; `echoes` are parts of names that the text's neighbours tell in full.

    >>> withhold("Mossab al-Qadur, the head of the center, was wounded. Al-Qadur is from Idlib.", ["Idlib"])
    '[name withheld], the head of the center, was wounded. [name withheld] is from Idlib.'
    >>> withhold("President Bashar Assad met Hassan, 7, and the White Helmets.")
    'President Bashar Assad met [name withheld], 7, and the White Helmets.'
    """
    for start, end in reversed(_spans(text, frozenset(known), frozenset(echoes))):
        text = text[:start] + WITHHELD + text[end:]
    return text


def name_parts(text: str, known: Iterable[str] = ()) -> frozenset[str]:
    """Return the parts of the private names in a text that tell them by themselves: "qadur" of "Mossab al-Qadur".

    >>> sorted(name_parts("Mossab al-Qadur was wounded."))
    ['mossab', 'qadur']
    """
    return _read(text, frozenset(known))[1]


@lru_cache(maxsize=4096)
def _spans(text: str, known: frozenset[str], echoes: frozenset[str]) -> tuple[Span, ...]:
    runs, parts, taken = _read(text, known)
    tokens = tokenize(text)
    held = {index for first, last in runs for index in range(first, last)}
    alone = [
        (index, index + 1)
        for index, token in enumerate(tokens)
        if index not in held and index not in taken and _capital(token) and _bare(token) in parts | echoes
    ]
    return tuple((tokens[first].start, tokens[last - 1].end) for first, last in sorted((*runs, *alone)))


@lru_cache(maxsize=4096)
def _read(text: str, known: frozenset[str]) -> tuple[tuple[Span, ...], frozenset[str], frozenset[int]]:
    """Return the runs of tokens that are names, the parts that tell them, and the tokens known to be none."""
    tokens = tokenize(text)
    taken = _taken(text, tokens, known)
    runs = tuple(run for run in _runs(tokens, taken) if _is_person(tokens, run))
    parts = {_bare(token) for first, last in runs for token in tokens[first:last]}
    return runs, frozenset(part for part in parts if len(part) >= SHORTEST_ECHO), frozenset(taken)


def _taken(text: str, tokens: Sequence[Token], known: frozenset[str]) -> set[int]:
    """Return the tokens that belong to what is known not to be a private person."""
    spans = [(mention.start, mention.end) for mention in find_actors(read(Article(id="text", text=text)))]
    for name in filter(text.__contains__, known):
        spans += [match.span() for match in re.finditer(re.escape(name), text)]
    held = {i for i, token in enumerate(tokens) for start, end in spans if start < token.end and token.start < end}
    for first, last, speaker in named(tokens):
        if speaker.named:
            held |= set(range(first, last))
    return held


def _runs(tokens: Sequence[Token], taken: set[int]) -> Iterator[Span]:
    """Yield runs of capitalised words, their small particles included."""
    index = 0
    while index < len(tokens):
        last = index
        while last < len(tokens) and last not in taken and _capital(tokens[last]):
            last += 1
            ahead = last
            while ahead < len(tokens) and tokens[ahead].norm in words("particles") and ahead not in taken:
                ahead += 1
            if ahead > last and ahead < len(tokens) and _capital(tokens[ahead]) and ahead not in taken:
                last = ahead
        if last > index:
            yield from _parts(tokens, index, last)
        index = max(last, index + 1)


def _parts(tokens: Sequence[Token], first: int, last: int) -> Iterator[Span]:
    """Yield what is left of a run behind its last office: "Foreign Minister Jean-Yves Le Drian"; nothing of it is."""
    at = max((i for i in range(first, last) if tokens[i].norm in words("offices")), default=None)
    if at is None:
        yield first, last


def _is_person(tokens: Sequence[Token], run: Span) -> bool:
    first, last = run
    if _opens(tokens, first) and tokens[first].norm in cues().common:  # its capital is that of the sentence
        first += 1
    members = [token for token in tokens[first:last] if token.norm not in words("particles")]
    if not members or any(map(_is_other, members)) or _of_office(tokens, first):
        return False
    return len(members) > 1 or last - first > 1 or _is_single(tokens, first, last)


def _is_single(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell a name of one word by what stands round it or by itself: "Hassan, 7", "named Farouk"."""
    after = [token.text for token in tokens[last : last + 2]]
    aged = len(after) > 1 and after[0] == "," and AGE.fullmatch(after[1]) is not None
    introduced = bool(first) and tokens[first - 1].norm in words("naming")
    return aged or introduced or _bare(tokens[first]) in cues().given_names


def _opens(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or tokens[index - 1].text in OPENERS


def _is_other(token: Token) -> bool:
    acronym = len(token.text) > 1 and token.text.replace(".", "").isupper()
    return acronym or token.norm in words("not_persons") or token.norm in cues().demonyms


def _of_office(tokens: Sequence[Token], first: int) -> bool:
    """Say whether a public office stands right before: "spokesman Dmitry Peskov", "his spokesman, Dmitry Peskov"."""
    before = [token.norm for token in tokens[max(0, first - 2) : first]]
    if before and before[-1] == ",":
        before.pop()
    return bool(before) and before[-1] in words("offices")


def _bare(token: Token) -> str:
    return ARTICLE.sub("", token.norm).removesuffix("'s")


def _capital(token: Token) -> bool:
    return ARTICLE.sub("", token.text)[:1].isupper()
