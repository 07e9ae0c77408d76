"""The incident table: sorted by its heads, columns chosen, rows picked for one step on all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.app import access, desk, exporting, filters, reviews, rowtable, sidebar
from geo.app.plain import plain
from geo.app.words import _, n_
from geo.reviewing.decision import Kind, on
from geo.table.schema import INCIDENTS

if TYPE_CHECKING:
    import pandas as pd

MORE = tuple(column.name for column in INCIDENTS if column.name not in ("reports", "place_reasons", "geometry"))
MANY = 1  # from more rows than this on, only the whole choice can be stepped on


def draw() -> None:
    """Draw the page."""
    st.html(f"<h1>{_('Incidents')}</h1>")
    result = access.visible(desk.result())
    query = filters.current(st.session_state)
    shown = sidebar.draw(result, query)
    if st.session_state.get("said"):
        st.warning(plain(st.session_state.said))
    frame = rowtable.plain_rows(shown)
    if frame.empty:
        st.info(_("No rows under these filters. “Clear all” brings them back."))
        return
    names = list(dict.fromkeys((*rowtable.COLUMNS, *MORE)))
    columns = st.multiselect(
        _("Columns"),
        names,
        default=list(rowtable.COLUMNS),
        key="columns",
        format_func=lambda name: _(rowtable.COLUMNS.get(str(name), str(name))),
    )
    event = st.dataframe(
        frame[columns or list(rowtable.COLUMNS)],
        key="incidents_table",
        hide_index=True,
        height=520,
        on_select="rerun",
        selection_mode="multi-row",
        placeholder="",
        column_config={name: _(heading) for name, heading in rowtable.COLUMNS.items()},
        alt=_("The incidents shown"),
    )
    picked = [number for number in event["selection"]["rows"] if number < len(frame)]
    _steps(shown, picked)
    with st.expander(_("Export what is shown")):
        exporting.draw(result, query)


def _steps(shown: pd.DataFrame, picked: list[int]) -> None:
    """Offer what can be done with the rows picked."""
    if not picked:
        st.caption(_("Pick rows at the left edge to accept, reject or open them."))
        return
    rows = shown.iloc[picked].to_dict("records")
    with st.container(horizontal=True):
        if len(rows) <= MANY:
            key = str(rows[0]["incident_id"])
            if st.button(_("Show on the map"), key="jump"):
                _open(key, "map")
            if st.button(_("Review"), key="jump-review"):
                _open(key, "review")
        if access.may_review():
            number = n_("{n} row", "{n} rows", len(rows))
            st.button(f"{_('Accept')} ({number})", key="bulk-accept", on_click=_judge, args=("accept", rows))
            st.button(f"{_('Reject')} ({number})", key="bulk-reject", on_click=_judge, args=("reject", rows))


def _open(key: str, page: str) -> None:
    desk.choose(key)
    st.switch_page(st.session_state.pages[page])


def _judge(kind: Kind, rows: list[dict[str, Any]]) -> None:
    reviews.record(on(kind, rows, reviewer=reviews.who()))
