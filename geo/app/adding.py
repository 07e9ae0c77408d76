"""Adding articles: paste or upload; what cannot be read is said in one sentence each, the rest goes on the desk."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import Final

import streamlit as st

from geo.app import desk
from geo.app.plain import say
from geo.errors import ArticleError
from geo.reading import articles as reading
from geo.reading.article import Article, id_of_text

ENDINGS: Final = ("txt", "md", "html", "htm", "jsonl", "csv", "parquet")
MAX_MB: Final = 20


def draw() -> None:
    """Draw the two ways in, and the articles on the desk."""
    paste, upload = st.columns(2)
    with paste, st.form("paste", clear_on_submit=True, border=False):
        text = st.text_area("Paste an article", height=180, placeholder="The text as published, headline first.")
        title = st.text_input("Title (optional)")
        left, right = st.columns(2)
        source = left.text_input("Source (optional)")
        published = right.date_input("Published", value=None, format="YYYY-MM-DD")
        address = st.text_input("Address (optional)", placeholder="https://")
        if st.form_submit_button("Read it", type="primary"):
            _paste(text, title, source, published, address)
    with upload, st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            "Upload articles", type=list(ENDINGS), accept_multiple_files=True, max_upload_size=MAX_MB
        )
        st.caption("Text and Markdown may open with front matter (id, title, source, url, published).")
        if st.form_submit_button("Read them", type="primary") and files:
            found, refused = read_uploads([(file.name, file.getvalue()) for file in files])
            _take(found, refused)
    outcome()
    _held()


def read_uploads(files: Sequence[tuple[str, bytes]]) -> tuple[list[Article], list[ArticleError]]:
    """Read uploaded files (name and content); return the articles, and a refusal for each that cannot be read."""
    found: list[Article] = []
    refused: list[ArticleError] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, content) in enumerate(files):
            base = PurePath(name.replace("\\", "/")).name
            path = Path(folder) / f"{number}{PurePath(base).suffix.lower()}"
            path.write_bytes(content)
            outcome = reading.read([path])
            found += outcome.articles
            refused += [_renamed(error, path, base) for error in outcome.refused]
    return found, refused


def _renamed(error: ArticleError, path: Path, name: str) -> ArticleError:
    """Name the file as the user knows it, not where it was kept for reading."""
    message = str(error).replace(str(path), name)
    return ArticleError(message.split(": ", 1)[-1], path=name, line=error.line)


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
    added, doubles = desk.add(found)
    if added:
        with st.status(f"Reading {len(added)} article{'s' if len(added) > 1 else ''} …", expanded=True) as status:
            bar = st.progress(0.0)

            def tick(done: int, total: int, _name: str) -> None:
                bar.progress(done / max(total, 1), text=f"{done} of {total} articles")

            desk.result(tick)
            status.update(label="Read.", state="complete", expanded=False)
    st.session_state.outcome = (tuple(a.id for a in added), [str(error) for error in (*refused, *doubles)])
    st.rerun()


def outcome() -> None:
    """Say what the last addition came to; it stays until the next one, since a map being drawn runs the page again."""
    added, refused = st.session_state.get("outcome", ((), ()))
    if added:
        rows = sum(any(r["article_id"] in added for r in reports) for reports in desk.result().incidents["reports"])
        articles = f"{len(added)} article{'s' if len(added) > 1 else ''} added"
        st.success(
            f"{articles}: {rows} row{'' if rows == 1 else 's'} found." if rows else f"{articles}: no rows found."
        )
    for sentence in refused:
        say(f"Not read: {sentence}", strong=True)


def _held() -> None:
    st.caption("On the desk")
    for article in desk.articles():
        left, right = st.columns([9, 1], vertical_alignment="center")
        with left:
            source, published = article.outlet or "source unknown", article.published or "undated"
            say(f"{article.title or article.text.strip().splitlines()[0][:90]} · {source} · {published}")
        right.button("Remove", key=f"remove-{article.id}", on_click=desk.remove, args=(article.id,))
