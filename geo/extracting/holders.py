"""Who holds an area: one name for each holder, however the text words it ("HTS-held", "regime", "Russian forces")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.extracting import vocabulary
from geo.extracting.model import ActorMention

_STATE_KINDS = frozenset({"state", "state air", "state force", "government", "government office", "police"})
_BACKING = frozenset({"backed", "supported", "funded", "armed", "sponsored", "allied"})


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder: its name, ACLED's actor type, and whether the words name a kind only ("rebels")."""

    name: str
    actor_type: str | None
    generic: bool = False


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Any]:
    """Return `vocabulary/control.toml` as it stands."""
    return vocabulary.toml("control.toml")


@lru_cache(maxsize=1)
def _aliases() -> Mapping[str, Holder]:
    found: dict[str, Holder] = {}
    for row in vocabulary.table("actors.csv"):
        for alias in (row["name"], *vocabulary.words(row["aliases"])):
            found.setdefault(alias.removesuffix("!").casefold(), Holder(row["name"], row["type"]))
    return found


@lru_cache(maxsize=1)
def _nations() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for nation in vocabulary.nations().values():
        for word in (*nation.names, *nation.adjectives):
            found.setdefault(word.casefold(), nation.code)
    return found


def nation_of(words: str) -> str | None:
    """Return the ISO code of the country that a name or adjective means.

    >>> nation_of("Turkish"), nation_of("Turkey"), nation_of("green")
    ('TR', 'TR', None)
    """
    return _nations().get(words.casefold())


def government(code: str) -> Holder:
    """Return the government of a country as a holder.

    >>> government("SY").name
    'Government of Syria'
    """
    return Holder(f"Government of {vocabulary.nations()[code].name}", "State forces")


def home_of(actors: Sequence[ActorMention]) -> str | None:
    """Return the ISO code of the country whose forces and government the text means by "the government"."""
    bare = ("regime", "government", "army", "troops", "soldiers", "forces", "military", "police", "junta")
    votes = Counter(
        a.country for a in actors if a.country and a.kind in _STATE_KINDS and a.text.casefold().endswith(bare)
    )
    return votes.most_common(1)[0][0] if votes else None


def of_mention(mention: ActorMention, after: Sequence[str] = ()) -> Holder:
    """Return the holder that an actor mention means; `after` are the words that follow it ("backed by Turkey")."""
    named = mention.reason.startswith("named")
    if mention.kind in _STATE_KINDS and mention.country and (not named or _national(mention, mention.country)):
        return government(mention.country)
    name = mention.name
    if not named and len(after) > 2 and after[0] in _BACKING and after[1] == "by":  # noqa: PLR2004
        words = after[2:]
        code = (
            nation_of(words[0])
            or nation_of(" ".join(words[:2]))
            or (nation_of(words[1]) if words[0] == "the" else None)
        )
        if code is not None:
            return Holder(f"{vocabulary.nations()[code].adjectives[0]}-{after[0]} {name.lower()}", mention.actor_type)
    return Holder(name, mention.actor_type, generic=not named and " " not in name)


def _national(mention: ActorMention, code: str) -> bool:
    """Whether a named force is the country's own ("Israeli forces") and not one of its parts ("Puntland forces")."""
    nation = vocabulary.nations()[code]
    return mention.name.startswith((*nation.adjectives, *nation.names)) or mention.kind == "government"


def of_words(words: str, written: str, home: str | None) -> Holder | None:
    """Return the holder that the first half of "rebel-held" means, or None where it is nobody.

    >>> of_words("hts", "HTS", None)
    Holder(name='Hayat Tahrir al-Sham', actor_type='Rebel group', generic=False)
    >>> of_words("regime", "regime", "SY").name, of_words("russian", "Russian", None).name
    ('Government of Syria', 'Government of Russia')
    >>> of_words("hand", "hand", None) is None
    True
    """
    known = _aliases().get(words)
    if known is not None:
        return known
    listed = rules()["holders"].get(words)
    if listed is not None and listed[0] == "home":
        return government(home) if home else Holder("Government forces", "State forces", generic=True)
    if listed is not None:
        return Holder(listed[0], listed[1], generic=True) if listed[0] else None
    code = nation_of(words)
    if code is not None:
        return government(code)
    return Holder(written, None) if written[:1].isupper() and len(written) > 1 else None
