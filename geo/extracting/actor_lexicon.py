"""The words of which actors are made, compiled once: names, heads, targets, nations and what may stand beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from geo.extracting import vocabulary
from geo.extracting.patterns import Index


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase of the vocabulary stands for."""

    role: str  # name, head, target, nation, adjective, capital
    kind: str
    name: str = ""
    actor_type: str = ""
    country: str | None = None
    target_type: str | None = None
    home: bool = False
    needs_nation: bool = False
    needs_country: bool = False
    needs_left: bool = False
    cased: bool = False
    acronym: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of which actors are made; bags are case-folded."""

    index: Index[Entry]
    modifiers: frozenset[str]
    linked: tuple[str, ...]
    acts: frozenset[str]
    before: frozenset[str]
    doer: frozenset[str]
    speech: frozenset[str]
    attributive: frozenset[str]
    opposed: frozenset[str]


def _named() -> Iterable[tuple[str, Entry]]:
    for row in vocabulary.table("actors.csv"):
        for alias in (row["name"], *vocabulary.words(row["aliases"])):
            text = alias.removesuffix("!")
            entry = Entry(
                "name",
                row["kind"],
                row["name"],
                row["type"],
                row["country"] or None,
                needs_country=alias.endswith("!"),
                cased=text != text.lower(),
                acronym=text.isupper() and len(text) <= 4,  # noqa: PLR2004
            )
            yield text.replace(" ", "_"), entry


def _composed() -> Iterable[tuple[str, Entry]]:
    for head in vocabulary.toml("actor_patterns.toml")["head"]:
        entry = Entry(
            "head",
            head["kind"],
            head.get("name", ""),
            head["type"],
            home=head.get("home", False),
            needs_nation=head.get("nation") == "required",
            needs_left=head.get("left") == "required",
        )
        for word in "|".join(head["words"].split()).split("|"):
            yield word, entry
    for row in vocabulary.table("targets.csv"):
        civilian = row["civilian"] == "true"
        kind = "civilian" if row["name"] in _PEOPLE else "facility" if civilian else "military"
        entry = Entry(
            "target", kind, row["name"], "Civilians" if civilian else "State forces", target_type=row["target_type"]
        )
        for word in vocabulary.words(row["words"]):
            yield word.replace(" ", "_"), entry


_PEOPLE = frozenset(
    {
        "civilians",
        "students and teachers",
        "journalists",
        "aid and health workers",
        "refugees and displaced people",
        "religious figures",
        "officials and public figures",
        "captives",
    }
)


def _nations() -> Iterable[tuple[str, Entry]]:
    people = Entry("target", "civilian", "civilians", "Civilians", target_type="civilians", cased=True)
    for nation in vocabulary.nations().values():
        yield from ((f"{a}s".replace(" ", "_"), people) for a in nation.adjectives if a.endswith(("n", "i")))
        for role, names in (("nation", nation.names), ("capital", nation.capitals), ("adjective", nation.adjectives)):
            for name in names:
                acronym = name.isupper() and len(name) <= 3  # noqa: PLR2004
                entry = Entry(role, "government", nation.name, "State forces", nation.code, cased=True, acronym=acronym)
                yield name.replace(" ", "_"), entry


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon, compiled on first use.

    >>> "rebel" in lexicon().modifiers
    True
    """
    patterns = vocabulary.toml("actor_patterns.toml")

    def bag(cell: str) -> frozenset[str]:
        return frozenset(w.casefold() for w in vocabulary.words(cell))

    classes = vocabulary.toml("classes.toml")["class"]
    speech = Index([(f"{w}", "speech") for w in classes["speech"].split()])
    return Lexicon(
        Index([*_named(), *_composed(), *_nations()]),
        bag(patterns["modifiers"]["words"]),
        tuple("-" + w for w in vocabulary.words(patterns["modifiers"]["linked"])),
        bag(patterns["acts"]["words"]),
        bag(patterns["places"]["before"]),
        bag(patterns["places"]["doer"]),
        speech.openings(),
        bag(patterns["attributive"]["words"]),
        bag(patterns["opposed"]["words"]),
    )
