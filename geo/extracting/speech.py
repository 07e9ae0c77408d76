"""The grammar of reporting: which words before or after a verb of saying name its speaker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.extracting import speakers
from geo.extracting.model import Token

QUOTES: Final = frozenset({'"', "''", "``", "“", "”"})
LONGEST_SUBJECT: Final = 22
"""A longer stretch before a verb is a clause, not a speaker."""
LONGEST_AFTER: Final = 14
LONGEST_ASIDE: Final = 10
LONGEST_NAME: Final = 5
"""A bare name, whose title may stand before the comma, has at most so many words."""
JOINING: Final = frozenset({"and", "on", "in", "with"})
Inside = Callable[[Sequence[Token], int, int], bool]
"""Whether a token lies inside a known name."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of `attribution.toml`, made ready for look-up."""

    verbs: dict[str, str]  # verb -> report, claim, accuse, deny
    weak: frozenset[str]
    skip: frozenset[str]
    boundary: frozenset[str]
    stop: frozenset[str]
    not_speaker: frozenset[str]
    pronouns: frozenset[str]
    back: frozenset[str]
    monitor: frozenset[str]
    lives: frozenset[str]
    aside: frozenset[str]
    nouns: frozenset[str]
    before_noun: frozenset[str]
    follow: dict[str, list[tuple[str, ...]]]
    unnamed: dict[str, list[tuple[str, ...]]]
    refers: frozenset[str]
    where: frozenset[str]
    openers: frozenset[str]  # the words at which an attribution can be seen


def _by_first(phrases: Sequence[Sequence[str]]) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        table.setdefault(phrase[0], []).append(tuple(phrase))
    return table


@cache
def lexicon() -> Lexicon:
    """Return the words of attribution, read once."""
    rules = speakers.rules()
    verbs = {verb: kind for kind in ("report", "claim", "accuse", "deny") for verb in rules["verbs"][kind]}
    return Lexicon(
        verbs,
        frozenset(rules["verbs"]["weak"]),
        frozenset(rules["before"]["skip"]),
        frozenset(rules["before"]["boundary"]) | QUOTES,
        frozenset(rules["after"]["stop"]) | QUOTES,
        frozenset(rules["before"]["not_speaker"]),
        frozenset(rules["before"]["pronouns"]),
        frozenset(rules["reference"]["back"]),
        frozenset(rules["reference"]["monitor"]),
        frozenset(rules["verbs"]["lives"]),
        frozenset(rules["after"]["aside"]),
        frozenset(rules["verbs"]["nouns"]),
        frozenset(rules["verbs"]["before_noun"]),
        _by_first(rules["phrases"]["follow"]),
        _by_first(rules["phrases"]["unnamed"]),
        frozenset(rules["carry"]["refers"]),
        frozenset(rules["carry"]["where"]),
        frozenset({*verbs, *(phrase[0] for name in ("follow", "unnamed") for phrase in rules["phrases"][name])}),
    )


def following(tokens: Sequence[Token], index: int) -> str:
    """Return the normalised word after a token, "" at the end."""
    return tokens[index + 1].norm if index + 1 < len(tokens) else ""


def phrase_at(tokens: Sequence[Token], index: int, table: dict[str, list[tuple[str, ...]]]) -> tuple[str, ...] | None:
    """Return the longest phrase of the table that starts at the token."""
    for phrase in table.get(tokens[index].norm, ()):
        if tuple(token.norm for token in tokens[index : index + len(phrase)]) == phrase:
            return phrase
    return None


def is_passive(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a form of "be" governs the verb: "was reported", "has repeatedly been accused"."""
    i = index - 1
    while i >= 0 and (tokens[i].norm.endswith("ly") or tokens[i].norm in ("also", "not")):
        i -= 1
    return i >= 0 and tokens[i].norm in ("is", "was", "were", "are", "be", "being", "been", "'s")


def is_verb(tokens: Sequence[Token], index: int, words: Lexicon) -> bool:
    """Return whether a token is a verb of saying, and not part of a name or a noun ("United States", "the reports")."""
    norm = tokens[index].norm
    if norm not in words.verbs:
        return False
    before = tokens[index - 1].norm if index else ""
    return not (norm == "states" and before in ("united", "member", "gulf", "arab")) and not (
        norm in words.nouns and before in words.before_noun
    )


def tells_of_lives(tokens: Sequence[Token], index: int, words: Lexicon) -> bool:
    """Return whether "claimed" tells of lives: "claimed 13 lives", "claimed the lives of"."""
    ahead = [token.norm for token in tokens[index + 1 : index + 5]]
    return bool(words.lives & set(ahead))


def may_invert(tokens: Sequence[Token], index: int, words: Lexicon) -> bool:
    """Return whether the speaker may stand after the verb, which follows a comma or a closing quotation mark."""
    if index == 0 or words.verbs[tokens[index].norm] != "report" or tokens[index].norm in ("told", "tells"):
        return False
    ahead = following(tokens, index)
    return tokens[index - 1].norm in (",", "?", "!", *QUOTES) and ahead not in ("that", "to", ",", ".", "in", "on")


def subject(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, int]:
    """Return the token range of the words before a verb that name its speaker, an apposition included.

    "On Wednesday, Putin's spokesman, Dmitry Peskov, said" gives "Putin's spokesman, Dmitry Peskov".
    """
    end = index
    while end > 0 and tokens[end - 1].norm in words.skip:
        end -= 1
    closed = end > 0 and tokens[end - 1].norm == ","
    end -= closed
    commas_left = 1 if closed or _title_may_precede(tokens, end) else 0
    first = end
    while first > 0 and end - first < LONGEST_SUBJECT:
        norm = tokens[first - 1].norm
        if norm == ",":
            if not commas_left or not (closed or is_name(tokens[first:end])):
                break
            commas_left -= 1
        elif (norm in words.boundary or is_verb(tokens, first - 1, words)) and not (
            norm == "and" and _joins_names(tokens, first, end)
        ):
            break
        first -= 1
    first = _without_clause(tokens, first, end, words)
    while first < end and (tokens[first].norm in words.skip or tokens[first].norm == ","):
        first += 1
    return first, end


def _without_clause(tokens: Sequence[Token], first: int, end: int, words: Lexicon) -> int:
    """Leave out what stands before a comma if it is a clause of its own, not a title."""
    comma = next((i for i in range(end - 1, first, -1) if tokens[i].norm == ","), None)
    if comma is not None and any(token.norm in words.not_speaker for token in tokens[first:comma]):
        return comma + 1
    return first


def _joins_names(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether "and" before this token joins two speakers rather than two clauses."""
    return first < end and tokens[first].norm not in ("the", "a", "an") and first > 1 and end - first <= LONGEST_NAME


def _title_may_precede(tokens: Sequence[Token], end: int) -> bool:
    first = end
    while first > 0 and end - first <= LONGEST_NAME and tokens[first - 1].norm != ",":
        first -= 1
    return is_name(tokens[first:end])


def is_name(tokens: Sequence[Token]) -> bool:
    """Return whether the tokens are a bare name: few, and capitalised but for particles."""
    if not 0 < len(tokens) <= LONGEST_NAME or tokens[0].norm in ("the", "a", "an"):
        return False
    particles = ("al", "-", "de", "bin", "van", "von", "el", "del", "la")
    return all(
        token.text[:1].isupper() or token.norm in particles or token.norm.startswith(("al-", "el-", "as-", "ash-"))
        for token in tokens
    )


def speaker_after(tokens: Sequence[Token], index: int, words: Lexicon, inside: Inside) -> tuple[int, int]:
    """Return the token range of a speaker that starts at the token: after "according to", or an inverted verb."""
    end = index
    while end < len(tokens) and end - index < LONGEST_AFTER:
        norm = tokens[end].norm
        opens = end == index and norm in ("that", "this")
        if (
            (norm in words.stop or norm in words.pronouns)
            and not opens
            and not (norm in JOINING and inside(tokens, index, end))
        ):
            break
        end += 1
    return index, end


def where_said(tokens: Sequence[Token], index: int, words: Lexicon) -> int:
    """Return the token of "that" after a verb, if what lies between tells only when and where it was said.

    "Police reported today in Lima that": the place is the speaker's, not the event's.
    """
    for i in range(index + 1, min(index + LONGEST_ASIDE, len(tokens))):
        if tokens[i].norm == "that":
            opens = tokens[index + 1].norm
            return i if opens in words.skip or opens in ("in", "at", "from", "here") else index + 1
        if tokens[i].norm in (".", ";", ":", *QUOTES):
            break
    return index + 1


def has_phrase(norms: Sequence[str], phrases: frozenset[str]) -> bool:
    """Return whether one of the phrases occurs among the words."""
    text = f" {' '.join(norms)} "
    return any(f" {phrase} " in text for phrase in phrases)


def earns(tokens: Sequence[Token], index: int, *, known: bool) -> bool:
    """Return whether a weak verb reports speech here: before "that", a quotation or a colon, or of a known speaker."""
    return known or following(tokens, index) in ("that", ":", *QUOTES)


def is_closing(tokens: Sequence[Token], index: int, words: Lexicon) -> bool:
    """Return whether nothing is said from this token on: the sentence ends, but for when and where it was said."""
    while index < len(tokens) and (tokens[index].norm in words.skip or tokens[index].norm in words.aside):
        index += 1
    return index >= len(tokens) or tokens[index].norm in (".", ",", ";", "!", *QUOTES)
