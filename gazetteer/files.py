"""Where the gazetteer's data lie: inside the installed package, or in the clone's `data` folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_INSTALLED: Final = _PACKAGE / "_data"
_CLONE: Final = _PACKAGE.parent / "data"


def data_path(name: str) -> Path:
    """Return the path of a shipped data file or folder, for example `gazetteer` or `boundaries/outlines.bin`.

    >>> data_path("corrections").is_dir()
    True
    """
    installed = _INSTALLED / name
    return installed if installed.exists() else _CLONE / name
