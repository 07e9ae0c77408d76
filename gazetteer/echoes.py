"""What a first reading of a text teaches the second: names that recur, names that reach over the words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gazetteer.cues import Cues
from gazetteer.found import GAP, Found
from gazetteer.names import NormalizedName
from gazetteer.words import Words

HYPHENS: Final = ("-", "‐", "‑", "–")
MOST_DIRECTIONS: Final = 2
"""At most so many before a name: "North West Sydney"."""
ADJECTIVES: Final = ("al", "ic", "ive", "an", "ish", "ese", "ed", "ing", "ary")
"""No unknown place by the word behind it: "Congressional district"."""
UNKNOWN_KINDS: Final = frozenset(
    """district districts province township governorate neighbourhood neighborhood suburb slum slums prefecture refugee
    camp camps""".split()
)
BEFORE_UNKNOWN: Final = frozenset(["the", "in", "at", "near", "from", "of", "to", "around", "outside"])


def echoed(
    words: Words, found: Sequence[Found], missed: Sequence[Found], vocabulary: Cues, persons: frozenset[str]
) -> list[Found]:
    """Return the names with those that the text calls places elsewhere: one sense per document."""
    sure = {i.name for i in found if i.last - i.first == 1 and _firm(words, i, vocabulary)} - persons
    sure -= vocabulary.given_names
    more = [item for item in missed if item.name in sure and _may_echo(words, item, vocabulary)]
    for item in more:
        item.reasons.append("the text calls it a place elsewhere")
    taken = {number for item in (*found, *more) for number in range(item.first, item.last)}
    unknown = {item.name for item in found if not item.places and item.last - item.first == 1} - persons
    if unknown:
        more += [
            made
            for i, norm in enumerate(words.norm)
            if norm in unknown and i not in taken and _may_echo(words, made := _alone(words, i), vocabulary)
        ]
    return sorted([*found, *more], key=lambda item: item.first) if more else list(found)


def _firm(words: Words, item: Found, vocabulary: Cues) -> bool:
    """Tell a name that the words beside it surely put in space."""
    if not item.cued or item.use != "literal":
        return False
    before = words.norm[item.first - 1] if item.first else ""
    return (
        item.wanted is not None or before in vocabulary.firm_prepositions or words.text[item.end : item.end + 1] == ","
    )


def unknown_name(words: Words, i: int, vocabulary: Cues) -> Found | None:
    """Take a name that the gazetteer lacks for a place by the word behind it: "the Adhamiya district"."""
    norm = words.norm[i]
    if i + 1 >= len(words) or words.first[i] or words.norm[i + 1] not in UNKNOWN_KINDS or words.capital[i + 1]:
        return None
    if GAP.fullmatch(words.glue[i + 1]) is None or norm.endswith(ADJECTIVES) or not words.capital[i]:
        return None
    possessed = words.whole[i - 1] != words.norm[i - 1]
    if not (possessed or words.norm[i - 1] in BEFORE_UNKNOWN) or words.shouting:
        return None
    lists = (vocabulary.never, vocabulary.common, vocabulary.directions, vocabulary.demonyms, vocabulary.organisations)
    if (
        any(norm in words_of for words_of in lists)
        or norm.isdigit()
        or words.text[words.start[i] : words.start[i] + 4].isupper()
    ):
        return None
    made = _alone(words, i)
    made.cued = True
    made.reasons.append(f"followed by {words.norm[i + 1]!r}; no place of that name is in the gazetteer")
    return made


def widened(words: Words, found: list[Found], vocabulary: Cues) -> list[Found]:
    """Return the names with their capitalised directions and unit words: "North Dallas", "Akita Prefecture"."""
    if words.shouting or words.quiet:
        return found
    kept: list[Found] = []
    end_before = 0
    for item in found:
        if item.first < end_before:
            continue
        if item.use == "literal" and item.fixed is None:
            _widen_left(words, item, end_before, vocabulary)
            _widen_right(words, item, vocabulary)
        end_before = item.last
        kept.append(item)
    return kept


def _widen_left(words: Words, item: Found, least: int, vocabulary: Cues) -> None:
    first = item.first
    while first - 1 >= least and item.first - first < MOST_DIRECTIONS:
        joined = words.glue[first] == " " or words.glue[first] in HYPHENS
        direction = words.norm[first - 1] in vocabulary.directions and words.capital[first - 1]
        if not (joined and direction) or words.first[first - 1]:
            break
        first -= 1
    if first < item.first:
        item.reasons.append(f"the {words.text[words.start[first] : item.start].strip(' -')} of it")
        item.first, item.start = first, words.start[first]
        item.wanted = item.wanted or "any"


def _widen_right(words: Words, item: Found, vocabulary: Cues) -> None:
    last = item.last
    if last >= len(words) or words.glue[last] != " " or not words.capital[last]:
        return
    if words.norm[last] not in vocabulary.unit_words or words.norm[last - 1] in vocabulary.unit_words:
        return
    if last + 1 < len(words) and words.capital[last + 1] and words.glue[last + 1] == " ":
        return  # "Denver District Judge"
    item.last, item.end = last + 1, words.end[last]
    item.reasons.append(f"with its word {words.norm[last]!r}")


def _alone(words: Words, i: int) -> Found:
    return Found(i, i + 1, words.start[i], words.end[i], NormalizedName(words.norm[i]), ())


def _may_echo(words: Words, item: Found, vocabulary: Cues) -> bool:
    """Tell a name that stands alone from one in a person's or firm's name, or a common word that opens a sentence."""
    i, last = item.first, item.last
    if not words.capital[i] or (words.first[i] and item.name in vocabulary.common):
        return False
    if last < len(words) and words.norm[last] in vocabulary.diseases:
        return False
    before = words.norm[i - 1] if i and not words.first[i] and words.glue[i].isspace() else ""
    if before in vocabulary.given_names or (before in vocabulary.titles and words.capital[i - 1]):
        return False
    if last < len(words) and not words.first[last] and words.capital[last] and GAP.fullmatch(words.glue[last]):
        return words.norm[last] in vocabulary.offices or words.norm[last] in vocabulary.features
    return words.text[item.end : item.end + 1] not in ("$", "€", "£")
