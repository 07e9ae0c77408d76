"""The base map: detail where incidents are, the coarse world everywhere, within the budget of bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import SMALL_WORLD
from test_geo_drawing_packing import unpack

import gazetteer
from geo.drawing import world
from geo.drawing.basemap import base, coarse_world
from geo.drawing.maps import latlon
from geo.drawing.packing import to_json

IDLIB = [(36.6, 35.9), (36.3, 35.8)]


def test_detail_lies_round_the_incidents() -> None:
    drawn = base(IDLIB, SMALL_WORLD)
    (window,) = drawn["window"]
    lons, lats = zip(*unpack(window[0][0], 1000), strict=True)
    assert (min(lons), min(lats), max(lons), max(lats)) == (33.0, 33.0, 40.0, 39.0)
    assert drawn["detail"][0]
    assert drawn["coast"]
    assert drawn["borders"]  # Syria and Turkey share one
    assert drawn["units"]
    assert [name for name, _ in drawn["roads"]] == ["M5"]
    assert [name[1] for name in drawn["names"] if name[0] == "town"] == ["Idlib", "Aleppo", "Hama"]


def test_without_incidents_the_world_alone_is_drawn() -> None:
    drawn = base([], SMALL_WORLD)
    assert drawn["world"]
    assert drawn["window"] == drawn["detail"] == drawn["borders"] == drawn["roads"] == []


def test_at_the_edge_of_the_world() -> None:
    assert base([(179.9, 0.0), (-180.0, -80.0)], SMALL_WORLD)["window"]


def test_the_same_neighbourhood_is_made_once() -> None:
    assert base(IDLIB, SMALL_WORLD) is not base([(0.0, 0.0)], SMALL_WORLD)
    assert base(IDLIB, SMALL_WORLD)["detail"] is base(list(reversed(IDLIB)), SMALL_WORLD)["detail"]


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_axes_change_order_in_one_place(lon: float, lat: float) -> None:
    assert latlon(lon=lon, lat=lat) == (lat, lon)


def test_the_coarse_world_is_small_and_whole() -> None:
    drawn = coarse_world()
    assert len(drawn["areas"]) > 180
    assert {"Syria", "Sudan", "Haiti"} <= {name[1] for name in drawn["names"]}
    assert len(to_json(drawn["areas"])) < 90_000
    assert "Natural Earth" in drawn["vintage"]


@pytest.mark.slow
def test_the_coarse_world_is_made_from_the_gazetteer_as_it_is() -> None:
    made = world.dumps(world.build(gazetteer.load()))
    assert made == world.PATH.read_text(encoding="utf-8"), "run: python -m geo.drawing.world"


def test_the_real_world_stays_within_the_budget() -> None:
    drawn = base(
        [(36.6, 35.9), (36.3, 33.5), (51.4, 35.7), (32.5, 15.6), (-72.3, 18.5), (37.6, 55.7)], gazetteer.load()
    )
    assert len(to_json(drawn)) < 420_000
    assert {"Aleppo", "Damascus"} <= {name[1] for name in drawn["names"]}
