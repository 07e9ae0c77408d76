"""Groups of people in a sentence: "at least 13 civilians", "two of the guards", "a farmer", "both", with their unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.extracting.counting_words import CountWords
from geo.extracting.model import CountUnit, Token
from geo.extracting.numbers import Number, find_numbers

NOUN_REACH: Final = 5
"""A number's noun stands within so many words: "13 young Syrian civilians"."""
STOPS: Final = frozenset(
    """, . ; : " ( ) [ ] - – — ... and or but who that which in on at from to by with after when were was are is have
    had has been of for near during including since -- while as killed wounded injured died dead fled others' be being
    both missing shot hurt into under over arrested detained kidnapped displaced""".split()
)
MONTHS: Final = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec""".split()
)
_NO_COUNT_AFTER: Final = frozenset("aged age $ € £ no number resolution nos page article at.".split())
_YEARS: Final = range(1800, 2100)
_OF: Final = frozenset("the its his their her our these those all".split())
_WHOM: Final = frozenset(["them", "whom", "which"])
_WHOLES: Final = frozenset(["family", "group", "crew", "team", "party"])
"""A family of six is six people."""
_BOTH: Final = {"both": 2, "couple": 2}


@dataclass(frozen=True, slots=True)
class Group:
    """People (or houses) told as a number or as one: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    qualifier: str | None
    unit: CountUnit
    sure: bool  # the noun is known to mean people, or there is none
    single: bool = False  # "a farmer": one by its article alone
    of: str = ""  # the noun or pronoun after "of": "two of the dead", "six of them"
    named: bool = False  # one person by name: "Mayor Hector Ruiz"

    @property
    def size(self) -> int:
        """The number to compare by."""
        return self.best if self.best is not None else self.low or 0


def find_groups(tokens: Sequence[Token], words: CountWords) -> list[Group]:
    """Return the groups of a sentence in order; numbers that count something else are left out.

    >>> from geo.extracting.counting_words import count_words
    >>> from geo.extracting.tokens import tokenize
    >>> [(g.best, g.unit) for g in find_groups(tokenize("13 civilians and a boy, 30 rockets"), count_words())]
    [(13, 'civilians'), (1, 'children')]
    """
    norms = [token.norm for token in tokens]
    numbers = find_numbers(tokens)
    starts = {number.first: number for number in numbers}
    groups: list[Group] = []
    taken = 0
    for number in numbers:
        if number.first < taken or not _counts_people(norms, number, words):
            continue
        group = _of_one_family(norms, _group(norms, number, starts, words))
        if group is not None and not group.sure and _is_people_name(tokens, group):
            group = replace(group, last=group.last + 1, sure=True)
        if group is not None and not (groups and _is_attribute(norms, groups[-1], group)):
            groups.append(group)
            taken = group.last
    covered = {position for group in groups for position in range(group.first, group.last)}
    capitals = all(token.text.isupper() for token in tokens if token.text.isalpha())
    for position, norm in enumerate(norms):
        if position not in covered:
            single = _single(norms, position, norm, words)
            if single is None:
                single = bearer(tokens, norms, position, words, capitals=capitals)
            if single is not None and not covered.intersection(range(single.first, single.last)):
                groups.append(single)
                covered.update(range(single.first, single.last))
    return _once(norms, sorted(groups, key=lambda group: group.first))


def _once(norms: Sequence[str], groups: Sequence[Group]) -> list[Group]:
    """Leave out what only says who a person is: "Sheikh Abdul Karim, a tribal elder, and his two sons" are three."""
    found: list[Group] = []
    for group in groups:
        last = found[-1] if found else None
        if last is not None and last.single and group.single and last.named != group.named:
            other = group if last.named else last
            beside = norms[last.last : group.first] == [","] and norms[group.last : group.last + 1] in (
                [","],
                ["."],
                [],
            )
            if beside and norms[other.first] in ("a", "an", "the"):
                found[-1] = replace(last, last=group.last, named=True)
                continue
        found.append(group)
    return found


def _of_one_family(norms: Sequence[str], group: Group | None) -> Group | None:
    """Stretch "six" over "a family of six"."""
    if group is None or norms[max(0, group.first - 2) : group.first] not in (["family", "of"], ["crew", "of"]):
        return group
    first = group.first - 2 - (norms[group.first - 3 : group.first - 2] in (["a"], ["the"], ["one"]))
    return replace(group, first=first, sure=True)


def _is_people_name(tokens: Sequence[Token], group: Group) -> bool:
    """Tell "12 Palestinians", "three Chinese": a word with a capital right after the number."""
    text = tokens[group.last].text if group.last < len(tokens) else ""
    return text[:1].isupper() and not text.isupper() and text.endswith(("s", "ese", "ish", "ch", "i"))


def _is_attribute(norms: Sequence[str], before: Group, group: Group) -> bool:
    """Tell "five members of one family": the second number says which, not how many."""
    return group.first - 1 == before.last and norms[before.last] == "of"


def _counts_people(norms: Sequence[str], number: Number, words: CountWords) -> bool:
    """Tell whether a number may count people: no date, age, money, zero, or number of things."""
    before = norms[number.first - 1] if number.first else ""
    after = norms[number.last] if number.last < len(norms) else ""
    if number.best == 1 and norms[number.last : number.last + 2] == ["by", "one"]:
        return False
    if before == "." and number.first > 1:
        before = norms[number.first - 2] if norms[number.first - 2] in MONTHS else before
    if number.best == 0 or before in _NO_COUNT_AFTER or {before.rstrip("."), after.rstrip(".")} & MONTHS:
        return False
    figure = norms[number.last - 1]
    if figure.isdigit() and len(figure) == 4 and int(figure) in _YEARS and after not in words.units:  # noqa: PLR2004
        return False
    if before == "," and after in (",", "") and number.qualifier is None and _is_age(norms, number):
        return False
    return not _counts_things(norms, number.last, words)


def _is_age(norms: Sequence[str], number: Number) -> bool:
    """Tell "Ahmed Khan, 45, a farmer": digits alone between commas, no list of numbers."""
    return norms[number.last - 1].isdigit() and number.last - number.first == 1


def _counts_things(norms: Sequence[str], position: int, words: CountWords) -> bool:
    other = words.sets["other"]
    for norm in norms[position : position + 3]:
        if norm in words.units:
            return False
        if norm in other or f"{norm}s" in other:
            return True
        if norm in STOPS:
            return False
    return False


def _group(norms: Sequence[str], number: Number, starts: dict[int, Number], words: CountWords) -> Group | None:
    """Add the noun to a number: "two of the five guards" is two, with "guards" after "of"."""
    position = number.last
    of = ""
    if norms[position : position + 1] == ["of"]:
        position += 1
        while position < len(norms) and norms[position] in _OF:
            position += 1
        if position in starts:
            position = starts[position].last
        if position < len(norms) and norms[position] in _WHOM | words.sets["dead"] | words.sets["hurt"]:
            told_unit, last = _predicate(norms, position + 1, words)
            return Group(
                number.first, last, number.low, number.best, number.high, number.qualifier, told_unit,
                sure=True, of=norms[position],
            )  # fmt: skip
        of = "of"
    if number.first > 1 and norms[number.first - 1] == "of" and norms[number.first - 2] in _WHOLES:
        first = number.first - 2 - (norms[max(0, number.first - 3)] in words.sets["one"])
        return Group(first, number.last, number.low, number.best, number.high, number.qualifier, "people", sure=True)
    unit, last, sure = _noun(norms, position, words)
    sure = sure and not (of and last == position)
    if of and not sure:
        if number.best == 1:
            return None  # "one of the worst raids"
        last = number.last
    of = norms[last - 1] if of and sure else ""
    return Group(number.first, last, number.low, number.best, number.high, number.qualifier, unit, sure=sure, of=of)


def _predicate(norms: Sequence[str], position: int, words: CountWords) -> tuple[CountUnit, int]:
    """Read what a part consists of: "six of them children", "ten of whom were civilians"."""
    at = position + (position < len(norms) and norms[position] in words.sets["be"])
    for offset, norm in enumerate(norms[at : at + 2]):
        if norm in words.units and norm not in words.passive and norm not in words.bare:
            return words.units[norm], at + offset + 1
        if norm in STOPS or norm in words.triggers:
            break
    return "people", position


def _noun(norms: Sequence[str], position: int, words: CountWords) -> tuple[CountUnit, int, bool]:
    """Return unit, end and certainty of the noun after a number."""
    for offset, norm in enumerate(norms[position : position + NOUN_REACH]):
        unit = words.units.get(norm)
        if unit is not None:
            last = position + offset + 1
            after = norms[last] if last < len(norms) else ""
            if norm == "other" and after not in STOPS and after:
                continue  # "two other Egyptian women"
            more = None if _is_state(after, words) else words.units.get(after)
            return (more or unit), last + (more is not None), True  # "police officers", "civilian deaths"
        if norm in STOPS:
            return "people", position, offset == 0
    return "people", position, position >= len(norms)


def _single(norms: Sequence[str], position: int, norm: str, words: CountWords) -> Group | None:
    """Return "a farmer", "both men" or "him" as a group; a plural or a thing is none."""
    found = _pronoun(norms, position, norm, words)
    if found is not None or norm not in words.sets["one"]:
        return found
    for offset, word in enumerate(norms[position + 1 : position + 5], start=1):
        unit_found = words.units.get(word)
        if unit_found is not None and unit_found not in ("families", "facilities"):
            if _plural(word):
                if norms[position + offset + 1 : position + offset + 2] and word in _MODIFIERS:
                    continue  # "a police officer"
                return None
            last = position + offset + 1
            after = norms[last] if last < len(norms) else ""
            if after in words.units and not _is_state(after, words):
                return None if _plural(after) else Group(
                    position, last + 1, 1, 1, 1, None, words.units[after], sure=True, single=True
                )  # fmt: skip
            return Group(position, last, 1, 1, 1, None, unit_found, sure=True, single=True)
        if word == "displaced" and position + offset + 1 < len(norms) and norms[position + offset + 1] in words.units:
            continue  # "killed a displaced man"
        if word in STOPS or word in words.triggers:
            break
    return _by_ending(norms, position, words)


def _by_ending(norms: Sequence[str], position: int, words: CountWords) -> Group | None:
    """Return "a ward administrator" after a verb of harm: the ending of the noun says that it is a person."""
    before = norms[max(0, position - _HARM_REACH) : position]
    if norms[position] not in ("a", "an", "another") or not any(words.active.get(w) in _BODILY for w in before):
        return None
    if not (before[-1] in words.active or before[-1] in ("and", ",", "dead")):
        return None
    last = position + 1
    ends = STOPS | words.sets["after_passive"]
    while last < len(norms) and last - position < NOUN_REACH and norms[last] not in ends:
        last += 1
    head = norms[last - 1]
    things = words.sets["other"] | words.sets["thing_endings"]
    if last == position + 1 or not head.endswith(_PERSON_ENDINGS) or head in things or f"{head}s" in things:
        return None
    return Group(position, last, 1, 1, 1, None, "people", sure=True, single=True)


_HARM_REACH: Final = 10
_BODILY: Final = ("killed", "injured")
_PERSON_ENDINGS: Final = ("er", "or", "ist", "ian", "man", "woman", "ant", "ee")


def _determines(norms: Sequence[str], position: int, words: CountWords) -> bool:
    """Tell "her" in "killed her son" from the one in "killed her and her son"."""
    for norm in norms[position + 1 : position + 4]:
        if norm in STOPS:
            return False
        if norm in words.units:
            return True
    return False


def _pronoun(norms: Sequence[str], position: int, norm: str, words: CountWords) -> Group | None:
    """Return "him", "both men" or "another" (wounded) as a group."""
    after = norms[position + 1] if position + 1 < len(norms) else ""
    if norm in words.sets["pronoun"] and not (norm in words.sets["one"] and _determines(norms, position, words)):
        if words.active.get(norms[position - 1] if position else "") in ("killed", "injured"):
            return Group(position, position + 1, 1, 1, 1, None, "people", sure=True, single=True)
    elif norm == "another" and (
        after in words.sets["be"] or after in words.passive or _is_object(norms, position, words)
    ):
        return Group(position, position + 1, 1, 1, 1, None, "people", sure=True, single=True)
    elif norm == "couple" and norms[max(0, position - 1)] == "a" and after != "of":
        return Group(position - 1, position + 1, 2, 2, 2, None, "people", sure=True)
    elif norm in _BOTH and (norm == "both" or norms[max(0, position - 1)] == "the"):
        unit, last, sure = _noun(norms, position + 1, words)
        if (sure and position + 1 < last <= position + 3) or after in words.sets["be"]:
            return Group(position, last, 2, 2, 2, None, unit, sure=True)
    return None


def _is_object(norms: Sequence[str], position: int, words: CountWords) -> bool:
    """Tell "kidnapped another" from "another bomb"."""
    after = norms[position + 1] if position + 1 < len(norms) else "."
    return position > 0 and norms[position - 1] in words.active and after in STOPS


def _is_state(word: str, words: CountWords) -> bool:
    """Tell what befell people from what they are: "five people dead", "20 soldiers prisoner"."""
    return word in words.passive or word in words.bare or word in words.senses


_MODIFIERS: Final = frozenset(["police", "staff", "crew", "security"])
_SINGULAR_S: Final = frozenset(["boss", "hostess", "jesus"])
_PLURALS: Final = frozenset("people children troops police personnel staff crew dead wounded injured displaced".split())


def _plural(word: str) -> bool:
    return (
        word in _PLURALS
        or (word.endswith("s") and word not in _SINGULAR_S)
        or (word.endswith("men") and word != "women")
        or word in ("women", "others")
    )


def bearer(
    tokens: Sequence[Token], norms: Sequence[str], position: int, words: CountWords, *, capitals: bool
) -> Group | None:
    """Return one person told by name as a group: "Mayor Hector Ruiz", "Hector Ruiz" beside a verb of harm.

    In a text of capitals only a title tells that a name follows.
    """
    before = norms[position - 1] if position else ""
    if before in words.sets["one"] or before in _NAMED_NOT_AFTER:
        return None
    at = position
    unit: CountUnit = "people"
    titled = False
    while at < len(norms) and (_is_title(norms, at, words) or (titled and norms[at] in (".", "-"))):
        unit, titled, at = words.units.get(norms[at], unit), True, at + 1
    last = at
    while last < len(norms) and last - at < _LONGEST_NAME and _is_name(tokens[last], words, capitals=capitals):
        last += 1
    size = last - at
    if not size or (not titled and (capitals or size == 1)) or (not titled and tokens[last - 1].text.endswith("s")):
        return None
    after = norms[last] if last < len(norms) else "."
    if after not in STOPS or after == "-":
        return None
    if not titled and not _may_be_hurt(norms, position, words):
        return None
    return Group(position, last, 1, 1, 1, None, unit, sure=True, single=True, named=True)


_LONGEST_NAME: Final = 6
_NAMED_NOT_AFTER: Final = frozenset("in at near by from with against on to for outside inside - under".split())


def _is_title(norms: Sequence[str], position: int, words: CountWords) -> bool:
    norm = norms[position]
    if norm in words.sets["title"]:
        return True
    return words.units.get(norm) in ("people", "fighters") and not _plural(norm) and norm not in words.triggers


def _is_name(token: Token, words: CountWords, *, capitals: bool) -> bool:
    if token.norm in STOPS or token.norm in words.units or token.norm in words.triggers or token.norm in MONTHS:
        return False
    if not token.text[0].isalpha() or token.norm in words.sets["one"] or token.norm in words.sets["auxiliaries"]:
        return False
    return capitals or token.text[:1].isupper() or token.norm in ("al", "de", "bin", "ibn", "del", "la", "van", "von")


def _may_be_hurt(norms: Sequence[str], position: int, words: CountWords) -> bool:
    """Tell whether a bare name stands where a victim does: after a verb of harm, "the murder of", or at the head."""
    if position == 0 or words.active.get(norms[position - 1]) in ("killed", "injured"):
        return True
    harm = words.nouns.get(norms[position - 2]) if position > 1 else None
    return norms[position - 1] == "of" and harm in ("killed", "injured")
