"""Untrusted text on the screen: escaped, isolated in its own direction, never read as Markdown."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

MARK = "background:#F0E442;color:#000;padding:0 .1em;border-radius:2px"


def bdi(text: object) -> str:
    """Return HTML that shows the text as text, in its own reading direction.

    >>> bdi("<b>")
    '<bdi>&lt;b&gt;</bdi>'
    """
    return f"<bdi>{escape(str(text))}</bdi>"


def plain(text: str) -> str:
    r"""Return a label in which Markdown finds nothing to read.

    >>> plain("*a* [b](c)")
    '\\*a\\* \\[b\\]\\(c\\)'
    """
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>~$:])", r"\\\1", text)


def say(text: str, *, muted: bool = False, strong: bool = False) -> None:
    """Show one paragraph of plain text."""
    style = (
        "margin:.1rem 0;" + ("opacity:.7;font-size:.86rem;" if muted else "") + ("font-weight:600;" if strong else "")
    )
    st.html(f'<p dir="auto" style="{style}">{escape(text)}</p>')


def marked(text: str, start: int, end: int) -> str:
    """Return HTML of a text with one stretch highlighted; offsets count code points.

    >>> marked("a <b> c", 2, 5).split("<mark")[0]
    'a '
    """
    before, quote, after = escape(text[:start]), escape(text[start:end]), escape(text[end:])
    return f'{before}<mark id="quote" style="{MARK}">{quote}</mark>{after}'


def definition(rows: list[tuple[str, str]]) -> None:
    """Show label and value pairs; values are plain text."""
    cells = "".join(
        f'<dt style="opacity:.65;margin:0;padding:0">{escape(label)}</dt>'
        f'<dd dir="auto" style="margin:0">{escape(value)}</dd>'
        for label, value in rows
        if value
    )
    st.html(
        '<dl style="display:grid;grid-template-columns:max-content 1fr;gap:.15rem .7rem;margin:.3rem 0;padding:0;'
        f'font-size:.9rem">{cells}</dl>'
    )
