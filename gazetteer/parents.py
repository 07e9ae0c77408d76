"""Where the text itself says that a place lies: "Palma in northern Mozambique" is no Palma elsewhere.

A name that the gazetteer has only in another country than the one stated, or only as a small place of a country of
which the text never speaks, is left unresolved with its candidates: an unknown village is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from gazetteer.found import LARGE, Found
from gazetteer.places import Place

_IN: Final = re.compile(
    r"\s*,?\s*(?:(?:a|the)\s+(?:small\s+|remote\s+|border\s+)?(?:town|village|city|hamlet|district|camp|settlement)\s+)?"
    r"in\s+(?:(?:the|\w+ern|north|south|east|west|centre|center|central|(?:north|south)-?(?:east|west)|far|deep|restive|"
    r"troubled|volatile|neighbou?ring|nearby|rural|[a-z]+-(?:rich|held|controlled|run)|province|region|state|of)\s+)*"
)
CERTAIN: Final = 0.42
"""A place of a country that the text does not speak of, with fewer points than these, is a guess."""
_MOST: Final = 2
"""A unit's name borne in more countries says little."""
_SPOKEN: Final = 2.0
"""So much has to be told of other countries before the silence about one says anything."""


def stated(text: str, found: Sequence[Found]) -> Mapping[str, frozenset[str]]:
    """Return, by name, the countries (ISO codes) in which the text says that the place lies.

    Only "in" between a name and a country or first-level unit counts, with nothing but directions between.
    """
    told: dict[str, frozenset[str]] = {}
    for item, after in pairwise(found):
        if after.use in ("demonym", "embedded") or not _IN.fullmatch(text, item.end, after.start):
            continue
        holders = [after.fixed] if after.fixed else [p for p in after.places if p.kind in ("country", "admin1")]
        countries = frozenset(p.country for p in holders if p.country)
        if countries and len(countries) <= _MOST:
            told.setdefault(item.name, countries)
    return told


def elsewhere(place: Place, told: frozenset[str] | None, countries: Mapping[str | None, float]) -> str | None:
    """Return why a place cannot be the one that the text means, or None."""
    if place.country is None or place.kind in ("country", "continent"):
        return None
    if told is not None and place.country not in told:
        return f"not in {' or '.join(sorted(told))}, where the text says it lies"
    others = sum(weight for code, weight in countries.items() if code != place.country)
    silent = countries.get(place.country, 0.0) <= 0 and others >= _SPOKEN
    if silent and place.population < LARGE and place.kind in ("city", "town", "village", "neighbourhood"):
        return "a small place of a country of which the text does not speak"
    return None
