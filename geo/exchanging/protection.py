"""Holds back from a public export what could harm people: where they shelter or are cared for, and their names.

A row is *sensitive* where its target or place is one that `protected.toml` lists (hospital, camp, ...), or where it
shares a sentence and a place with such a row. What is done to it is done before any filter runs and any format is
written, so no format and no filter tells more than another:

| places | position and area | its name | quotes of it |
|---|---|---|---|
| coarse | middle of a 0.2 degree cell, the circle widened by what that may be off | its unit | place names withheld |
| hidden | none | its unit | place names withheld |

The link to the source stays: what the source itself has published, a reader of the source can read.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from geo.exchanging.bundle import Bundle, Tables
from geo.exchanging.cells import records, shapes
from geo.exchanging.personal_names import name_parts, withhold, words
from geo.table.frames import from_rows
from geo.table.schema import FLOWS, INCIDENTS, MENTIONS, ZONES, Column

if TYPE_CHECKING:
    import geopandas as gpd

Row = dict[str, Any]
Titles = dict[str, str | None]
Places = Literal["exact", "coarse", "hidden"]

CELL: Final = 0.2  # degrees
CELL_KM: Final = 16.0  # from the middle of a cell to its corner, at the equator, where it is longest
WITHHELD: Final = "[place withheld]"
TOLD: Final = ("date_text", "place_text", "place_name", "area_text", "grade_reason", "zone_note", "note", "label",
               "reviewer_note", "actor1", "actor2", "origin_name", "destination_name")  # fmt: skip
"""Columns that may repeat a name from the text."""
PROPER: Final = re.compile(
    r"(?:(?:\b[A-Z\u00c0-\u00de][\w'\u2019-]*|\bal-[A-Z]\w*)[ -]+)+(?=(?i:{})\b)".format(
        "|".join(sorted(words("place_words")))
    )
)
"""The proper name before a hospital's, school's or camp's common one."""
ENDS: Final = ("origin", "destination")
PLACES: Final = ("place_text", "place_name", "area_text", "admin1", "admin2", "country_name", "origin_name",
                 "destination_name")  # fmt: skip
"""Columns that name places, not people."""
WORDS: Final = ("quote", "attribution")
"""Fields of a report that hold words."""
SCHEMA: Final = frozenset(column.name for table in (INCIDENTS, ZONES, FLOWS, MENTIONS) for column in table)
AREA: Final = 3  # geo_precision of an area


@dataclass(frozen=True, slots=True)
class Protection:
    """What an export holds back: exact places of hospitals, camps and the like; names of private people."""

    places: Places = "exact"
    names_withheld: bool = False

    def __bool__(self) -> bool:
        """Say whether anything is held back."""
        return self != Protection()

    def describe(self) -> str | None:
        """Return what is held back, in words for the reader; None for nothing.

        >>> Protection("hidden", names_withheld=True).describe()
        'places of hospitals, camps and the like hidden, names of private people withheld'
        """
        place = {"exact": "", "coarse": "coarsened to about 20 km", "hidden": "hidden"}[self.places]
        parts = [
            f"places of hospitals, camps and the like {place}" if place else "",
            "names of private people withheld" if self.names_withheld else "",
        ]
        return ", ".join(filter(None, parts)) or None


OPEN: Final = Protection()
"""Nothing is held back."""


def protect(tables: Tables, protection: Protection) -> Bundle:
    """Return the tables with what `protection` names held back; the given tables are not changed.

    >>> len(protect(Bundle.of(), Protection("hidden", names_withheld=True)).incidents)
    0
    """
    found = {
        "incidents": _rows(tables.incidents),
        "zones": _rows(tables.zones),
        "flows": _rows(tables.flows),
        "mentions": _rows(tables.mentions),
    }
    titles = {article.id: article.title for article in tables.articles}
    if protection.places != "exact":
        titles = _hide_places(found, titles, hidden=protection.places == "hidden")
    if protection.names_withheld:
        titles = _hide_names(found, titles)
    return Bundle(
        incidents=_table(found["incidents"], INCIDENTS),
        zones=_table(found["zones"], ZONES),
        flows=_table(found["flows"], FLOWS),
        mentions=_table(found["mentions"], MENTIONS),
        articles=tuple(replace(article, title=titles[article.id]) for article in tables.articles),
    )


def _rows(frame: gpd.GeoDataFrame) -> list[Row]:
    return [row | {"geometry": shape} for row, shape in zip(records(frame), shapes(frame), strict=True)]


def _table(rows: list[Row], columns: tuple[Column, ...]) -> gpd.GeoDataFrame:
    return from_rows(rows, columns)


def is_sensitive(row: Mapping[str, Any]) -> bool:
    """Say whether an incident's place is one where people shelter or are cared for.

    >>> is_sensitive({"target_type": "hospital"}), is_sensitive({"place_text": "the camps near Atmeh"})
    (True, True)
    """
    told = re.findall(r"\w+", f"{row.get('place_text') or ''} {row.get('place_name') or ''}".lower())
    return (
        row.get("target_type") in words("target_types")
        or row.get("place_kind") in words("place_kinds")
        or not words("place_words").isdisjoint(told)
    )


def _hide_places(found: dict[str, list[Row]], titles: Titles, *, hidden: bool) -> Titles:
    """Change the rows in place; return the titles without the names of sensitive places."""
    sensitive = _sensitive(found["incidents"])
    held = _held(sensitive, found["mentions"])
    spots = {(row["lon"], row["lat"]) for row in found["mentions"] if row["kind"] in words("place_kinds")}
    found["mentions"] = [row for row in found["mentions"] if not _is_held(row, held)]
    for row in sensitive:
        _blur(row, hidden=hidden)
    for row in found["flows"]:
        _blur_flow(row, spots, hidden=hidden)
    for row in (*found["incidents"], *found["zones"], *found["flows"]):
        _mask_row(row, held)
    everywhere = {name for passages in held.values() for passage in passages for name in passage.names}
    return {key: title and _masked(title, everywhere) for key, title in titles.items()}


def _sensitive(incidents: list[Row]) -> list[Row]:
    """Return the sensitive rows: by themselves, or because they share a sentence and a place with such a row."""
    first = [row for row in incidents if is_sensitive(row)]
    shared = {key for row in first for key in _sentences(row)}
    return [row for row in incidents if is_sensitive(row) or not shared.isdisjoint(_sentences(row))]


def _sentences(row: Row) -> set[tuple[Any, ...]]:
    if row["place_id"] is None:
        return set()
    return {(report.get("article_id"), report.get("quote"), row["place_id"]) for report in row["reports"]}


class _Passage(NamedTuple):
    """A quote about a sensitive place, by its offsets in its article, and the names in it that are withheld."""

    start: int
    end: int
    names: frozenset[str]


def _held(sensitive: list[Row], mentions: list[Row]) -> dict[str, list[_Passage]]:
    """Return the passages of each article about sensitive places."""
    by_article: dict[str, list[Row]] = defaultdict(list)
    for mention in mentions:
        by_article[mention["article_id"]].append(mention)
    held: dict[str, list[_Passage]] = defaultdict(list)
    for row in sensitive:
        large = {row["admin1"], row["country_name"]}
        own = {row["place_text"], row["place_name"]} if row["place_kind"] not in words("large_kinds") else set()
        for report in row["reports"]:
            start, end = report.get("quote_start") or 0, report.get("quote_end") or 0
            near = [m for m in by_article[report.get("article_id")] if start <= m["start"] < end and _is_small(m)]
            names = own | {m["text"] for m in near} | {m["place_name"] for m in near}
            held[report.get("article_id")].append(_Passage(start, end, frozenset(filter(None, names - large))))
    return held


def _is_small(mention: Row) -> bool:
    return mention["kind"] not in words("large_kinds")


def _is_held(mention: Row, held: dict[str, list[_Passage]]) -> bool:
    """Say whether a place mention goes: of a camp or facility, or in a passage about one."""
    if mention["kind"] in words("place_kinds") or is_sensitive({"place_text": mention["text"]}):
        return True
    passages = held.get(mention["article_id"], ())
    return _is_small(mention) and any(passage.start <= mention["start"] < passage.end for passage in passages)


def coarse(lon: float, lat: float) -> tuple[float, float]:
    """Return the middle of the cell that holds a position.

    >>> coarse(36.317, 35.814)
    (36.3, 35.9)
    """
    return tuple(round((math.floor(value / CELL) + 0.5) * CELL, 4) for value in (lon, lat))  # type: ignore[return-value]


def _blur(row: Row, *, hidden: bool) -> None:
    """Take the exact place out of an incident."""
    from shapely.geometry import Point

    unit = row["admin1"] or row["country_name"]
    wide = row["place_kind"] in words("large_kinds") and row["geo_precision"] == AREA
    if not wide:
        row["place_name"] = f"withheld, in {unit}" if unit else "withheld"
        row |= dict.fromkeys(("place_text", "place_id", "place_kind", "admin2", "pcode", "zone_id", "zone_note"))
        row["place_reasons"] = []
    for name in row:
        if name not in SCHEMA:  # what came with another's table
            row[name] = None
    if hidden:
        row |= dict.fromkeys(("lon", "lat", "geo_precision", "where_precision", "uncertainty_km", "geometry"))
    elif not wide and row["lon"] is not None:
        row["lon"], row["lat"] = coarse(row["lon"], row["lat"])
        row["uncertainty_km"] = round((row["uncertainty_km"] or 0) + CELL_KM, 1)
        row["geo_precision"] = max(row["geo_precision"] or 0, 2)
        row["where_precision"] = max(row["where_precision"] or 0, 2)
        row["geometry"] = Point(row["lon"], row["lat"])


def _blur_flow(row: Row, spots: set[tuple[float, float]], *, hidden: bool) -> None:
    """Take the exact place out of those ends of a flow that are camps or the like."""
    from shapely.geometry import LineString

    ends = [end for end in ENDS if _is_spot(row, end, spots)]
    for end in ends:
        lon, lat = row[f"{end}_lon"], row[f"{end}_lat"]
        row[f"{end}_name"] = "withheld"
        if hidden or lon is None:
            row |= dict.fromkeys((f"{end}_lon", f"{end}_lat", f"{end}_uncertainty_km"))
        else:
            row[f"{end}_lon"], row[f"{end}_lat"] = coarse(lon, lat)
            row[f"{end}_uncertainty_km"] = round((row[f"{end}_uncertainty_km"] or 0) + CELL_KM, 1)
    if ends:
        points = [(row[f"{end}_lon"], row[f"{end}_lat"]) for end in ENDS]
        known = [point for point in points if None not in point]
        row["geometry"] = LineString(known) if len(known) == len(ENDS) and known[0] != known[1] else None


def _is_spot(row: Row, end: str, spots: set[tuple[float, float]]) -> bool:
    at = (row[f"{end}_lon"], row[f"{end}_lat"])
    return is_sensitive({"place_text": row[f"{end}_name"]}) or (None not in at and at in spots)


def _mask_row(row: Row, held: dict[str, list[_Passage]]) -> None:
    """Replace the names of sensitive places in what a row quotes and tells."""
    names: set[str] = set()
    reports = []
    for report in row["reports"]:
        start, end = report.get("quote_start") or 0, report.get("quote_end") or 0
        own = {
            name
            for passage in held.get(report.get("article_id"), ())
            if (passage.start, passage.end) == (start, end) or (passage.start < end and start < passage.end)
            for name in passage.names
        }
        reports.append(
            _changed(report, partial(_masked, names=own, proper=bool(own) or report.get("article_id") in held))
        )
        names |= own
    row["reports"] = reports
    if names:
        row |= {
            name: _masked(row[name], names) for name in TOLD if isinstance(row.get(name), str) and name != "place_name"
        }


def _masked(text: str, names: Iterable[str], *, proper: bool = True) -> str:
    """Return a text without these names, and without the proper names of hospitals, schools and camps.

    >>> _masked("Shells hit the Noor Hospital in Kafr Nabl.", {"Kafr Nabl"})
    'Shells hit the [place withheld] Hospital in [place withheld].'
    """
    if proper:
        text = PROPER.sub(f"{WITHHELD} ", text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", WITHHELD, text, flags=re.IGNORECASE)
    return text


def _changed(report: Row, change: Callable[[str], str]) -> Row:
    """Return a report with its words changed; where the quote is, its trigger can no longer be shown."""
    made = {
        name: change(value) if isinstance(value, str) and name in WORDS else value for name, value in report.items()
    }
    made["counts"] = [
        {name: change(value) if isinstance(value, str) else value for name, value in count.items()}
        for count in report.get("counts") or ()
    ]
    if made.get("quote") != report.get("quote"):
        made["trigger_start"] = made["trigger_end"] = None
    return made


def _hide_names(found: dict[str, list[Row]], titles: Titles) -> Titles:
    """Change the rows in place; return the titles without the names of private people."""
    known: dict[str | None, set[str]] = defaultdict(set)
    for mention in found["mentions"]:
        if mention["place_id"] is not None:
            known[mention["article_id"]].add(mention["text"])
    every = [row for table in ("incidents", "zones", "flows") for row in found[table]]
    places = {
        id(row): frozenset(row[name] for name in PLACES if isinstance(row.get(name), str)).union(
            *(known[report.get("article_id")] for report in row["reports"])
        )
        for row in every
    }
    parts = _parts_by_article(every, places)
    for row in every:
        own = places[id(row)]
        row["reports"] = [
            _changed(report, partial(withhold, known=own, echoes=parts[report.get("article_id")]))
            for report in row["reports"]
        ]
        echoes = frozenset().union(*(parts[report.get("article_id")] for report in row["reports"]))
        for name, value in row.items():
            if isinstance(value, str) and ((name in TOLD and name not in PLACES) or name not in SCHEMA):
                row[name] = withhold(value, own, echoes)
    return {key: title and withhold(title, known[key], parts[key]) for key, title in titles.items()}


def _parts_by_article(rows: list[Row], places: Mapping[int, frozenset[str]]) -> dict[str | None, frozenset[str]]:
    """Return what tells a private name by itself, for each article: a later sentence gives the last name alone."""
    parts: dict[str | None, frozenset[str]] = defaultdict(frozenset)
    for row in rows:
        for report in row["reports"]:
            for word in WORDS:
                parts[report.get("article_id")] |= name_parts(report.get(word) or "", places[id(row)])
    return parts
