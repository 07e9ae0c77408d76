"""Charts of what is shown: over time, by type, actor, province and source; each bar is a filter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app.words import N_, _
from geo.drawing.style import colour_of
from geo.table.query import sources

if TYPE_CHECKING:
    import pandas as pd


WHOLE: Final[dict[str, Any]] = {"tickMinStep": 1, "format": "d"}
"""Axes of counts have whole numbers."""
BARS: Final[dict[str, tuple[str, str]]] = {
    "sub_event_type": (N_("By type"), "types"),
    "actor1": (N_("By actor"), "actors"),
    "admin1": (N_("By province"), "admin1"),
    "source": (N_("By source"), "sources"),
}
"""Charts of one column: its title, and the filter that a bar sets."""
MOST: Final = 15
"""Bars in one chart; the rest are in the table and the filters."""


def draw(rows: pd.DataFrame) -> None:
    """Draw the charts of the rows shown; a click on a bar narrows the filter to it, a second one widens it again."""
    if rows.empty:
        st.info(_("No rows are shown: widen the filters to see charts."))
        return
    st.caption(_("A click on a bar shows its rows alone."))
    _days(rows)
    columns = st.columns(2)
    for number, (column, (title, field)) in enumerate(BARS.items()):
        with columns[number % 2]:
            _bars(_values(rows, column), column, _(title), field)


def _days(rows: pd.DataFrame) -> None:
    import altair as alt

    dated = rows.dropna(subset=["date_start"])
    st.caption(_("By first day on which it may have happened"))
    if dated.empty:
        st.info(_("No row shown has a date."))
        return
    table = dated[["date_start", "event_type"]].astype(object).value_counts().reset_index(name="n")
    types = sorted(table["event_type"].unique())
    colour = alt.Color(
        "event_type:N",
        title=None,
        legend={"labelLimit": 260},
        scale=alt.Scale(domain=types, range=[colour_of(name) for name in types]),
    )
    chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("date_start:O", title=None),
            y=alt.Y("sum(n):Q", title=_("incidents"), axis=alt.Axis(**WHOLE)),
            color=colour,
            tooltip=["date_start:O", "event_type:N", "n:Q"],
        )
        .properties(height=220)
        .add_params(alt.selection_point("day", fields=["date_start"]))
    )
    st.altair_chart(chart, key="chart_day", on_select=_day, width="stretch", alt=_("Incidents by day and event type"))


def _bars(values: list[str], column: str, title: str, field: str) -> None:
    import altair as alt
    import pandas as pd

    st.caption(title)
    if not values:
        st.info(_("None."))
        return
    table = pd.Series(values, name=column, dtype=object).value_counts().head(MOST).reset_index(name="n")
    chart = (
        alt.Chart(table)
        .mark_bar(color="#0072B2")
        .encode(
            y=alt.Y(f"{column}:N", sort="-x", title=None, axis=alt.Axis(labelLimit=220)),
            x=alt.X("n:Q", title=None, axis=alt.Axis(**WHOLE)),
            tooltip=[f"{column}:N", "n:Q"],
        )
        .add_params(alt.selection_point("bar", fields=[column]))
    )
    key = f"chart_{column}"
    st.altair_chart(chart, key=key, on_select=lambda: _bar(key, column, field), width="stretch", alt=title)


def _values(rows: pd.DataFrame, column: str) -> list[str]:
    """Return the values that a chart counts, one for each row and source.

    >>> import pandas as pd
    >>> _values(pd.DataFrame({"reports": [[{"outlet": "AFP"}, {"outlet": "AFP"}]]}), "source")
    ['AFP']
    """
    if column == "source":
        return [source for reports in rows["reports"] for source in dict.fromkeys(sources(reports))]
    return [str(value) for value in rows[column].dropna()]


def _chosen(key: str, name: str, column: str) -> str | None:
    points: Any = st.session_state[key]["selection"].get(name) or []
    return str(points[0][column]) if points else None


def _day() -> None:
    day = _chosen("chart_day", "day", "date_start")
    state = st.session_state
    state.f_since = state.f_until = date.fromisoformat(day) if day else None
    if day:
        state.f_undated = False


def _bar(key: str, column: str, field: str) -> None:
    value = _chosen(key, "bar", column)
    st.session_state[f"f_{field}"] = [value] if value is not None else []
