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
    diseases: frozenset[str]
    titles: frozenset[str]
    offices: frozenset[str]
    saying: frozenset[str]
    will_do: frozenset[str]
    state_offices: frozenset[str]
    government_before: frozenset[str]
    hyphen_words: frozenset[str]
    never: frozenset[str]
    common: frozenset[str]
    given_names: frozenset[str]
    family_names: frozenset[str]
    firm_prepositions: frozenset[str]
    bodies_of: frozenset[str]
    schools: frozenset[str]
    clubs: frozenset[str]
    namesakes: frozenset[str]
    state_officers: frozenset[str]
    directions: frozenset[str]
    unit_words: frozenset[str]
    other_names: Mapping[str, Abbreviation]
    other_first: frozenset[str]  # their first words
    demonyms: Mapping[str, str]
    abbreviations: Mapping[str, Abbreviation]
    senses: Mapping[tuple[str, str], tuple[float, str]]  # (name, place id) -> (bonus, reason)


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Return the word lists.

    >>> cues().demonyms["syrian"]
    'Syria'
    """
    words = tomllib.loads(_FOLDER.joinpath("words.toml").read_text(encoding="utf-8"))
    return Cues(
        prepositions=frozenset(words["place_prepositions"]),
        kind_words=words["kind_words"],
        features=frozenset(words["feature_words"]),
        prefixes=frozenset(words["feature_prefixes"]),
        organisations=frozenset(words["organisation_words"]),
        diseases=frozenset(words["diseases"]),
        titles=frozenset(words["titles"]),
        offices=frozenset(words["office_words"]),
        saying=frozenset(words["saying"]),
        will_do=frozenset(words["will_do"]),
        state_offices=frozenset(words["state_offices"]),
        government_before=frozenset(words["government_before"]),
        hyphen_words=frozenset(words["hyphen_words"]),
        never=frozenset(words["never"]),
        common=frozenset(words["common"].split()),
        given_names=_listed("given_names.txt"),
        family_names=_listed("family_names.txt"),
        firm_prepositions=frozenset(words["firm_prepositions"]),
        bodies_of=frozenset(words["bodies_of"]),
        schools=frozenset(words["schools"]),
        clubs=frozenset(words["clubs"]),
        namesakes=frozenset(words["namesakes"].split()),
        state_officers=frozenset(words["state_officers"]),
        directions=frozenset(words["directions"]),
        unit_words=frozenset(words["unit_words"]),
        other_names=_other_names(),
        other_first=frozenset(name.split()[0] for name in _other_names()),
        demonyms=_demonyms(),
        abbreviations=_abbreviations(),
        senses=_senses(),
    )


def _listed(name: str) -> frozenset[str]:
    lines = _FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _other_names() -> Mapping[str, Abbreviation]:
    rows = csv.DictReader(_FOLDER.joinpath("other_names.csv").read_text(encoding="utf-8").splitlines())
    return {normalize(row["name"]): Abbreviation(row["place"], row["kind"], row["country"], False) for row in rows}


def _demonyms() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in csv.DictReader(_FOLDER.joinpath("demonyms.csv").read_text(encoding="utf-8").splitlines()):
        found[normalize(row["demonym"])] = row["place"]
    return found


def _abbreviations() -> Mapping[str, Abbreviation]:
    rows = csv.DictReader(_FOLDER.joinpath("abbreviations.csv").read_text(encoding="utf-8").splitlines())
    return {
        row["abbreviation"]: Abbreviation(row["place"], row["kind"], row["country"], row["only_after_comma"] == "yes")
        for row in rows
    }


def _senses() -> Mapping[tuple[str, str], tuple[float, str]]:
    rows = csv.DictReader(_FOLDER.joinpath("senses.csv").read_text(encoding="utf-8").splitlines())
    return {(row["name"], row["place_id"]): (float(row["bonus"]), row["reason"]) for row in rows}
