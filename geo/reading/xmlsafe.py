"""XML and HTML from strangers: no entities, no files or addresses that they name, and plain text out of markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from geo.reading.limits import LimitFault

if TYPE_CHECKING:
    from lxml.etree import _Element

_PROLOG: Final = re.compile(rb"(?:[\s\xef\xbb\xbf\xff\xfe]+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE[^>]*?(?:\[|\bSYSTEM\b|\bPUBLIC\b)", re.IGNORECASE)
_BLOCKS: Final = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote tr table section article header footer figure figcaption hr".split()
)
_HIDDEN: Final = frozenset("script style noscript template iframe object svg form".split())
_BLANKS: Final = re.compile(r"[ \t\r\f\v\u00a0]*\n\s*")


def refuse_declarations(data: bytes) -> None:
    """Raise a LimitFault if XML declares entities or names a document type elsewhere: no article needs that.

    >>> refuse_declarations(b"<rss/>")
    """
    plain = data.replace(b"\0", b"") if b"\0" in data[:8] else data  # UTF-16 hides words between zeros
    prolog = _PROLOG.match(plain)
    if _DOCTYPE.match(plain, prolog.end() if prolog else 0):
        raise LimitFault("it declares XML entities or a document type, which can be an attack; save it without them")


def parsed(data: bytes) -> _Element:
    """Return the root of an XML document; entities are not replaced, nothing else is opened.

    Raises:
        LimitFault: it declares entities.
        lxml.etree.XMLSyntaxError: it is no XML, or nested too deep.
    """
    from lxml import etree

    refuse_declarations(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def plain_text(markup: str) -> str:
    r"""Return the words of a piece of HTML, its blocks as paragraphs with a blank line between.

    >>> plain_text("<p>Raids &amp; <b>shells</b></p><script>x()</script><p>in&nbsp;Idlib</p>")
    'Raids & shells\n\nin\xa0Idlib'
    """
    from lxml import etree, html

    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError, AssertionError):
        return re.sub(r"<[^>]*>", " ", markup).strip()
    return _BLANKS.sub("\n\n", "".join(_pieces(root))).strip()


def _pieces(root: _Element) -> Iterator[str]:
    """Yield the text of an element in order, without recursion: depth is the sender's choice."""
    from lxml import etree

    hidden = 0
    for step, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else None
        if step == "start":
            hidden += name in _HIDDEN
            if name in _BLOCKS:
                yield "\n"
            if not hidden and element.text:
                yield _one_line(element.text)
            continue
        if step == "end":
            hidden -= name in _HIDDEN
            if name in _BLOCKS:
                yield "\n"
        if not hidden and element is not root and element.tail:
            yield _one_line(element.tail)


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text)
