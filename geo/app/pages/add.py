"""Adding articles."""

from __future__ import annotations

import streamlit as st

from geo.app import access, adding
from geo.app.words import _
from geo.reading import worker


def draw() -> None:
    """Draw the page."""
    st.html(f"<h1>{_('Add articles')}</h1>")
    if not access.may_review():
        st.info(_("This desk is read-only here: articles are added by those who run it."))
        return
    worker.warm()  # so that the first file need not wait
    adding.draw()
