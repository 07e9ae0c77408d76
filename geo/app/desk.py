"""The desk: the articles of this browser session and what was found in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

import gazetteer
from geo import pipeline
from geo.errors import ArticleError
from geo.reading import articles as reading
from geo.reading.article import Article

SAMPLES: Final = Path(__file__).resolve().parent.parent.parent / "data" / "articles"
KEPT: Final = 16
"""So many results are kept for all sessions."""

Key = tuple[tuple[str, str], ...]
Progress = Callable[[int, int, str], None]


@st.cache_resource(show_spinner=False)
def gaz() -> gazetteer.Gazetteer:
    """Return the gazetteer, opened once for the whole server."""
    return gazetteer.load()


@st.cache_resource(show_spinner=False)
def _results() -> dict[Key, pipeline.Result]:
    """Return the results kept for the whole server, oldest first.

    Streamlit's own cache forbids a cached function to draw, and a run draws its progress.
    """
    return {}


def result(progress: Progress | None = None) -> pipeline.Result:
    """Return what was found in the desk's articles, from the kept results when they are the same."""
    held, known = articles(), _results()
    key = tuple((f"{a.id}|{a.title}|{a.outlet}|{a.url}|{a.published}", a.sha256) for a in held)
    found = known.get(key)
    if found is None:
        found = pipeline.run(held, gaz(), progress=progress)
        known[key] = found
        for old in list(known)[:-KEPT]:
            known.pop(old, None)
    return found


def articles() -> tuple[Article, ...]:
    """Return the desk's articles; a new session starts with the samples where they are installed."""
    if "articles" not in st.session_state:
        found = reading.read([SAMPLES]).articles if SAMPLES.is_dir() else ()
        st.session_state.articles = tuple(found)
    held: tuple[Article, ...] = st.session_state.articles
    return held


def add(new: Sequence[Article]) -> tuple[list[Article], list[ArticleError]]:
    """Put articles on the desk; one whose id is there already is refused. Return the added and the refused."""
    held = {article.id for article in articles()}
    added: list[Article] = []
    refused: list[ArticleError] = []
    for article in new:
        if article.id in held:
            refused.append(
                ArticleError(
                    f"an article with id {article.id!r} is on the desk already", path=article.path or article.id
                )
            )
        else:
            held.add(article.id)
            added.append(article)
    st.session_state.articles = (*articles(), *added)
    return added, refused


def remove(article_id: str) -> None:
    """Take one article off the desk."""
    st.session_state.articles = tuple(a for a in articles() if a.id != article_id)
