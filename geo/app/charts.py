"""Charts of what is shown: over time, by type, by actor and by source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.drawing.style import colour_of

if TYPE_CHECKING:
    import pandas as pd


WHOLE: Final = {"tickMinStep": 1, "format": "d"}
"""Axes of counts have whole numbers."""


def draw(rows: pd.DataFrame) -> None:
    """Draw the charts of the rows shown."""
    import altair as alt

    if rows.empty:
        st.info("No rows are shown: widen the filters to see charts.")
        return
    types = sorted(rows["event_type"].unique())
    colour = alt.Color(
        "event_type:N",
        title=None,
        legend={"labelLimit": 260},
        scale=alt.Scale(domain=types, range=[colour_of(name) for name in types]),
    )
    st.caption("By first day on which it may have happened")
    dated = rows.dropna(subset=["date_start"])
    if dated.empty:
        st.info("No row shown has a date.")
    else:
        days = (
            alt.Chart(_plain(dated))
            .mark_bar()
            .encode(
                x=alt.X("date_start:O", title=None),
                y=alt.Y("count():Q", title="incidents", axis=WHOLE),
                color=colour,
                tooltip=["date_start:O", "event_type:N", "count():Q"],
            )
        )
        st.altair_chart(days.properties(height=220), width="stretch", alt="Incidents by day and event type")
    left, right = st.columns(2)
    with left:
        _bars(alt, rows, "sub_event_type", "By type")
    with right:
        _bars(alt, rows.dropna(subset=["actor1"]), "actor1", "By actor")


def _bars(alt: Any, rows: pd.DataFrame, column: str, title: str) -> None:  # noqa: ANN401 -- the altair module
    st.caption(title)
    if rows.empty:
        st.info("None.")
        return
    chart = (
        alt.Chart(_plain(rows))
        .mark_bar(color="#0072B2")
        .encode(
            y=alt.Y(f"{column}:N", sort="-x", title=None, axis=alt.Axis(labelLimit=220)),
            x=alt.X("count():Q", title=None, axis=WHOLE),
            tooltip=[f"{column}:N", "count():Q"],
        )
    )
    st.altair_chart(chart, width="stretch", alt=title)


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Return only the columns that the charts read, as plain strings."""
    import pandas as pd

    return pd.DataFrame(
        {name: rows[name].astype(object) for name in ("date_start", "event_type", "sub_event_type", "actor1")}
    )
