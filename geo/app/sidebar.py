"""The side panel that the map and the tables share: what is on the desk, how much is shown, the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.app import filters
from geo.app.plain import say
from geo.app.words import RIGHT_TO_LEFT, _, n_, spoken
from geo.table.query import Query, apply

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.pipeline import Result


def draw(result: Result, query: Query) -> GeoDataFrame:
    """Draw the panel and return the rows that the query shows."""
    shown = apply(result.incidents, query)
    with st.sidebar:
        st.html('<h1 style="font-size:1.3rem;margin:0">Dateline</h1>')
        say(headline(result), muted=True)
        say(_("{shown} of {total} shown").format(shown=len(shown), total=len(result.incidents)), strong=True)
        st.button(_("Clear all"), on_click=filters.seed, args=(Query(),), disabled=query == Query())
        filters.draw(result, query)
    return shown


def headline(result: Result) -> str:
    """Return what is on the desk, in one line: number of articles, days."""
    days = sorted(_isolated(article.published) for article in result.articles if article.published)
    span = (
        _("{first} to {last}").format(first=days[0], last=days[-1])
        if days and days[0] != days[-1]
        else (days[0] if days else _("undated"))
    )
    articles = n_("{n} article", "{n} articles", len(result.articles))
    return f"{articles} · {span}"


def _isolated(day: str) -> str:
    """Return a day that keeps its order among words that run from right to left."""
    return f"\u2066{day}\u2069" if spoken() in RIGHT_TO_LEFT else day
