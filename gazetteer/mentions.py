"""Finds the names of a text that may be places: the longest names first, people and firms told from places by context.

No choice between places is made here: each `Found` carries all places that bear its name (`resolve` chooses).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gazetteer.cues import Cues, cues
from gazetteer.names import NormalizedName, normalize
from gazetteer.places import Place, Use
from gazetteer.words import Words, cut

if TYPE_CHECKING:
    from gazetteer.atlas import Gazetteer

LONGEST: Final = 7
"""No name has more words."""
NOTED: Final = 15_000
"""A place of so many people needs no cue in the text; a smaller one does."""
AREAS: Final = frozenset(
    {"country", "admin1", "admin2", "continent", "ocean", "sea", "region", "river", "lake", "mountain", "island"}
)
COUNTRY, GREAT, UNIT, BIG, LARGE = 3e9, 1e9, 4e6, 1e6, 100_000
"""Weights of places: a country, anything as weighty, a first-level unit, a city of a million, one of 100,000."""
_JOINT: Final = re.compile(r"[ \t]*\n?[ \t]*|[-‐‑–/]|\. ?")
_GAP: Final = re.compile(r"\s+")


@dataclass(slots=True)
class Found:
    """A name in a text: words `first` to `last` (exclusive), the places that bear it, and how it is used."""

    first: int
    last: int
    start: int
    end: int
    name: NormalizedName
    places: tuple[Place, ...]
    use: Use = "literal"
    cued: bool = False  # the words round it say that it is a place
    wanted: str | None = None  # kind that the words ask for: town, admin, country, island
    reasons: list[str] = field(default_factory=list)
    fixed: Place | None = None  # an abbreviation or demonym has one sense


def find(text: str, gaz: Gazetteer) -> tuple[Words, list[Found]]:
    """Return a text's words and the place names among them, in text order."""
    words = cut(text)
    vocabulary = cues()
    persons = _persons(words, vocabulary)
    found: list[Found] = []
    position = 0
    while position < len(words):
        taken = _at(words, position, gaz, vocabulary, persons)
        if taken is None:
            position += 1
        else:
            found.append(taken)
            position = taken.last
    _spread(words, found)
    return words, found


def _spread(words: Words, found: Sequence[Found]) -> None:
    """Carry the use of the last of a list to its others: "The United States, France and Britain struck"."""
    for one, other in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        between = words.text[one.end : other.start].strip()
        country = any(place.kind == "country" for place in one.places)
        if (
            between in (",", "and", ", and")
            and other.use == "metonym"
            and one.use == "literal"
            and (country or between == "and")
        ):
            one.use = "metonym"
            one.reasons.append(f"in a list with {other.name!r}")


def _at(words: Words, i: int, gaz: Gazetteer, vocabulary: Cues, persons: frozenset[str]) -> Found | None:
    """Return the name that starts at a word, if one does."""
    short = _abbreviation(words, i, gaz, vocabulary)
    if short is not None:
        return short
    norm = words.norm[i]
    unknown = _village(words, i, vocabulary)
    if not (words.capital[i] or words.quiet or (norm in ("al", "el", "ash", "as", "at") and _joined(words, i))):
        return None
    taken = _longest(words, i, gaz)
    demonym = _demonym(words, i, gaz, vocabulary)
    if demonym is not None and (taken is None or taken.last <= demonym.last):
        return demonym
    if taken is None:
        return unknown
    _use(words, taken, vocabulary)
    return taken if _is_place(words, taken, vocabulary, persons) else None


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
    dotted = text[end : end + 1] == "."
    for candidate, stop in ((text[start : end + 1], end + 1), (text[start:end], end)):
        if candidate.endswith(".") and not dotted:
            continue
        known = vocabulary.abbreviations.get(candidate)
        if known is None or (
            known.only_after_comma and not words.glue[i].lstrip().startswith(",") and words.glue[i].strip() != ","
        ):
            continue
        if (
            not known.only_after_comma
            and len(candidate) < 5
            and candidate in ("US", "LA", "CAR", "KP")
            and words.shouting
        ):
            continue
        if candidate in ("LA", "BC", "DC") and not _after_comma_or_place(words, i, vocabulary):
            continue
        place = _exact(gaz, known.place, known.kind, known.country)
        if place is None:
            continue
        made = Found(i, last, start, stop, normalize(known.place), (place,), cued=True, fixed=place)
        made.reasons.append(f"{candidate} stands for {place.name}")
        _use(words, made, vocabulary)
        return made
    return None


def _after_comma_or_place(words: Words, i: int, vocabulary: Cues) -> bool:
    before = words.norm[i - 1] if i else ""
    return words.glue[i].strip() == "," or before in vocabulary.prepositions or before == "washington"


def _exact(gaz: Gazetteer, name: str, kind: str, country: str) -> Place | None:
    places = gaz.named(normalize(name))
    fitting = [p for p in places if (not country or p.country == country) and (not kind or p.kind == kind)]
    return max(fitting or list(places), key=_weight, default=None)


def _demonym(words: Words, i: int, gaz: Gazetteer, vocabulary: Cues) -> Found | None:
    """Read "Russian", "Syrians", "South African"."""
    for size in (2, 1):
        if i + size > len(words) or (
            size > 1 and _GAP.fullmatch(words.glue[i + 1]) is None and words.glue[i + 1] != "-"
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
        place = max(gaz.named(normalize(place_name)), key=_weight, default=None)
        if place is None:
            continue
        last = i + size
        made = Found(
            i, last, words.start[i], words.end[last - 1], normalize(name), (place,), "demonym", cued=True, fixed=place
        )
        made.reasons.append(f"{words.text[made.start : made.end]!r} is the adjective or people of {place.name}")
        return made
    return None


def _longest(words: Words, i: int, gaz: Gazetteer) -> Found | None:
    """Return the longest name of the gazetteer that starts at a word and ends with one that can end a name."""
    last = i + 1
    while last < len(words) and last - i < LONGEST and _JOINT.fullmatch(words.glue[last]):
        if words.glue[last].startswith(".") and len(words.norm[last - 1]) > 3:  # noqa: PLR2004 -- "St. Louis", not "Paris. London"
            break
        last += 1
    norms = words.norm[i:last]
    for name in reversed(gaz.prefixes(NormalizedName(" ".join(norms)))):
        size = name.count(" ") + 1
        if " ".join(norms[:size]) != name:
            continue
        end = i + size
        if size > 1 and not (words.capital[end - 1] or words.quiet or words.glue[end - 1] == "-"):
            continue
        places = tuple(gaz.named(NormalizedName(name)))
        if places and not (size == 1 and len(name) < 3 and not words.text[words.start[i] : words.end[i]].isalpha()):
            return Found(i, end, words.start[i], words.end[end - 1], NormalizedName(name), places)
    return None


def _persons(words: Words, vocabulary: Cues) -> frozenset[str]:
    """Return the family names of the people whom the text names in full or by title."""
    found: set[str] = set()
    for i in range(len(words) - 1):
        if not (words.capital[i] and words.capital[i + 1]):
            continue
        titled = words.norm[i] in vocabulary.titles
        if _GAP.fullmatch(words.glue[i + 1]) is None and not (titled and words.glue[i + 1] == ". "):
            continue
        first, second = words.norm[i], words.norm[i + 1]
        if second in vocabulary.features or second in vocabulary.offices or second in vocabulary.given_names:
            continue
        if first in vocabulary.given_names or titled:
            found.add(second)
            if i + 2 < len(words) and words.capital[i + 2] and _GAP.fullmatch(words.glue[i + 2]):
                found.add(words.norm[i + 2])
    return frozenset(found)


def _weight(place: Place) -> float:
    kind = {"country": 3e9, "continent": 2e9, "admin1": 4e6, "region": 2e6, "sea": 2e6, "ocean": 2e6}.get(
        place.kind, 0.0
    )
    return kind + place.population


def _is_place(words: Words, made: Found, vocabulary: Cues, persons: frozenset[str]) -> bool:
    """Tell a place from a person, a firm, or a common word, by what stands beside the name."""
    name, size = made.name, made.last - made.first
    before = words.norm[made.first - 1] if made.first and not words.first[made.first] else ""
    before_big = bool(before) and words.capital[made.first - 1] and _GAP.fullmatch(words.glue[made.first]) is not None
    after = words.norm[made.last] if made.last < len(words) and not words.first[made.last] else ""
    after_big = bool(after) and words.capital[made.last] and _GAP.fullmatch(words.glue[made.last]) is not None
    if size == 1 and (name in vocabulary.never or len(name) < 2 or name.isdigit() or _acronym(words, made)):
        return False
    weight = max(_weight(place) for place in made.places)
    cued = before in vocabulary.prepositions or _kind_cue(words, made, vocabulary)
    cued = cued or (before == "of" and words.glue[made.first - 1].strip() == ",")  # "Jane Roe, 54, of Tyler"
    listed = _contained(words, made)
    made.cued = cued or listed
    shouting = words.shouting or words.quiet
    if before_big and not shouting:
        if before in vocabulary.titles and size == 1 and weight < COUNTRY:
            return False
        if before in vocabulary.given_names and size == 1 and not made.cued:
            return False
        bare = size == 1 or (size == 2 and words.glue[made.first + 1] == "-")  # noqa: PLR2004 -- "al-Sham"
        if bare and before not in vocabulary.demonyms and not made.cued and weight < GREAT:
            known = before in vocabulary.offices or before in vocabulary.features or before in vocabulary.common
            if not known and weight < UNIT and not words.first[made.first - 1]:
                return False
    if after in vocabulary.diseases and not shouting:
        made.use = "embedded"
        made.reasons.append(f"part of the name of a disease ({after})")
        return True
    if size == 1 and name in persons and weight < GREAT and not made.cued:
        return False
    if size == 1 and after in vocabulary.saying and weight < UNIT and not made.cued and not shouting:
        return False
    if after_big and not shouting and size == 1:
        if name in vocabulary.given_names and not made.cued and after not in vocabulary.offices | vocabulary.features:
            return False
        if after in vocabulary.organisations:
            made.use = "embedded"
            made.reasons.append(f"part of the name of an organisation ({after})")
            return weight >= NOTED
        if after not in vocabulary.offices and after not in vocabulary.features and weight < LARGE and not listed:
            return False
    if size == 1 and name in vocabulary.common:
        return listed or weight >= GREAT or (_of_kind(made) and not words.first[made.first])
    if size == 1 and name in vocabulary.given_names and weight < BIG:
        return made.cued or after in vocabulary.features
    if shouting and size == 1:
        return weight >= LARGE or listed or _of_kind(made) or (cued and weight >= NOTED)
    noted = weight >= NOTED or any(place.kind in AREAS for place in made.places)
    return noted or made.cued or (size > 1 and not words.first[made.first])


def _acronym(words: Words, made: Found) -> bool:
    """Tell a short word in capitals in a text that is not: a firm or body, unless it opens a dateline."""
    spelled = words.text[made.start : made.end]
    if words.shouting or not spelled.isupper() or len(spelled) > 5 or not spelled.isascii():
        return False
    return not (
        words.first[made.first] and words.text[made.end : made.end + 2].strip(" ")[:1] in (",", "(", "-", "—", "–")
    )


def _of_kind(made: Found) -> bool:
    return made.wanted is not None


def _kind_cue(words: Words, made: Found, vocabulary: Cues) -> bool:
    """Note "the village of X", "X province" and the like."""
    i = made.first
    if i >= 2 and words.norm[i - 1] == "of" and words.norm[i - 2] in vocabulary.kind_words:
        made.wanted = vocabulary.kind_words[words.norm[i - 2]]
        made.reasons.append(f"called a {words.norm[i - 2]}")
        return True
    if i >= 3 and words.norm[i - 2] == "of" and words.norm[i - 3] in vocabulary.kind_words and not words.capital[i - 1]:
        made.wanted = vocabulary.kind_words[words.norm[i - 3]]
        return True
    after = words.norm[made.last] if made.last < len(words) and _GAP.fullmatch(words.glue[made.last]) else ""
    kind = vocabulary.kind_words.get(after)
    if kind in ("admin", "town", "island", "base", "airport", "camp", "crossing") and after in vocabulary.features:
        made.wanted = kind
        made.reasons.append(f"followed by {after!r}")
        return True
    if after == "air" and made.last + 1 < len(words) and words.norm[made.last + 1] in ("base", "field"):
        made.wanted = "base"
        return True
    last_word = words.norm[made.last - 1]
    if made.last - made.first > 1 and vocabulary.kind_words.get(last_word) == "admin":
        made.wanted = "admin"
        return True
    return False


def _contained(words: Words, made: Found) -> bool:
    """Tell "X, Y" where Y may be the unit that holds X: settled for good when Y is resolved."""
    if made.last >= len(words) or words.glue[made.last].strip() != "," or not words.capital[made.last]:
        return False
    return _holder_name(words, made) is not None


def _holder_name(words: Words, made: Found) -> str | None:
    after = words.text[words.start[made.last] : words.start[made.last] + 24]
    codes = {place.country_name for place in made.places} | {place.admin1 for place in made.places}
    for name in codes:
        if name and after.casefold().startswith(name.casefold()[:24]):
            return name
    for short, meant in cues().abbreviations.items():
        if after.startswith(short) and not after[len(short) : len(short) + 1].isalpha() and meant.place in codes:
            return meant.place
    return None


def _use(words: Words, made: Found, vocabulary: Cues) -> None:
    """Tell a place from the government or team that bears its name, and from what only qualifies another word."""
    after = words.norm[made.last] if made.last < len(words) else ""
    glue = words.glue[made.last] if made.last < len(words) else ""
    if glue in ("-", "‐", "‑", "–") and after in vocabulary.hyphen_words:
        made.use = "metonym"
        made.reasons.append(f"qualifies something else (-{after})")
        return
    if (
        made.first
        and words.glue[made.first] in ("-", "‐", "‑")
        and words.norm[made.first - 1] in ("pro", "anti", "ex", "non")
    ):
        made.use = "metonym"
        made.reasons.append(f"qualifies something else ({words.norm[made.first - 1]}-)")
        return
    heavy = any(
        place.kind == "country" or place.population > 200_000 or place.kind == "facility" for place in made.places
    )
    if not heavy:
        return
    before = words.norm[made.first - 1] if made.first and not words.first[made.first] else ""
    if before in vocabulary.prepositions and before not in ("to", "from", "between"):
        return
    following = [
        words.norm[k] for k in range(made.last, min(made.last + 5, len(words))) if not words.first[k] or k == made.last
    ]
    skip = {"has", "have", "had", "also", "on", "is", "was", "later", "then", "earlier", "and", "itself"}
    skip |= {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    for word in following:
        if word in vocabulary.saying:
            made.use = "metonym"
            made.reasons.append(f"does what a government does ({word})")
            return
        if word not in skip and not (glue.strip() == "," and word in vocabulary.demonyms):
            break
    state = any(place.kind == "country" for place in made.places) and glue in (" ", "'s ", "’s ")
    if state and following[:1] and following[0] in vocabulary.state_offices:
        made.use = "metonym"
        made.reasons.append(f"the state, by the words behind it ({following[0]})")
        return
    if following[:2] == ["is", "under"] or (following[:1] and before in vocabulary.government_before):
        made.use = "metonym"
        made.reasons.append("a government, by the words beside it")
