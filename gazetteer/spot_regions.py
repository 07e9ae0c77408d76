"""Regions made from points and lines: near, a distance and direction from, between, along, further on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from gazetteer.finder import Finder, Made, radius, reach
from gazetteer.phrases import Phrase, rules
from gazetteer.places import Place, Region
from gazetteer.unit_regions import around

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FARTHEST_KM: Final = 500.0
"""A distance told from a place beyond this is no description of a place."""
FURTHER_BACK: Final = 600
"""Characters between "further east" and the place that it goes on from."""


def near(finder: Finder, phrase: Phrase) -> Region | None:
    """Return the circle round a town."""
    from gazetteer.bands import circle

    base = phrase.bases[0]
    named, place = finder.bases.named(base), finder.bases.point(base)
    if finder.bases.use(base) != "literal":
        return None
    if named is not None and named.kind == "admin1" and _is_around(finder, phrase):
        return around(finder, phrase, named)
    if place is None:
        return None
    km = phrase.km if phrase.km is not None else reach("near", place) + radius(place)
    if not 0 < km <= FARTHEST_KM:
        return None
    name = f"near {place.name}" if phrase.km is None else f"within {km:.0f} km of {place.name}"
    made = Made(name, "near", (place,))
    return finder.made(phrase, made, (km,), lambda: circle(lon=place.lon, lat=place.lat, km=km))


def _is_around(finder: Finder, phrase: Phrase) -> bool:
    """Whether forces stand "around" a province: near a town of its name they would be "near" it."""
    town = phrase.bases[0].unit in rules()["words"]["town"]
    return not town and finder.text[phrase.start :].casefold().startswith(("around", "surrounding"))


def offset(finder: Finder, phrase: Phrase) -> Region | None:
    """Return where a distance and direction from a town lead, or what lies that way."""
    from gazetteer.bands import sector

    place = finder.bases.point(phrase.bases[0])
    if place is None or finder.bases.use(phrase.bases[0]) != "literal":
        return None
    way = " and ".join(phrase.directions)
    if phrase.km is None:
        km = radius(place) + reach("beyond", place)
        made = Made(f"{way} of {place.name}", "offset", (place,), "no distance is told")
        fan = partial(sector, lon=place.lon, lat=place.lat, directions=phrase.directions, km=km)
        return finder.made(phrase, made, phrase.directions, fan)
    if not 0 < phrase.km <= FARTHEST_KM:
        return None
    told = f"{phrase.km:.0f} km {way + ' of' if way else 'from'} {place.name}"
    reason = "" if way else "no direction is told"
    made = Made(told, "offset", (place,), reason)
    key = (*phrase.directions, phrase.km, phrase.vague)
    return finder.made(phrase, made, key, lambda: _shifted(place, phrase))


def _shifted(place: Place, phrase: Phrase) -> BaseGeometry:
    """Circles where a distance and directions lead; a circle round the place itself where no direction is told."""
    import shapely

    from gazetteer.bands import circle, moved
    from gazetteer.geometry import BEARINGS

    km = phrase.km or 0.0
    slack = (1.0 if phrase.vague else float(rules()["sizes"]["offset_slack"])) * km
    if not phrase.directions:
        return circle(lon=place.lon, lat=place.lat, km=km + slack)
    spots = [moved(lon=place.lon, lat=place.lat, bearing=BEARINGS[way], km=km) for way in phrase.directions]
    return shapely.union_all([circle(lon=lon, lat=lat, km=max(1.0, slack + 0.5 * radius(place))) for lon, lat in spots])


def between(finder: Finder, phrase: Phrase) -> Region | None:
    """Return the corridor between two towns."""
    from gazetteer.bands import corridor
    from gazetteer.geometry import distance

    ends = [finder.bases.point(base) for base in phrase.bases]
    one, other = ends
    if one is None or other is None or {finder.bases.use(base) for base in phrase.bases} != {"literal"}:
        return None
    sizes = rules()["sizes"]
    apart = distance((one.lon, one.lat), (other.lon, other.lat))
    if not 0 < apart <= sizes["between_most_apart"]:
        return None
    km = max(sizes["between_least"], sizes["between_share"] * apart)
    made = Made(f"between {one.name} and {other.name}", "between", (one, other))
    return finder.made(phrase, made, (), lambda: corridor((one.lon, one.lat), (other.lon, other.lat), km))


def along(finder: Finder, phrase: Phrase) -> Region | None:
    """Return the band along a road or river."""
    from gazetteer.bands import widen

    place = finder.bases.named(phrase.bases[0])
    if place is None or place.kind not in ("road", "river", "border"):
        return None
    name = f"along {place.name}"
    line = finder.gaz.outline(place.place_id)
    if line is None or finder.gaz.is_stale(place.place_id):
        return finder.whole(phrase, place, name, f"the course of {place.name} is not known")
    made = Made(name, "along", (place,))
    return finder.made(phrase, made, (), lambda: widen(line, float(rules()["sizes"]["along"])))


def further(finder: Finder, phrase: Phrase) -> Region | None:
    """What lies further that way than the place told last."""
    from gazetteer.bands import sector

    region = next((r for r in reversed(finder.regions) if r.end <= phrase.start and r.method != "border"), None)
    match = finder.bases.last_site(phrase.start)
    region_end = region.end if region is not None else -1
    match_end = match.mention.end if match is not None and match.mention is not None else -1
    if phrase.start - max(region_end, match_end) > FURTHER_BACK or max(region_end, match_end) < 0:
        return None
    place = match.place if match is not None else None
    last: Region | Place | None = region if region_end >= match_end else place
    if last is None:
        return None
    km = last.uncertainty_km + float(rules()["sizes"]["further"])
    ids = last.base_ids if isinstance(last, Region) else (last.place_id,)
    stand_in = Place(ids[0], last.name, "region", last.lon, last.lat, country=last.country, admin1=last.admin1)
    made = Made(f"{' and '.join(phrase.directions)} of {last.name}", "offset", (stand_in,), "no distance is told")
    fan = partial(sector, lon=last.lon, lat=last.lat, directions=phrase.directions, km=km)
    key = (last.name, last.lon, last.lat, *phrase.directions)
    return finder.made(phrase, made, key, partial(fan, inner_km=0.3 * last.uncertainty_km))
