"""What happened: triggers of the vocabulary, what they mean here, how real they are, who did them to whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from geo.extracting import modality, rules, vocabulary
from geo.extracting.actors import forces_of, in_capitals, pieces
from geo.extracting.civil import common_arrest, not_displaced
from geo.extracting.clauses import View, covered, view
from geo.extracting.fusing import TALK, VIOLENT, Found, fuse
from geo.extracting.grammar import Form, forces_is_noun, form_here, is_gerund, is_name
from geo.extracting.model import ActorMention, Document, Event, Rejection
from geo.extracting.patterns import NUMBER_WORDS, Hit
from geo.extracting.pointing import antecedent, casualties_of, same_wave, tells_more, told_closer
from geo.extracting.roles import Roles, fled, group, roles, speaker_after, struck, taker
from geo.extracting.rules import Rule
from geo.table.schema import EVENT_TYPES, event_type_of

_OUTCOMES = ("attack.murder", "kill", "body", "sexual")
_DEFINITE = vocabulary.bag("definite")


def _in_general(ready: View, hit: Hit[Rule], form: Form) -> bool:
    """Tell whether a trigger speaks of attacks and the like at large: a bare plural that no number or actor limits."""
    word = ready.words[hit.end - 1]
    if form != "noun" or hit.value.level != "generic" or hit.end != hit.start + 1 or not word.endswith("s"):
        return False
    before = ready.words[max(0, hit.start - 4) : hit.start]
    return ready.sentence.kind == "prose" and not any(
        w in NUMBER_WORDS or w.isdigit() or w in _DEFINITE for w in before
    )


_FORCEFUL = VIOLENT | {"Military build-up"}
_SHORT = 6  # sentences
_SOLDIERS = frozenset({"state", "state air", "state force"})
_DISASTER = 3  # so many words of disaster, and fewer of war, make it an article about a disaster
_WAR = frozenset({"warlike", "planted_bomb", "suicide", "artillery", "grenade", "mob"})
_FIGHTERS = frozenset({"rebel", "armed group", "militia", "communal", "settlers", "coalition", "rioters", "gang"})
_BUILDINGS = vocabulary.bag("building")
_PLAY = ("sport", "art", "history")
_DOMAINS = (*_PLAY, "cyber", "accident", "economy")


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
        soldiers = sum(a.kind in _SOLDIERS for a in self.actors)
        conflict = bool(features & _WAR) or any(a.kind in _FIGHTERS for a in self.actors)
        mishaps = sum(len(ready.features.get("accident", ())) for ready in views)
        # one soldier does not make a long text one of war, and soldiers help where a disaster struck
        conflict = conflict or (soldiers > (len(views) > _SHORT) and not mishaps)
        fights = sum(len(at) for ready in views for f, at in ready.features.items() if f in _WAR)
        fights += soldiers + sum(a.kind in _FIGHTERS for a in self.actors)
        conflict = conflict and (mishaps < _DISASTER or mishaps <= fights)
        for ready in views:
            ready.disaster = mishaps > 0
            ready.conflict = conflict
            ready.seen = frozenset(self.seen)
            self.seen |= ready.features.keys()
            self._sentence(ready)

    def _views(self) -> list[View]:
        views: list[View] = []
        for sentence in pieces(self.doc.sentences):
            inside: list[ActorMention] = []
            while self.at < len(self.actors) and self.actors[self.at].start < sentence.end:
                inside.append(self.actors[self.at])
                self.at += 1
            views.append(view(sentence, inside, capitals=self.capitals))
        return views

    def _sentence(self, ready: View) -> None:
        hits = rules.index().scan(ready.words, ready.kinds, ready.cuts)
        if not hits:
            self.background_before = False
            return
        traps = rules.traps().scan(ready.words, ready.kinds)
        cues = modality.cues(ready)
        found: list[Found] = []
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
            if isinstance(one, Found):
                found.append(one)
        self._keep(ready, fuse(ready, found, partial(self.reject, ready)))

    def _one(self, ready: View, cues: modality.Cues, hit: Hit[Rule]) -> Found | bool | None:
        """Return the finding; None where another rule may try these words; True where they tell of no event."""
        rule = hit.value
        form = form_here(ready, hit.start, hit.end, rule.form)
        if (why := self._no_act(ready, hit, form)) is not None:
            self._reject(ready, hit, why)
            return True if why == _GERUND else None
        who = self._roles(ready, hit, form)
        if (why := _not_here(rule, ready, hit, who)) is not None:
            self._reject(ready, hit, why)
            return None
        scope = (ready.clause(hit.start)[0], ready.clause(hit.end - 1)[1])
        sub = rules.decide(rule.steps, ready, who, scope)
        if sub is None:
            self._reject(ready, hit, "no step of its ladder holds here")
            return None
        judged = _judge(ready, cues, hit, form, sub)
        real = judged.modality and (rule.modality or judged.modality)
        if (
            real == "threatened"
            and judged.cue == "fear"
            and _nominal(ready, hit, form)
            and who.agent is None
            and sub != _BATTLE
        ):
            self._reject(ready, hit, f"only feared: {judged.reason}")
            return True
        if real is None:
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
            reasons.append(f"{real}: {judged.reason}")
        if past:
            reasons.append(f"background: {past!r}")
        return Found(rule, hit.start, hit.end, sub, who, real, bool(past) or rule.background, reasons, form)

    def _no_act(self, ready: View, hit: Hit[Rule], form: Form) -> str | None:
        """Return why the words are no act at all, whoever stands beside them."""
        word = ready.words[hit.start]
        if word == "forces" and forces_is_noun(ready, hit.start):
            return "the noun forces"
        if (not self.capitals or word == "march") and is_name(ready, hit.start, hit.end):
            return "a name: written with a capital in the middle of a sentence"
        if form == "noun" and hit.value.verb_only:
            return "a noun here, not the act"
        return _GERUND if form == "verb" and is_gerund(ready, hit.start) else None

    def _roles(self, ready: View, hit: Hit[Rule], form: Form) -> Roles:
        rule = hit.value
        if rule.id.startswith("displace"):
            return fled(ready, hit.start, hit.end)
        if rule.id == "ied.step":
            return struck(ready, hit.start)
        if rule.id == "take.fall":
            return Roles(taker(ready, hit.start))
        if rule.id == "diplomacy.must":
            return Roles(speaker_after(ready, hit.end))
        if rule.id == "abduct.noun" and (taken := _taking(ready, hit.start)) is not None:
            return roles(ready, taken, taken + 1, "verb")
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

    def _keep(self, ready: View, found: Sequence[Found]) -> None:
        tokens = ready.sentence.tokens
        for one in sorted(found, key=lambda f: f.start):
            floor, ceiling = ready.clause(one.start)[0], ready.clause(one.end - 1)[1]
            first, last = tokens[one.start].start, tokens[one.end - 1].end
            agent, patient = one.roles.agent, one.roles.patient
            earlier = antecedent(ready, one, self.events) or casualties_of(ready, one, self.events)
            if earlier is not None and agent is None and not tells_more(ready, one):
                self.reject(ready, one.start, one.end, one.rule.id, f"refers back to {earlier.text!r}")
                continue
            if earlier is not None:
                one.sub = earlier.sub_event_type
                one.reasons.append(f"refers back to {earlier.text!r}")
                agent = agent or earlier.actor1
            wave = same_wave(ready, one, self.events) if earlier is None else None
            if wave is not None:
                one.sub, agent = wave.sub_event_type, wave.actor1
                one.reasons.append(f"of the fire told just before: {wave.text!r}")
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

    def _remember(self, found: Sequence[Found]) -> None:
        violent = [f for f in found if f.kind not in TALK]
        self.background_before = bool(violent) and all(f.background for f in violent)


_BATTLE = "Armed clash"
_GERUND = "an -ing form that opens the sentence: no one does it"


def _not_here(rule: Rule, ready: View, hit: Hit[Rule], who: Roles) -> str | None:
    """Return why a rule does not hold here: its own conditions, the matter of the sentence, or no conflict at all."""
    why = rules.fits(rule, ready, who)
    if why is None and not group(who.agent) & {"armed"}:
        domains = _DOMAINS if rule.level != "strong" else _PLAY
        domain = next((d for d in domains if ready.has(d, 0, len(ready.words))), None)
        why = f"the sentence speaks of {domain}" if domain else None
    if why is None and rule.id.startswith("protest.") and "nonstate" in group(who.agent) and hit.value.form == "verb":
        why = "armed men do not protest"
    if why is None and rule.id == "displace.flee":
        why = not_displaced(ready, hit.start, who)
    if why is None and rule.id.startswith("arrest"):
        why = common_arrest(ready, who)
    return why


def _judge(ready: View, cues: modality.Cues, hit: Hit[Rule], form: Form, sub: str) -> modality.Judgement:
    anchor = hit.start
    if form == "verb" and any(first == hit.start for first, _, _ in ready.mentions):
        anchor = hit.end - 1  # the pattern opens with its subject: the verb is at its end
    kind = event_type_of(sub)
    act = not hit.value.id.startswith(_OUTCOMES) and kind != "Displacement"
    judged = modality.judge(ready, cues, anchor, hit.end, form, act=act, rule=hit.value.id)
    return modality.of_talk(judged, ready, hit.start, meeting=sub == "Summit or meeting") if kind in TALK else judged


def _taking(ready: View, start: int) -> int | None:
    """Return where the verb of "took a priest, Father X, and ten others hostage" stands, if it is one."""
    if ready.words[start] not in ("hostage", "hostages", "captive"):
        return None
    return next((at for at in range(start - 1, -1, -1) if ready.words[at] in _TOOK), None)


_TOOK = vocabulary.bag("took")


def _nominal(ready: View, hit: Hit[Rule], form: Form) -> bool:
    """Tell whether a trigger is a noun: "a massacre", "of looting"."""
    return form == "noun" or (
        ready.words[hit.start].endswith("ing") and ready.words[hit.start - 1] in ("of", ",", "and")
    )


_LEVELS = {"strong": 0, "generic": 1, "effect": 2}


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
