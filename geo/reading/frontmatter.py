"""Front matter: the block of `name: value` lines between two lines of `---` at the head of a text file."""

from __future__ import annotations

import re
from typing import Final

FENCE: Final = "---"
CLOSING: Final = frozenset({"---", "..."})
LIMIT: Final = 16_384  # characters; a news article's head is a tenth of this
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


class FrontMatterFault(ValueError):
    """The block makes no sense; `line` counts from 1 in the file."""

    def __init__(self, message: str, *, line: int) -> None:
        super().__init__(message)
        self.line = line


def split(document: str) -> tuple[dict[str, str], str]:
    r"""Return the front matter's fields and the text after it, exactly as given; no front matter gives no fields.

    Every value stays the text that was written (`id: 007` is "007", a date is not checked here). Nothing of YAML
    beyond texts, lists and mappings is built, so a hostile block can name no object and run no code.

    Raises:
        FrontMatterFault: the block never closes, is too long, or is not a list of `name: value` lines.

    >>> split("---\nid: 007\npublished: 2018-09-05\n---\nAir raids.\n")
    ({'id': '007', 'published': '2018-09-05'}, 'Air raids.\n')
    >>> split("Air raids.")
    ({}, 'Air raids.')
    """
    first = _line_at(document, 0)
    if first.rstrip() != FENCE:
        return {}, document
    start = position = len(first)
    while position < len(document) and position <= LIMIT:
        line = _line_at(document, position)
        if line.rstrip() in CLOSING:
            return _fields(document[start:position]), document[position + len(line) :]
        position += len(line)
    if position > LIMIT:
        raise FrontMatterFault(f"front matter is longer than {LIMIT} characters; close it with a line of ---", line=1)
    raise FrontMatterFault("front matter opens with --- and never closes; end it with a line of ---", line=1)


def _line_at(document: str, position: int) -> str:
    found = _LINE.match(document, position)
    return found.group() if found else ""


def _fields(block: str) -> dict[str, str]:
    import yaml

    try:
        # BaseLoader builds texts, lists and mappings alone: safer than safe_load, and it leaves dates as written.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 2 if fault.problem_mark is not None else 1
        message = f"front matter is not valid YAML ({fault.problem}); write name: value, with quotes round odd values"
        raise FrontMatterFault(message, line=line) from None
    except (yaml.YAMLError, RecursionError):
        raise FrontMatterFault("front matter is not valid YAML; write name: value lines", line=1) from None
    if loaded is None or loaded == "":
        return {}
    if not isinstance(loaded, dict):
        raise FrontMatterFault("front matter is no list of 'name: value' lines", line=2)
    fields: dict[str, str] = {}
    for name, value in loaded.items():
        if isinstance(name, str) and isinstance(value, str):
            fields[name.strip().lower()] = value.strip()
        elif isinstance(name, str) and name.strip().lower() in KNOWN:
            raise FrontMatterFault(f"front matter's {name!r} is a list, not one value", line=1)
    return fields


KNOWN: Final = ("id", "title", "source", "url", "published", "retrieved")
"""The fields that an article may carry, in front matter, JSON lines, CSV and Parquet alike; others are passed over."""
