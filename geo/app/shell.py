"""What all pages share: the frame, the way between pages, the state of this browser session, the address bar."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module
from typing import Final

import streamlit as st

from geo.app import filters, reviews
from geo.app.address import Address, from_params, to_params
from geo.app.plain import plain, say
from geo.app.words import LANGUAGES, N_, RIGHT_TO_LEFT, _, speak, spoken

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#0072B2"/>'
    '<circle cx="8" cy="8" r="3" fill="#fff"/></svg>'
)
CSS: Final = """
[data-testid="stMainBlockContainer"] { padding: 4rem 1.5rem 3rem; }
[data-testid="stSidebarHeader"] { height: 2.25rem; margin: 0; padding-top: .5rem; }
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] { gap: .6rem; }
[data-testid="stMainBlockContainer"] h1 { font-size: 1.4rem !important; padding: 0 !important; margin: 0 !important; }
@media (max-width: 760px) { [data-testid="stMainBlockContainer"] { padding: 3.5rem .6rem 3rem; } }
"""
EMBEDDED: Final = """
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"] { display: none; }
[data-testid="stMainBlockContainer"] { padding: .3rem .3rem 0; }
"""
MIRRORED: Final = """
.stApp { direction: rtl; }
[data-testid="stMainBlockContainer"], [data-testid="stSidebarContent"] { direction: rtl; text-align: start; }
[data-testid="stDataFrame"], [data-testid="stVegaLiteChart"], code { direction: ltr; }
"""
PAGES: Final[dict[str, str]] = {
    "map": N_("Map"),
    "incidents": N_("Incidents"),
    "articles": N_("Articles"),
    "zones": N_("Zones"),
    "review": N_("Review"),
    "add": N_("Add articles"),
    "gazetteer": N_("Gazetteer"),
    "about": N_("About"),
}
"""The pages, each a module of `geo.app.pages` that is loaded when it is first shown, and their names."""


def show(first: str | None = None) -> None:
    """Draw the page that the address names, or the one given, for the state of this session."""
    st.set_page_config(page_title="Dateline", page_icon=ICON, layout="wide")
    state = st.session_state
    if "view" not in state:
        _open_link()
    speak(state.get("lang", "en"))
    filters.keep()
    reviews.refresh()
    style = CSS + (EMBEDDED if state.embed else "") + (MIRRORED if spoken() in RIGHT_TO_LEFT else "")
    st.html(f"<style>{style}</style>")
    pages = {
        name: st.Page(_page(name), title=_(title), url_path="" if name == "map" else name, default=name == "map")
        for name, title in PAGES.items()
    }
    state.pages = pages
    chosen = st.navigation(list(pages.values()), position="hidden" if state.embed else "top")
    if state.store_fault:
        st.warning(_("Nothing can be kept: {reason}").format(reason=plain(state.store_fault)))
    for fault in state.pop("faults", ()):
        say(_("The link says {fault}").format(fault=fault), muted=True)
    state.revision_shown = state.get("revision_drawn", state.revision)
    state.revision_drawn = state.revision
    try:
        chosen.run() if first is None else _page(first)()
    except Exception:
        logging.getLogger("dateline").exception("the page could not be drawn")
        st.error(_("This page could not be drawn. The server's log says why; the other pages go on."))
    _write_link()


def _page(name: str) -> Callable[[], None]:
    def draw() -> None:
        import_module(f"geo.app.pages.{name}").draw()

    draw.__name__ = name
    return draw


def _open_link() -> None:
    """Set the session to what the address says: once, when it begins."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    address = from_params(params)
    filters.seed(address.query)
    state = st.session_state
    state.view = address.view
    state.first_view = address.view
    state.incident = address.incident
    state.heard = {}
    state.lang = next((name for name in params.get("lang", ()) if name in LANGUAGES), "en")
    state.embed = _embedded(params.get("embed", ()))
    if address.faults:
        state.faults = address.faults


def _embedded(values: list[str] | tuple[()]) -> bool:
    """Say whether the address asks for the map alone; Streamlit keeps its own `embed` out of the parameters."""
    return "true" in values or bool(st.context.is_embedded)


def _write_link() -> None:
    state = st.session_state
    params = to_params(Address(filters.current(state), state.view, state.incident))
    if spoken() != "en":
        params["lang"] = [spoken()]
    st.query_params.from_dict(params)
