"""Who did it to whom: the doer and the one hit, from the order of words, voice and prepositions, within the clause."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from geo.extracting import vocabulary
from geo.extracting.clauses import View, kinds_of
from geo.extracting.grammar import Form, is_passive
from geo.extracting.model import ActorMention
from geo.extracting.patterns import NUMBER_WORDS

_NOT_SUBJECT = vocabulary.bag("not_subject_after")
_ONTO = vocabulary.bag("onto")
_LIGHT = vocabulary.bag("light_verb")
_LEFT = 14


@dataclass(frozen=True, slots=True)
class Roles:
    """The doer, the one hit, and whether the verb is in the passive."""

    agent: ActorMention | None = None
    patient: ActorMention | None = None
    passive: bool = False


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
    if word in _OBJECT_IS_DOER:
        return False
    return word in _OBJECT_OF or (word.endswith("ed") and len(word) > 4 and word not in ("armed", "hundred"))  # noqa: PLR2004


_ABOUT = vocabulary.bag("about")
_OBJECT_IS_DOER = vocabulary.bag("object_is_doer")
_OBJECT_OF = vocabulary.bag("object_of")


def _first_of_list(view: View, start: int, mention: ActorMention, floor: int) -> ActorMention:
    """Return the first of "the United States, France and Britain": the list is read from its end."""
    ends = {last: (first, m) for first, last, m in view.mentions}
    while start - 1 > floor and view.words[start - 1] in ("and", ",") and start - 1 in ends:
        first, other = ends[start - 1]
        if other.role != "actor" or (other.actor_type != mention.actor_type and not _heads_list(view, first, floor)):
            break
        start, mention = first, other
    return mention


def _heads_list(view: View, first: int, floor: int) -> bool:
    """Tell whether a mention opens its clause, so that "government troops and militia" are one subject."""
    return all(w in _LIST_OPENERS for w in view.words[floor:first])


_LIST_OPENERS = frozenset({"the", "a", "an", "both", "some", "but", "and", "meanwhile", ",", "then", "later"})


def _after(view: View, end: int, ceiling: int, *, actors: bool = True) -> ActorMention | None:
    for first, last, mention in view.mentions:
        if first < end or last > ceiling or not (actors or mention.role == "target"):
            continue
        if view.words[last : last + 1] and view.words[last] in _SAYS:
            continue  # who says so is not who was hit
        if not _with(view, first):
            return mention
    return None


_SAID_BY = vocabulary.bag("said_by")


_AUXILIARY = vocabulary.bag("auxiliary") | vocabulary.bag("be") | vocabulary.bag("finite_auxiliary")
_SAYS = vocabulary.bag("says")


def _with(view: View, first: int) -> bool:
    """Tell whether a mention is the means: "attacked the ship with two drones"."""
    lead = first - 1
    while lead >= 0 and (view.words[lead] in NUMBER_WORDS or view.words[lead].isdigit() or view.words[lead] in _ABOUT):
        lead -= 1
    return lead >= 0 and view.words[lead] in ("with", "using", "and") and view.words[first] in _MEANS


_MEANS = vocabulary.bag("means")


def _by(view: View, end: int, ceiling: int) -> tuple[ActorMention | None, int]:
    for at in range(end, ceiling):
        if view.words[at] in _SAID_BY or view.words[at] in _SAYS:
            break
        if view.words[at] == "by" or (view.words[at] == "from" and at == end):
            for first, _, mention in view.mentions:
                if at < first <= at + 5 and mention.role == "actor":
                    return mention, at
    return None, -1


def _subject_of_relative(view: View, floor: int, start: int) -> ActorMention | None:
    """Return the mention that a relative clause ("who attacked ...") hangs on, or the subject of the clause before."""
    if floor == 0:
        return None
    if view.words[floor] in ("who", "which", "that", "whose"):
        for first, last, mention in reversed(view.mentions):
            if last <= floor and floor - last <= 2 and first >= 0:  # noqa: PLR2004
                return mention
    if any(w not in _AUXILIARY and not w.endswith("ly") for w in view.words[floor + 1 : start]):
        return None  # the clause has a subject of its own
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
        return Roles(None, _before(view, start, floor, targets=True) or _subject_of_relative(view, floor, start))
    if is_passive(view, start, end):
        agent, _ = _by(view, start, ceiling)
        agent = agent or _by(view, end, ceiling)[0]  # "came under fire from rebels"
        patient = next((m for m in inside if m is not agent), None)
        patient = patient or _before(view, start, floor, targets=True) or _subject_of_relative(view, floor, start)
        return Roles(agent, None if patient is agent else patient, passive=True)
    if view.words[start] in _RECIPROCAL and (pair := _pair(view, start, floor)) is not None:
        return pair
    agent = next((m for m in inside if m.role == "actor" and view.mentions and _starts(view, m) == start), None)
    agent = agent or next((m for f, e, m in view.mentions if f < start < e and m.role == "actor"), None)
    if agent is None and view.words[start].endswith("ing"):
        agent = next((m for _, last, m in view.mentions if last == start and m.role == "actor"), None)
    agent = agent or _before(view, start, floor)
    if agent is None and not any(view.has(weapon, start, start + 1) for weapon in _WEAPONS):
        agent = _subject_of_relative(view, floor, start)  # "a day after shells fell": the shells are the subject
    if agent is None and any(w in ("they", "it") for w in view.words[max(floor, start - 4) : start]):
        agent = _before(view, floor, 0)
    others = [m for m in inside if m is not agent and _starts(view, m) != start]
    patient = others[-1] if others else _after(view, end, ceiling)
    return Roles(agent, patient)


_WEAPONS = ("missiles", "artillery", "ied", "planted_bomb")
_RECIPROCAL = vocabulary.bag("reciprocal")


def _pair(view: View, start: int, floor: int) -> Roles | None:
    """Return the two sides of "soldiers and rebels clashed"."""
    before = [(f, e, m) for f, e, m in view.mentions if floor <= f and e <= start and m.role == "actor"]
    for (_, end, one), (first, _, two) in pairwise(before):
        if view.words[end:first] in (("and",), ("and", "the")):
            return Roles(one, two)
    return None


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
        agent = _before(view, light, floor) or _subject_of_relative(view, floor, start)
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


_ADJECTIVES = vocabulary.bag("between_doer_and_act")


def group(mention: ActorMention | None) -> frozenset[str]:
    """Return the kinds of a role, "unknown" and "none" standing for nobody."""
    return kinds_of(mention) if mention is not None else frozenset({"unknown", "none"})


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


def struck(view: View, start: int) -> Roles:
    """Return who drove or trod on a mine, as the one hit."""
    floor = view.clause(start)[0]
    return Roles(None, _before(view, start, floor, targets=True))
