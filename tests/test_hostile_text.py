"""A dozen payloads in every field of every input and table: shown in each format, run in none."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pyogrio
import pytest
from chromium import opened
from sample_result import SampleResult, frame, incident, report, sample_result
from small_world import SMALL_WORLD

from geo.drawing.document import render
from geo.exchanging import importers, writers
from geo.exchanging.cells import records, shapes
from geo.pipeline import run
from geo.reading.articles import read
from geo.table.frames import conform, from_rows
from geo.table.schema import FLOWS, INCIDENTS, MENTIONS, ZONES

if TYPE_CHECKING:
    import geopandas as gpd
    from playwright.sync_api import Browser

PAYLOADS: Final = (
    "<img src=x onerror=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "<svg/onload=window.pwned=1>",
    "\"><iframe srcdoc='<script>parent.pwned=1</script>'>",
    "javascript:window.pwned=1",
    "${window.pwned=1}",
    "`;window.pwned=1;`",
    "'\");window.pwned=1;//",
    "{{7*7}}{% raw %}",
    "<!--<script>",
    "]]><script>window.pwned=1</script>",
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\tTAB", "\rCR",
    "'; DROP TABLE incidents; --",
    "../../etc/passwd",
    "\u202eright to left\u202c line\u2028and\u2029paragraph",
)  # fmt: skip
KML: Final = "{http://www.opengis.net/kml/2.2}"
CLOSED: Final = frozenset(
    "event_type sub_event_type disorder_type modality date_start date_end actor1_type actor2_type grade review "
    "holder_type status method certainty valid_from valid_to use kind incident_id".split()
)
"""Columns whose values come from a list or a calendar; the checks refuse other values."""


def texts(columns: Any, payload: str) -> dict[str, Any]:  # noqa: ANN401
    """Return a row with the payload in every column of text."""
    filled: dict[str, Any] = {
        column.name: payload for column in columns if column.dtype == "string" and column.name not in CLOSED
    }
    return filled


def hostile() -> SampleResult:
    """Return a result with one row of each table for each payload."""
    sample = sample_result()
    incidents: list[dict[str, Any]] = []
    zones: list[dict[str, Any]] = []
    flows: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    zone, flow, mention = (first_of(table) for table in (sample.zones, sample.flows, sample.mentions))
    for number, payload in enumerate(PAYLOADS):
        told = report(
            0, payload, attribution=payload, attribution_type=payload, rule=payload,
            counts=[{"what": "killed", "low": 3, "best": 3, "high": 3, "unit": payload, "qualifier": payload,
                     "kind": "event", "text": payload}],
        ) | {"outlet": payload, "url": payload, "article_id": payload}  # fmt: skip
        place = {"lon": 36.0 + number / 20, "lat": 35.5, "geo_precision": 1, "fatalities": 3}
        row = incident(number, "Attack", "Violence against civilians", reports=[told], **place)
        reasons = [payload, {"name": payload, "reasons": [payload], "score": 0.2}]
        named = {"incident_id": f"h{number:02d}", "place_reasons": reasons, "date_start": "2018-09-05"}
        incidents.append(row | texts(INCIDENTS, payload) | named)
        zones.append(zone | texts(ZONES, payload) | {"zone_id": f"z{number}", "reports": [told]})
        flows.append(
            flow
            | texts(FLOWS, payload)
            | {"flow_id": f"f{number}", "reports": [told]}
            | {"incident_id": f"h{number:02d}"}
        )
        mentions.append(mention | texts(MENTIONS, payload) | {"reasons": [payload]})
    return dataclasses.replace(
        sample,
        incidents=conform(frame(incidents, INCIDENTS), INCIDENTS),
        zones=from_rows(zones, ZONES),
        flows=from_rows(flows, FLOWS),
        mentions=from_rows(mentions, MENTIONS),
    )


def first_of(table: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return a table's first row."""
    return next(records(table)) | {"geometry": shapes(table)[0]}


RESULT: Final = hostile()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format but the map, written once."""
    folder = tmp_path_factory.mktemp("hostile")
    for ending in writers.WRITERS:
        if ending != ".html":
            writers.write(RESULT, folder / f"x{ending}")
    return folder


class Tags(HTMLParser):
    """Collects what a viewer would make of a description."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def cells(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream):
            yield from row


@pytest.mark.parametrize("ending", [".csv", ".hxl.csv", ".acled.csv", ".ucdp.csv"])
def test_no_cell_of_a_csv_is_a_formula(folder: Path, ending: str) -> None:
    found = list(cells(folder / f"x{ending}"))
    for cell in found:
        if cell[:1] in ("=", "+", "@", "\t", "\r"):
            pytest.fail(f"a formula: {cell!r}")
        if cell.startswith("-"):
            float(cell)
    for payload in PAYLOADS:
        assert any(payload in cell for cell in found), payload


@pytest.mark.parametrize("ending", [".parquet", ".geojson", ".csv", ".gpkg", ".jsonl"])
def test_own_formats_give_every_payload_back(folder: Path, ending: str) -> None:
    back = importers.read(folder / f"x{ending}", "dateline")
    assert back.rejected == ()
    assert back.frame["actor1"].tolist() == list(PAYLOADS)
    assert [row[0]["quote"] for row in back.frame["reports"]] == list(PAYLOADS)


def test_kml_makes_no_element_of_a_payload(folder: Path) -> None:
    names = []
    for mark in ET.parse(folder / "x.kml").iter(f"{KML}Placemark"):
        names.append(mark.findtext(f"{KML}name") or "")
        tags = Tags()
        tags.feed(mark.findtext(f"{KML}description") or "")
        assert {tag for tag, _ in tags.found} <= {"blockquote", "br", "a"}
        for _, attributes in tags.found:
            assert all(name == "href" and str(value).startswith("http") for name, value in attributes)
    assert any("<img src=x" in name for name in names)


def test_a_geopackage_keeps_its_tables_and_gdal_reads_them(folder: Path) -> None:
    path = folder / "x.gpkg"
    rows = pyogrio.read_dataframe(path, layer="incidents")
    assert rows["actor1"].tolist() == list(PAYLOADS)
    assert pyogrio.read_dataframe(path, layer="zones")["holder"].tolist() == list(PAYLOADS)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        styled = {name for (name,) in database.execute("SELECT f_table_name FROM layer_styles")}
        for (qml,) in database.execute("SELECT styleQML FROM layer_styles"):
            assert "pwned" not in qml
    assert styled == {"incidents", "areas", "zones", "flows"}


def test_a_workbook_holds_no_formula(folder: Path) -> None:
    with zipfile.ZipFile(folder / "x.xlsx") as archive:
        for name in archive.namelist():
            root = ET.fromstring(archive.read(name))
            assert not [node for node in root.iter() if node.tag.endswith(("}f", "}hyperlink"))]
        told = "".join(ET.fromstring(archive.read("xl/worksheets/sheet1.xml")).itertext())
    for payload in PAYLOADS:
        assert payload.replace("\r", "") in told.replace("\r", "").replace("_x000D_", ""), payload


@pytest.mark.parametrize("ending", [".geojson", ".timemap.json", ".jsonl", ".parquet"])
def test_json_and_parquet_hold_text_as_text(folder: Path, ending: str) -> None:
    path = folder / f"x{ending}"
    if ending == ".parquet":
        assert pq.read_table(path)["actor1"].to_pylist() == list(PAYLOADS)
        return
    text = path.read_text("utf-8")
    for line in text.splitlines() if ending == ".jsonl" else [text]:
        json.loads(line)
    if ending == ".timemap.json":
        assert [event["location"] for event in json.loads(text)["events"]] == list(PAYLOADS)
        for source in json.loads(text)["sources"].values():
            assert source["url"] == "" or source["url"].startswith("http")


@pytest.mark.browser
@pytest.mark.parametrize("panel", [True, False])
def test_the_map_shows_every_payload_and_runs_none(browser: Browser, tmp_path: Path, panel: bool) -> None:
    path = tmp_path / "map.html"
    path.write_text(render(RESULT, panel=panel, gaz=SMALL_WORLD), encoding="utf-8")
    with opened(browser, path) as (page, seen):
        shown = page.evaluate("""() => dateline.data.incidents.map((row) => {
            dateline.select(row.incident_id);
            const card = document.querySelector(".card");
            card.querySelectorAll("details").forEach((node) => { node.open = true; });
            return [card.textContent.includes(row.actor1), card.querySelectorAll("img, script, iframe").length,
                [...card.querySelectorAll("a")].filter((link) => !/^https?:$/.test(link.protocol)).length];
        })""")
        assert shown == [[True, 0, 0]] * len(PAYLOADS)
        page.evaluate("dateline.data.zones.forEach(dateline.showZone)")
        for selector in ("path.zone", "path.flow", ".incident", ".heap"):
            for node in page.locator(selector).all():
                node.dispatch_event("mouseover")
        off = page.locator(".tree input:not(:checked)")
        while off.count():
            off.first.check(force=True)
        page.wait_for_timeout(200)
        picture = page.evaluate("dateline.toSvg()")
        ET.fromstring(picture)  # well formed, and nothing in it that runs
        assert "<script" not in picture
        for name in ("a", "foreignObject", "script"):
            assert f"<{name}" not in picture.replace("<animate", "")
        saved = page.evaluate("dateline.toCsv(dateline.listed)").removeprefix("\ufeff")
        told = [cell for row in csv.reader(io.StringIO(saved, newline="")) for cell in row]
        assert not [cell for cell in told if cell[:1] in ("=", "+", "@", "\t", "\r")]
        assert page.evaluate("window.pwned") is None
        assert seen.errors == []
        assert seen.requests == []


SENTENCE: Final = "On Tuesday, government artillery shelled Jisr al-Shughur, killing three civilians, {} said."


def written(folder: Path, kind: str, payload: str, number: int) -> Path:
    """Write one article with the payload in every field that the format has."""
    text = f"{SENTENCE.format(payload)}\n\n{payload}\n\nFamilies fled {payload} on Wednesday."
    fields = {
        "id": f"{number}{payload}",
        "title": payload,
        "source": payload,
        "url": payload,
        "published": "2018-09-05",
    }
    path = folder / f"a{number}{kind}"
    if kind == ".jsonl":
        path.write_text(json.dumps(fields | {"text": text}) + "\n", encoding="utf-8")
    elif kind == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [*fields, "text"])
            writer.writeheader()
            writer.writerow(fields | {"text": text})
    else:
        head = "\n".join(f"{name}: {json.dumps(value)}" for name, value in fields.items())
        path.write_text(f"---\n{head}\n---\n{text}\n", encoding="utf-8")
    return path


@pytest.mark.browser
@pytest.mark.parametrize("kind", [".jsonl", ".csv", ".md"])
def test_payloads_in_articles_go_through_the_whole_way(browser: Browser, tmp_path: Path, kind: str) -> None:
    paths = [written(tmp_path, kind, payload, number) for number, payload in enumerate(PAYLOADS)]
    reading = read([str(path) for path in paths])
    result = run(reading.articles)
    assert len(result.incidents) > 0
    for ending in writers.WRITERS:
        if ending != ".html":
            writers.write(result, tmp_path / f"out{ending}")
    assert not [cell for cell in cells(tmp_path / "out.csv") if cell[:1] in ("=", "+", "@", "\t", "\r")]
    page_file = tmp_path / "map.html"
    page_file.write_text(render(result), encoding="utf-8")
    with opened(browser, page_file) as (page, seen):
        page.evaluate("dateline.data.incidents.forEach((row) => dateline.select(row.incident_id))")
        page.evaluate("dateline.data.zones.forEach(dateline.showZone)")
        page.wait_for_timeout(200)
        assert page.evaluate("window.pwned") is None
        assert seen.errors == []
        assert seen.requests == []
