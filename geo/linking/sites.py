"""From a place in the text to a site on the map: coordinates, radius and precision codes of ACLED and UCDP."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gazetteer.places import Candidate, Place, Region
from geo.linking.draft import PlaceRole, Site
from geo.linking.settings import rules
from geo.linking.spots import POINT_KINDS, WIDE_KINDS, Spot

RIVALS_NAMED: Final = 3
"""How many beaten candidates a reason names."""


def site_of(spot: Spot, *, role: PlaceRole = "site", reasons: tuple[str, ...] = (), inherited: bool = False) -> Site:
    """Return the site of a spot; a name that the gazetteer does not know gives one without coordinates."""
    if spot.region is not None:
        site = _region_site(spot.region, role, reasons)
    elif spot.match is not None and spot.match.place is not None:
        site = _place_site(spot, spot.match.place, role, reasons)
    else:
        return Site(spot.text, None, role, (*reasons, "the gazetteer does not know this name"), inherited=inherited)
    if spot.role == "near" and site.kind in POINT_KINDS:
        site = _widened(site, float(rules()["precision"]["near_km"]), "near the place, not in it")
    return inherit(site, "taken over from elsewhere in the text") if inherited else site


def inherit(site: Site, why: str) -> Site:
    """Return the site as one that the event's own sentence does not name: vaguer, and marked so."""
    wider = _widened(site, float(rules()["precision"]["inherited_km"]), why)
    return replace(wider, inherited=True)


def within(text: str, site: Site, why: str) -> Site:
    """Return a site for a name unknown to the gazetteer, placed in the unit that the text names for it."""
    radius = None if site.uncertainty_km is None else max(site.uncertainty_km, _unnamed_km())
    return replace(
        site,
        text=text,
        reasons=(*site.reasons, why),
        uncertainty_km=radius,
        geo_precision=None if site.geo_precision is None else max(2, site.geo_precision),
        where_precision=None if site.where_precision is None else max(2, site.where_precision),
    )


def _unnamed_km() -> float:
    return float(rules()["precision"]["unnamed_km"])


def _widened(site: Site, radius_km: float, why: str) -> Site:
    if site.lon is None:
        return replace(site, reasons=(*site.reasons, why))
    point = site.kind in POINT_KINDS
    return replace(
        site,
        reasons=(*site.reasons, why),
        uncertainty_km=round((site.uncertainty_km or 0.0) + radius_km, 1) if point else site.uncertainty_km,
        geo_precision=max(2, site.geo_precision or 2) if point else site.geo_precision,
        where_precision=max(2, site.where_precision or 2) if point else site.where_precision,
    )


def _rivals(candidates: tuple[Candidate, ...]) -> str:
    beaten = [
        f"{c.place.name} ({', '.join(part for part in (c.place.admin1, c.place.country) if part)})"
        for c in candidates[1 : RIVALS_NAMED + 1]
    ]
    return f"preferred to {'; '.join(beaten)}" if beaten else ""


def _place_site(spot: Spot, place: Place, role: PlaceRole, reasons: tuple[str, ...]) -> Site:
    precision = rules()["precision"]
    geo, where = precision["codes"].get(place.kind, [3, 5])
    wide = place.kind in WIDE_KINDS
    radius = max(place.uncertainty_km, float(precision["point_km"].get(place.kind, 0.0)))
    match = spot.match
    why = (*reasons, *(match.reasons if match else ()), _rivals(match.candidates) if match else "")
    if place.kind == "region" and place.uncertainty_km <= _unnamed_km():
        geo, where = 2, 5
    return Site(
        text=spot.text,
        name=place.name,
        role=role,
        reasons=tuple(reason for reason in why if reason),
        place_id=place.place_id,
        kind=place.kind,
        lon=None if wide else place.lon,
        lat=None if wide else place.lat,
        uncertainty_km=None if wide else round(radius, 1),
        country=place.country,
        country_name=place.country_name,
        admin1=place.name if place.kind == "admin1" else place.admin1,
        admin2=place.name if place.kind == "admin2" else place.admin2,
        pcode=place.pcode,
        geo_precision=int(geo),
        where_precision=int(where),
        has_outline=place.has_outline and not wide and place.kind not in POINT_KINDS,
    )


def _region_site(region: Region, role: PlaceRole, reasons: tuple[str, ...]) -> Site:
    geo, where = rules()["precision"]["region_codes"].get(region.method, [3, 5])
    return Site(
        text=region.text,
        name=region.name,
        role=role,
        reasons=tuple(reason for reason in (*reasons, f"region by method '{region.method}'", region.reason) if reason),
        place_id=None if not region.base_ids or region.method != "whole" else region.base_ids[0],
        kind="region",
        lon=region.lon,
        lat=region.lat,
        uncertainty_km=round(region.uncertainty_km, 1),
        country=region.country,
        admin1=region.admin1,
        geo_precision=int(geo),
        where_precision=int(where),
        has_outline=region.geometry is not None,
        geometry=region.geometry,
    )
