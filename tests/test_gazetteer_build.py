"""The build: missing sources are named with the command that fetches them; units are cut, joined, named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from shapely import box

from gazetteer import units
from gazetteer.build import build
from gazetteer.errors import BadGazetteerFile
from gazetteer.files import data_path
from gazetteer.sources import NPM_COMMAND, centre, radius_km

TABLES = data_path("corrections")


def feature(country: str, name: str, west: float, **more: Any) -> units.Feature:  # noqa: ANN401 -- Natural Earth's properties
    keys = ("name_alt", "gn_name", "gn_id", "gn_a1_code", "region", "geonunit", "admin")
    properties = dict.fromkeys(keys) | {"iso_a2": country, "name": name, "adm1_code": f"{country}-{name}"} | more
    return properties, box(west, 0, west + 1, 1)


def test_a_missing_source_is_named_with_its_command(tmp_path: Path) -> None:
    with pytest.raises(BadGazetteerFile, match="a source is missing") as caught:
        build(tmp_path, tmp_path)
    assert NPM_COMMAND in str(caught.value)


def test_units_finer_than_news_speaks_of_are_joined() -> None:
    found, finer, _ = units.first_level(
        [feature("GB", "Kent", 0, geonunit="England"), feature("GB", "Surrey", 1, geonunit="England")], TABLES
    )
    assert [(unit.named.place.name, unit.outline.area) for unit in found] == [("England", 2.0)]
    assert [(named.place.name, named.place.kind, named.place.admin1) for named in finer] == [
        ("Kent", "admin2", "England"),
        ("Surrey", "admin2", "England"),
    ]


def test_units_bear_the_names_of_news_and_keep_the_others() -> None:
    (unit,), _, stale = units.first_level([feature("CD", "Nord-Kivu", 0)], TABLES)
    assert unit.named.place.name == "North Kivu"
    assert "Nord-Kivu" in unit.named.names
    assert not stale


def test_units_known_to_be_stale_are_told() -> None:
    (unit,), _, stale = units.first_level([feature("CD", "Katanga", 0)], TABLES)
    assert stale == {unit.named.place.place_id}


def test_the_radius_covers_the_area() -> None:
    outline = box(10, 50, 12, 51)
    lon, lat = centre(outline)
    assert (lon, lat) == (11, 50.5)
    assert 85 < radius_km(outline, lon, lat) < 95
