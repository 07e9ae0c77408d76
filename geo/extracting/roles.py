"""Who did it to whom: the doer and the one hit, from the order of words, voice and prepositions, within the clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.extracting.clauses import View, kinds_of
from geo.extracting.model import ActorMention
from geo.extracting.patterns import NUMBER_WORDS

Form = Literal["noun", "verb", "event"]
_BE = frozenset("is are was were been being be get gets got".split())
_AUX = frozenset("has have had not also reportedly allegedly later then already again just recently".split())
_PARTICIPLES = frozenset(
    "struck hit shot beaten taken seized held burnt stolen blown driven overrun retaken fallen torn hung slain shut found".split()
)
_NOT_SUBJECT = frozenset(
    "by in near against from at with to on for between among outside around into toward over through during".split()
)
_ONTO = frozenset("on against at targeting of over upon hitting striking in near into killing toward towards".split())
_LIGHT = frozenset(
    "launch launched launches launching carried carry carries carrying conduct conducted conducting conducts stage staged staging mount mounted mounting resume "
    "resumed resuming step stepped intensify intensified unleash unleashed perform performed begin began start started made make "
    "wage waged perpetrate perpetrated order ordered inflicted inflict execute executed commit committed open opened fired fires used continued continue".split()
)
_LEFT = 14


@dataclass(frozen=True, slots=True)
class Roles:
    """The doer, the one hit, and whether the verb is in the passive."""

    agent: ActorMention | None = None
    patient: ActorMention | None = None
    passive: bool = False


def _participle(word: str) -> bool:
    return word.endswith("ed") or word in _PARTICIPLES


def is_passive(view: View, start: int, end: int) -> bool:
    """Tell whether the verb at these tokens is in the passive: a form of "be" before it, or "by" after it."""
    words = view.words
    verb = next((at for at in range(start, end) if _participle(words[at])), None)
    if verb is None:
        return False
    at = verb - 1
    while at >= 0 and (words[at] in _AUX or words[at].endswith("ly")):
        at -= 1
    if at >= 0 and words[at] in _BE:
        return True
    after = verb + 1
    if after < len(words) and (words[after].endswith("ly") or words[after] in _AUX):
        after += 1
    return after < len(words) and words[after] == "by"


def _before(view: View, start: int, floor: int, *, targets: bool = False) -> ActorMention | None:
    for first, last, mention in reversed(view.mentions):
        if last > start or first < floor or (not targets and mention.role != "actor"):
            continue
        lead = first - 1
        while lead >= 0 and view.words[lead] in ("the", "a", "an", "some", "several", "its", "their"):
            lead -= 1
        if lead >= floor and not targets and (view.words[lead] in _NOT_SUBJECT or _is_object(view, lead, floor)):
            continue
        return mention if targets else _first_of_list(view, first, mention, floor)
    return None


def _is_object(view: View, lead: int, floor: int) -> bool:
    """Tell whether the words before a mention make it the object of a verb: "killed 13 soldiers and wounded ..."."""
    while lead > floor and (
        view.words[lead] in NUMBER_WORDS or view.words[lead][:1].isdigit() or view.words[lead] in _ABOUT
    ):
        lead -= 1
    word = view.words[lead]
    return word in _OBJECT_OF or (word.endswith("ed") and len(word) > 4 and word not in ("armed", "hundred"))  # noqa: PLR2004


_ABOUT = frozenset("at least about some more than nearly over the".split())
_OBJECT_OF = frozenset(
    "killing wounding injuring shot struck hit kidnapping arresting detaining leaving targeting attacking against".split()
)


def _first_of_list(view: View, start: int, mention: ActorMention, floor: int) -> ActorMention:
    """Return the first of "the United States, France and Britain": the list is read from its end."""
    ends = {last: (first, m) for first, last, m in view.mentions}
    while start - 1 > floor and view.words[start - 1] in ("and", ",") and start - 1 in ends:
        first, other = ends[start - 1]
        if other.role != "actor" or other.actor_type != mention.actor_type:
            break
        start, mention = first, other
    return mention


def _after(view: View, end: int, ceiling: int, *, actors: bool = True) -> ActorMention | None:
    for first, last, mention in view.mentions:
        if first >= end and last <= ceiling and (actors or mention.role == "target"):
            return mention
    return None


_SAID_BY = frozenset(
    "condemned denounced described reported confirmed criticised criticized followed called seen investigated deplored witnessed sparked caused prompted triggered".split()
)


def _by(view: View, end: int, ceiling: int) -> tuple[ActorMention | None, int]:
    for at in range(end, ceiling):
        if view.words[at] in _SAID_BY:
            break
        if view.words[at] == "by" or (view.words[at] == "from" and at == end):
            for first, _, mention in view.mentions:
                if at < first <= at + 5 and mention.role == "actor":
                    return mention, at
    return None, -1


def _subject_of_relative(view: View, floor: int) -> ActorMention | None:
    """Return the mention that a relative clause ("who attacked ...") hangs on, or the subject of the clause before."""
    if floor == 0:
        return None
    if view.words[floor] in ("who", "which", "that", "whose"):
        for first, last, mention in reversed(view.mentions):
            if last <= floor and floor - last <= 2 and first >= 0:  # noqa: PLR2004
                return mention
    if view.words[floor] in ("and", "after", "before", "while", "but", "when", "as", "then"):
        return _before(view, floor, view.clause(floor - 1)[0])
    return None


def roles(view: View, start: int, end: int, form: Form) -> Roles:
    """Return who did the event at these tokens, to whom."""
    floor, ceiling = view.clause(start)
    ceiling = max(ceiling, view.clause(end - 1)[1])
    inside = [m for first, last, m in view.mentions if start <= first and last <= end]
    if form == "verb":
        return _of_verb(view, start, end, floor, ceiling, inside)
    return _of_noun(view, start, end, floor, ceiling, inside)


def _of_verb(view: View, start: int, end: int, floor: int, ceiling: int, inside: list[ActorMention]) -> Roles:
    if view.words[start] in ("died", "die", "dies", "dead"):
        return Roles(None, _before(view, start, floor, targets=True) or _subject_of_relative(view, floor))
    if is_passive(view, start, end):
        agent, _ = _by(view, start, ceiling)
        patient = next((m for m in inside if m is not agent), None)
        patient = patient or _before(view, start, floor, targets=True) or _subject_of_relative(view, floor)
        return Roles(agent, None if patient is agent else patient, passive=True)
    agent = next((m for m in inside if m.role == "actor" and view.mentions and _starts(view, m) == start), None)
    if agent is None and view.words[start].endswith("ing"):
        agent = next((m for _, last, m in view.mentions if last == start and m.role == "actor"), None)
    agent = agent or _before(view, start, floor) or _subject_of_relative(view, floor)
    if agent is None and any(w in ("they", "it") for w in view.words[max(floor, start - 4) : start]):
        agent = _before(view, floor, 0)
    patient = next((m for m in reversed(inside) if m is not agent), None) or _after(view, end, ceiling)
    return Roles(agent, patient)


def _starts(view: View, mention: ActorMention) -> int:
    return next(first for first, _, m in view.mentions if m is mention)


def _of_noun(view: View, start: int, end: int, floor: int, ceiling: int, inside: list[ActorMention]) -> Roles:
    words = view.words
    if "between" in words[end - 1 : end + 3]:
        sides = [m for first, last, m in view.mentions if first >= end - 1 and last <= ceiling and m.role == "actor"]
        if len(sides) > 1:
            return Roles(sides[0], sides[1])
    agent = next((m for m in inside if m.role == "actor"), None)
    if agent is None:
        for first, last, mention in view.mentions:
            gap = words[last:start]
            if last <= start and start - last <= 3 and all(w in _ADJECTIVES or "-" in w for w in gap):  # noqa: PLR2004
                agent = mention if mention.role == "actor" and first >= 0 else agent
    by, _ = _by(view, end, ceiling)
    agent = by or agent
    if agent is None and any(w in _LIGHT for w in words[max(floor, start - _LEFT) : start]):
        light = next(at for at in range(max(floor, start - _LEFT), start) if words[at] in _LIGHT)
        agent = _before(view, light, floor) or _subject_of_relative(view, floor)
    patient = None
    for at in range(end - 1, min(ceiling, end + 9)):
        if words[at] in _ONTO or words[at].endswith("ing"):
            found = _after(view, at + 1, min(ceiling, at + 8))
            if found is not None and found is not agent:
                patient = found
                break
    if patient is None:
        patient = _after(view, end, ceiling, actors=False)
    return Roles(agent, None if patient is agent else patient)


_ADJECTIVES = frozenset(
    "'s deadly military terrorist suicide new latest recent alleged suspected massive brutal joint heavy overnight aerial "
    "air drone artillery rocket mortar missile and tank ground bomb retaliatory punitive second third twin major fresh "
    "indiscriminate intense sporadic precision surgical sniper machinegun massed two three four five".split()
)


def group(mention: ActorMention | None) -> frozenset[str]:
    """Return the kinds of a role, "unknown" and "none" standing for nobody."""
    return kinds_of(mention) if mention is not None else frozenset({"unknown", "none"})


_DETERMINERS = frozenset(
    "a an the this that these those any some no each every another other its their his her our my your 's of in by from "
    "after during for on with between against under into about several many two three four five six seven first second "
    "third last latest recent new such deadly major serious suspected alleged reported armed violent bloody heavy fierce "
    "terrorist military aerial ground joint all-out possible further more all both ' \"".split()
)
_VERB_BEFORE = frozenset(
    "to will would could can may might must should shall did do does not who they we you i he she it which 'll n't "
    "don't didn't doesn't won't cannot let then also".split()
)
_NOUN_AFTER = frozenset(
    "on against in at by that which from of left killed was were is are has have had , . and who could would will may "
    "might came took took_place occurred between with near after as when ) ' \" for over during this to".split()
)


def form_here(view: View, start: int, end: int, form: Form) -> Form:
    """Return whether a verb's pattern stands here as a noun: "the attack", "rebel attacks on", not "rebels attack"."""
    word = view.words[start]
    if form != "verb" or word.endswith("ed") or any(first == start for first, _, _ in view.mentions):
        return form
    before = view.words[start - 1] if start else ""
    after = view.words[start + 1] if start + 1 < len(view.words) else ""
    if word.endswith("ings"):
        return "noun"
    if word.endswith("ing"):
        noun = (
            end == start + 1 and before in ("a", "the", "this", "of", "mass") and after in ("of", "on", "in", ",", ".")
        )
        return "noun" if noun and before != "of" else form
    if word not in _EITHER or before in _VERB_BEFORE:
        return form
    return "noun" if before in _DETERMINERS or after in _NOUN_AFTER else form


_EITHER = frozenset(
    "attack attacks assault assaults massacre massacres murder murders raid raids ambush ambushes clash clashes protest "
    "protests torture rape rapes kidnap capture slaughter battle battles fight fights hit hits strike strikes bomb bombs "
    "wound wounds surrender siege retreat escape escapes target targets arrest arrests shelling riot riots march marches rally rallies".split()
)


def fled(view: View, start: int, end: int) -> Roles:
    """Return the people who fled, as the ones hit: the civilians before or inside the trigger."""
    floor = view.clause(start)[0]
    people = [m for first, last, m in view.mentions if floor <= first and last <= end and m.kind == "civilian"]
    return Roles(None, people[-1] if people else None)


def speaker_after(view: View, end: int) -> ActorMention | None:
    """Return the government or organisation that a quotation is given to, after it."""
    return next((m for first, _, m in view.mentions if first >= end and kinds_of(m) & {"speaker", "government"}), None)


def taker(view: View, start: int) -> ActorMention | None:
    """Return to whom a place fell: the armed actor after "fell to"."""
    return next((m for first, _, m in view.mentions if first > start and "armed" in kinds_of(m)), None)


def is_gerund(view: View, start: int) -> bool:
    """Tell whether an -ing form opens the sentence ("Attacking churches is forbidden"): no one does it."""
    word = view.words[start]
    if not word.endswith("ing") or any(last <= start for _, last, _ in view.mentions):
        return False
    return all(w in ('"', "'", "but", "and") for w in view.words[:start])


_FLEERS_NOT = frozenset(
    "suspect suspects driver drivers gunman gunmen attacker attackers assailant assailants killer killers robbers thief "
    "thieves inmates kidnappers man shooter he she".split()
)
_CROWDS = frozenset("they many thousands hundreds dozens scores others all we everyone".split())


def not_displaced(view: View, start: int, who: Roles) -> str | None:
    """Return why a flight is no displacement: a suspect or fighter ran away, or no people are told of."""
    floor = view.clause(start)[0]
    before = view.words[floor:start]
    if any(w in _FLEERS_NOT for w in before[-5:]):
        return "a suspect or one person ran away"
    if any("armed" in kinds_of(m) for first, last, m in view.mentions if floor <= first and start - 3 <= last <= start):
        return "fighters, not people, ran away"
    named = who.patient is not None or any(w in _CROWDS or w.endswith(("ns", "ese")) for w in before)
    return None if named or view.sentence.kind != "prose" else "no people are told of"


def common_arrest(view: View, who: Roles) -> str | None:
    """Return why an arrest is no political one: one person, by the police, and nothing of groups, unrest or armed men."""
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


def is_name(view: View, start: int, end: int) -> bool:
    """Tell whether a single word is part of a name: a capital in the middle of prose ("Linda Battle", "Storm Shadow")."""
    tokens = view.sentence.tokens
    if view.words[start] == "march":  # the month
        return start > 0 and (tokens[start].text == "March" or view.words[start - 1][:1].isdigit())
    if (
        end != start + 1
        or start == 0
        or view.sentence.kind in ("headline", "heading")
        or not tokens[start].text[0].isupper()
    ):
        return False
    if tokens[start - 1].text[-1] in "\"“'‘.:–—-•" or tokens[start].text.isupper():
        return False
    words = [t.text for t in tokens if t.text[0].isalpha()]
    return 2 * sum(w[0].isupper() for w in words) < len(words) + 1


def forces_is_noun(view: View, start: int) -> bool:
    """Tell whether "forces" is the noun: part of an actor or a name, or followed by a form of be or have."""
    after = view.words[start + 1] if start + 1 < len(view.words) else ""
    named = view.sentence.tokens[start].text[0].isupper() and not view.capitals
    return named or after in ("were", "are", "was", "have", "had") or any(a <= start < b for a, b, _ in view.mentions)
