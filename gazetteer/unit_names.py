"""Finds the embedded gazetteer's name for a first-level unit that another source spells its own way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gazetteer.names import normalize
from gazetteer.places import Place
from gazetteer.skeletons import skeleton

if TYPE_CHECKING:
    from gazetteer.atlas import Gazetteer

UNIT_WORDS: Final = frozenset("governorate province district region oblast state county department prefecture".split())


class UnitNames:
    """Names of first-level units, learnt once for each spelling of a country's unit."""

    def __init__(self, gaz: Gazetteer) -> None:
        self._gaz = gaz
        self._known: dict[tuple[str, str], str] = {}
        self._units: dict[str, list[Place]] = {}

    def placed(self, place: Place) -> Place:
        """Return a place with its unit under the embedded name."""
        if not place.admin1 or not place.country:
            return place
        key = (place.country, place.admin1)
        if key not in self._known:
            self._known[key] = self._name(place, place.admin1, place.country)
        name = self._known[key]
        return place if name == place.admin1 else replace(place, admin1=name)

    def _name(self, place: Place, told: str, country: str) -> str:
        """Return a unit by name, by consonants, or else the one that holds the first place seen in it."""
        named = self._gaz.units_named(told, country)
        if len(named) == 1:
            return named[0].name
        alike = [unit for unit in self._of(country) if skeleton(unit.name) == skeleton(told)]
        if len(alike) == 1:
            return alike[0].name
        unit = self._gaz.covering(lon=place.lon, lat=place.lat)[1]
        if unit is not None and unit.country == country and not self._gaz.is_stale(unit.place_id):
            return unit.name
        return told

    def _of(self, country: str) -> list[Place]:
        if country not in self._units:
            self._units[country] = [unit for unit in self._gaz.units() if unit.country == country]
        return self._units[country]


def without_unit_word(name: str) -> str:
    """Return a unit's normalised name without the word for the unit.

    >>> without_unit_word("Homs Governorate"), without_unit_word("State of Mexico")
    ('homs', 'mexico')
    """
    words = [word for word in normalize(name).split() if word not in UNIT_WORDS]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "of" else words) or normalize(name)
