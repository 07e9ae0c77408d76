"""Deaths that a trigger tells of without counting: "the murder of the mayor" is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from geo.extracting.model import CountMention, Event
from geo.linking.counting import VIOLENT
from geo.linking.settings import rules

REAL: Final = frozenset({"occurred", "alleged"})


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(words) for kind, words in rules()["deaths"].items()}


def implied_death(event: Event, counts: Sequence[CountMention]) -> CountMention | None:
    """Return one death where the trigger tells of one and nobody is counted, else None.

    Several victims without a number stay untold: a guess is no figure.

    >>> event = Event(0, 4, 10, "murder", "Violence against civilians", "Attack", "occurred", False, "r")
    >>> implied_death(event, ()).best
    1
    """
    if event.modality not in REAL or event.event_type not in VIOLENT or any(c.what == "killed" for c in counts):
        return None
    text = " ".join(event.text.casefold().split())
    words = _words()
    tells = any(word in text for word in words["verbs"]) or text.split()[-1:] in [[noun] for noun in words["nouns"]]
    if not tells or text.endswith(("killings", "murders", "assassinations", "executions")) or _several(event, text):
        return None
    return CountMention(
        event.start, event.end, event.text, "killed", "people", 1, 1, 1, None, "event",
        reason="the trigger tells of one death and nobody is counted",
    )  # fmt: skip


def _several(event: Event, text: str) -> bool:
    """Whether the victims are told as many, in the trigger or by the target's words."""
    many = frozenset(_words()["many"])
    if many & set(text.split()) or " were " in f" {text} ":
        return True
    victim = event.actor2 or event.target
    if victim is None:
        return False
    last = victim.text.casefold().split()[-1:]
    return bool(last) and (last[0] in many or (last[0].endswith("s") and not last[0].endswith("ss")))
