"""The address bar: every state comes back from its link, and hostile links are passed over in words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from geo.app.address import Address, from_params, to_params
from geo.table.query import Query
from geo.table.schema import GRADES, LAYERS, MODALITIES, REVIEWS

T = TypeVar("T")
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
days = st.dates().map(lambda day: day.isoformat())


def subset(values: Sequence[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


def coordinate(top: int) -> st.SearchStrategy[float]:
    return st.integers(-top * 1000, top * 1000).map(lambda n: n / 1000)


addresses = st.builds(
    Address,
    query=st.builds(
        Query,
        layers=subset(LAYERS),
        since=st.none() | days,
        until=st.none() | days,
        undated=st.booleans(),
        types=st.lists(words, max_size=3, unique=True).map(tuple),
        actors=st.lists(words, max_size=3, unique=True).map(tuple),
        modalities=subset(MODALITIES),
        grades=subset(GRADES),
        reviews=subset(REVIEWS),
        precisions=subset((0, 1, 2, 3)),
        near=st.none() | st.tuples(coordinate(180), coordinate(90), st.integers(1, 500).map(float)),
        text=st.text(st.characters(codec="utf-8"), max_size=20),
    ),
    view=st.none() | st.tuples(coordinate(180), coordinate(90), st.integers(1, 18).map(float)),
    incident=st.none() | words,
)


@given(addresses)
def test_every_address_comes_back(address: Address) -> None:
    assert from_params(to_params(address)) == address


@given(st.dictionaries(words, st.lists(st.text(max_size=30), max_size=3)))
def test_any_parameters_give_an_address(params: dict[str, list[str]]) -> None:
    assert isinstance(from_params(params), Address)


def test_faults_are_named_and_the_rest_is_kept() -> None:
    address = from_params(
        {
            "since": ["2018-02-31"],
            "grade": ["weak", "<script>"],
            "view": ["1,2"],
            "type": ["Battles"],
            "near": ["a,b,c"],
        }
    )
    assert address.query == replace(Query(), grades=("weak",), types=("Battles",))
    assert len(address.faults) == 4
    assert "2018-02-31" in " ".join(address.faults)


def test_the_plain_address_stays_plain() -> None:
    assert to_params(Address()) == {}
    assert to_params(Address(Query(layers=()))) == {"layer": [""]}
