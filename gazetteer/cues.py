"""The vocabulary that decides whether a name is a place: loaded once, as sets of normalised words."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from gazetteer.names import normalize

_FOLDER = files("gazetteer") / "vocabulary"


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What a short form stands for; some are read only after a comma: "Boise, ID"."""

    place: str
    kind: str
    country: str
    only_after_comma: bool


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of `gazetteer/vocabulary`."""

    prepositions: frozenset[str]
    kind_words: Mapping[str, str]
    features: frozenset[str]
    prefixes: frozenset[str]
    organisations: frozenset[str]
    titles: frozenset[str]
    offices: frozenset[str]
    saying: frozenset[str]
    government_before: frozenset[str]
    hyphen_words: frozenset[str]
    never: frozenset[str]
    common: frozenset[str]
    given_names: frozenset[str]
    demonyms: Mapping[str, str]
    abbreviations: Mapping[str, Abbreviation]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Return the word lists.

    >>> cues().demonyms["syrians"]
    'Syria'
    """
    words = tomllib.loads(_FOLDER.joinpath("words.toml").read_text(encoding="utf-8"))
    return Cues(
        prepositions=frozenset(words["place_prepositions"]),
        kind_words=words["kind_words"],
        features=frozenset(words["feature_words"]),
        prefixes=frozenset(words["feature_prefixes"]),
        organisations=frozenset(words["organisation_words"]),
        titles=frozenset(words["titles"]),
        offices=frozenset(words["office_words"]),
        saying=frozenset(words["saying"]),
        government_before=frozenset(words["government_before"]),
        hyphen_words=frozenset(words["hyphen_words"]),
        never=frozenset(words["never"]),
        common=frozenset(words["common"].split()),
        given_names=frozenset(_FOLDER.joinpath("given_names.txt").read_text(encoding="utf-8").split()),
        demonyms=_demonyms(),
        abbreviations=_abbreviations(),
    )


def _demonyms() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in csv.DictReader(_FOLDER.joinpath("demonyms.csv").read_text(encoding="utf-8").splitlines()):
        word = normalize(row["demonym"])
        found[word] = row["place"]
        plural = word[:-3] + "men" if word.endswith("man") and len(word) > 6 else word + "s"  # noqa: PLR2004 -- Dutchman, not German
        if not word.endswith(("ese", "ish", "ch", "ss")):
            found[plural] = row["place"]
    return found


def _abbreviations() -> Mapping[str, Abbreviation]:
    rows = csv.DictReader(_FOLDER.joinpath("abbreviations.csv").read_text(encoding="utf-8").splitlines())
    return {
        row["abbreviation"]: Abbreviation(row["place"], row["kind"], row["country"], row["only_after_comma"] == "yes")
        for row in rows
    }
