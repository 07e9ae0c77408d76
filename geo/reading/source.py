"""Where a file's bytes come from: a path on this machine, or bytes that were handed in under a name."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from geo.reading.limits import UNLIMITED, Limits

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `name` is what the user calls it, `data` its bytes, or None to read them at `name`.

    >>> Source("a.txt", b"Air raids").read()
    b'Air raids'
    """

    name: str
    data: bytes | None = field(default=None, repr=False)
    limits: Limits = UNLIMITED

    @property
    def ending(self) -> str:
        """The ending in lower case, with its dot; "" where there is none."""
        return PurePosixPath(self.name).suffix.lower() if self.data is not None else Path(self.name).suffix.lower()

    def read(self) -> bytes:
        """Return all bytes.

        Raises:
            OSError: the path cannot be read.
        """
        return Path(self.name).read_bytes() if self.data is None else self.data

    def open(self) -> BinaryIO:
        """Return a stream of the bytes.

        Raises:
            OSError: the path cannot be read.
        """
        return Path(self.name).open("rb") if self.data is None else io.BytesIO(self.data)


def safe_name(name: str) -> str:
    r"""Return the last part of an upload's name, fit to be shown and kept: no folders, drives or control characters.

    >>> safe_name("../../etc/raids.txt"), safe_name("C:\\news\\a\x00b.txt"), safe_name("CON.txt"), safe_name("..")
    ('raids.txt', 'ab.txt', '_CON.txt', 'unnamed')
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    shown = "".join(char for char in base if char.isprintable() and char not in '<>"|?*').strip(" .")
    if not shown:
        return "unnamed"
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > _LONGEST_NAME:
        shown = f"{(stem if dot else shown)[: max(0, _LONGEST_NAME - 1 - len(ending))]}{dot}{ending}"[:_LONGEST_NAME]
    return f"_{shown}" if shown.split(".", 1)[0].strip().lower() in _RESERVED else shown
