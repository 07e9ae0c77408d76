"""Putting a row at a place: by a click on the map, by the gazetteer's names, by coordinates that are typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.app import mapframe, results, reviews
from geo.app.plain import plain, say
from geo.app.words import _
from geo.errors import ReviewError
from geo.reviewing.decision import on
from geo.reviewing.places import changes_at, changes_of
from geo.table.query import Query

if TYPE_CHECKING:
    from gazetteer import Place
    from geo.pipeline import Result

Row = dict[str, Any]
POSITION = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


def draw(row: Row, result: Result) -> None:
    """Draw the three ways."""
    say(str(row["place_name"]) if isinstance(row["place_name"], str) else _("not placed"), strong=True)
    _by_name(row)
    _by_position(row)
    if st.session_state.pop("placed", False):
        st.session_state.picking = False  # one click, one place
    if st.toggle(_("Click the place on the map"), key="picking"):
        dark = st.context.theme.type == "dark"
        told = mapframe.messages(Query(layers=()), incident=str(row["incident_id"]), dark=dark, view=None, pick=True)
        said = mapframe.show_map(results.document(result), told, title=_("Incident map"))
        picked = said.picked
        if picked and st.session_state.heard.get("picked") != picked["at"]:
            st.session_state.heard["picked"] = picked["at"]
            st.session_state.placed = True
            _at(row, float(picked["lon"]), float(picked["lat"]), seen=st.session_state.revision_shown)
            st.rerun()


def _by_name(row: Row) -> None:
    name = st.text_input(_("Search the gazetteer"), key="place_search", placeholder="Jisr al-Shughur")
    if not name.strip():
        return
    country = row["country"] if isinstance(row["country"], str) else None
    found = results.gaz().lookup(name, country=country, limit=6) or results.gaz().lookup(name, limit=6)
    if not found:
        st.info(_("The gazetteer has no such name."))
    for match in found:
        if match.place is not None:
            where = ", ".join(part for part in (match.place.kind, match.place.admin1, match.place.country) if part)
            st.button(
                f"{plain(match.place.name)} ({plain(where)})",
                key=f"put-{match.place.place_id}",
                on_click=_put,
                args=(row, match.place),
            )


def _by_position(row: Row) -> None:
    text = st.text_input(_("Latitude, longitude"), key="place_position", placeholder="35.81, 36.32")
    if not text.strip():
        return
    try:
        lat, lon = position(text)
    except ValueError:
        st.warning(_("That is no position; write it as 35.81, 36.32 (latitude first)."))
        return
    st.button(_("Place it there"), key="put-position", on_click=_at, args=(row, lon, lat))


def position(text: str) -> tuple[float, float]:
    """Return latitude and longitude as typed, latitude first as people write them.

    Raises:
        ValueError: it is no position on the globe.

    >>> position("35.81, 36.32")
    (35.81, 36.32)
    """
    found = POSITION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    lat, lon = float(found[1]), float(found[2])
    if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004 -- degrees
        raise ValueError(text)
    return lat, lon


def _put(row: Row, place: Place) -> None:
    _record(row, changes_of(place), "placed by the gazetteer")


def _at(row: Row, lon: float, lat: float, *, seen: int | None = None) -> None:
    _record(row, changes_at(results.gaz(), lon=lon, lat=lat), "placed by position", seen)


def _record(row: Row, changes: dict[str, Any], reason: str, seen: int | None = None) -> None:
    try:
        decision = on("edit", row, changes, reviewer=reviews.who(), reason=reason)
    except ReviewError as fault:
        st.session_state.said = str(fault)
        return
    reviews.record(decision, seen=seen)
