"""How a text uses a name: for the place, for its government or people, or only to qualify another word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gazetteer.cues import Cues
from gazetteer.found import Found
from gazetteer.words import Words

HYPHENS: Final = ("-", "‐", "‑", "–")
CAPITAL_PEOPLE: Final = 200_000
"""A government or team is named after a country or a city of some size."""
REACH: Final = 5
"""The verb stands within so many words: "Moscow on Wednesday also accused"."""
CALLS: Final = frozenset(["call", "calls", "called", "calling"])
MODALS: Final = frozenset("will would could may might must should can cannot".split())
NOT: Final = frozenset(["not", "never", "also", "soon", "now", "again", "still"])
BETWEEN: Final = frozenset(
    [
        *("has", "have", "had", "also", "on", "is", "was", "later", "then", "earlier", "and", "itself"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    ]
)


def mark_use(words: Words, made: Found, vocabulary: Cues) -> None:
    """Set a name's use from the words beside it, with the reason."""
    reason = _qualifies(words, made, vocabulary) or (_governs(words, made, vocabulary) if _may_govern(made) else None)
    if reason is not None:
        made.use = "metonym"
        made.reasons.append(reason)


def spread(words: Words, found: Sequence[Found]) -> None:
    """Carry the use of the last of a list to its others: "The United States, France and Britain struck"."""
    for one, other in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        between = words.text[one.end : other.start].strip()
        country = any(place.kind == "country" for place in one.places)
        listed = between in (",", "and", ", and") and (country or between == "and")
        if listed and other.use == "metonym" and one.use == "literal":
            one.use = "metonym"
            one.reasons.append(f"in a list with {other.name!r}")


def _may_govern(made: Found) -> bool:
    return any(p.kind in ("country", "facility") or p.population > CAPITAL_PEOPLE for p in made.places)


def _qualifies(words: Words, made: Found, vocabulary: Cues) -> str | None:
    """Tell "Britain-based" and "pro-Russia": nothing is put there."""
    after = words.norm[made.last] if made.last < len(words) else ""
    if made.last < len(words) and words.glue[made.last] in HYPHENS and after in vocabulary.hyphen_words:
        return f"qualifies something else (-{after})"
    before = words.norm[made.first - 1] if made.first else ""
    if words.glue[made.first] in HYPHENS and before in ("pro", "anti", "ex", "non"):
        return f"qualifies something else ({before}-)"
    return None


def _governs(words: Words, made: Found, vocabulary: Cues) -> str | None:
    """Tell a government by its verb, its offices, or what is done to it."""
    before = words.norm[made.first - 1] if made.first and not words.first[made.first] else ""
    if before in ("on", "upon") and made.first > 1 and words.norm[made.first - 2] in CALLS:
        return "a government, since it is called upon"
    if before in vocabulary.prepositions and before not in ("to", "from", "between"):
        return None
    glue = words.glue[made.last] if made.last < len(words) else ""
    ends = range(made.last, min(made.last + REACH, len(words)))
    following = [words.norm[k] for k in ends if not words.first[k] or k == made.last]
    if following and following[0] in MODALS:
        does = next((word for word in following[1:] if word not in NOT), "")
        if does in vocabulary.will_do:
            return f"may do what a government does ({following[0]} {does})"
    for word in following:
        if word in vocabulary.saying:
            return f"does what a government does ({word})"
        if word not in BETWEEN:
            break
    state = any(place.kind == "country" for place in made.places) and glue in (" ", "'s ", "’s ")
    if state and following and following[0] in vocabulary.state_offices:
        return f"the state, by the words behind it ({following[0]})"
    if following[:2] == ["is", "under"] or (following and before in vocabulary.government_before):
        return "a government, by the words beside it"
    return None
