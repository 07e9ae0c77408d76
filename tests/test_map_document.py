"""The map document in a real browser with the network off: layers, controls, safety, keyboard, address."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from chromium import Seen, opened, until
from sample_result import HOSTILE_TEXT, SampleResult, empty_result, sample_result
from small_world import SMALL_WORLD

from geo.drawing.basemap import Tiles
from geo.drawing.document import render
from geo.drawing.snapshot import snapshot
from geo.pipeline import run
from geo.reading.articles import read_articles
from geo.table.query import Query, apply

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

IDS: Final = "dateline.state.shown.map((row) => row.incident_id).sort().join(' ')"
ARTICLES: Final = Path(__file__).resolve().parent.parent / "data" / "articles"
FIRST: Final = "i01 i02 i03 i04 i09 i10"


def write(path: Path, result: SampleResult | None = None, query: Query | None = None, **options: Any) -> Path:  # noqa: ANN401
    html = render(result or sample_result(), query, gaz=SMALL_WORLD, **options)
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("map") / "map.html")


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    with opened(browser, file) as (page, seen):
        yield page
        assert_clean(page, seen)


def assert_clean(page: Page, seen: Seen) -> None:
    """Nothing asked the network, nothing failed or was refused, nothing hostile ran."""
    assert seen.requests == []
    assert seen.errors == []
    assert page.evaluate("window.pwned") is None


def shown(page: Page) -> str:
    return str(page.evaluate(IDS))


def test_it_opens_on_what_happened_and_says_so(page: Page) -> None:
    assert shown(page) == FIRST
    assert page.locator("#shown").inner_text() == "6 of 9 shown"
    assert page.locator("#unreviewed").inner_text() == "Unreviewed machine extraction: 5 of 6 rows shown"
    credits_line = page.locator("#credits").inner_text()
    assert "Boundaries and names shown do not imply endorsement" in credits_line
    assert page.locator("#head h1").inner_text().startswith("Dateline")


def test_each_symbol_says_what_it_is_and_opens_its_card(page: Page) -> None:
    symbols = page.locator(".incident[role=button]")
    assert symbols.count() == 6
    for label in symbols.evaluate_all("(nodes) => nodes.map((node) => node.getAttribute('aria-label'))"):
        assert re.search(r"2018", label)
    page.get_by_role("button", name=re.compile("missile attack, Jisr")).click()
    card = page.locator(".card")
    assert "at a named town or site" in card.inner_text()
    assert card.locator("mark").first.inner_text() == "قصف"
    assert card.locator("a").first.get_attribute("href") == "https://news.example/ar/2"
    assert card.locator("a").first.get_attribute("rel") == "noopener noreferrer nofollow"
    page.keyboard.press("Escape")
    assert page.locator(".card").count() == 0


def test_the_card_gives_reasons_grade_and_every_report(page: Page) -> None:
    page.evaluate("dateline.select('i01')")
    card = page.locator(".card")
    text = card.inner_text().replace("\u00a0", " ")
    for words in (
        "at least 13 killed (6 children)",
        "“the province” → Idlib ± 74 km",
        "fair – two origins",
        "2 REPORTS",
        "Tue 4 Sep 2018",
    ):
        assert words in text
    card.get_by_text("Why here?").click()
    assert "not Idlib (town) 0.41" in card.inner_text()
    card.get_by_text("Why this?").click()
    assert "rule strike.air" in card.inner_text()


@pytest.mark.parametrize(
    ("layer", "added"),
    [("Background, recalled", "i05"), ("Threatened, planned, denied", "i07"), ("Said: diplomacy, figures", "i06")],
)
def test_row_layers_add_their_rows(page: Page, layer: str, added: str) -> None:
    page.locator(".tree").get_by_label(re.compile(f"^{layer}")).check()
    assert shown(page).split() == sorted([*FIRST.split(), added])


@pytest.mark.parametrize(
    ("layer", "selector"),
    [
        ("Place uncertainty", ".unsure"),
        ("Control zones", "path.zone"),
        ("Displacement", "path.flow"),
        ("Places mentioned", ".leaflet-mentions-pane path"),
        ("Density", "canvas.leaflet-heatmap-layer"),
        ("Crossings, bases, camps", ".leaflet-sites-pane .site"),
        ("Main roads", ".place.road"),
    ],
)
def test_overlays_come_and_go(page: Page, layer: str, selector: str) -> None:
    box = page.locator(".tree").get_by_label(re.compile(f"^{layer} ?\\d"))
    if not box.is_checked():
        assert page.locator(selector).count() == 0
        box.check()
    page.locator(selector).first.wait_for(state="attached")
    box.uncheck()
    page.locator(selector).first.wait_for(state="detached")


def test_crossings_bases_and_camps_stand_beside_the_incidents(page: Page) -> None:
    page.evaluate("void dateline.map.setView([36.0, 36.6], 9, {animate: false})")
    names = page.locator(".place.site").all_inner_texts()
    assert sorted(names) == ["Atmeh camp", "Bab al-Hawa crossing", "Taftanaz air base"]  # its airport is the base
    page.locator(".leaflet-sites-pane .site").first.hover()
    assert "base" in page.locator(".dl-tip").inner_text()
    page.evaluate("void dateline.map.setZoom(7, {animate: false})")
    assert not page.locator(".leaflet-sites-pane").is_visible()


def test_zones_hold_as_of_the_chosen_day(page: Page) -> None:
    assert page.locator("path.zone").count() == 3
    assert "as of 6 Sep 2018" in page.locator(".legend").inner_text()
    page.evaluate("dateline.change({until: '2018-09-04'})")
    assert page.locator("path.zone").count() == 0
    page.evaluate("dateline.change({until: '2018-10-05'})")
    assert page.locator("path.zone").count() == 2
    page.locator(".legend").get_by_text("1 note without an area").click()
    page.locator(".legend").get_by_role("button", name=re.compile("de-escalation zone")).click()
    assert "not drawn" in page.locator(".card").inner_text()


def test_control_notes_stand_on_the_time_line(page: Page) -> None:
    marks = page.locator(".changes button")
    assert marks.all_inner_texts() == ["4"]  # the end of the second lies beyond the axis
    assert marks.first.get_attribute("aria-label") == "Control, Wed 5 Sep 2018: 4 notes"
    page.evaluate("dateline.change({since: '2018-09-05', until: '2018-09-05'})")
    widths = page.locator("path.zone").evaluate_all(
        "(paths) => paths.map((path) => Number(path.getAttribute('stroke-width')))"
    )
    assert min(widths) > 3  # what begins on the chosen days stands out
    marks.first.focus()
    page.keyboard.press("Enter")
    card = page.locator(".card[aria-label='Control notes']")
    assert card.locator("li").count() == 4
    assert "known to hold from 5 Sep 2018, not drawn" in card.inner_text()
    card.get_by_role("button", name=re.compile("more than half of Idlib")).click()
    assert page.locator(".card[aria-label='Control zone']").count() == 1


def test_play_shows_control_change(page: Page) -> None:
    page.evaluate("dateline.change({since: '2018-09-04', until: '2018-09-04'})")
    assert page.locator("path.zone").count() == 0
    page.get_by_role("button", name="Play").click()
    until(page, "document.querySelectorAll('path.zone').length === 3")
    assert page.locator(".legend").inner_text().count("as of 5 Sep 2018") == 1


def test_what_is_shown_is_summed_up(page: Page) -> None:
    story = page.locator("#sums")
    assert story.locator("b").inner_text() == "14 killed · 6 injured · 1,000 displaced in all"
    page.evaluate("dateline.change({types: ['Displacement']})")
    assert story.inner_text().split() == ["Displacement", "1", "1,000", "displaced", "in", "all"]


def test_the_list_comes_newest_first_or_most_harm_first(page: Page) -> None:
    def first() -> str:
        return str(page.evaluate("dateline.listed.find((row) => dateline.state.shown.includes(row)).incident_id"))

    assert first() == "i10"
    page.locator("#order").select_option("casualties")
    assert first() == "i01"
    assert "at least 13 killed" in page.locator(".row").first.inner_text()
    until(page, "location.hash.includes('order=casualties')")
    page.locator("#order").select_option("date")
    assert first() == "i10"


def test_flows_are_labelled_and_follow_their_incident(page: Page) -> None:
    assert "~1,000 people (about 180 families)" in page.locator(".flow-name").all_inner_texts()
    assert page.locator("path.flow").first.get_attribute("marker-end") == "url(#dl-arrow)"
    page.evaluate("dateline.change({types: ['Air/drone strike']})")
    assert page.locator("path.flow").count() == 0


def test_precision_is_drawn(page: Page) -> None:
    drawing = page.evaluate("""() => Object.fromEntries(
        [...dateline.parts.incidents.drawn.values()].filter(({ spec }) => spec.kind === "one").map(
            ({ spec, marker }) => [spec.row.incident_id, marker.getElement().querySelector("svg").outerHTML]))""")
    assert "url(#dl-hatch-airstrike)" in drawing["i01"]
    assert 'fill="var(--c-airstrike)"' in drawing["i02"]
    assert 'stroke="var(--c-displacement)"' in drawing["i04"]


def test_the_area_of_what_the_pointer_is_on_lights_up(page: Page) -> None:
    focus = page.locator(".leaflet-uncertainty-pane path[fill='url(#dl-hatch-area)']")
    assert focus.count() == 0
    page.get_by_role("button", name=re.compile("^Displacement")).first.hover()
    assert focus.count() == 1
    page.mouse.move(5, 5)
    assert focus.count() == 0


def test_a_filter_keeps_the_map_and_its_view(page: Page) -> None:
    page.evaluate("window.before = dateline.map; void dateline.map.setView([35.7, 36.6], 9, {animate: false})")
    page.locator("#facets").get_by_label(re.compile("^Russia")).check()
    assert shown(page) == "i01 i02"
    assert page.evaluate("window.before === dateline.map && dateline.map.getZoom() === 9")
    assert page.locator(".leaflet-container").count() == 1
    page.locator("#clear").click()
    assert shown(page) == FIRST


def test_facets_count_under_the_rest_of_the_query(page: Page) -> None:
    page.evaluate("dateline.change({grades: ['fair']})")
    what = page.locator(".facet", has_text="What").first.inner_text()
    assert re.search(r"Air/drone strike\s*1\s", what + "\n")
    how_sure = page.locator(".facet", has_text="How sure").inner_text()
    assert re.search(r"weak\s*4", how_sure)


@pytest.mark.parametrize(
    ("text", "ids"), [("جسر", "i03"), ("جِسْر الشُغُور", "i03"), ("MAHAMBAL", "i02 i04"), ("nothing like it", "")]
)
def test_the_search_reads_both_scripts(page: Page, text: str, ids: str) -> None:
    page.locator("#search").fill(text)
    until(page, f"dateline.state.query.text === {json.dumps(text)}")
    found = shown(page).split()
    assert found == ids.split() or (text == "MAHAMBAL" and {"i02"} <= set(found))


def test_a_legend_line_filters_its_group(page: Page) -> None:
    line = page.locator(".legend button.group", has_text="Air or drone strike")
    line.click()
    assert shown(page) == "i01 i02"
    assert line.get_attribute("aria-pressed") == "true"
    line.click()
    assert shown(page) == FIRST


def test_the_timeline_drags_steps_and_plays(page: Page) -> None:
    track = page.locator(".track").bounding_box()
    assert track
    middle = track["y"] + track["height"] / 2
    right = track["x"] + track["width"]
    page.mouse.move(right, middle)
    page.mouse.down()
    page.mouse.move(right - track["width"] / 7 * 4, middle, steps=4)
    page.mouse.up()
    assert page.evaluate("dateline.state.query.until") == "2018-09-04"
    assert shown(page) == "i01 i02 i09"
    page.get_by_role("button", name="All dates").click()
    for _ in range(4):
        page.get_by_role("button", name="Step back").click()
    assert page.evaluate("[dateline.state.query.since, dateline.state.query.until]") == ["2018-09-05", "2018-09-05"]
    assert shown(page) == "i03 i04 i09"
    page.get_by_role("button", name="Play").click()
    until(page, "dateline.state.query.since === '2018-09-06'")
    page.get_by_role("button", name="Play").wait_for()
    page.get_by_label("From").fill("2018-09-05")
    page.get_by_label("From").dispatch_event("change")
    assert page.evaluate("dateline.state.query.since") == "2018-09-05"


def test_the_list_works_by_keyboard_from_filter_to_source(page: Page) -> None:
    page.locator("#facets").get_by_label(re.compile("^Displacement")).focus()
    page.keyboard.press("Space")
    assert shown(page) == "i04"
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.keyboard.press("Space")
    page.locator(".list").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = page.evaluate("dateline.state.selected")
    assert chosen == page.evaluate("dateline.listed.filter((row) => dateline.state.shown.includes(row))[1].incident_id")
    assert page.evaluate("document.activeElement.className") == "card"
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "A":
            break
    assert page.evaluate("document.activeElement.tagName") == "A"
    page.keyboard.press("Escape")
    assert page.evaluate("dateline.state.selected") is None


def test_a_symbol_opens_by_keyboard(page: Page) -> None:
    page.locator(".incident[role=button]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".card").count() == 1


def test_the_address_restores_filters_view_and_incident(browser: Browser, file: Path, page: Page) -> None:
    page.evaluate("""() => {
        dateline.change({ actors: ["Russia"], since: "2018-09-01", text: "idlib", precisions: [3], undated: false });
        dateline.change({ near: [36.5, 35.8, 150], polygon: [[35, 34], [38.5, 34], [38.5, 37], [35, 37]] });
        dateline.overlay("heat", true);
        dateline.setSized(true);
        dateline.map.setView([35.5, 36.25], 8, { animate: false });
        dateline.select("i01");
    }""")
    until(page, "location.hash.includes('incident=i01')")
    address = page.evaluate("location.href")
    assert "actor=Russia" in address
    with opened(browser, address) as (again, seen):
        assert again.evaluate("JSON.stringify(dateline.state.query)") == page.evaluate(
            "JSON.stringify(dateline.state.query)"
        )
        assert again.evaluate(
            "[dateline.map.getCenter().lat, dateline.map.getCenter().lng, dateline.map.getZoom()]"
        ) == pytest.approx([35.5, 36.25, 8], abs=0.01)
        assert again.evaluate("dateline.state.selected") == "i01"
        assert again.evaluate("dateline.state.overlays.has('heat')")
        assert again.evaluate("dateline.state.sized")
        assert again.locator("path.place-filter").count() == 2
        assert_clean(again, seen)


def test_symbols_grow_with_casualties(page: Page) -> None:
    def widths() -> list[int]:
        found: list[int] = page.locator(".incident svg").evaluate_all(
            "(all) => all.map((one) => one.width.baseVal.value)"
        )
        return found

    assert len(set(widths())) == 1
    page.locator(".tree").get_by_label(re.compile("^Size by casualties")).check()
    assert max(widths()) > min(widths())
    until(page, "location.hash.includes('size=casualties')")


def test_a_new_address_in_the_same_tab_is_followed(page: Page) -> None:
    page.evaluate("location.hash = 'actor=Russia&incident=i02'")
    until(page, f"{IDS} === 'i01 i02'")
    assert page.evaluate("dateline.state.selected") == "i02"


@pytest.mark.parametrize(
    "hash_",
    [
        "#since=2018-99-99x&view=a,b,c&incident=nobody&layer=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E",
        "#%E0%A4%A",
        "#near=1&polygon=;;&precision=9",
        "#__proto__=1",
    ],
)
def test_a_broken_address_does_no_harm(browser: Browser, file: Path, hash_: str) -> None:
    with opened(browser, file.resolve().as_uri() + hash_) as (page, seen):
        assert_clean(page, seen)


def test_hostile_text_is_shown_as_text(page: Page) -> None:
    page.evaluate("dateline.select('i10')")
    text = page.locator(".card").evaluate("(node) => node.textContent")
    assert HOSTILE_TEXT in text
    assert page.locator(".card img, .card script, .row img, .legend img, .flow-name img").count() == 0
    assert page.locator(".card a").count() == 0  # its address is no http(s)
    for selector in ("path.zone", "path.flow", ".incident"):
        for node in page.locator(selector).all():
            node.dispatch_event("mouseover")
            node.dispatch_event("mouseout")
    off = page.locator(".tree input:not(:checked)")
    while off.count():
        off.first.check()
    page.locator("details").evaluate_all("(nodes) => nodes.forEach((node) => { node.open = true; })")
    page.wait_for_timeout(100)
    assert page.evaluate("window.pwned") is None


def test_the_policy_stops_what_is_not_ours(browser: Browser, file: Path) -> None:
    with opened(browser, file) as (page, seen):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.pwned=1\">')")
        page.wait_for_timeout(200)
        assert page.evaluate("window.pwned") is None
        assert any("Content Security Policy" in error for error in seen.errors)


def test_points_that_share_a_place_fan_out_and_gather(browser: Browser, tmp_path: Path) -> None:
    result = crowded(40)
    with opened(browser, write(tmp_path / "crowd.html", result)) as (page, seen):
        heap = page.locator(".heap", has_text="40")
        heap.wait_for()
        heap.click()
        until(page, "document.querySelectorAll('.incident').length >= 40")
        assert_clean(page, seen)


def crowded(number: int) -> SampleResult:
    import pandas as pd

    result = sample_result()
    one = result.incidents.iloc[[1]]
    rows = pd.concat([one.assign(incident_id=f"c{i:03d}") for i in range(number)], ignore_index=True)
    return dataclasses.replace(result, incidents=rows)


def test_a_large_table_filters_within_a_tenth_of_a_second(browser: Browser, tmp_path: Path) -> None:
    path = write(tmp_path / "large.html", crowded(10_000))
    assert path.stat().st_size < 5_000_000
    with opened(browser, path) as (page, seen):
        times = page.evaluate("""() => [["weak"], ["fair"], [], ["weak"], []].map((grades) => {
            dateline.change({ grades, text: grades.length ? "mahambal" : "" });
            return dateline.timing.query;
        })""")
        assert sorted(times)[2] < 100
        assert page.locator(".row").count() < 60  # only what is in sight is in the page
        assert_clean(page, seen)


def test_the_sample_articles_make_one_small_file_that_opens_offline(browser: Browser, tmp_path: Path) -> None:
    result = run(read_articles([ARTICLES]))
    path = tmp_path / "map.html"
    snapshot(result, path)
    assert path.stat().st_size < 700_000
    with opened(browser, path) as (page, seen):
        assert page.locator(".row").count() > 0
        assert page.evaluate("dateline.state.shown.some((row) => row.fatalities === 13 && row.reports.length > 1)")
        assert page.locator("path.zone").count() > 0
        assert page.locator("#title").inner_text() == "Idlib"
        assert_clean(page, seen)


def test_nothing_to_show_is_said_plainly(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, write(tmp_path / "empty.html", empty_result())) as (page, seen):
        assert page.locator("#shown").inner_text() == "0 of 0 shown"
        assert "No incidents in these articles" in page.locator("#list").inner_text()
        assert_clean(page, seen)


def test_a_file_holds_what_passes_the_filter_and_no_more(browser: Browser, tmp_path: Path) -> None:
    path = write(tmp_path / "part.html", query=Query(actors=("Russia",)))
    assert "i03" not in path.read_text(encoding="utf-8").split('id="dateline-data"')[1]
    with opened(browser, path) as (page, _seen):
        assert page.locator("#shown").inner_text() == "2 of 3 shown"  # Tehran is there as a layer
        assert "Made with the filter" in page.locator("#credits").inner_text()


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(since="2018-09-05", until="2018-09-05"),
        Query(near=(36.46, 35.78, 20.0)),
        Query(polygon=((36.2, 35.7), (36.6, 35.7), (36.6, 35.9), (36.2, 35.9))),
        Query(layers=("incidents", "background", "statements"), text="idlib"),
    ],
)
def test_the_file_shows_what_the_query_shows(browser: Browser, tmp_path: Path, query: Query) -> None:
    result = sample_result()
    with opened(browser, write(tmp_path / "part.html", result, query)) as (page, _seen):
        wanted = sorted(apply(result.incidents, query)["incident_id"])
        assert shown(page).split() == wanted
        saved = page.evaluate("dateline.toCsv(dateline.listed.filter((row) => dateline.state.shown.includes(row)))")
        rows = csv.DictReader(io.StringIO(saved.removeprefix("\ufeff"), newline=""))
        assert sorted(row["incident_id"] for row in rows) == wanted


def test_only_what_lies_near_an_incident(page: Page) -> None:
    page.evaluate("dateline.select('i02')")
    page.locator(".card .near").get_by_role("button", name="20", exact=True).click()
    assert shown(page) == "i02 i03"
    assert page.locator("#chip").inner_text().startswith("within 20 km of 36.46, 35.78")
    assert page.locator("path.place-filter").count() == 1
    page.get_by_role("button", name="Drop the filter by place").click()
    assert shown(page) == FIRST


def test_only_what_lies_near_a_spot_on_the_map(page: Page) -> None:
    page.locator(".leaflet-container").click(button="right", position={"x": 420, "y": 330})
    page.locator(".dl-popup").get_by_role("button", name="100", exact=True).click()
    near = page.evaluate("dateline.state.query.near")
    assert near[2] == 100
    assert near[:2] == pytest.approx([36.6, 35.7], abs=1.5)
    page.locator(".dl-popup").wait_for(state="detached")
    assert page.locator("path.place-filter").count() == 1


def test_only_what_lies_in_a_drawn_area(page: Page) -> None:
    page.get_by_role("button", name="Draw area").click()
    corners = page.evaluate("""[[36.2, 35.7], [36.6, 35.7], [36.6, 35.9], [36.2, 35.9]].map(([lon, lat]) => {
        const box = dateline.map.getContainer().getBoundingClientRect();
        const point = dateline.map.latLngToContainerPoint([lat, lon]);
        return [point.x + box.left, point.y + box.top];
    })""")
    for x, y in corners:
        page.mouse.click(x, y)
        page.wait_for_timeout(350)  # two quick clicks are a double click
    page.keyboard.press("Enter")
    assert shown(page) == "i02 i03"
    until(page, "location.hash.includes('polygon=')")
    page.locator("#clear").click()
    assert shown(page) == FIRST


def test_an_area_is_drawn_by_keyboard(page: Page) -> None:
    page.locator("#area").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement === dateline.map.getContainer()")
    for lon, lat in ((36.2, 35.7), (36.6, 35.7), (36.6, 35.9), (36.2, 35.9)):
        page.evaluate(f"void dateline.map.setView([{lat}, {lon}], 10, {{animate: false}})")
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert shown(page) == "i02 i03"


def test_rows_and_picture_are_saved_without_a_server(page: Page, tmp_path: Path) -> None:
    for kind in ("csv", "svg", "png"):
        with page.expect_download() as found:
            page.locator("#save").select_option(kind)
        found.value.save_as(tmp_path / found.value.suggested_filename)
    table = (tmp_path / "dateline.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [row["incident_id"] for row in rows] == ["i10", "i03", "i04", "i01", "i02", "i09"]
    assert rows[1]["sources"].startswith("https://news.example/ar/2")
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    note = rows[0]["export_note"]
    for words in ("6 of 9 rows", "filter: #", "Unreviewed machine extraction", "do not imply endorsement", "Dateline "):
        assert words in note
    assert not any(row["export_note"] for row in rows[1:])
    picture = (tmp_path / "dateline.svg").read_text(encoding="utf-8")
    assert "Boundaries and names shown do not imply endorsement" in picture
    for words in (
        "Air or drone strike",
        "Control as of 6 Sep 2018",
        "Hayat Tahrir al-Sham",
        "~1,000 people",
        "km</text>",
    ):
        assert words in picture
    assert "var(--" not in picture
    assert "<script" not in picture
    assert (tmp_path / "dateline.png").read_bytes().startswith(b"\x89PNG")


HOST: Final = """<!doctype html><html><body><script>
window.heard = []; addEventListener("message", (event) => heard.push(event.data));
</script><iframe sandbox="allow-scripts allow-popups" width="1000" height="700"></iframe></body></html>"""


def test_in_the_app_it_listens_and_tells(browser: Browser, tmp_path: Path) -> None:
    host = tmp_path / "host.html"
    host.write_text(HOST, encoding="utf-8")
    html = render(sample_result(), panel=False, gaz=SMALL_WORLD)
    with opened(browser, host, ready=None) as (page, seen):
        page.evaluate("(html) => { document.querySelector('iframe').srcdoc = html; }", html)
        until(page, "heard.some((m) => m.kind === 'ready')")
        frame = page.frames[1]
        send = (
            "(message) => document.querySelector('iframe').contentWindow.postMessage({ dateline: 1, ...message }, '*')"
        )
        frame.evaluate("void (window.before = dateline.map)")
        page.evaluate(send, {"kind": "query", "query": {"actors": ["Russia"]}})
        until(frame, f"{IDS} === 'i01 i02'")
        assert frame.evaluate("window.before === dateline.map")
        page.evaluate(send, {"kind": "select", "incident_id": "i02"})
        until(frame, "dateline.state.selected === 'i02'")
        page.evaluate(send, {"kind": "view", "lon": 36.5, "lat": 35.5, "zoom": 9})
        until(frame, "dateline.map.getZoom() === 9")
        page.evaluate(send, {"kind": "theme", "dark": True})
        until(frame, "document.documentElement.dataset.theme === 'dark'")
        page.evaluate("heard.length = 0")
        frame.evaluate("dateline.change({ until: '2018-09-05' }); dateline.select('i01')")
        until(page, "heard.some((m) => m.kind === 'select' && m.incident_id === 'i01')")
        assert page.evaluate("heard.find((m) => m.kind === 'query').query.until") == "2018-09-05"
        assert not frame.locator("#filters, #head").first.is_visible()
        assert frame.locator("#unreviewed").inner_text() == "Unreviewed machine extraction: all of 2 rows shown"
        assert seen.errors == []
        assert seen.requests == []


def test_the_app_may_ask_for_a_place(browser: Browser, tmp_path: Path) -> None:
    host = tmp_path / "host.html"
    host.write_text(HOST, encoding="utf-8")
    html = render(sample_result(), panel=False, gaz=SMALL_WORLD)
    with opened(browser, host, ready=None) as (page, seen):
        page.evaluate("(html) => { document.querySelector('iframe').srcdoc = html; }", html)
        until(page, "heard.some((m) => m.kind === 'ready')")
        frame = page.frames[1]
        ask = (
            "(on) => document.querySelector('iframe').contentWindow.postMessage({ dateline: 1, kind: 'pick', on }, '*')"
        )
        page.evaluate(ask, True)
        until(frame, "document.querySelector('.picking') !== null")
        assert frame.locator(".leaflet-container").evaluate("(node) => getComputedStyle(node).cursor") == "crosshair"
        frame.locator(".incident[role=button]").first.click()  # what lies there does not matter
        until(page, "heard.some((m) => m.kind === 'picked')")
        picked = page.evaluate("heard.find((m) => m.kind === 'picked')")
        assert set(picked) == {"dateline", "kind", "lon", "lat"}
        assert (picked["lon"], picked["lat"]) == pytest.approx((36.5, 35.8), abs=2)
        assert frame.evaluate("dateline.state.selected") is None
        frame.locator(".leaflet-container").focus()
        page.keyboard.press("Enter")
        until(page, "heard.filter((m) => m.kind === 'picked').length === 2")
        page.evaluate(ask, False)
        until(frame, "document.querySelector('.picking') === null")
        frame.locator(".incident[role=button]").first.click()
        until(frame, "dateline.state.selected !== null")
        assert page.evaluate("heard.filter((m) => m.kind === 'picked').length") == 2
        assert_clean(frame.page, seen)


def test_the_app_may_ask_for_a_picture(browser: Browser, tmp_path: Path) -> None:
    host = tmp_path / "host.html"
    host.write_text(HOST.replace("allow-popups", "allow-popups allow-downloads"), encoding="utf-8")
    html = render(sample_result(), panel=False, gaz=SMALL_WORLD)
    with opened(browser, host, ready=None) as (page, seen):
        page.evaluate("(html) => { document.querySelector('iframe').srcdoc = html; }", html)
        until(page, "heard.some((m) => m.kind === 'ready')")
        with page.expect_download() as found:
            page.evaluate("frames[0].postMessage({ dateline: 1, kind: 'save', what: 'png' }, '*')")
        assert found.value.suggested_filename == "dateline.png"
        page.evaluate("frames[0].postMessage({ dateline: 1, kind: 'save', what: 'constructor' }, '*')")
        assert seen.errors == []


def test_messages_of_strangers_are_passed_over(page: Page) -> None:
    page.evaluate("postMessage({ dateline: 1, kind: 'query', query: { actors: ['Russia'] } }, '*')")
    page.wait_for_timeout(100)
    assert shown(page) == FIRST


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1400, True), (900, False)])
def test_every_width_and_theme_shows_map_and_list(browser: Browser, file: Path, width: int, dark: bool) -> None:
    options: dict[str, Any] = {"viewport": {"width": width, "height": 844}, "color_scheme": "dark" if dark else "light"}
    with opened(browser, file, **options) as (page, seen):
        assert page.locator(".incident").first.is_visible()
        assert page.locator(".row").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.documentElement.dataset.theme") == ("dark" if dark else "light")
        if width == 390:
            page.get_by_role("button", name="Filters").click()
            assert page.locator("#facets").is_visible()
            assert not page.locator("#list").is_visible()
        assert_clean(page, seen)


def test_print_lists_every_row(browser: Browser, file: Path) -> None:
    with opened(browser, file) as (page, seen):
        page.emulate_media(media="print")
        assert page.locator(".row").count() == 6
        assert not page.locator("#filters").is_visible()
        assert page.locator("#stage").is_visible()
        assert_clean(page, seen)


def test_online_tiles_are_asked_for_only_when_turned_on(browser: Browser, tmp_path: Path) -> None:
    tiles = Tiles("https://tiles.example/{z}/{x}/{y}.png", "© Example tiles")
    with opened(browser, write(tmp_path / "tiles.html", tiles=tiles)) as (page, seen):
        assert seen.requests == []
        page.locator(".tree").get_by_label(re.compile("^Online tiles")).check()
        page.wait_for_timeout(300)
        assert all(url.startswith("https://tiles.example/") for url in seen.requests)
        assert seen.requests
        assert "© Example tiles" in page.locator("#credits").inner_text()
