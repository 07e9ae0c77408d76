"""What the readers of users' tables share, and the reader of plain CSV.

A reader takes a file and yields places with their names, one by one. What does not fit is a `BadGazetteerFile` that
says what was expected and what was found; a row without a position is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gazetteer.errors import BadGazetteerFile
from gazetteer.places import KINDS, Kind, Place
from gazetteer.shard_writer import Named
from gazetteer.tables import rows

CITY_POPULATION: Final = 100_000
TOWN_POPULATION: Final = 5_000
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "place_id", "code", "pcode", "geonameid", "fid"),
    "name": ("name", "name_en", "place", "placename", "title", "label", "asciiname"),
    "lon": ("lon", "lng", "long", "longitude", "x", "lon_dd", "center_lon", "point_x"),
    "lat": ("lat", "latitude", "y", "lat_dd", "center_lat", "point_y"),
    "kind": ("kind", "type", "place_kind", "category"),
    "country": ("country", "country_code", "iso", "iso2", "iso_a2", "cc", "countrycode"),
    "admin1": ("admin1", "adm1", "state", "province", "governorate", "region", "adm1_en", "admin1_name"),
    "admin2": ("admin2", "adm2", "district", "county", "adm2_en", "admin2_name"),
    "population": ("population", "pop", "people"),
    "uncertainty_km": ("uncertainty_km", "radius_km"),
    "aliases": ("aliases", "alternate_names", "alternatenames", "other_names", "spellings", "name_ar", "arabic"),
}
"""What a table's columns may be called, by what they hold; a caller's column map comes first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file: `source` is the prefix of the ids, `columns` maps our column names to the file's."""

    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    country: str | None = None  # ISO code for rows that name none


def settlement(population: int) -> Kind:
    """Return what a settlement of that many people is called.

    >>> settlement(0), settlement(128_840)
    ('village', 'city')
    """
    return "city" if population >= CITY_POPULATION else "town" if population >= TOWN_POPULATION else "village"


def position(lon: str, lat: str, path: Path, line: int) -> tuple[float, float] | None:
    """Return a row's position in WGS 84 degrees; None where it has none.

    Raises:
        BadGazetteerFile: the numbers are no position.
    """
    if not lon.strip() or not lat.strip():
        return None
    try:
        x, y = float(lon.replace(",", ".")), float(lat.replace(",", "."))
    except ValueError:
        raise BadGazetteerFile(
            f"expected longitude and latitude in degrees, found {lon[:40]!r} and {lat[:40]!r}", path=path, line=line
        ) from None
    if not (-180 <= x <= 180 and -90 <= y <= 90):  # noqa: PLR2004 -- the globe
        raise BadGazetteerFile(
            f"longitude {x:g} and latitude {y:g} are not on the globe; are the columns swapped, or in metres?",
            path=path,
            line=line,
        )
    return x, y


def columns_of(header: list[str], asked: Mapping[str, str], path: Path) -> dict[str, int]:
    """Return where each of our columns stands in a header.

    Raises:
        BadGazetteerFile: no column for the name or the position, or a column that was asked for is not there.
    """
    lower = [cell.strip().lower() for cell in header]
    found: dict[str, int] = {}
    for ours, theirs in asked.items():
        if ours not in COLUMNS:
            raise BadGazetteerFile(f"no column is called {ours!r} here; those are {', '.join(COLUMNS)}", path=path)
        if theirs.strip().lower() not in lower:
            raise BadGazetteerFile(f"has no column {theirs!r}; it has {', '.join(header[:20])}", path=path, line=1)
        found[ours] = lower.index(theirs.strip().lower())
    for ours, spellings in COLUMNS.items():
        if ours not in found:
            found.update((ours, lower.index(name)) for name in reversed(spellings) if name in lower)
    missing = [name for name in ("name", "lon", "lat") if name not in found]
    if missing:
        raise BadGazetteerFile(
            f"expected columns for {', '.join(missing)}, found {', '.join(header[:20]) or 'nothing'}; name them with a "
            "column map (name=..., lon=..., lat=...)",
            path=path,
            line=1,
        )
    return found


def named_row(cells: Mapping[str, str], point: tuple[float, float], line: int, reading: Reading, path: Path) -> Named:
    """Return a plain row as a place."""
    digits = cells.get("population", "").strip().replace(",", "")
    population = int(float(digits)) if digits.replace(".", "", 1).isdigit() else 0
    told = cells.get("kind", "").strip().lower()
    kind: Kind = told if told in KINDS else settlement(population)
    country = cells.get("country", "").strip().upper()
    radius = cells.get("uncertainty_km", "").strip()
    try:
        uncertainty = float(radius) if radius else 2.0
    except ValueError:
        raise BadGazetteerFile(f"expected a radius in km, found {radius[:40]!r}", path=path, line=line) from None
    place = Place(
        place_id=f"{reading.source}:{cells.get('id', '').strip() or line}",
        name=cells["name"].strip(),
        kind=kind,
        lon=point[0],
        lat=point[1],
        country=country if len(country) == 2 else reading.country,  # noqa: PLR2004 -- ISO 3166-1 alpha-2
        admin1=cells.get("admin1", "").strip() or None,
        admin2=cells.get("admin2", "").strip() or None,
        population=population,
        uncertainty_km=uncertainty,
    )
    aliases = cells.get("aliases", "").replace(";", "|").split("|")
    return Named(place, tuple(name.strip() for name in aliases if name.strip()))


def read_plain(path: Path, reading: Reading) -> Iterator[Named]:
    """Yield the places of a CSV table with a header."""
    table = rows(path)
    _, header = next(table, (1, []))
    at = columns_of(header, reading.columns, path)
    for line, cells in table:
        row = {name: cells[number] for name, number in at.items() if number < len(cells)}
        point = position(row.get("lon", ""), row.get("lat", ""), path, line)
        if point is not None and row.get("name", "").strip():
            yield named_row(row, point, line, reading, path)
