"""The page: filters at the side; map and evidence; beneath them table, charts, notes, adding and export."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app import adding, charts, desk, evidence, exporting, filters, mapframe
from geo.app.address import Address, from_params, to_params
from geo.app.plain import say
from geo.drawing import document
from geo.pipeline import Result
from geo.table.query import Query, apply

if TYPE_CHECKING:
    import pandas as pd

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#0072B2"/>'
    '<circle cx="8" cy="8" r="3" fill="#fff"/></svg>'
)
CSS: Final = """<style>
[data-testid="stMainBlockContainer"] { padding: 1rem 1.5rem 3rem; }
[data-testid="stSidebarHeader"] { height: 2.25rem; margin: 0; padding-top: .5rem; }
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] { gap: .6rem; }
@media (max-width: 760px) { [data-testid="stMainBlockContainer"] { padding: 3.25rem .6rem 3rem; } }
[data-testid="stHeader"] { background: transparent; pointer-events: none; }
[data-testid="stHeader"] * { pointer-events: auto; }
</style>"""
COLUMNS: Final[dict[str, Any]] = {
    "date_start": "Date",
    "sub_event_type": "What",
    "place_name": "Where",
    "actor1": "Who",
    "fatalities": "Killed",
    "injured": "Injured",
    "displaced": "Displaced",
    "modality": "How real",
    "grade": "How sure",
    "quote": "Quote",
}
"""The table's columns and their headings."""


def show() -> None:
    """Draw the whole page for the state of this session."""
    st.set_page_config(page_title="Dateline", page_icon=ICON, layout="wide")
    st.html(CSS)
    state = st.session_state
    if "view" not in state:
        _open_link()
    with st.spinner("Reading the articles …"):
        result = desk.result()
    query = filters.current(state)
    shown = apply(result.incidents, query)
    _map_and_card(result, query)  # first, since it is what one waits for, and may set the panel's widgets
    with st.sidebar:
        st.html('<h1 style="font-size:1.3rem;margin:0">Dateline</h1>')
        say(headline(result), muted=True)
        say(f"{len(shown)} of {len(result.incidents)} shown", strong=True)
        st.button("Clear all", on_click=filters.seed, args=(Query(),), disabled=query == Query())
        filters.draw(result, query)
    for fault in state.pop("faults", ()):
        say(f"The link says {fault}", muted=True)
    _below(result, query, shown)
    st.query_params.from_dict(to_params(Address(query, state.view, state.incident)))


def headline(result: Result) -> str:
    """Return what is on the desk, in one line: places, days, number of articles."""
    days = sorted(article.published for article in result.articles if article.published)
    span = f"{days[0]} to {days[-1]}" if days and days[0] != days[-1] else (days[0] if days else "undated")
    number = len(result.articles)
    return f"{number} article{'' if number == 1 else 's'} · {span}"


def _open_link() -> None:
    """Set the session to what the address says: once, when it begins."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    address = from_params(params)
    filters.seed(address.query)
    st.session_state.view = address.view
    st.session_state.first_view = address.view
    st.session_state.incident = address.incident
    st.session_state.heard = {}
    if address.faults:
        st.session_state.faults = address.faults


@st.cache_data(show_spinner=False, max_entries=8)
def _document(key: tuple[str, ...], _result: Result) -> str:  # noqa: ARG001 -- what the cache goes by
    """Return the map document of a result; `key` names its incidents and articles."""
    return document.render(_result, panel=False)


def _map_and_card(result: Result, query: Query) -> None:
    state = st.session_state
    key = (*(a.sha256 for a in result.articles), *result.incidents["incident_id"])
    dark = st.context.theme.type == "dark"
    wide, narrow = st.columns([7, 3])
    with wide:
        told = mapframe.messages(query, incident=state.incident, dark=dark, view=state.first_view)
        said = mapframe.show_map(_document(key, result), told, title="Incident map")
    if _listen(said):
        st.rerun()
    with narrow, st.container(height=mapframe.HEIGHT_PX):
        row = _chosen(result)
        if row is None:
            _hint(result)
        else:
            st.button("Close", on_click=_choose, args=(None,), key="close")
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


def _choose(incident_id: str | None) -> None:
    st.session_state.incident = incident_id


def _hint(result: Result) -> None:
    if result.incidents.empty:
        say("No incident was found yet. Add an article below: paste its text or upload a file.")
        return
    say("Three steps", strong=True)
    say("1. Narrow the map with the filters at the side; each option shows how many rows it would give.")
    say("2. Choose a mark on the map or a row in the table: the sentence behind it appears here.")
    say("3. Export what is shown, or send the address of this page: it restores filters, view and incident.")
    say("All rows are unreviewed machine extraction: read the quote before you use one.", muted=True)


def _below(result: Result, query: Query, shown: pd.DataFrame) -> None:
    table, chart, control, add, export = st.tabs(["Incidents", "Charts", "Control notes", "Add articles", "Export"])
    with table:
        _table(shown)
    with chart:
        charts.draw(shown)
    with control:
        _notes(result)
    with add:
        adding.draw()
    with export:
        exporting.draw(result, query)
    for refusal in result.refused:
        say(f"Not read: {refusal}", strong=True)


def _table(shown: pd.DataFrame) -> None:
    if shown.empty:
        st.info("No rows under these filters. “Clear all” brings them back.")
        return
    frame = shown.drop(columns="geometry").reset_index(drop=True)
    frame["quote"] = [reports[0]["quote"] for reports in frame["reports"]]
    event = st.dataframe(
        frame[list(COLUMNS)].astype(object),
        key="table",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        column_config=COLUMNS,
        alt="The incidents shown",
    )
    rows = event["selection"]["rows"]
    chosen = frame.iloc[rows[0]]["incident_id"] if rows and rows[0] < len(frame) else None
    if chosen != st.session_state.heard.get("table"):
        st.session_state.heard["table"] = chosen
        if chosen is not None:
            _choose(str(chosen))
            st.rerun()


def _notes(result: Result) -> None:
    if result.zones.empty:
        st.info("The articles hold no note on who controls what.")
    for zone in result.zones.to_dict("records"):
        drawn = "drawn, approximate" if zone["geometry"] is not None else "not drawn: no area can honestly be drawn"
        say(str(zone["note"]), strong=True)
        say(f"{zone['status']} · {zone['method']} · {zone['certainty']} · {drawn}", muted=True)
        for report in zone["reports"]:
            say(f"“{report['quote']}” [{report['outlet'] or report['article_id']}]", muted=True)
