"""TimeMap (Forensic Architecture, Bellingcat): events, sources and associations in one JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.exchanging.cells import location, quotes, records, review_of, to_json, web_address
from geo.exchanging.palette import COLOURS, OTHER

if TYPE_CHECKING:
    import geopandas as gpd


def write(incidents: gpd.GeoDataFrame, path: Path, facts: dict[str, Any]) -> None:
    """Write the document. TimeMap needs a date or a position: an incident with neither is left out and counted."""
    rows = list(records(incidents))
    events = [_event(row) for row in rows if row["date_start"] or row["lon"] is not None]
    types = sorted({(row["event_type"], row["sub_event_type"]) for row in rows})
    document = {
        "dateline": {**facts, "left_out": len(rows) - len(events)},
        "events": events,
        "sources": _sources(rows),
        "associations": [
            {"id": sub, "title": sub, "desc": "", "mode": "FILTER", "filter_paths": [event, sub]}
            for event, sub in types
        ],
    }
    path.write_text(to_json(document), encoding="utf-8")


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    placed = row["lon"] is not None and row["lat"] is not None
    return {
        "id": row["incident_id"],
        "description": quotes(row) or row["sub_event_type"],
        "date": row["date_start"] or "",
        "time": "",
        "time_precision": "" if row["time_precision"] is None else str(row["time_precision"]),
        "time_display": row["date_text"] or "",
        "location": location(row) or "",
        "latitude": str(row["lat"]) if placed else "",
        "longitude": str(row["lon"]) if placed else "",
        "type": row["modality"],
        "category": row["event_type"],
        "category_full": row["sub_event_type"],
        "associations": [row["sub_event_type"]],
        "sources": list(dict.fromkeys(str(report.get("article_id")) for report in row["reports"])),
        "comments": f"{row['grade']}: {row['grade_reason']}; {review_of(row)}",
        "colour": COLOURS.get(row["event_type"], OTHER),
    }


def _sources(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for report in (report for row in rows for report in row["reports"]):
        key = str(report.get("article_id"))
        found.setdefault(
            key,
            {
                "id": key,
                "title": report.get("outlet") or key,
                "thumbnail": "",
                "paths": [],
                "type": "Article",
                "affil_s": [],
                "url": web_address(report.get("url")) or "",
                "description": "",
                "parent": "",
                "author": report.get("outlet") or "",
                "date": report.get("published") or "",
                "notes": "",
            },
        )
    return found
