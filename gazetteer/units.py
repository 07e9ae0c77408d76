"""Countries and first-level units as the build makes them: cut, joined, named and simplified as the tables say."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gazetteer import sources
from gazetteer.places import Kind, Place
from gazetteer.shard_writer import Named
from gazetteer.sources import Unit, centre, radius_km, read_csv, split

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

TOLERANCE_DEGREES: Final = 0.012
"""Visvalingam-Whyatt tolerance of the coverage simplification (square root of the area in square degrees)."""

BEYOND_TOWNS_KM: Final = 25.0  # a unit known by its towns alone reaches about so far beyond them
UNIT_WORDS: Final = ("Muhafazat ", "Province de ", "Provincia de ", "Departamento de ", "Estado de ", "Wilaya de ")

MERGES: Final = ("country", "unit", "into", "reason")
Feature = tuple[dict[str, Any], "BaseGeometry"]


def cut(features: Iterable[Feature], npm: Path, tables: Path) -> list[Feature]:
    """Return the features with the units of `admin1_cuts.csv` cut out of the older ones that held them."""
    rows = read_csv(tables / "admin1_cuts.csv", ("country", "unit", "cut", "file", "reason"))
    wanted = {(row["country"], row["unit"]): row for row in rows}
    done: list[Feature] = []
    for properties, outline in features:
        row = wanted.get((properties["iso_a2"], str(properties["name"])))
        if row is None:
            done.append((properties, outline))
            continue
        newer = outline.intersection(sources.newer_unit(npm, row["file"], row["cut"]))
        made = dict.fromkeys(properties) | {
            "name": row["cut"],
            "iso_a2": row["country"],
            "adm1_code": f"{row['country']}-{row['cut']}",
        }
        done += [(properties, sources.areas(outline.difference(newer))), (made, sources.areas(newer))]
    return done


def simplified(features: Sequence[Feature]) -> list[Feature]:
    """Return the features simplified as one coverage, so that neighbours keep their shared border."""
    import shapely

    simple = shapely.coverage_simplify([outline for _, outline in features], TOLERANCE_DEGREES)
    kept = []
    for (properties, before), after in zip(features, simple, strict=True):
        outline = sources.areas(after)
        kept.append((properties, before if outline.is_empty else outline))
    return kept


def first_level(features: Sequence[Feature], tables: Path) -> tuple[list[Unit], list[Named], set[str]]:
    """Return the first-level units, joined and named as the tables say, the finer units that were joined, and the ids
    of the units whose outlines are known to be out of date.
    """
    rows = read_csv(tables / "admin1_groups.csv", ("country", "field", "value", "name", "aliases", "reason"))
    rules = {(row["country"], row["field"], row["value"]): row for row in rows}
    fields = {row["country"]: row["field"] for row in rows}
    merged = {(row["country"], row["unit"]): row["into"] for row in read_csv(tables / "admin1_merges.csv", MERGES)}
    groups: dict[tuple[str, str], list[Feature]] = defaultdict(list)
    aliases: dict[tuple[str, str], set[str]] = defaultdict(set)
    finer: list[Named] = []
    for properties, outline in features:
        country, own = str(properties["iso_a2"]), str(properties["name"] or "")
        field = fields.get(country)
        if field is None:
            if own:
                groups[country, merged.get((country, own), own)].append((properties, outline))
            continue
        value = str(properties[field] or "")
        rule = rules.get((country, field, value)) or rules.get((country, field, "*")) or {"name": "", "aliases": ""}
        name = value if rule["name"] == "*" else rule["name"]
        if name:
            groups[country, name].append((properties, outline))
            aliases[country, name].update(split(rule["aliases"]))
            if own and own != name:
                finer.append(_named_unit(properties, outline, "admin2", admin1=name).named)
    renamed = {
        (row["country"], row["unit"]): row
        for row in read_csv(tables / "admin1.csv", ("country", "unit", "name", "aliases", "reason"))
    }
    stale_keys = {row["unit"] for row in read_csv(tables / "stale_outlines.csv", ("unit", "reason"))}
    units, stale = [], set()
    for (country, name), members in sorted(groups.items(), key=lambda item: item[0]):
        unit = _joined(members, name) if country in fields else _largest(members)
        names = (*unit.named.names, *sorted(aliases[country, name]))
        place, row = unit.named.place, renamed.get((country, _clean(name)))
        if row is not None:
            names = (*(other for other in names if other != name), *split(row["aliases"]))
            place = replace(place, name=row["name"])
        units.append(replace(unit, named=Named(place, names)))
        if {f"country:{country}", f"unit:{country}/{name}"} & stale_keys:
            stale.add(place.place_id)
    return units, finer, stale


def _largest(members: Sequence[Feature]) -> Unit:
    """Return units of one country and name as one: Natural Earth lists some in parts."""
    import shapely

    properties, _ = max(members, key=lambda member: member[1].area)
    return _named_unit(properties, shapely.union_all([outline for _, outline in members]), "admin1")


def _joined(members: Sequence[Feature], name: str) -> Unit:
    import shapely

    outline = shapely.union_all([outline for _, outline in members])
    properties = dict.fromkeys(members[0][0]) | {"name": name, "iso_a2": members[0][0]["iso_a2"]}
    properties["adm1_code"] = f"{properties['iso_a2']}-{name}".replace(" ", "_")
    return _named_unit(properties, outline, "admin1")


def _named_unit(properties: dict[str, Any], outline: BaseGeometry, kind: Kind, admin1: str | None = None) -> Unit:
    lon, lat = centre(outline)
    number = properties["gn_id"]
    place = Place(
        place_id=f"geonames:{number}" if number and number > 0 else f"ne:{properties['adm1_code']}",
        name=_clean(properties["name"]),
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


def newer_units(tables: Path) -> tuple[list[Named], dict[tuple[str, str], str]]:
    """Return the units that are younger than the outlines, placed by their towns (GeoNames), and their names by country
    and GeoNames code.
    """
    import shapely

    records = {record["geonameid"]: record for record, _ in sources.cities()}
    towns: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for record in records.values():
        towns[record["countrycode"], record["admin1code"]].append((record["longitude"], record["latitude"]))
    named, names = [], {}
    for row in read_csv(tables / "admin1_new.csv", ("country", "name", "town_id", "town", "aliases", "reason")):
        record = records[int(row["town_id"])]
        code = (record["countrycode"], record["admin1code"])
        points = shapely.MultiPoint(towns[code])
        lon, lat = round(points.centroid.x, 3), round(points.centroid.y, 3)
        place = Place(
            place_id=f"dateline:{row['country']}-{row['name']}".replace(" ", "_"),
            name=row["name"],
            kind="admin1",
            lon=lon,
            lat=lat,
            country=row["country"],
            uncertainty_km=round(radius_km(points, lon, lat) + BEYOND_TOWNS_KM, 1),
        )
        named.append(Named(place, split(row["aliases"])))
        names[code] = row["name"]
    return named, names


def countries(features: Sequence[Feature], alias: Mapping[str, tuple[str, ...]]) -> list[Unit]:
    """Return the countries, each as the union of its units; those without units at their capital, without outline."""
    import shapely

    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for properties, outline in features:
        parts[properties["iso_a2"]].append(outline)
    towns = {(record["countrycode"], record["name"]): record for record, _ in sources.cities()}
    units = []
    for record in sources.countries():
        outline = shapely.union_all(parts.get(record["iso"], []))
        if not outline.is_empty:
            lon, lat = centre(outline)
        else:
            town = towns.get((record["iso"], record["capital"]))
            if town is None:  # no people, or no more a country
                continue
            lon, lat = town["longitude"], town["latitude"]
        place = Place(
            place_id=f"geonames:{record['geonameid']}",
            name=record["name"].strip(),
            kind="country",
            lon=lon,
            lat=lat,
            country=record["iso"],
            population=int(record["population"]),
            uncertainty_km=BEYOND_TOWNS_KM if outline.is_empty else round(radius_km(outline, lon, lat), 1),
        )
        units.append(Unit(Named(place, (record["iso3"], *alias.get(f"country:{record['iso']}", ()))), outline))
    return units


def counties(npm: Path) -> list[Unit]:
    """Return the United States' counties, named "X County"."""
    import shapely
    from pyogrio.raw import read

    folder = sources.geonames_folder()
    states = {row["fips"]: row["name"] for row in json.loads((folder / "us_states.json").read_text("utf-8")).values()}
    official = {row["fips"]: row["name"] for row in json.loads((folder / "us_counties.json").read_text("utf-8"))}
    _, _, shapes, (codes, names) = read(
        npm / "us-atlas" / "counties-10m.json", layer="counties", columns=["id", "name"]
    )
    units = []
    for code, name, outline in zip(codes, names, shapely.from_wkb(shapes), strict=True):
        state = states.get(str(code)[:2])
        if state is None or outline.is_empty:
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
        units.append(Unit(Named(place, ()), outline))
    return units
