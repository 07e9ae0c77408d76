"""Deaths that a trigger tells of without counting: "the murder of the mayor" is one, "of the nuns" at least two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from geo.extracting.counting_words import count_words
from geo.extracting.model import CountMention, Event, Rejection, Token
from geo.linking.counting import VIOLENT
from geo.linking.settings import rules

REAL: Final = frozenset({"occurred", "alleged"})


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(words) for kind, words in rules()["deaths"].items()}


@cache
def _tellers() -> frozenset[str]:
    """Return the words one of which stands in every sentence that tells of a death so."""
    words = _words()
    return frozenset(phrase.split()[0] for phrase in (*words["died"], *words["body"], *words["bodies"]))


def implied_death(
    event: Event, counts: Sequence[CountMention], rejections: Sequence[Rejection] = (), *, after: str = ""
) -> CountMention | None:
    """Return the deaths that the trigger tells of where nobody is counted, else None.

    `rejections` are triggers seen and not taken: a killing that is part of this event tells of the death too.
    `after` are the words that follow the trigger ("was shot | to death").
    Several victims without a number are at least two, with no best figure and no upper bound.

    >>> event = Event(0, 4, 10, "murder", "Violence against civilians", "Attack", "occurred", False, "r")
    >>> implied_death(event, ()).best
    1
    """
    if event.modality not in REAL or event.event_type not in VIOLENT or any(c.what == "killed" for c in counts):
        return None
    spans = [(event.start, event.end, event.text, after)]
    spans += [(r.start, r.end, r.text, "") for r in rejections if _is_part(r, event)]
    for start, end, written, more in spans:
        text = " ".join(written.casefold().split())
        if _tells(text, more):
            first = more.split()[:1]
            if first and first[0] in _words()["spares"]:
                return None  # "killed nobody"
            if first == ["them"] or (first not in (["a"], ["an"]) and _several(event, text)):
                return _some(start, end, written)
            one = _one(start, end, written)
            return one if event.actor2 or event.target else replace(one, high=None, qualifier="at least")
    return None


def died(tokens: Sequence[Token]) -> CountMention | None:
    """Return one death where a sentence says of one person that he died, else None.

    >>> from geo.extracting.tokens import tokenize
    >>> def ask(text): return died(tokenize(text, 0, len(text)))
    >>> ask("Inspector Flores died in the blast.").best
    1
    >>> ask("Some peasants died.") is None and ask("He never died.") is None
    True
    """
    words = _words()
    if not any(token.norm in _tellers() for token in tokens):
        return None
    if (found := _bodies(tokens)) is not None:
        return found
    for index, token in enumerate(tokens):
        phrase = f"{token.norm} {tokens[index + 1].norm if index + 1 < len(tokens) else ''}"
        if index == 0 or not (token.norm in words["died"] or phrase in words["died"]):
            continue
        before = index - 1
        while before > 0 and (tokens[before].norm.endswith("ly") or tokens[before].norm in words["between"]):
            before -= 1
        subject = tokens[before]
        written = before > 0 and subject.text.istitle()  # in capitals a plural cannot be told from a name
        named = written or (subject.text.isupper() and subject.norm.isalpha() and _may_name(tokens, before))
        if subject.norm in words["one"] or (named and subject.norm not in words["many"] + words["nobody"]):
            return _one(token.start, token.end, token.text)
    return None


def _may_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word in capitals may be a surname: no noun for people, and in "s" only with a name before it."""
    norm = tokens[index].norm
    if norm in count_words().units:
        return False
    return not norm.endswith("s") or (index > 0 and tokens[index - 1].norm.isalpha() and not _closed(tokens, index))


def _closed(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word has an article, a number or a plain noun for people before it: "the leftists", "two leftists"."""
    words = _words()
    before = tokens[index - 1].norm
    return before in words["opens"] + words["many"] + words["nobody"]


def _bodies(tokens: Sequence[Token]) -> CountMention | None:
    """Return the dead of "the bodies showed signs of torture", "his body was found"."""
    words = _words()
    for index, token in enumerate(tokens[:-1]):
        if token.norm not in words["body"] + words["bodies"] or index == 0:
            continue
        owned = tokens[index - 1].norm in words["opens"] and tokens[index + 1].norm in words["lies"]
        if owned:
            several = token.norm in words["bodies"]
            return (_some if several else _one)(token.start, token.end, token.text)
    return None


def _is_part(rejection: Rejection, event: Event) -> bool:
    inside = rejection.sentence == event.sentence and event.sub_event_type in rejection.reason
    return inside and rejection.reason.startswith(("part of", "the same"))


def _tells(text: str, after: str) -> bool:
    words = _words()
    if text.rsplit(maxsplit=1)[-1] in words["plural_nouns"]:
        return True
    return any(word in f"{text} {after}" for word in words["verbs"]) or text.rsplit(maxsplit=1)[-1] in words["nouns"]


def _one(start: int, end: int, text: str) -> CountMention:
    return CountMention(
        start, end, text, "killed", "people", 1, 1, 1, None, "event",
        reason="the trigger tells of one death and nobody is counted",
    )  # fmt: skip


def _some(start: int, end: int, text: str) -> CountMention:
    return CountMention(
        start, end, text, "killed", "people", 2, None, None, "at least", "event",
        reason="the trigger tells of several deaths and nobody is counted",
    )  # fmt: skip


def _several(event: Event, text: str) -> bool:
    """Whether the victims are told as many, in the trigger or by the target's words."""
    many = frozenset(_words()["many"]) | frozenset(_words()["plural_nouns"])
    if many & set(text.split()) or " were " in f" {text} ":
        return True
    victim = event.actor2 or event.target
    kind = victim.target_type if victim is not None and victim.role == "target" else None
    if victim is None or (kind is not None and kind not in _words()["people"]):
        return False
    last = victim.text.casefold().split()[-1:]
    return bool(last) and (last[0] in many or (last[0].endswith("s") and not last[0].endswith("ss")))
