"""The desk: the articles of this browser session, what was found in them, and what was decided on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from geo.app import results
from geo.errors import ArticleError, StoreError
from geo.reading.article import Article

if TYPE_CHECKING:
    from geo.pipeline import Result

Progress = Callable[[int, int, str], None]


def result(progress: Progress | None = None) -> Result:
    """Return what was found in the desk's articles, with the reviewers' decisions laid over it."""
    from geo.app import reviews

    return reviews.reviewed(found(progress))


def found(progress: Progress | None = None) -> Result:
    """Return what was found in the desk's articles, before anybody decided on it."""
    return results.found(articles(), progress, places=places())


def places() -> results.Places:
    """Return the desk's own places and spellings."""
    from geo.app import reviews

    state = st.session_state
    if "places" not in state:
        try:
            kept = () if reviews.untouched() else reviews.store().places()
        except StoreError:  # said by whoever opens the page
            kept = ()
        state.places = tuple(tuple(str(one.get(name) or "") for name in results.PLACE_COLUMNS) for one in kept)
    held: results.Places = state.places
    return held


def articles() -> tuple[Article, ...]:
    """Return the desk's articles: those of the store; where it never held any, the samples, if they are installed."""
    if "articles" not in st.session_state:
        st.session_state.articles = _stored()
    held: tuple[Article, ...] = st.session_state.articles
    return held


def _stored() -> tuple[Article, ...]:
    from geo.app import reviews

    try:
        held = () if reviews.untouched() else reviews.store().held()
    except StoreError as fault:
        st.session_state.store_fault = str(fault)
        held = ()
    return tuple(one.article for one in held if one.removed is None) if held else results.samples()


def add(new: Sequence[Article]) -> tuple[list[Article], list[ArticleError]]:
    """Put articles on the desk; one whose id is there already is refused. Return the added and the refused."""
    from geo.app import access, reviews

    held = articles()
    try:
        store = reviews.store()
        if not store.held():
            store.add_articles(held, by=access.user())
        added, refused = store.add_articles(new, by=access.user())
    except StoreError as fault:
        return [], [ArticleError(f"it cannot be kept ({fault})", path="the store")]
    st.session_state.articles = (*held, *added)
    return added, refused


def remove(article_id: str) -> None:
    """Take one article off the desk; decisions on it stay in the log."""
    from geo.app import access, reviews

    try:
        store = reviews.store()
        if not store.held():
            store.add_articles(articles(), by=access.user())
        store.remove_article(article_id)
    except StoreError as fault:
        st.session_state.store_fault = str(fault)
        return
    st.session_state.articles = tuple(a for a in articles() if a.id != article_id)


def choose(incident_id: str | None) -> None:
    """Choose an incident for all pages, or none."""
    st.session_state.incident = incident_id
