"""Incidents in the columns of UCDP's Georeferenced Event Dataset.

UCDP's event is armed force with at least one death: only rows that occurred and tell of a death are written. A row
that came from UCDP is always given back: its best figure may be 0 where its high one is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.exchanging import tablefile
from geo.exchanging.cells import location, outlets, quotes, records
from geo.exchanging.codes import GEO_TO_WHERE, TIME_TO_DATE, UCDP_COLUMNS
from geo.exchanging.countries import country

if TYPE_CHECKING:
    import geopandas as gpd


REVIEW: Final = "dateline_review"
"""A further column: the state of review of rows that are not accepted, since GED has none."""

PREFIX: Final = "ucdp:"
"""How the ids of rows begin that came from UCDP."""


def written(row: Mapping[str, Any]) -> bool:
    """Say whether UCDP would carry a row: it came from there, or it occurred and somebody died."""
    if str(row["incident_id"]).startswith(PREFIX):
        return True
    return row["modality"] == "occurred" and bool(row["fatalities"])


def to_ucdp(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an incident in GED's columns; what came from a GED file (`ucdp_*`) is given back as it was."""
    land = country(row["country"], row["country_name"])
    best = row["fatalities"]
    placed = row["lon"] is not None and row["lat"] is not None
    published = [report.get("published") for report in row["reports"] if report.get("published")]
    made: dict[str, Any] = {
        "id": str(row["incident_id"]).removeprefix(PREFIX),
        "year": (row["date_start"] or "")[:4] or None,
        "type_of_violence": _violence(row),
        "side_a": row["actor1"],
        "side_b": row["actor2"],
        "number_of_sources": len(outlets(row)),
        "source_office": "; ".join(outlets(row)) or None,
        "source_date": min(published, default=None),
        "source_headline": quotes(row) or None,
        "where_prec": row["where_precision"] or GEO_TO_WHERE.get(row["geo_precision"]),
        "where_coordinates": location(row),
        "adm_1": row["admin1"],
        "adm_2": row["admin2"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "geom_wkt": f"POINT ({row['lon']!r} {row['lat']!r})" if placed else None,
        "country": row["country_name"] or (land["name"] if land else None),
        "date_prec": row["date_precision"] or TIME_TO_DATE.get(row["time_precision"]),
        "date_start": row["date_start"],
        "date_end": row["date_end"] or row["date_start"],
        "best": best,
        "low": best if row["fatalities_low"] is None else row["fatalities_low"],
        "high": best if row["fatalities_high"] is None else row["fatalities_high"],
    }
    if row["review"] != "accepted":  # what UCDP publishes has been reviewed
        made[REVIEW] = row["review"]
    for column, kept in row.items():
        name = column.removeprefix("ucdp_")
        if name != column and kept is not None:
            made[name] = kept
    return made


def _violence(row: Mapping[str, Any]) -> int | None:
    """Return UCDP's type of violence: 3 one-sided, 1 with a state, 2 without; None where no side is known."""
    if row["event_type"] == "Violence against civilians" or row["civilian_targeting"]:
        return 3
    sides = {row["actor1_type"], row["actor2_type"]} - {None}
    if not sides:
        return None
    return 1 if sides & {"State forces", "External/Other forces"} else 2


def write(incidents: gpd.GeoDataFrame, path: Path, facts: dict[str, Any]) -> None:
    """Write a GED-like CSV; `facts` learns how many rows were left out."""
    rows = list(records(incidents))
    kept = [to_ucdp(row) for row in rows if written(row)]
    facts["left_out"] = len(rows) - len(kept)
    further = dict.fromkeys(name for row in kept for name in row if name not in UCDP_COLUMNS)
    names = (*UCDP_COLUMNS, *further)
    tablefile.save(path, names, [[row.get(name) for name in names] for row in kept], bom=False)
