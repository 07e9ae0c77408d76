"""Shards: what is written is read back; a damaged one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import shard_writer
from gazetteer.errors import BadGazetteerFile
from gazetteer.index import Shard
from gazetteer.names import normalize
from gazetteer.places import Place
from gazetteer.shard_writer import Named, ShardWriter, write_shard

PLACES = (
    Named(Place("geonames:7", "Latakia", "city", 35.79, 35.53, country="SY", admin1="Latakia", population=340_181), ()),
    Named(Place("geonames:3", "Duma", "town", 36.4, 33.57, country="SY", population=111_864), ("Douma", "دوما")),
    Named(Place("x:a", "Duma", "village", 35.2, 32.0, country="PS", uncertainty_km=2.5), ()),
    Named(Place("ocha:C1", "Elhisan", "village", 40.1, 35.3, country="SY", admin2="Tabni"), ()),
    Named(Place("x:007", "Bond", "other", 0.0, 0.0), ("Agent's Rest",)),
)


@pytest.fixture
def shard(tmp_path: Path) -> Shard:
    write_shard(tmp_path / "s", PLACES, {"title": "A test", "licence": "none"})
    return Shard(tmp_path / "s")


def test_what_is_written_is_read_back(shard: Shard) -> None:
    for named in PLACES:
        row = shard.row_of(named.place.place_id)
        assert row is not None
        place = shard.place(row)
        assert (place.name, place.kind, place.country, place.admin1, place.admin2) == (
            named.place.name,
            named.place.kind,
            named.place.country,
            named.place.admin1,
            named.place.admin2,
        )
        assert (place.lon, place.lat) == pytest.approx((named.place.lon, named.place.lat), abs=1e-5)
        assert (place.population, place.uncertainty_km) == (named.place.population, named.place.uncertainty_km)
        for name in (named.place.name, *named.names):
            assert row in shard.rows_named(normalize(name))


def test_a_p_code_is_told(shard: Shard) -> None:
    row = shard.row_of("ocha:C1")
    assert row is not None
    assert shard.place(row).pcode == "C1"


def test_unknown_names_and_ids_are_none(shard: Shard) -> None:
    assert shard.rows_named(normalize("Nowhere")) == ()
    assert all(shard.row_of(place_id) is None for place_id in ("geonames:8", "geonames:x", "x:b", "y:1", "", "x:7"))


def test_the_same_places_give_the_same_bytes(tmp_path: Path) -> None:
    write_shard(tmp_path / "one", PLACES, {})
    write_shard(tmp_path / "two", tuple(reversed(PLACES)), {})
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_sorting_in_runs_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_shard(tmp_path / "one", PLACES, {})
    monkeypatch.setattr(shard_writer, "RUN", 2)
    write_shard(tmp_path / "two", PLACES, {})
    assert {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()
    }


def test_unordered_ids_are_found(tmp_path: Path) -> None:
    writer = ShardWriter(tmp_path / "s")
    for named in PLACES:
        writer.add(named.place, named.names)
    writer.close({})
    shard = Shard(tmp_path / "s")
    for named in PLACES:
        row = shard.row_of(named.place.place_id)
        assert row is not None
        assert shard.place_id(row) == named.place.place_id


@pytest.mark.parametrize("name", ["names.marisa", "text.bin", "lon.col", "shard.json"])
def test_a_damaged_shard_is_refused(shard: Shard, name: str) -> None:
    path = shard.folder / name
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 0xFF
    path.unlink()
    path.write_bytes(bytes(body))
    with pytest.raises(BadGazetteerFile, match="again"):
        Shard(shard.folder)


def test_no_shard_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadGazetteerFile, match="no readable shard"):
        Shard(tmp_path)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(names=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=8))
def test_any_text_can_be_a_name(names: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    places = [Named(Place(f"t:{n}", name, "other", 1.0, 2.0), ()) for n, name in enumerate(names)]
    write_shard(folder, places, {})
    shard = Shard(folder)
    for number, name in enumerate(names):
        row = shard.row_of(f"t:{number}")
        assert row is not None
        if normalize(name):
            assert row in shard.rows_named(normalize(name))
