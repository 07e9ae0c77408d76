"""Verbs and nouns of harm and flight in a sentence, and which group of people each of them claims.

An active verb claims its object ("killed 13"), a passive one its subject ("13 were killed", "13 killed in a raid"), a
noun what follows "of" ("the death of three") or what a total has come to ("the toll rose to 40").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from geo.extracting.counting_words import CountWords
from geo.extracting.model import CountWhat
from geo.extracting.persons import Group

Voice = Literal["object", "subject", "bare", "noun", "toll", "inverted"]

REACH_BEFORE: Final = 16
"""A subject begins at most so many tokens before its verb: "13 people in the market's eastern part were killed"."""
REACH_AFTER: Final = 5
REACH_TOTAL: Final = 14
MOST_VERBS: Final = 3
NEAR_UNSURE: Final = 4
"""A number whose noun is unknown must stand close to the verb: "13 Kurds were killed"."""
LONGEST_TIE: Final = 8
CLAUSE_ENDS: Final = frozenset([";", ":", "but", "while", "--", "after", "when", "because", "although"])
JOINTS: Final = frozenset(
    ["and", ", and", ",", "and also", "as well as", ", as well as", "along with", "together with", "or", "plus"]
)
_POSSESSIVES: Final = frozenset(["his", "her", "their", "its", "the", "another"])
_DETERMINERS: Final = frozenset(["the", "a", "an", "'s", "his", "her", "their", "its"])
_NEGATIONS: Final = frozenset(["no", "not", "without", "n't", "neither", "never", "nobody", "none"])
_SHOT: Final = frozenset(["shot", "shoot", "shoots", "shooting"])
_WANTING: Final = frozenset(["to", "could", "would", "will", "may", "might", "can", "must", "should", "shall"])


def triggers(
    norms: Sequence[str], groups: Sequence[Group], words: CountWords
) -> Iterator[tuple[int, CountWhat, Voice]]:
    """Yield the words of harm of a sentence with the way in which each claims people."""
    for position, norm in enumerate(norms):
        if norm not in words.triggers or (position and norms[position - 1] in _NEGATIONS):
            continue
        if norm == "dead" and position and norms[position - 1] in _SHOT and _follows(norms, groups, position):
            continue  # "gunmen shot dead a judge": the verb claims whom it killed
        if norm in words.sets["tolls"]:
            what = _total_of(norms, position, words)
            if what is not None:
                yield position, what, "toll"
            continue
        if norm in words.nouns and (_within(groups, position) or not _is_verb(norms, position, words)):
            yield position, words.nouns[norm], "noun"
        particle = _particle(norms, position, words)
        if particle is None or _is_noun(norms, position):
            continue
        sense = words.senses.get(particle)
        voice = _voice(norms, position, groups, words)
        table = {"object": words.active, "subject": words.passive, "inverted": words.passive, "bare": words.bare}
        for way in ("object", "subject", "inverted") if voice is None else (voice,):
            found = table[way].get(norm)
            if found == "injured" and _either(norms, position, words):
                found = "affected"
            if found is not None and voice is not None:
                yield position, sense or found, way
        if norm in words.bare and (voice is None or norm not in words.passive) and voice != "object":
            yield position, sense or words.bare[norm], "bare"


def _follows(norms: Sequence[str], groups: Sequence[Group], position: int) -> bool:
    """Tell whether people are named right after a word: "shot dead a judge", not "shot dead in Quetta"."""
    return any(position < g.first <= position + 2 and norms[position + 1] not in (",", ".") for g in groups)


def _either(norms: Sequence[str], position: int, words: CountWords) -> bool:
    """Tell "killed or wounded 12", which counts both together."""
    before = norms[max(0, position - 2) : position]
    if len(before) < 2 or before[1] not in ("and", "or") or before[0] in words.particles:  # noqa: PLR2004
        return False  # "shot and wounded 12" killed nobody
    return words.active.get(before[0]) == "killed"


def _particle(norms: Sequence[str], position: int, words: CountWords) -> str | None:
    """Return the word that a verb needs beside it, "" where it needs none, None where it is missing."""
    needed = words.particles.get(norms[position])
    if needed is None:
        return ""
    for norm in norms[position + 1 : position + 12]:
        if norm in needed:
            return norm
        if norm in (";", ".", "who", "which"):
            return None
    return None


def _is_noun(norms: Sequence[str], position: int) -> bool:
    """Tell "the massacre" from a verb; "among the dead were two" still claims the two."""
    before = norms[max(0, position - 2) : position]
    return before[-1:] != [] and before[-1] in _DETERMINERS and before[0] != "among"


def _within(groups: Sequence[Group], position: int) -> bool:
    return any(group.first <= position < group.last for group in groups)


def _is_verb(norms: Sequence[str], position: int, words: CountWords) -> bool:
    """Tell "wounded six" and "were injured" from the noun in "the wounded"."""
    norm = norms[position]
    if norm not in words.active and norm not in words.passive:
        return False
    before = norms[position - 1] if position else ""
    return before not in ("the", "of", "'s", "among", "a", "an", "this", "his", "her", "their")


def _voice(norms: Sequence[str], position: int, groups: Sequence[Group], words: CountWords) -> Voice | None:
    """Return how a verb at a position stands to the people round it, or None where it is no verb."""
    be, norm = words.sets["be"], norms[position]
    for back in range(1, 6):
        before = norms[position - back] if position >= back else ""
        if before in be:
            return "subject"
        if not (before in words.sets["auxiliaries"] or before.endswith("ly")):
            break
    if norm in words.active and _object(norms, groups, position, words) is not None:
        return "object"
    after = norms[position + 1] if position + 1 < len(norms) else "."
    if norm in words.passive:
        fronted = position <= 1 or {"among", "also"} & set(norms[max(0, position - 3) : position])
        if fronted and {"was", "were"} & set(norms[position + 1 : position + 8]):
            return "inverted"
        if after in words.sets["after_passive"] or after in words.units or after.endswith("ly"):
            return "subject"
        if norm not in words.active:
            return "subject"
    return None


def claims(norms: Sequence[str], groups: Sequence[Group], position: int, how: Voice, words: CountWords) -> list[int]:
    """Return the indices of the groups that the word at a position claims; lists are claimed whole."""
    if how == "object":
        first = _object(norms, groups, position, words)
        return [] if first is None else _list_after(norms, groups, first)
    if how in ("subject", "bare"):
        return _subject(norms, groups, position, words, bare=how == "bare" or norms[position] in words.bare)
    if how == "inverted":
        ahead = [i for i, g in enumerate(groups) if position < g.first <= position + REACH_TOTAL]
        ahead = [i for i in ahead if {"was", "were"} & set(norms[position : groups[i].first])]
        return _list_after(norms, groups, ahead[0]) if ahead else []
    if how == "toll":
        return _total(norms, groups, position, words)
    return _of_noun(norms, groups, position)


def wants(norms: Sequence[str], position: int, words: CountWords) -> bool:
    """Tell an infinitive of purpose or a modal: "threatened to kill 12", "could displace 800,000"."""
    if norms[position] not in words.sets["infinitives"] or not position:
        return False
    near = norms[position - 1]
    if near.endswith("ly") or near in ("not", "n't", "and", "or"):
        near = norms[position - 2] if position > 1 else ""
    return near in _WANTING  # "referred to the murder" wants nothing


def _object(norms: Sequence[str], groups: Sequence[Group], position: int, words: CountWords) -> int | None:
    """Return the first group of an active verb's object."""
    for index, group in enumerate(groups):
        if position < group.first <= position + REACH_AFTER:
            between = norms[position + 1 : group.first]
            if 1 < len(between) <= MOST_VERBS and between[:1] in (["and"], ["or"]) and _same(norms, position, words):
                return index  # "arrested and beat six people"
            stops = {",", "by", "in", "on", "at", "and", "or", "when", "(", "near", "who", "that", "were", "was", "of"}
            if (CLAUSE_ENDS | stops) & set(between) or words.active.keys() & set(between) - {"dead"}:
                return None
            known = words.active[norms[position]] in ("killed", "injured") or group.sure
            return index if known else None
    return None


def _same(norms: Sequence[str], position: int, words: CountWords) -> bool:
    """Tell whether the verb joined on does not count something else: "killed and wounded six" says neither."""
    other = words.active.get(norms[position + 2]) if position + 2 < len(norms) else None
    return other is None or other == words.active[norms[position]]


def _list_after(norms: Sequence[str], groups: Sequence[Group], index: int) -> list[int]:
    """Return a group and those that are joined on: "a priest, two nuns and a driver"."""
    found = [index]
    while found[-1] + 1 < len(groups) and _joined(norms, groups, found[-1]):
        found.append(found[-1] + 1)
    while len(found) > 1 and between(norms, groups, found[-1] - 1) == ",":
        found.pop()  # a list ends with "and": in "wounding six people, an official said" none is joined on
    return found


def _joined(norms: Sequence[str], groups: Sequence[Group], index: int) -> bool:
    """Tell whether the next group continues a list; "killed two and three were wounded" starts anew."""
    if between(norms, groups, index) not in JOINTS and not _tied(norms, groups, index):
        return False
    last = groups[index + 1].last
    after = norms[last : last + 1]
    fresh = {"was", "were", "wounded", "injured", "hurt", "missing", "seriously", "more", "have", "had", "are", "is"}
    return not fresh & set(after) and not {"wounded", "injured", "dead", "missing"} & set(
        norms[groups[index + 1].first : last]
    )


def _tied(norms: Sequence[str], groups: Sequence[Group], index: int) -> bool:
    """Tell people joined on by a possessive: "the leader of the gang and two of his men", "him dead with his wife"."""
    one, other = groups[index], groups[index + 1]
    middle = norms[one.last : other.first + 1]
    own = frozenset(["his", "her", "their"])
    if not one.single or not (own & {*norms[max(0, other.first - 1) : other.last]}):
        return False
    while middle and middle[0] in ("dead", "down", "to", "death"):
        middle = middle[1:]
    words = " ".join(middle[:-1])
    if words in JOINTS or words.removesuffix(" his").removesuffix(" her").removesuffix(" their") in JOINTS:
        return True
    ends = "and" in middle[-3:] and middle[0] in ("of", "in", "from", "at")
    return ends and len(middle) <= LONGEST_TIE and not CLAUSE_ENDS & set(middle) and "," not in middle


def between(norms: Sequence[str], groups: Sequence[Group], index: int) -> str:
    """Return the words between a group and the next, without "his" in "and his two sons"."""
    words = norms[groups[index].last : groups[index + 1].first]
    words = words[1:] if words[:1] == ["dead"] and len(words) > 1 else words  # "shot him dead along with four others"
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in _POSSESSIVES else words)


def _subject(
    norms: Sequence[str], groups: Sequence[Group], position: int, words: CountWords, *, bare: bool
) -> list[int]:
    """Return the groups before a verb that are its subject, a list from its first member on."""
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group.last > position:
            continue
        if group.first < position - REACH_BEFORE:
            return []
        if _is_subject(norms, group, position, words, bare=bare):
            found = [index]
            while found[0] > 0 and (
                between(norms, groups, found[0] - 1) in JOINTS or _tied(norms, groups, found[0] - 1)
            ):
                if _has_own_verb(norms, groups[found[0] - 1], words):
                    break
                found.insert(0, found[0] - 1)
            return found
        return []
    return []


def _has_own_verb(norms: Sequence[str], group: Group, words: CountWords) -> bool:
    """Tell a group that is the object of a verb before it: "they killed two, and three were wounded"."""
    before = norms[max(0, group.first - 2) : group.first]
    return bool(words.active.keys() & set(before))


def _is_subject(norms: Sequence[str], group: Group, position: int, words: CountWords, *, bare: bool) -> bool:
    middle = list(norms[group.last : position])
    auxiliaries = words.sets["auxiliaries"]
    if CLAUSE_ENDS & set(middle):
        return False
    if not middle:
        return True
    if all(norm in auxiliaries or norm in (",", ")") or norm.endswith("ly") for norm in middle):
        return not {"which", "that"} & set(middle[:1]) or group.sure
    if not group.sure and len(middle) > NEAR_UNSURE:
        return False
    if any(norm in words.triggers and norm not in auxiliaries for norm in middle):
        return False
    direct = middle[-1] in auxiliaries or middle[-1].endswith("ly")
    if not direct and not bare:
        return False
    if middle.count(",") in (0, 2):
        return True
    last = len(middle) - 1 - middle[::-1].index(",")  # ", five of them Spaniards, were killed"
    return middle.count(",") == 1 and all(norm in auxiliaries for norm in middle[last + 1 :])


def _of_noun(norms: Sequence[str], groups: Sequence[Group], position: int) -> list[int]:
    """Claim "12 deaths", "the death of three people", "lives of 12 soldiers"."""
    for index, group in enumerate(groups):
        if group.first <= position < group.last:
            return [] if group.single else [index]
        if position < group.first <= position + REACH_AFTER:
            middle = norms[position + 1 : group.first]
            if middle[:1] in (["of"], ["to"]) and not {",", ".", ";", "in", "by", "on", "at"} & set(middle):
                return _list_after(norms, groups, index)
            return []
    return []


def _total_of(norms: Sequence[str], position: int, words: CountWords) -> CountWhat | None:
    """Return what a total counts: "death toll", "the number of wounded"; a bare "toll" counts deaths."""
    near = [*norms[max(0, position - 1) : position], *norms[position + 1 : position + 6]]
    for norm in near:
        found = words.nouns.get(norm) or words.passive.get(norm) or words.bare.get(norm)
        if found is not None and norm not in ("taken", "treated", "lost", "held"):
            return found
    return "killed" if norms[position] == "toll" else None


def _total(norms: Sequence[str], groups: Sequence[Group], position: int, words: CountWords) -> list[int]:
    """Claim what a total has come to: "the toll from the blast has risen to at least 40"."""
    for index, group in enumerate(groups):
        if position < group.first <= position + REACH_TOTAL:
            middle = norms[position + 1 : group.first]
            if {".", ";"} & set(middle):
                return []
            if middle and middle[-1] in _POSSESSIVES:
                middle = middle[:-1]
            if middle and middle[-1] in words.sets["to_total"] and (group.sure or group.last - group.first < 4):  # noqa: PLR2004
                return [] if _is_old_total(norms, position, group) else [index]
    back = [i for i, g in enumerate(groups) if position - 4 <= g.first and g.last <= position]
    if back and norms[groups[back[-1]].first - 1 : groups[back[-1]].first] == ["to"]:
        return [back[-1]]  # "bringing to 15 the number of people killed"
    return []


def _is_old_total(norms: Sequence[str], position: int, group: Group) -> bool:
    """Tell a total that has been left behind: "rose from 30 to 40" counts 40, "a toll of 30 last year" is another's."""
    return "from" in norms[position + 1 : group.first] and norms[group.first - 1] == "from"
