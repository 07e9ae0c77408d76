"""The map document for everybody: axe-core's rules in every state, keyboard alone, focus in sight, phone, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from chromium import opened, until
from sample_result import sample_result
from screens import keep
from small_world import SMALL_WORLD

from geo.drawing.document import render
from geo.pipeline import run
from geo.reading.articles import read_articles

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ARTICLES: Final = Path(__file__).resolve().parent.parent / "data" / "articles"
GRAVE: Final = ("serious", "critical")
STATES: Final[dict[str, str]] = {
    "open": "0",
    "card": "dateline.select('i01')",
    "zone": "dateline.showZone(dateline.data.zones[0])",
    "filtered": "dateline.change({ actors: ['Russia'], text: 'idlib' })",
    "nothing": "dateline.change({ text: 'nothing like it' })",
    "everything": """document.querySelectorAll('details').forEach((node) => { node.open = true; });
        document.querySelectorAll('.tree input:not(:checked)').forEach((node) => node.click());""",
}
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}

OUTLINE: Final = """(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})()"""
UNNAMED: Final = """[...document.querySelectorAll("button, a[href], input, select, [role=button]")]
    .filter((node) => !node.ariaLabel && !node.textContent.trim() && !node.labels?.length && !node.title)
    .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    path.write_text(render(sample_result(), gaz=SMALL_WORLD), encoding="utf-8")
    return path


def grave(page: Page) -> list[str]:
    """Return what axe-core finds that is serious or critical, one line each."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)")
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious_in_any_state(browser: Browser, file: Path, look: str) -> None:
    for state, script in STATES.items():
        with opened(browser, file, **LOOKS[look]) as (page, _seen):
            page.evaluate(f"void ({script})" if ";" not in script else script)
            page.wait_for_timeout(150)
            assert grave(page) == [], state


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious_in_the_app_s_map(browser: Browser, tmp_path: Path, dark: bool) -> None:
    path = tmp_path / "bare.html"
    path.write_text(render(sample_result(), panel=False, gaz=SMALL_WORLD), encoding="utf-8")
    with opened(browser, path) as (page, _seen):
        page.evaluate("(dark) => dateline.setTheme(dark)", dark)
        assert grave(page) == []
        page.evaluate("dateline.showZone(dateline.data.zones[0])")
        assert grave(page) == []


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    with opened(browser, file) as (page, seen):
        yield page
        assert seen.errors == []
        assert seen.requests == []


def test_the_tab_key_alone_goes_from_filter_to_card_to_source(page: Page) -> None:
    reached: list[str] = []

    def tab_to(expression: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            reached.append(str(page.evaluate("document.activeElement.outerHTML.slice(0, 80)")))
            assert page.evaluate(OUTLINE), f"no focus in sight on {reached[-1]}"
            if page.evaluate(f"Boolean({expression})"):
                return
        pytest.fail(f"the Tab key never came to {expression}; it came by {reached}")

    tab_to("document.activeElement.closest('#facets label')?.textContent.startsWith('Shelling')")
    page.keyboard.press("Space")
    until(page, "dateline.state.query.types.length === 1")
    tab_to("document.activeElement.classList.contains('list')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "card"
    tab_to("document.activeElement.tagName === 'A' && document.activeElement.closest('.card')")
    assert str(page.evaluate("document.activeElement.href")).startswith("https://news.example/")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "list"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_the_map_s_own_controls_have_names(page: Page) -> None:
    assert page.evaluate(UNNAMED) == []


def test_a_phone_shows_map_list_filters_and_card(browser: Browser, file: Path) -> None:
    with opened(browser, file, **LOOKS["phone"]) as (page, seen):
        keep(page, "phone-list")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390  # nothing to scroll sideways
        stage = page.locator("#stage").bounding_box()
        assert stage is not None
        assert stage["width"] > 380
        assert stage["height"] > 200
        assert page.locator(".row").first.is_visible()
        page.get_by_role("button", name="Filters", exact=True).click()
        assert page.locator("#facets").is_visible()
        keep(page, "phone-filters")
        small = page.locator("#facets label:visible, #layers label:visible, #tabs button").evaluate_all(
            "(nodes) => nodes.map((node) => node.getBoundingClientRect().height).filter((height) => height < 30)"
        )
        assert small == []
        page.get_by_role("button", name="List", exact=True).click()
        page.locator(".row").first.click()
        card = page.locator(".card").bounding_box()
        assert card is not None
        assert 0 <= card["x"] <= card["x"] + card["width"] <= 390
        keep(page, "phone-card")
        assert seen.errors == []


def test_arabic_text_runs_from_right_to_left(browser: Browser, file: Path) -> None:
    with opened(browser, file) as (page, _seen):
        page.locator("#search").fill("جسر الشغور")
        until(page, "dateline.state.query.text !== ''")
        assert page.locator("#search").evaluate("(node) => getComputedStyle(node).direction") == "rtl"
        page.evaluate("dateline.select('i03')")
        quote = page.locator(".card blockquote").first
        assert quote.evaluate("(node) => getComputedStyle(node).direction") == "rtl"
        assert quote.evaluate("(node) => getComputedStyle(node).textAlign") in ("start", "right")
        assert page.locator(".card h2").evaluate("(node) => getComputedStyle(node).direction") == "ltr"
        keep(page, "arabic")


def test_on_paper_stand_map_legend_rows_and_credits(browser: Browser, file: Path, tmp_path: Path) -> None:
    with opened(browser, file) as (page, _seen):
        page.emulate_media(media="print")
        page.wait_for_timeout(200)
        assert page.locator(".legend button.group").first.is_visible()
        assert page.locator("#credits").is_visible()
        assert not page.locator("#filters").is_visible()
        assert not page.locator("#search").is_visible()
        assert page.locator(".row:visible").count() == 6
        assert "killed at least 13 civilians" in " ".join(page.locator(".row .sentence").all_inner_texts())
        assert page.locator("#subtitle").is_visible()
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")
        keep(page, "print")
        pdf = page.pdf(path=tmp_path / "map.pdf", format="A4", print_background=True)
        pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
        assert 1 <= pages <= 3


def test_in_the_dark_paper_stays_white(browser: Browser, file: Path) -> None:
    with opened(browser, file, color_scheme="dark") as (page, _seen):
        page.emulate_media(media="print", color_scheme="dark")
        page.wait_for_timeout(200)
        ink = page.locator(".row b").first.evaluate("(node) => getComputedStyle(node).color")
        assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 200, "dark ink on white paper"


def test_pictures_of_the_first_screen(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "samples.html"
    path.write_text(render(run(read_articles([ARTICLES]))), encoding="utf-8")
    for name, options in LOOKS.items():
        with opened(browser, path, **options) as (page, seen):
            page.wait_for_timeout(300)
            keep(page, f"first-{name}")
            assert seen.errors == []
    with opened(browser, path) as (page, _seen):
        page.evaluate("dateline.select(dateline.data.incidents.find((row) => row.fatalities === 13).incident_id)")
        keep(page, "first-card")
