"""A city and the unit round it that share a name."""

from __future__ import annotations

import pytest

import gazetteer
from geo.linking.homonyms import city_meant


@pytest.fixture(scope="module")
def gaz() -> gazetteer.Gazetteer:
    return gazetteer.load()


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Missiles hit Odesa on Monday.", "Odesa", "city"),
        ("Shelling killed three in Taiz.", "Taiz", "city"),
        ("Air strikes hit Odesa region.", "Odesa", "admin1"),
        ("Clashes erupted across Taiz, Yemen.", "Taiz", "admin1"),
        ("A bomb exploded in the province of Aleppo.", "Aleppo", "admin1"),
        ("Raids hit Idlib, Syria.", "Idlib", "admin1"),
    ],
)
def test_the_city_is_meant_where_no_word_for_a_unit_stands(
    text: str, name: str, kind: str, gaz: gazetteer.Gazetteer
) -> None:
    match = next(m for m in gazetteer.geoparse(text, gaz) if m.name == name)
    meant = city_meant(match, text).place
    assert meant is not None
    assert meant.kind == kind
