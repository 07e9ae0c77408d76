"""The whole desk as one file: articles, decisions, places, settings; saved, and opened beside what is there."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.app import access, reviews
from geo.app.plain import plain, say
from geo.app.words import _, n_
from geo.errors import ReviewError, StoreError


def draw() -> None:
    """Draw saving and opening."""
    from geo.reviewing import desk

    say(_("One file holds the articles, every decision and the settings; it opens on any machine with Dateline."))
    try:
        store = reviews.store()
    except StoreError as fault:
        st.warning(plain(str(fault)))
        return
    st.download_button(
        _("Save the desk"),
        partial(lambda: desk.to_bytes(desk.of(store))),
        "desk.dateline",
        "application/zip",
        on_click="ignore",
        key="save_desk",
    )
    if not access.may_review():
        return
    file = st.file_uploader(_("Open a desk"), type=["dateline"], key="desk_upload")
    if file is not None and st.button(_("Put it beside what is here"), key="open_desk"):
        try:
            fresh = desk.into(store, desk.from_bytes(file.getvalue(), name=file.name))
        except (ReviewError, StoreError) as fault:
            st.warning(plain(str(fault)))
            return
        st.session_state.pop("articles", None)
        reviews.refresh()
        st.success(n_("{n} new decision", "{n} new decisions", fresh))
