"""Cuts a text into words for the gazetteer: with offsets, normalised forms, and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gazetteer.names import normalize

_MARK: Final = "\u0300-\u036f\u064b-\u065f\u0670"
_APOSTROPHE: Final = "'’ʼʻ‘`´ʿʾ"
_WORD: Final = re.compile(rf"[^\W_]+(?:[{_MARK}{_APOSTROPHE}]+[^\W_]+)*[{_MARK}]*")
_POSSESSIVE: Final = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_END: Final = re.compile(r"[.!?…;:\n]")
LONGEST_WORD: Final = 100
"""Letters beyond which a word is no name, and is not kept in mind."""
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
    whole: list[str]  # the same with the possessive: "queen annes county" is a name
    capital: list[bool]
    glue: list[str]
    first: list[bool]  # opens a sentence
    shouting: bool  # the text is in capitals
    quiet: bool  # the text is in lower case

    def __len__(self) -> int:
        return len(self.start)


def cut(text: str) -> Words:
    """Return the words of a text.

    >>> words = cut("Syria's al-Shughur")
    >>> words.norm
    ['syria', 'al', 'shughur']
    """
    found = list(_WORD.finditer(text))
    forms = [_form(match[0]) if match.end() - match.start() <= LONGEST_WORD else _NO_FORM for match in found]
    if "" in [form[0] for form in forms]:
        found = [match for match, form in zip(found, forms, strict=True) if form[0]]
        forms = [form for form in forms if form[0]]
    start = [match.start() for match in found]
    end = [match.end() - form[2] for match, form in zip(found, forms, strict=True)]
    glue = [text[a:b] for a, b in zip([0, *end[:-1]], start, strict=True)] if start else []
    norm = [form[0] for form in forms]
    capital = [form[3] for form in forms]
    first = [between != " " and _opens(between, norm[i - 1] if i else "") for i, between in enumerate(glue)]
    if first:
        first[0] = True
    letters, capitals = sum(end) - sum(start), sum(form[4] for form in forms)
    shouting = letters > 40 and capitals > 0.7 * letters  # noqa: PLR2004 -- a headline is not a text
    quiet = len(start) > 2 and not any(capital)  # noqa: PLR2004
    return Words(text, start, end, norm, [form[1] for form in forms], capital, glue, first, shouting, quiet)


_Form = tuple[str, str, int, bool, int]
"""Normalised form, the same with the possessive, length of the possessive, whether it has a capital, its letters if all
are capitals."""
_NO_FORM: Final[_Form] = ("", "", 0, False, 0)


@lru_cache(maxsize=131_072)
def _form(word: str) -> _Form:
    tail = 2 if _POSSESSIVE.search(word) else 0
    bare = word[:-2] if tail else word
    norm = normalize(bare)
    if not norm:
        return _NO_FORM
    initial = bare[0]
    capital = initial.isupper() or (not initial.islower() and not initial.isdigit()) or _elided(bare)
    return norm, normalize(word), tail, capital, len(bare) if bare.isupper() and len(bare) > 1 else 0


def _elided(word: str) -> bool:
    """Tell "d'Ivoire", whose capital stands behind an apostrophe."""
    return word[1:2] in _APOSTROPHE and word[2:3].isupper()


def _opens(between: str, before: str) -> bool:
    """Tell whether a sentence ends between two words: not in "St. Louis"."""
    return _END.search(between) is not None and not (between == ". " and before in SHORT_WORDS)
