"""What a reader may take from untrusted files: sizes, counts, time and memory, all in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

MIB: Final = 1024 * 1024


class LimitFault(ValueError):
    """A file asks for more than it may have; the message says what and the cure."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    | field | holds | unit |
    |---|---|---|
    | file_bytes | size of one file as it comes | bytes |
    | unpacked_bytes | sum of what an archive (a .docx is one) says its members unpack to | bytes |
    | ratio | how many times larger than packed an archive's member of more than 1 MiB may be | factor |
    | members | members of an archive | count |
    | columns | columns of a table | count |
    | articles | articles in one file | count |
    | pages | pages of a PDF | count |
    | cpu_seconds | processor time to read one file | s |
    | wall_seconds | time on the clock to read one file | s |
    | memory_bytes | memory that reading one file may add to the worker's own | bytes |

    >>> Limits().file_bytes // MIB
    20
    """

    file_bytes: int = 20 * MIB
    unpacked_bytes: int = 200 * MIB
    ratio: int = 200
    members: int = 5_000
    columns: int = 500
    articles: int = 5_000
    pages: int = 2_000
    cpu_seconds: float = 20.0
    wall_seconds: float = 30.0
    memory_bytes: int = 768 * MIB

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Limits:
        """Return the limits with what the environment changes: DATELINE_MAX_FILE_MB, _SECONDS, _MEMORY_MB.

        A value that is no positive number is passed over.

        >>> Limits.from_environment({"DATELINE_MAX_FILE_MB": "50"}).file_bytes // MIB
        50
        """
        given = os.environ if environment is None else environment
        limits = cls()
        size = _positive(given.get("DATELINE_MAX_FILE_MB"))
        seconds = _positive(given.get("DATELINE_MAX_SECONDS"))
        memory = _positive(given.get("DATELINE_MAX_MEMORY_MB"))
        if size is not None:
            limits = replace(limits, file_bytes=int(size * MIB))
        if seconds is not None:
            limits = replace(limits, cpu_seconds=seconds, wall_seconds=seconds * 1.5)
        if memory is not None:
            limits = replace(limits, memory_bytes=int(memory * MIB))
        return limits


UNLIMITED: Final = Limits(
    file_bytes=2**40,
    columns=100_000,
    articles=2**40,
    cpu_seconds=2**20,
    wall_seconds=2**20,
    memory_bytes=2**40,
)
"""For a person's own files on the command line: only what no honest file has is refused."""


def _positive(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None


def megabytes(size: int) -> str:
    """Return a size for a sentence.

    >>> megabytes(20 * MIB), megabytes(1)
    ('20 MB', '0 MB')
    """
    return f"{size / MIB:,.0f} MB"
