"""Numbers in words and digits, with their ranges and the words that bound them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extracting.numbers import find_numbers
from geo.extracting.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "low", "best", "high"),
    [
        ("13", 13, 13, 13),
        ("350,000", 350_000, 350_000, 350_000),
        ("1.5 million", 1_500_000, 1_500_000, 1_500_000),
        ("nearly 3 million", 3_000_000, 3_000_000, 3_000_000),
        ("half a million", 500_000, 500_000, 500_000),
        ("twenty-two", 22, 22, 22),
        ("twenty two", 22, 22, 22),
        ("a hundred", 100, 100, 100),
        ("two hundred and fifty", 250, 250, 250),
        ("a dozen", 12, 12, 12),
        ("two dozen", 24, 24, 24),
        ("dozens", 24, None, None),
        ("hundreds", 200, None, None),
        ("thousands", 2_000, None, None),
        ("hundreds of thousands", 200_000, None, None),
        ("tens of thousands", 20_000, None, None),
        ("several", 3, None, None),
        ("a couple of", 2, None, None),
        ("at least 13", 13, 13, None),
        ("more than 40", 40, 40, None),
        ("up to 40", None, 40, 40),
        ("as many as 40", None, 40, 40),
        ("about 1,000", 1_000, 1_000, 1_000),
        ("some 4,000", 4_000, 4_000, 4_000),
        ("a total of 15", 15, 15, 15),
        ("five to seven", 5, 5, 7),
        ("between 10 and 12", 10, 10, 12),
        ("10-15", 10, 10, 15),
    ],
)
def test_numbers(text: str, low: int | None, best: int | None, high: int | None) -> None:
    (number,) = find_numbers(tokenize(f"{text} people"))
    assert (number.low, number.best, number.high) == (low, best, high)


def test_qualifiers_are_kept() -> None:
    numbers = find_numbers(tokenize("at least 13 and about 180, dozens, 40 or more"))
    assert [number.qualifier for number in numbers] == ["at least", "about", "dozens", "or more"]


@pytest.mark.parametrize("text", ["the couple", "Su-24", "10:30", "31415926535897", "one-sided"])
def test_no_number(text: str) -> None:
    assert find_numbers(tokenize(text)) == []


@given(st.integers(0, 8_000_000_000))
def test_digits_with_and_without_commas_are_one_number(value: int) -> None:
    for text in (str(value), f"{value:,}"):
        (number,) = find_numbers(tokenize(f"{text} people"))
        assert number.best == value


@given(st.lists(st.sampled_from("two dozen hundred and million 13 of dozens to between - a half at least".split())))
def test_any_row_of_number_words_is_read(words: list[str]) -> None:
    tokens = tokenize(" ".join(words))
    last = 0
    for number in find_numbers(tokens):
        assert last <= number.first < number.last <= len(tokens)
        last = number.last
        assert number.low is None or number.high is None or number.low <= number.high
