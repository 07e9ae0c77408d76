"""The evidence: an article's text with everything found in it, each mark with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.app import access, desk, evidence, marks
from geo.app.judging import name_of
from geo.app.plain import plain, say
from geo.app.words import _

if TYPE_CHECKING:
    from geo.pipeline import Result
    from geo.reading.article import Article

CSS = """<style>
.found { border-radius: 2px; cursor: help; }
.found:focus { outline: 2px solid #0072B2; }
.found:focus::after { content: attr(data-why); white-space: pre-line; display: block; padding: .2rem .4rem;
  font-size: .8rem; border: 1px solid #999; }
</style>"""


def draw() -> None:
    """Draw the page."""
    st.html(f"<h1>{_('Articles')}</h1>{CSS}")
    result = access.visible(desk.result())
    held = {article.id: article for article in result.articles}
    if not held:
        st.info(_("There is no article on the desk. Add one: paste its text or upload a file."))
        st.page_link(st.session_state.pages["add"], label=_("Add articles"))
        return
    keys = list(held)
    key = st.selectbox(
        _("Article"), keys, index=_first(keys, result), format_func=lambda name: _title(held[name]), key="article"
    )
    article = held[key or keys[0]]
    say(" · ".join(filter(None, (article.outlet, article.published, article.id))), muted=True)
    left, right = st.columns([3, 2])
    with left:
        _text(article, result)
    with right:
        _rows(article, result)


def _first(keys: list[str], result: Result) -> int:
    """Return which article is open at first: that of the incident chosen."""
    rows = result.incidents
    chosen = rows[rows["incident_id"] == st.session_state.incident]
    if chosen.empty or not chosen.iloc[0]["reports"]:
        return 0
    told = chosen.iloc[0]["reports"][0]["article_id"]
    return keys.index(told) if told in keys else 0


def _title(article: Article) -> str:
    return article.title or article.text.strip().splitlines()[0][:90]


def _text(article: Article, result: Result) -> None:
    from geo.extracting.extract import extract

    found = marks.findings(article.id, extract(article), result)
    names = {kind: _(name) for kind, name in marks.KINDS.items()}
    chosen = st.pills(
        _("Marked"),
        list(names),
        selection_mode="multi",
        default=list(names),
        format_func=names.__getitem__,
        key="marked",
    )
    drawn = [mark for mark in found if mark.kind in chosen]
    counts = {kind: sum(mark.kind == kind for mark in found) for kind in names if kind in chosen}
    st.html(f'<p style="font-size:.85rem">{marks.legend(counts, names)}</p>')
    body = marks.html(article.text, drawn, chosen=st.session_state.incident)
    st.html(f'<div dir="auto" style="white-space:pre-wrap;line-height:1.9;max-width:46rem">{body}</div>')


def _rows(article: Article, result: Result) -> None:
    """List the article's incidents; one that is chosen shows its evidence."""
    rows = [
        row
        for _number, row in result.incidents.iterrows()
        if any(report["article_id"] == article.id for report in row["reports"])
    ]
    if not rows:
        st.info(_("No incident was found in this article."))
    for row in rows:
        key = str(row["incident_id"])
        st.button(
            plain(name_of({str(name): value for name, value in row.items()})),
            key=f"row-{key}",
            type="primary" if key == st.session_state.incident else "secondary",
            width="stretch",
            on_click=desk.choose,
            args=(key,),
        )
        if key == st.session_state.incident:
            if st.button(_("Show on the map"), key="to-map"):
                st.switch_page(st.session_state.pages["map"])
            evidence.card(row, result)
