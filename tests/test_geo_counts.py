"""How many: what is counted, how, and what must never be added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extracting.counts import find_counts
from geo.extracting.model import CountMention
from geo.extracting.sentences import read
from geo.reading.article import Article


def counts_of(text: str) -> tuple[CountMention, ...]:
    return find_counts(read(Article(id="a", text=text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Raids killed at least 13 civilians.", [("killed", 13, "civilians")]),
        ("A farmer was killed and two others were hurt.", [("killed", 1, "people"), ("injured", 2, "people")]),
        ("Three people died in the blast.", [("killed", 3, "people")]),
        ("The attack left five dead and 20 wounded.", [("killed", 5, "people"), ("injured", 20, "people")]),
        ("The death toll rose to 40.", [("killed", 40, "people")]),
        ("Gunmen killed one and injured two.", [("killed", 1, "people"), ("injured", 2, "people")]),
        ("He mourned the death of three people.", [("killed", 3, "people")]),
        ("THE MURDER OF SIX JESUITS SHOCKED THE CITY.", [("killed", 6, "people")]),
        ("They killed him at dawn.", [("killed", 1, "people")]),
        ("Five civilians and three soldiers were killed.", [("killed", 5, "civilians"), ("killed", 3, "fighters")]),
        ("Police arrested seven people.", [("detained", 7, "people")]),
        ("Militants abducted five villagers.", [("detained", 5, "people")]),
        ("Fighting drove some 15,000 people from their homes.", [("displaced", 15000, "people")]),
        ("Kiev said three of its soldiers had been killed.", [("killed", 3, "fighters")]),
        ("Twenty-two fighters were killed.", [("killed", 22, "fighters")]),
    ],
)
def test_event_counts(text: str, expected: list[tuple[str, int, str]]) -> None:
    found = counts_of(text)
    assert [(c.what, c.best, c.unit) for c in found] == expected
    assert all(c.kind == "event" and c.part_of is None for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "No casualties were reported and nobody was hurt.",
        "Seven rockets were fired from 30 km away.",
        "The 23-year-old was killed.",
        "They fired 40 shells in three hours.",
        "Ten villages were taken.",
    ],
)
def test_no_count_of_people(text: str) -> None:
    assert [c for c in counts_of(text) if not c.text.lower().startswith("the")] == []


def test_a_part_is_not_a_sum() -> None:
    whole, part = counts_of("Raids killed at least 13 civilians, including six children.")
    assert (whole.best, whole.low, whole.high, whole.qualifier) == (13, 13, None, "at least")
    assert (part.best, part.unit, part.part_of) == (6, "children", whole.start)


def test_one_group_told_in_families_and_people() -> None:
    families, people = counts_of("About 180 families, or about 1,000 people, had fled.")
    assert (families.what, families.best, families.unit) == ("displaced", 180, "families")
    assert (people.what, people.best, people.unit) == ("displaced", 1000, "people")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The war has already killed more than 350,000 people.", "cumulative"),
        ("More than 4,000 people have been killed since 2011.", "cumulative"),
        ("An assault could displace 800,000 people.", "forecast"),
        ("Aid groups fear the attack would kill thousands of people.", "forecast"),
        ("Nearly 3 million people live in the province.", "stock"),
        ("Turkey hosts three million Syrian refugees.", "stock"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert [c.kind for c in counts_of(text)] == [kind]


def test_vague_numbers_keep_a_floor_and_no_best() -> None:
    (found,) = counts_of("Dozens were wounded.")
    assert (found.low, found.best, found.high) == (24, None, None)


@given(st.text(max_size=300))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    for found in counts_of(text):
        assert found.text == text[found.start : found.end]


@given(
    st.lists(
        st.sampled_from("killed 13 people , and six children including wounded two were by the a of".split()),
        max_size=25,
    )
)
def test_any_words_are_read(words: list[str]) -> None:
    for found in counts_of(" ".join(words)):
        assert found.low is None or found.best is None or found.low <= found.best
