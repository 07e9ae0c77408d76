"""Export of what is shown: the same query, the same rows."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from geo.app.words import N_, _
from geo.drawing.snapshot import snapshot
from geo.exchanging import writers
from geo.exchanging.protection import OPEN, Places, Protection
from geo.pipeline import Result
from geo.table import summary
from geo.table.query import Query
from geo.table.schema import REVIEWED

FORMATS: Final[dict[str, tuple[str, str]]] = {
    "HTML map": ("html", "text/html"),
    "CSV": ("csv", "text/csv"),
    "GeoJSON": ("geojson", "application/geo+json"),
    "GeoPackage": ("gpkg", "application/geopackage+sqlite3"),
    "KML": ("kml", "application/vnd.google-earth.kml+xml"),
    "GeoParquet": ("parquet", "application/vnd.apache.parquet"),
    "JSON lines": ("jsonl", "application/jsonl"),
    "Excel": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ACLED CSV": ("acled.csv", "text/csv"),
    "UCDP CSV": ("ucdp.csv", "text/csv"),
    "HXL CSV": ("hxl.csv", "text/csv"),
}


PLACES: Final[dict[Places, str]] = {
    "exact": N_("exact"),
    "coarse": N_("coarsened to about 20 km"),
    "hidden": N_("left out"),
}
"""How places of hospitals, camps and the like go into a file."""


def draw(result: Result, query: Query) -> None:
    """Draw what to hold back and the choice of formats; the file is made when the button is pressed."""
    st.caption(_("Exports hold what is shown: {query}").format(query=summary.describe(query)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        places = st.selectbox(
            _("Hospitals, camps and the like"),
            list(PLACES),
            format_func=lambda name: _(PLACES[name]),
            key="protect_places",
            width=240,
        )
        names = st.checkbox(_("Withhold names of private people"), key="protect_names")
        if st.checkbox(_("Reviewed rows alone"), key="reviewed_alone"):
            query = replace(query, reviews=REVIEWED)
    protection = Protection(places, names_withheld=names)
    with st.container(horizontal=True):
        for label, (ending, mime) in FORMATS.items():
            st.download_button(
                label,
                data=partial(export, result, query, ending, protection),
                file_name=f"dateline.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"export-{ending}",
            )


def export(result: Result, query: Query, ending: str, protection: Protection = OPEN) -> bytes:
    """Return the file's bytes for one format, without what is to be held back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"dateline.{ending}"
        if ending == "html":
            snapshot(result, path, query, protection=protection)
        else:
            writers.write(result, path, query, protection=protection)
        return path.read_bytes()
