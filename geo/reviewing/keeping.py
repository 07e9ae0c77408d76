"""How texts are kept where not every character is allowed: as JSON in ASCII."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from geo.reading.article import Article


def to_ascii(value: object) -> str:
    """Return JSON in ASCII: databases refuse NUL and halves of surrogate pairs, which articles may hold."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def ascii_of(text: str) -> str:
    r"""Return a key in ASCII, different for different texts; plain text stays as it is.

    >>> ascii_of("000"), ascii_of("a\x00")
    ('000', 'a\\u0000')
    """
    return json.dumps(text)[1:-1]


def text_of(key: str) -> str:
    """Return the text that `ascii_of` was given."""
    text: str = json.loads(f'"{key}"')
    return text


def article_of(values: Mapping[str, Any]) -> Article:
    """Return the article that a record tells; fields this version does not know are left out."""
    return Article(**{field.name: values.get(field.name) for field in fields(Article)})  # type: ignore[arg-type]
