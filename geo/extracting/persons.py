"""Groups of people in a sentence: "at least 13 civilians", "a farmer", "six others", each with what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.extracting.counting_words import CountWords
from geo.extracting.model import CountUnit, Token
from geo.extracting.numbers import find_numbers

NOUN_REACH: Final = 5
"""A number's noun stands within so many words: "13 young Syrian civilians"."""
STOPS: Final = frozenset(
    [
        *(
            ",",
            ".",
            ";",
            ":",
            '"',
            "(",
            ")",
            "and",
            "or",
            "but",
            "who",
            "that",
            "which",
            "in",
            "on",
            "at",
            "from",
            "to",
        ),
        *("by", "with", "after", "when", "were", "was", "are", "is", "have", "had", "has", "been", "of", "for", "near"),
        *("during", "including", "since", "--", "while", "as", "killed", "wounded", "injured", "died", "dead", "fled"),
    ]
)


@dataclass(frozen=True, slots=True)
class Group:
    """People (or houses) told as a number or as one: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    qualifier: str | None
    unit: CountUnit
    sure: bool  # the noun is known to mean people, or there is none
    single: bool = False  # "a farmer": one by its article alone


def find_groups(tokens: Sequence[Token], words: CountWords) -> list[Group]:
    """Return the groups of a sentence in order; numbers that count something else are left out.

    >>> from geo.extracting.counting_words import count_words
    >>> from geo.extracting.tokens import tokenize
    >>> [(g.best, g.unit) for g in find_groups(tokenize("13 civilians and a boy, 30 rockets"), count_words())]
    [(13, 'civilians'), (1, 'children')]
    """
    groups: list[Group] = []
    for number in find_numbers(tokens):
        if number.low == number.high == 0 or _is_other(tokens, number.last, words):
            continue
        if [token.norm for token in tokens[number.last - 1 : number.last + 1]] == ["one", "of"]:
            continue
        if number.first > 0 and tokens[number.first - 1].norm in (
            "aged",
            "age",
            "$",
            "€",
            "£",
            "no",
            "number",
            "resolution",
        ):
            continue
        unit, last, sure = _noun(tokens, number.last, words)
        groups.append(Group(number.first, last, number.low, number.best, number.high, number.qualifier, unit, sure))
    taken = [(group.first, group.last) for group in groups]
    for position, token in enumerate(tokens):
        if token.norm in words.one and not any(first <= position < last for first, last in taken):
            single = _single(tokens, position, words)
            if single is not None:
                groups.append(single)
    return sorted(groups, key=lambda group: group.first)


def _is_other(tokens: Sequence[Token], position: int, words: CountWords) -> bool:
    """Tell whether the words after a number show that it counts no people."""
    for token in tokens[position : position + 3]:
        if token.norm in words.units:
            return False
        if token.norm in words.other or token.norm.endswith(("-year-old", "-day", "-year", "-month", "-hour")):
            return True
        if token.norm in STOPS:
            return False
    return False


def _noun(tokens: Sequence[Token], position: int, words: CountWords) -> tuple[CountUnit, int, bool]:
    """Return unit, end and certainty of the noun after a number."""
    for offset, token in enumerate(tokens[position : position + NOUN_REACH]):
        unit = words.units.get(token.norm)
        if unit is not None:
            after = tokens[position + offset + 1].norm if position + offset + 1 < len(tokens) else ""
            more = words.units.get(after)  # "police officers", "aid workers"
            return (more or unit), position + offset + (2 if more else 1), True
        if token.norm in STOPS:
            return "people", position, offset == 0
    return "people", position, False


def _single(tokens: Sequence[Token], position: int, words: CountWords) -> Group | None:
    """Return "a farmer" as one person; a plural or a thing is none."""
    for offset, token in enumerate(tokens[position + 1 : position + 4], start=1):
        unit = words.units.get(token.norm)
        if unit is not None and unit not in ("families", "facilities"):
            if (
                token.norm.endswith(("s", "men", "people", "children", "troops", "police", "personnel"))
                and token.norm != "jesus"
            ):
                return None
            after = tokens[position + offset + 1].norm if position + offset + 1 < len(tokens) else ""
            if after in words.units and after.endswith("s"):
                return None
            return Group(position, position + offset + 1, 1, 1, 1, None, unit, sure=True, single=True)
        if token.norm in STOPS:
            return None
    return None
