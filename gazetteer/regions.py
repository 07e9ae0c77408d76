"""Places that are not points: "southern Idlib", "10 km east of Hama", "the border between Syria and Turkey".

A phrase (`phrases`) starts from places (`bases`); its area is cut from outlines (`geometry`, `bands`). Where the
outline is missing or known to be stale nothing is cut: the region is then the whole unit, and its reason says why.
Sizes and words stand in `vocabulary/regions.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from gazetteer import spot_regions, unit_regions
from gazetteer.bases import Atlas
from gazetteer.finder import Finder
from gazetteer.phrases import Phrase, find_phrases
from gazetteer.places import Match, Region

MAKERS: Final[dict[str, Callable[[Finder, Phrase], Region | None]]] = {
    "part": unit_regions.part,
    "centre": unit_regions.centre,
    "countryside": unit_regions.countryside,
    "edge": unit_regions.edge,
    "border": unit_regions.border,
    "near": spot_regions.near,
    "offset": spot_regions.offset,
    "between": spot_regions.between,
    "along": spot_regions.along,
    "further": spot_regions.further,
}
"""One maker for each kind of phrase in `vocabulary/regions.toml`."""


def find_regions(text: str, matches: Sequence[Match], gaz: Atlas) -> list[Region]:
    """Return the regions that phrases of a text describe, in text order, none overlapping.

    Args:
        text: the text that was geoparsed.
        matches: what `geoparse` found in it.
        gaz: gives outlines, and the unit that covers a point.

    Returns:
        Regions whose geometry lies in EPSG:4326 and whose `uncertainty_km` is the radius of a circle round
        (lon, lat) that covers it.

    >>> find_regions("Nothing is said of any place.", [], None)
    []
    """
    phrases = find_phrases(text, matches)
    if not phrases:
        return []
    finder = Finder(text, matches, gaz)
    for phrase in phrases:
        region = MAKERS[phrase.kind](finder, phrase)
        if region is not None:
            finder.regions.append(region)
    return finder.regions
