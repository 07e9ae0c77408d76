"""Review of what the real pipeline finds: kept when the text or the gazetteer's answer changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import gazetteer
import geo
from geo import pipeline
from geo.reading.article import Article
from geo.reviewing.apply import apply_to
from geo.reviewing.decision import Kind, on
from geo.reviewing.logfile import to_jsonl
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


RULED = (
    "Russian airstrikes on Idlib killed 13 civilians on Tuesday, activists said.\n\n"
    "Government artillery fire hit Jisr al-Shughur on Wednesday, wounding two, state media said.\n\n"
    "Hundreds of families fled Aleppo on Thursday, the United Nations said.\n"
)
AGAIN = """
import json, sys
from pathlib import Path
from geo.extracting import vocabulary
vocabulary._FOLDER = Path(sys.argv[1])
from geo import pipeline
from geo.reading.article import Article
from geo.reviewing.apply import apply_to
from geo.reviewing.logfile import from_jsonl
result = pipeline.run([Article(id="a", text=sys.argv[2], published="2018-09-07")])
done, reviewed = apply_to(result, from_jsonl(Path(sys.argv[3]).read_text()))
print(json.dumps([done.incidents["incident_id"].tolist(), done.incidents["review"].tolist(),
                  [one.anchors[0].quote for one in reviewed.unattached]]))
"""


@pytest.mark.slow
def test_decisions_outlive_a_changed_rule(gaz: gazetteer.Gazetteer, tmp_path: Path) -> None:
    first = pipeline.run([Article(id="a", text=RULED, published="2018-09-07")], gaz)
    rows = [{str(k): v for k, v in row.items()} for row in first.incidents.to_dict("records")]
    assert [row["event_type"] for row in rows] == ["Explosions/Remote violence"] * 2 + ["Displacement"]
    kinds: tuple[Kind, ...] = ("accept", "reject", "accept")
    log = [on(kind, row, reviewer="ana") for kind, row in zip(kinds, rows, strict=True)]
    (tmp_path / "log.jsonl").write_text(to_jsonl(log))
    vocabulary = tmp_path / "vocabulary"
    shutil.copytree(Path(geo.__file__).parent / "vocabulary", vocabulary)
    rules = vocabulary / "events" / "explosions.toml"
    changed = rules.read_text(encoding="utf-8").replace('"@airstrikes",', '"@airstrikes on ..1 idlib",')
    assert changed != rules.read_text(encoding="utf-8")
    rules.write_text(changed, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, str(vocabulary), RULED, str(tmp_path / "log.jsonl")],
        capture_output=True, text=True, check=True, cwd=Path(geo.__file__).parent.parent,
    )  # fmt: skip
    ids, reviews, unattached = json.loads(done.stdout)
    assert ids[0] != rows[0]["incident_id"]  # the rule's trigger is longer now, and so the row is another
    assert (reviews, unattached) == (["accepted", "rejected", "accepted"], [])
