"""What the gazetteer speaks of: places, mentions of them in a text, and matches between the two.

All coordinates are WGS 84 degrees (EPSG:4326), always longitude first; distances are kilometres.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Kind = Literal[
    "country",
    "admin1",
    "admin2",
    "city",
    "town",
    "village",
    "neighbourhood",
    "region",
    "continent",
    "ocean",
    "sea",
    "river",
    "lake",
    "mountain",
    "island",
    "road",
    "border",
    "airport",
    "base",
    "camp",
    "crossing",
    "facility",
    "other",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Use = Literal["literal", "metonym", "demonym", "embedded"]
"""How a text uses a name: a place, a government or team or people, an adjective ("Russian"), part of another name."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer.

    `place_id` says its source (`geonames:169023`, `ne:SYR-134`, `dateline:m5`); the same place known to another
    source too has those ids in `other_ids`. For an area, `lon`/`lat` is a representative point and `uncertainty_km`
    the radius of the circle round it that covers the area.
    """

    place_id: str
    name: str
    kind: Kind
    lon: float
    lat: float
    country: str | None = None  # ISO 3166-1 alpha-2
    admin1: str | None = None  # name of the first-level unit
    admin2: str | None = None
    population: int = 0
    uncertainty_km: float = 0.0
    pcode: str | None = None  # OCHA P-code
    country_name: str | None = None
    other_ids: tuple[str, ...] = ()
    has_outline: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant, with its score (0 to 1) and the reasons for and against."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names a place: `text == document[start:end]`, offsets in Unicode code points."""

    start: int
    end: int
    text: str
    use: Use = "literal"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An answer of the gazetteer: the place chosen for a name, with the reasons and the candidates it beat.

    `place` is None where a name was found and not resolved; `candidates` then still lists the best. `mention` is
    None for a bare look-up. `candidates` starts with the chosen place.
    """

    name: str
    place: Place | None
    score: float
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A place that a phrase describes by its relation to named ones: "southern Idlib", "10 km east of Hama".

    `geometry` lies in EPSG:4326; `method` names how it was made; `base_ids` are the places it was made from.
    Where no part can honestly be cut out, `geometry` is the whole unit and `reason` says why.
    """

    start: int
    end: int
    text: str
    name: str  # "southern Idlib"
    method: Literal["part", "edge", "border", "near", "offset", "between", "along", "whole"]
    base_ids: tuple[str, ...]
    lon: float
    lat: float
    uncertainty_km: float
    country: str | None = None
    admin1: str | None = None
    reason: str = ""
    geometry: BaseGeometry | None = field(default=None, compare=False)
