"""One happening, one event: casualties, repeats and general words of a sentence go into the act they belong to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geo.extracting import rules, vocabulary
from geo.extracting.clauses import View
from geo.extracting.grammar import Form
from geo.extracting.model import ActorMention, Modality
from geo.extracting.roles import Roles, group
from geo.extracting.rules import Rule
from geo.table.schema import event_type_of

Reject = Callable[[int, int, str, str], None]
"""Takes note of a trigger that is not kept: first and last token, rule, reason."""

VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"})


TALK = frozenset({"Diplomacy", "Humanitarian figure"})


@dataclass(slots=True)
class Found:
    """A trigger that passed its rule, on its way to become an event."""

    rule: Rule
    start: int
    end: int
    sub: str
    roles: Roles
    modality: Modality
    background: bool
    reasons: list[str]
    form: Form = "noun"

    @property
    def kind(self) -> str:
        """The event type that holds the sub-event type."""
        return event_type_of(self.sub)


def fuse(ready: View, found: list[Found], reject: Reject) -> list[Found]:
    """Return one finding for each happening that the sentence tells of."""
    return _one_each(ready, _absorb(ready, _suspects(ready, _protests(ready, found), reject), reject), reject)


def _suspects(ready: View, found: list[Found], reject: Reject) -> list[Found]:
    """Let the arrest of a suspect go into the crime that it is about: "arrested in connection with three rapes"."""
    crimes = [f for f in found if f.kind in VIOLENT and f.modality in ("occurred", "alleged")]
    arrests = [f for f in found if f.sub == "Arrests"]
    kept: list[Found] = []
    for one in found:
        about = [
            c for c in crimes if one in arrests and one.end <= c.start and ready.has("crime_arrest", one.end, c.start)
        ]
        charge = one.modality in ("planned", "threatened") and any(a.end <= one.start for a in arrests)
        if about:
            reject(one.start, one.end, one.rule.id, f"an arrest over the {about[0].sub} told in the sentence")
        elif charge:
            reject(one.start, one.end, one.rule.id, "what the arrested are charged with, not an act")
        else:
            kept.append(one)
    return kept


def _protests(ready: View, found: list[Found]) -> list[Found]:
    protest = [f for f in found if f.kind in ("Protests", "Riots") and f.sub != "Mob violence"]
    if not protest:
        return found
    whole = (0, len(ready.words))
    state = any("state" in group(m) for _, _, m in ready.mentions)
    state = state or any("protesters" in group(f.roles.patient) and f.rule.id.startswith(_DEADLY) for f in found)
    strongest = _strongest(protest)
    sub = strongest.sub
    if sub in ("Peaceful protest", "Protest with intervention", "Violent demonstration"):
        for fusion in rules.fusions():
            held = fusion.sub == "Protest with intervention" and _held_there(ready, found, protest)
            told = all(ready.has(n, *whole) for n in fusion.needs) and (state or not fusion.agent)
            if fusion.sub == "Excessive force against protesters" and _only_matter(ready, "live_fire"):
                continue  # the shots are only what the protest is about
            if told or held:
                sub = fusion.sub
                break
    if sub == "Peaceful protest" and any(_by_protesters(f) for f in found if f.sub == _DESTROYED):
        sub = "Violent demonstration"
    first = min(protest, key=lambda f: f.start)
    fused = replace_found(strongest, sub=sub, roles=_sides(ready, found, sub, strongest))
    fused.start, fused.end = first.start, first.end
    rest = [f for f in found if f not in protest]
    if sub != "Peaceful protest":
        rest = [
            f
            for f in rest
            if f.kind not in ("Battles", "Violence against civilians")
            and f.rule.id not in _INTERVENTIONS
            and not (sub == "Violent demonstration" and f.sub == _DESTROYED)
        ]
    return [*rest, fused]


_DESTROYED = "Looting/property destruction"


def _only_matter(ready: View, feature: str) -> bool:
    """Tell whether a feature's words all name what a protest is about: "after a protest over the police shooting"."""
    matters = ready.features.get("protest_matter", ())
    return all(any(0 < at - m <= _MATTER_REACH for m in matters) for at in ready.features.get(feature, ()))


_MATTER_REACH = 7


def _by_protesters(one: Found) -> bool:
    return bool(group(one.roles.agent) & {"protesters", "rioters"})


def _sides(ready: View, found: list[Found], sub: str, strongest: Found) -> Roles:
    """Return who did it to whom: force is used by the state on those who protest, all else is done by these."""
    told = [f.roles for f in found]
    states = [m for r in told for m in (r.agent, r.patient) if m is not None and "state" in group(m)]
    states += [m for _, _, m in ready.mentions if "police" in group(m)]
    crowd = [m for r in told for m in (r.agent, r.patient) if m is not None and "protesters" in group(m)]
    crowd += [m for _, _, m in ready.mentions if "protesters" in group(m)]
    others = [r.agent for r in told if r.agent is not None and "state" not in group(r.agent)]
    state = next(iter(states), None)
    people = next(iter((*crowd, *others, _whoever(ready, strongest, sub))))
    if sub == "Excessive force against protesters":
        return Roles(state, people)
    return Roles(people, state if sub != "Peaceful protest" and state is not None else strongest.roles.patient)


def _whoever(ready: View, one: Found, sub: str) -> ActorMention:
    """Return those who protest where the text only says "hundreds marched": the words of the act stand for them."""
    tokens = ready.sentence.tokens
    kind = "Rioters" if sub == "Violent demonstration" else "Protesters"
    text = " ".join(token.text for token in tokens[one.start : one.end])
    return ActorMention(
        tokens[one.start].start, tokens[one.end - 1].end, text, kind, kind, "actor",
        reason="whoever did it, by the act", kind="rioters" if kind == "Rioters" else "protesters",
    )  # fmt: skip


def _held_there(ready: View, found: list[Found], protest: list[Found]) -> bool:
    """Tell whether people were arrested at the protest, not over one or before it."""
    for arrest in (f for f in found if f.sub == "Arrests"):
        for one in protest:
            first, last = sorted((arrest, one), key=lambda f: f.start)
            between = ready.words[first.end : last.start]
            if not any(w in _APART for w in between):
                return True
    return False


_APART = vocabulary.bag("arrest_apart")
_DEADLY = ("kill", "gunfire", "protest.force")


_INTERVENTIONS = frozenset({"arrest.verb", "arrest.noun"})


def _strongest(found: list[Found]) -> Found:
    order = ("Excessive force against protesters", "Violent demonstration", "Protest with intervention")
    return min(found, key=lambda f: (order.index(f.sub) if f.sub in order else len(order), f.start))


def replace_found(one: Found, *, sub: str, roles: Roles) -> Found:
    """Return a finding with another type and other roles."""
    return Found(one.rule, one.start, one.end, sub, roles, one.modality, one.background, list(one.reasons), one.form)


def _absorb(ready: View, found: list[Found], reject: Reject) -> list[Found]:
    """Let casualties go into the act that caused them, and general words into the exact ones of the same happening."""
    kept: list[Found] = []
    strong = [f for f in found if f.rule.level == "strong" and f.kind in VIOLENT | {"Protests"}]
    mobs = [f for f in found if f.sub == "Mob violence"]
    for one in found:
        into: Found | None = None
        if one.sub == _DESTROYED and mobs and "rioters" in group(one.roles.agent):
            reject(one.start, one.end, one.rule.id, "part of the Mob violence told in the same sentence")
            continue
        if one.rule.level == "effect" and one.kind in VIOLENT | {"Strategic developments"}:
            acts = [
                f
                for f in found
                if f.rule.level != "effect"
                and (f.kind in VIOLENT | {"Protests"} or f.rule.id == "figure.war")
                and _compatible(f, one)
            ]
            into = min(acts, key=lambda f: abs(f.start - one.start), default=None)
        elif one.rule.level == "generic" and one.kind in VIOLENT | {"Strategic developments"}:
            acts = [f for f in strong if _compatible(f, one) and not _fight_apart(ready, one, f)]
            into = min(acts, key=lambda f: abs(f.start - one.start), default=None)
        if into is None and one.rule.level == "effect" and one.roles.agent is None and one.kind in VIOLENT:
            into = next((f for f in found if f.sub == _DESTROYED and f.end <= one.start and _compatible(f, one)), None)
            if into is not None:
                into.sub = "Mob violence" if group(into.roles.agent) & {"communal", "rioters"} else "Attack"
        if into is None:
            kept.append(one)
            continue
        if into.roles.agent is None or into.roles.patient is None:
            into.roles = Roles(into.roles.agent or one.roles.agent, into.roles.patient or one.roles.patient)
        reject(one.start, one.end, one.rule.id, f"part of the {into.sub} told in the same sentence")
    return kept


def _fight_apart(ready: View, fight: Found, act: Found) -> bool:
    """Tell whether a general word is of another happening: in a clause and with a doer, or two sides, of its own."""
    if ready.same_clause(*sorted((fight.start, act.start))):
        return False
    first, second = fight.roles.agent, act.roles.agent
    if first is not None and second is not None:
        return first.name != second.name and fight.form == "noun" and {first.role, second.role} == {"actor"}
    return fight.sub == "Armed clash" and fight.roles.patient is not None and first is not None


_OTHER_HARM = frozenset({"Abduction/forced disappearance", "Sexual violence"})


def _compatible(act: Found, other: Found) -> bool:
    """Tell whether two mentions can be of one happening: both real, or both not (yet)."""
    real = ("occurred", "alleged")
    if act.sub in _OTHER_HARM and other.rule.form == "verb" and not other.roles.passive:
        return False  # "killed the teacher and kidnapped 25 pupils" is two
    if "denied" in (act.modality, other.modality):
        return act.modality == other.modality
    return (act.modality in real) == (other.modality in real)


def _one_each(ready: View, found: list[Found], reject: Reject) -> list[Found]:
    """Keep one finding of each sub-event type, unless clauses with doers of their own tell of several."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: f.start):
        apposed = one.rule.level == "generic" and ready.words[max(0, one.start - 2) : one.start] in _APPOSED
        same = [k for k in kept if (k.sub == one.sub and k.modality == one.modality) or (apposed and k.kind in VIOLENT)]
        twin = next((k for k in same if apposed or not _apart(ready, k, one)), None)
        if twin is None:
            kept.append(one)
            continue
        twin.roles = Roles(twin.roles.agent or one.roles.agent, twin.roles.patient or one.roles.patient)
        reject(one.start, one.end, one.rule.id, f"the same {one.sub} as told before in the sentence")
    return kept


_APPOSED = ((",", "a"), (",", "an"), ("-", "an"), ("–", "an"))  # "accused of dropping bombs, an attack that ..."


def _apart(ready: View, first: Found, second: Found) -> bool:
    if ready.same_clause(first.end - 1, second.start):
        return False
    agents = (first.roles.agent, second.roles.agent)
    if any(a is not None and a.kind == "state air" and a.country is None for a in agents):
        return False  # "jets dropped bombs and a helicopter fired": nobody says that they are of two armies
    return None not in agents and agents[0] is not agents[1] and second.rule.form == "verb"
