"""Cuts an article into paragraphs and sentences, and tells headlines, headings and captions from prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from geo.extracting import vocabulary
from geo.extracting.model import Document, Sentence, SentenceKind, Token
from geo.extracting.tokens import tokenize
from geo.reading.article import Article

_BLANK: Final = re.compile(r"\n[ \t\r]*\n\s*")
_LINE: Final = re.compile(r"[^\n]+")
_STOP: Final = re.compile(
    r"""(?:[.!?…]+["'”’»)\]]*(?=\s|$))          # a stop, perhaps inside a quotation, before a blank
      | (?:(?<=[a-z\d)])[.!?](?=[A-Z][a-z]))     # a stop with the blank forgotten: "response.Syrian"
      | (?:[。؟！？])""",
    re.VERBOSE,
)
_WRAPPED_WIDTH: Final = 95  # longer lines were not wrapped by hand
_LONGEST: Final = 2_000  # characters of a sentence
_HEADLINE_WORDS: Final = 22
_HEADING_WORDS: Final = 10


def read(article: Article) -> Document:
    r"""Return the article cut into sentences and tokens.

    >>> document = read(Article(id="a", text="Raid kills two\n\nGen. Salah spoke. He left."))
    >>> [(s.kind, document.article.text[s.start:s.end]) for s in document.sentences]
    [('headline', 'Raid kills two'), ('prose', 'Gen. Salah spoke.'), ('prose', 'He left.')]
    """
    text = article.text
    sentences: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        spans = [piece for first, last in spans_of(text, start, end) for piece in _pieces(text, first, last)]
        for first, last in spans:
            tokens = tokenize(text, first, last)
            if tokens:
                kind = _kind(text, tokens, first=not sentences, alone=len(spans) == 1)
                sentences.append(Sentence(len(sentences), number, tokens[0].start, tokens[-1].end, kind, tokens))
    return Document(article, tuple(sentences))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield the spans of paragraphs: blocks between blank lines or, in a text without any, its lines.

    >>> list(paragraphs("one\n\ntwo"))
    [(0, 3), (5, 8)]
    """
    if not _BLANK.search(text.strip()) and not _wrapped(text):
        yield from ((line.start(), line.end()) for line in _LINE.finditer(text) if line.group().strip())
        return
    start = 0
    for gap in _BLANK.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _wrapped(text: str) -> bool:
    """Tell whether single newlines are line wraps: no line is long, and most end in the middle of a sentence."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()]
    if len(lines) < 3 or max(map(len, lines)) > _WRAPPED_WIDTH:  # noqa: PLR2004 -- two lines show no habit
        return False
    inside = sum(line.rstrip()[-1:] not in '.!?"”' for line in lines[:-1])
    return inside > len(lines) / 2


def spans_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of `text[start:end]`.

    >>> text = "They went to the U.S. The U.N. said so... He left."
    >>> [text[a:b].strip() for a, b in spans_of(text, 0, len(text))]
    ['They went to the U.S.', 'The U.N. said so...', 'He left.']
    """
    first = start
    for stop in _STOP.finditer(text, start, end):
        if _ends(text, first, stop, end):
            yield first, stop.end()
            first = stop.end()
    if text[first:end].strip():
        yield first, end


def _pieces(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence in pieces that the rules can take in, cut at blanks: some texts have no full stop at all."""
    while last - first > _LONGEST:
        cut = text.rfind(" ", first + 1, first + _LONGEST)
        end = cut if cut > 0 else first + _LONGEST
        yield first, end
        first = end
    yield first, last


def _ends(text: str, first: int, stop: re.Match[str], end: int) -> bool:
    """Tell whether a stop ends its sentence."""
    mark = stop.group()
    rest = text[stop.end() : min(end, stop.end() + 40)].lstrip()
    if not rest:
        return False
    following = rest.lstrip("\"'“‘«([-–— ")
    word = re.match(r"[^\W\d_]+", following)
    opens = not following[:1].islower()
    if mark[0] != ".":
        return opens
    if not opens:
        return False
    before = text[max(first, stop.start() - 24) : stop.start()].split()
    last = before[-1].lstrip("\"'“‘«([").casefold() if before else ""
    if mark.startswith(("..", "…")):
        return True
    if re.fullmatch(r"(?:\w\.)*\w", last) and not last.isdigit():  # an initial, or "U.S"
        return "." in last and word is not None and word.group().casefold() in _openers()
    return last not in _abbreviations()


def _kind(text: str, tokens: tuple[Token, ...], *, first: bool, alone: bool) -> SentenceKind:
    last = tokens[-1].text
    stopped = last[-1] in ".!?…\"”'’)" and not (last[-1] in "'’" and len(last) > 1)
    words = sum(token.text[0].isalnum() for token in tokens)
    if first and alone and not stopped and words <= _HEADLINE_WORDS:
        return "headline"
    if alone and _caption().search(text[tokens[0].start : tokens[-1].end]):
        return "caption"
    if alone and not stopped and words <= _HEADING_WORDS:
        return "heading"
    return "prose"


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(str(word).casefold() for word in vocabulary.toml("sentences.toml")["abbreviations"])


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(str(word).casefold() for word in vocabulary.toml("sentences.toml")["openers"])


@lru_cache(maxsize=1)
def _caption() -> re.Pattern[str]:
    return re.compile("|".join(vocabulary.toml("sentences.toml")["captions"]), re.IGNORECASE)
