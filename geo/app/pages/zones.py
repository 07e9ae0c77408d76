"""Control notes: who holds what, since when, who says so, and whether an area can honestly be drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from geo.app import access, desk
from geo.app.plain import say
from geo.app.words import _, n_


def draw() -> None:
    """Draw the page."""
    import pandas as pd

    st.html(f"<h1>{_('Zones')}</h1>")
    zones = access.visible(desk.result()).zones
    say(_("Each note is a dated claim with its source. None is a front line."), muted=True)
    if zones.empty:
        st.info(_("The articles hold no note on who controls what."))
        return
    day = st.date_input(_("As of"), value=None, format="YYYY-MM-DD", key="zones_day")
    listed = [row for row in zones.to_dict("records") if holds(row, day.isoformat() if isinstance(day, date) else None)]
    say(n_("{n} note", "{n} notes", len(listed)), strong=True)
    if not listed:
        st.info(_("No note is known to hold on that day."))
        return
    rows = [
        {
            _("Holder"): row["holder"],
            _("Area"): row["area_text"],
            _("Status"): row["status"],
            _("From"): row["valid_from"],
            _("To"): row["valid_to"],
            _("Share"): row["share"],
            _("Method"): row["method"],
            _("Certainty"): row["certainty"],
            _("Drawn"): row["geometry"] is not None,
            _("Quote"): row["reports"][0]["quote"] if row["reports"] else "",
        }
        for row in listed
    ]
    st.dataframe(pd.DataFrame(rows).astype(object), hide_index=True, placeholder="", alt=_("Control notes"))
    for row in listed:
        _note(row)


def holds(row: dict[Any, Any], day: str | None) -> bool:
    """Say whether a note is known to hold on a day (ISO); every note does where no day is asked.

    >>> holds({"valid_from": "2018-09-01", "valid_to": None}, "2018-08-31")
    False
    """
    start, end = (row[name] if isinstance(row[name], str) else None for name in ("valid_from", "valid_to"))
    return day is None or ((start is None or start <= day) and (end is None or end >= day))


def _note(zone: dict[Any, Any]) -> None:
    drawn = _("drawn, approximate") if zone["geometry"] is not None else _("not drawn: no area can honestly be drawn")
    say(str(zone["note"]), strong=True)
    say(f"{zone['status']} · {zone['method']} · {zone['certainty']} · {drawn}", muted=True)
    for report in zone["reports"]:
        say(f"“{report['quote']}” [{report['outlet'] or report['article_id']}]", muted=True)
