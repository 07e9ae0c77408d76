"""One place known to two sources is one answer with two ids."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from gazetteer.places import Place

SETTLEMENTS: Final = frozenset({"city", "town", "village", "neighbourhood"})
SAME_KM: Final = 4.0  # sources place the middle of one town up to so far apart


def merged(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return places of one name with those that are the same under another id joined; the first source's stays.

    >>> one = Place("geonames:1", "Douma", "town", 36.4, 33.57, country="SY")
    >>> other = Place("ocha:C1", "Duma", "village", 36.41, 33.57, country="SY", pcode="C1")
    >>> [(place.place_id, place.other_ids, place.pcode) for place in merged([one, other])]
    [('geonames:1', ('ocha:C1',), 'C1')]
    """
    found = list(places)
    if len({place.place_id.partition(":")[0] for place in found}) == 1 and len({p.place_id for p in found}) == len(
        found
    ):
        return tuple(found)  # one source has each place once
    kept: list[Place] = []
    for place in found:
        for number, known in enumerate(kept):
            if _same(known, place):
                kept[number] = _joined(known, place)
                break
        else:
            kept.append(place)
    return tuple(kept)


def _same(one: Place, other: Place) -> bool:
    if one.place_id == other.place_id:
        return True
    if one.place_id.partition(":")[0] == other.place_id.partition(":")[0] or one.country != other.country:
        return False
    if one.kind in SETTLEMENTS and other.kind in SETTLEMENTS:
        reach = SAME_KM
    elif one.kind == other.kind:
        reach = max(SAME_KM, one.uncertainty_km, other.uncertainty_km) / (1 if one.kind in ("country", "admin1") else 2)
    else:
        return False
    return distance_km(one.lon, one.lat, other.lon, other.lat) <= reach


def _joined(known: Place, other: Place) -> Place:
    if known.place_id == other.place_id:
        return known
    return replace(
        known,
        other_ids=tuple(dict.fromkeys((*known.other_ids, other.place_id, *other.other_ids))),
        pcode=known.pcode or other.pcode,
        admin1=known.admin1 or other.admin1,
        admin2=known.admin2 or other.admin2,
        population=known.population or other.population,
    )


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance in km (haversine, mean radius 6371.0088 km, IUGG).

    >>> round(distance_km(36.29, 33.51, 37.16, 36.20))
    309
    """
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))
