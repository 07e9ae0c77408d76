"""What happened: triggers of the vocabulary, what they mean here, how real they are, who did them to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.extracting import modality, rules
from geo.extracting.actors import forces_of, in_capitals
from geo.extracting.clauses import View, covered, view
from geo.extracting.model import ActorMention, Document, Event, Modality, Rejection
from geo.extracting.patterns import NUMBER_WORDS, Hit
from geo.extracting.roles import (
    Form,
    Roles,
    fled,
    forces_is_noun,
    form_here,
    group,
    is_gerund,
    is_name,
    roles,
    not_displaced,
    speaker_after,
    taker,
    common_arrest,
)
from geo.extracting.rules import Rule
from geo.table.schema import EVENT_TYPES, event_type_of

_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"})
_OUTCOMES = ("attack.murder", "kill", "body")
_WILLED = frozenset({"plan", "threaten"})


def _in_general(ready: View, hit: Hit[Rule], form: Form) -> bool:
    """Tell whether a trigger speaks of attacks and the like at large: a bare plural that no number or actor limits."""
    word = ready.words[hit.end - 1]
    if form != "noun" or hit.value.level != "generic" or hit.end != hit.start + 1 or not word.endswith("s"):
        return False
    before = ready.words[max(0, hit.start - 4) : hit.start]
    return ready.sentence.kind == "prose" and not any(
        w in NUMBER_WORDS or w.isdigit() or w in _DEFINITE for w in before
    )


_FORCEFUL = _VIOLENT | {"Military build-up"}
_DISASTER = 3  # so many words of disaster, and fewer of war, make it an article about a disaster
_WAR = frozenset({"warlike", "planted_bomb", "suicide", "artillery", "grenade", "chemical", "mob"})
_FIGHTERS = frozenset(
    {
        "rebel",
        "armed group",
        "militia",
        "communal",
        "settlers",
        "coalition",
        "state",
        "state air",
        "state force",
        "rioters",
        "gang",
    }
)
_BUILDINGS = frozenset("headquarters centre center building".split())
_DOMAINS = ("sport", "art", "cyber", "accident", "economy")
_TALK = frozenset({"Diplomacy", "Humanitarian figure"})


@dataclass(slots=True)
class _Found:
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
        return event_type_of(self.sub)


class _Reader:
    """Reads the events of one sentence after the other, since some point back."""

    def __init__(self, doc: Document, actors: Sequence[ActorMention]) -> None:
        self.doc = doc
        self.capitals = in_capitals(doc.article.text)
        self.events: list[Event] = []
        self.rejections: list[Rejection] = []
        self.actors = actors
        self.at = 0
        self.background_before = False
        self.seen: set[str] = set()

    def read(self) -> None:
        views = self._views()
        features = {f for ready in views for f in ready.features}
        conflict = bool(features & _WAR) or any(a.kind in _FIGHTERS for a in self.actors)
        mishaps = sum(len(ready.features.get("accident", ())) for ready in views)
        fights = sum(len(at) for ready in views for f, at in ready.features.items() if f in _WAR)
        fights += sum(a.kind in _FIGHTERS for a in self.actors)
        conflict = conflict and (mishaps < _DISASTER or mishaps <= fights)
        for ready in views:
            ready.disaster = mishaps > 0
            ready.conflict = conflict
            ready.seen = frozenset(self.seen)
            self.seen |= ready.features.keys()
            self._sentence(ready)

    def _views(self) -> list[View]:
        views: list[View] = []
        for sentence in self.doc.sentences:
            inside: list[ActorMention] = []
            while self.at < len(self.actors) and self.actors[self.at].start < sentence.end:
                inside.append(self.actors[self.at])
                self.at += 1
            views.append(view(sentence, inside, capitals=self.capitals))
        return views

    def _sentence(self, ready: View) -> None:
        hits = rules.index().scan(ready.words, ready.kinds)
        if not hits:
            self.background_before = False
            return
        traps = rules.traps().scan(ready.words, ready.kinds)
        cues = modality.cues(ready)
        found: list[_Found] = []
        taken: list[tuple[int, int]] = []
        for hit in sorted(hits, key=lambda h: (_LEVELS[h.value.level], h.start - h.end, h.start)):
            if any(hit.start < end and start < hit.end for start, end in taken):
                continue
            strategic = hit.value.steps[0].sub in EVENT_TYPES["Strategic developments"]
            trap = covered(traps, hit.start, hit.start + 1 if strategic else hit.end)
            if trap is not None and trap.end - trap.start >= 1:
                self._reject(ready, hit, f"not the event: {trap.value}")
                taken.append((hit.start, hit.end))
                continue
            one = self._one(ready, cues, hit)
            if one is not None:
                taken.append((hit.start, hit.end))
            if isinstance(one, _Found):
                found.append(one)
        self._keep(ready, fuse(ready, found, self))

    def _one(self, ready: View, cues: modality.Cues, hit: Hit[Rule]) -> _Found | bool | None:
        """Return the finding; None where another rule may try these words; True where they tell of no event."""
        rule = hit.value
        if ready.words[hit.start] == "forces" and forces_is_noun(ready, hit.start):
            return None
        form = form_here(ready, hit.start, hit.end, rule.form)
        if (not self.capitals or ready.words[hit.start] == "march") and is_name(ready, hit.start, hit.end):
            self._reject(ready, hit, "a name: written with a capital in the middle of a sentence")
            return None
        if form == "noun" and rule.verb_only and ready.words[hit.start] != "ambush":
            self._reject(ready, hit, "a noun here, not the act")
            return None
        if form == "verb" and is_gerund(ready, hit.start):
            self._reject(ready, hit, "an -ing form that opens the sentence: no one does it")
            return True
        who = self._roles(ready, hit, form)
        why_not = rules.fits(rule, ready, who)
        if why_not is None and rule.level != "strong":
            domain = next((d for d in _DOMAINS if ready.has(d, 0, len(ready.words))), None)
            armed = group(who.agent) & {"armed"}
            why_not = f"the sentence speaks of {domain}" if domain and not armed else None
        if why_not is None and rule.id == "displace.flee":
            why_not = not_displaced(ready, hit.start, who)
        if why_not is None and rule.id.startswith("arrest"):
            why_not = common_arrest(ready, who)
        if why_not is not None:
            self._reject(ready, hit, why_not)
            return None
        scope = (ready.clause(hit.start)[0], ready.clause(hit.end - 1)[1])
        sub = rules.decide(rule.steps, ready, who, scope)
        if sub is None:
            self._reject(ready, hit, "no step of its ladder holds here")
            return None
        kind = event_type_of(sub)
        act = not rule.id.startswith(_OUTCOMES) and kind != "Displacement"
        anchor = hit.start
        if form == "verb" and hit.start in ready.kinds and hit.start in {first for first, _, _ in ready.mentions}:
            anchor = hit.end - 1  # the pattern opens with its subject: the verb is at its end
        judged = modality.judge(ready, cues, anchor, hit.end, form, act=act)
        if kind in _TALK:
            judged = modality.of_talk(judged, ready, hit.start, meeting=sub == "Summit or meeting")
        if judged.modality is None:
            self._reject(ready, hit, judged.reason)
            return True
        past = modality.is_background(
            ready,
            cues,
            hit.start,
            hit.end,
            self.doc.article.published,
            before=self.background_before,
            plural=_in_general(ready, hit, form),
        )
        reasons = [f"rule {rule.id}"]
        if judged.reason:
            reasons.append(f"{judged.modality}: {judged.reason}")
        if past:
            reasons.append(f"background: {past!r}")
        return _Found(rule, hit.start, hit.end, sub, who, judged.modality, bool(past) or rule.background, reasons, form)

    def _roles(self, ready: View, hit: Hit[Rule], form: Form) -> Roles:
        rule = hit.value
        if rule.id.startswith("displace"):
            return fled(ready, hit.start, hit.end)
        if rule.id == "take.fall":
            return Roles(taker(ready, hit.start))
        if rule.id == "diplomacy.must":
            return Roles(speaker_after(ready, hit.end))
        if rule.target_type is not None:
            return Roles(None, self._facility(ready, hit, rule.target_type))
        return roles(ready, hit.start, hit.end, form)

    def _facility(self, ready: View, hit: Hit[Rule], target_type: str) -> ActorMention:
        tokens, words = ready.sentence.tokens, ready.words
        at = next((k for k in range(len(words)) if words[k] in _BUILDINGS), hit.start)
        first, last = tokens[at].start, tokens[at].end
        text = self.doc.article.text[first:last]
        return ActorMention(
            first, last, text, target_type, "Civilians", "target", None, target_type, "facility", "facility"
        )

    def _reject(self, ready: View, hit: Hit[Rule], reason: str) -> None:
        self.reject(ready, hit.start, hit.end, hit.value.id, reason)

    def reject(self, ready: View, start: int, end: int, rule: str, reason: str) -> None:
        first, last = ready.sentence.tokens[start].start, ready.sentence.tokens[end - 1].end
        text = self.doc.article.text[first:last]
        self.rejections.append(Rejection(ready.sentence.index, first, last, text, rule, reason))

    def _keep(self, ready: View, found: Sequence[_Found]) -> None:
        tokens = ready.sentence.tokens
        for one in sorted(found, key=lambda f: f.start):
            floor, ceiling = ready.clause(one.start)[0], ready.clause(one.end - 1)[1]
            first, last = tokens[one.start].start, tokens[one.end - 1].end
            agent, patient = one.roles.agent, one.roles.patient
            earlier = self._antecedent(ready, one)
            if earlier is not None and agent is None and not _tells_more(ready, one):
                self.reject(ready, one.start, one.end, one.rule.id, f"refers back to {earlier.text!r}")
                continue
            if earlier is not None:
                one.sub = earlier.sub_event_type
                one.reasons.append(f"refers back to {earlier.text!r}")
                agent = agent or earlier.actor1
            if agent is not None and agent.kind == "government" and one.kind in _FORCEFUL:
                agent = forces_of(agent)
            if patient is not None and agent is not None and patient.name == agent.name:
                patient = None
            self.events.append(
                Event(
                    sentence=ready.sentence.index,
                    start=first,
                    end=last,
                    text=self.doc.article.text[first:last],
                    event_type=one.kind,
                    sub_event_type=one.sub,
                    modality=one.modality,
                    background=one.background,
                    rule=one.rule.id,
                    reasons=tuple(one.reasons),
                    actor1=agent,
                    actor2=patient if patient is not None and patient.role == "actor" else None,
                    target=patient if patient is not None and patient.role == "target" else None,
                    clause_start=tokens[floor].start,
                    clause_end=tokens[ceiling - 1].end,
                    refers_to=earlier.start if earlier is not None else None,
                )
            )
        self._remember(found)

    def _remember(self, found: Sequence[_Found]) -> None:
        violent = [f for f in found if f.kind not in _TALK]
        self.background_before = bool(violent) and all(f.background for f in violent)

    def _antecedent(self, ready: View, one: _Found) -> Event | None:
        """Return the earlier event that "the attack", "this killing" points back to."""
        words = ready.words
        if one.form != "noun" or one.end != one.start + 1 or one.modality in ("threatened", "planned"):
            return None
        lead = [w for w in words[max(0, one.start - 3) : one.start] if w in _DEFINITE]
        after = words[one.end] if one.end < len(words) else ""
        if not lead or after in ("of", "against", "on", "between") or words[one.start] in ("shelling",):
            return None
        for earlier in reversed(self.events):
            if ready.sentence.index - earlier.sentence > _LOOK_BACK:
                return None
            if earlier.sentence < ready.sentence.index and _may_name(words[one.start], one, earlier):
                return earlier
        return None


_LOOK_BACK = 8  # sentences
_DEFINITE = frozenset("the this that these those".split())
_GENERAL = frozenset("attack attacks assault violence raid operation strike strikes incident".split())


def _tells_more(ready: View, one: _Found) -> bool:
    """Tell whether the sentence of a mention like "the attack" adds a number, a weapon or a victim."""
    if one.roles.patient is not None and one.roles.patient.kind != "organisation":
        return True
    return any(w in NUMBER_WORDS or w[0].isdigit() for w in ready.words)


def _may_name(word: str, one: _Found, earlier: Event) -> bool:
    if earlier.modality in ("threatened", "planned", "denied"):
        return False
    if one.sub == earlier.sub_event_type:
        return True
    if word in _GENERAL:
        return earlier.event_type in _VIOLENT
    if word in ("explosion", "explosions", "blast", "blasts", "bombing", "bombings"):
        return earlier.event_type == "Explosions/Remote violence"
    if one.kind == "Violence against civilians" and one.sub == "Attack":
        return earlier.event_type in _VIOLENT and earlier.sub_event_type != "Abduction/forced disappearance"
    return one.kind == "Protests" and earlier.event_type in ("Protests", "Riots")


_LEVELS = {"strong": 0, "generic": 1, "effect": 2}


def fuse(ready: View, found: list[_Found], reader: _Reader) -> list[_Found]:
    """Return one finding for each happening that the sentence tells of."""
    return _one_each(ready, _absorb(ready, _suspects(ready, _protests(ready, found), reader), reader), reader)


def _suspects(ready: View, found: list[_Found], reader: _Reader) -> list[_Found]:
    """Let the arrest of a suspect go into the crime that it is about: "arrested in connection with three rapes"."""
    crimes = [f for f in found if f.kind in _VIOLENT and f.modality in ("occurred", "alleged")]
    kept: list[_Found] = []
    for one in found:
        about = [
            c
            for c in crimes
            if one.sub == "Arrests" and one.end <= c.start and ready.has("crime_arrest", one.end, c.start)
        ]
        if about:
            reader.reject(
                ready, one.start, one.end, one.rule.id, f"an arrest over the {about[0].sub} told in the sentence"
            )
        else:
            kept.append(one)
    return kept


def _protests(ready: View, found: list[_Found]) -> list[_Found]:
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
            if all(ready.has(n, *whole) for n in fusion.needs) and (state or not fusion.agent):
                sub = fusion.sub
                break
    first = min(protest, key=lambda f: f.start)
    roles_of = next((f.roles for f in protest if f.roles.agent), strongest.roles)
    fused = replace_found(strongest, sub=sub, roles=roles_of)
    fused.start, fused.end = first.start, first.end
    rest = [f for f in found if f not in protest]
    if sub != "Peaceful protest":
        rest = [
            f
            for f in rest
            if f.kind not in ("Battles", "Violence against civilians") and f.rule.id not in _INTERVENTIONS
        ]
    return [*rest, fused]


_DEADLY = ("kill", "gunfire", "protest.force")
_INTERVENTIONS = frozenset({"arrest.verb", "arrest.noun"})


def _strongest(found: list[_Found]) -> _Found:
    order = ("Excessive force against protesters", "Violent demonstration", "Protest with intervention")
    return min(found, key=lambda f: (order.index(f.sub) if f.sub in order else len(order), f.start))


def replace_found(one: _Found, *, sub: str, roles: Roles) -> _Found:
    """Return a finding with another type and other roles."""
    return _Found(one.rule, one.start, one.end, sub, roles, one.modality, one.background, list(one.reasons), one.form)


def _absorb(ready: View, found: list[_Found], reader: _Reader) -> list[_Found]:
    """Let casualties go into the act that caused them, and general words into the exact ones of the same happening."""
    kept: list[_Found] = []
    strong = [f for f in found if f.rule.level == "strong" and f.kind in _VIOLENT | {"Protests"}]
    for one in found:
        into: _Found | None = None
        if one.rule.level == "effect" and one.kind in _VIOLENT | {"Strategic developments"}:
            acts = [
                f
                for f in found
                if f.rule.level != "effect"
                and (f.kind in _VIOLENT | {"Protests"} or f.rule.id == "figure.war")
                and _compatible(f, one)
            ]
            into = min(acts, key=lambda f: abs(f.start - one.start), default=None)
        elif one.rule.level == "generic" and one.kind in _VIOLENT | {"Strategic developments"}:
            into = min((f for f in strong if _compatible(f, one)), key=lambda f: abs(f.start - one.start), default=None)
        if into is None:
            kept.append(one)
            continue
        if into.roles.agent is None or into.roles.patient is None:
            into.roles = Roles(into.roles.agent or one.roles.agent, into.roles.patient or one.roles.patient)
        reader.reject(ready, one.start, one.end, one.rule.id, f"part of the {into.sub} told in the same sentence")
    return kept


def _compatible(act: _Found, other: _Found) -> bool:
    """Tell whether two mentions can be of one happening: both real, or both not (yet)."""
    real = ("occurred", "alleged", "denied")
    return (act.modality in real) == (other.modality in real)


def _one_each(ready: View, found: list[_Found], reader: _Reader) -> list[_Found]:
    """Keep one finding of each sub-event type, unless clauses with doers of their own tell of several."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda f: f.start):
        same = [k for k in kept if k.sub == one.sub and k.modality == one.modality]
        twin = next((k for k in same if not _apart(ready, k, one)), None)
        if twin is None:
            kept.append(one)
            continue
        twin.roles = Roles(twin.roles.agent or one.roles.agent, twin.roles.patient or one.roles.patient)
        reader.reject(ready, one.start, one.end, one.rule.id, f"the same {one.sub} as told before in the sentence")
    return kept


def _apart(ready: View, first: _Found, second: _Found) -> bool:
    if ready.same_clause(first.end - 1, second.start):
        return False
    agents = (first.roles.agent, second.roles.agent)
    return None not in agents and agents[0] is not agents[1] and second.rule.form == "verb"


_WEAPONS = frozenset(EVENT_TYPES["Explosions/Remote violence"])
_OTHERWISE = frozenset("another separate separately meanwhile elsewhere earlier also second previous last".split())


def told_closer(doc: Document, events: list[Event]) -> list[Event]:
    """Give "an attack" the weapon that the next sentences tell of: news says first that it was, then how."""
    return [_closer(doc, event, events[at + 1 :]) for at, event in enumerate(events)]


def _closer(doc: Document, event: Event, later: Sequence[Event]) -> Event:
    if event.rule not in ("attack.noun", "attack.verb") or event.sub_event_type != "Attack" or event.background:
        return event
    if event.modality != "occurred" or not event.text.casefold().endswith(("attack", "attacks", "assault", "raid")):
        return event
    for other in later:
        if other.sentence == event.sentence:
            continue
        if other.sentence > event.sentence + 2 or other.sub_event_type not in _WEAPONS or other.modality != "occurred":
            return event
        opening = {t.norm for t in doc.sentences[other.sentence].tokens[:12]}
        agents = {a.name for a in (event.actor1, other.actor1) if a is not None}
        if opening & _OTHERWISE or len(agents) > 1:
            return event
        reasons = (*event.reasons, f"told closer after it: {other.text!r}")
        return replace(event, event_type=other.event_type, sub_event_type=other.sub_event_type, reasons=reasons)
    return event


def find_events(doc: Document, actors: Sequence[ActorMention]) -> tuple[tuple[Event, ...], tuple[Rejection, ...]]:
    """Return the events that a document tells of, in text order, and the triggers that were seen and not taken.

    >>> from geo.extracting.actors import find_actors
    >>> from geo.extracting.sentences import read
    >>> from geo.reading.article import Article
    >>> doc = read(Article(id="a", text="Rebels shelled the town on Monday. Fears of a massacre grew."))
    >>> events, rejections = find_events(doc, find_actors(doc))
    >>> [(e.sub_event_type, e.modality) for e in events], [r.text for r in rejections]
    ([('Shelling/artillery/missile attack', 'occurred')], ['massacre'])
    """
    reader = _Reader(doc, actors)
    reader.read()
    return tuple(told_closer(doc, reader.events)), tuple(reader.rejections)
