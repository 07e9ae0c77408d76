"""How many: the numbers of people killed, injured, missing, detained, displaced, with what kind of number each is.

A number is a count only where a verb or noun of harm or flight claims it. "including six children" is a part of the
number before; "about 180 families, or about 1,000 people" is one group told twice; "a priest, two nuns and a driver"
are one list (`joined`), which may be added up, as nothing else may. Forecasts, totals of a war and populations are
marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from geo.extracting.counting_words import CountWords, count_words
from geo.extracting.harm import JOINTS, between, claims, triggers, wants
from geo.extracting.model import CountKind, CountMention, CountWhat, Document, Sentence
from geo.extracting.persons import Group, find_groups

STANDING: Final = 1000
"""Smaller numbers of people who live somewhere are not worth a note."""
BESIDES: Final = ", besides those told before"
"""Ends the reason of a count that "also" sets beside the others: "a policeman was also killed"."""
_BRACKETS: Final = frozenset(["(", "-", "--", "–", "—"])


@dataclass(frozen=True, slots=True)
class _Claim:
    what: CountWhat
    reason: str
    wanted: bool  # "threatened to kill 12"
    joined: int | None  # token at which the list begins


@dataclass(slots=True)
class _Scene:
    """A sentence, its groups, and what is known of each."""

    doc: Document
    sentence: Sentence
    norms: list[str]
    groups: list[Group]
    wholes: dict[int, int] = field(default_factory=dict)  # part -> whole
    claimed: dict[int, _Claim] = field(default_factory=dict)


def find_counts(doc: Document) -> tuple[CountMention, ...]:
    """Return the counts of an article in text order.

    >>> from geo.extracting.sentences import read
    >>> from geo.reading.article import Article
    >>> doc = read(Article(id="a", text="Raids killed at least 13 civilians, including six children."))
    >>> [(c.what, c.best, c.unit, c.part_of is not None) for c in find_counts(doc)]
    [('killed', 13, 'civilians', False), ('killed', 6, 'children', True)]
    """
    words = count_words()
    found: list[CountMention] = []
    for sentence in doc.sentences:
        if any(token.norm in words.triggers for token in sentence.tokens) or words.kinds["stock"].search(
            doc.article.text, sentence.start, sentence.end
        ):
            found += _in_sentence(doc, sentence, words)
    return tuple(found)


def _in_sentence(doc: Document, sentence: Sentence, words: CountWords) -> list[CountMention]:
    groups = find_groups(sentence.tokens, words)
    if not groups:
        return []
    scene = _Scene(doc, sentence, [token.norm for token in sentence.tokens], groups)
    _find_parts(scene, words)
    _fates_of_parts(scene, words)
    _claim(scene, words)
    _spread(scene)
    return [mention for index in range(len(groups)) if (mention := _tell(scene, index, words)) is not None]


def _find_parts(scene: _Scene, words: CountWords) -> None:
    """Note which group is a part of which: "13 civilians, including six children and a nurse"."""
    for index in range(1, len(scene.groups)):
        middle = scene.norms[scene.groups[index - 1].last : scene.groups[index].first]
        if _opens_part(scene, index, middle, words):
            scene.wholes[index] = scene.wholes.get(index - 1, index - 1)
        elif index - 1 in scene.wholes and " ".join(middle) in JOINTS and _fits_within(scene, index):
            scene.wholes[index] = scene.wholes[index - 1]


def _opens_part(scene: _Scene, index: int, middle: Sequence[str], words: CountWords) -> bool:
    group, whole = scene.groups[index], scene.groups[index - 1]
    if group.of in ("them", "whom"):
        return True
    text = tuple(middle)
    for phrase in words.including:
        size = len(phrase)
        if any(text[at : at + size] == phrase for at in range(len(text) - size + 1)):
            return True
    in_brackets = text[:1] in {(b,) for b in _BRACKETS} and len(text) == 1
    return in_brackets and not whole.single and group.size < whole.size and group.unit != "families"


def _fits_within(scene: _Scene, index: int) -> bool:
    whole = scene.wholes[index - 1]
    after = scene.norms[scene.groups[index].last : scene.groups[index].last + 1]
    return scene.groups[index].size < scene.groups[whole].size and after[:1] not in (["wounded"], ["injured"])


def _fates_of_parts(scene: _Scene, words: CountWords) -> None:
    """Give a part its own fate: in "wounded 13 people, two of whom later died" two are killed, and 13 were hurt."""
    for index in tuple(scene.wholes):
        at = scene.groups[index].last
        while at < len(scene.norms) and (scene.norms[at] in _ASIDE or scene.norms[at].endswith("ly")):
            fatal = scene.norms[at] == "fatally"
            at += 1
            if fatal:
                break
        else:
            fatal = scene.norms[at : at + 1] != [] and words.bare.get(scene.norms[at]) == "killed"
            fatal = fatal and scene.norms[at] not in words.particles
        if fatal and scene.groups[index].of in ("them", "whom"):
            del scene.wholes[index]
            scene.claimed[index] = _Claim("killed", f"{scene.norms[min(at, len(scene.norms) - 1)]} (bare)", False, None)


_ASIDE: Final = frozenset(["later", "have", "had", "has", "then", "since", "subsequently"])


def _claim(scene: _Scene, words: CountWords) -> None:
    """Give each whole to the word of harm that claims it; the first in the sentence wins."""
    free = [index for index in range(len(scene.groups)) if index not in scene.wholes]
    plain = [scene.groups[index] for index in free]
    for position, what, how in triggers(scene.norms, plain, words):
        groups = [_with_parts(scene, index, position) for index in free] if scene.wholes else plain
        found = [free[i] for i in claims(scene.norms, groups, position, how, words)]
        found = [index for index in found if _may(scene.groups[index], what)]
        start = scene.groups[found[0]].first if len(found) > 1 else None
        reason = f"{scene.norms[position]} ({how})"
        if "also" in scene.norms[max(0, position - 2) : position]:
            reason += BESIDES
        for index in found:
            if index not in scene.claimed or _befalls(scene.claimed[index], what, how):
                scene.claimed[index] = _Claim(what, reason, wants(scene.norms, position, words), start)


def _befalls(earlier: _Claim, what: CountWhat, how: str) -> bool:
    """Tell what happened to people from what they were before: of "six of the hostages were killed" six are dead."""
    before = earlier.what in ("detained", "displaced") and earlier.reason.endswith("(noun)")
    return before and how != "noun" and what in ("killed", "injured")


def _with_parts(scene: _Scene, index: int, position: int) -> Group:
    """Return a group stretched over its parts before a verb, so that the verb still finds its subject."""
    group = scene.groups[index]
    parts = [scene.groups[part].last for part, whole in scene.wholes.items() if whole == index]
    last = max((end for end in parts if end <= position), default=group.last)
    return group if last == group.last else Group(
        group.first, last, group.low, group.best, group.high, group.qualifier, group.unit, group.sure, group.single
    )  # fmt: skip


def _may(group: Group, what: CountWhat) -> bool:
    if group.unit == "facilities":
        return what == "displaced" and bool(group.of)  # "expelled millions of their homes", as translations say
    return what != "troops" or group.unit == "fighters"


def _spread(scene: _Scene) -> None:
    """Carry a claim to the same people told otherwise, and from a part to its whole."""
    for index in range(len(scene.groups)):
        whole = scene.wholes.get(index)
        if whole is not None and whole in scene.claimed:
            scene.claimed.setdefault(index, scene.claimed[whole])
        if index in scene.claimed:
            continue
        twin = _twin(scene, index)
        if twin is not None and twin in scene.claimed:
            scene.claimed[index] = scene.claimed[twin]


def _twin(scene: _Scene, index: int) -> int | None:
    """Return the group that tells the same people otherwise: "180 families, or about 1,000 people"."""
    for first, other in ((index - 1, index - 1), (index, index + 1)):
        if 0 <= other < len(scene.groups) and first >= 0:
            units = {scene.groups[index].unit, scene.groups[other].unit}
            if between(scene.norms, scene.groups, first) in (", or", "or", "(", ",", "--", "-", "or some") and (
                "families" in units and len(units) > 1
            ):
                return other
    return None


def _tell(scene: _Scene, index: int, words: CountWords) -> CountMention | None:
    group, claim = scene.groups[index], scene.claimed.get(index)
    if claim is None:
        return _standing(scene, group, words)
    tokens = scene.sentence.tokens
    text = scene.doc.article.text
    start, end = tokens[group.first].start, tokens[group.last - 1].end
    kind = "forecast" if claim.wanted else _kind(text, scene.sentence, start, end, words)
    if claim.reason.endswith("(noun)") and words.sets["standing"] & set(scene.norms[group.first : group.last]):
        kind = "stock"
    return CountMention(
        start=start,
        end=end,
        text=text[start:end],
        what=claim.what,
        unit="people" if group.unit == "facilities" else group.unit,
        low=group.low,
        best=group.best,
        high=group.high,
        qualifier=group.qualifier,
        kind=kind,
        part_of=_part_of(scene, index, words),
        reason=claim.reason,
        joined=None if claim.joined is None or index in scene.wholes else tokens[claim.joined].start,
    )


def _part_of(scene: _Scene, index: int, words: CountWords) -> int | None:
    """Return where the whole stands: its own number or, told elsewhere, the words for it ("two of the dead")."""
    tokens = scene.sentence.tokens
    if index in scene.wholes:
        return tokens[scene.groups[scene.wholes[index]].first].start
    group = scene.groups[index]
    lumped = words.sets["dead"] | words.sets["hurt"]
    if group.of in lumped:
        return tokens[group.last - 1].start
    before = scene.norms[max(0, group.first - 6) : group.first]
    if "among" in before and lumped & set(before):
        return tokens[group.first - len(before) + before.index("among")].start
    for at in range(group.last, min(group.last + 8, len(scene.norms) - 1)):
        if scene.norms[at] == "among" and scene.norms[at - 1] in words.sets["be"]:
            return tokens[at].start
        if scene.norms[at] in words.triggers:
            break
    return None


def _standing(scene: _Scene, group: Group, words: CountWords) -> CountMention | None:
    """Return a population that the sentence tells of: "nearly 3 million people live in the province"."""
    text, sentence = scene.doc.article.text, scene.sentence
    if group.single or not group.sure or group.size < STANDING or group.unit == "facilities":
        return None
    if not words.kinds["stock"].search(text, sentence.start, sentence.end):
        return None
    start, end = sentence.tokens[group.first].start, sentence.tokens[group.last - 1].end
    return CountMention(
        start, end, text[start:end], "affected", group.unit, group.low, group.best, group.high, group.qualifier,
        "stock", reason="people who live or stay somewhere",
    )  # fmt: skip


_DONE: Final = re.compile(r"\b(?:that|which|who)\s+(?:ha[sd]\s+|have\s+)?(?:\w+ly\s+)?(?:\w+ed|left|shot|took)\s+$")
"""What a relative clause tells as done is no forecast, whatever is planned about it."""


def _kind(text: str, sentence: Sentence, start: int, end: int, words: CountWords) -> CountKind:
    before, after = text[sentence.start : start], text[end : sentence.end]
    total = words.kinds["total_after"].search(after)
    if total is not None:
        after = after[: total.start()]  # "killed 12, bringing to 300 the number killed since January"
    plain = words.kinds["superlative"].sub(" ", before[-120:]), words.kinds["superlative"].sub(" ", after)[:90]
    if words.kinds["cumulative"].search(plain[0]) or words.kinds["cumulative_after"].search(plain[1]):
        return "cumulative"
    if words.kinds["stock"].search(before[-60:]):
        return "stock"
    if _DONE.search(before):
        return "event"
    ahead = words.kinds["forecast"].search(before)
    feared = ahead is not None and ahead.group().lower().startswith("fear")
    if ahead is not None and (feared or not words.kinds["fact"].search(before, ahead.start())):
        return "forecast"
    if ahead is None and words.kinds["forecast_after"].search(after[:70]):
        return "forecast"
    return "event"
