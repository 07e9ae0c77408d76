"""GeoNames dumps: a country's `XX.zip` or `allCountries.zip` (or the text file inside), 19 columns between tabs.

The columns are those of GeoNames' readme: id, name, ASCII name, alternate names, latitude, longitude, feature class
and code, country, ..., first-level code, ..., population.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Final

from gazetteer.errors import BadGazetteerFile
from gazetteer.names import useful
from gazetteer.places import Kind, Place
from gazetteer.readers import Reading, position, settlement
from gazetteer.shard_writer import Named

FIELDS: Final = 19
RADIUS_KM: Final[Mapping[str, float]] = {
    "country": 500.0,
    "admin1": 100.0,
    "admin2": 25.0,
    "region": 50.0,
    "sea": 100.0,
}


@lru_cache(maxsize=1)
def features() -> Mapping[tuple[str, str], str]:
    """Return the kinds by GeoNames' feature class and code; `*` stands for the others of a class."""
    path = Path(__file__).parent / "vocabulary" / "geonames_features.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["class"], row["code"]): row["kind"] for row in csv.DictReader(file)}


def read_geonames(path: Path, reading: Reading) -> Iterator[Named]:
    """Yield the places of a GeoNames dump, each with the name of its first-level unit where the dump holds that."""
    if not path.is_file():
        raise BadGazetteerFile("there is no such file", path=path)
    units: dict[str, str] = {}
    for _, cells in _lines(path):
        if cells[7] == "ADM1":
            units[f"{cells[8]}.{cells[10]}"] = cells[1]
    for line, cells in _lines(path):
        point = position(cells[5], cells[4], path, line)
        if point is not None and cells[1]:
            yield _named(cells, point, units, reading)


def _named(cells: list[str], point: tuple[float, float], units: Mapping[str, str], reading: Reading) -> Named:
    population = int(cells[14]) if cells[14].isdigit() else 0
    known = features()
    told = known.get((cells[6], cells[7])) or known.get((cells[6], "*"), "other")
    kind: Kind = settlement(population) if told == "settlement" else told  # type: ignore[assignment]
    admin1 = units.get(f"{cells[8]}.{cells[10]}") if kind not in ("admin1", "country") else None
    place = Place(
        place_id=f"geonames:{cells[0]}",
        name=cells[1],
        kind=kind,
        lon=point[0],
        lat=point[1],
        country=cells[8] or reading.country,
        admin1=admin1,
        population=population,
        uncertainty_km=RADIUS_KM.get(kind, 2.0),
    )
    others = [name for name in cells[3].split(",") if useful(name)] if cells[3] else []
    return Named(place, (cells[2], *others) if cells[2] else tuple(others))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each line's cells, and its number."""
    with _opened(path) as file:
        line = 0
        try:
            for line, text in enumerate(file, start=1):
                cells = text.rstrip("\r\n").split("\t")
                if len(cells) != FIELDS or not cells[0].isdigit():
                    raise BadGazetteerFile(
                        f"expected {FIELDS} columns between tabs with a number in front (a GeoNames dump), found "
                        f"{len(cells)} that start with {text[:40]!r}",
                        path=path,
                        line=line,
                    )
                yield line, cells
        except UnicodeDecodeError:
            raise BadGazetteerFile("expected UTF-8", path=path, line=line + 1) from None


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """Open the dump, inside its archive or bare."""
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8", newline="\n") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        dumps = [
            info for info in archive.infolist() if info.filename.endswith(".txt") and "readme" not in info.filename
        ]
        if not dumps:
            raise BadGazetteerFile(
                f"expected a GeoNames text file inside, found {', '.join(archive.namelist()[:5]) or 'nothing'}",
                path=path,
            )
        with archive.open(max(dumps, key=lambda info: info.file_size)) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
