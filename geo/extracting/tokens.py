"""Cuts text into tokens: words, numbers, punctuation marks, each with its span."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from geo.extracting.model import Token

_LETTER: Final = r"[^\W_]"  # letters and digits of any script
_MARK: Final = (
    r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u093a-\u094d]"  # marks that ride on letters
)
_INNER: Final = rf"(?:{_LETTER}{_MARK}*)+"
_TOKEN: Final = re.compile(
    rf"""
      [A-Za-z]+(?=[\s,;:])                       # most words: tried first, for speed
    | (?:[A-Za-z]\.){{2,}}                       # U.S., D.C., p.m.
    | \d+(?:,\d{{3}})*(?:[-‐‑](?!to[-‐‑])[^\W\d_]+)+(?!{_LETTER})  # 25-year-old, 22-day, 1,000-strong
    | \d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?!{_LETTER})  # 13, 1,000, 3.5, 10:30, 2nd
    | ['’ʼ`]s(?!{_LETTER})                       # the possessive is a token of its own
    | {_INNER}(?:(?:[-‐‑'’ʼ`](?!s(?!{_LETTER}))){_INNER}|(?:[-‐‑]s(?={_LETTER})){_INNER}|[-‐‑]s(?!{_LETTER}))*
    | \.\.\.+|--+
    | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NORM: Final = str.maketrans(dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("‐‑", "-"))


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Return the tokens of `text[start:end]`, with offsets into `text`.

    >>> [token.text for token in tokenize("Syria's U.S.-backed forces took al-Shughur.")]
    ['Syria', "'s", 'U.S.', '-', 'backed', 'forces', 'took', 'al-Shughur', '.']
    >>> tokenize("")
    ()
    """
    stop = len(text) if end is None else end
    return tuple(
        Token(found.start(), found.end(), word := found.group(), normal(word))
        for found in _TOKEN.finditer(text, start, stop)
    )


@lru_cache(maxsize=1 << 16)
def normal(word: str) -> str:
    """Return a word as the rules compare it: case-folded, with straight quotes and plain hyphens.

    >>> normal("N’Djamena")
    "n'djamena"
    """
    return word.translate(_NORM).casefold()
