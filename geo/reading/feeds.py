"""News feeds (RSS, Atom): each entry an article with its title, address, day and outlet."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from geo.reading.xmlsafe import plain_text, refuse_declarations


class FeedFault(ValueError):
    """It is no feed that can be read; the message says why."""


def entries(data: bytes) -> Iterator[dict[str, str | None]]:
    """Yield the fields of each entry of a feed; an entry's own text if it has it, else its summary.

    Raises:
        FeedFault: it is no feed, or the package that reads feeds is missing.
        LimitFault: it declares entities.
    """
    try:
        import feedparser
    except ModuleNotFoundError:
        raise FeedFault(
            "reading feeds needs one more package; install it with: pip install 'dateline[documents]'"
        ) from None
    refuse_declarations(data)
    # Bytes in a stream are never taken for an address or a path; markup is turned into text here.
    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version") and not found.entries:
        raise FeedFault("this is no RSS or Atom feed; save an article's text as .txt or its page as .html")
    if not found.entries:
        raise FeedFault("this feed has no entries; nothing is to be read")
    outlet = _plain(found.feed.get("title"))
    for entry in found.entries:
        yield _fields(entry, outlet)


def _fields(entry: Mapping[str, Any], outlet: str | None) -> dict[str, str | None]:
    bodies = [str(part.get("value") or "") for part in entry.get("content") or ()]
    text = plain_text(max([*bodies, str(entry.get("summary") or "")], key=len))
    title = _plain(entry.get("title"))
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}".strip()
    link = str(entry.get("link") or "")
    source = entry.get("source")
    return {
        "text": text,
        "title": title,
        "url": link if link.startswith(("https://", "http://")) else None,
        "source": (_plain(source.get("title")) if isinstance(source, Mapping) else None) or outlet,
        "published": _day(entry.get("published_parsed") or entry.get("updated_parsed")),
    }


def _plain(value: object) -> str | None:
    return " ".join(plain_text(str(value)).split()) or None if value else None


def _day(moment: time.struct_time | None) -> str | None:
    """Return the day (UTC) of a feed's time."""
    if moment is None:
        return None
    try:
        return date(moment.tm_year, moment.tm_mon, moment.tm_mday).isoformat()
    except ValueError:
        return None
