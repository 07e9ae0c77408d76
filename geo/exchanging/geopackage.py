"""GeoPackage with the layers incidents, areas, zones and flows, styled for QGIS, the facts of the export inside.

`incidents` are points, so that they can be styled as such; the incidents whose place is an area have it in `areas`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ExportError
from geo.exchanging.bundle import Bundle
from geo.exchanging.cells import AREAS, plain, to_json
from geo.exchanging.qgis import STYLES
from geo.table.frames import CRS

if TYPE_CHECKING:
    import geopandas as gpd

STYLE_TABLE: Final = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP
)
"""
"""The table in which QGIS looks for the styles of a GeoPackage's layers."""


def layers(bundle: Bundle) -> Iterator[tuple[str, gpd.GeoDataFrame, str]]:
    """Yield the name, the table and the geometry type of each layer."""
    import geopandas as gpd

    incidents = bundle.incidents
    points = gpd.points_from_xy(
        incidents["lon"].to_numpy(dtype=float, na_value=float("nan")),
        incidents["lat"].to_numpy(dtype=float, na_value=float("nan")),
        crs=CRS,
    )
    located = incidents["lon"].notna() & incidents["lat"].notna()
    yield "incidents", incidents.set_geometry(gpd.GeoSeries(points, index=incidents.index).where(located)), "Point"
    areas = incidents.loc[incidents.geometry.geom_type.isin(AREAS), ["incident_id", "place_name", "geometry"]]
    yield "areas", areas, "Unknown"
    yield "zones", bundle.zones, "Unknown"
    yield "flows", bundle.flows, "LineString"


def write(bundle: Bundle, path: Path, facts: dict[str, Any]) -> None:
    """Write a GeoPackage."""
    import pyogrio

    described = {"DESCRIPTION": str(facts["note"]), "DATELINE": to_json(facts)}
    for number, (name, frame, kind) in enumerate(layers(bundle)):
        pyogrio.write_dataframe(
            _flat(frame),
            path,
            layer=name,
            driver="GPKG",
            geometry_type=kind,
            append=number > 0,
            layer_options={"IDENTIFIER": name},
            dataset_metadata=described if number == 0 else None,
            layer_metadata=described,
        )
    _add_styles(path)


def _flat(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the table with lists as JSON texts."""
    flat = frame.copy()
    for name in flat.columns:
        if name != "geometry" and flat[name].dtype == "object":
            flat[name] = [None if cell is None else to_json(cell) for cell in plain(flat[name])]
            flat[name] = flat[name].astype("string")
    return flat


def _add_styles(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(STYLE_TABLE)
        for layer, qml in STYLES.items():
            database.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
                " styleQML, useAsDefault, description, owner) VALUES ('', '', ?, 'geom', 'Dateline', ?, 1, ?, '')",
                (layer, qml(), f"Dateline's colours for {layer}"),
            )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"
        )


def read(path: Path, layer: str) -> gpd.GeoDataFrame:
    """Return a layer as it was written, with the areas of the incidents back in their place.

    Raises:
        ExportError: it is no GeoPackage, or it lacks the layer.
    """
    import pyogrio

    try:
        frame: gpd.GeoDataFrame = pyogrio.read_dataframe(path, layer=layer)
        areas = pyogrio.read_dataframe(path, layer="areas") if layer == "incidents" else None
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as fault:
        raise ExportError(f"this is no GeoPackage with the layer {layer!r} ({fault})", path=path) from None
    if areas is not None and len(areas):
        shapes = dict(zip(areas["incident_id"], areas.geometry, strict=True))
        whole = [shapes.get(key, point) for key, point in zip(frame["incident_id"], frame.geometry, strict=True)]
        frame = frame.set_geometry(whole, crs=CRS)
    return frame
