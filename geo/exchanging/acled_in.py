"""ACLED's tables of three vintages as incidents: 2023 and later, 2018-2022, and the upper-case files before."""

from __future__ import annotations

from typing import Any, Final

from geo.exchanging.acled import NEAREST, TAG
from geo.exchanging.codes import GEO_TO_WHERE, INTER_WORDS, TIME_TO_DATE, types_of
from geo.exchanging.countries import country
from geo.exchanging.foreign import BadRow, Row, day, extras, killed, position, report, whole
from geo.table.schema import MODALITIES, REVIEWS, disorder_type, event_type_of

USED: Final = frozenset(
    (
        *("event_id_cnty", "event_date", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1"),
        *("inter1", "actor2", "inter2", "civilian_targeting", "country", "admin1", "admin2", "location", "latitude"),
        *("longitude", "geo_precision", "source", "notes", "fatalities", "year", "tags"),
    )
)
NEEDED: Final = ("event_date", "event_type", "actor1", "latitude", "longitude")
"""Columns without which a file is no ACLED table."""

TYPOS: Final = {"demostrations": "Demonstrations"}


def incident(row: Row) -> dict[str, Any]:
    """Return one row of an ACLED file (column names in lower case) as an incident's columns.

    Raises:
        BadRow: a value cannot be taken over.
    """
    key = row.get("event_id_cnty") or row.get("data_id")
    if not key:
        raise BadRow("it has no event_id_cnty")
    actor1_type, actor2_type = _inter(row, "inter1"), _inter(row, "inter2")
    types = types_of(row.get("event_type"), row.get("sub_event_type"), actor1_type)
    if types is None:
        raise BadRow(f"the event type {row.get('event_type')!r} is none of ACLED's")
    own, tags = _own_tags(row.get("tags"))
    event, sub = types
    notes = row.get("notes") or ""
    if "sub_event_type" in own:
        sub = own["sub_event_type"]
        event = event_type_of(sub)
        notes = notes.removeprefix(NEAREST[event][2]) if event in NEAREST else notes
    lon, lat = position(row, "longitude", "latitude")
    geo_precision = whole(row, "geo_precision", low=1, high=3)
    time_precision = whole(row, "time_precision", low=1, high=3)
    deaths = whole(row, "fatalities")
    start = day(row.get("event_date"))
    land = country(row.get("iso3"), row.get("iso"), row.get("country"))
    outlets = [name.strip() for name in (row.get("source") or "").split(";") if name.strip()]
    told_by: list[str | None] = [*outlets] or [None]
    modality = own.get("modality", "occurred")
    counts = killed(deaths, deaths, None)
    disorder = (row.get("disorder_type") or "").strip()
    return {
        "incident_id": f"acled:{key}",
        "event_type": event,
        "sub_event_type": sub,
        "disorder_type": TYPOS.get(disorder.lower(), disorder) or disorder_type(event, sub),
        "modality": modality,
        "background": own.get("background") == "true",
        "date_start": start,
        "date_end": start,
        "date_text": row.get("event_date"),
        "time_precision": time_precision,
        "date_precision": TIME_TO_DATE.get(time_precision or 0),
        "place_text": row.get("location"),
        "place_name": row.get("location"),
        "place_role": "site",
        "place_reasons": ["coded by ACLED"],
        "country": land["alpha2"] if land else None,
        "country_name": row.get("country"),
        "admin1": row.get("admin1"),
        "admin2": row.get("admin2"),
        "lon": lon,
        "lat": lat,
        "geo_precision": geo_precision,
        "where_precision": GEO_TO_WHERE.get(geo_precision or 0),
        "actor1": row.get("actor1"),
        "actor1_type": actor1_type,
        "actor2": row.get("actor2"),
        "actor2_type": actor2_type,
        "civilian_targeting": _targets_civilians(row, event, actor2_type),
        "fatalities": deaths,
        "fatalities_low": deaths,
        "grade": "fair" if len(outlets) > 1 else "weak",
        "grade_reason": f"coded by ACLED from {len(outlets) or 'unnamed'} source(s)",
        "reports": [
            report(
                key=f"acled:{key}", quote=notes, outlet=outlet, rule="import.acled", modality=modality, counts=counts
            )
            for outlet in told_by
        ],
        "review": own.get("review", "accepted"),
        "reviewer_note": None if "review" in own else "coded by ACLED",
        **extras(row, "acled", USED),
        **({"acled_tags": tags} if tags else {}),
    }


def _inter(row: Row, name: str) -> str | None:
    code = (row.get(name) or "").strip().lower()
    if code in ("", "0"):
        return None
    if code not in INTER_WORDS:
        raise BadRow(f"{name} {code!r} is none of ACLED's inter codes")
    return INTER_WORDS[code]


def _targets_civilians(row: Row, event: str, actor2_type: str | None) -> bool:
    if "civilian_targeting" in row:
        return bool((row["civilian_targeting"] or "").strip())
    return event == "Violence against civilians" or actor2_type == "Civilians"  # files before 2023 do not tell


def _own_tags(tags: str | None) -> tuple[dict[str, str], str | None]:
    """Return what Dateline's own export wrote into the tags, and the other tags."""
    own: dict[str, str] = {}
    rest = []
    for tag in (tags or "").split("; "):
        name, _, value = tag.removeprefix(TAG).partition("=")
        if tag.startswith(TAG) and _makes_sense(name, value):
            own[name] = value
        elif tag:
            rest.append(tag)
    return own, "; ".join(rest) or None


def _makes_sense(name: str, value: str) -> bool:
    if name == "sub_event_type":
        try:
            return bool(event_type_of(value))
        except KeyError:
            return False
    known = {"modality": MODALITIES, "background": ("true",), "review": REVIEWS}
    return value in known.get(name, ())
