"""GeoJSON (RFC 7946): one feature per incident; zones, flows and the facts of the export as members beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.exchanging.bundle import Bundle
from geo.exchanging.cells import geojson, records, shapes, to_json

if TYPE_CHECKING:
    import geopandas as gpd


def collection(frame: gpd.GeoDataFrame, key: str) -> dict[str, Any]:
    """Return a table as a feature collection; `key` names the column that is each feature's id.

    >>> from geo.table.frames import empty
    >>> from geo.table.schema import FLOWS
    >>> collection(empty(FLOWS), "flow_id")
    {'type': 'FeatureCollection', 'features': []}
    """
    features = [
        {"type": "Feature", "id": row[key], "properties": row, "geometry": geojson(shape)}
        for row, shape in zip(records(frame), shapes(frame), strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def write(bundle: Bundle, path: Path, facts: dict[str, Any]) -> None:
    """Write the incidents as features, with zones, flows and facts as members of the collection."""
    document = {
        **collection(bundle.incidents, "incident_id"),
        "dateline": facts,
        "zones": collection(bundle.zones, "zone_id"),
        "flows": collection(bundle.flows, "flow_id"),
    }
    path.write_text(to_json(document), encoding="utf-8")


def write_zones(zones: gpd.GeoDataFrame, path: Path, facts: dict[str, Any]) -> None:
    """Write control zones alone, one feature each."""
    path.write_text(to_json({**collection(zones, "zone_id"), "dateline": facts}), encoding="utf-8")
