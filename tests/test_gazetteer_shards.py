"""The user's own tables of places: added, found, merged with what is known, replaced and removed."""

import zipfile
from pathlib import Path

import pytest

import gazetteer
from gazetteer import BadGazetteerFile, Gazetteer, PlaceNotFound
from gazetteer.index import Shard
from gazetteer.shards import add_shard, remove_shard

CSV = "id,name,lon,lat,country,aliases\n1,Qasr al-Tin,36.5,35.7,SY,Kasr at-Teen\n2,Rasm Foo,37.1,35.9,SY,\n"
GEONAMES = (
    "9000001\tBir Quux\tBir Quux\tBeer Kooks\t35.8\t36.9\tP\tPPL\tSY\t\t12\t\t\t\t900\t\t\tAsia/Damascus\t2020-01-01\n"
)
OCHA = (
    "PP_PCODE,PP_NAME_EN,ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,lon,lat\n"
    "#loc+code,#loc+name,#adm1+name,#adm1+code,#country,#country+code,#geo+lon,#geo+lat\n"
    "C9999,Tell Zork,Idleb,SY07,Syrian Arab Republic,SY,36.61,35.71\n"
)


def opened(folder: Path) -> Gazetteer:
    embedded = gazetteer.load(user=False)
    return Gazetteer([*embedded.shards, *(Shard(path) for path in sorted(folder.iterdir()))], embedded.shapes)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_csv_is_found_by_name_alias_and_romanisation(tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    shard = add_shard(write(tmp_path / "mine.csv", CSV), "csv", folder=folder, licence="CC0")
    assert (shard.places, shard.licence) == (2, "CC0")
    gaz = opened(folder)
    for name in ("Qasr al-Tin", "Kasr at-Teen", "Qasr at Tin"):
        place = gaz.lookup(name, country="SY")[0].place
        assert place is not None
        assert (round(place.lon, 3), round(place.lat, 3)) == (36.5, 35.7)
    text = "Shells fell on the village of Qasr al-Tin in Syria."
    assert any(m.place and m.place.name == "Qasr al-Tin" for m in gazetteer.geoparse(text, gaz))


def test_a_geonames_dump_and_an_ocha_table(tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.writestr("SY.txt", GEONAMES)
        archive.writestr("readme.txt", "licence")
    add_shard(tmp_path / "SY.zip", "geonames", folder=folder)
    add_shard(write(tmp_path / "ocha.csv", OCHA), "ocha", folder=folder)
    gaz = opened(folder)
    found = gaz.lookup("Bir Quux", country="SY")[0].place
    assert found is not None
    assert found.place_id == "geonames:9000001"
    coded = gaz.lookup("Tell Zork", country="SY", admin1="Idlib")[0].place
    assert coded is not None
    assert (coded.place_id, coded.pcode) == ("ocha:C9999", "C9999")


def test_adding_again_replaces_and_removing_removes(tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    path = write(tmp_path / "mine.csv", CSV)
    add_shard(path, "csv", folder=folder)
    first = {p.name: p.read_bytes() for p in (folder / "mine").iterdir()}
    add_shard(path, "csv", folder=folder)
    assert {p.name: p.read_bytes() for p in (folder / "mine").iterdir()} == first
    remove_shard("mine", folder=folder)
    assert list(folder.iterdir()) == []
    with pytest.raises(PlaceNotFound):
        remove_shard("mine", folder=folder)


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("a.csv", "csv", "name,x,y\nFoo,1,2\n"),
        ("a.csv", "csv", "name,lon,lat\nFoo,east,2\n"),
        ("a.geojson", "geojson", "{"),
        ("a.txt", "geonames", "one\ttwo\n"),
        ("a.csv", "ocha", "name,lon,lat\nFoo,1,2\n"),
    ],
)
def test_a_wrong_table_is_refused_with_its_file_and_nothing_is_left(
    tmp_path: Path, name: str, kind: str, text: str
) -> None:
    folder = tmp_path / "shards"
    with pytest.raises(BadGazetteerFile, match="a"):
        add_shard(write(tmp_path / name, text), kind, folder=folder)
    assert not folder.exists() or list(folder.iterdir()) == []
