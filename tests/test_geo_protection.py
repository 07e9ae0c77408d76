"""What a public export holds back: exact places of hospitals and camps, names of people; in every format."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chromium import opened
from hypothesis import given
from hypothesis import strategies as st
from sample_result import SampleResult, frame, incident, report, sample_result
from small_world import SMALL_WORLD

from geo.drawing.document import render
from geo.exchanging import cells, writers
from geo.exchanging.bundle import shown
from geo.exchanging.personal_names import withhold
from geo.exchanging.protection import OPEN, Protection, coarse, protect
from geo.table.frames import validate
from geo.table.query import Query
from geo.table.schema import FLOWS, INCIDENTS, MENTIONS, ZONES

if TYPE_CHECKING:
    import geopandas as gpd

QUOTE = "Shells hit the Noor Hospital in Kafr Nabl, wounding Ahmad al-Khatib, a nurse."
OTHER = "Warplanes struck Saraqib on Tuesday, said Rami Abdel Rahman of the Syrian Observatory for Human Rights."
FULL = Protection("hidden", names_withheld=True)


def a_hospital(**more: Any) -> SampleResult:  # noqa: ANN401
    base = {"admin1": "Idlib", "country": "SY", "country_name": "Syria", "geo_precision": 1, "uncertainty_km": 2.0}
    place = {"place_text": "Kafr Nabl", "place_name": "Kafr Nabl", "place_id": "geonames:1", "place_kind": "town"}
    where = {"lon": 36.561, "lat": 35.614}
    rows = [
        incident(0, "Shelling/artillery/missile attack", "Explosions/Remote violence", **base, **place, **where,
                 incident_id="hospital", target_type="hospital", reports=[report(0, QUOTE, "hit")], zone_note="held"),
        incident(1, "Attack", "Violence against civilians", **base, **place, **where, incident_id="beside",
                 reports=[report(0, QUOTE, "wounding")]),
        incident(2, "Air/drone strike", "Explosions/Remote violence", **base, incident_id="else",
                 place_text="Saraqib", place_name="Saraqib", place_id="geonames:2", lon=36.8, lat=35.86,
                 reports=[report(1, OTHER, "struck")]),
    ]  # fmt: skip
    return dataclasses.replace(sample_result(), incidents=frame([row | more for row in rows], INCIDENTS))


def records_of(incidents: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return incidents as plain rows with their geometry."""
    return [
        row | {"geometry": shape} for row, shape in zip(cells.records(incidents), cells.shapes(incidents), strict=True)
    ]


@pytest.mark.parametrize("places", ["coarse", "hidden"])
def test_a_hospital_is_not_where_the_file_says(places: Any) -> None:  # noqa: ANN401
    made = {row["incident_id"]: row for row in records_of(protect(a_hospital(), Protection(places)).incidents)}
    for name in ("hospital", "beside"):  # what shares its sentence and its place would tell it
        row = made[name]
        assert row["place_name"] == "withheld, in Idlib"
        assert row["reports"][0]["quote"].startswith("Shells hit the [place withheld] Hospital in [place withheld], ")
        if places == "hidden":
            assert (row["lon"], row["lat"], row["geo_precision"]) == (None, None, None)
            assert row["geometry"] is None
        else:
            assert (row["lon"], row["lat"]) == coarse(36.561, 35.614) != (36.561, 35.614)
            assert row["uncertainty_km"] >= 16
            assert (row["geometry"].x, row["geometry"].y) == (row["lon"], row["lat"])
    assert made["else"]["place_name"] == "Saraqib"
    assert made["else"]["lon"] == 36.8
    assert "Saraqib" in made["else"]["reports"][0]["quote"]


def test_protected_tables_keep_to_the_schema() -> None:
    for protection in (Protection("coarse"), FULL):
        made = protect(a_hospital(), protection)
        made = dataclasses.replace(made, zones=made.zones[made.zones["zone_id"] != "z3"])  # hostile, and no holder_type
        for table, columns in ((made.incidents, INCIDENTS), (made.zones, ZONES), (made.flows, FLOWS)):
            validate(table, columns)
        validate(made.mentions, MENTIONS)


def test_the_given_tables_are_not_changed() -> None:
    result = a_hospital()
    protect(result, FULL)
    assert result.incidents.equals(a_hospital().incidents)


def test_victims_have_no_name_and_speakers_keep_theirs() -> None:
    made = protect(a_hospital(), Protection(names_withheld=True)).incidents
    quotes = [row[0]["quote"] for row in made["reports"]]
    assert quotes[0] == "Shells hit the Noor Hospital in Kafr Nabl, wounding [name withheld], a nurse."
    assert quotes[2] == OTHER


def test_a_last_name_in_a_later_sentence_is_withheld_too() -> None:
    first = report(0, "Mossab al-Qadur runs the centre.", "runs")
    later = report(0, '"We left quickly," Qadur said.', "left", attribution="Mossab al-Qadur")
    rows = [incident(0, "Attack", "Violence against civilians", incident_id="a", reports=[first, later])]
    result = dataclasses.replace(sample_result(), incidents=frame(rows, INCIDENTS))
    (reports,) = protect(result, Protection(names_withheld=True)).incidents["reports"]
    assert reports[1]["quote"] == '"We left quickly," [name withheld] said.'
    assert reports[1]["attribution"] == "[name withheld]"
    assert reports[1]["trigger_start"] is None  # its offsets no longer fit the quote


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Gunmen shot dead Ahmad al-Khatib, a journalist.", "Gunmen shot dead [name withheld], a journalist."),
        ("The dead are Fatima and her son Omar.", "The dead are [name withheld] and her son [name withheld]."),
        ("A girl named Rimas was killed.", "A girl named [name withheld] was killed."),
        ("Mohammed Abdul Rahman, 34, died.", "[name withheld], 34, died."),
        ("Mossab al-Qadur fled; al-Qadur is safe.", "[name withheld] fled; [name withheld] is safe."),
        ("President Bashar Assad met Foreign Minister Jean-Yves Le Drian.", None),
        ("Friday's raid by the Rapid Support Forces hit El Fasher.", None),
        ("Troops entered the city. Residents fled.", None),
        ("", None),
    ],
)
def test_which_names_are_withheld(text: str, told: str | None) -> None:
    assert withhold(text, ["El Fasher"]) == (text if told is None else told)


@given(st.text(max_size=80))
def test_any_text_can_be_read_for_names(text: str) -> None:
    assert isinstance(withhold(text), str)


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_a_coarse_place_is_off_by_no_more_than_it_says(lon: float, lat: float) -> None:
    from geopy.distance import geodesic

    x, y = coarse(lon, lat)
    assert geodesic((lat, lon), (y, x)).km < 16


FORBIDDEN = ("Kafr Nabl", "Noor", "Khatib", "36.561", "35.614")


def contents(path: Path) -> str:
    """Return all text of a file, unpacked."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as database:
            return "\n".join(database.iterdump())
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return f"{pq.read_table(path).drop(['geometry']).to_pylist()} {pq.read_schema(path).metadata}"
    return path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("ending", [ending for ending in writers.WRITERS if ending != ".html"])
def test_no_format_tells_what_is_held_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    result = a_hospital(fatalities=1)
    writers.write(result, path)
    assert all(word in contents(path) for word in FORBIDDEN[:3])
    writers.write(result, path, protection=FULL)
    text = contents(path)
    assert not [word for word in FORBIDDEN if word in text]
    assert "Saraqib" in text
    beside = path.with_name(f"{path.name}-metadata.json")
    told = text + (beside.read_text("utf-8") if beside.exists() else "")
    assert "places of hospitals, camps and the like hidden, names of private people withheld" in told


@pytest.mark.browser
def test_the_map_does_not_tell_it_either(browser: Any, tmp_path: Path) -> None:  # noqa: ANN401
    path = tmp_path / "map.html"
    path.write_text(render(a_hospital(), gaz=SMALL_WORLD, protection=FULL), encoding="utf-8")
    with opened(browser, path) as (page, seen):
        page.evaluate("dateline.select('hospital')")
        assert "[place withheld] Hospital" in page.locator(".card blockquote").inner_text()
        data = json.dumps(page.evaluate("dateline.data.incidents.map(({ place, ...row }) => row)"), ensure_ascii=False)
        assert not [word for word in FORBIDDEN if word in data]
        assert page.locator("#withheld").inner_text().startswith("Held back: places of hospitals")
        assert seen.errors == []


def test_a_filter_does_not_tell_what_is_held_back() -> None:
    made = protect(a_hospital(), Protection("coarse"))
    assert shown(made, Query(near=(36.561, 35.614, 1.0))).incidents.empty
    assert shown(made, Query(text="nabl")).incidents.empty


def test_nothing_is_held_back_unasked() -> None:
    assert not OPEN
    assert OPEN.describe() is None
