"""What the two sample articles must give, row by row; nothing in the code knows these articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.pipeline import Result
from geo.table.schema import layer_of

ARTICLES = Path(__file__).parent.parent / "data" / "articles"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def result() -> Result:
    return geo.run(geo.read_articles([ARTICLES]))


@pytest.fixture(scope="module")
def rows(result: Result) -> list[Row]:
    return [{str(key): _plain(value) for key, value in row.items()} for row in result.incidents.to_dict("records")]


def _plain(value: object) -> object:
    return None if repr(value) in ("<NA>", "nan") else value


def quotes(row: Row) -> str:
    return " ".join(" ".join(report["quote"].split()) for report in row["reports"])


def telling(rows: list[Row], words: str, sub_type: str | None = None) -> Iterator[Row]:
    for row in rows:
        if words in quotes(row) and sub_type in (None, row["sub_event_type"]):
            yield row


def one(rows: list[Row], words: str, sub_type: str | None = None) -> Row:
    found = list(telling(rows, words, sub_type))
    assert len(found) == 1, [(row["sub_event_type"], row["place_name"], row["date_start"]) for row in found]
    return found[0]


def layer(row: Row) -> str:
    return layer_of(row["event_type"], row["modality"], background=row["background"])


def test_the_strikes_of_4_september(rows: list[Row]) -> None:
    row = one(rows, "Air raids across the province", "Air/drone strike")
    assert (row["date_start"], row["date_end"], row["date_precision"]) == ("2018-09-04", "2018-09-04", 1)
    assert (row["fatalities"], row["fatalities_high"], row["children_killed"]) == (13, None, 6)
    assert (row["place_name"], row["place_kind"], row["geo_precision"]) == ("Idlib", "admin1", 3)
    assert row["actor1"] == "Russian forces"
    assert row["civilian_targeting"]
    assert layer(row) == "incidents"
    speakers = {report["attribution"] for report in row["reports"]}
    assert {"Syrian Observatory for Human Rights", "Russia"} <= speakers
    assert "four of its jets" in quotes(row)


def test_both_articles_tell_of_those_strikes_in_one_incident(rows: list[Row]) -> None:
    row = one(rows, "hit by airstrikes in Idlib on September 4", "Air/drone strike")
    assert {report["article_id"] for report in row["reports"]} == {"000", "001"}
    assert "Air raids across the province" in quotes(row)


def test_the_artillery_and_rocket_fire_on_jisr_al_shughur(rows: list[Row]) -> None:
    row = one(rows, "artillery and rocket fire", "Shelling/artillery/missile attack")
    assert row["place_text"] == "Jisr al-Shughur"
    assert row["date_start"] == "2018-09-05"
    assert row["actor1"] == "Syrian government forces"
    assert row["reports"][0]["attribution"] == "Syrian Observatory for Human Rights"
    assert row["lon"] == pytest.approx(36.32, abs=0.02)
    assert row["lat"] == pytest.approx(35.81, abs=0.02)


def test_the_strikes_on_mahambal(rows: list[Row]) -> None:
    row = one(rows, "village of Mahambal in Idlib", "Air/drone strike")
    assert row["place_text"] == "Mahambal"
    assert len(row["reports"]) >= 2


def test_the_death_by_artillery(rows: list[Row]) -> None:
    row = one(rows, "Artillery fire also killed one civilian", "Shelling/artillery/missile attack")
    assert (row["fatalities"], row["injured"]) == (1, 6)
    assert row["reports"][0]["attribution"] == "Syrian Observatory for Human Rights"
    assert row["civilian_targeting"]


def test_the_flight_of_180_families(rows: list[Row], result: Result) -> None:
    row = one(rows, "about 180 families", "Displacement")
    assert row["displaced"] == 1000
    assert "southeast" in f"{row['place_text']} {row['place_name']}"
    flow = result.flows[result.flows["incident_id"] == row["incident_id"]].iloc[0]
    assert (flow["people"], flow["families"]) == (1000, 180)
    assert "east" in flow["destination_name"]
    assert flow["origin_lon"] > 36.6


def test_the_trucks_to_the_northern_border_are_another_flight(rows: list[Row]) -> None:
    row = one(rows, "heading to the camps", "Displacement")
    assert row["place_role"] == "destination"
    assert "about 180 families" not in quotes(row)


def test_the_rescue_centre_at_al_tamana(rows: list[Row]) -> None:
    found = [row for row in rows if row["target_type"] == "rescue centre"]
    assert found
    assert any(row["place_text"] == "Al-Tamana" for row in found)
    assert all(row["modality"] in ("occurred", "alleged") for row in found)


def test_the_drone_attacks_on_hmeimim(rows: list[Row]) -> None:
    found = [row for row in rows if "Hmeimim" in (row["place_text"] or "") and layer(row) == "incidents"]
    assert found
    assert {row["sub_event_type"] for row in found} == {"Air/drone strike"}
    alleged = one(found, "accused armed groups")
    assert alleged["modality"] == "alleged"
    assert alleged["reports"][0]["attribution"] == "Russia"


def test_chlorine_at_douma_is_alleged_and_in_the_background(rows: list[Row]) -> None:
    row = one(rows, "poisonous chlorine gas", "Chemical weapon")
    assert (row["modality"], row["background"], row["place_text"]) == ("alleged", True, "Douma")
    assert (row["date_start"], row["date_end"], row["date_precision"]) == ("2018-04-01", "2018-04-30", 4)
    assert row["fatalities"] == 40
    assert layer(row) == "background"


def test_the_punitive_strikes(rows: list[Row]) -> None:
    row = one(rows, "punitive strikes", "Air/drone strike")
    assert row["background"]
    assert row["country"] not in ("GB", "FR", "US")


def test_the_massing_of_troops(rows: list[Row]) -> None:
    row = one(rows, "Troops have been massing", "Military build-up")
    assert row["modality"] == "occurred"
    assert row["admin1"] == "Idlib"


@pytest.mark.parametrize("words", ["all-out offensive", "Tehran", "serious massacre could", "devastating consequences"])
def test_what_is_only_threatened_planned_or_said_is_no_incident(rows: list[Row], words: str) -> None:
    assert all(layer(row) in ("prospective", "statements") for row in telling(rows, words))


def test_forecasts_totals_and_populations_are_no_casualties(rows: list[Row]) -> None:
    for row in rows:
        for name in ("fatalities", "injured", "displaced"):
            assert (row[name] or 0) <= 1000, quotes(row)


def test_governments_and_speakers_put_no_dot_on_the_map(rows: list[Row]) -> None:
    for row in rows:
        if layer(row) == "incidents":
            assert row["country"] in ("SY", None), quotes(row)


def test_every_quote_stands_in_its_article(rows: list[Row], result: Result) -> None:
    texts = {article.id: article.text for article in result.articles}
    for row in rows:
        for report in row["reports"]:
            assert report["quote"] == texts[report["article_id"]][report["quote_start"] : report["quote_end"]]


def test_who_holds_what(result: Result) -> None:
    zones = result.zones
    holders = " ".join(zones["holder"].dropna())
    assert "Hayat Tahrir al-Sham" in holders
    assert (zones["status"] == "de-escalation").any()
    assert set(zones["method"]) - {"undrawn"}


def test_incidents_in_idlib_lie_in_a_zone(rows: list[Row]) -> None:
    assert any(row["zone_id"] for row in rows)
