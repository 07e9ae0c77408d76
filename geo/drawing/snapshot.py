"""The snapshot: the map document as one file that opens anywhere, without a network."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from geo.drawing.basemap import Tiles, World
from geo.drawing.document import render
from geo.errors import ExportError
from geo.exchanging.bundle import Tables
from geo.exchanging.protection import OPEN, Protection
from geo.table.query import Query


def snapshot(
    result: Tables,
    path: str | Path,
    query: Query | None = None,
    *,
    now: str | None = None,
    tiles: Tiles | None = None,
    gaz: World | None = None,
    protection: Protection = OPEN,
) -> None:
    """Write a result as one HTML file, whole or not at all; it holds the rows that pass `query`.

    `now` is the time of export shown in the file, the present minute (UTC) where None; `protection` is what the file
    holds back.

    Raises:
        ExportError: the file cannot be written there.

    >>> import geo.pipeline
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     snapshot(geo.pipeline.run([]), Path(folder) / "map.html")
    ...     [file.name for file in Path(folder).iterdir()]
    ['map.html']
    """
    target = Path(path)
    now = now or f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    html = render(result, query, now=now, tiles=tiles, gaz=gaz, protection=protection)
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as fault:
        raise ExportError(f"cannot be written here ({fault.strerror}); choose another folder.", path=target) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(html)
        Path(temporary).chmod(0o644)  # mkstemp's files are for their owner alone
        Path(temporary).replace(target)
    except OSError as fault:
        raise ExportError(f"cannot be written ({fault.strerror}); choose another name.", path=target) from None
    finally:
        Path(temporary).unlink(missing_ok=True)
