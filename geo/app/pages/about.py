"""About: how rows are made, what they cannot tell, whose data this is, versions and vintages."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import streamlit as st

from geo.app import results
from geo.app.plain import definition, say
from geo.app.words import LANGUAGES, _, spoken

PACKAGES = ("dateline", "streamlit", "folium", "geopandas", "shapely", "sqlalchemy")


def draw() -> None:
    """Draw the page."""
    st.html(f"<h1>{_('About')}</h1>")
    st.selectbox(
        _("Language"),
        list(LANGUAGES),
        index=list(LANGUAGES).index(spoken()),
        format_func=LANGUAGES.__getitem__,
        key="language",
        on_change=_speak,
        width=260,
    )
    say(_("Every dot has its sentence."), strong=True)
    say(
        _("Rows are read from the articles by rules and word lists, without a model; each names the rule that made it.")
    )
    say(_("Extraction errs. A row that nobody has reviewed is a suggestion: read the quote before you use it."))
    say(_("A place has a radius within which the event lies; a date has a precision; both are drawn."))
    say(_("Control notes are dated claims, not front lines."))
    say(_("Boundaries and names shown do not imply endorsement."), muted=True)
    _data()
    say(_("Versions"), strong=True)
    definition([("Python", platform.python_version()), *((name, _version(name)) for name in PACKAGES)])
    _columns()


def _speak() -> None:
    st.session_state.lang = st.session_state.language


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def _data() -> None:
    """List the data's sources from their manifest, and the shards of the gazetteer that is open."""
    import pandas as pd

    from gazetteer.files import data_path

    say(_("Data and credits"), strong=True)
    manifest: Any = json.loads(data_path("manifest.json").read_text(encoding="utf-8"))
    listed = manifest.get("sources", manifest) if isinstance(manifest, dict) else manifest
    records = listed.values() if isinstance(listed, dict) else listed
    rows = [
        {
            name: str(record[name])
            for name in ("name", "title", "licence", "vintage", "attribution", "source", "url")
            if record.get(name)
        }
        for record in records
        if isinstance(record, dict)
    ]
    st.dataframe(pd.DataFrame(rows).fillna(""), hide_index=True, alt=_("Data and credits"))
    shards = [
        (info.title or info.name, f"{info.places:,} places, {info.names:,} names, {info.licence}")
        for info in results.gaz().info()
    ]
    definition(shards)


def _columns() -> None:
    """List what each column means, from the schema."""
    import pandas as pd

    from geo.table.schema import INCIDENTS

    with st.expander(_("What each column means")):
        st.dataframe(
            pd.DataFrame([{_("Column"): column.name, _("Meaning"): column.meaning} for column in INCIDENTS]),
            hide_index=True,
            alt=_("What each column means"),
        )
