"""Files that are there whole or not at all: written beside their place, then renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import ExportError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path with the same ending; on success it becomes `path`, on any fault it is removed.

    Raises:
        ExportError: the folder is not there or cannot be written, or `path` is itself a folder.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "a.txt") as draft:
    ...         _ = draft.write_text("whole")
    ...     (Path(folder) / "a.txt").read_text()
    'whole'
    """
    target = Path(os.path.realpath(path))  # a link keeps pointing to the file that is replaced
    if target.is_dir():
        raise ExportError("this is a folder; name a file in it", path=path)
    if not target.parent.is_dir():
        raise ExportError(f"the folder {target.parent} is not there; create it first", path=path)
    special = target.exists() and not target.is_file()  # a pipe or device is written to, never replaced
    try:
        folder = tempfile.mkdtemp(prefix=".dateline-", dir=None if special else target.parent)
    except OSError as fault:
        raise ExportError(f"the folder {target.parent} cannot be written to ({fault.strerror})", path=path) from None
    draft = Path(folder) / target.name
    try:
        yield draft
        if special:
            with draft.open("rb") as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink)
        else:
            draft.replace(target)
    except OSError as fault:
        if fault.filename is None or Path(os.fsdecode(fault.filename)).parent != Path(folder):
            raise
        raise ExportError(f"it cannot be written ({fault.strerror})", path=path) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
