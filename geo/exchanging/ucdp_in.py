"""UCDP's Georeferenced Event Dataset as incidents.

UCDP tells who fought and who died, not how: its types of violence 1 and 2 are battles and 3 is violence against
civilians, with no sub-event type. A row that is placed in a country as a whole (where_prec 6) gets no dot.
"""

from __future__ import annotations

from typing import Any, Final

from geo.exchanging.codes import DATE_TO_TIME, UCDP_RADIUS_KM, WHERE_TO_GEO
from geo.exchanging.countries import country
from geo.exchanging.foreign import BadRow, Row, day, extras, killed, position, report, whole
from geo.exchanging.ucdp import REVIEW
from geo.table.schema import REVIEWS, disorder_type

USED: Final = frozenset(
    (
        *("id", "side_a", "side_b", "source_office", "source_date", "source_headline", "where_prec", "adm_1", "adm_2"),
        *("where_coordinates", "latitude", "longitude", "country", "date_prec", "date_start", "date_end"),
        *("best", "low", "high", REVIEW),
    )
)
NEEDED: Final = ("type_of_violence", "side_a", "latitude", "longitude", "date_start", "best")
"""Columns without which a file is no GED table."""

TYPES: Final = {1: "Battles", 2: "Battles", 3: "Violence against civilians"}
ONE_SIDED: Final = 3
COUNTRY_WIDE: Final = 6


def incident(row: Row) -> dict[str, Any]:
    """Return one row of a GED file (column names in lower case) as an incident's columns.

    Raises:
        BadRow: a value cannot be taken over.
    """
    key = row.get("id")
    if not key:
        raise BadRow("it has no id")
    violence = whole(row, "type_of_violence", low=1, high=3)
    if violence is None:
        raise BadRow("it has no type_of_violence")
    event = TYPES[violence]
    where = whole(row, "where_prec", low=1, high=7)
    when = whole(row, "date_prec", low=1, high=5)
    start = day(row.get("date_start"))
    end = day(row.get("date_end")) or start
    if start and end and end < start:
        raise BadRow(f"it ends on {end}, before it starts on {start}")
    best, low, high = (whole(row, name) for name in ("best", "low", "high"))
    land = country(row.get("country"))
    sources = whole(row, "number_of_sources", low=-1)
    review = row.get(REVIEW) or "accepted"
    if review not in REVIEWS:
        raise BadRow(f"{REVIEW} {review!r} is none of {', '.join(REVIEWS)}")
    return {
        "incident_id": f"ucdp:{key}",
        "event_type": event,
        "sub_event_type": event,
        "disorder_type": disorder_type(event, event),
        "modality": "occurred",
        "background": False,
        "date_start": start,
        "date_end": end,
        "time_precision": DATE_TO_TIME.get(when or 0),
        "date_precision": when,
        "place_text": row.get("where_coordinates"),
        "place_name": row.get("where_coordinates"),
        "place_role": "site",
        "place_reasons": ["coded by UCDP"],
        "country": land["alpha2"] if land else None,
        "country_name": row.get("country"),
        "admin1": row.get("adm_1"),
        "admin2": row.get("adm_2"),
        **_place(row, where),
        "actor1": row.get("side_a"),
        "actor1_type": _side(row.get("side_a"), violence),
        "actor2": row.get("side_b"),
        "actor2_type": _side(row.get("side_b"), violence),
        "civilian_targeting": violence == ONE_SIDED,
        "fatalities": best,
        "fatalities_low": low,
        "fatalities_high": high,
        "grade": "fair" if (sources or 0) > 1 else "weak",
        "grade_reason": f"coded by UCDP from {'unknown' if sources in (None, -1) else sources} source(s)",
        "reports": [_report(row, f"ucdp:{key}", killed(low, best, high))],
        "review": review,
        "reviewer_note": None if row.get(REVIEW) else "coded by UCDP",
        **extras(row, "ucdp", USED if _one_day(row.get("source_date")) else USED - {"source_date"}),
    }


def _place(row: Row, where: int | None) -> dict[str, Any]:
    lon, lat = position(row, "longitude", "latitude")
    precision = {"where_precision": where, "geo_precision": WHERE_TO_GEO.get(where or 0)}
    if where == COUNTRY_WIDE:
        return {**precision, "ucdp_longitude": row.get("longitude"), "ucdp_latitude": row.get("latitude")}
    return {**precision, "lon": lon, "lat": lat, "uncertainty_km": UCDP_RADIUS_KM.get(where or 0)}


def _side(name: str | None, violence: int) -> str | None:
    """Return the ACLED type of a side, where UCDP's words and type of violence leave no doubt."""
    if not name:
        return None
    if name.startswith("Government of"):
        return "State forces"
    if name.lower() == "civilians":
        return "Civilians"
    return "Rebel group" if violence == 1 else None


def _one_day(text: str | None) -> str | None:
    """Return the day of a source, None where several sources share the cell."""
    try:
        return day(text)
    except BadRow:
        return None


def _report(row: Row, key: str, counts: list[dict[str, Any]]) -> dict[str, Any]:
    return report(
        key=key,
        quote=row.get("source_headline") or row.get("source_article") or "",
        outlet=row.get("source_office"),
        rule="import.ucdp",
        published=_one_day(row.get("source_date")),
        counts=counts,
    )
