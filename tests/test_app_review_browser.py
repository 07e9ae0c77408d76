"""A review session in a real browser against a real server: every tool, a crash, two reviewers at once."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest
from app_server import Server
from chromium import READY, opened, until

from geo.reviewing.history import state
from geo.reviewing.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
BUSY: Final = "document.querySelector('.stApp').dataset.testScriptState !== 'notRunning'"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path)
    running.start()
    yield running
    running.kill()


def review(page: Page) -> None:
    page.set_default_timeout(40_000)
    page.locator(".st-key-accept button").wait_for()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page's run is over."""
    page.wait_for_timeout(250)
    until(page, f"!({BUSY})", seconds=40)


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").click()
    settled(page)


def choose(page: Page, label: str, option: re.Pattern[str]) -> None:
    """Pick one of a multi-choice's options."""
    field = page.get_by_role("combobox", name=label)
    field.scroll_into_view_if_needed()
    field.click()
    page.get_by_role("option", name=option).first.click()
    page.keyboard.press("Escape")
    page.get_by_role("listbox").wait_for(state="detached")
    settled(page)


def kinds(server: Server) -> list[str]:
    with Store(f"sqlite:///{server.folder / 'desk.db'}") as store:
        return [decision.kind for decision in store.decisions()]


def reached(page: Page, server: Server, number: int) -> None:
    """Wait until so many decisions are kept."""
    deadline = time.monotonic() + 20
    while len(kinds(server)) < number:
        assert time.monotonic() < deadline, kinds(server)
        page.wait_for_timeout(100)
    settled(page)


def held(server: Server) -> list[str]:
    with Store(f"sqlite:///{server.folder / 'desk.db'}") as store:
        return [decision.kind for decision in state(store.decisions())]


def test_a_session_outlives_a_crash(browser: Browser, server: Server) -> None:
    with opened(browser, f"{server.address}/review", ready=None, offline=False) as (page, _seen):
        review(page)
        press(page, "accept")
        page.keyboard.press("x")  # reject, by keyboard alone
        settled(page)
        assert kinds(server) == ["accept", "reject"]

        page.get_by_text("Place", exact=True).click()
        settled(page)
        page.get_by_text("Click the place on the map").click()
        frame = page.locator("iframe[title='Incident map']").element_handle().content_frame()
        assert frame
        until(frame, READY, seconds=40)
        until(frame, "document.querySelector('.picking') !== null", seconds=20)
        settled(page)
        page.locator("iframe[title='Incident map']").scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        box = page.locator("iframe[title='Incident map']").bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 120)
        reached(page, server, 3)
        assert kinds(server)[2:] == ["edit"]

        page.get_by_text("Merge or split").click()
        settled(page)
        choose(page, "Same event as", re.compile("· "))
        press(page, "merge")
        reached(page, server, 4)
        assert kinds(server)[3:] == ["merge"]
        choose(page, "Reports of another event", re.compile(r"^2\. "))
        press(page, "split")
        reached(page, server, 5)
        assert kinds(server)[4:] == ["split"]
        press(page, "undo")
        press(page, "undo")
        press(page, "redo")
        assert kinds(server)[5:] == ["undo", "undo", "redo"]
        before = held(server)

    server.kill()
    server.start()
    assert held(server) == before == ["accept", "reject", "edit", "merge"]
    with opened(browser, f"{server.address}/review", ready=None, offline=False) as (page, _seen):
        review(page)
        page.get_by_role("tab", name="Log").click()
        page.locator("[data-testid=stDataFrame]").wait_for()
        press_back = page.get_by_role("tab", name="Row by row")
        press_back.click()
        settled(page)
        for _step in range(4):
            press(page, "undo")
        assert held(server) == []


def test_two_browsers_on_one_row(browser: Browser, server: Server) -> None:
    address = f"{server.address}/review"
    with (
        opened(browser, address, ready=None, offline=False) as (one, _),
        opened(browser, address, ready=None, offline=False) as (other, _),
    ):
        review(one)
        review(other)
        press(one, "accept")
        press(other, "reject")
        other.get_by_text(re.compile("decided on this incident at")).wait_for()
        assert kinds(server) == ["accept"]
        press(other, "insist")
        assert kinds(server) == ["accept", "reject"]
        other.get_by_text(re.compile("decided on this incident at")).wait_for(state="detached")


def test_an_embedded_map_stands_alone(browser: Browser, server: Server) -> None:
    with opened(browser, f"{server.address}/?embed=true&type=Displacement", ready=None, offline=False) as (page, _):
        page.set_default_timeout(40_000)
        frame = page.locator("iframe[title='Incident map']").element_handle().content_frame()
        assert frame
        until(frame, READY, seconds=40)
        until(frame, "dateline.state.shown.every((row) => row.event_type === 'Displacement')")
        assert page.get_by_test_id("stTopNavLink").count() == 0
        assert page.get_by_role("textbox", name="Search").count() == 0
        assert page.get_by_role("tab").count() == 0


def test_a_read_only_desk_has_no_tools(browser: Browser, tmp_path: Path) -> None:
    running = Server(tmp_path, DATELINE_READ_ONLY="1")
    running.start()
    try:
        with opened(browser, f"{running.address}/review", ready=None, offline=False) as (page, _):
            page.set_default_timeout(40_000)
            page.get_by_text("You may look at this desk, not decide on it.").first.wait_for()
            settled(page)
            assert page.locator(".st-key-accept").count() == 0
    finally:
        running.kill()


def test_arabic_runs_from_right_to_left_and_fits(browser: Browser, server: Server, tmp_path: Path) -> None:
    options = {"viewport": {"width": 390, "height": 844}}
    for given in ({}, options):
        with opened(browser, f"{server.address}/?lang=ar", ready=None, offline=False, **given) as (page, _):
            page.set_default_timeout(40_000)
            page.locator("iframe").first.wait_for()
            settled(page)
            assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).direction") == "rtl"
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0
            page.get_by_text("ثلاث خطوات").wait_for()
            assert len(page.screenshot(path=tmp_path / "ar.png")) > 10_000


def test_rows_picked_in_the_table_are_judged_together(browser: Browser, server: Server) -> None:
    with opened(browser, f"{server.address}/incidents", ready=None, offline=False) as (page, _):
        page.set_default_timeout(40_000)
        grid = page.locator("[data-testid=stDataFrame]").first
        grid.wait_for()
        settled(page)
        for row in (53, 88):
            grid.locator(".dvn-scroller").click(position={"x": 17, "y": row})
        page.locator(".st-key-bulk-accept button").filter(has_text="2 rows").click()
        reached(page, server, 1)
        assert kinds(server) == ["accept"]
        page.get_by_test_id("stTopNavLink").filter(has_text="Review").click()
        page.get_by_text("2 judged").wait_for()


def test_a_bar_is_a_filter_and_a_desk_is_saved(browser: Browser, server: Server, tmp_path: Path) -> None:
    with opened(browser, server.address, ready=None, offline=False) as (page, _):
        page.set_default_timeout(40_000)
        page.get_by_role("tab", name="Charts").click()
        chart = page.locator(".st-key-chart_actor1 canvas, .st-key-chart_actor1 svg.marks").first
        chart.wait_for()
        settled(page)
        chart.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        box = chart.bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + 16)
        page.wait_for_url(re.compile("actor="))
        page.get_by_test_id("stTopNavLink").filter(has_text="Review").click()
        page.get_by_role("tab", name="Desk file").click()
        with page.expect_download() as given:
            page.locator(".st-key-save_desk button").click()
        given.value.save_as(tmp_path / "kept.dateline")
        from geo.reviewing import desk

        assert desk.load(tmp_path / "kept.dateline").decisions == ()
