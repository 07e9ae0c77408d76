"""One agency's copy in two articles is found, across the corpus and never inside one article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.extracting.tokens import tokenize
from geo.linking.copies import copied, share, shingles


def words(text: str) -> frozenset[int]:
    return shingles(tokenize(text, 0, len(text)))


WIRE = words("Air raids across the province killed at least 13 civilians, including six children, a war monitor said.")
EDITED = words("Air raids across the province killed at least 13 civilians, including six children, a monitor said.")
OTHER = words("On Tuesday, Russian warplanes resumed airstrikes on Idlib after a pause of 22 days.")


def test_copies_are_found_across_articles_only() -> None:
    assert copied([WIRE, OTHER, EDITED], [0, 0, 1]) == [0, 1, 0]
    assert copied([WIRE, OTHER, EDITED], [0, 0, 0]) == [0, 1, 2]


def test_short_sentences_have_nothing_to_compare() -> None:
    assert words("Three died.") == frozenset()
    assert share(frozenset(), WIRE) == 0.0


@given(st.lists(st.tuples(st.sampled_from([WIRE, EDITED, OTHER]), st.integers(0, 3)), max_size=8))
def test_the_first_text_of_a_wire_stands_for_itself(items: list[tuple[frozenset[int], int]]) -> None:
    first = copied([text for text, _ in items], [owner for _, owner in items])
    assert all(first[original] == original for original in first)
