"""Names and places, offline.

>>> import gazetteer
>>> gaz = gazetteer.load()
>>> [match.place.name for match in gaz.lookup("Latakia", country="SY")][:1]
['Latakia']
"""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.atlas import Gazetteer, ShardInfo, load
from gazetteer.errors import BadGazetteerFile, BadRequest, GazetteerError, PlaceNotFound
from gazetteer.names import NormalizedName, normalize
from gazetteer.places import KINDS, Candidate, Kind, Match, Mention, Place, Region, Use

__all__ = [
    "KINDS",
    "BadGazetteerFile",
    "BadRequest",
    "Candidate",
    "Gazetteer",
    "GazetteerError",
    "Kind",
    "Match",
    "Mention",
    "NormalizedName",
    "Place",
    "PlaceNotFound",
    "Region",
    "ShardInfo",
    "Use",
    "find_regions",
    "geoparse",
    "load",
    "normalize",
]


def geoparse(text: str, gaz: Gazetteer, *, home: str | None = None) -> list[Match]:
    """Return every place mention of a text, in text order, each with its use, place, score and reasons."""
    from gazetteer.geocode import geoparse as run

    return run(text, gaz, home=home)


def find_regions(text: str, matches: Sequence[Match], gaz: Gazetteer) -> list[Region]:
    """Return the places that phrases describe by their relation to named ones: "southern Idlib"."""
    from gazetteer.regions import find_regions as run

    return run(text, matches, gaz)
