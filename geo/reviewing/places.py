"""The columns that say where, all together, as an edit sets them: from the gazetteer's place or from a position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gazetteer.places import Place
from geo.linking.settings import rules

if TYPE_CHECKING:
    from gazetteer import Gazetteer

CLICKED_KM: float = 1.0
"""Radius of the circle round a position that was clicked or typed, where nothing else is told."""


def changes_of(place: Place) -> dict[str, Any]:
    """Return the changes that put an incident at a place of the gazetteer.

    >>> changes_of(Place("t:1", "Idlib", "town", 36.63, 35.93, country="SY", population=9))["geo_precision"]
    1
    """
    precision = rules()["precision"]
    radius = place.uncertainty_km or float(precision["point_km"].get(place.kind, 0.0)) or None
    geo, where = precision["codes"].get(place.kind, (3, 4))
    whole = place.kind in ("country", "continent")
    return {
        "place_id": place.place_id,
        "place_name": place.name,
        "place_kind": place.kind,
        "country": place.country,
        "country_name": place.country_name,
        "admin1": place.name if place.kind == "admin1" else place.admin1,
        "admin2": place.name if place.kind == "admin2" else place.admin2,
        "pcode": place.pcode,
        "lon": None if whole else place.lon,
        "lat": None if whole else place.lat,
        "uncertainty_km": None if whole else radius,
        "geo_precision": geo,
        "where_precision": where,
    }


def changes_at(
    gaz: Gazetteer, *, lon: float, lat: float, name: str | None = None, uncertainty_km: float = CLICKED_KM
) -> dict[str, Any]:
    """Return the changes that put an incident at a position in WGS 84 degrees; country and unit are looked up.

    `name` is what the place is called; without one the name is the unit's, or null at sea.
    """
    country, admin1 = gaz.covering(lon=lon, lat=lat)
    geo, where = (1, 1) if uncertainty_km <= 5 else (2, 2) if uncertainty_km <= 25 else (3, 4)  # noqa: PLR2004 -- km
    holder = admin1 or country
    return {
        "place_id": None,
        "place_name": name or (f"position in {holder.name}" if holder else None),
        "place_kind": "other",
        "country": country.country if country else None,
        "country_name": country.name if country else None,
        "admin1": admin1.name if admin1 else None,
        "admin2": None,
        "pcode": None,
        "lon": lon,
        "lat": lat,
        "uncertainty_km": uncertainty_km,
        "geo_precision": geo,
        "where_precision": where,
    }
