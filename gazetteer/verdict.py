"""Tells a place from a person, a firm or a common word, by what stands beside the name.

The rules of `VERDICTS` are asked in order; the first that has an opinion decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gazetteer.cues import Cues
from gazetteer.found import AREAS, BIG, COUNTRY, GAP, GREAT, LARGE, NOTED, UNIT, Found, heaviest, weight
from gazetteer.names import normalize
from gazetteer.words import Words

LONGEST_ACRONYM: Final = 5
HOME_PEOPLE: Final = 10_000
SHORT_NAME: Final = 4
"""In a text all in one case, a place of its country counts from so many people on, or with a cue and a longer name."""
LINKS: Final = frozenset(["e", "i", "ye", "yi", "o", "u", "ul", "ol", "de", "sur", "sous", "en", "les", "on", "upon"])
"""Small words inside names with hyphens."""
HOLDER_LETTERS: Final = 24  # of the name behind a comma, enough to compare
PLACE_KINDS: Final = frozenset(["admin", "town", "island", "base", "airport", "camp", "crossing"])


@dataclass(frozen=True, slots=True)
class Beside:
    """A name and what stands beside it; `before` and `after` are "" across the end of a sentence."""

    words: Words
    made: Found
    vocabulary: Cues
    persons: frozenset[str]
    before: str
    after: str
    before_big: bool
    after_big: bool
    weight: float
    listed: bool  # the unit that holds it is named behind it
    single: bool
    loud: bool  # capitals tell nothing in this text
    spoken_of: frozenset[str]


Rule = Callable[[Beside], bool | None]


def is_place(
    words: Words, made: Found, vocabulary: Cues, persons: frozenset[str], spoken_of: frozenset[str] = frozenset()
) -> bool:
    """Return whether a name is a place; notes on it what the words ask for, and whether they cue it.

    `spoken_of` are the countries (ISO codes) that a text all in one case is known to speak of.
    """
    before = words.norm[made.first - 1] if made.first and not words.first[made.first] else ""
    after = words.norm[made.last] if made.last < len(words) and not words.first[made.last] else ""
    listed = _contained(words, made, vocabulary)
    of_home = before == "of" and words.glue[made.first - 1].strip() == ","  # "Jane Roe, 54, of Tyler"
    kind_cue = _kind_cue(words, made, vocabulary)
    led = before in vocabulary.prepositions and not (before == "to" and words.norm[made.first - 2] == "according")
    made.cued = led or kind_cue or of_home or listed
    beside = Beside(
        words=words,
        made=made,
        vocabulary=vocabulary,
        persons=persons,
        before=before,
        after=after,
        before_big=bool(before) and words.capital[made.first - 1] and GAP.fullmatch(words.glue[made.first]) is not None,
        after_big=bool(after) and words.capital[made.last] and GAP.fullmatch(words.glue[made.last]) is not None,
        weight=heaviest(made),
        listed=listed,
        single=made.last - made.first == 1,
        loud=words.shouting or words.quiet,
        spoken_of=spoken_of,
    )
    for rule in VERDICTS:
        verdict = rule(beside)
        if verdict is not None:
            return verdict
    return False


def persons_in(words: Words, vocabulary: Cues) -> frozenset[str]:
    """Return the family names of the people whom a text names in full or by title."""
    found: set[str] = set()
    for i, (one, other) in enumerate(pairwise(words.capital)):
        if not (one and other):
            continue
        titled = words.norm[i] in vocabulary.titles
        if GAP.fullmatch(words.glue[i + 1]) is None and not (titled and words.glue[i + 1] == ". "):
            continue
        first, second = words.norm[i], words.norm[i + 1]
        if second in vocabulary.features or second in vocabulary.offices or second in vocabulary.given_names:
            continue
        if first in vocabulary.namesakes and second in vocabulary.family_names:
            found.update((first, second))
        elif first in vocabulary.given_names or titled:
            found.add(second)
            if i + 2 < len(words) and words.capital[i + 2] and GAP.fullmatch(words.glue[i + 2]):
                found.add(words.norm[i + 2])
    return frozenset(found)


def _never(b: Beside) -> bool | None:
    """Words that are no places, and short words in capitals."""
    name = b.made.name
    if not b.single:
        return False if name in b.vocabulary.never else None
    if name in b.vocabulary.never or len(name) == 1 or name.isdigit() or _acronym(b.words, b.made):
        return False
    return None


def _part_of_name(b: Beside) -> bool | None:
    """Read "Qala-e-Naw": what a hyphen and a small word tie to more is a part of a longer name."""
    words, made = b.words, b.made
    if not b.single or b.loud:
        return None
    after, first = made.last, made.first
    tied = after < len(words) and words.glue[after] == "-" and words.norm[after] in LINKS and not words.capital[after]
    led = first > 0 and words.glue[first] == "-" and words.norm[first - 1] in LINKS and not words.capital[first - 1]
    return False if tied or led else None


def _named_person(b: Beside) -> bool | None:
    """A title, a given name or another unknown name stands before it."""
    if not b.before_big or b.loud:
        return None
    if b.single and b.before in b.vocabulary.titles and b.weight < COUNTRY:
        return False
    if b.single and b.before in b.vocabulary.given_names and not b.made.cued:
        return False
    bare = b.single or (b.made.last - b.made.first == 2 and b.words.glue[b.made.first + 1] == "-")  # noqa: PLR2004 -- "al-Sham"
    if not bare or b.before in b.vocabulary.demonyms or b.made.cued or b.weight >= UNIT:
        return None
    known = b.before in b.vocabulary.offices or b.before in b.vocabulary.features or b.before in b.vocabulary.common
    return None if known or b.words.first[b.made.first - 1] else False


def _disease(b: Beside) -> bool | None:
    """Read "the Ebola virus": the name is part of another."""
    if b.after not in b.vocabulary.diseases or b.loud:
        return None
    b.made.use = "embedded"
    b.made.reasons.append(f"part of the name of a disease ({b.after})")
    return True


def _known_person(b: Beside) -> bool | None:
    """The text names a person so, or the name takes a person's verb."""
    if not b.single or b.made.cued:
        return None
    if b.made.name in b.persons and (b.weight < GREAT or b.made.name in b.vocabulary.namesakes):
        return False
    return False if b.after in b.vocabulary.saying and b.weight < UNIT and not b.loud else None


def _followed(b: Beside) -> bool | None:
    """Another capitalised word stands behind it: a family name, a firm, an office."""
    if not b.after_big or b.loud:
        return None
    if b.after in b.vocabulary.organisations and not b.single:
        b.made.use = "embedded"
        b.made.reasons.append(f"part of the name of an organisation ({b.after})")
        return True
    if not b.single:
        return None
    office = b.after in b.vocabulary.offices or b.after in b.vocabulary.features
    if b.made.name in b.vocabulary.given_names and not b.made.cued and not office:
        return False
    if b.after in b.vocabulary.organisations:
        b.made.use = "embedded"
        b.made.reasons.append(f"part of the name of an organisation ({b.after})")
        return b.weight >= NOTED
    return False if not office and b.weight < LARGE and not b.listed else None


def _common(b: Beside) -> bool | None:
    """A common English word is a place only where the text says so, "The Bridge" likewise."""
    if b.made.name.startswith("the ") and b.made.name[4:] in b.vocabulary.common:
        return b.listed
    if not b.single or b.made.name not in b.vocabulary.common:
        return None
    return b.listed or b.weight >= GREAT or (b.made.wanted is not None and not b.words.first[b.made.first])


def _body(b: Beside) -> bool | None:
    """Read "Bank of England", "Michigan State University", "Agence France-Presse": the name is part of another."""
    words, made, vocabulary = b.words, b.made, b.vocabulary
    i = made.first
    body = ""
    if b.before == "of" and i > 1 and words.capital[i - 2] and words.norm[i - 2] in vocabulary.bodies_of:
        body = words.norm[i - 2]
    elif b.before == "of" and words.norm[max(0, i - 3) : i - 1] == ["islamic", "state"]:
        body = "islamic state"
    elif b.before == "agence" or (b.before in vocabulary.clubs and b.before_big):
        body = b.before
    elif b.after_big and not b.loud:
        last = made.last + (
            b.after in ("state", "city") and made.last + 1 < len(words) and words.capital[made.last + 1]
        )
        body = words.norm[last] if words.norm[last] in vocabulary.schools else ""
    if not body and made.last < len(words) and words.whole[made.last - 1] != words.norm[made.last - 1]:
        school = words.norm[made.last] in vocabulary.schools and words.capital[made.last]
        return False if school and b.weight < UNIT else None  # "St. Paul's Hospital"
    if not body:
        return None
    made.use = "embedded"
    made.reasons.append(f"part of the name of a body ({body})")
    return b.weight >= NOTED


def _currency(b: Beside) -> bool | None:
    """Read "US$100"."""
    return False if b.words.text[b.made.end : b.made.end + 1] in ("$", "€", "£") else None


def _family_name(b: Beside) -> bool | None:
    """A family name is a place only where the words put something there, or the place is large."""
    if not b.single or b.loud or b.made.name not in b.vocabulary.family_names or b.listed or b.made.wanted is not None:
        return None
    if (
        b.after in b.vocabulary.features
        or b.after in b.vocabulary.offices
        or b.words.text[b.made.end : b.made.end + 1] == ","
    ):
        return None
    if max((weight(p) for p in b.made.places if normalize(p.name) == b.made.name), default=0) >= LARGE:
        return None
    return None if b.before in b.vocabulary.firm_prepositions else False


def _given_name(b: Beside) -> bool | None:
    if not b.single or b.made.name not in b.vocabulary.given_names or b.weight >= BIG:
        return None
    return b.made.cued or b.after in b.vocabulary.features


def _loud(b: Beside) -> bool | None:
    """In a text all in capitals, or without any, small places need a strong cue."""
    if not b.loud:
        return None
    if b.made.name.startswith("the ") and b.weight < GREAT:
        return False
    if not b.single:
        return None
    if len(b.made.name) < SHORT_NAME or not (b.weight >= UNIT or _own(b.made)):
        return b.weight >= GREAT and _own(b.made)
    if b.weight >= LARGE or b.listed or b.made.wanted is not None or (b.made.cued and b.weight >= NOTED):
        return True
    at_home = [p for p in b.made.places if p.country in b.spoken_of]
    return any(p.population >= HOME_PEOPLE or (b.made.cued and len(b.made.name) > SHORT_NAME) for p in at_home)


def _own(made: Found) -> bool:
    """Tell a place's own name from its others, many of which are codes and old spellings."""
    return any(normalize(place.name) == made.name for place in made.places)


def _noted(b: Beside) -> bool | None:
    """Places of note, cued ones, and names of several words."""
    noted = b.weight >= NOTED or any(place.kind in AREAS for place in b.made.places)
    return noted or b.made.cued or not (b.single or b.words.first[b.made.first])


VERDICTS: Final[tuple[Rule, ...]] = (
    _never,
    _part_of_name,
    _named_person,
    _disease,
    _currency,
    _body,
    _known_person,
    _followed,
    _common,
    _given_name,
    _family_name,
    _loud,
    _noted,
)
"""The rules, in the order in which they are asked."""


def _acronym(words: Words, made: Found) -> bool:
    """Tell a short word in capitals in a text that is not: a firm or body, unless it opens a dateline."""
    spelled = words.text[made.start : made.end]
    if words.shouting or not spelled.isupper() or len(spelled) > LONGEST_ACRONYM or not spelled.isascii():
        return False
    behind = words.text[made.end : made.end + 2].strip(" ")[:1]
    return not (words.first[made.first] and behind in (",", "(", "-", "—", "–"))


def _kind_cue(words: Words, made: Found, vocabulary: Cues) -> bool:
    """Note "the village of X", "X province" and the like."""
    i, kinds = made.first, vocabulary.kind_words
    for back in (2, 3):  # "town of X", "town of the X"
        if i >= back and words.norm[i - back + 1] == "of" and words.norm[i - back] in kinds:
            if back == 3 and words.capital[i - 1]:  # noqa: PLR2004 -- "state of New X" is another name
                continue
            made.wanted = kinds[words.norm[i - back]]
            made.reasons.append(f"called a {words.norm[i - back]}")
            return True
    after = words.norm[made.last] if made.last < len(words) and GAP.fullmatch(words.glue[made.last]) else ""
    if after in vocabulary.state_officers and any(place.kind == "admin1" for place in made.places):
        made.wanted = "admin"
        made.reasons.append(f"with an officer of a state ({after})")
        return True
    kind = kinds.get(after)
    if after == "air" and made.last + 1 < len(words) and words.norm[made.last + 1] in ("base", "field"):
        kind = "base"
    if kind in PLACE_KINDS and (after in vocabulary.features or after == "air"):
        made.wanted = kind
        made.reasons.append(f"followed by {after!r}")
        return True
    if made.last - made.first > 1 and kinds.get(words.norm[made.last - 1]) == "admin":
        made.wanted = "admin"
        return True
    return False


def _contained(words: Words, made: Found, vocabulary: Cues) -> bool:
    """Tell "X, Y" where Y may be the unit that holds X: settled for good when Y is resolved."""
    if made.last >= len(words) or words.glue[made.last].strip() != "," or not words.capital[made.last]:
        return False
    behind = words.text[words.start[made.last] : words.start[made.last] + HOLDER_LETTERS]
    holders = {place.country_name for place in made.places} | {place.admin1 for place in made.places}
    if any(name and behind.casefold().startswith(name.casefold()[:HOLDER_LETTERS]) for name in holders):
        return True
    return any(
        meant.place in holders and behind.startswith(short) and not behind[len(short) : len(short) + 1].isalpha()
        for short, meant in vocabulary.abbreviations.items()
    )
