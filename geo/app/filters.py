"""The filter panel: widgets that own the query, with the count beside each option."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from geo.app.plain import plain, say
from geo.app.words import N_, _
from geo.pipeline import Result
from geo.table import summary
from geo.table.query import Query
from geo.table.schema import LAYERS

CHOICES: Final[dict[str, str]] = {
    "types": N_("What"),
    "actors": N_("Who"),
    "modalities": N_("How real"),
    "grades": N_("How sure"),
    "countries": N_("Country"),
    "admin1": N_("Province"),
    "zones": N_("Control zone"),
    "precisions": N_("Place precision"),
    "sources": N_("Source"),
    "reviews": N_("Review"),
}
"""Query fields with a multi-choice widget, and its label, in the panel's order."""

FEW: Final = 6
"""Up to so many options are all in sight, each with its count; more of them open on demand."""

LAYER_LABELS: Final = {
    "incidents": N_("Incidents"),
    "background": N_("Earlier events"),
    "prospective": N_("Threatened, planned, denied"),
    "statements": N_("Statements and figures"),
}


def seed(query: Query) -> None:
    """Set all widgets to a query: at the start, from a link, or when cleared."""
    state = st.session_state
    for field in CHOICES:
        state[f"f_{field}"] = list(getattr(query, field))
    state.f_layers = list(query.layers)
    state.f_since = date.fromisoformat(query.since) if query.since else None
    state.f_until = date.fromisoformat(query.until) if query.until else None
    state.f_undated = query.undated
    state.f_text = query.text
    state.f_near = query.near
    state.f_polygon = query.polygon


def keep() -> None:
    """Keep the filters where no page shows their widgets: Streamlit drops the state of widgets that are not drawn."""
    state = st.session_state
    for key in [str(key) for key in state if str(key).startswith("f_")]:
        state[key] = state[key]


def current(state: Mapping[Any, Any]) -> Query:
    """Return the query that the widgets stand at."""
    chosen = [day.isoformat() if day else None for day in (state["f_since"], state["f_until"])]
    since, until = sorted(chosen) if all(chosen) else chosen  # type: ignore[type-var] # both are set where sorted
    return Query(
        layers=tuple(state["f_layers"] or ()),
        since=since,
        until=until,
        undated=bool(state["f_undated"]),
        text=state["f_text"] or "",
        near=state["f_near"],
        polygon=state["f_polygon"],
        **{field: tuple(state[f"f_{field}"]) for field in CHOICES},
    )


def draw(result: Result, query: Query) -> None:
    """Draw the panel; each option shows how many rows it would give under the rest of the query."""
    facets = summary.facets(result.incidents, query)
    _place()
    st.text_input(_("Search"), key="f_text", placeholder=_("place, actor, words · العربية"))
    left, right = st.columns(2)
    left.date_input(_("From"), key="f_since", value=None, format="YYYY-MM-DD")
    right.date_input(_("To"), key="f_until", value=None, format="YYYY-MM-DD")
    _hold("f_undated")
    st.checkbox(_("with undated rows"), key="f_undated")
    layers = {facet.value: facet.count for facet in facets["layers"]}
    _hold("f_layers")
    st.pills(
        _("Layers"),
        LAYERS,
        selection_mode="multi",
        key="f_layers",
        format_func=lambda name: f"{_(LAYER_LABELS[name])} {layers[name]}",
    )
    for field, label in CHOICES.items():
        _choice(field, _(label), facets[field])


def _place() -> None:
    """Name the filter by place (a circle or an area drawn on the map), and offer to drop it."""
    state = st.session_state
    if state.f_near:
        lon, lat, km = state.f_near
        say(_("Within {km} km of {lat}, {lon}").format(km=f"{km:g}", lat=f"{lat:.2f}", lon=f"{lon:.2f}"))
    elif state.f_polygon:
        say(_("Within the area drawn"))
    else:
        return
    st.button(_("Drop the filter by place"), on_click=_drop_place)


def _drop_place() -> None:
    st.session_state.f_near = None
    st.session_state.f_polygon = ()


def _choice(field: str, label: str, facets: Sequence[summary.Facet]) -> None:
    """Draw one multi-choice; precisions are numbers in the query and texts in the facets."""
    known = {int(facet.value) if field == "precisions" else facet.value: facet for facet in facets}
    if not known:
        return
    _hold(f"f_{field}")
    if len(known) <= FEW:
        st.pills(
            label,
            list(known),
            selection_mode="multi",
            key=f"f_{field}",
            format_func=lambda value: f"{plain(known[value].label)} {known[value].count}",
        )
        return
    st.multiselect(
        label,
        list(known),
        key=f"f_{field}",
        format_func=lambda value: f"{known[value].label}  ({known[value].count})",
        placeholder=_("all"),
    )


def _hold(key: str) -> None:
    """Keep a widget's value when its labels change: Streamlit may take it for a new widget."""
    st.session_state[key] = st.session_state[key]
