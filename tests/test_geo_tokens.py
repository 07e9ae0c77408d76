"""Tokens: words with what belongs to them, numbers whole, marks alone; every offset holds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extracting.tokens import normal, tokenize


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Jisr al-Shughur", ["Jisr", "al-Shughur"]),
        ("Syria's army", ["Syria", "'s", "army"]),
        ("N’Djamena’s mayor", ["N’Djamena", "’s", "mayor"]),
        ("Turkish-backed rebels", ["Turkish-backed", "rebels"]),
        ("the U.S. said", ["the", "U.S.", "said"]),
        ("at 3 p.m. on", ["at", "3", "p.m.", "on"]),
        ("1,000 people, 3.5 km", ["1,000", "people", ",", "3.5", "km"]),
        ("a 25-year-old man", ["a", "25-year-old", "man"]),
        ("10-15 dead", ["10", "-", "15", "dead"]),
        ("on the 2nd", ["on", "the", "2nd"]),
        ("2018-09-04", ["2018", "-", "09", "-", "04"]),
        ("(HTS), said", ["(", "HTS", ")", ",", "said"]),
        ("LIMA -- A BOMB", ["LIMA", "--", "A", "BOMB"]),
        ("wait... now", ["wait", "...", "now"]),
        ("قصفت المدينة", ["قصفت", "المدينة"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens


def test_a_part_of_a_text_keeps_its_offsets() -> None:
    (token,) = tokenize("Raids on Idlib", 9, 14)
    assert (token.start, token.end, token.text, token.norm) == (9, 14, "Idlib", "idlib")


def test_norms_have_straight_quotes_and_plain_hyphens() -> None:
    assert normal("Al‑Shaʼab’s") == "al-sha'ab's"


@given(st.text(max_size=300))
def test_nothing_but_blanks_is_lost(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == "".join(text.split())
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))
