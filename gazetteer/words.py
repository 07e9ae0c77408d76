"""Cuts a text into words for the gazetteer: with offsets, normalised forms, and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gazetteer.names import normalize

_MARK: Final = "\u0300-\u036f\u064b-\u065f\u0670"
_WORD: Final = re.compile(
    rf"(?:[^\W_][{_MARK}]*)+(?:['’ʼʻ‘`´ʿʾ](?:[^\W_][{_MARK}]*)+)*['’ʻʿʾ]?(?=[^\W_]|\b)|(?:[^\W_][{_MARK}]*)+"
)
_POSSESSIVE: Final = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_END: Final = re.compile(r"[.!?…;:\n]")
SHORT_WORDS: Final = frozenset(
    ["st", "mt", "ft", "gen", "gov", "sen", "mr", "mrs", "ms", "dr", "col", "lt", "sgt", "capt"]
)


@dataclass(slots=True)
class Words:
    """A text's words as parallel lists; `glue[i]` is the text between word i-1 and word i."""

    text: str
    start: list[int]
    end: list[int]
    norm: list[str]
    capital: list[bool]
    glue: list[str]
    first: list[bool]  # opens a sentence
    shouting: bool  # the text is in capitals
    quiet: bool  # the text is in lower case

    def __len__(self) -> int:
        return len(self.start)


@lru_cache(maxsize=65_536)
def _norm(word: str) -> str:
    return normalize(word)


def cut(text: str) -> Words:
    """Return the words of a text.

    >>> words = cut("Syria's al-Shughur")
    >>> words.norm
    ['syria', 'al', 'shughur']
    """
    start: list[int] = []
    end: list[int] = []
    norm: list[str] = []
    capital: list[bool] = []
    glue: list[str] = []
    first: list[bool] = []
    previous = 0
    letters = capitals = 0
    for found in _WORD.finditer(text):
        word, a, b = found.group(), found.start(), found.end()
        if _POSSESSIVE.search(word):
            word, b = word[:-2], b - 2
        form = _norm(word)
        if not form:
            continue
        between = text[previous:a]
        initial = word[0]
        big = initial.isupper() or (not initial.islower() and not initial.isdigit())
        start.append(a)
        end.append(b)
        norm.append(form)
        capital.append(big)
        glue.append(between)
        opens = not norm[:-1] or (
            _END.search(between) is not None and not (between == ". " and norm[-2] in SHORT_WORDS)
        )
        first.append(opens)
        previous = b
        letters += len(word)
        capitals += len(word) if word.isupper() and len(word) > 1 else 0
    shouting = letters > 40 and capitals > 0.7 * letters  # noqa: PLR2004 -- a headline is not a text
    quiet = len(start) > 2 and not any(capital)  # noqa: PLR2004
    return Words(text, start, end, norm, capital, glue, first, shouting, quiet)
