"""The layers of the map: what each is called, whether it shows at first, and the data it takes from a result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.drawing.records import Shared, rows
from geo.drawing.style import group_of
from geo.exchanging.bundle import Tables

DROPPED: Final = frozenset({"geometry", "disorder_type", "time_precision", "where_precision", "origin_uncertainty_km"})
"""Columns that the document does not use."""
DECIMALS: Final = 5  # about a metre


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer. `records` makes its data; layers drawn from the incidents themselves have none of their own."""

    label: str
    shown: bool
    records: Callable[[Tables, Shared], list[Any]] | None = None


def incidents(result: Tables, shared: Shared) -> list[dict[str, Any]]:
    """Return the incidents as records under the schema's column names, with `group` and, for areas, `area`."""
    titles = {article.id: article.title for article in result.articles}
    records = []
    for row, geometry in rows(result.incidents):
        record = _short(row)
        record["group"] = group_of(row["event_type"], row["sub_event_type"])
        area = shared.area(geometry)
        if area is not None:
            record["area"] = area
        record["reports"] = [shared.report(report, titles) for report in row.get("reports") or ()]
        records.append(record)
    return records


def zones(result: Tables, shared: Shared) -> list[dict[str, Any]]:
    """Return the control zones as records; one without `area` is a note that cannot be drawn."""
    titles = {article.id: article.title for article in result.articles}
    records = []
    for row, geometry in rows(result.zones):
        record = _short(row)
        area = shared.area(geometry)
        if area is not None and row.get("method") != "undrawn":
            record["area"] = area
        record["reports"] = [shared.report(report, titles) for report in row.get("reports") or ()]
        records.append(record)
    return records


def flows(result: Tables, _shared: Shared) -> list[dict[str, Any]]:
    """Return the displacement flows as records; the sentence behind one is with its incident."""
    return [_short({name: value for name, value in row.items() if name != "reports"}) for row, _ in rows(result.flows)]


def mentions(result: Tables, _shared: Shared) -> list[list[Any]]:
    """Return the places that the articles name, as [name, lon, lat, kind, how often], most named first."""
    seen: Counter[str] = Counter()
    places: dict[str, tuple[Any, ...]] = {}
    for row, _ in rows(result.mentions):
        if "lon" not in row or "lat" not in row or "place_id" not in row:
            continue
        seen[row["place_id"]] += 1
        name = row.get("place_name") or row["text"]
        places.setdefault(row["place_id"], (name, round(row["lon"], 4), round(row["lat"], 4), row.get("kind")))
    return [
        [*places[place_id], count] for place_id, count in sorted(seen.items(), key=lambda item: (-item[1], item[0]))
    ]


LAYERS: Final[dict[str, Layer]] = {
    "incidents": Layer("Incidents", True, incidents),
    "uncertainty": Layer("Place uncertainty", True),
    "zones": Layer("Control zones", True, zones),
    "flows": Layer("Displacement", True, flows),
    "roads": Layer("Main roads", True),
    "sites": Layer("Crossings, bases, camps", True),
    "mentions": Layer("Places mentioned", False, mentions),
    "heat": Layer("Density", False),
}
"""All layers. A new one: one entry here, one drawing function in `static/overlays.js`."""


def _short(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: round(value, DECIMALS) if isinstance(value, float) else value
        for name, value in row.items()
        if name not in DROPPED
    }
