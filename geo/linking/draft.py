"""What linking adds to a finding: where it lies, when it was, how many, who says so; then the reports of one event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from geo.extracting.model import Attribution, Confidence, CountMention, Event, Modality
from geo.reading.article import Article

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

PlaceRole = Literal["site", "origin", "destination"]


@dataclass(frozen=True, slots=True)
class Site:
    """A place of an event. `lon`/`lat` (WGS 84 degrees) are None for a whole country; `uncertainty_km` is a radius."""

    text: str
    name: str | None
    role: PlaceRole
    reasons: tuple[str, ...]
    place_id: str | None = None
    kind: str | None = None
    lon: float | None = None
    lat: float | None = None
    uncertainty_km: float | None = None
    country: str | None = None
    country_name: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    pcode: str | None = None
    geo_precision: int | None = None
    where_precision: int | None = None
    inherited: bool = False
    has_outline: bool = False
    geometry: BaseGeometry | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class When:
    """The days on which an event may have happened, ISO; `precision` is UCDP's 1-5."""

    start: str | None
    end: str | None
    text: str | None
    precision: int | None
    reason: str = ""
    told: bool = True  # False where no words tell it: the days up to publication


@dataclass(frozen=True, slots=True)
class Draft:
    """One report of an event: the finding with its place, date, counts and source.

    `order` is the article's position in the run, `part` tells the places of one trigger apart.
    """

    article: Article
    order: int
    event: Event
    quote: tuple[int, int]
    paragraph: int
    kind: str  # kind of sentence
    definite: bool
    another: bool
    when: When
    site: Site | None
    origin: Site | None = None
    destination: Site | None = None
    counts: tuple[CountMention, ...] = ()
    attribution: Attribution | None = None
    confidence: Confidence = "fact"
    modality: Modality = "occurred"
    background: bool = False
    shingles: frozenset[int] = frozenset()
    part: int = 0


@dataclass(frozen=True, slots=True)
class Incident:
    """One event in the world: its reports in text order, and why they were taken for one."""

    drafts: tuple[Draft, ...]
    reasons: tuple[str, ...] = ()
