"""Keeps pictures of what the browser tests saw, for people to look at: `build/screenshots/NAME.png`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER: Final = Path(__file__).resolve().parent.parent / "build" / "screenshots"


def keep(page: Page, name: str) -> None:
    """Write a picture of the page as it stands."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
