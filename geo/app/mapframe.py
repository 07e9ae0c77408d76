"""The map document inside the app: isolated in an iframe of opaque origin, spoken to by messages.

Two components, because Streamlit sends a component's whole `data` again whenever any of it changes: one carries the
document, which changes only with the incidents, the other the small messages of every filter change.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geo.table.query import Query

HEIGHT_PX: Final = 640
STATIC: Final = Path(__file__).parent / "static"
CSS: Final = f"""
.dateline-host iframe {{ width: 100%; height: {HEIGHT_PX}px; border: 0; border-radius: 6px; display: block; }}
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What the document last said: the incident chosen, the view (lon, lat, zoom), a query, a place picked."""

    selected: dict[str, Any] | None
    view: tuple[float, float, float] | None
    query: dict[str, Any] | None
    picked: dict[str, Any] | None = None


@cache
def _script(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def show_map(html: str, messages: list[dict[str, Any]], *, title: str) -> Said:
    """Show the document and pass the messages on; return what the document said."""
    frame = st.components.v2.component(
        "dateline.frame", html='<div class="dateline-host"></div>', css=CSS, js=_script("frame.js")
    )
    messenger = st.components.v2.component("dateline.messenger", js=_script("messenger.js"))
    version = hashlib.sha256(html.encode("utf-8", "replace")).hexdigest()[:16]
    said = frame(
        data={"html": html, "version": version, "title": title},
        key="map",
        height=HEIGHT_PX,
        on_selected_change=_nothing,
        on_view_change=_nothing,
        on_query_change=_nothing,
        on_picked_change=_nothing,
    )
    messenger(data={"messages": messages}, key="messenger")
    view = said.get("view")
    return Said(
        said.get("selected"), (view[0], view[1], view[2]) if view else None, said.get("query"), said.get("picked")
    )


def messages(
    query: Query, *, incident: str | None, dark: bool, view: tuple[float, float, float] | None, pick: bool = False
) -> list[dict[str, Any]]:
    """Return the messages that bring the document to this state.

    >>> [m["kind"] for m in messages(Query(), incident=None, dark=False, view=None)]
    ['theme', 'query', 'select', 'pick']
    """
    wanted: list[dict[str, Any]] = [
        {"dateline": 1, "kind": "theme", "dark": dark},
        {"dateline": 1, "kind": "query", "query": json.loads(query.to_json())},
        {"dateline": 1, "kind": "select", "incident_id": incident},
        {"dateline": 1, "kind": "pick", "on": pick},
    ]
    if view:
        lon, lat, zoom = view
        wanted.append({"dateline": 1, "kind": "view", "lon": lon, "lat": lat, "zoom": zoom})
    return wanted


def _nothing() -> None:
    """Streamlit reports a component's state only where a callback is named."""
