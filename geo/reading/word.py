"""The article in a Word document (.docx): its body's paragraphs in order, as the reader of the document sees them.

Inserted words of tracked changes count, deleted ones do not; text boxes are paragraphs; headers, footers, footnotes
and comments are left out. The parts are read here, and not by a library, since none takes tracked changes and boxes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from geo.reading.archives import opened
from geo.reading.limits import LimitFault, Limits
from geo.reading.xmlsafe import parsed

if TYPE_CHECKING:
    from lxml.etree import _Element

_BODY: Final = "word/document.xml"
_PROPERTIES: Final = "docProps/core.xml"
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_GONE: Final = frozenset({"del", "moveFrom", "Fallback", "instrText"})
_TITLES: Final = frozenset({"title"})


class WordFault(ValueError):
    """It is no Word document that can be read; the message says why."""


def extract(data: bytes, limits: Limits) -> dict[str, str | None]:
    """Return the text and title of a .docx.

    Raises:
        WordFault: it is none, damaged, or holds no text.
        LimitFault: it unpacks to too much or declares entities.
    """
    from lxml import etree

    if not data.startswith(b"PK"):
        kind = "an old Word document (.doc)" if data.startswith(b"\xd0\xcf\x11\xe0") else "no Word document"
        raise WordFault(f"this is {kind}; save it as .docx or its text as .txt")
    try:
        with opened(data, limits) as archive:
            body = parsed(archive.read(_BODY))
            properties = archive.read(_PROPERTIES) if _PROPERTIES in archive.namelist() else None
    except LimitFault:
        raise
    except KeyError:
        raise WordFault("this archive holds no Word document; save the text as .txt") from None
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise WordFault("this Word document is damaged; open it and save it anew") from None
    paragraphs = [(text, style) for text, style in _paragraphs(body) if text.strip()]
    if not paragraphs:
        raise WordFault("this Word document holds no text; if it is a picture of one, recognise its text first")
    titled = next((text.strip() for text, style in paragraphs if style in _TITLES), None)
    return {"text": "\n\n".join(text for text, _ in paragraphs), "title": titled or _title(properties)}


def _local(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _paragraphs(body: _Element) -> Iterator[tuple[str, str]]:
    """Yield text and style of each paragraph in the order of the document; one in a text box comes after its holder."""
    from lxml import etree

    pieces: dict[_Element, list[str]] = {}
    styles: dict[_Element, str] = {}
    holders: list[_Element] = []
    gone = 0
    for step, element in etree.iterwalk(body, events=("start", "end")):
        name = _local(element)
        if name in _GONE:
            gone += 1 if step == "start" else -1
        if step == "end":
            if name == "p" and holders and holders[-1] is element:
                holders.pop()
            continue
        if gone:
            continue
        if name == "p":
            holders.append(element)
            pieces[element] = []
        elif holders and name == "t":
            pieces[holders[-1]].append(element.text or "")
        elif holders and name in _BREAKS:
            pieces[holders[-1]].append(_BREAKS[name] if _local(element.getparent()) == "r" else "")
        elif holders and name == "pStyle":
            styles[holders[-1]] = next(iter(element.attrib.values()), "").lower()
    for holder, words in pieces.items():
        yield "".join(words), styles.get(holder, "")


def _title(properties: bytes | None) -> str | None:
    """Return the title in a document's properties, where it is one and no file's name."""
    from lxml import etree

    if properties is None:
        return None
    try:
        root = parsed(properties)
    except (LimitFault, etree.XMLSyntaxError):
        return None
    for element in root.iter():
        if _local(element) == "title":
            return usable_title(element.text)
    return None


def usable_title(title: str | None) -> str | None:
    """Return a title that a document tells of itself, None where a program put its own words or a file name there.

    >>> usable_title("Microsoft Word - raids.docx"), usable_title("Raids on Idlib")
    (None, 'Raids on Idlib')
    """
    words = (title or "").strip()
    lower = words.lower()
    odd = lower.startswith(("microsoft word", "untitled", "document1", "word document"))
    return None if not words or odd or lower.endswith((".doc", ".docx", ".pdf", ".odt", ".indd", ".txt")) else words
