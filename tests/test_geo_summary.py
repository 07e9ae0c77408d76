"""Counts beside options, and a query in words."""

from dataclasses import replace
from typing import Any

import pytest
import sample_result

from geo.table.frames import conform, empty
from geo.table.query import CHECKS, LISTED, Query, apply
from geo.table.schema import GRADES, INCIDENTS
from geo.table.summary import NOUNS, OPTIONS, describe, facets

FRAME = conform(sample_result.sample_result().incidents, INCIDENTS)
QUERIES = [
    Query(),
    Query(layers=()),
    Query(layers=(), grades=("weak",), since="2018-01-01"),
    Query(modalities=("occurred",), types=("Air/drone strike",)),
    Query(reviews=("rejected", "auto"), text="idlib"),
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_count_is_what_choosing_the_option_would_show(query: Query) -> None:
    for name, options in facets(FRAME, query).items():
        for option in options:
            value = int(option.value) if name == "precisions" else option.value
            changes: dict[str, Any] = {name: (value,)}
            chosen = replace(query, **changes)
            assert option.count == len(apply(FRAME, chosen)), (name, option)


def test_every_listing_field_has_options_and_words() -> None:
    assert set(LISTED) <= set(OPTIONS) <= set(CHECKS)
    assert set(NOUNS) == set(OPTIONS) - {"layers", "precisions"}


def test_options_keep_the_order_of_the_schema_or_put_the_biggest_first() -> None:
    found = facets(FRAME, Query(layers=()))
    assert [option.value for option in found["grades"]] == list(GRADES)
    counts = [option.count for option in found["types"]]
    assert counts == sorted(counts, reverse=True)


def test_a_chosen_option_that_no_row_has_is_still_listed() -> None:
    found = facets(FRAME, Query(actors=("Nobody",)))
    assert any(option.value == "Nobody" and option.count == 0 for option in found["actors"])


def test_an_empty_table_has_the_fixed_options_alone() -> None:
    found = facets(empty(INCIDENTS), Query())
    assert found["types"] == []
    assert [option.count for option in found["modalities"]] == [0] * 5


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query(), "incidents"),
        (Query(layers=("incidents", "background")), "incidents and background"),
        (Query(since="2018-09-04", until="2018-09-04"), "incidents; 4 Sep 2018"),
        (Query(since="2018-09-04"), "incidents; since 4 Sep 2018"),
        (Query(until="2018-09-04", undated=False), "incidents; until 4 Sep 2018; dated only"),
        (Query(precisions=(1, 0)), "incidents; place known to: town or no place"),
        (Query(near=(36.5, 35.9, 20)), "incidents; within 20 km of longitude 36.5, latitude 35.9"),
        (Query(polygon=((1, 2), (3, 4), (5, 6))), "incidents; inside a drawn area of 3 corners"),
    ],
)
def test_a_query_in_words(query: Query, words: str) -> None:
    assert describe(query) == words
