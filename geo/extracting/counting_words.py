"""The vocabulary of counts, compiled once: verbs and nouns of harm, nouns of people, cues of kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo.extracting import vocabulary
from geo.extracting.model import CountUnit, CountWhat


@dataclass(frozen=True, slots=True)
class CountWords:
    """The tables of `geo/vocabulary/counts.toml`."""

    active: Mapping[str, CountWhat]
    passive: Mapping[str, CountWhat]
    nouns: Mapping[str, CountWhat]
    units: Mapping[str, CountUnit]
    other: frozenset[str]
    including: tuple[tuple[str, ...], ...]
    one: frozenset[str]
    pronoun: frozenset[str]
    particles: Mapping[str, str]
    kinds: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def count_words() -> CountWords:
    """Return the compiled vocabulary.

    >>> count_words().units["children"]
    'children'
    """
    table = vocabulary.toml("counts.toml")
    words = table["words"]
    return CountWords(
        active={verb: what for what, forms in table["verbs"].items() for verb in forms["active"]},
        passive={verb: what for what, forms in table["verbs"].items() for verb in forms["passive"]},
        nouns={noun: what for what, nouns in table["nouns"].items() for noun in nouns},
        units={noun: unit for unit, nouns in table["units"].items() for noun in nouns},
        other=frozenset(words["other"]),
        including=tuple(tuple(phrase.split()) for phrase in words["including"]),
        one=frozenset(words["one"]),
        pronoun=frozenset(words["pronoun"]),
        particles=table["particles"],
        kinds={name: re.compile(pattern, re.IGNORECASE) for name, pattern in table["kinds"].items()},
    )
