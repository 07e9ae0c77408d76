"""Adding articles: paste or upload; what cannot be read is said in one sentence each, the rest goes on the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from geo.app import desk, results
from geo.app.plain import plain, say
from geo.app.words import _, n_
from geo.errors import ArticleError
from geo.reading.article import Article, id_of_text
from geo.reading.formats import READERS

ENDINGS: Final = tuple(ending.removeprefix(".") for ending in READERS)
MAX_MB: Final = 20


def draw() -> None:
    """Draw the two ways in, and the articles on the desk."""
    paste, upload = st.columns(2)
    with paste, st.form("paste", clear_on_submit=True, border=False):
        text = st.text_area(_("Paste an article"), height=180, placeholder=_("The text as published, headline first."))
        title = st.text_input(_("Title (optional)"))
        left, right = st.columns(2)
        source = left.text_input(_("Source (optional)"))
        published = right.date_input(_("Published"), value=None, format="YYYY-MM-DD")
        address = st.text_input(_("Address (optional)"), placeholder="https://")
        pasted = st.form_submit_button(_("Read it"), type="primary")
    with upload, st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            _("Upload articles"), type=list(ENDINGS), accept_multiple_files=True, max_upload_size=MAX_MB
        )
        st.caption(_("Text and Markdown may open with front matter (id, title, source, url, published)."))
        uploaded = st.form_submit_button(_("Read them"), type="primary")
    if pasted:  # outside of the form, which takes no button to cancel with
        _paste(text, title, source, published, address)
    if uploaded and files:
        _upload([(file.name, file.getvalue()) for file in files])
    _address()
    outcome()
    _held()


def read_uploads(
    files: Sequence[tuple[str, bytes]], progress: desk.Progress | None = None
) -> tuple[list[Article], list[ArticleError]]:
    """Read uploaded files (name and content) in a process of its own; return the articles, and what was refused."""
    from geo.reading.worker import read_all_safely

    reading = read_all_safely(files, progress=progress)
    return list(reading.articles), list(reading.refused)


def _upload(files: Sequence[tuple[str, bytes]]) -> None:
    with st.status(_("Reading the files …"), expanded=True):
        bar = st.progress(0.0)

        def tick(done: int, total: int, name: str) -> None:
            bar.progress(done / max(total, 1), text=plain(name))

        found, refused = read_uploads(files, tick)
    _take(found, refused)


def _address() -> None:
    """Offer to fetch a page or a feed, where whoever runs this has switched that on."""
    from geo.reading import fetching

    if not fetching.allowed():
        return
    with st.form("address", clear_on_submit=True, border=False):
        url = st.text_input(_("Address of an article or a feed"), placeholder="https://")
        wanted = st.form_submit_button(_("Fetch it"))
    if wanted and url.strip():
        reading = fetching.read_address(url)
        _take(list(reading.articles), list(reading.refused))


def _paste(text: str, title: str, source: str, published: date | None, address: str) -> None:
    if not text.strip():
        _take([], [ArticleError("the text is empty; paste the article's words", path="pasted text")])
        return
    article = Article(
        id=id_of_text(text),
        text=text,
        title=title or None,
        outlet=source or None,
        url=address or None,
        published=published.isoformat() if published else None,
    )
    _take([article], [])


def _take(found: list[Article], refused: list[ArticleError]) -> None:
    """Read the new articles through, then put them on the desk: what is cancelled on the way leaves no trace."""
    held = desk.articles()
    known = {article.id for article in held}
    fresh = tuple(article for article in found if article.id not in known)
    if fresh:
        with st.status(_("Reading the articles …"), expanded=True) as status:
            st.button(_("Cancel"), key="cancel")  # any click ends this run at its next word on progress
            bar = st.progress(0.0)

            def tick(done: int, total: int, _name: str) -> None:
                bar.progress(done / max(total, 1), text=_("{done} of {total} articles").format(done=done, total=total))

            results.found((*held, *fresh), tick, places=desk.places())
            status.update(label=_("Read."), state="complete", expanded=False)
    added, doubles = desk.add(found) if found else ([], [])
    st.session_state.outcome = (tuple(a.id for a in added), [str(error) for error in (*refused, *doubles)])
    st.rerun()


def outcome() -> None:
    """Say what the last addition came to; it stays until the next one, since a map being drawn runs the page again."""
    added, refused = st.session_state.get("outcome", ((), ()))
    if added:
        rows = sum(any(r["article_id"] in added for r in reports) for reports in desk.result().incidents["reports"])
        articles = n_("{n} article added", "{n} articles added", len(added))
        found = n_("{n} row found", "{n} rows found", rows) if rows else _("no rows found")
        st.success(f"{articles}: {found}.")
    for sentence in refused:
        say(_("Not read: {reason}").format(reason=sentence), strong=True)


def _held() -> None:
    st.caption(_("On the desk"))
    for article in desk.articles():
        left, right = st.columns([9, 1], vertical_alignment="center")
        with left:
            source, published = article.outlet or _("source unknown"), article.published or _("undated")
            say(f"{article.title or article.text.strip().splitlines()[0][:90]} · {source} · {published}")
        right.button(_("Remove"), key=f"remove-{article.id}", on_click=desk.remove, args=(article.id,))
