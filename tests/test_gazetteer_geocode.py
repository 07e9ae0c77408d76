"""Geoparsing: what is a place, how the text uses it, and which place is meant. Golden cases in our own words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer import Gazetteer, Match

GAZ = gazetteer.load(user=False)


@pytest.fixture(scope="module")
def gaz() -> Gazetteer:
    return GAZ


def by_text(text: str) -> dict[str, Match]:
    return {m.name: m for m in gazetteer.geoparse(text, GAZ)}


def uses(text: str) -> dict[str, str]:
    return {m.name: m.mention.use for m in gazetteer.geoparse(text, GAZ) if m.mention}


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("Fighting reached Moscow, Idaho, on Monday.", "Moscow", "US", "Idaho"),
        ("A fire broke out in Springfield, Illinois.", "Springfield", "US", "Illinois"),
        ("He was born in Paris, Texas.", "Paris", "US", "Texas"),
        ("They met in Boise, ID, and drove home.", "Boise", "US", "Idaho"),
        ("ALEPPO, Syria (AP) — Shells fell on the old town.", "ALEPPO", "SY", "Aleppo"),
        ("Jets hit the town of Jisr al-Shughur in Syria.", "Jisr al-Shughur", "SY", "Idlib"),
        ("Drones flew at the Hmeimim airbase in Syria.", "Hmeimim airbase", "SY", None),
        ("A bomb went off in Tripoli, Lebanon.", "Tripoli", "LB", None),
        ("Militias fought in Tripoli, the Libyan capital, as Libya braced.", "Tripoli", "LY", None),
        ("Shelling was heard in N’Djamena, Chad.", "N’Djamena", "TD", None),
    ],
)
def test_the_place_that_is_meant(text: str, name: str, country: str, admin1: str | None) -> None:
    place = by_text(text)[name].place
    assert place is not None
    assert place.country == country
    assert admin1 is None or place.admin1 == admin1


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Moscow said four of its jets took off.", "Moscow", "metonym"),
        ("Ankara is under pressure from its allies.", "Ankara", "metonym"),
        ("Damascus and Moscow insist that an offensive is needed.", "Damascus", "metonym"),
        ("The United States, France and Britain carried out strikes.", "France", "metonym"),
        ("The Britain-based monitor counted 13 dead.", "Britain", "metonym"),
        ("Pro-Russia fighters took the square.", "Russia", "metonym"),
        ("Russian warplanes struck at dawn.", "Russian", "demonym"),
        ("Leaders met in Tehran on Friday.", "Tehran", "literal"),
        ("Shells fell on Aleppo.", "Aleppo", "literal"),
        ("The Boston Globe reported the deal.", "Boston", "embedded"),
        ("The Marburg virus spread.", "Marburg", "embedded"),
    ],
)
def test_how_a_name_is_used(text: str, name: str, use: str) -> None:
    assert uses(text)[name] == use


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Michael Jordan spoke to the press.", "Jordan"),
        ("Mr. Lincoln declined to comment.", "Lincoln"),
        ("Chelsea Clinton gave a talk.", "Clinton"),
        ("Reading is a pleasure.", "Reading"),
        ("In March the rain came.", "March"),
        ("The CIA knew.", "CIA"),
        ("Nice people live there.", "Nice"),
    ],
)
def test_what_is_no_place(text: str, name: str) -> None:
    assert name not in by_text(text)


def test_abbreviations() -> None:
    found = by_text("The U.S. envoy flew from Los Angeles, Calif., to Vancouver, B.C., and the UK.")
    places = {name: m.place.name for name, m in found.items() if m.place}
    assert places["U.S."] == "United States"
    assert places["Calif."] == "California"
    assert places["B.C."] == "British Columbia"
    assert places["UK"] == "United Kingdom"


def test_a_possessive_is_not_part_of_the_name() -> None:
    (match,) = gazetteer.geoparse("They spoke of Syria’s war.", GAZ)
    assert match.mention is not None
    assert match.mention.text == "Syria"


def test_an_unknown_village_is_kept_unresolved_or_with_low_score() -> None:
    match = by_text("Troops burned the village of Qwzzyx in Syria.")["Qwzzyx"]
    assert match.place is None
    assert by_text("Troops burned the village of Qwzzyx in Syria.")["Syria"].place is not None


def test_every_answer_has_its_reasons_and_rejected_candidates() -> None:
    match = by_text("A fire broke out in Springfield, Illinois.")["Springfield"]
    assert any("Illinois" in reason for reason in match.reasons)
    assert len(match.candidates) > 1
    assert match.candidates[0].place == match.place


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x01", "💥" * 50, "'; DROP TABLE places; --", "\u202eSyria\u202c", "a" * 10_000]
)
def test_strange_texts_are_answered(text: str) -> None:
    for match in gazetteer.geoparse(text, GAZ):
        assert match.mention is not None


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_offsets_hold_for_any_text(text: str) -> None:
    for match in gazetteer.geoparse(text, GAZ):
        assert match.mention is not None
        assert text[match.mention.start : match.mention.end] == match.mention.text


def test_time_grows_with_length_alone() -> None:
    text = "Shells fell on Aleppo and Idlib in Syria while Moscow said nothing. " * 400
    start = time.perf_counter()
    found = gazetteer.geoparse(text, GAZ)
    assert len(found) == 1600
    assert time.perf_counter() - start < 20
