"""Finds the names of a text that may be places: the longest names first, people and firms told from places by context.

No choice between places is made here: each `Found` carries all places that bear its name (`resolve` chooses).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gazetteer.cues import Cues, cues
from gazetteer.echoes import echoed, unknown_name, widened
from gazetteer.found import GAP, LARGE, Found, weight
from gazetteer.names import NormalizedName, normalize
from gazetteer.places import Place
from gazetteer.uses import mark_use, spread
from gazetteer.verdict import is_place, persons_in
from gazetteer.words import Words, cut

if TYPE_CHECKING:
    from gazetteer.atlas import Gazetteer

LONGEST: Final = 7
"""No name has more words."""
ARTICLES: Final = frozenset(["al", "el", "ash", "as", "at"])
"""Words in lower case that a name may open with, before a hyphen."""
LONGEST_OTHER: Final = 3
"""No name of `other_names.csv` has more words."""
SITES: Final = frozenset({"base", "airport", "camp", "crossing", "facility", "road"})
"""Kinds whose names may end in a word in lower case: "Hmeimim air base"."""
POSSESSED: Final = ("'s ", "’s ", "ʼs ")
SHORTENED: Final = 3
"""Letters of the longest word that a dot shortens: "St. Louis", not "Paris. London"."""
LOUD_WORDS: Final = frozenset(["US", "LA", "CAR", "KP"])
"""Short forms that are words in a text all in capitals."""
UNSURE: Final = frozenset(["LA", "BC", "DC"])
"""Short forms that need a comma or a preposition before them."""
_JOINT: Final = re.compile(r"[ \t]*\n?[ \t]*|[-‐‑–/]|\. ?")


def find(text: str, gaz: Gazetteer) -> tuple[Words, list[Found]]:
    """Return a text's words and the place names among them, in text order.

    Where capitals tell nothing, small places count too once their country is known from a first reading.
    """
    words = cut(text)
    vocabulary = cues()
    persons = persons_in(words, vocabulary)
    missed: list[Found] = []
    found = _read(words, gaz, vocabulary, persons, frozenset(), missed)
    if words.shouting or words.quiet:
        spoken_of = frozenset(
            p.country for item in found for p in item.places[:1] if p.country and item.use != "embedded"
        )
        found = _read(words, gaz, vocabulary, persons, spoken_of, missed)
    else:
        found = echoed(words, found, missed, vocabulary, persons)
    found = widened(words, found, vocabulary)
    spread(words, found)
    return words, found


def _read(
    words: Words,
    gaz: Gazetteer,
    vocabulary: Cues,
    persons: frozenset[str],
    spoken_of: frozenset[str],
    missed: list[Found],
) -> list[Found]:
    """Return the names in text order; those that are no places by what stands beside them are `missed`."""
    found: list[Found] = []
    free = 0
    capital, quiet = words.capital, words.quiet
    for position, norm in enumerate(words.norm):
        if position < free or not (capital[position] or quiet or norm in ARTICLES):
            continue
        taken = _at(words, position, gaz, vocabulary, persons, spoken_of, missed)
        if taken is not None:
            found.append(taken)
            free = taken.last
    return found


def _at(
    words: Words,
    i: int,
    gaz: Gazetteer,
    vocabulary: Cues,
    persons: frozenset[str],
    spoken_of: frozenset[str],
    missed: list[Found],
) -> Found | None:
    """Return the name that starts at a word, if one does."""
    short = _abbreviation(words, i, gaz, vocabulary)
    if short is not None:
        return short
    if not (words.capital[i] or words.quiet or _joined(words, i)):
        return None
    taken = _longest(words, i, gaz, vocabulary)
    demonym = _demonym(words, i, gaz, vocabulary)
    if demonym is not None and (taken is None or taken.last <= demonym.last):
        return demonym
    if taken is None:
        return (
            _village(words, i, vocabulary)
            or unknown_name(words, i, vocabulary)
            or _before_holder(words, i, gaz, vocabulary)
        )
    mark_use(words, taken, vocabulary)
    if is_place(words, taken, vocabulary, persons, spoken_of):
        return taken
    if taken.last - i == 1 and taken.use == "literal":
        missed.append(taken)
    return None


def _village(words: Words, i: int, vocabulary: Cues) -> Found | None:
    """Take a name that the gazetteer lacks for a place where the words say so: "the village of Foua"."""
    if not words.capital[i] or i < 2 or words.norm[i - 1] != "of" or words.glue[i] != " " or words.shouting:  # noqa: PLR2004
        return None
    kind = words.norm[i - 2].removesuffix("s")
    if kind not in ("village", "town", "hamlet", "city", "citie", "suburb", "neighbourhood", "neighborhood"):
        return None
    last = i + 1
    while last < len(words) and last - i < LONGEST and words.capital[last] and words.glue[last] in (" ", "-"):
        last += 1
    name = NormalizedName(" ".join(words.norm[i:last]))
    if words.norm[i] in vocabulary.never:
        return None
    made = Found(i, last, words.start[i], words.end[last - 1], name, (), cued=True, wanted="town")
    made.reasons.append(f"called a {kind}; no place of that name is in the gazetteer")
    return made


def _before_holder(words: Words, i: int, gaz: Gazetteer, vocabulary: Cues) -> Found | None:
    """Take a name that the gazetteer lacks for a place where its unit stands behind: "in Greenlane, Auckland"."""
    if i == 0 or words.first[i] or words.norm[i - 1] not in ("in", "near", "at", "outside", "from") or words.shouting:
        return None
    last = i + 1
    while last < len(words) and words.capital[last] and words.glue[last] in (" ", "-") and last - i < LONGEST:
        last += 1
    known = any(norm in vocabulary.never or norm in vocabulary.common for norm in words.norm[i:last])
    if known or last >= len(words) or words.glue[last] != ", " or not words.capital[last]:
        return None
    holder = _longest(words, last, gaz, vocabulary) or _abbreviation(words, last, gaz, vocabulary)
    if holder is None or max((weight(place) for place in holder.places), default=0) < LARGE:
        return None
    name = NormalizedName(" ".join(words.norm[i:last]))
    made = Found(i, last, words.start[i], words.end[last - 1], name, (), cued=True, wanted="town")
    made.reasons.append(f"before {holder.name!r}; no place of that name is in the gazetteer")
    return made


def _joined(words: Words, i: int) -> bool:
    return i + 1 < len(words) and words.glue[i + 1] == "-" and words.capital[i + 1]


def _abbreviation(words: Words, i: int, gaz: Gazetteer, vocabulary: Cues) -> Found | None:
    """Read "U.S.", "Calif.", "B.C." and "Boise, ID"."""
    if not words.capital[i]:
        return None
    text, start = words.text, words.start[i]
    last, end = i + 1, words.end[i]
    while (
        last < len(words)
        and words.glue[last] in (".", ". ")
        and words.end[last] - words.start[last] == 1
        and len(words.norm[i]) == 1
    ):
        if words.glue[last] == ". " and not text[start:end].startswith("W"):
            break
        end = words.end[last]
        last += 1
    if "$" in (text[end : end + 1], text[start - 1 : start]):
        return None  # "US$100"
    dotted = text[end : end + 1] == "."
    for candidate, stop in ((text[start : end + 1], end + 1), (text[start:end], end)):
        if candidate.endswith(".") and not dotted:
            continue
        known = vocabulary.abbreviations.get(candidate)
        if known is None or (known.only_after_comma and (words.shouting or not words.glue[i].lstrip().startswith(","))):
            continue
        if (candidate in LOUD_WORDS and words.shouting) or (candidate in UNSURE and not _led_to(words, i, vocabulary)):
            continue
        place = _exact(gaz, known.place, known.kind, known.country)
        if place is None:
            continue
        made = Found(i, last, start, stop, normalize(known.place), (place,), cued=True, fixed=place)
        made.reasons.append(f"{candidate} stands for {place.name}")
        mark_use(words, made, vocabulary)
        return made
    return None


def _led_to(words: Words, i: int, vocabulary: Cues) -> bool:
    before = words.norm[i - 1] if i else ""
    return words.glue[i].strip() == "," or before in vocabulary.prepositions or before == "washington"


def _exact(gaz: Gazetteer, name: str, kind: str, country: str) -> Place | None:
    places = gaz.named(normalize(name))
    fitting = [p for p in places if (not country or p.country == country) and (not kind or p.kind == kind)]
    return max(fitting or list(places), key=weight, default=None)


def _demonym(words: Words, i: int, gaz: Gazetteer, vocabulary: Cues) -> Found | None:
    """Read "Russian", "Syrians", "South African"."""
    for size in (2, 1):
        if i + size > len(words) or (
            size > 1 and GAP.fullmatch(words.glue[i + 1]) is None and words.glue[i + 1] != "-"
        ):
            continue
        name = " ".join(words.norm[i : i + size])
        place_name = vocabulary.demonyms.get(name)
        if place_name is None or not all(words.capital[i : i + size]):
            continue
        if name == "english" and (words.norm[i - 1] if i else "") in (
            "in",
            "speak",
            "speaks",
            "speaking",
            "an",
            "spoken",
        ):
            return None
        place = max(gaz.named(normalize(place_name)), key=weight, default=None)
        if place is None:
            continue
        last = i + size
        made = Found(
            i, last, words.start[i], words.end[last - 1], normalize(name), (place,), "demonym", cued=True, fixed=place
        )
        made.reasons.append(f"{words.text[made.start : made.end]!r} is the adjective or people of {place.name}")
        return made
    return None


def _longest(words: Words, i: int, gaz: Gazetteer, vocabulary: Cues) -> Found | None:
    """Return the longest name of the gazetteer that starts at a word and ends with one that can end a name."""
    last = _joined_until(words, i, i + 1)
    if last < len(words) and last - i < LONGEST and words.glue[last] in POSSESSED and words.capital[last]:
        far = _joined_until(words, i, last + 1)  # "Queen Anne's County"
        taken = _named(words, i, [*words.whole[i : far - 1], words.norm[far - 1]], gaz, vocabulary)
        if taken is not None and taken.last > last:
            return taken
    return _named(words, i, words.norm[i:last], gaz, vocabulary)


def _joined_until(words: Words, i: int, last: int) -> int:
    """Return where the words that may go on a name end."""
    while last < len(words) and last - i < LONGEST and _JOINT.fullmatch(words.glue[last]):
        if words.glue[last].startswith(".") and len(words.norm[last - 1]) > SHORTENED:
            break
        last += 1
    return last


def _named(words: Words, i: int, norms: list[str], gaz: Gazetteer, vocabulary: Cues) -> Found | None:
    """Return the longest name that some words open with; `norms` are their normalised forms."""
    other = _other_name(words, i, norms, gaz, vocabulary) if norms[0] in vocabulary.other_first else None
    for name in reversed(gaz.prefixes(NormalizedName(" ".join(norms)))):
        size = name.count(" ") + 1
        if " ".join(norms[:size]) != name:
            continue
        if other is not None and other.last - i >= size:
            break
        end = i + size
        small = size > 1 and not (words.capital[end - 1] or words.quiet or words.glue[end - 1] == "-")
        if small and words.norm[end - 1] not in vocabulary.features:
            continue
        places = tuple(gaz.named(NormalizedName(name)))
        if small and not any(place.kind in SITES for place in places):
            continue
        if places and not (
            size == 1 and len(name) < SHORTENED and not words.text[words.start[i] : words.end[i]].isalpha()
        ):
            return Found(i, end, words.start[i], words.end[end - 1], NormalizedName(name), places)
    return other


def _other_name(words: Words, i: int, norms: list[str], gaz: Gazetteer, vocabulary: Cues) -> Found | None:
    """Return the longest name of `other_names.csv` that some words open with."""
    for size in range(min(len(norms), LONGEST_OTHER), 0, -1):
        name = " ".join(norms[:size])
        known = vocabulary.other_names.get(name)
        if known is not None and (words.capital[i + size - 1] or words.quiet):
            place = _exact(gaz, known.place, known.kind, known.country)
            if place is not None:
                return Found(i, i + size, words.start[i], words.end[i + size - 1], NormalizedName(name), (place,))
    return None
