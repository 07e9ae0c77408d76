"""Users' own tables: added, merged into look-ups, replaced, removed; wrong files get a sentence."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import gazetteer
from gazetteer.errors import BadGazetteerFile, BadRequest, PlaceNotFound
from gazetteer.shards import add_shard, remove_shard
from gazetteer.user_folder import FOLDER_VARIABLE, shard_folders

OCHA = (
    "PP_PCODE,PP_NAME_EN,ADM1_EN,ADM0_PCODE,lon,lat\n#adm4+code,#adm4+name,#adm1+name,#country+code,#geo+lon,#geo+lat\n"
    "C9001,Tel Elward (Harem),Idleb,SY,36.5,36.2\nC9002,Nowhere,Idleb,SY,,\nC9003,Idleb,Idleb,SY,36.634,35.931\n"
)
GEONAMES = (
    "1\tTest Governorate\tTest Governorate\t\t35.5\t36.5\tA\tADM1\tSY\t\t77\t\t\t\t0\t\t\tAsia/Damascus\t2020-01-01\n"
    "2\tTell Zahra\tTell Zahra\tتل زهرة,yi de li\t35.5\t36.4\tP\tPPL\tSY\t\t77\t\t\t\t6000\t\t\t"
    "Asia/Damascus\t2020-01-01\n"
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home" / "gazetteer"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], Path]:
    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


File = Callable[[str, str], Path]


def test_an_ocha_table_is_found_by_every_romanisation(file: File) -> None:
    info = add_shard(file("villages.csv", OCHA), "ocha")
    assert (info.name, info.places) == ("villages", 2)
    best = gazetteer.load().lookup("Tall al-Ward", country="SY", admin1="Idlib")[0].place
    assert best is not None
    assert (best.place_id, best.pcode, best.admin1) == ("ocha:C9001", "C9001", "Idlib")


def test_names_of_a_table_are_found_in_text(file: File) -> None:
    table = "id,name,lon,lat,country,aliases\n1,Qasr al-Tin,36.5,35.7,SY,Kasr at-Teen\n"
    assert add_shard(file("mine.csv", table), "csv", licence="CC0").licence == "CC0"
    matches = gazetteer.geoparse("Shells fell on the village of Qasr al-Tin in Syria.", gazetteer.load())
    assert any(match.place and match.place.place_id == "mine:1" for match in matches)


def test_the_same_place_is_one_answer_with_two_ids(file: File) -> None:
    add_shard(file("villages.csv", OCHA), "ocha")
    towns = [p for p in gazetteer.load().named(gazetteer.normalize("Idlib")) if p.kind == "city"]
    assert any("ocha:C9003" in (town.place_id, *town.other_ids) for town in towns) or [
        m.place.other_ids for m in gazetteer.load().lookup("Idleb", country="SY") if m.place and m.place.other_ids
    ]


def test_a_geonames_dump_is_read_from_its_archive(tmp_path: Path) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", GEONAMES)
    assert add_shard(path, "geonames").places == 2
    place = gazetteer.load().place("geonames:2")
    assert (place.kind, place.admin1, place.population) == ("town", "Idlib", 6000)
    assert gazetteer.load().lookup("تل زهرة", country="SY")[0].place == place


def test_plain_csv_and_geojson_take_a_column_map(file: File) -> None:
    add_shard(
        file("a.csv", "Ort;Lange;Breite\nAlpha;1,5;2\n"),
        "csv",
        columns={"name": "Ort", "lon": "Lange", "lat": "Breite"},
    )
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
    feature = {"type": "Feature", "id": 5, "properties": {"title": "Square"}, "geometry": shape}
    add_shard(file("b.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]})), "geojson")
    gaz = gazetteer.load()
    alpha, square = gaz.named(gazetteer.normalize("Alpha"))[-1], gaz.named(gazetteer.normalize("Square"))[-1]
    assert (alpha.lon, alpha.lat) == (1.5, 2.0)
    assert square.place_id == "b:5"
    assert square.uncertainty_km > 100


def test_adding_again_replaces_and_leaves_nothing_behind(file: File, home: Path) -> None:
    add_shard(file("villages.csv", OCHA), "ocha")
    first = (home / "villages" / "shard.json").read_bytes()
    add_shard(file("villages.csv", OCHA), "ocha")
    assert (home / "villages" / "shard.json").read_bytes() == first
    assert [path.name for path in home.iterdir()] == ["villages"]
    remove_shard("villages")
    assert list(home.iterdir()) == []
    with pytest.raises(PlaceNotFound, match="villages"):
        remove_shard("villages")


def test_a_wrong_file_leaves_the_old_shard(file: File, home: Path) -> None:
    add_shard(file("villages.csv", OCHA), "ocha")
    with pytest.raises(BadGazetteerFile):
        add_shard(file("villages.csv", "PP_PCODE,PP_NAME_EN,lon,lat\nC1,X,far,away\n"), "ocha")
    assert [path.name for path in shard_folders(home)] == ["villages"]
    assert gazetteer.load().info()[1].places == 2


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("geonames", "id,name\n1,x\n", "expected 19 columns"),
        ("ocha", "town,x,y\nA,1,2\n", "P-codes"),
        ("csv", "town,wide\nA,1\n", "expected columns for name, lon, lat"),
        ("csv", "name,lon,lat\nA,200,10\n", "not on the globe"),
        ("csv", "name,lon,lat\nA,abc,10\n", "line 2: expected longitude and latitude"),
        ("csv", "name,lon,lat\n", "holds no place"),
        ("csv", "", "expected columns"),
        ("geojson", "{", "broken JSON"),
        ("geojson", "[]", "FeatureCollection"),
    ],
)
def test_a_wrong_file_is_told_what_was_expected(file: File, kind: str, text: str, words: str) -> None:
    with pytest.raises(BadGazetteerFile, match=words):
        add_shard(file("wrong.txt", text), kind)


def test_missing_files_binaries_and_formats_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"\x00\x01\x02")
    with pytest.raises(BadGazetteerFile, match="binary"):
        add_shard(tmp_path / "b.csv", "csv")
    with pytest.raises(BadGazetteerFile, match="no such file"):
        add_shard(tmp_path / "none.csv", "csv")
    with pytest.raises(BadRequest, match="geonames"):
        add_shard(tmp_path / "b.csv", "shapefile")
