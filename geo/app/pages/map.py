"""The map: filters at the side; map and evidence; beneath them the rows, charts and export of what is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.app import access, desk, filters, mapframe, results, sidebar
from geo.app.plain import say
from geo.app.words import _
from geo.table.query import Query

if TYPE_CHECKING:
    import pandas as pd

    from geo.pipeline import Result


def draw() -> None:
    """Draw the page."""
    with st.spinner(_("Reading the articles …")):
        result = access.visible(desk.result())
    query = filters.current(st.session_state)
    _map_and_card(result, query)  # first, since it is what one waits for, and may set the panel's widgets
    if st.session_state.embed:
        return
    shown = sidebar.draw(result, query)
    _below(result, query, shown)


def _map_and_card(result: Result, query: Query) -> None:
    state = st.session_state
    dark = st.context.theme.type == "dark"
    wide, narrow = (st.container(), None) if state.embed else st.columns([7, 3])
    with wide:
        told = mapframe.messages(query, incident=state.incident, dark=dark, view=state.first_view)
        said = mapframe.show_map(results.document(result), told, title=_("Incident map"))
    if _listen(said):
        st.rerun()
    if narrow is None:
        return
    with narrow, st.container(height=mapframe.HEIGHT_PX):
        row = _chosen(result)
        if row is None:
            _hint(result)
        else:
            from geo.app import evidence

            left, right = st.columns(2)
            left.button(_("Close"), on_click=desk.choose, args=(None,), key="close", width="stretch")
            if access.may_review() and right.button(_("Review"), key="to-review", width="stretch"):
                st.switch_page(state.pages["review"])
            evidence.card(row, result)


def _listen(said: mapframe.Said) -> bool:
    """Take over what the document said since the last run; True if the page must be drawn again."""
    state = st.session_state
    heard = state.heard
    again = False
    if said.view is not None:
        state.view = said.view
    if said.selected and heard.get("selected") != said.selected["at"]:
        heard["selected"] = said.selected["at"]
        again = state.incident != said.selected["incident_id"]
        state.incident = said.selected["incident_id"]
    if said.query and heard.get("query") != said.query["at"]:
        heard["query"] = said.query["at"]
        filters.seed(Query.from_json(json.dumps(said.query["query"])))
        again = True
    return again


def _chosen(result: Result) -> pd.Series[Any] | None:
    rows = result.incidents
    found = rows[rows["incident_id"] == st.session_state.incident]
    return None if found.empty else found.iloc[0]


def _hint(result: Result) -> None:
    if result.incidents.empty:
        say(_("No incident was found yet. Add an article: paste its text or upload a file."))
        st.page_link(st.session_state.pages["add"], label=_("Add articles"))
        return
    if st.session_state.get("hint_closed"):
        say(_("Choose a mark on the map or a row in the table: the sentence behind it appears here."), muted=True)
        return
    say(_("Three steps"), strong=True)
    say(_("1. Narrow the map with the filters at the side; each option shows how many rows it would give."))
    say(_("2. Choose a mark on the map or a row in the table: the sentence behind it appears here."))
    say(_("3. Export what is shown, or send the address of this page: it restores filters, view and incident."))
    say(_("Rows that nobody has reviewed are machine extraction: read the quote before you use one."), muted=True)
    st.button(_("Got it"), key="hint", on_click=st.session_state.__setitem__, args=("hint_closed", True))


def _below(result: Result, query: Query, shown: pd.DataFrame) -> None:
    """Draw what lies under the map; only the open one is made."""
    rows, chart, export = st.tabs([_("Incidents"), _("Charts"), _("Export")], on_change="rerun", key="below")
    with rows:
        if rows.open:
            from geo.app import rowtable

            rowtable.single(shown)
    with chart:
        if chart.open:
            from geo.app import charts

            charts.draw(shown)
    with export:
        if export.open:
            from geo.app import exporting

            exporting.draw(result, query)
    for refusal in result.refused:
        say(_("Not read: {reason}").format(reason=refusal), strong=True)
