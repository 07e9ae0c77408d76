"""One sentence made ready for the rules: words, mentions by token, features, and where its clauses begin and end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from geo.extracting import vocabulary
from geo.extracting.actors import bare
from geo.extracting.model import ActorMention, Sentence
from geo.extracting.patterns import Hit, Index, Kinds

_HARD = frozenset({";", ":", "—", "–", "--", "...", "…"})
_SUBORDINATE = vocabulary.bag("clause_opener")
_AS_PHRASES = vocabulary.bag("as_phrase")
_COMMA_OPENS = vocabulary.bag("clause_opener_after_comma")
_PAST = vocabulary.bag("past_form")
_FINITE = vocabulary.bag("finite_auxiliary")

_KINDS = {
    "state": ("state", "armed"),
    "state air": ("state", "air", "armed"),
    "state force": ("state", "armed"),
    "police": ("state", "police", "armed"),
    "coalition": ("state", "coalition", "armed"),
    "government": ("state", "government"),
    "government office": ("government", "speaker"),
    "rebel": ("nonstate", "rebel", "armed"),
    "armed group": ("nonstate", "rebel", "armed"),
    "militia": ("nonstate", "militia", "armed"),
    "criminal": ("nonstate", "militia", "armed"),
    "communal": ("nonstate", "militia", "communal", "armed"),
    "settlers": ("nonstate", "militia", "communal", "armed"),
    "gang": ("nonstate", "militia", "armed"),
    "rioters": ("rioters",),
    "protesters": ("protesters",),
    "political": ("protesters", "political"),
    "organisation": ("organisation", "speaker"),
    "civilian": ("civilian",),
    "facility": ("facility",),
    "military": ("military",),
}


@lru_cache(maxsize=512)
def kinds_of_kind(kind: str, actor_type: str, target_type: str | None) -> frozenset[str]:
    """Return the groups that rules ask for, of a mention's kind.

    >>> sorted(kinds_of_kind("police", "State forces", None))
    ['armed', 'police', 'state']
    """
    found = set(_KINDS.get(kind, ()))
    if "armed" in found and kind != "police":
        found.add("forces")
    if kind in ("government", "government office"):
        found.add("speaker")
    if kind == "armed group" and actor_type in ("Political militia", "Identity militia"):
        found |= {"militia"}
        found.discard("rebel")
    if target_type is not None and target_type != "settlement":
        found.add(target_type.replace(" ", "_"))
    if target_type == "settlement":
        found = {"settlement"}
    return frozenset(found)


def kinds_of(mention: ActorMention) -> frozenset[str]:
    """Return the groups that rules ask for, of a mention."""
    return kinds_of_kind(mention.kind, mention.actor_type, mention.target_type)


@dataclass(slots=True)
class View:
    """A sentence with what the rules look at."""

    sentence: Sentence
    words: tuple[str, ...]
    mentions: list[tuple[int, int, ActorMention]]
    kinds: Kinds
    cuts: list[int]  # token indices at which a clause begins, 0 first
    capitals: bool
    features: dict[str, list[int]] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()  # features of the document so far
    disaster: bool = False  # the document speaks of disasters or disease
    conflict: bool = True  # the document speaks of armed groups, forces or weapons of war

    def clause(self, at: int) -> tuple[int, int]:
        """Return the token range of the clause that holds a token."""
        place = bisect_left(self.cuts, at + 1) - 1
        end = self.cuts[place + 1] if place + 1 < len(self.cuts) else len(self.words)
        return self.cuts[place], end

    def has(self, feature: str, start: int, end: int) -> bool:
        """Tell whether a feature's words stand between two tokens."""
        return any(start <= at < end for at in self.features.get(feature, ()))

    def same_clause(self, left: int, right: int) -> bool:
        """Tell whether no clause begins between two tokens."""
        return not any(left < cut <= right for cut in self.cuts)


@lru_cache(maxsize=1)
def _features() -> Index[str]:
    table = vocabulary.toml("features.toml")["feature"]
    return Index((pattern, name) for name, patterns in table.items() for pattern in patterns)


def _is_cut(words: Sequence[str], at: int, starts: dict[int, tuple[int, frozenset[str]]]) -> bool:
    word = words[at]
    before = words[at - 1]
    if before in _HARD or word in _SUBORDINATE or word in ("if", "unless"):
        return True
    if word == "that":
        return before not in ("so", "now", "of", "in", "on", "at", "with", "after") and at + 1 < len(words)
    if word == "as":
        following = words[at + 1] if at + 1 < len(words) else ""
        return following not in _AS_PHRASES and before not in ("as", "such", "well", "known", "described", "same")
    if before == ",":
        return word in _COMMA_OPENS
    if word == "and" and at + 1 in starts and "between" not in words[max(0, at - 6) : at]:
        inside = {k for first, (last, _) in starts.items() for k in range(first, last)}
        if not any(_finite(words[k]) for k in range(max(0, at - 12), at) if k not in inside):
            return False  # a list of subjects: "France and Britain carried out strikes"
        end = starts[at + 1][0]
        return end < len(words) and (words[end] in _FINITE or (words[end].endswith("ed") and len(words[end]) > 4))  # noqa: PLR2004
    return False


def _finite(word: str) -> bool:
    return word in _FINITE or word in _PAST or (word.endswith("ed") and len(word) > 4)  # noqa: PLR2004


def view(sentence: Sentence, mentions: Sequence[ActorMention], *, capitals: bool) -> View:
    """Return a sentence made ready for the rules; `mentions` are those of the sentence."""
    tokens = sentence.tokens
    words = bare(tokens)
    starts = [t.start for t in tokens]
    placed: list[tuple[int, int, ActorMention]] = []
    kinds: dict[int, tuple[int, frozenset[str]]] = {}
    for mention in mentions:
        first = bisect_left(starts, mention.start)
        last = bisect_left(starts, mention.end)
        placed.append((first, last, mention))
        kinds[first] = (last, kinds_of(mention))
    by_start = dict(kinds)
    if not capitals:
        for at, token in enumerate(tokens):
            if at and at not in kinds and token.text[0].isupper() and token.text[-1:].isalpha() and len(token.text) > 2:  # noqa: PLR2004
                kinds[at] = (at + 1, _PROPER)
    cuts = [0, *(at for at in range(1, len(words)) if _is_cut(words, at, by_start))]
    ready = View(sentence, words, placed, kinds, cuts, capitals)
    for hit in _features().scan(words):
        ready.features.setdefault(hit.value, []).append(hit.start)
    return ready


_PROPER = frozenset({"proper"})


def covered(hits: Sequence[Hit[str]], start: int, end: int) -> Hit[str] | None:
    """Return the first hit that overlaps a token range."""
    return next((h for h in hits if h.start < end and start < h.end), None)
