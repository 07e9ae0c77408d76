"""Finds phrases that describe a place by others ("southern Idlib", "the border between A and B"); no geometry yet.

The forms stand in `vocabulary/regions.toml`. Place names found before are masked, character for character, so that a
form is one regular expression in which any name looks alike and every offset stays true.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from gazetteer.places import Match

_PLACE: Final = "\ue000"
_PEOPLE: Final = "\ue002"
_REST: Final = "\ue001"
_MASKS: Final = re.compile("[\ue000-\ue002]")
_COMPASS: Final = r"(?:(?:north|south)(?:[-\s]?(?:east|west))?|east|west)"
_MILE: Final = 1.609344
_REACH: Final = 100
"""A form is tried where a word of its family stands within so many characters after its first word."""
_WORD: Final = re.compile(rf"[^\W\d_]+|\d|[{_PLACE}{_PEOPLE}]")
_TOLD: Final = ("the", "this", "that", "same")


@dataclass(frozen=True, slots=True)
class Base:
    """What a phrase starts from: a named place (index of its match) or a noun for one told before."""

    match: int | None = None
    noun: str = ""
    unit: str = ""  # the word for the unit beside a name: "province"
    people: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with its parts; offsets into the text as given."""

    start: int
    end: int
    kind: str
    bases: tuple[Base, ...]
    directions: tuple[str, ...] = ()
    km: float | None = None
    vague: bool = False  # the distance is a word such as "several"
    noun: str = ""  # the word for an edge: "outskirts"
    neighbour: bool = False  # the one base is the neighbour: "the border with Turkey"


@dataclass(frozen=True, slots=True)
class _Form:
    kind: str
    family: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Any]:
    """Return `vocabulary/regions.toml` as it stands."""
    return tomllib.loads(files("gazetteer").joinpath("vocabulary/regions.toml").read_text(encoding="utf-8"))


def _any(words: Sequence[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered) + ")"


@lru_cache(maxsize=1)
def _pieces() -> Mapping[str, str]:
    """The regular expression that each name in braces stands for."""
    words, numbers = rules()["words"], rules()["numbers"]
    degree = rf"(?:{_any(words['degree'])}\s+)?"
    one = rf"{degree}{_COMPASS}(?:ern(?:most)?)?"
    noun = rf"{degree}{_COMPASS}"
    link = r"(?:\s*,\s*|\s+and\s+(?:the\s+)?|\s+or\s+(?:the\s+)?|\s*/\s*)"
    epithets = rf"(?:(?:{_any(words['epithet'])}|[\w]+-(?:held|controlled|ruled|run))\s+){{0,3}}"
    unit = _any(words["unit"])
    place = rf"(?:(?:the\s+)?{epithets}{unit}\s+of\s+(?:the\s+)?)?{_PLACE}{_REST}*+(?:\s+(?:{unit})\b)?"
    nouns = _any([*words["admin1"], *words["country"], *words["town"]])
    told = rf"(?:the|this|that|same)\s+{epithets}{nouns}\b(?!\s+of\b)"
    people = rf"{_PEOPLE}{_REST}*+"
    number = rf"(?:\d[\d.,]*\d|\d|{_any(list(numbers))})"
    unit_km = r"(?:km|kms|kilomet(?:er|re)s?|miles?|mi)\b"
    return {
        **{name: _any(listed) for name, listed in words.items()},
        "edge": rf"(?P<noun>{_any(words['edge'])})",
        "suburb": r"(?P<noun>suburb)",
        "A": rf"(?P<A>{place}|{told})",
        "B": rf"(?P<B>{place}|{told})",
        "a": rf"(?P<A>{place})",
        "name": rf"(?P<A>{_PLACE}{_REST}*+(?:\s+(?:{unit})\b)?)",
        "b": rf"(?P<B>{place})",
        "d": rf"(?P<A>(?:{people}|{_PLACE}{_REST}*+))",
        "e": rf"(?P<B>(?:{people}|{_PLACE}{_REST}*+))",
        "people": rf"(?P<A>{people})",
        "dirs": rf"(?P<dirs>{one}\b(?:{link}{one}\b)*)",
        "compass": rf"(?P<dirs>{noun}\b(?:{link}{noun}\b)*)(?!-)",
        "km": rf"(?P<km>{number})[-\s]*(?P<measure>{unit_km})(?:\s*[(\[][^)\]]{{1,25}}[)\]])?",
    }


def _firsts(form: str) -> Iterator[str]:
    """The words with which a form may open; "north" stands for any direction, "0" for digits, masks for names."""
    opened = {
        "A": (_PLACE, *_TOLD),
        "a": (_PLACE,),
        "name": (_PLACE,),
        "d": (_PLACE, _PEOPLE),
        "e": (_PLACE, _PEOPLE),
        "people": (_PEOPLE,),
        "dirs": ("north", *(word.split()[0] for word in rules()["words"]["degree"])),
        "km": ("0", *(word.split()[0].split("-")[0] for word in rules()["numbers"])),
    }
    while form.startswith("("):
        optional, _, form = form[1:].partition(")?")
        yield from _firsts(optional)
    name = re.match(r"\{(\w+)\}", form)
    if name is None:
        yield form.split()[0].split("'")[0]
    elif name[1] in opened:
        yield from opened[name[1]]
    else:
        yield from (word.split()[0].split("-")[0] for word in rules()["words"][name[1]])


def _compiled(entry: Mapping[str, Any]) -> _Form:
    def put(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in _pieces():
            raise ValueError(f"gazetteer/vocabulary/regions.toml: no words named {{{name}}} in {entry['form']!r}")
        return _pieces()[name]

    # blanks and parentheses of the form itself first, the pieces after: they have their own
    form = entry["form"].replace("(", "(?:").replace(" ", r"\s+").replace("'s", r"['’]s")
    body = re.sub(r"\{(\w+)\}", put, form.replace("}-{", r"}\s?[-–/]\s?{"))
    before = rf"(?<!\b{entry['not_after']}\s)" if "not_after" in entry else ""
    after = rf"(?![\s-]+(?:{entry['not_before']})\b)" if "not_before" in entry else ""
    after += r"(?!['’]s\b)" if entry.get("whole_name") else ""
    start = rf"(?<![\w\-{_PLACE}-{_PEOPLE}]){before}"
    return _Form(entry["kind"], entry["family"], re.compile(rf"{start}{body}(?!\w){after}", re.IGNORECASE))


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, tuple[_Form, ...]]:
    """The forms by the words that open them."""
    opening: dict[str, list[_Form]] = {}
    for entry in rules()["phrase"]:
        form = _compiled(entry)
        for first in dict.fromkeys(_firsts(entry["form"])):
            opening.setdefault(first, []).append(form)
    return {first: tuple(forms) for first, forms in opening.items()}


def _gates(text: str) -> dict[str, list[int]]:
    """Where the words of each family stand. A plain search for each word is four times as fast as one pattern."""
    lower = text.lower()
    if len(lower) != len(text):  # one capital may become two small letters, and offsets must stay true
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    found: dict[str, list[int]] = {}
    for family, words in rules()["family"].items():
        places: list[int] = []
        for word in words:
            at = lower.find(word)
            while at >= 0:
                places.append(at)
                at = lower.find(word, at + 1)
        if places:
            found[family] = sorted(places)
    return found


def mask(text: str, matches: Sequence[Match]) -> tuple[str, dict[int, int]]:
    """Return the text with its place names masked, and the index of the match that starts at each offset.

    >>> mask("no names", [])
    ('no names', {})
    """
    pieces: list[str] = []
    at: dict[int, int] = {}
    done = 0
    clean = _MASKS.sub("?", text)
    for index, match in enumerate(matches):
        mention = match.mention
        if mention is None or mention.use == "embedded" or mention.start < done or mention.end <= mention.start:
            continue
        head = _PEOPLE if mention.use == "demonym" else _PLACE
        pieces += [clean[done : mention.start], head, _REST * (mention.end - mention.start - 1)]
        at[mention.start] = index
        done = mention.end
    return "".join([*pieces, clean[done:]]), at


def find_phrases(text: str, matches: Sequence[Match]) -> list[Phrase]:
    """Return the phrases in text order, none overlapping; of two that overlap the longer.

    >>> from gazetteer.places import Mention
    >>> name = Match("Idlib", None, 0.5, mention=Mention(21, 26, "Idlib"))
    >>> [(p.kind, p.directions) for p in find_phrases("Shells hit southern  Idlib on Monday.", [name])]
    [('part', ('south',))]
    """
    gates = _gates(text)
    if not gates:
        return []
    masked, at = mask(text, matches)
    found: dict[tuple[int, int], Phrase] = {}
    forms = _forms()
    for start, end in _stretches(gates):
        for word in _WORD.finditer(masked, start):
            if word.start() > end:
                break
            for form in forms.get(_key(word.group()), ()):
                if _follows(gates.get(form.family, ()), word.start()):
                    hit = form.pattern.match(masked, word.start())
                    if hit and not _lists_suburbs(form.kind, hit, masked):
                        found.setdefault(hit.span(), _phrase(form.kind, hit, at))
    return _longest(found.values())


def _lists_suburbs(kind: str, hit: re.Match[str], masked: str) -> bool:
    """Whether a town's name stands before: "the Cincinnati suburbs of West Chester and ..." are those suburbs."""
    before = masked[: hit.start()].rstrip()[-1:]
    return kind == "edge" and hit.group("noun").casefold() == "suburbs" and before in (_PLACE, _REST)


def _stretches(gates: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The stretches of text in which a form may open."""
    places = sorted(place for row in gates.values() for place in row)
    start, end = max(0, places[0] - _REACH), places[0]
    for place in places[1:]:
        if place - _REACH > end:
            yield start, end
            start = place - _REACH
        end = place
    yield start, end


def _key(word: str) -> str:
    lower = word.lower()
    if lower.startswith(("north", "south", "east", "west")):
        return "north"
    return "0" if lower.isdigit() else lower


def _follows(gates: Sequence[int], start: int) -> bool:
    index = bisect_left(gates, start)
    return index < len(gates) and gates[index] - start < _REACH


def _phrase(kind: str, hit: re.Match[str], at: Mapping[int, int]) -> Phrase:
    groups = hit.re.groupindex
    named = [name for name in ("A", "B") if name in groups and hit.group(name)]
    bases = tuple(_base(hit.start(name), hit.group(name), at) for name in named)
    directions = _directions(hit.group("dirs")) if "dirs" in groups and hit.group("dirs") else ()
    km, vague = _kilometres(hit) if "km" in groups else (None, False)
    noun = hit.group("noun").casefold() if "noun" in groups else ""
    return Phrase(hit.start(), hit.end(), kind, bases, directions, km, vague, noun, neighbour=named == ["B"])


def _base(start: int, words: str, at: Mapping[int, int]) -> Base:
    unit_words = rules()["words"]["unit"]
    for offset, letter in enumerate(words):
        if letter in (_PLACE, _PEOPLE):
            around = (words[:offset] + words[offset:].strip(_PLACE + _REST + _PEOPLE)).casefold().split()
            unit = next((word for word in around if word in unit_words), "")
            return Base(at.get(start + offset), unit=unit, people=letter == _PEOPLE)
    return Base(noun=words.casefold().split()[-1])


def _directions(words: str) -> tuple[str, ...]:
    """The compass directions in some words, each once.

    >>> _directions("far north-east and southern")
    ('northeast', 'south')
    """
    found = re.findall(_COMPASS, words.casefold())
    return tuple(dict.fromkeys(re.sub(r"[-\s]", "", word) for word in found))


def _kilometres(hit: re.Match[str]) -> tuple[float | None, bool]:
    words = " ".join(hit.group("km").casefold().split())
    numbers = rules()["numbers"]
    vague = words in numbers and (words.startswith("a ") or words.endswith((" of", "several")))
    number = float(numbers[words]) if words in numbers else _number(words)
    if number is None:
        return None, False
    return number * (_MILE if hit.group("measure").casefold().startswith("mi") else 1.0), vague


def _number(words: str) -> float | None:
    plain = words.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", words) else words.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _longest(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Of phrases that overlap the longest, in text order; runs of overlapping ones are settled each on its own."""
    chosen: list[Phrase] = []
    run: list[Phrase] = []
    end = -1
    for phrase in sorted(phrases, key=lambda p: (p.start, p.end)):
        if phrase.start >= end:
            chosen += _settled(run)
            run = []
        run.append(phrase)
        end = max(end, phrase.end)
    return chosen + _settled(run)


def _settled(run: Sequence[Phrase]) -> list[Phrase]:
    kept: list[Phrase] = []
    for phrase in sorted(run, key=lambda p: (p.start - p.end, p.start)):
        if all(phrase.end <= other.start or other.end <= phrase.start for other in kept):
            kept.append(phrase)
    return sorted(kept, key=lambda p: p.start)
