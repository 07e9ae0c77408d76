"""The pattern language."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extracting.patterns import Hit, Index, forms, longest
from geo.extracting.vocabulary import VocabularyError

_WORDS = "rebels have shelled two towns , the army said".split()


def _found(pattern: str, words: list[str] | None = None) -> list[tuple[int, int]]:
    return [(h.start, h.end) for h in Index([(pattern, "x")]).scan(words or _WORDS)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("shelled", [(2, 3)]),
        ("~shell", [(2, 3)]),
        ("~shell # towns", [(2, 5)]),
        ("rebels ..2 ~shell", [(0, 3)]),
        ("rebels ~shell", []),
        ("rebels have? shelled", [(0, 3)]),
        ("shelled|bombed two_towns|it", [(2, 5)]),
        ("towns ..3 army", []),  # a gap stops at a comma
        ("@speech", [(8, 9)]),
    ],
)
def test_pattern(pattern: str, expected: list[tuple[int, int]]) -> None:
    found = _found(pattern)
    assert found == expected or (pattern == "@speech" and expected[0] in found)


def test_slot_asks_for_an_actor() -> None:
    kinds = {0: (1, frozenset({"rebel", "armed"}))}
    index = Index([("{armed} ..1 shelled", "subject first"), ("shelled ..3 {armed}", "object")])
    assert [h.value for h in index.scan(_WORDS, kinds)] == ["subject first"]


@pytest.mark.parametrize("pattern", ["..2 attack", "# attack", "attack|", "@nothing here"])
def test_bad_pattern_is_named(pattern: str) -> None:
    with pytest.raises(VocabularyError):
        Index([(pattern, "x")])


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("seize", "seized"),
        ("deny", "denied"),
        ("slam", "slammed"),
        ("strike", "struck"),
        ("clash", "clashes"),
        ("deploy", "deployed"),
    ],
)
def test_forms(verb: str, form: str) -> None:
    assert form in forms(verb)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=12))
def test_longest_never_overlaps(spans: list[tuple[int, int]]) -> None:
    kept = longest(Hit(start, start + length, None) for start, length in spans)
    assert all(a.end <= b.start for a, b in pairwise(kept))


@given(st.lists(st.sampled_from(["a", "b", "c", ",", "attack"]), max_size=20))
def test_scan_stays_inside(words: list[str]) -> None:
    hits = Index([("attack ..3 a|b_c b?", 1), ("a? b", 2)]).scan(words)
    assert all(0 <= h.start < h.end <= len(words) for h in hits)
