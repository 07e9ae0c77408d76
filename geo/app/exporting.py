"""Export of what is shown: the same query, the same rows."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from geo.app.words import _
from geo.drawing.snapshot import snapshot
from geo.exchanging import writers
from geo.pipeline import Result
from geo.table import summary
from geo.table.query import Query

FORMATS: Final[dict[str, tuple[str, str]]] = {
    "HTML map": ("html", "text/html"),
    "CSV": ("csv", "text/csv"),
    "GeoJSON": ("geojson", "application/geo+json"),
    "GeoPackage": ("gpkg", "application/geopackage+sqlite3"),
    "KML": ("kml", "application/vnd.google-earth.kml+xml"),
    "GeoParquet": ("parquet", "application/vnd.apache.parquet"),
    "JSON lines": ("jsonl", "application/jsonl"),
}


def draw(result: Result, query: Query) -> None:
    """Draw the choice of formats; the file is made when the button is pressed."""
    st.caption(_("Exports hold what is shown: {query}").format(query=summary.describe(query)))
    with st.container(horizontal=True):
        for label, (ending, mime) in FORMATS.items():
            st.download_button(
                label,
                data=partial(export, result, query, ending),
                file_name=f"dateline.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"export-{ending}",
            )


def export(result: Result, query: Query, ending: str) -> bytes:
    """Return the file's bytes for one format."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"dateline.{ending}"
        if ending == "html":
            snapshot(result, path, query)
        else:
            writers.write(result, path, query)
        return path.read_bytes()
