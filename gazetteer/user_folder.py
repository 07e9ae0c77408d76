"""Where the user's own shards lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

FOLDER_VARIABLE: Final = "DATELINE_DATA"


def shards_folder() -> Path:
    """Return the folder of the user's shards, in the user's data folder or where `DATELINE_DATA` says.

    It need not exist.
    """
    told = os.environ.get(FOLDER_VARIABLE)
    if told:
        return Path(told) / "gazetteer"
    from platformdirs import user_data_path

    return user_data_path("dateline", appauthor=False) / "gazetteer"


def shard_folders(folder: Path | None = None) -> list[Path]:
    """Return the folders of the user's shards, by name."""
    home = folder or shards_folder()
    found = home.iterdir() if home.is_dir() else ()
    return sorted(path for path in found if not path.name.startswith(".") and (path / "shard.json").is_file())
