"""What an article as a whole speaks of: the place, or else the country, that an event without a place falls back to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from gazetteer.places import Match
from geo.extracting.model import Sentence
from geo.linking.draft import Site
from geo.linking.spots import WIDE_KINDS, Spot, home_country, ranked_countries

HEADLINE_WEIGHT: Final = 3
LEAST_WEIGHT: Final = 3
LEAST_SHARE: Final = 0.4
"""A place is the article's focus from this share of all mentions of places on."""


def find_focus(
    spots: Sequence[Sequence[Spot]], sentences: Sequence[Sentence], matches: Sequence[Match]
) -> tuple[Spot, str] | None:
    """Return the place that an article speaks of most, or its country, with the reason in words."""
    weights: Counter[str] = Counter()
    first: dict[str, Spot] = {}
    for row, sentence in zip(spots, sentences, strict=True):
        for spot in row:
            if spot.match is None or spot.match.place is None or spot.role == "other":
                continue
            weights[spot.ids[0]] += HEADLINE_WEIGHT if sentence.kind == "headline" else 1
            first.setdefault(spot.ids[0], spot)
    narrow = [(weight, first[i]) for i, weight in weights.items() if first[i].kind not in WIDE_KINDS]
    if narrow:
        weight, place = min(narrow, key=lambda item: (-item[0], item[1].start))
        if weight >= LEAST_WEIGHT and weight >= LEAST_SHARE * sum(weights.values()):
            return place, f"the article speaks of '{place.text}' most"
    home = home_country(matches)
    if home is None or home.mention is None:
        return None
    text = home.place.name if home.place else home.name  # not "Syrian"
    spot = Spot(0, home.mention.start, home.mention.end, text, "site", match=home)
    return spot, f"the article speaks of '{text}'; no place of its own is named"


def home_site(matches: Sequence[Match], names: Mapping[str, str]) -> Site | None:
    """Return the country that an article's places lie in, where it does not name the country itself.

    `names` are countries' names by ISO code.
    """
    code = next((code for code in ranked_countries(matches) if code in names), None)
    if code is None:
        return None
    name = names[code]
    why = f"the article's places lie in {name}; no place of its own is named"
    return Site(
        name, name, "site", (why,), kind="country", country=code, country_name=name, geo_precision=3,
        where_precision=6, inherited=True,
    )  # fmt: skip
