"""The article in a saved web page, found by trafilatura."""

from __future__ import annotations

import re
from typing import Any, Final

from geo.reading.decoding import DecodingFault, decode, refuse_binary

_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_HEAD: Final = 4096  # bytes in which HTML wants its charset declared


def extract(data: bytes) -> dict[str, Any] | None:
    """Return the fields of the article in a page, or None where it has no article text.

    Raises:
        DecodingFault: the page is empty, binary, or neither UTF-8 nor in the encoding that it declares.
    """
    import trafilatura

    # The date search of trafilatura guesses from the page's prose when let loose; only what the page declares counts.
    found = trafilatura.bare_extraction(
        page_text(data),
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = getattr(found, "text", None)
    if not text or not text.strip():
        return None
    kept = {"title": "title", "source": "sitename", "url": "url", "published": "date"}
    return {"text": text, **{name: getattr(found, theirs, None) for name, theirs in kept.items()}}


def page_text(data: bytes) -> str:
    """Return the HTML of a page: UTF-8, or what its own `charset` declares.

    Raises:
        DecodingFault: it is neither.

    >>> page_text("<meta charset=windows-1252><p>Alcalá".encode("cp1252"))[-6:]
    'Alcalá'
    """
    try:
        return decode(data)
    except DecodingFault as fault:
        refuse_binary(data)
        declared = _DECLARED.search(data[:_HEAD])
        if declared is None:
            raise
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            raise fault from None
