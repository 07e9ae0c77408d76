"""Outlines: packed and unpacked, of every country, and the towns inside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box

import gazetteer
from gazetteer.errors import BadGazetteerFile
from gazetteer.outlines import STEPS_PER_DEGREE, Outlines, decode, encode, write_outlines


@pytest.fixture(scope="module")
def gaz() -> gazetteer.Gazetteer:
    return gazetteer.load(user=False)


@given(st.integers(-179, 170), st.integers(-89, 80), st.floats(0.01, 8), st.floats(0.01, 8))
def test_packing_keeps_an_outline_to_half_a_step(west: int, south: int, width: float, height: float) -> None:
    outline = box(west, south, west + width, south + height)
    assert decode(encode(outline)).hausdorff_distance(outline) <= 0.75 / STEPS_PER_DEGREE


@pytest.mark.parametrize(
    "shape",
    [
        Polygon(box(0, 0, 9, 9).exterior, [box(2, 2, 4, 4).exterior]),
        MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)]),
        LineString([(0, 0), (1, 1), (2, 0)]),
    ],
)
def test_holes_parts_and_lines_come_back(shape: Polygon) -> None:
    assert decode(encode(shape)).equals(shape)


def test_a_file_is_the_same_twice_and_read_by_id(tmp_path: Path) -> None:
    units = [("t:2", "admin1", box(0, 0, 1, 1)), ("t:1", "country", box(0, 0, 2, 2))]
    for folder in ("one", "two"):
        write_outlines(tmp_path / folder, units, stale={"t:2"}, vintage="of a test")
    assert (tmp_path / "one/outlines.bin").read_bytes() == (tmp_path / "two/outlines.bin").read_bytes()
    outlines = Outlines(tmp_path / "one")
    assert list(outlines.ids("country", (1.5, 1.5, 3, 3))) == ["t:1"]
    assert list(outlines.ids("admin1", (1.5, 1.5, 3, 3))) == []
    assert outlines.is_stale("t:2")
    assert not outlines.is_stale("t:1")
    assert outlines.outline("t:9") is None


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    write_outlines(tmp_path, [("t:1", "country", box(0, 0, 2, 2))], stale=set(), vintage="")
    (tmp_path / "outlines.bin").write_bytes(b"not outlines")
    with pytest.raises(BadGazetteerFile, match="damaged"):
        Outlines(tmp_path)


@pytest.mark.parametrize(
    ("lon", "lat", "country", "unit"),
    [
        (36.63, 35.93, "SY", "Idlib"),
        (2.35, 48.86, "FR", "Île-de-France"),
        (78.47, 17.38, "IN", "Telangana"),
        (-73.9, 40.7, "US", "New York"),
        (-3.19, 55.95, "GB", "Scotland"),
        (179.3, -16.6, "FJ", None),
        (35.83, 33.12, "SY", "Quneitra"),
    ],
)
def test_points_lie_in_their_units(
    gaz: gazetteer.Gazetteer, lon: float, lat: float, country: str, unit: str | None
) -> None:
    nation, first = gaz.covering(lon=lon, lat=lat)
    assert nation is not None
    assert nation.country == country
    if unit is not None:
        assert first is not None
        assert first.name == unit


def test_the_sea_has_no_country(gaz: gazetteer.Gazetteer) -> None:
    assert gaz.covering(lon=-30, lat=0) == (None, None)


def test_every_country_holds_its_point_and_its_radius_covers_it(gaz: gazetteer.Gazetteer) -> None:
    places = list(gaz.outlines("country"))
    assert len(places) > 230
    for place, outline in places:
        assert outline.buffer(0.01).intersects(Point(place.lon, place.lat)), place.name
        assert outline.is_valid, place.name
        assert place.has_outline
        assert place.uncertainty_km > 0


def test_units_known_to_be_stale_say_so(gaz: gazetteer.Gazetteer) -> None:
    stale = {place.name for place in gaz.units() if gaz.is_stale(place.place_id)}
    assert {"Rift Valley", "Katanga"} <= stale
    assert not {"Idlib", "North Kivu", "Telangana"} & stale


def test_the_biggest_towns_of_a_box_come_first(gaz: gazetteer.Gazetteer) -> None:
    towns = gaz.towns_within((36, 35, 38, 37), limit=3)
    assert towns[0].name == "Aleppo"
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)


def test_sites_within_are_of_the_kinds_asked_for(gaz: gazetteer.Gazetteer) -> None:
    sites = gaz.sites_within((36.5, 36.0, 36.9, 36.4), ("crossing", "camp"))
    assert ("Bab al-Hawa crossing", "crossing") in [(site.name, site.kind) for site in sites]
    assert {site.kind for site in sites} <= {"crossing", "camp"}
