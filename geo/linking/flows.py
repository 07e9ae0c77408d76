"""Displacement flows: from where, to where, how many people and families, as told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from geo.linking.counting import combined, families
from geo.linking.draft import Draft, Incident, Site


def flow_rows(incidents: Sequence[Incident], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row for each incident of displacement that tells where from or where to.

    `rows` are the incidents' rows, in the same order; a flow takes its id, dates and reports from there.
    """
    flows = []
    for incident, row in zip(incidents, rows, strict=True):
        if row["event_type"] != "Displacement" or row["modality"] in ("threatened", "planned", "denied"):
            continue
        origin = _first(incident.drafts, "origin")
        destination = _first(incident.drafts, "destination")
        if origin is None and destination is None:
            continue
        flows.append(_row(incident, row, origin, destination))
    return flows


def _first(drafts: Sequence[Draft], end: str) -> Site | None:
    sites: list[Site] = [site for draft in drafts if (site := getattr(draft, end)) is not None]
    placed = [site for site in sites if site.lon is not None and not site.inherited]
    return next(iter(placed or [site for site in sites if site.lon is not None] or sites), None)


def _row(incident: Incident, row: dict[str, Any], origin: Site | None, destination: Site | None) -> dict[str, Any]:
    people = combined(incident.drafts, "displaced").best
    return {
        "flow_id": hashlib.sha1(f"flow:{row['incident_id']}".encode(), usedforsecurity=False).hexdigest()[:12],
        "incident_id": row["incident_id"],
        **_end("origin", origin),
        **_end("destination", destination),
        "people": people,
        "families": families(incident.drafts),
        "label": label(incident.drafts),
        "date_start": row["date_start"],
        "date_end": row["date_end"],
        "reports": row["reports"],
        "geometry": _line(origin, destination),
    }


def _end(name: str, site: Site | None) -> dict[str, Any]:
    return {
        f"{name}_name": (site.name or site.text) if site else None,
        f"{name}_lon": site.lon if site else None,
        f"{name}_lat": site.lat if site else None,
        f"{name}_uncertainty_km": site.uncertainty_km if site else None,
    }


def _line(origin: Site | None, destination: Site | None) -> Any:  # noqa: ANN401 - shapely is imported on use
    if origin is None or destination is None:
        return None
    if origin.lon is None or origin.lat is None or destination.lon is None or destination.lat is None:
        return None
    from shapely import LineString

    return LineString([(origin.lon, origin.lat), (destination.lon, destination.lat)])


def label(drafts: Sequence[Draft]) -> str:
    """Return the counts as told: "about 1,000 people (about 180 families)", or "people, number not told"."""
    pool = [count for draft in drafts for count in draft.counts if count.kind == "event" and count.what == "displaced"]
    pool = [count for count in pool if count.part_of is None]
    people = family = ""
    for count in sorted(pool, key=lambda count: count.best is None):  # numbers before "hundreds"
        if count.unit == "families":
            family = family or _told(count.qualifier, count.best, count.text, "families")
        else:
            people = people or _told(count.qualifier, count.best, count.text, "people")
    if people and family:
        return f"{people} ({family})"
    return people or family or "people, number not told"


def _told(qualifier: str | None, best: int | None, text: str, unit: str) -> str:
    if best is None or qualifier in ("hundreds", "dozens", "thousands", "scores"):
        return text
    return f"{qualifier} {best:,} {unit}" if qualifier else f"{best:,} {unit}"
