"""The event's own place among those of its sentence, and what is taken over when it names none."""

from __future__ import annotations

import re

import pytest

from gazetteer.places import Match, Mention, Place, Region
from geo.extracting import sentences
from geo.extracting.attribution import find_attributions
from geo.extracting.model import Event
from geo.linking.locate import Located, Locator
from geo.reading.article import Article
from geo.table.schema import event_type_of

PLACES = {
    place.name: place
    for place in (
        Place("t:sy", "Syria", "country", 38.5, 35.0, country="SY", country_name="Syria", uncertainty_km=400),
        Place("t:tr", "Turkey", "country", 35.2, 39.0, country="TR", country_name="Turkey", uncertainty_km=800),
        Place("t:idlib", "Idlib", "admin1", 36.6, 35.8, country="SY", country_name="Syria", uncertainty_km=74),
        Place("t:latakia", "Latakia", "admin1", 36.0, 35.6, country="SY", country_name="Syria", uncertainty_km=60),
        Place("t:jisr", "Jisr al-Shughur", "town", 36.32, 35.81, country="SY", admin1="Idlib", population=40000),
        Place("t:mahambal", "Mahambal", "village", 36.48, 35.78, country="SY", admin1="Idlib"),
        Place("t:douma", "Douma", "town", 36.4, 33.57, country="SY", admin1="Rif Dimashq"),
        Place("t:hmeimim", "Hmeimim", "base", 35.95, 35.4, country="SY", admin1="Latakia"),
        Place("t:aleppo", "Aleppo", "city", 37.16, 36.2, country="SY", admin1="Aleppo"),
        Place("t:london", "London", "city", -0.1, 51.5, country="GB"),
    )
}


def matches_of(text: str) -> list[Match]:
    names = "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True))
    return [
        Match(found[0], PLACES[found[0]], 1.0, mention=Mention(found.start(), found.end(), found[0]))
        for found in re.finditer(rf"\b({names})\b", text)
    ]


def locate(text: str, trigger: str, sub_type: str = "Air/drone strike", regions: tuple[Region, ...] = ()) -> Located:
    doc = sentences.read(Article("a", text))
    start = text.index(trigger)
    sentence = next(s for s in doc.sentences if s.start <= start < s.end)
    event = Event(
        sentence.index, start, start + len(trigger), trigger, event_type_of(sub_type), sub_type, "occurred", False,
        "test", clause_start=sentence.start, clause_end=sentence.end,
    )  # fmt: skip
    locator = Locator(doc, matches_of(text), regions, find_attributions(doc))
    return locator.locate(event)


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Air strikes hit Idlib on Tuesday.", "strikes", "Idlib"),
        ("Jets from Latakia carried out raids on Idlib.", "raids", "Idlib"),
        ("Raids struck the village of Mahambal in Idlib.", "Raids", "Mahambal"),
        ("Fire targeted several areas in Idlib including the town of Jisr al-Shughur.", "Fire", "Jisr al-Shughur"),
        ("Groups in Idlib sent drones to attack the Hmeimim airbase in the province of Latakia.", "attack", "Hmeimim"),
        ("Shells fell on Douma, a monitor in London said.", "Shells", "Douma"),
        ("Raids hit Idlib, which borders Turkey.", "Raids", "Idlib"),
        ("Troops killed 40 people in Douma near Aleppo.", "killed", "Douma"),
    ],
)  # fmt: skip
def test_the_place_of_the_event(text: str, trigger: str, name: str) -> None:
    site = locate(text, trigger).sites[0]
    assert site.name == name
    assert not site.inherited
    assert site.reasons


def test_two_places_struck_are_two_sites() -> None:
    sites = locate("Raids hit the towns of Douma and Mahambal.", "Raids").sites
    assert [site.name for site in sites] == ["Douma", "Mahambal"]


def test_the_speakers_place_is_no_site() -> None:
    assert locate("A spokesman in London said raids went on.", "raids").sites == ()


def test_but_the_head_of_a_hospital_speaks_of_his_hospital() -> None:
    text = "Abu Omar, the head of the hospital in Douma, said raids had hit the building."
    assert locate(text, "raids").sites[0].name == "Douma"


def test_near_a_town_is_less_exact_than_in_it() -> None:
    near = locate("A raid struck a convoy near Douma.", "raid").sites[0]
    exact = locate("A raid struck a convoy in Douma.", "raid").sites[0]
    assert (near.geo_precision, exact.geo_precision) == (2, 1)
    assert (near.uncertainty_km or 0) > (exact.uncertainty_km or 0)


def test_a_country_has_no_dot() -> None:
    site = locate("Raids went on across Syria.", "Raids").sites[0]
    assert (site.lon, site.lat, site.country, site.where_precision) == (None, None, "SY", 6)


def test_the_province_stands_for_the_one_named_before() -> None:
    site = locate("Planes flew over Idlib. Raids across the province killed 13.", "Raids").sites[0]
    assert site.name == "Idlib"
    assert not site.inherited


def test_a_place_is_taken_over_from_the_paragraph_vaguer_and_marked() -> None:
    site = locate("Planes flew over Douma. The raids killed 13.", "raids").sites[0]
    assert (site.name, site.inherited, site.geo_precision) == ("Douma", True, 2)
    assert any("taken over" in reason for reason in site.reasons)


def test_no_place_anywhere_gives_none() -> None:
    assert locate("Raids killed 13.", "Raids").sites == ()


def test_a_statement_takes_no_place_over() -> None:
    text = "Planes flew over Douma. He issued a warning."
    assert locate(text, "warning", "Threat or warning").sites == ()


def test_a_region_beats_the_unit_it_was_cut_from() -> None:
    text = "Raids hit the southern part of Idlib province."
    start = text.index("the southern")
    region = Region(
        start,
        start + 35,
        text[start : start + 35],
        "southern Idlib",
        "part",
        ("t:idlib",),
        36.6,
        35.5,
        40.0,
        "SY",
        "Idlib",
    )
    site = locate(text, "Raids", regions=(region,)).sites[0]
    assert (site.name, site.kind, site.uncertainty_km) == ("southern Idlib", "region", 40.0)


def test_flight_has_an_origin_and_a_destination() -> None:
    located = locate("Hundreds fled from Douma to Idlib.", "fled", "Displacement")
    assert located.origin is not None
    assert located.destination is not None
    assert (located.origin.name, located.destination.name) == ("Douma", "Idlib")
    assert located.sites[0].role == "origin"


def test_a_destination_in_words_alone_is_kept() -> None:
    located = locate("Families left Douma, heading to rebel territory further east.", "left", "Displacement")
    assert located.destination is not None
    assert located.destination.text == "rebel territory further east"
    assert located.destination.lon is None
