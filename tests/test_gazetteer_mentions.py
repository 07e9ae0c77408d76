"""Finding: which words of a text are names of places, how far they reach, and how they are used."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, Match, geoparse, load


@lru_cache(maxsize=1)
def world() -> Gazetteer:
    return load()


def uses(text: str) -> dict[str, str]:
    return {match.name: match.mention.use for match in geoparse(text, world()) if match.mention is not None}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wild ducks were found in Queen Anne's County, Maryland.", "Queen Anne's County"),
        ("Cases rose in Côte d'Ivoire last week.", "Côte d'Ivoire"),
        ("The ministry of the People's Republic of China replied.", "People's Republic of China"),
        ("Planes will spray most of North Dallas in Texas.", "North Dallas"),
        ("The town lies in Akita Prefecture, Japan.", "Akita Prefecture"),
        ("Drones flew at the Hmeimim airbase in Syria.", "Hmeimim airbase"),
        ("Farmers left the Wedza district in Zimbabwe.", "Wedza"),
    ],
)
def test_names_reach_as_far_as_their_words(text: str, name: str) -> None:
    assert name in uses(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He said it would cost US$100 million.", "US"),
        ("A statement from Chambers said the funds will come.", "Chambers"),
        ("Today Georgia skates. Georgia Stevens is nine years old.", "Georgia"),
        ("The Olympic trials were held.", "Olympic"),
        ("Patients went to St. Paul's Hospital on Monday.", "St. Paul"),
    ],
)
def test_no_place_is_meant(text: str, name: str) -> None:
    assert name not in uses(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Researchers at the University of Manchester agreed.", "Manchester"),
        ("The New York Times reported it.", "New York"),
        ("Agence France-Presse reported it.", "France"),
        ("The Islamic State of Iraq claimed it.", "Iraq"),
        ("Marburg haemorrhagic fever is rare.", "Marburg"),
    ],
)
def test_a_name_inside_another_puts_nothing_there(text: str, name: str) -> None:
    assert uses(text).get(name, "embedded") == "embedded"


def test_a_name_that_the_text_calls_a_place_is_one_elsewhere() -> None:
    text = "Birds were found in Esperance, Western Australia. Residents wept. Reports that Esperance lost more came in."
    assert [match.name for match in geoparse(text, world())].count("Esperance") == 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_mentions_in_order_with_their_own_words(text: str) -> None:
    matches: list[Match] = geoparse(text, world())
    ends = [0]
    for match in matches:
        mention = match.mention
        assert mention is not None
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= ends[-1]
        assert 0 <= match.score <= 1
        ends.append(mention.end)
