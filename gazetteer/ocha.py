"""OCHA's P-code tables: settlements, and administrative units with or without their centres (COD-AB).

Columns are found by their usual names: `PP_PCODE`, `ADM3_EN`, `ADM3_PCODE`, `name_en`, `pcode`, `center_lat`, ...; of
several levels in a row the finest is the row's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gazetteer.errors import BadGazetteerFile
from gazetteer.places import Kind, Place
from gazetteer.readers import COLUMNS, Reading, position
from gazetteer.shard_writer import Named
from gazetteer.tables import rows

PCODE: Final = re.compile(r"^(?:(pp|adm(?:in)?\d)_?)?p_?code$")
LANGUAGE: Final = re.compile(r"_?(?:name)?_?([a-z]{2}|alt\w*)$")
RADIUS_KM: Final[Mapping[str, float]] = {"country": 500.0, "admin1": 100.0, "admin2": 25.0, "village": 2.0}
LEVELS: Final[tuple[Kind, ...]] = ("country", "admin1", "admin2")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand in a row."""

    pcode: int
    names: tuple[int, ...]
    lon: int
    lat: int
    level: int | None  # column of the level
    depth: int | None  # the level that all rows have; None for settlements
    admin1: int | None
    admin2: int | None
    country: int | None
    parent: int | None


def read_ocha(path: Path, reading: Reading) -> Iterator[Named]:
    """Yield the places of a P-code table; each has its P-code as id."""
    table = rows(path)
    _, header = next(table, (1, []))
    layout = _layout(header, reading, path)
    units = _units(path, layout)
    for line, told in table:
        cells = told + [""] * (len(header) - len(told))
        pcode = cells[layout.pcode].strip()
        point = position(cells[layout.lon], cells[layout.lat], path, line)
        names = tuple(dict.fromkeys(cells[at].strip() for at in layout.names if cells[at].strip()))
        if point is None or not names or not pcode:
            continue
        kind = _kind(cells, layout, path, line)
        place = Place(
            place_id=f"ocha:{pcode}",
            name=names[0],
            kind=kind,
            lon=point[0],
            lat=point[1],
            country=_country(cells, layout, pcode) or reading.country,
            admin1=_unit(cells, layout.admin1) or (units.get(pcode) if kind != "admin1" else None),
            admin2=_unit(cells, layout.admin2) if kind == "village" else None,
            uncertainty_km=RADIUS_KM[kind],
            pcode=pcode,
        )
        yield Named(place, names[1:])


def _layout(header: list[str], reading: Reading, path: Path) -> _Layout:
    lower = [cell.strip().lower() for cell in header]
    codes = {match[1] or "": at for at, cell in enumerate(lower) if (match := PCODE.match(cell))}
    if not codes:
        raise BadGazetteerFile(
            f"expected a table with P-codes (a column such as pcode or ADM3_PCODE), found the columns "
            f"{', '.join(header[:20]) or '(none)'}",
            path=path,
            line=1,
        )
    own = "pp" if "pp" in codes else "" if "" in codes else max(codes)
    stem = own.replace("admin", "adm")
    names = [at for at, cell in enumerate(lower) if _own_name(cell, own, stem)]
    names.sort(key=lambda at: (not lower[at].endswith("en"), not lower[at].endswith("name"), at))

    def one(*spellings: str) -> int | None:
        return next((lower.index(name) for name in spellings if name in lower), None)

    asked = {ours: lower.index(theirs.strip().lower()) for ours, theirs in reading.columns.items()
             if theirs.strip().lower() in lower}  # fmt: skip
    lon, lat = asked.get("lon", one(*COLUMNS["lon"])), asked.get("lat", one(*COLUMNS["lat"]))
    if not names or lon is None or lat is None:
        raise BadGazetteerFile(
            f"expected columns for name, longitude and latitude, found {', '.join(header[:20])}", path=path, line=1
        )
    depth = int(own[-1]) if own[-1:].isdigit() else None
    return _Layout(
        pcode=codes[own],
        names=tuple(names),
        lon=lon,
        lat=lat,
        level=one("level", "admin_level", "adm_level") if own == "" else None,
        depth=depth,
        admin1=one("adm1_en", "admin1name_en", "admin1_en", "adm1_fr", "adm1_name") if stem != "adm1" else None,
        admin2=one("adm2_en", "admin2name_en", "admin2_en", "adm2_fr", "adm2_name") if stem != "adm2" else None,
        country=one("adm0_pcode", "admin0pcode", "admin0_pcode", "iso2", "country"),
        parent=one("parent_pcode", "parent"),
    )


def _own_name(cell: str, own: str, stem: str) -> bool:
    """Tell whether a column holds a name of the row's own level: `name_en`, `PP_NAME_AR`, `ADM3_FR`."""
    if own == "":
        return cell == "name" or (cell.startswith("name") and LANGUAGE.match(cell.removeprefix("name")) is not None)
    for start in {own, stem}:
        if cell.startswith(start):
            return cell.removeprefix(start) in ("_name", "name") or LANGUAGE.match(cell.removeprefix(start)) is not None
    return False


def _units(path: Path, layout: _Layout) -> dict[str, str]:
    """Return the name of the first-level unit over each P-code of a table of units with parents."""
    if layout.parent is None:
        return {}
    parents: dict[str, tuple[str, str]] = {}
    table = rows(path)
    next(table)
    for _, cells in table:
        if len(cells) > max(layout.parent, layout.pcode, layout.names[0]):
            parents[cells[layout.pcode].strip()] = (cells[layout.parent].strip(), cells[layout.names[0]].strip())
    tops = {}
    for pcode in parents:
        here, steps = pcode, 0
        while parents[here][0] in parents and steps < 10:  # noqa: PLR2004 -- a ring of parents must end
            here, steps = parents[here][0], steps + 1
        tops[pcode] = parents[here][1]
    return tops


def _kind(cells: list[str], layout: _Layout, path: Path, line: int) -> Kind:
    if layout.level is not None:
        told = cells[layout.level].strip()
        if not told.isdigit():
            raise BadGazetteerFile(f"expected a level from 0 to 5, found {told[:40]!r}", path=path, line=line)
        return LEVELS[min(int(told), 2)]
    return "village" if layout.depth is None else LEVELS[min(layout.depth, 2)]


def _country(cells: list[str], layout: _Layout, pcode: str) -> str | None:
    told = cells[layout.country].strip().upper() if layout.country is not None else pcode[:2].upper()
    return told[:2] if len(told) >= 2 and told[:2].isalpha() else None  # noqa: PLR2004 -- ISO 3166-1 alpha-2


def _unit(cells: list[str], at: int | None) -> str | None:
    return (cells[at].strip() or None) if at is not None else None
