"""How real an event is, from the words before and after its trigger; and whether it is recalled from earlier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from geo.extracting import vocabulary
from geo.extracting.clauses import View
from geo.extracting.grammar import Form
from geo.extracting.model import Modality
from geo.extracting.patterns import Hit, Index

_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()}
_YEAR_DIGITS = 4
_ISO = re.compile(r"(\d{4})-(\d{2})-\d{2}")
_PAST_FORM = vocabulary.bag("past_form")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How real an event is: `modality` None means that it is not told as an event, `reason` why."""

    modality: Modality | None
    reason: str = ""
    cue: str = ""


@dataclass(frozen=True, slots=True)
class _Cue:
    id: str
    means: str
    reason: str
    side: str
    on: str
    reach: int
    crosses: bool
    prospect_as: Modality
    order: int
    only: tuple[str, ...]  # beginnings of the ids of the rules that it is for; none: all


def _cue(entry: dict[str, Any], order: int) -> _Cue:
    return _Cue(
        entry["id"],
        entry["means"],
        entry.get("reason", entry["id"]),
        entry["side"],
        entry["on"],
        entry["reach"],
        entry.get("crosses", False),
        entry.get("prospect_as", "planned"),
        order,
        tuple(entry.get("only", ())),
    )


@lru_cache(maxsize=1)
def _cues() -> tuple[Index[_Cue], Index[str]]:
    entries = vocabulary.toml("modality.toml")["cue"]
    cues = [(_cue(e, n), e) for n, e in enumerate(entries)]
    return (
        Index((pattern, cue) for cue, e in cues for pattern in e["match"]),
        Index((pattern, e["id"]) for e in entries for pattern in e.get("unless", ())),
    )


@lru_cache(maxsize=1)
def _times() -> Index[str]:
    table = vocabulary.toml("modality.toml")["background"]
    return Index(
        [
            *((p, "past") for p in table["past"]),
            *((p, "now") for p in table["now"]),
            *((p, "then") for p in table["then"]),
        ]
    )


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one sentence, found once and used for each of its triggers."""

    hits: list[Hit[_Cue]]
    times: list[Hit[str]]


def cues(view: View) -> Cues:
    """Return the modality and time cues of a sentence."""
    found, unless = _cues()
    exempt = unless.scan(view.words)
    hits = [
        h
        for h in found.scan(view.words)
        if not any(e.value == h.value.id and e.start < h.end and h.start < e.end for e in exempt)
    ]
    return Cues(hits, _times().scan(view.words))


def _near(view: View, hit: Hit[_Cue], start: int, end: int, *, act: bool) -> bool:
    cue = hit.value
    reach = cue.reach if act else 2 * cue.reach
    if cue.side == "before":
        distance = start - hit.end
        if hit.start >= start or distance > reach or (hit.end > end):
            return False
        left, right = hit.start, start
    else:
        distance = hit.start - end
        if hit.start < end or distance > cue.reach:
            return False
        left, right = end - 1, hit.start
    if any(view.words[at] in _TELLS and view.words[at - 1] in ("and", "but", ",") for at in range(left + 1, right)):
        return False  # "denied the charge and said that rebels attacked"
    if view.same_clause(left, right):
        return True
    if not cue.crosses:
        # "that" carries a cue over ("warned that an offensive ..."), other openings of clauses do not
        return cue.side == "before" and all(view.words[cut] == "that" for cut in view.cuts if left < cut <= right)
    return not any(view.words[cut] in _BARS for cut in view.cuts if left < cut <= right)


_TELLS = vocabulary.bag("says")
_BARS = vocabulary.bag("bar")


def _finite_past(view: View, start: int) -> bool:
    """Tell whether a verb trigger is told as done: a past form that no infinitive or modal carries."""
    word = view.words[start]
    return word.endswith("ed") or word in _PAST_FORM


def judge(view: View, found: Cues, start: int, end: int, form: Form, *, act: bool, rule: str = "") -> Judgement:
    """Return how real the event at these tokens is.

    `act` is false for words that name an outcome (massacre, casualties): such a thing is either told or nothing.
    """
    if form == "verb" and (shaped := _by_shape(view, start, act=act)) is not None:
        return shaped
    best: Hit[_Cue] | None = None
    told = form == "noun" and view.words[end : end + 1] in (("was",), ("were",), ("had",))
    done = told or (form != "noun" and (_finite_past(view, start) or view.words[start].endswith("ing")))
    for hit in found.hits:
        cue = hit.value
        if cue.on not in ("any", "noun" if form == "noun" else "verb") or not rule.startswith(cue.only or ("",)):
            continue
        if not _near(view, hit, start, end, act=act or done):
            continue
        if cue.id == "purpose" and done:
            continue
        if done and cue.means in ("prospect", "none") and not _governs(view, hit, start):
            continue
        if best is None or cue.order < best.value.order:
            best = hit
    if "?" in view.words[-2:] and not done:
        return Judgement(None, "a question", "question")
    if best is None:
        return Judgement("occurred")
    cue = best.value
    words = " ".join(view.words[best.start : best.end])
    if cue.means in ("occurred", "attempted"):
        return Judgement("occurred", f"{cue.id}: {words!r}", cue.id)
    if cue.means == "none":
        return Judgement(None, f"{cue.reason}: {words!r}", cue.id)
    if cue.means == "prospect":
        if not act and not (form == "verb" and cue.id in ("plan", "threaten")):
            return Judgement(None, f"hypothetical ({cue.id}: {words!r})", cue.id)
        return Judgement(cue.prospect_as, f"{cue.id}: {words!r}", cue.id)
    modality: Modality = "denied" if cue.means == "denied" else "alleged"
    return Judgement(modality, f"{cue.id}: {words!r}", cue.id)


def _by_shape(view: View, start: int, *, act: bool) -> Judgement | None:
    """Return what the verb's own form says: an aim ("to attack"), a share in one, a present that lies ahead."""
    if (ahead := _after_what_comes(view, start)) is not None:
        return Judgement("planned" if act else None, ahead, "plan")
    if (purpose := _purpose(view, start)) is not None:
        return Judgement(None, purpose, "purpose") if purpose else Judgement("occurred")
    if (joined := _joined(view, start)) is not None:
        return Judgement("planned" if act and joined.startswith("as") else None, joined, "plan")
    return None


_ASPECT = vocabulary.bag("aspect")


def _purpose(view: View, start: int) -> str | None:
    """Return why an infinitive tells of no event: it is the aim of something else ("a battle to retake the city")."""
    if start < 2 or view.words[start - 1] != "to" or view.words[start].endswith(("ed", "ing")):  # noqa: PLR2004
        return None
    governor = view.words[start - 2]
    if governor in _ASPECT:
        return ""
    if governor in _intentions():
        return None
    return f"an aim, not an act: '{governor} to {view.words[start]}'"


def _joined(view: View, start: int) -> str | None:
    """Return why a bare verb after "and" is as unreal as the one before it: "plotted to kill X and then attack Y"."""
    word, before = view.words[start], view.words[start - 1] if start else ""
    if before not in ("and", "or", "then") or word.endswith(("s", "ed", "ing")) or word in _PAST_FORM:
        return None
    floor, _ = view.clause(start)
    carrier = next((at for at in range(start - 2, floor, -1) if view.words[at] in _CARRIERS), None)
    if carrier is None or view.words[carrier + 1] in ("the", "a", "an", "its", "their"):
        return None
    if view.words[carrier] == "to" and view.words[carrier - 1] not in _intentions():
        return f"an aim, not an act: '{view.words[carrier - 1]} to ... {word}'"
    return f"as unreal as what stands before it: '{view.words[carrier]} {view.words[carrier + 1]}'"


_CARRIERS = frozenset("to will would could may might must should can".split())


def _after_what_comes(view: View, start: int) -> str | None:
    """Return why a present tense lies ahead: "will talk after the army takes the city"."""
    floor, _ = view.clause(start)
    word = view.words[start]
    if (
        floor == 0
        or view.words[floor] not in ("after", "once", "when", "until", "before", "as")
        or not word.endswith("s")
    ):
        return None
    modal = next((w for w in view.words[:floor] if w in ("will", "would", "'ll", "shall")), None)
    return f"ahead: '{modal} ... {view.words[floor]} ... {word}'" if modal else None


@lru_cache(maxsize=1)
def _intentions() -> frozenset[str]:
    return frozenset(vocabulary.toml("modality.toml")["intention"]["words"].split())


def of_talk(judged: Judgement, view: View, start: int, *, meeting: bool) -> Judgement:
    """Return how real a statement or meeting is: said is said; a meeting may lie ahead."""
    if judged.modality is None and judged.cue.startswith("negated"):
        return judged
    ahead = judged.cue in ("plan", "modal", "modal after", "fear", "purpose", "threaten")
    before, after = view.words[max(0, start - 4) : start], view.words[start : start + 14]
    ahead = ahead or any(w in after for w in ("will", "set", "scheduled", "due", "expected", "would"))
    ahead = ahead or any(pair in _TO_COME for pair in pairwise(after))  # "talks are to resume"
    if meeting and (ahead or "before" in before or "ahead" in before):
        return Judgement("planned", judged.reason or "a meeting ahead", judged.cue)
    return Judgement("occurred")


_TO_COME = frozenset({("is", "to"), ("are", "to"), ("were", "to"), ("was", "to")})


def _governs(view: View, hit: Hit[_Cue], start: int) -> bool:
    """Tell whether a cue still holds for a past form: "not attacked", "could be hit", "if attacked"."""
    between = view.words[hit.end : start]
    if hit.value.id in ("condition", "fiction", "counterfactual", "drill"):
        return True
    if hit.value.id.startswith("negated"):
        return hit.end + 3 >= start
    auxiliary = ("be", "been", "being", "have")
    if view.words[start].endswith("ing"):
        return view.words[start - 1] == "be" or hit.value.id != "modal"
    return hit.end == start or any(w in auxiliary for w in between) or view.words[hit.end - 1] in auxiliary


def _calendar(view: View, published: str | None) -> list[tuple[int, str]]:
    """Return the months and years of a sentence as past or now, by the publication date."""
    found: list[tuple[int, str]] = []
    dated = _ISO.match(published or "")
    year, month = (int(dated[1]), int(dated[2])) if dated else (None, None)
    words = view.words
    for at, word in enumerate(words):
        if word in _MONTHS and (
            word not in ("may", "march", "mar")
            or (
                (at and words[at - 1] in ("in", "since", "last", "of"))
                or words[at - 1].isdigit()
                or (at + 1 < len(words) and words[at + 1][:1].isdigit())
            )
        ):
            gap = (month - _MONTHS[word]) % 12 if month else None
            day = (at and words[at - 1].isdigit()) or (
                at + 1 < len(words) and words[at + 1].isdigit() and len(words[at + 1]) < _YEAR_DIGITS
            )
            if gap is None:
                continue
            found.append((at, "past" if gap > 1 or (gap == 1 and not day) else "now"))
        elif word[:3].isdigit() and word.endswith("0s"):
            found.append((at, "past"))
        elif year and word.isdigit() and len(word) == _YEAR_DIGITS and at and words[at - 1] in _BEFORE_YEAR:
            found.append((at, "past" if 1900 < int(word) < year else "now"))  # noqa: PLR2004
    return found


_BEFORE_YEAR = frozenset({"in", "since", "of", "until", "from", "during", "between", "and", ",", *_MONTHS})


def is_background(
    view: View, found: Cues, start: int, end: int, published: str | None, *, before: bool, plural: bool = False
) -> str | None:
    """Return the words that put an event before the news itself, or None.

    `before`: the sentence before is background; `plural`: the trigger speaks of attacks and the like without a number.
    """
    marks = [(h.start, h.value, " ".join(view.words[h.start : h.end])) for h in found.times]
    marks += [(at, kind, view.words[at]) for at, kind in _calendar(view, published)]
    scored: list[tuple[int, str, str]] = []
    for at, kind, text in marks:
        if kind == "then":
            if before:
                return text
            continue
        distance = abs(at - start) if at < start else at - end
        crossing = sum(1 for cut in view.cuts if min(at, start) < cut <= max(at, start))
        if at and crossing and at >= view.clause(start)[1] and view.words[view.clause(at)[0]] in _BARS:
            distance += 30
        own = 0 if crossing or at < end else 4  # "... over six years ago" belongs to the verb before it
        scored.append((distance + 8 * crossing - own, kind, text))
    if plural and not any(kind == "now" for _, kind, _ in scored):
        return "in general: no time is told"
    if not scored:
        adjective = view.words[start - 1] if start else ""
        return (
            adjective
            if adjective in vocabulary.words(vocabulary.toml("modality.toml")["background"]["adjectives"][0])
            else None
        )
    best = min(scored)
    return best[2] if best[1] == "past" and best[0] < 60 else None  # noqa: PLR2004
