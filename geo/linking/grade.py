"""How well an incident is sourced, in Airwars' words, by independent origins.

Independence goes by who is quoted and by the wire it came from, not by outlet: two articles that quote one monitor,
or carry one agency's copy, are one origin. An unnamed kind of speaker ("residents") counts per medium that was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from geo.extracting.model import ActorMention
from geo.linking.copies import copied
from geo.linking.draft import Draft

Grade = Literal["confirmed", "fair", "weak", "contested"]
ENOUGH: Final = 2
"""Independent origins that make an incident fair."""
UNNAMED_KINDS: Final = frozenset({"witness", "other"})
STATE: Final = frozenset({"State forces", "External/Other forces"})


def origin_of(draft: Draft) -> str:
    """Return who a report goes back to: the speaker, the medium told, or the writer of the text."""
    said = draft.attribution
    writer = draft.article.outlet or f"article {draft.article.id}"
    if said is None or said.speaker == "unnamed":
        return writer
    if said.speaker_type in UNNAMED_KINDS and said.speaker == said.speaker.lower():
        return f"{said.speaker} by way of {said.via or writer}"
    return said.speaker


def accepts(draft: Draft) -> bool:
    """Return whether the one who speaks is the one who did it, and does not deny it."""
    said, actor = draft.attribution, draft.event.actor1
    if said is None or actor is None or draft.modality == "denied" or said.confidence == "accused":
        return False
    return same_party(said.speaker, said.speaker_type, said.country, actor)


def same_party(speaker: str, speaker_type: str, country: str | None, actor: ActorMention) -> bool:
    """Return whether a speaker and an actor are one party: by name, or as the state and its forces."""
    if speaker == actor.name:
        return True
    return (
        speaker_type == "government" and country is not None and country == actor.country and actor.actor_type in STATE
    )


def _rival(drafts: Sequence[Draft]) -> str | None:
    """Why attributions contradict each other, or None."""
    real = [d for d in drafts if d.modality in ("occurred", "alleged")]
    denied = [d for d in drafts if d.modality == "denied"]
    if real and denied:
        who = denied[0].attribution
        return f"{who.speaker if who else 'one report'} denies it"
    blamed: dict[str, tuple[str, Draft]] = {}
    for draft in real:
        actor, said = draft.event.actor1, draft.attribution
        if actor is None or actor.role != "actor" or said is None:
            continue
        key = actor.country if actor.actor_type in STATE and actor.country else actor.name
        for other, (name, earlier) in blamed.items():
            first = earlier.attribution.speaker if earlier.attribution else said.speaker
            if other != key and first != said.speaker and "accused" in (draft.confidence, earlier.confidence):
                return f"{first} names {name}, {said.speaker} names {actor.name}"
        blamed.setdefault(key, (actor.name, draft))
    return None


def grade(drafts: Sequence[Draft]) -> tuple[Grade, str]:
    """Return the grade of an incident and its reason in words."""
    rival = _rival(drafts)
    if rival:
        return "contested", f"rival accounts: {rival}"
    for draft in drafts:
        if accepts(draft) and draft.attribution and draft.event.actor1:
            return "confirmed", f"{draft.attribution.speaker} speaks for {draft.event.actor1.name} and accepts it"
    first = copied([draft.shingles for draft in drafts], [draft.order for draft in drafts])
    origins: dict[str, None] = {}
    for original in first:
        origins.setdefault(origin_of(drafts[original]))
    quoted = list(origins)
    named = any(d.attribution is not None for d in drafts)
    if named and len(quoted) > 1:
        quoted = [name for name in quoted if name not in _voices(drafts)] or quoted[:1]
    if len(quoted) >= ENOUGH:
        return "fair", f"{len(quoted)} independent origins: {', '.join(quoted)}"
    reason = f"one origin: {quoted[0]}" if quoted else "one origin"
    return "weak", reason


def _voices(drafts: Sequence[Draft]) -> set[str]:
    """Writers whose article quotes somebody for this event: their own telling rests on whom they quote."""
    quoting = {draft.order for draft in drafts if draft.attribution is not None}
    return {d.article.outlet or f"article {d.article.id}" for d in drafts if d.order in quoting}
