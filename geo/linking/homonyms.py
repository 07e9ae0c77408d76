"""A city and the unit round it that share a name: without a word for a unit, news means the city."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from gazetteer.places import Match
from geo.linking.settings import rules

_REACH: Final = 24
"""Characters before a name in which "province of" and "across" stand."""


def city_meant(match: Match, text: str) -> Match:
    """Return a match of a first-level unit as one of its great city, where the words beside it name no unit.

    "Five people died in Odesa" is the city; "Odesa region", "across Odesa" and "the province of Aleppo" are not. Only
    cities of `city_people` and more in the unit's own country count: a small capital is called "the city of Idlib".
    """
    place, mention = match.place, match.mention
    if place is None or mention is None or place.kind != "admin1" or text.isupper():
        return match
    words = rules()["homonyms"]
    before, after = text[max(0, mention.start - _REACH) : mention.start], text[mention.end : mention.end + _REACH]
    if re.match(rf"(?:['’]s)?\s+(?:{words['units']})\b", after, re.IGNORECASE):
        return match
    if re.search(rf"\b(?:(?:{words['units']}) of(?: the)?|{words['wide']})\s+$", before, re.IGNORECASE):
        return match
    spelled = place.name.casefold()
    for candidate in match.candidates:
        city = candidate.place
        same = city.country == place.country and (city.admin1 == place.name or city.name.casefold() == spelled)
        if city.kind == "city" and same and city.population >= words["city_people"]:
            why = f"the city, not {place.name} the unit: no word for a unit stands beside it"
            rest = tuple(c for c in match.candidates if c.place.place_id != city.place_id)
            return replace(
                match,
                place=city,
                score=candidate.score,
                reasons=(*candidate.reasons, why),
                candidates=(candidate, *rest),
            )
    return match
