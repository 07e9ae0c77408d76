"""The incident table on the screen: its columns, and rows that open their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app import desk
from geo.app.words import N_, _

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final[dict[str, str]] = {
    "date_start": N_("Date"),
    "sub_event_type": N_("What"),
    "place_name": N_("Where"),
    "actor1": N_("Who"),
    "fatalities": N_("Killed"),
    "injured": N_("Injured"),
    "displaced": N_("Displaced"),
    "modality": N_("How real"),
    "grade": N_("How sure"),
    "review": N_("Review"),
    "quote": N_("Quote"),
}
"""The columns shown at first, and their headings; all others of the schema can be added under their own names."""


def single(shown: pd.DataFrame) -> None:
    """Show the rows; choosing one chooses the incident."""
    frame = plain_rows(shown)
    if frame.empty:
        st.info(_("No rows under these filters. “Clear all” brings them back."))
        return
    event = st.dataframe(
        frame[list(COLUMNS)],
        key="table",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        column_config={name: _(heading) for name, heading in COLUMNS.items()},
        alt=_("The incidents shown"),
    )
    rows = event["selection"]["rows"]
    chosen = frame.iloc[rows[0]]["incident_id"] if rows and rows[0] < len(frame) else None
    if chosen != st.session_state.heard.get("table"):
        st.session_state.heard["table"] = chosen
        if chosen is not None:
            desk.choose(str(chosen))
            st.rerun()


def plain_rows(shown: pd.DataFrame) -> pd.DataFrame:
    """Return rows as the table shows them: no shapes, the first report's quote beside the schema's columns."""
    frame: Any = shown.drop(columns="geometry").reset_index(drop=True)
    frame["quote"] = [reports[0]["quote"] if reports else "" for reports in frame["reports"]]
    return frame.drop(columns=["reports", "place_reasons"]).astype(object)  # type: ignore[no-any-return]
