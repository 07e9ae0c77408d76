"""What is no matter of conflict: a suspect who runs away, an arrest for theft."""

from __future__ import annotations

from geo.extracting import vocabulary
from geo.extracting.clauses import View, kinds_of
from geo.extracting.patterns import NUMBER_WORDS
from geo.extracting.roles import Roles, group

_FLEERS_NOT = vocabulary.bag("not_displaced")


_CROWDS = vocabulary.bag("crowd")


def not_displaced(view: View, start: int, who: Roles) -> str | None:
    """Return why a flight is no displacement: a suspect or fighter ran away, or no people are told of."""
    floor = view.clause(start)[0]
    before = view.words[floor:start]
    if any(w in ("million", "millions") for w in view.words[floor : view.clause(start)[1]]):
        return "a total of the war, not one flight"
    if any(w in _FLEERS_NOT for w in before[-5:]):
        return "a suspect or one person ran away"
    if any("armed" in kinds_of(m) for first, last, m in view.mentions if floor <= first and start - 3 <= last <= start):
        return "fighters, not people, ran away"
    named = who.patient is not None or any(w in _CROWDS or w.endswith(("ns", "ese")) for w in before)
    return None if named or view.sentence.kind != "prose" else "no people are told of"


def common_arrest(view: View, who: Roles) -> str | None:
    """Return why an arrest is no political one: one person, and nothing of groups, unrest or armed men."""
    patient = group(who.patient)
    if patient & {"armed", "protesters", "political", "rioters"} or "forces" in group(who.agent):
        return None
    if (
        who.patient is not None
        and who.patient.target_type in _PUBLIC
        and not view.has("common_crime", 0, len(view.words))
    ):
        return None
    whole = (0, len(view.words))
    many = view.conflict and any(w in NUMBER_WORDS - {"one"} or (w.isdigit() and int(w) > 1) for w in view.words)
    many = many and not view.has("common_crime", *whole)
    public = any(view.has(f, *whole) for f in ("political", "protest", "suicide", "planted_bomb"))
    return None if many or public else "one arrest, and nothing says that it was political: ordinary crime?"


_PUBLIC = frozenset({"journalists", "students and teachers", "officials and public figures", "religious figures"})
