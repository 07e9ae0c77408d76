"""Errors of `geo`. Each is a `GeoError` and the built-in error it resembles.

```
GeoError
├── ArticleError   ValueError   an article cannot be read; has .path and .line
├── SchemaError    ValueError   a table does not keep to the schema; has .problems
├── QueryError     ValueError   a filter's value makes no sense; has .field
├── ExportError    ValueError   a table cannot be written or read in that format; has .path
├── ReviewError    ValueError   a decision makes no sense as it stands; has .problems
└── StoreError     OSError      the place where decisions are kept cannot be used
```
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path


class GeoError(Exception):
    """Base of all errors that `geo` raises on purpose."""


class ArticleError(GeoError, ValueError):
    """An article cannot be read: the message names the file, the line where known, and the cure."""

    def __init__(self, message: str, *, path: str | Path, line: int | None = None) -> None:
        where = f"{path}, line {line}" if line is not None else str(path)
        super().__init__(f"{where}: {message}")
        self.path = str(path)
        self.line = line


class SchemaError(GeoError, ValueError):
    """A table does not keep to its schema. All faults are listed in `problems`, not the first alone."""

    def __init__(self, table: str, problems: Sequence[str]) -> None:
        super().__init__(f"{table}: " + "; ".join(problems))
        self.problems = tuple(problems)


class QueryError(GeoError, ValueError):
    """A filter's value makes no sense; `field` is the name of the filter."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(f"filter {field!r}: {message}")
        self.field = field


class ExportError(GeoError, ValueError):
    """A table cannot be written to (or read from) that file; the message names the file and the cure."""

    def __init__(self, message: str, *, path: str | Path) -> None:
        super().__init__(f"{path}: {message}")
        self.path = str(path)


class ReviewError(GeoError, ValueError):
    """A decision makes no sense as it stands; `problems` has a sentence for each column at fault."""

    def __init__(self, message: str, *, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.problems = dict(problems or {})


class StoreError(GeoError, OSError):
    """The place where decisions are kept cannot be used; the message says why and what to do."""
