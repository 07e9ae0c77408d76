"""Numbers of news prose, in digits and words, with their ranges and the words that bound them.

What a number means: "at least 13" has low 13, best 13 and no high; "up to 40" has best and high 40 and no low;
"dozens" has low 24 and no best; "five to seven" has low 5, best 5 (the conservative figure, ACLED's rule) and high 7.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from geo.extracting import vocabulary
from geo.extracting.model import Token

_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MOST: Final = 8_000_000_000  # more than that is not a number of people
_LONGEST_QUALIFIER: Final = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a row of tokens: `first` to `last` (exclusive) with its qualifier."""

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    qualifier: str | None = None


@lru_cache(maxsize=1)
def _tables() -> tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int], Mapping[tuple[str, ...], str]]:
    loaded = vocabulary.toml("numbers.toml")
    qualifiers = {tuple(words.split()): effect for words, effect in loaded["qualifiers"].items()}
    return loaded["words"], loaded["scales"], loaded["vague"], qualifiers


def find_numbers(tokens: Sequence[Token]) -> list[Number]:
    """Return the numbers in a row of tokens, in order.

    >>> from geo.extracting.tokens import tokenize
    >>> [(n.low, n.best, n.high) for n in find_numbers(tokenize("at least 13 of twenty-two, dozens, 1.5 million"))]
    [(13, 13, None), (22, 22, 22), (24, None, None), (1500000, 1500000, 1500000)]
    """
    found: list[Number] = []
    position = 0
    while position < len(tokens):
        number = _number(tokens, position)
        if number is None:
            position += 1
            continue
        number = _range(tokens, number)
        found.append(_qualified(tokens, number, found[-1].last if found else 0))
        position = found[-1].last
    return found


def _number(tokens: Sequence[Token], first: int) -> Number | None:
    words, scales, vague, _ = _tables()
    norm = tokens[first].norm
    if norm in vague:
        of = first + 1 < len(tokens) and tokens[first + 1].norm == "of"
        if norm == "couple" and not of:
            return None
        last = first + 1
        low = vague[norm]
        while of and last + 1 < len(tokens) and tokens[last + 1].norm in vague:  # tens of thousands
            low *= vague[tokens[last + 1].norm] // 2
            last += 2
            of = last < len(tokens) and tokens[last].norm == "of"
        return Number(first, last, low, None, None, tokens[first].text.lower())
    if (
        norm == "half"
        and first + 2 < len(tokens)
        and tokens[first + 1].norm == "a"
        and tokens[first + 2].norm in scales
    ):
        half = scales[tokens[first + 2].norm] // 2
        return Number(first, first + 3, half, half, half)
    value: float | None = None
    last = first
    if norm[0].isdigit():
        if not _DIGITS.fullmatch(norm):
            return None
        value, last = float(norm.replace(",", "")), first + 1
    elif norm in ("a", "an") and first + 1 < len(tokens) and tokens[first + 1].norm in scales:
        value, last = 1.0, first + 1
    else:
        value, last = _words(tokens, first, words)
    if value is None:
        return None
    total = value
    while last < len(tokens) and tokens[last].norm in scales:
        total *= scales[tokens[last].norm]
        last += 1
        more, after = _words(tokens, last + (last < len(tokens) and tokens[last].norm == "and"), words)
        if more is not None and norm[0].isalpha() and more < total:
            total, last = total + more, after
    if total != int(total) or total > _MOST:
        return None
    figure = int(total)
    return Number(first, last, figure, figure, figure)


def _words(tokens: Sequence[Token], first: int, words: Mapping[str, int]) -> tuple[float | None, int]:
    """Read "six", "twenty-two" or "twenty two" at a position."""
    if first >= len(tokens):
        return None, first
    parts = tokens[first].norm.split("-")
    if not all(part in words for part in parts):
        return None, first
    value = float(sum(words[part] for part in parts))
    last = first + 1
    if value >= 20 and value % 10 == 0 and last < len(tokens) and 0 < words.get(tokens[last].norm, 0) < 10:  # noqa: PLR2004 -- tens and units
        value, last = value + words[tokens[last].norm], last + 1
    return value, last


def _range(tokens: Sequence[Token], number: Number) -> Number:
    """Join "five to seven", "10-15" and "between 10 and 12" into one number with a range."""
    if number.last + 1 >= len(tokens) or number.best is None:
        return number
    joint = tokens[number.last].norm
    before = tokens[number.first - 1].norm if number.first else ""
    if before == "from":
        return number  # "rose from 60 to 100" is no range
    between = before == "between"
    if joint in ("to", "-", "–", "or") or (joint == "and" and between):
        other = _number(tokens, number.last + 1)
        if other is not None and other.best is not None and other.best > number.best:
            return replace(number, last=other.last, high=other.best)
    return number


def _qualified(tokens: Sequence[Token], number: Number, floor: int) -> Number:
    _, _, _, qualifiers = _tables()
    for size in range(_LONGEST_QUALIFIER, 0, -1):
        start = number.first - size
        words = tuple(token.norm for token in tokens[max(start, 0) : number.first])
        if start >= floor and words in qualifiers:
            return _bounded(replace(number, first=start), qualifiers[words], " ".join(words))
    after = tuple(token.norm for token in tokens[number.last : number.last + 2])
    if after in qualifiers:
        return _bounded(replace(number, last=number.last + 2), qualifiers[after], " ".join(after))
    return number


def _bounded(number: Number, effect: str, words: str) -> Number:
    qualifier = words if number.qualifier is None else f"{words} {number.qualifier}"
    if effect == "low":
        return replace(number, high=None, qualifier=qualifier)
    if effect == "high":
        return replace(number, low=None, qualifier=qualifier)
    return replace(number, qualifier=qualifier)
