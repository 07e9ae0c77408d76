"""Review of what the real pipeline finds: kept when the text or the gazetteer's answer changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

import gazetteer
from geo import pipeline
from geo.reading.article import Article
from geo.reviewing.apply import apply_to
from geo.reviewing.decision import on
from geo.reviewing.places import changes_at, changes_of
from geo.table.frames import validate
from geo.table.schema import INCIDENTS

TEXT = (
    "Rebels shelled the city of Aleppo on Monday, killing 3 civilians, state media said.\n\n"
    "On Tuesday Russian air strikes hit the town of Jisr al-Shughur and wounded seven people, activists said.\n"
)
ARTICLE = Article(id="a", text=TEXT, published="2018-09-05", title="Shells", outlet="Daily")


@pytest.fixture(scope="module")
def gaz() -> gazetteer.Gazetteer:
    return gazetteer.load()


def test_decisions_outlive_a_correction_of_the_article(gaz: gazetteer.Gazetteer) -> None:
    first = pipeline.run([ARTICLE], gaz)
    one, two = ({str(k): v for k, v in row.items()} for row in first.incidents.to_dict("records"))
    log = [on("accept", one, reviewer="ana"), on("edit", two, {"injured": 8}, reviewer="ana", reason="phoned")]
    corrected = Article(id="a", text="This story has been corrected.\n\n" + TEXT, published="2018-09-05")
    again, reviewed = apply_to(pipeline.run([corrected], gaz), log)
    assert reviewed.unattached == ()
    assert again.incidents["review"].tolist() == ["accepted", "edited"]
    assert again.incidents["injured"].tolist()[1] == 8
    assert again.articles == (corrected,)


def test_what_is_told_of_another_kind_now_is_pointed_out(gaz: gazetteer.Gazetteer) -> None:
    result = pipeline.run([ARTICLE], gaz)
    one = {str(k): v for k, v in result.incidents.to_dict("records")[0].items()}
    log = [on("accept", one, reviewer="ana")]
    changed = result.incidents.copy()
    changed.loc[0, "sub_event_type"] = "Grenade"
    changed.loc[0, "incident_id"] = "another"
    _, reviewed = apply_to(replace(result, incidents=changed), log)
    assert reviewed.incidents.loc[0, "review"] == "accepted"
    assert "is Grenade" in reviewed.contradicted[0].sentence


def test_a_place_of_the_gazetteer_and_a_clicked_one_fill_every_column(gaz: gazetteer.Gazetteer) -> None:
    result = pipeline.run([ARTICLE], gaz)
    one, two = ({str(k): v for k, v in row.items()} for row in result.incidents.to_dict("records"))
    place = gaz.lookup("Idlib", country="SY")[0].place
    assert place is not None
    log = [
        on("edit", one, changes_of(place), reviewer="ana"),
        on("edit", two, changes_at(gaz, lon=36.32, lat=35.81, name="the hill"), reviewer="ana"),
    ]
    done, _ = apply_to(result, log, gaz.outline)
    validate(done.incidents, INCIDENTS)
    first, second = done.incidents.iloc[0], done.incidents.iloc[1]
    assert (first["place_id"], first["country"], first["review"]) == (place.place_id, "SY", "edited")
    assert (second["place_name"], second["country"], second["admin1"]) == ("the hill", "SY", "Idlib")
    assert (second["geo_precision"], second["uncertainty_km"]) == (1, 1.0)
    sea = changes_at(gaz, lon=-30.0, lat=40.0)
    assert (sea["country"], sea["place_name"]) == (None, None)
