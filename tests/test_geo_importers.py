"""Other people's tables: ACLED of three vintages, UCDP GED, our own exports, a user's zones."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from geo.errors import ExportError, SchemaError
from geo.exchanging import importers, writers
from geo.exchanging.bundle import Bundle
from geo.exchanging.codes import ACLED_COLUMNS, interaction
from geo.exchanging.foreign import BadRow, day
from geo.table.frames import validate
from geo.table.schema import INCIDENTS, ZONES

ACLED_2023: dict[str, str] = {
    "event_id_cnty": "SYR101",
    "event_date": "2022-06-30",
    "year": "2022",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Military Forces of Syria (2000-)",
    "assoc_actor_1": "",
    "inter1": "State forces",
    "actor2": "Civilians (Syria)",
    "assoc_actor_2": "Farmers (Syria)",
    "inter2": "Civilians",
    "interaction": "State forces-Civilians",
    "civilian_targeting": "Civilian targeting",
    "iso": "760",
    "region": "Middle East",
    "country": "Syria",
    "admin1": "Idleb",
    "admin2": "Jisr-Ash-Shugur",
    "admin3": "Badama",
    "location": "Marj al-Zuhur",
    "latitude": "35.8",
    "longitude": "36.28",
    "geo_precision": "1",
    "source": "SOHR; Shaam News Network",
    "source_scale": "Other-National",
    "notes": "On 30 June 2022, regime forces shelled a field. 2 killed.",
    "fatalities": "2",
    "tags": "",
    "timestamp": "1657000000",
}


def table(path: Path, rows: list[dict[str, str]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def acled(**changes: str) -> dict[str, str]:
    return {**ACLED_2023, **changes}


def one(path: Path, kind: str) -> dict[str, Any]:
    done = importers.read(path, kind)
    assert done.rejected == ()
    return dict(done.frame.iloc[0])


def test_acled_of_today(tmp_path: Path) -> None:
    row = one(table(tmp_path / "a.csv", [acled()], encoding="utf-8-sig"), "acled")
    assert row["incident_id"] == "acled:SYR101"
    assert (row["date_start"], row["country"], row["actor1_type"]) == ("2022-06-30", "SY", "State forces")
    assert row["civilian_targeting"]
    assert (row["fatalities"], row["geometry"]) == (2, Point(36.28, 35.8))
    assert [report["outlet"] for report in row["reports"]] == ["SOHR", "Shaam News Network"]
    assert row["grade"] == "fair"
    assert (row["acled_assoc_actor_2"], row["acled_timestamp"]) == ("Farmers (Syria)", "1657000000")


def test_acled_of_2020_has_numbers_for_words(tmp_path: Path) -> None:
    old = acled(
        event_id_no_cnty="101", data_id="7", iso3="SYR", event_date="9-May-20", inter1="1", inter2="7", interaction="17"
    )
    for name in ("disorder_type", "civilian_targeting", "tags"):
        del old[name]
    row = one(table(tmp_path / "a.csv", [old], delimiter=";"), "acled")
    assert (row["actor1_type"], row["actor2_type"]) == ("State forces", "Civilians")
    assert row["date_start"] == "2020-05-09"
    assert row["disorder_type"] == "Political violence"
    assert row["civilian_targeting"]
    assert row["acled_data_id"] == "7"


@pytest.mark.parametrize(
    ("event", "inter1", "expected"),
    [
        ("Battle-No change of territory", "1", ("Battles", "Armed clash")),
        ("Battle-Government regains territory", "1", ("Battles", "Government regains territory")),
        ("Remote violence", "2", ("Explosions/Remote violence", "Explosions/Remote violence")),
        ("Riots/Protests", "6", ("Protests", "Protests")),
        ("Riots/Protests", "5", ("Riots", "Riots")),
        ("Strategic development", "1", ("Strategic developments", "Strategic developments")),
        ("Violence Against Civilians", "3", ("Violence against civilians", "Violence against civilians")),
    ],
)
def test_acled_of_2015_in_capitals(tmp_path: Path, event: str, inter1: str, expected: tuple[str, str]) -> None:
    old = {
        "GWNO": "615",
        "EVENT_ID_CNTY": "1ALG",
        "EVENT_ID_NO_CNTY": "1",
        "EVENT_DATE": "01-January-2015",
        "YEAR": "2015",
        "TIME_PRECISION": "1",
        "EVENT_TYPE": event,
        "ACTOR1": "Someone",
        "ALLY_ACTOR_1": "",
        "INTER1": inter1,
        "ACTOR2": "",
        "INTER2": "0",
        "COUNTRY": "Algeria",
        "LATITUDE": "36.7",
        "LONGITUDE": "3.2",
        "GEO_PRECISION": "1",
        "SOURCE": "AFP",
        "NOTES": "Note.",
        "FATALITIES": "0",
    }
    row = one(table(tmp_path / "a.csv", [old]), "acled")
    assert (row["event_type"], row["sub_event_type"]) == expected
    assert (row["country"], row["fatalities"], row["acled_gwno"]) == ("DZ", 0, "615")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-06-30", "2022-06-30"),
        ("9-May-20", "2020-05-09"),
        ("13 November 2020", "2020-11-13"),
        ("01-January-2015", "2015-01-01"),
        ("31-12-19", "2019-12-31"),
        ("2016-01-01 00:00:00.000", "2016-01-01"),
        ("", None),
    ],
)
def test_dates_in_their_forms(text: str, expected: str | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize("text", ["2018-02-31", "31-Foo-20", "yesterday", "12/31/2019"])
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(BadRow):
        day(text)


def test_bad_rows_are_listed_with_line_and_reason_and_the_others_read(tmp_path: Path) -> None:
    rows = [
        acled(event_id_cnty="A1"),
        acled(event_id_cnty="A2", event_date="2022-02-31"),
        acled(event_id_cnty="A3", event_type="Picnic"),
        acled(event_id_cnty="A4", latitude="135.8"),
        acled(event_id_cnty="A5", fatalities="many"),
        acled(event_id_cnty="A6", inter1="99"),
        acled(event_id_cnty="A1"),
        acled(event_id_cnty=""),
        acled(event_id_cnty="A9", notes="Two\nlines"),
        acled(event_id_cnty="A10", geo_precision="9"),
    ]
    done = importers.read(table(tmp_path / "a.csv", rows), "acled")
    assert done.frame["incident_id"].tolist() == ["acled:A1", "acled:A9"]
    for sentence, words in zip(
        done.rejected,
        ["line 3: the day '2022-02-31'", "line 4: the event type 'Picnic'", "line 5: longitude 36.28, latitude 135.8",
         "line 6: fatalities 'many'", "line 7: inter1 '99'", "line 8: the id 'acled:A1' has come before",
         "line 9: it has no event_id_cnty", "line 12: geo_precision 9"],
        strict=True,
    ):  # fmt: skip
        assert words in sentence
        assert "a.csv" in sentence


def test_acled_there_and_back_without_loss(tmp_path: Path) -> None:
    rows = [
        acled(interaction="17", inter1="1", inter2="7"),
        acled(
            event_id_cnty="SYR102",
            event_type="Protests",
            sub_event_type="Excessive force against protesters",
            disorder_type="Demonstrations",
            actor2="",
            inter2="",
            inter1="6",
            interaction="60",
            civilian_targeting="",
            tags="crowd size=about 100",
            notes="-5 degrees; =cold",
            fatalities="0",
            country="Turkey",
            iso="792",
        ),
    ]
    source = table(tmp_path / "a.csv", rows)
    frame = importers.read_table(source, "acled")
    target = tmp_path / "b.acled.csv"
    writers.write(Bundle.of(incidents=frame), target)
    with target.open(encoding="utf-8", newline="") as stream:
        back = [{name: cell.removeprefix("'") for name, cell in row.items()} for row in csv.DictReader(stream)]
    assert back == rows
    assert list(back[0]) == list(ACLED_COLUMNS)
    again = importers.read_table(target, "acled")
    pd.testing.assert_frame_equal(pd.DataFrame(again), pd.DataFrame(frame))


def test_own_types_and_modality_come_back_through_acleds_columns(tmp_path: Path) -> None:
    frame = importers.read_table(table(tmp_path / "a.csv", [acled(), acled(event_id_cnty="X")]), "acled")
    frame["event_type"] = ["Displacement", "Military build-up"]
    frame["sub_event_type"] = ["Displacement", "Military build-up"]
    frame["disorder_type"] = pd.array([pd.NA, pd.NA], dtype="string")
    frame["modality"] = ["alleged", "occurred"]
    frame["background"] = pd.array([True, False], dtype="boolean")
    target = tmp_path / "b.acled.csv"
    writers.write(Bundle.of(incidents=frame), target)
    back = importers.read_table(target, "acled")
    for name in ("event_type", "sub_event_type", "modality", "background"):
        assert back[name].tolist() == frame[name].tolist()
    assert back["reports"][0][0]["quote"] == frame["reports"][0][0]["quote"]


UCDP = {
    "id": "214797",
    "year": "2016",
    "type_of_violence": "1",
    "side_a": "Government of Syria",
    "side_b": "Syrian insurgents",
    "number_of_sources": "1",
    "source_article": '"SOHR,2016-01-01,Shells hit a town"',
    "source_office": "SOHR",
    "source_date": "2016-01-01",
    "source_headline": "Shells hit a town",
    "where_prec": "2",
    "where_coordinates": "Teir Maaleh village",
    "adm_1": "Homs Governorate",
    "adm_2": "Ar Rastan district",
    "latitude": "34.802462",
    "longitude": "36.707602",
    "country": "Syria",
    "date_prec": "2",
    "date_start": "2016-01-01",
    "date_end": "2016-01-03",
    "deaths_a": "2",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "best": "4",
    "high": "6",
    "low": "4",
}


def test_ucdp_rows_become_incidents(tmp_path: Path) -> None:
    row = one(table(tmp_path / "u.csv", [UCDP]), "ucdp")
    assert row["incident_id"] == "ucdp:214797"
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Battles")
    assert (row["date_start"], row["date_end"], row["date_precision"], row["time_precision"]) == (
        "2016-01-01",
        "2016-01-03",
        2,
        2,
    )
    assert (row["fatalities_low"], row["fatalities"], row["fatalities_high"]) == (4, 4, 6)
    assert (row["where_precision"], row["geo_precision"], row["uncertainty_km"]) == (2, 2, 25.0)
    assert row["ucdp_deaths_b"] == "2"


def test_a_country_wide_row_has_no_dot(tmp_path: Path) -> None:
    row = one(table(tmp_path / "u.csv", [{**UCDP, "where_prec": "6"}]), "ucdp")
    assert row["lon"] is pd.NA
    assert row["geometry"] is None


def test_ucdp_there_and_back_without_loss(tmp_path: Path) -> None:
    rows = [
        UCDP,
        {**UCDP, "id": "2", "where_prec": "6"},
        {**UCDP, "id": "3", "type_of_violence": "3", "side_b": "Civilians"},
    ]
    rows.append({**UCDP, "id": "4", "best": "0", "low": "0", "high": "3"})  # a death is possible, not certain
    rows.append({**UCDP, "id": "5", "source_date": "2016-01-01;2016-02-08"})
    rows = [{**row, "conflict_name": "Syria: Government", "priogrid_gid": "179714"} for row in rows]
    target = tmp_path / "b.ucdp.csv"
    writers.write(Bundle.of(incidents=importers.read_table(table(tmp_path / "u.csv", rows), "ucdp")), target)
    with target.open(encoding="utf-8", newline="") as stream:
        back = list(csv.DictReader(stream))
    for one_row, wanted in zip(back, rows, strict=True):
        assert {name: one_row[name] for name in wanted} == wanted


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [{"id": "1", "text": "Raids."}])
    with pytest.raises(ExportError, match="no ACLED table: it lacks the column"):
        importers.read(path, "acled")
    with pytest.raises(ExportError, match="no UCDP GED table"):
        importers.read(path, "ucdp")
    with pytest.raises(ExportError, match="no such file"):
        importers.read(tmp_path / "none.csv", "acled")
    with pytest.raises(ExportError, match="use one of acled"):
        importers.read(path, "gdelt")
    (tmp_path / "latin.csv").write_bytes("id,notes\n1,Alcalá señaló también\n".encode("cp1252") * 5)
    with pytest.raises(ExportError, match="not UTF-8"):
        importers.read(tmp_path / "latin.csv", "acled")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.jsonl", b'{"incident_id": "a"'),
        ("x.jsonl", b"[1]"),
        ("x.jsonl", b"\xff\xfe"),
        ("x.geojson", b'{"type": "Point"}'),
        ("x.parquet", b"PAR1"),
        ("x.gpkg", b"SQLite"),
        ("x.docx", b"PK"),
    ],
)
def test_a_damaged_export_is_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExportError, match=name):
        importers.read(tmp_path / name, "dateline")


def test_an_export_that_lost_its_columns_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"incident_id": "a", "modality": "maybe"}\n')
    with pytest.raises(SchemaError, match="'modality' is not in the schema's list"):
        importers.read(tmp_path / "x.jsonl", "dateline")


def test_a_bad_cell_of_an_export_rejects_its_row_alone(tmp_path: Path) -> None:
    frame = importers.read_table(table(tmp_path / "a.csv", [acled(), acled(event_id_cnty="B")]), "acled")
    writers.write(Bundle.of(incidents=frame), tmp_path / "b.csv")
    text = (tmp_path / "b.csv").read_text("utf-8-sig").replace("acled:B,Explosions/Remote violence", "acled:B,Picnic")
    (tmp_path / "c.csv").write_text(text.replace(",36.28,", ",east,", 1), "utf-8")
    with pytest.raises(SchemaError, match="Picnic"):
        importers.read(tmp_path / "c.csv", "dateline")
    (tmp_path / "c.csv").write_text(text.replace("Picnic", "Battles").replace(",36.28,", ",east,", 1), "utf-8")
    done = importers.read(tmp_path / "c.csv", "dateline")
    assert done.frame["incident_id"].tolist() == ["acled:B"]
    assert "lon 'east' is no Float64" in done.rejected[0]


def feature(**properties: object) -> dict[str, Any]:
    geometry = properties.pop("geometry", box(36, 35, 37, 36).__geo_interface__)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


GOOD = {"holder": "HTS", "from": "2018-08-01", "source": "Own survey", "name": "Northern Idlib"}


def test_own_zones_from_geojson(tmp_path: Path) -> None:
    features = [
        feature(**GOOD),
        feature(**{**GOOD, "holder": ""}),
        feature(**{**GOOD, "from": None}),
        feature(**{**GOOD, "source": ""}),
        feature(**GOOD, geometry=None),
        feature(**GOOD, geometry=Point(36, 35).__geo_interface__),
        feature(**GOOD, geometry={"type": "Polygon", "coordinates": "x"}),
        feature(**GOOD, geometry=box(3600, 3500, 3700, 3600).__geo_interface__),
        feature(**GOOD, to="2018-07-01"),
        feature(**GOOD, status="lost"),
        feature(**{**GOOD, "holder": None}, status="de-escalation"),
    ]
    path = tmp_path / "z.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    done = importers.read(path, "zones")
    validate(done.frame, ZONES)
    assert done.frame["holder"].tolist() == ["HTS", pd.NA]
    assert done.frame["method"].tolist() == ["imported", "imported"]
    assert done.frame["note"][0] == "HTS: holds, Northern Idlib, from 2018-08-01 (source: Own survey)."
    for sentence, words in zip(
        done.rejected,
        ["2: it has no holder", "3: it has no date", "4: it has no source", "5: it has no geometry",
         "6: its geometry is a Point", "7: its geometry is no valid", "8: its geometry is not in longitude",
         "9: it ends on", "10: the status 'lost'"],
        strict=True,
    ):  # fmt: skip
        assert f"feature {words}" in sentence


def test_own_zones_from_a_geopackage_in_another_reference_system(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame([GOOD], geometry=[box(36, 35, 37, 36)], crs="EPSG:4326").to_crs("EPSG:32637")
    frame.to_file(tmp_path / "z.gpkg", layer="mine")
    (shape,) = importers.read_table(tmp_path / "z.gpkg", "zones").geometry
    assert shape.bounds == pytest.approx((36, 35, 37, 36))


@pytest.mark.parametrize("name", ["z.geojson", "z.gpkg"])
def test_zones_written_are_zones_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "in.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature(**GOOD)]}))
    frame = importers.read_table(tmp_path / "in.geojson", "zones")
    writers.write_zones(frame, tmp_path / name)
    back = importers.read_table(tmp_path / name, "zones")
    for column in ("zone_id", "holder", "valid_from", "valid_to", "note", "status", "area_text"):
        assert back[column].tolist() == frame[column].tolist()
    assert back.geometry.iloc[0].equals(frame.geometry.iloc[0])


def test_interaction_puts_the_lower_code_first() -> None:
    assert interaction("External/Other forces", "Civilians") == 78
    assert interaction("State forces", "State forces") == 11
    assert interaction(None, "Protesters") == 60
    assert interaction(None, None) is None


def test_imported_rows_keep_to_the_schema(tmp_path: Path) -> None:
    validate(importers.read_table(table(tmp_path / "a.csv", [acled()]), "acled"), INCIDENTS)
    validate(importers.read_table(table(tmp_path / "u.csv", [UCDP]), "ucdp"), INCIDENTS)
