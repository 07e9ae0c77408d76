"""The app in a real browser with no network but its own server: map, filters, card, address, adding, export."""

from __future__ import annotations

import csv
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest
from chromium import READY, Seen, opened, until
from sample_result import HOSTILE, HOSTILE_TEXT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Frame, Page

pytestmark = pytest.mark.browser

ROOT: Final = Path(__file__).resolve().parent.parent
SHOWN: Final = re.compile(r"^(\d+) of (\d+) shown$")
ENDINGS: Final = {
    "html": "HTML map",
    "csv": "CSV",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "kml": "KML",
    "parquet": "GeoParquet",
    "jsonl": "JSON lines",
}
NEWS: Final = (
    "Shelling kills four in Kupiansk\n\nOn Monday Russian artillery shelled the town of Kupiansk in Kharkiv Oblast and "
    "killed four civilians, the regional governor said. Nine people were wounded."
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a free port of this machine, ended with the tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    options = ("--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1")
    folder = tmp_path_factory.mktemp("server")
    log = folder / "log.txt"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "DATELINE_STORE": str(folder / "desk.db")},
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            deadline = time.monotonic() + 30
            while not healthy(address):
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()


def healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def app(browser: Browser, address: str, **options: Any) -> Iterator[tuple[Page, Frame]]:  # noqa: ANN401 -- Playwright's
    """Open the app; at the end nothing may have failed, run that should not, or been asked of the network."""
    options = {"viewport": {"width": 1400, "height": 900}} | options
    with opened(browser, address, ready=None, offline=False, **options) as (page, seen):
        page.set_default_timeout(60_000)  # other work may share the machine
        frame = document(page)
        yield page, frame
        assert page.evaluate("window.pwned") is None
        assert frame.is_detached() or frame.evaluate("window.pwned") is None
        assert seen.errors == []
        assert outside(seen) == []


def outside(seen: Seen) -> list[str]:
    return [url for url in seen.requests if urlsplit(url).hostname != "127.0.0.1"]


def document(page: Page) -> Frame:
    """Return the map document's frame once it is drawn."""
    frame = page.locator("iframe[title='Incident map']").element_handle().content_frame()
    assert frame
    until(frame, READY, seconds=20)
    return frame


def go(page: Page, name: str) -> None:
    """Go to another page of the app by its name above."""
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()


def counts(page: Page) -> tuple[int, int]:
    found = SHOWN.match(page.get_by_text(SHOWN).inner_text())
    assert found
    return int(found[1]), int(found[2])


def settle(page: Page, known: tuple[int, int]) -> tuple[int, int]:
    """Wait until the line "n of m shown" says something else, and return it."""
    deadline = time.monotonic() + 20
    while (now := counts(page)) == known:
        assert time.monotonic() < deadline, f"still {known}"
        page.wait_for_timeout(50)
    return now


def test_the_map_is_in_sight_and_lives_on_through_a_filter(browser: Browser, server: str) -> None:
    with app(browser, server) as (page, frame):
        box = page.locator("iframe[title='Incident map']").bounding_box()
        assert box
        assert box["y"] + box["height"] < 900
        assert page.locator("iframe").get_attribute("sandbox") == (
            "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
        )
        assert frame.locator(".incident, .heap").count() > 3
        before = counts(page)
        assert frame.evaluate("dateline.state.shown.length") == before[0]
        frame.evaluate("() => { dateline.map.kept = 1; dateline.map.setView([35.7, 36.6], 10, { animate: false }); }")
        page.get_by_role("textbox", name="Search").fill("artillery")
        page.get_by_role("textbox", name="Search").press("Enter")
        after = settle(page, before)
        assert after[0] < before[0]
        until(frame, f"dateline.state.shown.length === {after[0]}")
        assert frame.evaluate("[dateline.map.kept, dateline.map.getZoom()]") == [1, 10]
        assert frame.evaluate("dateline.map.getCenter().lat") == pytest.approx(35.7, abs=0.01)
        page.get_by_role("button", name="Clear all").click()
        assert settle(page, after) == before
        assert frame.evaluate("dateline.map.kept") == 1


def test_a_mark_opens_its_quote_and_the_link_restores_all(browser: Browser, server: str) -> None:
    with app(browser, server) as (page, frame):
        before = counts(page)
        page.get_by_role("button", name=re.compile("^weak ")).first.click()
        after = settle(page, before)
        until(frame, f"dateline.state.shown.length === {after[0]}")
        chosen = frame.evaluate("dateline.state.shown[0].incident_id")
        frame.locator(".leaflet-control-zoom-in").click()  # from here on the view is the reader's own
        frame.evaluate("dateline.map.setView([35.5, 36.25], 8, { animate: false }) && true")
        frame.evaluate("(id) => dateline.select(id)", chosen)
        page.locator("blockquote mark").first.wait_for()
        row = f"dateline.state.shown.find((row) => row.incident_id === '{chosen}')"
        quote = frame.evaluate(f"{row}.reports[0].quote")
        assert page.locator("blockquote mark").first.inner_text().split() == quote.split()
        page.wait_for_url(re.compile(f"incident={chosen}"))
        page.wait_for_url(re.compile("grade=weak.*view="))
        view = frame.evaluate("[dateline.map.getCenter().lat, dateline.map.getCenter().lng, dateline.map.getZoom()]")
        page.wait_for_timeout(500)
        link = page.url
    with app(browser, link) as (again, restored):
        until(restored, f"dateline.state.selected === '{chosen}'")
        assert counts(again) == after
        again.locator("blockquote mark").first.wait_for()
        now = restored.evaluate("[dateline.map.getCenter().lat, dateline.map.getCenter().lng, dateline.map.getZoom()]")
        assert now == pytest.approx(view, abs=0.02)


def test_dates_set_on_the_time_line_reach_the_panel(browser: Browser, server: str) -> None:
    with app(browser, server) as (page, frame):
        before = counts(page)
        frame.evaluate("dateline.change({ until: '2018-09-04', undated: false })")
        after = settle(page, before)
        assert after[0] == frame.evaluate("dateline.state.shown.length")
        page.wait_for_url(re.compile("until=2018-09-04"))
        page.get_by_role("tab", name="Charts").click()
        page.locator("canvas, svg.marks").first.wait_for()


def test_a_row_of_the_table_opens_its_card(browser: Browser, server: str) -> None:
    with app(browser, server) as (page, frame):
        grid = page.locator("[data-testid=stDataFrame]").first
        grid.scroll_into_view_if_needed()
        grid.locator(".dvn-scroller").click(position={"x": 17, "y": 53})
        page.locator("blockquote mark").first.wait_for()
        until(frame, "dateline.state.selected !== null")


def test_a_pasted_article_gives_rows_and_hostile_text_stays_text(browser: Browser, server: str) -> None:
    with app(browser, server) as (page, _frame):
        before = counts(page)
        go(page, "Add articles")
        page.get_by_label("Paste an article").fill(f"{NEWS}\n\n{HOSTILE_TEXT}")
        page.get_by_label("Title (optional)").fill(HOSTILE_TEXT)
        page.get_by_label("Source (optional)").fill(HOSTILE_TEXT)
        page.get_by_label("Address (optional)").fill("javascript:window.pwned=1")
        page.get_by_role("button", name="Read it").click()
        page.get_by_text(re.compile("^1 article added: [1-9] rows? found")).wait_for()
        go(page, "Map")
        page.locator("iframe[title='Incident map']").wait_for()
        assert settle(page, before)[1] > before[1]
        fresh = document(page)
        until(fresh, "dateline.state.shown.some((row) => /Kup/.test(row.place_name))")
        fresh.evaluate("dateline.select(dateline.state.shown.find((row) => /Kup/.test(row.place_name)).incident_id)")
        page.locator("blockquote mark").first.wait_for()
        for text in HOSTILE[:3]:
            assert text in page.locator("body").inner_text()
        assert page.locator("img[src='x']").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0


def test_a_narrow_dark_screen_shows_map_and_filters(browser: Browser, server: str) -> None:
    with app(browser, server, viewport={"width": 390, "height": 844}, color_scheme="dark") as (page, frame):
        until(frame, "document.documentElement.dataset.theme === 'dark'")
        channels = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/g)")
        assert all(int(channel) < 80 for channel in channels[:3])
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_role("textbox", name="Search").wait_for(state="visible")


def test_bad_files_are_refused_in_a_sentence_each(browser: Browser, server: str) -> None:
    with app(browser, server) as (page, _frame):
        before = counts(page)
        go(page, "Add articles")
        files: list[FilePayload] = [
            {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
            {"name": "binary.txt", "mimeType": "text/plain", "buffer": bytes(range(256)) * 20},
            {"name": f"{HOSTILE[0].replace('/', '')}.txt", "mimeType": "text/plain", "buffer": b"\xff\xfe\xfa\x80"},
        ]
        page.locator("input[type=file]").set_input_files(files)
        page.get_by_text("binary.txt").first.wait_for()
        page.get_by_role("button", name="Read them").click()
        refusals = page.get_by_text(re.compile("^Not read: "))
        refusals.nth(2).wait_for()
        texts = refusals.all_inner_texts()
        assert len(texts) == 3
        assert any("empty.txt" in text for text in texts)
        assert any("binary.txt" in text for text in texts)
        assert any("img src=x" in text for text in texts)
        assert not any("/tmp" in text for text in texts)
        go(page, "Map")
        assert counts(page) == before


def test_exports_hold_the_rows_shown(browser: Browser, server: str, tmp_path: Path) -> None:
    import geopandas as gpd

    with app(browser, f"{server}/?grade=confirmed&grade=fair") as (page, _frame):
        shown, total = counts(page)
        assert 0 < shown < total
        page.get_by_role("tab", name="Export").click()
        for ending, label in ENDINGS.items():
            with page.expect_download() as found:
                page.get_by_role("button", name=re.compile(f"^{label}")).click()
            found.value.save_as(tmp_path / f"export.{ending}")
    with (tmp_path / "export.csv").open(encoding="utf-8-sig", newline="") as table:
        assert len(list(csv.DictReader(line for line in table if line[0] != "#"))) == shown
    assert len(json.loads((tmp_path / "export.geojson").read_bytes())["features"]) == shown
    assert len((tmp_path / "export.jsonl").read_text(encoding="utf-8").splitlines()) == shown
    assert len(gpd.read_parquet(tmp_path / "export.parquet")) == shown
    assert len(gpd.read_file(tmp_path / "export.gpkg", layer="incidents")) == shown
    assert (tmp_path / "export.kml").read_text(encoding="utf-8").count("<Placemark") >= shown
    with opened(browser, tmp_path / "export.html") as (alone, seen):
        assert alone.locator("#shown").inner_text().startswith(f"{shown} of ")
        assert seen.requests == []
