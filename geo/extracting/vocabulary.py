"""Reads the editable vocabularies (`geo/vocabulary/*.toml`, `*.csv`), each once per process.

What a rule means is said in the file that holds it; what a file may hold is said here by the code that refuses the
rest: a vocabulary editor's slip is named with its file, never a traceback deep inside matching.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_FOLDER = files("geo") / "vocabulary"


class VocabularyError(ValueError):
    """A vocabulary file is wrong; the message names the file and the entry."""


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a CSV vocabulary as dictionaries.

    >>> table("nations.csv")[0]["name"]
    'Afghanistan'
    """
    text = _FOLDER.joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def toml(name: str) -> Mapping[str, Any]:
    """Return a TOML vocabulary.

    Raises:
        VocabularyError: the file is not valid TOML.

    >>> "class" in toml("classes.toml")
    True
    """
    try:
        return tomllib.loads(_FOLDER.joinpath(name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"geo/vocabulary/{name}: {error}") from error


@cache
def event_files() -> tuple[str, ...]:
    """Return the names of the event vocabularies, in the order in which they are read.

    >>> "events/protest.toml" in event_files()
    True
    """
    return tuple(sorted(f"events/{f.name}" for f in _FOLDER.joinpath("events").iterdir() if f.name.endswith(".toml")))


@dataclass(frozen=True, slots=True)
class Nation:
    """A country as news prose names it."""

    code: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    capitals: tuple[str, ...]


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


@lru_cache(maxsize=1)
def nations() -> Mapping[str, Nation]:
    """Return the countries by ISO 3166-1 alpha-2 code.

    >>> nations()["SY"].adjectives
    ('Syrian',)
    """
    return {
        row["code"]: Nation(
            row["code"],
            row["name"],
            (row["name"], *_split(row["aliases"])),
            _split(row["adjectives"]),
            _split(row["capital"]),
        )
        for row in table("nations.csv")
    }


def words(cell: str) -> tuple[str, ...]:
    """Return the alternatives of a cell or pattern part that are separated by bars.

    >>> words("car bomb|roadside bomb")
    ('car bomb', 'roadside bomb')
    """
    return _split(cell)


@cache
def bag(name: str) -> frozenset[str]:
    """Return a list of words of grammar (`words.toml`) as a set.

    >>> "attack" in bag("noun_or_verb")
    True
    """
    return frozenset(toml("words.toml")["words"][name].split())
