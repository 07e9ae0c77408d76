"""The article: its text as it was given, and where it came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Article:
    """One news article.

    `text` is kept exactly as given; every offset in Dateline counts Unicode code points into it. `published` and
    `retrieved` are ISO dates (`2018-09-05`) or None. `outlet` is the front matter's `source`.

    >>> Article(id="a", text="Air raids killed 13.").sha256[:8]
    '40b8c597'
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: str | None = None
    path: str | None = None

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def id_of_text(text: str) -> str:
    """Return the id of an article that came without one: the first 16 hex digits of its text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
