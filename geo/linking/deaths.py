"""Deaths that a trigger tells of without counting: "the murder of the mayor" is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from geo.extracting.model import CountMention, Event, Rejection
from geo.linking.counting import VIOLENT
from geo.linking.settings import rules

REAL: Final = frozenset({"occurred", "alleged"})


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(words) for kind, words in rules()["deaths"].items()}


def implied_death(
    event: Event, counts: Sequence[CountMention], rejections: Sequence[Rejection] = (), *, after: str = ""
) -> CountMention | None:
    """Return one death where the trigger tells of one and nobody is counted, else None.

    `rejections` are triggers seen and not taken: a killing that is part of this event tells of the death too.
    `after` are the words that follow the trigger ("was shot | to death").
    Several victims without a number stay untold: a guess is no figure.

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
        if _tells(text, more) and not _several(event, text):
            return _one(start, end, written)
    return None


def _is_part(rejection: Rejection, event: Event) -> bool:
    inside = rejection.sentence == event.sentence and event.sub_event_type in rejection.reason
    return inside and rejection.reason.startswith(("part of", "the same"))


def _tells(text: str, after: str) -> bool:
    words = _words()
    if text.endswith(("killings", "murders", "assassinations", "executions")):
        return False
    return any(word in f"{text} {after}" for word in words["verbs"]) or text.rsplit(maxsplit=1)[-1] in words["nouns"]


def _one(start: int, end: int, text: str) -> CountMention:
    return CountMention(
        start, end, text, "killed", "people", 1, 1, 1, None, "event",
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
