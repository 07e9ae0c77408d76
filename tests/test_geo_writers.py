"""Exports: what a query shows comes out, comes back without loss, and carries its facts inside."""

import csv
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import sample_result
from hypothesis import given
from hypothesis import strategies as st

from geo.drawing import style
from geo.errors import ExportError
from geo.exchanging import arrow, cells, importers, palette, writers
from geo.exchanging.bundle import Bundle, shown
from geo.exchanging.codes import ACLED_COLUMNS
from geo.exchanging.provenance import DISCLAIMER
from geo.reading.article import Article
from geo.table.frames import conform, empty
from geo.table.query import Query
from geo.table.schema import ACTOR_TYPES, FLOWS, INCIDENTS, MENTIONS, REVIEWS, ZONES

KML = "{http://www.opengis.net/kml/2.2}"
OWN = (".parquet", ".gpkg", ".jsonl", ".geojson", ".csv")
EVERY = (*OWN, ".xlsx", ".kml", ".acled.csv", ".ucdp.csv", ".hxl.csv", ".timemap.json")


def bundle() -> Bundle:
    """The sample result in the schema's form; its hostile row keeps hostile text wherever the schema lets it."""
    made = sample_result.sample_result()
    incidents = conform(made.incidents, INCIDENTS)
    for name in ("actor1_type", "actor2_type"):
        incidents[name] = incidents[name].where(incidents[name].isin(ACTOR_TYPES))
    return Bundle(
        incidents=incidents,
        zones=conform(made.zones, ZONES),
        flows=conform(made.flows, FLOWS),
        mentions=conform(made.mentions, MENTIONS),
        articles=made.articles,
    )


RESULT = bundle()


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1536278400")


def plain(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Rows as plain values, so that tables of any index compare."""
    rows = list(cells.records(frame))
    for row, shape in zip(rows, cells.shapes(frame), strict=True):
        row["geometry"] = None if shape is None else shape.normalize().wkt
    return rows


def sheet(path: Path, number: int) -> list[list[str]]:
    """The texts of a workbook's sheet."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    return [["".join(cell.itertext()) for cell in row] for row in root.iter(f"{main}row")]


def ids_in(path: Path) -> list[str]:
    """The ids that an export holds, read with other people's tools."""
    name = path.name
    if name.endswith(".parquet"):
        return [str(value) for value in pq.read_table(path)["incident_id"].to_pylist()]
    if name.endswith(".gpkg"):
        return [str(value) for value in pyogrio.read_dataframe(path, layer="incidents")["incident_id"]]
    if name.endswith(".xlsx"):
        return [row[0] for row in sheet(path, 1)[1:]]
    if name.endswith(".jsonl"):
        return [json.loads(line)["incident_id"] for line in path.read_text("utf-8").splitlines()]
    if name.endswith(".kml"):
        found = ET.parse(path).iter(f"{KML}Data")
        return [str(data.findtext(f"{KML}value")) for data in found if data.get("name") == "incident_id"]
    if name.endswith("json"):
        document = json.loads(path.read_text("utf-8"))
        return [str(event["id"]) for event in document.get("features", document.get("events"))]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[2 if name.endswith(".hxl.csv") else 1 :]
    return [row[0] for row in rows]


@pytest.mark.parametrize("ending", EVERY)
@pytest.mark.parametrize("query", [Query(), Query(grades=("fair",)), Query(types=("Riots",))])
def test_what_the_query_shows_is_what_is_exported(tmp_path: Path, ending: str, query: Query) -> None:
    path = tmp_path / f"x{ending}"
    writers.write(RESULT, path, query)
    wanted = shown(RESULT, query).incidents
    if ending == ".ucdp.csv":  # at least one death, and it occurred
        wanted = wanted[(wanted["fatalities"].fillna(0) > 0) & (wanted["modality"] == "occurred")]
    assert ids_in(path) == wanted["incident_id"].tolist()


@pytest.mark.parametrize("ending", OWN)
def test_own_formats_come_back_without_loss(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    writers.write(RESULT, path)
    back = importers.read(path, "dateline")
    assert back.rejected == ()
    assert plain(back.frame) == plain(shown(RESULT, None).incidents)


@pytest.mark.parametrize("ending", EVERY)
def test_an_empty_table_is_written_too(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    writers.write(Bundle.of(), path, Query())
    assert ids_in(path) == []
    if ending in OWN:
        assert len(importers.read_table(path, "dateline")) == 0


def facts_in(path: Path) -> str:
    """The facts of an export as text, from where its format keeps them."""
    name = path.name
    beside = path.with_name(f"{name}-metadata.json")
    if beside.exists():
        return beside.read_text("utf-8")
    if name.endswith(".parquet"):
        return str((pq.read_schema(path).metadata or {})[arrow.META_KEY].decode())
    if name.endswith(".gpkg"):
        return json.dumps(pyogrio.read_info(path, layer="incidents")["layer_metadata"])
    if name.endswith(".xlsx"):
        return " ".join(cell for row in sheet(path, 4) for cell in row)
    if name.endswith(".kml"):
        return str(ET.parse(path).findtext(f"{KML}Document/{KML}description"))
    if name.endswith("json"):
        return json.dumps(json.loads(path.read_text("utf-8"))["dateline"])
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[2 if name.endswith(".hxl.csv") else 1][-1]


@pytest.mark.parametrize("ending", EVERY)
def test_each_export_carries_its_facts(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    writers.write(RESULT, path, Query(since="2018-09-04", until="2018-09-06"))
    facts = facts_in(path)
    for words in (
        "4 Sep 2018 to 6 Sep 2018",
        "2018-09-07T00:00:00Z",
        "Dateline ",
        "Natural Earth",
        "Boundaries: Natural Earth about 2012",
        DISCLAIMER,
    ):
        assert words in facts
    assert "Unreviewed machine extraction" in facts
    digest = next(word for word in facts.replace('"', " ").replace(";", " ").split() if len(word) == 64)
    other = tmp_path / f"other{ending}"
    writers.write(RESULT, other, Query(grades=("fair",)))
    assert digest not in facts_in(other)


@pytest.mark.parametrize("ending", [ending for ending in EVERY if ending != ".gpkg"])
def test_the_same_tables_give_the_same_bytes(tmp_path: Path, ending: str) -> None:
    one, two = tmp_path / f"one{ending}", tmp_path / f"two{ending}"
    writers.write(RESULT, one)
    writers.write(RESULT, two)
    assert one.read_bytes() == two.read_bytes()


def test_json_lines_hold_every_column_and_null_for_unknown(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    writers.write(RESULT, path)
    text = path.read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert "جسر الشغور" in text
    for row in rows:
        assert list(row) == [column.name for column in INCIDENTS]
        assert "" not in row.values()
        assert row["geometry"] is None or row["geometry"]["type"] in cells.AREAS
    assert any(row["geometry"] for row in rows)
    assert any(row["geometry"] is None and row["lon"] is not None for row in rows)


def test_json_lines_are_in_text_order() -> None:
    articles = (Article(id="b", text="x"), Article(id="a", text="y"))
    reports: list[list[dict[str, Any]]] = [
        [{"article_id": "a", "trigger_start": 3}],
        [{"article_id": "b", "trigger_start": 9}, {"article_id": "a", "trigger_start": 1}],
        [{"article_id": "b", "trigger_start": None, "quote_start": 2}],
        [],
    ]
    frame = empty(INCIDENTS).reindex(range(4))
    frame["reports"] = pd.Series(reports, dtype="object")
    frame["incident_id"] = ["late", "middle", "first", "none"]
    result = Bundle(frame, empty(ZONES), empty(FLOWS), empty(MENTIONS), articles)
    assert shown(result, None).incidents["incident_id"].tolist() == ["first", "middle", "late", "none"]


def cells_of(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream):
            yield from row


@pytest.mark.parametrize("ending", [".csv", ".hxl.csv", ".acled.csv", ".ucdp.csv"])
def test_no_cell_is_a_formula(tmp_path: Path, ending: str) -> None:
    incidents = RESULT.incidents.copy()
    incidents["actor1"] = '=HYPERLINK("http://x","y")'
    incidents["place_name"] = "+1"
    incidents["grade_reason"] = "@SUM(A1)"
    path = tmp_path / f"x{ending}"
    writers.write(Bundle(incidents, RESULT.zones, RESULT.flows, RESULT.mentions), path)
    for cell in cells_of(path):
        assert cell[:1] not in tuple("=+@\t\r") or cell == ""
        if cell.startswith("-"):
            float(cell)


@pytest.mark.parametrize("ending", [".csv", ".hxl.csv"])
def test_csv_for_spreadsheets_begins_with_a_mark(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    writers.write(RESULT, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@given(st.text(max_size=20))
def test_a_safe_cell_gives_its_text_back(text: str) -> None:
    assert (cells.from_csv_cell(cells.csv_cell(text)) or "") == text
    assert cells.csv_cell(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")


def test_geoparquet_is_read_by_geopandas_with_pinned_types(tmp_path: Path) -> None:
    full, bare = tmp_path / "full.parquet", tmp_path / "bare.parquet"
    writers.write(RESULT, full)
    writers.write(Bundle.of(), bare)
    assert pq.read_schema(full).field("reports").type == pq.read_schema(bare).field("reports").type
    assert pq.read_schema(full).field("reports").type == arrow.report_type()
    frame = gpd.read_parquet(full)
    assert frame.crs == "EPSG:4326"
    assert str(frame["fatalities"].dtype) == "Int64"
    assert frame.geometry.notna().sum() == RESULT.incidents.geometry.notna().sum()


def test_a_geopackage_has_its_layers_and_styles(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    writers.write(RESULT, path)
    names = [name for name, _ in pyogrio.list_layers(path)]
    assert [name for name in names if name != "layer_styles"] == ["incidents", "areas", "zones", "flows"]
    with closing(sqlite3.connect(path)) as database:
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1"))
    assert set(styles) == {"incidents", "areas", "zones", "flows"}
    for qml in styles.values():
        assert ET.fromstring(qml.split("\n", 1)[1]).tag == "qgis"
    assert len(pyogrio.read_dataframe(path, layer="zones")) == len(RESULT.zones)


def test_kml_shows_hostile_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "x.kml"
    writers.write(RESULT, path)
    tree = ET.parse(path)
    for text in (mark.text or "" for mark in tree.iter(f"{KML}description")):
        for forbidden in ("<img", "<script", "</script"):  # a viewer reads the description as HTML
            assert forbidden not in text
    links = [text for mark in tree.iter(f"{KML}description") for text in (mark.text or "").split('href="')[1:]]
    assert links
    assert all(link.startswith("http") for link in links)
    folders = [folder.findtext(f"{KML}name") for folder in tree.iter(f"{KML}Folder")]
    assert folders == ["Incidents", "Control zones", "Displacement"]


def test_acled_columns_and_what_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "acled.csv"
    writers.write(RESULT, path)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == ACLED_COLUMNS
    assert len(ACLED_COLUMNS) == 31
    left_out = json.loads((tmp_path / "acled.csv-metadata.json").read_text("utf-8"))["left_out"]
    assert len(rows) + left_out == len(RESULT.incidents)
    displaced = next(row for row in rows if "sub_event_type=Displacement" in row["tags"])
    assert (displaced["event_type"], displaced["sub_event_type"]) == ("Strategic developments", "Other")
    assert displaced["notes"].startswith("Displacement: ")


def test_a_workbook_holds_hostile_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    writers.write(RESULT, path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    for text in texts.values():
        ET.fromstring(text)
        assert "<f>" not in text  # no cell is a formula
    assert sample_result.HOSTILE_TEXT in {cell for row in sheet(path, 1) for cell in row}
    assert [row[0] for row in sheet(path, 2)[1:]] == [c.name for c in INCIDENTS if c.dtype != "geometry"]
    assert sheet(path, 3)[0][:3] == ["country", "admin1", "what"]


def test_timemap_names_its_sources(tmp_path: Path) -> None:
    path = tmp_path / "x.timemap.json"
    writers.write(RESULT, path)
    document = json.loads(path.read_text("utf-8"))
    titles = {association["id"] for association in document["associations"]}
    for event in document["events"]:
        assert event["description"]
        assert bool(event["latitude"]) == bool(event["longitude"])
        assert set(event["sources"]) <= set(document["sources"])
        assert set(event["associations"]) <= titles


def test_hxl_tags_stand_in_the_second_row(tmp_path: Path) -> None:
    path = tmp_path / "x.hxl.csv"
    writers.write(RESULT, path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        _, tags, *_ = csv.reader(stream)
    assert all(tag.startswith("#") for tag in tags)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x.docx", "the ending .docx is unknown"),
        ("x", "(none)"),
        ("no/x.csv", "is not there; create it"),
        (".", "ending"),
    ],
)
def test_a_path_that_cannot_be_written_is_a_sentence(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(ExportError, match=words.replace("(", r"\(").replace(")", r"\)")):
        writers.write(RESULT, tmp_path / name)


def test_a_crash_leaves_the_old_file_and_no_half_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_export: writers.Export, draft: Path) -> None:
        draft.write_text("half")
        raise RuntimeError("power cut")

    path = tmp_path / "x.csv"
    path.write_text("old")
    monkeypatch.setitem(writers.WRITERS, ".csv", crash)
    with pytest.raises(RuntimeError):
        writers.write(RESULT, path)
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["x.csv"]


def test_zones_alone_go_to_geojson_and_geopackage(tmp_path: Path) -> None:
    zones = RESULT.zones
    for name in ("z.geojson", "z.gpkg"):
        writers.write_zones(zones, tmp_path / name)
    features = json.loads((tmp_path / "z.geojson").read_text("utf-8"))["features"]
    assert [feature["id"] for feature in features] == zones["zone_id"].tolist()
    assert len(pyogrio.read_dataframe(tmp_path / "z.gpkg", layer="zones")) == len(zones)
    with pytest.raises(ExportError, match="unknown"):
        writers.write_zones(zones, tmp_path / "z.csv")


def test_colours_are_those_of_the_map() -> None:
    on_the_map = {group.key: group.colour for group in style.GROUPS}
    for event, colour in palette.COLOURS.items():
        assert on_the_map[style.group_of(event, "")] == colour


def test_flows_follow_their_incidents_and_zones_their_days() -> None:
    bundle_of_none = shown(RESULT, Query(types=("Nothing",)))
    own = RESULT.flows["incident_id"].notna()
    assert len(bundle_of_none.flows) == int((~own).sum())
    assert len(shown(RESULT, Query(until="1999-01-01")).zones) == int(RESULT.zones["valid_from"].isna().sum())
    assert isinstance(pd.DataFrame(bundle_of_none.zones), pd.DataFrame)


@pytest.mark.parametrize("ending", EVERY)
def test_rows_that_nobody_has_reviewed_are_marked_as_such(tmp_path: Path, ending: str) -> None:
    incidents = RESULT.incidents[RESULT.incidents["incident_id"] == "i01"].assign(fatalities=5)
    told = set()
    for review in ("auto", "accepted"):
        path = tmp_path / f"{review}{ending}"
        writers.write(Bundle.of(incidents=incidents.assign(review=review)), path)
        mark = {"incident_id": "i01", "text": marks_in(path)}
        told.add(json.dumps(mark, sort_keys=True))
    assert len(told) == 2, "both states look alike"


def marks_in(path: Path) -> str:
    """What a format says of the review of its one row, without what it says of the whole file."""
    name = path.name
    if name.endswith(".parquet"):
        return str(pq.read_table(path)["review"].to_pylist())
    if name.endswith(".gpkg"):
        return str(pyogrio.read_dataframe(path, layer="incidents")["review"].tolist())
    if name.endswith(".xlsx"):
        return str(sheet(path, 1)[1])
    if name.endswith(".kml"):
        return str([mark.findtext(f"{KML}description") for mark in ET.parse(path).iter(f"{KML}Placemark")])
    if name.endswith(".timemap.json"):
        return str([event["comments"] for event in json.loads(path.read_text("utf-8"))["events"]])
    if name.endswith(".geojson"):
        return str([row["properties"]["review"] for row in json.loads(path.read_text("utf-8"))["features"]])
    text = path.read_text("utf-8-sig")
    if name.endswith(".jsonl"):
        return str(json.loads(text)["review"])
    rows = list(csv.DictReader(text.splitlines()))
    return str(
        [{key: value for key, value in row.items() if key not in ("export_note", "Export note")} for row in rows]
    )


def test_an_unreviewed_row_comes_back_unreviewed_through_acleds_columns(tmp_path: Path) -> None:
    path = tmp_path / "x.acled.csv"
    writers.write(RESULT, path)
    reviews = importers.read_table(path, "acled")["review"].tolist()
    written = shown(RESULT, Query(layers=("incidents", "background"), reviews=REVIEWS)).incidents
    assert reviews == written["review"].tolist()


KML_ORDER: dict[str, tuple[str, ...]] = {
    "kml": ("Document",),
    "Document": ("name", "description", "Style", "ExtendedData", "Folder"),
    "Folder": ("name", "Placemark"),
    "Placemark": ("name", "description", "TimeSpan", "styleUrl", "ExtendedData", "Point", "LineString", "Polygon",
                  "MultiGeometry"),
    "Style": ("IconStyle", "LineStyle", "PolyStyle", "BalloonStyle"),
    "IconStyle": ("color",), "LineStyle": ("color", "width"), "PolyStyle": ("color",), "BalloonStyle": ("text",),
    "TimeSpan": ("begin", "end"), "ExtendedData": ("Data",), "Data": ("value",),
    "Point": ("coordinates",), "LineString": ("coordinates",), "LinearRing": ("coordinates",),
    "Polygon": ("outerBoundaryIs", "innerBoundaryIs"), "outerBoundaryIs": ("LinearRing",),
    "innerBoundaryIs": ("LinearRing",), "MultiGeometry": ("Point", "LineString", "Polygon"),
}  # fmt: skip
"""What each element may hold, in the order in which OGC KML 2.2 wants it (its schema is a sequence)."""
ONCE = frozenset(
    "name description styleUrl TimeSpan begin end coordinates value color width text outerBoundaryIs".split()
)


def test_kml_keeps_to_the_rules_of_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "x.kml"
    writers.write(RESULT, path)
    root = ET.parse(path).getroot()
    styles = [str(style.get("id")) for style in root.iter(f"{KML}Style")]
    assert len(set(styles)) == len(styles)
    for element in root.iter():
        name = element.tag.removeprefix(KML)
        inside = [child.tag.removeprefix(KML) for child in element]
        order = KML_ORDER.get(name, ())
        assert set(inside) <= set(order), name
        if name != "MultiGeometry":
            assert inside == sorted(inside, key=order.index), name
        assert all(inside.count(child) == 1 for child in ONCE & set(inside)), name
        if name == "styleUrl":
            assert str(element.text).removeprefix("#") in styles
        elif name == "color":
            assert len(str(element.text)) == 8
            int(str(element.text), 16)
        elif name == "coordinates":
            points = [tuple(map(float, point.split(","))) for point in str(element.text).split()]
            assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points)
        elif name == "LinearRing":
            corners = str(element.findtext(f"{KML}coordinates")).split()
            assert len(corners) >= 4
            assert corners[0] == corners[-1]
        elif name == "TimeSpan":
            begin, end = element.findtext(f"{KML}begin"), element.findtext(f"{KML}end")
            assert (begin or "") <= (end or "9999")


def test_gdal_reads_the_kml(tmp_path: Path) -> None:
    path = tmp_path / "x.kml"
    writers.write(RESULT, path)
    names = [name for name, _ in pyogrio.list_layers(path)]
    assert names == ["Incidents", "Control zones", "Displacement"]
    assert len(pyogrio.read_dataframe(path, layer="Incidents")) == len(RESULT.incidents)
