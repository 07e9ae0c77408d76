"""Later mentions: "the attack" points back to one told before; "an attack" takes the weapon told after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.extracting import vocabulary
from geo.extracting.clauses import View
from geo.extracting.fusing import VIOLENT, Found
from geo.extracting.model import Document, Event
from geo.extracting.patterns import NUMBER_WORDS
from geo.table.schema import EVENT_TYPES


def antecedent(ready: View, one: Found, events: Sequence[Event]) -> Event | None:
    """Return the earlier event that "the attack", "this killing" points back to."""
    words = ready.words
    if one.form != "noun" or one.end != one.start + 1 or one.modality in ("threatened", "planned"):
        return None
    lead = [w for w in words[max(0, one.start - 3) : one.start] if w in _DEFINITE]
    after = words[one.end] if one.end < len(words) else ""
    if not lead or after in ("of", "against", "on", "between") or words[one.start] == "shelling":
        return None
    for earlier in reversed(events[-_BEHIND:]):
        if ready.sentence.index - earlier.sentence > _LOOK_BACK:
            return None
        if earlier.sentence < ready.sentence.index and _may_name(words[one.start], one, earlier):
            return earlier
    return None


def casualties_of(ready: View, one: Found, events: Sequence[Event]) -> Event | None:
    """Return the event of the sentences just before that casualties without a doer or place of their own belong to."""
    if one.rule.level != "effect" or one.roles.agent is not None or one.modality != "occurred" or not events:
        return None
    violent = (e for e in reversed(events[-_BEHIND:]) if e.event_type in VIOLENT)
    last = next(violent, None)
    if last is None:
        return None
    near = 0 < ready.sentence.index - last.sentence <= _NEAR
    real = last.modality in ("occurred", "alleged")
    opening = set(ready.words[:8])
    if not near or not real or opening & _OTHERWISE or _own_place(ready, one.end):
        return None
    return last


def same_wave(ready: View, one: Found, events: Sequence[Event]) -> Event | None:
    """Return the fire told of just before that a death elsewhere belongs to: rockets at one city kill in the next."""
    last = events[-1] if events else None
    if last is None or last.sentence != ready.sentence.index - 1 or last.sub_event_type not in _WEAPONS:
        return None
    bare = one.rule.level == "effect" and one.roles.agent is None and one.modality == "occurred" and not one.background
    fresh = last.modality in ("occurred", "alleged") and not last.background and not set(ready.words[:4]) & _OTHERWISE
    return last if bare and fresh and one.sub == "Attack" and _own_place(ready, one.end) else None


def _own_place(ready: View, end: int) -> bool:
    """Tell whether "in" and a name follow: "two people were killed in Homs"."""
    return any(
        ready.words[at] in ("in", "near", "outside") and "proper" in ready.kinds.get(at + 1, (0, frozenset()))[1]
        for at in range(end - 1, min(end + 6, len(ready.words) - 1))
    )


_NEAR = 2  # sentences
_BEHIND = 40  # events
_AHEAD = 30  # events
_LOOK_BACK = 8  # sentences


_DEFINITE = vocabulary.bag("definite")


_GENERAL = vocabulary.bag("general_act")


def tells_more(ready: View, one: Found) -> bool:
    """Tell whether the sentence of a mention like "the attack" adds a number, a weapon or a victim."""
    patient = one.roles.patient
    if patient is not None and patient.kind != "organisation" and patient.target_type != "settlement":
        return True
    return any(w in NUMBER_WORDS or w[0].isdigit() for w in ready.words)


def _may_name(word: str, one: Found, earlier: Event) -> bool:
    if earlier.modality in ("threatened", "planned", "denied"):
        return False
    if one.sub == earlier.sub_event_type:
        return True
    if word in _GENERAL:
        return earlier.event_type in VIOLENT
    if word in ("explosion", "explosions", "blast", "blasts", "bombing", "bombings"):
        return earlier.event_type == "Explosions/Remote violence"
    if one.kind == "Violence against civilians" and one.sub == "Attack":
        return earlier.event_type in VIOLENT and earlier.sub_event_type != "Abduction/forced disappearance"
    return one.kind == "Protests" and earlier.event_type in ("Protests", "Riots")


_WEAPONS = frozenset(EVENT_TYPES["Explosions/Remote violence"])


_OTHERWISE = vocabulary.bag("otherwise")


def told_closer(doc: Document, events: list[Event]) -> list[Event]:
    """Give "an attack" the weapon that the next sentences tell of: news says first that it was, then how."""
    return [_closer(doc, event, events[at + 1 : at + _AHEAD]) for at, event in enumerate(events)]


def _closer(doc: Document, event: Event, later: Sequence[Event]) -> Event:
    toll = event.rule.startswith("kill") and event.actor1 is None and event.refers_to is None
    if not toll and not _bare_attack(event):
        return event
    if event.modality != "occurred" or event.background:
        return event
    for other in later:
        if other.sentence == event.sentence:
            continue
        wanted = other.event_type in VIOLENT if toll else other.sub_event_type in _WEAPONS
        if other.sentence > event.sentence + 2 or not wanted or other.modality != "occurred":
            return event
        opening = {t.norm for t in doc.sentences[other.sentence].tokens[:12]}
        agents = {a.name for a in (event.actor1, other.actor1) if a is not None}
        if opening & _OTHERWISE or len(agents) > 1:
            return event
        reasons = (*event.reasons, f"told closer after it: {other.text!r}")
        return replace(event, event_type=other.event_type, sub_event_type=other.sub_event_type, reasons=reasons)
    return event


def _bare_attack(event: Event) -> bool:
    words = event.text.casefold()
    told = event.rule in ("attack.noun", "attack.verb") and event.sub_event_type == "Attack"
    return told and words.endswith(("attack", "attacks", "assault", "raid"))
