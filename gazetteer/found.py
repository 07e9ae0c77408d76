"""A name found in a text, before its place is chosen, and how weighty the places are that may bear it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gazetteer.names import NormalizedName
from gazetteer.places import Place, Use

NOTED: Final = 15_000
"""A place of so many people needs no cue in the text; a smaller one does."""
AREAS: Final = frozenset(
    {"country", "admin1", "admin2", "continent", "ocean", "sea", "region", "river", "lake", "mountain", "island"}
)
COUNTRY, GREAT, UNIT, BIG, LARGE = 3e9, 1e9, 4e6, 1e6, 100_000
"""Weights of places: a country, anything as weighty, a first-level unit, a city of a million, one of 100,000."""
_KIND_WEIGHT: Final[Mapping[str, float]] = {
    "country": COUNTRY,
    "continent": 2e9,
    "admin1": UNIT,
    "region": 2e6,
    "sea": 2e6,
    "ocean": 2e6,
}
GAP: Final = re.compile(r"\s+")
"""Nothing but white space between two words."""


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
    wanted: str | None = None  # kind that the words ask for: town, admin, country, island, base, ...
    reasons: list[str] = field(default_factory=list)
    fixed: Place | None = None  # an abbreviation or demonym has one sense


def weight(place: Place) -> float:
    """Return how weighty a place is: its people, with units and countries above all towns.

    >>> weight(Place("geonames:1", "Idlib", "admin1", 36.6, 35.8)) > weight(Place("geonames:2", "A", "city", 0, 0))
    True
    """
    return _KIND_WEIGHT.get(place.kind, 0.0) + place.population


def heaviest(found: Found) -> float:
    """Return the weight of the weightiest place that bears a name."""
    return max(weight(place) for place in found.places)
