"""The desk: the articles of this browser session, what was found in them, and what was decided on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from geo.app import results
from geo.errors import ArticleError
from geo.reading.article import Article

if TYPE_CHECKING:
    from geo.pipeline import Result

Progress = Callable[[int, int, str], None]


def result(progress: Progress | None = None) -> Result:
    """Return what was found in the desk's articles, with the reviewers' decisions laid over it."""
    from geo.app import reviews

    return reviews.reviewed(results.found(articles(), progress))


def articles() -> tuple[Article, ...]:
    """Return the desk's articles; a new session starts with the samples where they are installed."""
    if "articles" not in st.session_state:
        st.session_state.articles = results.samples()
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


def choose(incident_id: str | None) -> None:
    """Choose an incident for all pages, or none."""
    st.session_state.incident = incident_id
