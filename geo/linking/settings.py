"""The words, scores and thresholds of `vocabulary/linking.toml`, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any

from geo.extracting import vocabulary


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Words before a place and the part that they give it; see `linking.toml`."""

    roles: dict[str, str]  # word -> site, near, origin, destination, target, other, offset
    nouns: frozenset[str]
    people: frozenset[str]
    admin1: frozenset[str]
    town: frozenset[str]
    country: frozenset[str]
    determiners: frozenset[str]
    between: frozenset[str]


def rules() -> Mapping[str, Any]:
    """Return `linking.toml` as it stands."""
    return vocabulary.toml("linking.toml")


@cache
def role_words() -> RoleWords:
    """Return the words that tell a place's part in a sentence."""
    table = rules()["roles"]
    kinds = ("other", "target", "destination", "origin", "near", "site")  # the last one named wins
    roles = {word: kind for kind in kinds for word in table[kind]}
    anaphora = rules()["anaphora"]
    return RoleWords(
        roles,
        frozenset(table["nouns"]) | frozenset(table["offset"]),
        frozenset(table["people"]),
        frozenset(anaphora["admin1"]),
        frozenset(anaphora["town"]),
        frozenset(anaphora["country"]),
        frozenset(anaphora["determiners"]),
        frozenset(anaphora["between"]),
    )


@cache
def plain_words() -> frozenset[str]:
    """Return the common words that no place is named by alone: "downtown", "the capital city"."""
    table = rules()
    roles, anaphora = table["roles"], table["anaphora"]
    lists = [roles["nouns"], roles["people"], roles["facilities"], roles["offset"], table["unknown"]["stop"]]
    lists += [
        table["unknown"]["kinds"],
        anaphora["admin1"],
        anaphora["town"],
        anaphora["country"],
        table["plain"]["words"],
    ]
    return frozenset(word for words in lists for word in words)


@cache
def scores() -> dict[str, float]:
    """Return the scores by which places of a sentence are ranked for an event."""
    return {key: float(value) for key, value in rules()["scores"].items()}


@cache
def like_types() -> frozenset[tuple[str, str]]:
    """Return the pairs of sub-event types, each way round, that one event may be told by."""
    return frozenset(pair for group in rules()["merge"]["like"] for pair in permutations(group, 2))
