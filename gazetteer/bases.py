"""Which place a phrase starts from: the unit or the town of a name, or the one told before ("the province")."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from gazetteer.names import normalize
from gazetteer.phrases import Base, rules
from gazetteer.places import Match, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

AREAS: Final = frozenset({"country", "admin1", "admin2", "region", "island", "continent"})
POINTS: Final = frozenset(
    {"city", "town", "village", "neighbourhood", "airport", "base", "camp", "crossing", "facility", "other", "mountain"}
)
TOWNS: Final = frozenset({"city", "town", "village"})
BIG_CITY: Final = 1_000_000
"""From this population on "southern X" is taken for a part of the city, below for one of the unit of that name."""
NEAR_WORDS: Final = 400
"""A country named within so many characters before is what "the country" means; else the one spoken of most."""


class Atlas(Protocol):
    """What regions ask of a gazetteer."""

    def outline(self, place_id: str) -> BaseGeometry | None:
        """Return a unit's outline in EPSG:4326, or None."""
        ...

    def is_stale(self, place_id: str) -> bool:
        """Return whether that outline is known to be out of date."""
        ...

    def covering(self, *, lon: float, lat: float) -> tuple[Place | None, Place | None]:
        """Return the country and the first-level unit at a point."""
        ...


class Bases:
    """Reads the places that phrases start from, out of the matches of one text."""

    def __init__(self, matches: Sequence[Match], gaz: Atlas) -> None:
        self._matches = matches
        self._gaz = gaz
        placed = [match for match in matches if match.mention is not None and match.place is not None]
        self._literal = [match for match in placed if match.mention and match.mention.use == "literal"]
        self._starts = [match.mention.start for match in self._literal if match.mention]

    def area(self, base: Base, before: int) -> Place | None:
        """Return the unit that is meant; a town where the name has no unit or is that of a very big city."""
        if base.match is None:
            return self.told(base.noun, before)
        match = self._matches[base.match]
        place = match.place
        words = rules()["words"]
        if place is None or place.kind in AREAS or base.unit in words["town"]:
            return self.point(base) or place if base.unit in words["town"] else place
        if place.population >= BIG_CITY and base.unit not in words["admin1"]:
            return place
        return self._namesake_unit(match, place) or place

    def point(self, base: Base) -> Place | None:
        """Return the town or other point that is meant, None for a name that is only that of an area."""
        if base.match is None:
            return None
        match = self._matches[base.match]
        if match.place is None or match.place.kind in POINTS:
            return match.place
        return self._namesake_town(match, match.place)

    def town_of(self, base: Base, unit: Place) -> Place | None:
        """Return the town that bears the unit's name."""
        if base.match is None:
            return None
        match = self._matches[base.match]
        if match.place is not None and match.place.kind in TOWNS:
            return match.place
        return self._namesake_town(match, unit)

    def use(self, base: Base) -> str:
        """Return how the text uses the name: literal, metonym, demonym."""
        mention = None if base.match is None else self._matches[base.match].mention
        return mention.use if mention is not None else "literal"

    def named(self, base: Base) -> Place | None:
        """Return the place of a name as the geoparser chose it."""
        return None if base.match is None else self._matches[base.match].place

    def _namesake_unit(self, match: Match, place: Place) -> Place | None:
        """The first-level unit that bears a town's name and holds it."""
        for candidate in match.candidates:
            other = candidate.place
            if other.kind == "admin1" and other.country == place.country and _same(other.name, place.name):
                return other
        unit = self._gaz.covering(lon=place.lon, lat=place.lat)[1]
        return unit if unit is not None and _same(unit.name, place.name) else None

    @staticmethod
    def _namesake_town(match: Match, place: Place) -> Place | None:
        for candidate in match.candidates:
            other = candidate.place
            if other.kind in POINTS and other.country == place.country and _same(other.name, place.name):
                return other
        return None

    # -- told before --------------------------------------------------------------------------------------------------

    def told(self, noun: str, before: int) -> Place | None:
        """Return the place that "the province", "the country" or "the city" stands for at an offset."""
        words = rules()["words"]
        if noun in words["country"]:
            return self._country(before)
        if noun in words["town"]:
            return next((place for place, _ in self._back(before) if place.kind in TOWNS), None)
        held = None
        for place, match in self._back(before):
            if place.kind in ("admin1", "region") and (
                place.kind == "admin1" or noun in ("region", "enclave", "territory")
            ):
                return place
            if place.kind in POINTS:
                unit = self._namesake_unit(match, place)
                if unit is not None:
                    return unit
                held = held or place
        return self._gaz.covering(lon=held.lon, lat=held.lat)[1] if held is not None else None

    def _country(self, before: int) -> Place | None:
        for place, match in self._back(before):
            if match.mention is None or before - match.mention.end > NEAR_WORDS:
                break
            if place.kind == "country":
                return place
        return next(iter(self.countries), None)

    def _back(self, before: int) -> Iterator[tuple[Place, Match]]:
        """The literal places told before an offset, the last first."""
        for index in range(bisect_left(self._starts, before) - 1, -1, -1):
            match = self._literal[index]
            if match.place is not None:
                yield match.place, match

    def last_site(self, before: int) -> Match | None:
        """Return the match of the last town or first-level unit told before an offset."""
        return next((m for place, m in self._back(before) if place.kind in POINTS or place.kind == "admin1"), None)

    @cached_property
    def countries(self) -> tuple[Place, ...]:
        """The countries that the text speaks of, most first; places count for the country they lie in."""
        votes: Counter[str] = Counter()
        known: dict[str, Place] = {}
        somewhere: dict[str, Place] = {}
        for match in self._matches:
            place, mention = match.place, match.mention
            if place is None or mention is None or not place.country or mention.use == "embedded":
                continue
            votes[place.country] += 3 if mention.use == "literal" else 1
            if place.kind == "country":
                known.setdefault(place.country, place)
            else:
                somewhere.setdefault(place.country, place)
        found = []
        for code, _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
            country = known.get(code) or self._gaz.covering(lon=somewhere[code].lon, lat=somewhere[code].lat)[0]
            if country is not None:
                found.append(country)
        return tuple(found)


def _same(one: str, other: str) -> bool:
    """Tell whether two names are one, the word for the unit left out: "Idlib Governorate" and "Idlib"."""
    units = frozenset(rules()["words"]["unit"])

    def bare(name: str) -> frozenset[str]:
        return frozenset(str(normalize(name)).split()) - units

    return bare(one) == bare(other)
