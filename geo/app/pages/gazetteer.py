"""The gazetteer: what a name could mean and why; spellings and places of the desk's own, and what each changes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

from gazetteer import KINDS, GazetteerError
from geo.app import access, desk, results, reviews
from geo.app.placing import position
from geo.app.plain import plain, say
from geo.app.words import _
from geo.errors import StoreError

if TYPE_CHECKING:
    from gazetteer import Match


def draw() -> None:
    """Draw the page."""
    st.html(f"<h1>{_('Gazetteer')}</h1>")
    left, right = st.columns([3, 1])
    name = left.text_input(_("Search a name"), key="gaz_name", placeholder="Jisr al-Shughur · جسر الشغور")
    country = right.text_input(_("Country (ISO code)"), key="gaz_country", max_chars=2, placeholder="SY")
    found = _candidates(name.strip(), country.strip().upper() or None)
    if access.may_review():
        _spelling(found)
        _place()
    _changed()
    _own()


def _candidates(name: str, country: str | None) -> list[Match]:
    import pandas as pd

    if not name:
        say(_("Type a name as an article writes it: what it could mean is ranked, with the reasons."), muted=True)
        return []
    try:
        found = results.with_places(desk.places()).lookup(name, country=country, limit=10)
    except GazetteerError as fault:
        st.warning(plain(str(fault)))
        return []
    if not found:
        st.info(_("The gazetteer has no such name."))
        return []
    rows = [
        {
            _("Name"): match.place.name,
            _("Kind"): match.place.kind,
            _("Province"): match.place.admin1,
            _("Country"): match.place.country,
            _("Latitude"): match.place.lat,
            _("Longitude"): match.place.lon,
            _("Score"): round(match.score, 2),
            _("Why"): "; ".join(match.reasons),
            "id": match.place.place_id,
        }
        for match in found
        if match.place is not None
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, placeholder="", alt=_("Candidates"))
    return found


def _spelling(found: list[Match]) -> None:
    with st.expander(_("Add a spelling to a known place")), st.form("spelling", border=False, clear_on_submit=True):
        known = {match.place.place_id: match.place for match in found if match.place is not None}
        st.caption(_("Search the place first; then say how your articles spell it."))
        if not known:
            st.form_submit_button(_("Add the spelling"), disabled=True)
            return
        key = st.selectbox(
            _("Place"), list(known), format_func=lambda key: f"{known[key].name} ({known[key].admin1}, {key})"
        )
        spelling = st.text_input(_("Spelling"), max_chars=120)
        if st.form_submit_button(_("Add the spelling")) and spelling.strip():
            place = known[key]
            _add((key, place.name, spelling.strip(), str(place.lon), str(place.lat), place.kind, place.country or ""))


def _place() -> None:
    with st.expander(_("Add a place")), st.form("place", border=False, clear_on_submit=True):
        left, right = st.columns(2)
        name = left.text_input(_("Name"), max_chars=120, key="place_name")
        where = right.text_input(_("Latitude, longitude"), placeholder="35.81, 36.32", key="place_where")
        kinds = [kind for kind in KINDS if kind not in ("country", "admin1", "continent")]
        kind = left.selectbox(_("Kind"), kinds, index=kinds.index("village"))
        aliases = right.text_input(_("Other spellings (with ; between)"), max_chars=300)
        if st.form_submit_button(_("Add the place")):
            try:
                lat, lon = position(where)
            except ValueError:
                st.warning(_("That is no position; write it as 35.81, 36.32 (latitude first)."))
                return
            if not name.strip():
                st.warning(_("The place needs a name."))
                return
            country, _unit = results.gaz().covering(lon=lon, lat=lat)
            digest = hashlib.sha256(f"{name}|{lat}|{lon}".encode()).hexdigest()[:10]
            code = country.country if country is not None else ""
            _add((f"desk:{digest}", name.strip(), aliases.strip(), str(lon), str(lat), kind, code or ""))


def _add(place: tuple[str, ...]) -> None:
    """Keep a place with the desk and show what it changes; one that the gazetteer refuses is not kept."""
    state = st.session_state
    before = desk.result()
    new = (*(one for one in desk.places() if one[0] != place[0]), place)
    try:
        results.with_places(new)
        reviews.store().put_place(place[0], dict(zip(results.PLACE_COLUMNS, place, strict=True)))
    except (GazetteerError, StoreError) as fault:
        st.warning(plain(str(fault)))
        return
    state.places = new
    state.place_effect = (place[1], before)
    st.rerun()


def _remove(place_id: str) -> None:
    st.session_state.place_effect = (place_id, desk.result())
    try:
        reviews.store().remove_place(place_id)
    except StoreError as fault:
        st.session_state.store_fault = str(fault)
        return
    st.session_state.places = tuple(one for one in desk.places() if one[0] != place_id)


def _changed() -> None:
    """Say what the last addition changed: mentions that mean another place, incidents that moved."""
    from geo.reviewing.changes import changes

    if not st.session_state.get("place_effect"):
        return
    name, before = st.session_state.place_effect
    after = desk.result()
    say(_("What “{name}” changes").format(name=name), strong=True)
    span = ["article_id", "start", "end"]
    columns = [*span, "text", "place_name", "place_id"]
    both = before.mentions[columns].merge(after.mentions[columns], on=span, how="outer", suffixes=("_before", "_after"))
    moved = both[(both["place_id_before"].fillna("") != both["place_id_after"].fillna(""))]
    told = changes(before.incidents, after.incidents)
    if moved.empty and told.empty:
        st.info(_("No mention and no incident on the desk changes."))
        return
    say(_("Mentions: {n}").format(n=len(moved)), muted=True)
    if not moved.empty:
        st.dataframe(moved.astype(object), hide_index=True, placeholder="", alt=_("Mentions that changed"))
    say(_("Values of incidents: {n}").format(n=len(told)), muted=True)
    if not told.empty:
        st.dataframe(told.astype(str), hide_index=True, alt=_("Incidents that changed"))


def _own() -> None:
    held = desk.places()
    if not held:
        return
    say(_("The desk's own places and spellings"), strong=True)
    for place in held:
        left, right = st.columns([6, 1], vertical_alignment="center")
        with left:
            say(" · ".join(filter(None, place)))
        if access.may_review():
            right.button(_("Remove"), key=f"drop-{place[0]}", on_click=_remove, args=(place[0],))
