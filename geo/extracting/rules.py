"""The event rules (`geo/vocabulary/events/*.toml`): what each asks for, and which sub-event type it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from geo.extracting import vocabulary
from geo.extracting.clauses import View
from geo.extracting.grammar import Form
from geo.extracting.model import ActorMention, Modality
from geo.extracting.patterns import Index
from geo.extracting.roles import Roles, group
from geo.table.schema import event_type_of

Level = Literal["strong", "generic", "effect"]
_KNOWN = frozenset(
    "id sub ladder form level match needs lacks agent agent_not patient patient_not evidence or_agent speaker "
    "event_type background target_type conflict verb_only disaster modality seen".split()
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: a sub-event type and when it holds."""

    sub: str
    needs: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...]
    agent: frozenset[str]
    patient: frozenset[str]
    patient_not: frozenset[str]
    source: frozenset[str]
    scope: str  # clause, sentence or document


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the event vocabulary."""

    id: str
    form: Form
    level: Level
    steps: tuple[Step, ...]
    lacks: tuple[str, ...]
    agent: frozenset[str]
    agent_not: frozenset[str]
    patient: frozenset[str]
    patient_not: frozenset[str]
    evidence: tuple[str, ...]
    or_agent: frozenset[str]
    speaker: bool
    background: bool
    needs: tuple[str, ...]
    target_type: str | None
    conflict: bool
    verb_only: bool
    modality: Modality | None  # what it always is: a threat of death is a threatened attack
    seen: bool  # evidence told before in the document counts
    disaster: bool  # also told of disasters: not taken where the text is about one


@dataclass(frozen=True, slots=True)
class Fusion:
    """Several kinds of event in one sentence that are one happening."""

    sub: str
    needs: tuple[str, ...]
    agent: frozenset[str]


def _set(entry: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(entry.get(key, ()))


def _step(entry: Mapping[str, Any]) -> Step:
    event_type_of(entry["sub"])
    return Step(
        entry["sub"],
        tuple(tuple(n.split("|")) for n in entry.get("needs", ())),
        tuple(entry.get("lacks", ())),
        _set(entry, "agent"),
        _set(entry, "patient"),
        _set(entry, "patient_not"),
        _set(entry, "from"),
        entry.get("in", "clause"),
    )


def _rule(entry: Mapping[str, Any], ladders: Mapping[str, tuple[Step, ...]], where: str) -> Rule:
    unknown = entry.keys() - _KNOWN
    if unknown:
        raise vocabulary.VocabularyError(
            f"geo/vocabulary/{where}: rule {entry.get('id')!r} has unknown {sorted(unknown)}"
        )
    try:
        steps = ladders[entry["ladder"]] if "ladder" in entry else (_step({"sub": entry["sub"]}),)
    except KeyError as error:
        raise vocabulary.VocabularyError(f"geo/vocabulary/{where}: rule {entry.get('id')!r}: {error}") from error
    return Rule(
        entry["id"],
        entry["form"],
        entry.get("level", "strong"),
        steps,
        tuple(entry.get("lacks", ())),
        _set(entry, "agent"),
        _set(entry, "agent_not"),
        _set(entry, "patient"),
        _set(entry, "patient_not"),
        tuple(entry.get("evidence", ())),
        _set(entry, "or_agent"),
        entry.get("speaker", False),
        entry.get("background", False),
        tuple(entry.get("needs", ())),
        entry.get("target_type"),
        entry.get("conflict", False),
        entry.get("verb_only", False),
        entry.get("modality"),
        entry.get("seen", False),
        entry.get("disaster", False),
    )


@lru_cache(maxsize=1)
def rules() -> tuple[tuple[str, Rule], ...]:
    """Return every pattern of the event vocabulary with its rule, in the order of the files.

    >>> any(rule.id == "air.strike" for _, rule in rules())
    True
    """
    files = {name: vocabulary.toml(name) for name in vocabulary.event_files()}
    ladders = {
        name: tuple(_step(s) for s in steps)
        for data in files.values()
        for name, steps in data.get("ladder", {}).items()
    }
    found: list[tuple[str, Rule]] = []
    for where, data in files.items():
        for entry in data.get("rule", ()):
            rule = _rule(entry, ladders, where)
            found.extend((pattern, rule) for pattern in entry["match"])
    return tuple(found)


@lru_cache(maxsize=1)
def index() -> Index[Rule]:
    """Return the event patterns, indexed by first word."""
    return Index(rules())


@lru_cache(maxsize=1)
def traps() -> Index[str]:
    """Return the wordings that hold a trigger word and tell of no event; the value is the reason."""
    return Index(
        (pattern, trap["reason"]) for trap in vocabulary.toml("traps.toml")["trap"] for pattern in trap["match"]
    )


@lru_cache(maxsize=1)
def fusions() -> tuple[Fusion, ...]:
    """Return the fusion table."""
    entries = vocabulary.toml("events/99_fusion.toml")["fusion"]
    return tuple(Fusion(e["sub"], tuple(e.get("needs", ())), _set(e, "agent")) for e in entries)


def _allows(wanted: frozenset[str], has: frozenset[str]) -> bool:
    return not wanted or bool(wanted & has)


def fits(rule: Rule, view: View, roles: Roles) -> str | None:
    """Return why a rule does not apply here, or None where it does."""
    return _scene(rule, view, roles) or _parties(rule, view, roles)


def _scene(rule: Rule, view: View, roles: Roles) -> str | None:
    whole = (0, len(view.words))
    missing = next((f for f in rule.needs if not view.has(f, *whole) and f not in view.seen), None)
    if missing:
        return f"neither the sentence nor the text before speaks of {missing}"
    if rule.conflict and not view.conflict and not (rule.id.startswith(_GRAVE) and _public(roles.patient)):
        return "nothing in the text speaks of armed groups, forces or weapons of war: ordinary crime?"
    if rule.disaster and view.disaster and not view.conflict:
        return "the text is about a disaster, not a conflict"
    other = next((f for f in rule.lacks if view.has(f, *whole)), None)
    return f"the sentence speaks of {other}" if other else None


def _parties(rule: Rule, view: View, roles: Roles) -> str | None:
    agent, patient = group(roles.agent), group(roles.patient)
    if not _allows(rule.agent, agent):
        return "the doer is of another kind"
    if rule.agent_not & agent or rule.patient_not & patient:
        return "doer or victim is of a kind that rules it out"
    if not _allows(rule.patient, patient):
        return "the one hit is of another kind"
    told = any(view.has(f, 0, len(view.words)) or (rule.seen and f in view.seen) for f in rule.evidence)
    if rule.evidence and not told and not (rule.or_agent & agent):
        return "nothing in the sentence says that it was violence"
    if rule.speaker and not agent & {"speaker", "government", "armed"}:
        return "no government or organisation speaks"
    return None


def _seen(step: Step, view: View, feature: str) -> bool:
    return step.scope == "document" and feature in view.seen


_GRAVE = ("attack.murder", "attack.threat", "kill", "gunfire", "abduct", "body")
_PUBLIC = frozenset({"journalists", "officials and public figures", "religious figures", "aid and health workers"})


def _public(patient: ActorMention | None) -> bool:
    """Tell whether the one hit is a public person, whose killing or abduction is political wherever it happens."""
    return patient is not None and patient.target_type in _PUBLIC


def _others(view: View, roles: Roles, span: tuple[int, int]) -> frozenset[str]:
    """Return the kinds of all in the clause but the doer: from whom a place was taken."""
    inside = (m for first, last, m in view.mentions if span[0] <= first and last <= span[1] and m is not roles.agent)
    return frozenset().union(*(group(m) for m in inside))


def decide(steps: tuple[Step, ...], view: View, roles: Roles, span: tuple[int, int]) -> str | None:
    """Return the sub-event type of a ladder's first step that holds, or None where none does."""
    agent, patient = group(roles.agent), group(roles.patient)
    for step in steps:
        scope = span if step.scope == "clause" else (0, len(view.words))
        if any(not any(view.has(f, *scope) or _seen(step, view, f) for f in one) for one in step.needs):
            continue
        if any(view.has(f, *scope) for f in step.lacks):
            continue
        if not _allows(step.agent, agent) or not _allows(step.patient, patient) or step.patient_not & patient:
            continue
        if step.source and not step.source & _others(view, roles, span):
            continue
        return step.sub
    return None
