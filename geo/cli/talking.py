"""What the commands say: data on standard output, words and progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_LINE_ENDS: Final = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
KIB: Final = 1024
Progress = Callable[[int, int, str], None]


def say(words: str) -> None:
    """Print words for the person at the keyboard."""
    print(f"dateline: {words}", file=sys.stderr)  # noqa: T201 -- words go to standard error


def put(value: dict[str, Any]) -> None:
    """Print one line of JSON, Unicode as it is, whatever the terminal's encoding; a line stays one line.

    It goes out at once: a program at the other end may wait for each answer before it asks again.
    """
    put_line(json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS))
    sys.stdout.flush()


def put_line(line: str) -> None:
    """Print one line of text in UTF-8; what UTF-8 cannot hold (half a surrogate pair) becomes U+FFFD."""
    text = line + "\n"
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a stream of a test
        sys.stdout.write(text)
        return
    try:
        buffer.write(text.encode())
    except UnicodeEncodeError:
        buffer.write(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode())


def refused(faults: Iterable[object]) -> int:
    """Name each refused input; return the exit status, 1 if there was one."""
    status = 0
    for fault in faults:
        say(str(fault))
        status = 1
    return status


@contextmanager
def progress(what: str) -> Iterator[Progress | None]:
    """Give a function that draws progress on standard error, or None where nobody watches a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[item]}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, item="")

        def show(done: int, total: int, item: str) -> None:
            bar.update(task, completed=done, total=total, item=item[:40])

        yield show


def size(path: Path) -> str:
    """Return a file's size for the reader.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile() as file:
    ...     size(Path(file.name))
    '0 KB'
    """
    kilobytes = path.stat().st_size / KIB
    return f"{kilobytes / KIB:.1f} MB" if kilobytes > KIB else f"{kilobytes:.0f} KB"


def counted(number: int, word: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "incident"), counted(1200, "article")
    ('1 incident', '1,200 articles')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"
