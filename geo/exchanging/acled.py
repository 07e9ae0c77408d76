"""Incidents in ACLED's 31 columns.

What happened or is alleged to have happened is written; what is threatened, planned, denied or only said is no event
for ACLED and is left out (the export's facts count it). Dateline's own types become ACLED's nearest, with their name
in `tags`, from which `dateline import` reads them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.exchanging import tablefile
from geo.exchanging.cells import location, outlets, quotes, records
from geo.exchanging.codes import ACLED_COLUMNS, ACLED_TYPES, INTER_NUMBERS, interaction
from geo.exchanging.countries import country
from geo.table.schema import layer_of

if TYPE_CHECKING:
    import geopandas as gpd

TAG: Final = "dateline:"
NEAREST: Final[dict[str, tuple[str, str, str]]] = {
    "Displacement": ("Strategic developments", "Other", "Displacement: "),
    "Military build-up": ("Strategic developments", "Change to group/activity", "Movement of forces: "),
}
"""Dateline's own event types: ACLED's event and sub-event type, and the words with which ACLED's notes begin then."""

AS_CODED: Final = frozenset({"iso", "region", "interaction"})
"""Columns that ACLED codes by its own rules: an imported value stands before a derived one."""

WRITTEN_LAYERS: Final = ("incidents", "background")


def written(row: Mapping[str, Any]) -> bool:
    """Say whether ACLED would carry a row at all; one that came from there is always given back."""
    if str(row["incident_id"]).startswith("acled:"):
        return True
    return layer_of(row["event_type"], row["modality"], background=bool(row["background"])) in WRITTEN_LAYERS


def to_acled(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an incident in ACLED's columns; what came from an ACLED file (`acled_*`) is given back as it was."""
    event, sub, prefix = row["event_type"], row["sub_event_type"], ""
    if event in NEAREST:
        event, sub, prefix = NEAREST[event]
    land = country(row["country"], row["country_name"])
    made: dict[str, Any] = {
        "event_id_cnty": str(row["incident_id"]).removeprefix("acled:"),
        "event_date": row["date_start"],
        "year": (row["date_start"] or "")[:4] or None,
        "time_precision": row["time_precision"],
        "disorder_type": row["disorder_type"] or "Strategic developments",
        "event_type": event,
        "sub_event_type": None if sub == event else sub,
        "actor1": row["actor1"],
        "inter1": INTER_NUMBERS.get(row["actor1_type"] or ""),
        "actor2": row["actor2"],
        "inter2": INTER_NUMBERS.get(row["actor2_type"] or ""),
        "interaction": interaction(row["actor1_type"], row["actor2_type"]),
        "civilian_targeting": "Civilian targeting" if row["civilian_targeting"] else None,
        "iso": land["numeric"] if land else None,
        "region": land["acled_region"] if land else None,
        "country": row["country_name"] or (land["name"] if land else None),
        "admin1": row["admin1"],
        "admin2": row["admin2"],
        "location": location(row),
        "latitude": row["lat"],
        "longitude": row["lon"],
        "geo_precision": row["geo_precision"],
        "source": "; ".join(outlets(row)) or None,
        "notes": prefix + quotes(row),
        "fatalities": row["fatalities"],
        "tags": _tags(row),
    }
    for name in ACLED_COLUMNS:
        kept = row.get(f"acled_{name}")
        if kept is not None and (made.get(name) is None or name in AS_CODED):
            made[name] = kept
    return made


def _tags(row: Mapping[str, Any]) -> str | None:
    """Return what ACLED has no column for, as tags; None where there is nothing of the kind."""
    facts = {}
    if row["event_type"] not in ACLED_TYPES:
        facts["sub_event_type"] = row["sub_event_type"]
    if row["modality"] != "occurred":
        facts["modality"] = row["modality"]
    if row["background"]:
        facts["background"] = "true"
    if row["review"] != "accepted":  # what ACLED publishes has been reviewed
        facts["review"] = row["review"]
    kept = row.get("acled_tags")
    tags = [*([str(kept)] if kept else []), *(f"{TAG}{name}={value}" for name, value in facts.items())]
    return "; ".join(tags) or None


def write(incidents: gpd.GeoDataFrame, path: Path, facts: dict[str, Any]) -> None:
    """Write an ACLED-column CSV; `facts` learns how many rows were left out."""
    rows = list(records(incidents))
    kept = [to_acled(row) for row in rows if written(row)]
    facts["left_out"] = len(rows) - len(kept)
    tablefile.save(path, ACLED_COLUMNS, [[row.get(name) for name in ACLED_COLUMNS] for row in kept], bom=False)
