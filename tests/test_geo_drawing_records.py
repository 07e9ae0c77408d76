"""A result as records: nothing null, shared things once, every layer from the registry."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sample_result import HOSTILE_TEXT, empty_result, sample_result
from small_world import SMALL_WORLD

from geo.drawing.contents import contents
from geo.drawing.layers import LAYERS, incidents, mentions, zones
from geo.drawing.packing import to_json
from geo.drawing.records import Shared
from geo.exchanging.cells import web_address
from geo.table.query import Query


def test_each_layer_makes_plain_json_without_nulls() -> None:
    for name, layer in LAYERS.items():
        if layer.records is None:
            continue
        text = to_json(layer.records(sample_result(), Shared()))
        assert "null" not in text.replace("null, 0", ""), name
        assert layer.records(empty_result(), Shared()) == []
        json.loads(text)


def test_areas_and_sources_are_kept_once() -> None:
    shared = Shared()
    rows = {row["incident_id"]: row for row in incidents(sample_result(), shared)}
    assert rows["i01"]["area"] == rows["i09"]["area"]
    assert "area" not in rows["i02"]
    assert len(shared.areas) == 1
    assert [source["article_id"] for source in shared.sources] == ["a1", "a2", "a3"]
    assert shared.sources[0]["title"] == "Families flee as strikes resume"
    assert "url" not in shared.sources[2]  # it was javascript:


def test_an_undrawn_zone_has_no_area() -> None:
    found = {zone["zone_id"]: "area" in zone for zone in zones(sample_result(), Shared())}
    assert found == {"z1": True, "z2": True, "z3": True, "z4": False}


def test_mentions_are_counted_by_place_and_unresolved_ones_left_out() -> None:
    counted = [(row[0], row[-1]) for row in mentions(sample_result(), Shared())]
    assert counted == [("Jisr al-Shughur", 2), (HOSTILE_TEXT, 1), ("Mahambal", 1)]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://[", "ftp://a", "//a", "", None])
def test_only_http_addresses_become_links(url: str | None) -> None:
    assert web_address(url) is None


def held(query: Query | None = None, *, panel: bool = True) -> list[Any]:
    data = contents(sample_result(), query, panel=panel, gaz=SMALL_WORLD)
    return [row["incident_id"] for row in data["incidents"]]


def test_a_file_leaves_out_what_the_filter_left_out_and_what_was_rejected() -> None:
    assert "i08" not in held()
    assert held(Query(actors=("Russia",))) == ["i01", "i02", "i06"]
    assert held(Query(sources=("وكالة المثال",))) == ["i03"]
    assert held(Query(reviews=("rejected",))) == ["i08"]


def test_the_app_gets_every_row() -> None:
    assert len(held(Query(actors=("Russia",)), panel=False)) == 10


def test_head_and_foot() -> None:
    meta = contents(sample_result(), Query(grades=("fair",)), now="2018-09-07 10:00 UTC", gaz=SMALL_WORLD)["meta"]
    assert meta["title"] == "Idlib"
    assert meta["subtitle"] == "5–6 Sep 2018 · 3 articles"
    assert meta["now"] == "2018-09-07 10:00 UTC"
    assert "fair" in meta["filter"]
    assert contents(empty_result(), gaz=SMALL_WORLD)["meta"]["title"] == "no incidents"
