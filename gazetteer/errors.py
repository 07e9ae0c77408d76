"""Errors of the gazetteer. Each is a `GazetteerError` and the built-in error it resembles.

```
GazetteerError
├── PlaceNotFound       LookupError   no place bears that name (or id) in the gazetteer
├── BadGazetteerFile    ValueError    a source or shard cannot be used; has .path and .line
└── BadRequest          ValueError    the caller's arguments do not fit
```
"""

from __future__ import annotations

from pathlib import Path


class GazetteerError(Exception):
    """Base of all errors that `gazetteer` raises on purpose."""


class PlaceNotFound(GazetteerError, LookupError):
    """No place answers to that name or id."""


class BadRequest(GazetteerError, ValueError):
    """The caller's arguments do not fit; the message names the value and the cure."""


class BadGazetteerFile(GazetteerError, ValueError):
    """A source file or a built shard cannot be used.

    Attributes:
        path: the file at fault.
        line: its line, counted from 1, or None where lines have no meaning.
    """

    def __init__(self, message: str, *, path: str | Path, line: int | None = None) -> None:
        where = f"{path}, line {line}" if line is not None else str(path)
        super().__init__(f"{where}: {message}")
        self.path = Path(path)
        self.line = line
