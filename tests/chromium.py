"""A real Chromium for the browser tests, with no network, that keeps what went wrong and what was asked for."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
READY: Final = "window.dateline && window.dateline.ready === true"
LOCAL: Final = ("file:", "data:", "blob:", "about:")


@dataclass(slots=True)
class Seen:
    """What a page did: errors on its console (refusals of its policy too), addresses it asked the network for."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def executable() -> str:
    """Return the path of a Chromium; without one the test is skipped, in CI it fails."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    message = f"no Chromium on the PATH (looked for {', '.join(NAMES)}); install one to run the browser tests"
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(message)
    pytest.skip(message)


def until(target: Page | Frame, expression: str, *, seconds: float = 10) -> None:
    """Wait until an expression is true; Playwright's own waiting uses `eval`, which the document's policy forbids."""
    deadline = time.monotonic() + seconds
    while not target.evaluate(f"Boolean({expression})"):
        assert time.monotonic() < deadline, f"not true after {seconds:g} s: {expression}"
        target.wait_for_timeout(40)


@contextmanager
def launched() -> Iterator[Browser]:
    """Start Chromium and end it."""
    from playwright.sync_api import sync_playwright

    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS), headless=True)
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser,
    address: str | Path,
    *,
    ready: str | None = READY,
    **options: Any,  # noqa: ANN401 -- Playwright's own
) -> Iterator[tuple[Page, Seen]]:
    """Open a file (or an address) in a context of its own with the network off, and wait until it is ready."""
    context = browser.new_context(**{"viewport": {"width": 1400, "height": 850}, "offline": True, **options})
    page, seen = context.new_page(), Seen()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(LOCAL) else seen.requests.append(request.url))
    page.goto(address if isinstance(address, str) else address.resolve().as_uri())
    if ready:
        until(page, ready)
    try:
        yield page, seen
    finally:
        context.close()
