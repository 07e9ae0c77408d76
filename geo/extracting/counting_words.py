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
    bare: Mapping[str, CountWhat]
    nouns: Mapping[str, CountWhat]
    senses: Mapping[str, CountWhat]
    units: Mapping[str, CountUnit]
    particles: Mapping[str, frozenset[str]]
    including: tuple[tuple[str, ...], ...]
    sets: Mapping[str, frozenset[str]]
    kinds: Mapping[str, re.Pattern[str]]
    triggers: frozenset[str]


@lru_cache(maxsize=1)
def count_words() -> CountWords:
    """Return the compiled vocabulary.

    >>> count_words().units["children"]
    'children'
    """
    table = vocabulary.toml("counts.toml")
    verbs = {
        voice: {verb: what for what, forms in table["verbs"].items() for verb in forms[voice]}
        for voice in ("active", "passive", "bare")
    }
    nouns = {noun: what for what, several in table["nouns"].items() for noun in several}
    words = table["words"]
    return CountWords(
        active=verbs["active"],
        passive=verbs["passive"],
        bare=verbs["bare"],
        nouns=nouns,
        senses=table["senses"],
        units={noun: unit for unit, several in table["units"].items() for noun in several},
        particles={verb: frozenset(after) for verb, after in table["particles"].items()},
        including=tuple(tuple(phrase.split()) for phrase in words["including"]),
        sets={name: frozenset(several) for name, several in words.items()},
        kinds={name: re.compile(pattern, re.IGNORECASE) for name, pattern in table["kinds"].items()},
        triggers=frozenset().union(*verbs.values(), nouns, words["tolls"]),
    )
