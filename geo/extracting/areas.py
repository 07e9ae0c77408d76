"""The words for an area beside a verb of control: where they begin and end, and what share of a unit they tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.extracting.holders import rules
from geo.extracting.model import Token

LONGEST = 14
"""Tokens that the words for an area may have."""
_PUNCTUATION = frozenset('.,;:!?()[]"—–…') | {"--", "..."}
_ARTICLE = re.compile(
    r"^(?:the|an?) (?!(?:third|quarter|half|fifth|tenth|majority|bulk|rest|remainder|whole|entire)\b)"
)
_DIRECTION = re.compile(r"^(?:north|south|east|west)[-a-z]*$|^central$")


@dataclass(frozen=True, slots=True)
class Area:
    """Tokens `start` to `end` (exclusive), the share they tell, and whether they can name a place at all."""

    start: int
    end: int
    share: str | None


@lru_cache(maxsize=1)
def bags() -> Mapping[str, frozenset[str]]:
    """Return the word lists of `control.toml` as sets."""
    return {name: frozenset(words) for name, words in rules()["words"].items()}


@lru_cache(maxsize=1)
def _shares() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in rules()["shares"]["patterns"]))


def is_name(token: Token) -> bool:
    """Return whether a word is written like a name, Arabic articles included."""
    return token.text[:1].isupper() or (token.text[:3] in ("al-", "el-", "at-", "as-") and token.text[3:4].isupper())


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether "and", "in", "near" at an index lead on to more of the area."""
    following = [token for token in tokens[at + 1 : at + 4] if token.norm not in ("the", "its", "their", "both")]
    if not following:
        return False
    if at and _DIRECTION.match(tokens[at - 1].norm) and _DIRECTION.match(following[0].norm):
        return True
    return is_name(following[0]) or any(token.norm in bags()["area"] or _tells_share(token) for token in following[:2])


def to_right(tokens: Sequence[Token], start: int, closed: frozenset[int]) -> Area | None:
    """Return the area that begins at a token; `closed` are tokens that belong to dates and to actors."""
    words = bags()
    end = start
    named = False
    while end < len(tokens) and end - start < LONGEST and end not in closed:
        norm = tokens[end].norm
        if norm in _PUNCTUATION and not _listed(tokens, end):
            break
        if norm in words["stop"] or (norm in words["auxiliary"] and end > start):
            break
        if norm == "and" and not _goes_on(tokens, end):
            break
        if norm in words["through"] and norm != "of" and not _goes_on(tokens, end):
            break
        # after a name only more of it, or a word that leads on: "Mosul came" ends at Mosul
        leads_on = norm in words["through"] or norm in words["area"] or norm in ("and", ",", "the", "'s", "-")
        before = tokens[end - 1].norm
        open_ended = before in words["through"] or before in ("and", ",", "the") or _DIRECTION.match(norm)
        if named and not leads_on and not is_name(tokens[end]) and not open_ended:
            break
        named = is_name(tokens[end]) and end > start - 1
        end += 1
    return _checked(tokens, start, end)


def _listed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a comma stands between two names of a list: "seized Sirte, Hun and Waddan"."""
    if not (
        tokens[at].norm == "," and 0 < at < len(tokens) - 1 and is_name(tokens[at - 1]) and is_name(tokens[at + 1])
    ):
        return False
    after = at + 1
    while after < len(tokens) and is_name(tokens[after]):
        after += 1
    return (
        after == len(tokens)
        or tokens[after].norm in (",", "and", ".", ";", "in", ")")
        or (tokens[after].norm in bags()["area"])
    )


def to_left(tokens: Sequence[Token], end: int, closed: frozenset[int]) -> Area | None:
    """Return the area that ends before a token."""
    words = bags()
    start = end
    while start > 0 and end - start < LONGEST and start - 1 not in closed:
        norm = tokens[start - 1].norm
        if norm in _PUNCTUATION or norm in words["left_stop"]:
            break
        if norm == "of" and start > 1 and not _opens(tokens[start - 2]):
            break
        if norm in words["through"] and norm != "of" and not (start > 1 and _opens(tokens[start - 2])):
            break
        if norm == "and" and not (
            start > 1 and (is_name(tokens[start - 2]) or tokens[start - 2].norm in words["area"])
        ):
            break
        start -= 1
    return _checked(tokens, start, end)


def _opens(token: Token) -> bool:
    """Whether a word may stand before "of" or "in" inside the words for an area."""
    words = bags()
    return _tells_share(token) or token.norm in words["area"] or is_name(token)


def _tells_share(token: Token) -> bool:
    return token.norm.rpartition("-")[2] in bags()["share"]


def _checked(tokens: Sequence[Token], start: int, end: int) -> Area | None:
    """The area without loose ends, or None where its words name no place and no kind of place."""
    loose = bags()["adverb"] | {"and", "of", "in", "near", "around", "the", ","}
    while end > start and tokens[end - 1].norm in loose:
        end -= 1
    while start < end and tokens[start].norm in bags()["adverb"] | {"and", ",", "in", "outside"}:
        start += 1
    inside = tokens[start:end]
    told = any(is_name(token) or token.norm in bags()["area"] for token in inside)
    if not told or not _is_place(inside) or (len(inside) == 1 and inside[0].norm in bags()["idle"]):
        return None
    return Area(start, end, share_of([token.norm for token in inside]))


def _is_place(inside: Sequence[Token]) -> bool:
    """Whether the head is a place: "20 militants in Kano" and "the state radio building in Omdurman" are none."""
    cut = next((i for i, token in enumerate(inside) if i and token.norm in bags()["through"]), len(inside))
    head = inside[cut - 1]
    if head.norm in bags()["idle"] and inside[cut : cut + 1] and inside[cut].norm != "of":
        return False  # "took place in", "held ground near"
    if inside[0].text[:1].isdigit() and not any(
        token.norm in bags()["area"] or _tells_share(token) for token in inside
    ):
        return False  # "50 Kalashnikov rifles"
    return is_name(head) or head.norm in bags()["area"] or _tells_share(head)


def share_of(words: Sequence[str]) -> str | None:
    """Return the share of a unit that some words tell, None where they tell none.

    >>> share_of("more than half of idlib".split()), share_of("a small southeastern sliver".split())
    ('more than half', 'small sliver')
    >>> share_of("the town of sarmin".split()) is None
    True
    """
    text = " ".join(words).replace(" - ", "-").replace(" %", "%")
    found = _shares().match(text)
    if found:
        return _ARTICLE.sub("", found.group())
    for index, word in enumerate(words):
        if word in rules()["shares"]["slivers"] and (index + 1 == len(words) or words[index + 1] in ("of", "in")):
            kept = [w for w in words[:index] if w not in ("a", "an", "the", "its", "their") and not _DIRECTION.match(w)]
            return " ".join([*kept, word])
    return None
