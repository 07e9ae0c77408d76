"""The query: JSON there and back, its meaning field by field, and the fast evaluator against the plain one."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.table.frames import from_rows
from geo.table.query import CHECKS, Query, apply, fold, haystack, matches
from geo.table.schema import EVENT_TYPES, GRADES, INCIDENTS, LAYERS, MODALITIES, REVIEWS

SUBS = [(event, sub) for event, subs in EVENT_TYPES.items() for sub in subs]
DAYS = ["2018-08-31", "2018-09-04", "2018-09-05", "2018-09-06", "2019-01-01"]
ACTORS = ["Russia", "Syrian government", "Hay'at Tahrir al-Sham", "هيئة تحرير الشام"]
NAMES = ["Idlib", "إدلب", "Jisr al-Shughūr", "Ḥamāh", "a’zaz"]


def row(**changes: object) -> dict[str, Any]:
    return {
        "incident_id": "i1",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "modality": "occurred",
        "background": False,
        "date_start": "2018-09-04",
        "date_end": "2018-09-04",
        "civilian_targeting": False,
        "grade": "weak",
        "grade_reason": "one origin",
        "review": "auto",
        "lon": 36.6,
        "lat": 35.9,
        "geo_precision": 1,
        "reports": [{"article_id": "a", "outlet": "AFP", "quote": "Air raids killed 13"}],
        **changes,
    }


maybe_day = st.none() | st.sampled_from(DAYS)
reports = st.lists(
    st.fixed_dictionaries(
        {
            "article_id": st.sampled_from(["a", "b"]),
            "outlet": st.none() | st.sampled_from(["AFP", "The Wire"]),
            "quote": st.sampled_from(["Air raids killed 13", "“Barrel bombs”, he said", "قصف على إدلب", ""]),
            "attribution": st.none() | st.sampled_from(["Observatory", "Moscow"]),
        }
    ),
    max_size=3,
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    event, sub = draw(st.sampled_from(SUBS))
    start = draw(maybe_day)
    placed = draw(st.booleans())
    return row(
        event_type=event,
        sub_event_type=sub,
        modality=draw(st.sampled_from(MODALITIES)),
        background=draw(st.booleans()),
        date_start=start,
        date_end=draw(st.sampled_from([day for day in DAYS if day >= start]))
        if start and draw(st.booleans())
        else start,
        actor1=draw(st.none() | st.sampled_from(ACTORS)),
        actor2=draw(st.none() | st.sampled_from(ACTORS)),
        grade=draw(st.sampled_from(GRADES)),
        zone_id=draw(st.none() | st.sampled_from(["z1", "z2"])),
        review=draw(st.sampled_from(REVIEWS)),
        country=draw(st.none() | st.sampled_from(["SY", "IQ"])),
        admin1=draw(st.none() | st.sampled_from(["Idlib", "Hama"])),
        place_name=draw(st.none() | st.sampled_from(NAMES)),
        lon=draw(st.floats(35, 38)) if placed else None,
        lat=draw(st.floats(34, 37)) if placed else None,
        geo_precision=draw(st.none() | st.sampled_from([1, 2, 3])),
        reports=draw(reports),
    )


def some(values: list[str] | tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


queries = st.builds(
    Query,
    layers=some(LAYERS),
    since=maybe_day,
    until=maybe_day,
    undated=st.booleans(),
    types=some(["Battles", "Air/drone strike", "Diplomacy", "Displacement"]),
    actors=some(ACTORS),
    modalities=some(MODALITIES),
    grades=some(GRADES),
    zones=some(["z1", "z2"]),
    reviews=some(REVIEWS),
    countries=some(["SY", "IQ"]),
    admin1=some(["Idlib", "Hama"]),
    sources=some(["AFP", "a", "b"]),
    precisions=st.lists(st.sampled_from([0, 1, 2, 3]), max_size=2).map(tuple),
    near=st.none() | st.tuples(st.floats(35, 38), st.floats(34, 37), st.floats(0, 200)),
    polygon=st.just(()) | st.lists(st.tuples(st.floats(35, 38), st.floats(34, 37)), min_size=3, max_size=6).map(tuple),
    text=st.sampled_from(["", " ", "idlib", "ادلب", "AIR raids", "barrel 13", "HAMAH", "azaz", "hay’at", "x"]),
)


def one_field(query: Query, name: str) -> Query:
    return replace(Query(layers=(), undated=True), **{name: getattr(query, name)})


@settings(max_examples=60, deadline=None)
@given(st.lists(rows(), max_size=12), queries)
def test_the_fast_evaluator_answers_as_the_plain_one(some_rows: list[dict[str, Any]], query: Query) -> None:
    some_rows = [{**item, "incident_id": str(number)} for number, item in enumerate(some_rows)]
    frame = from_rows(some_rows, INCIDENTS)
    # The whole query passes few rows by chance, so each of its fields is asked alone too.
    for asked in [query, *(one_field(query, name) for name in CHECKS)]:
        got = apply(frame, asked)["incident_id"].tolist()
        assert got == [item["incident_id"] for item in some_rows if matches(item, asked)]


@given(queries)
def test_json_there_and_back(query: Query) -> None:
    if query.since and query.until and query.since > query.until:
        with pytest.raises(QueryError, match="swap the two"):
            Query.from_json(query.to_json())
    else:
        assert Query.from_json(query.to_json()) == query
        assert set(json.loads(query.to_json())) == set(CHECKS)


def test_an_empty_object_is_the_default_query() -> None:
    assert Query.from_json("{}") == Query()


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("[]", "query", "no JSON object"),
        ("{", "query", "no JSON"),
        ('{"grade": ["weak"]}', "grade", "did you mean 'grades'"),
        ('{"grades": "weak"}', "grades", "not a list"),
        ('{"grades": ["sure"]}', "grades", "use one of confirmed"),
        ('{"layers": ["all"]}', "layers", "unknown"),
        ('{"since": "2018-02-31"}', "since", "does not exist"),
        ('{"since": "4 September"}', "since", "write it as 2018-09-04"),
        ('{"until": 2018}', "until", "no date"),
        ('{"undated": 1}', "undated", "neither true nor false"),
        ('{"precisions": [4]}', "precisions", "use 1"),
        ('{"precisions": [true]}', "precisions", "unknown"),
        ('{"near": [36, 35]}', "near", "[lon, lat, km]"),
        ('{"near": [36, 135, 5]}', "near", "longitude comes first"),
        ('{"near": [36, 35, -5]}', "near", "radius"),
        ('{"near": [36, 35, NaN]}', "near", "no number"),
        ('{"polygon": [[36, 35], [37, 35]]}', "polygon", "at least 3 corners"),
        ('{"polygon": [[36, 35, 1]]}', "polygon", "no position"),
        ('{"text": 5}', "text", "no text"),
    ],
)
def test_nonsense_is_named_with_its_field_and_cure(text: str, field: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        Query.from_json(text)
    assert caught.value.field == field
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "query", "passes"),
    [
        ({}, Query(), True),
        ({"background": True}, Query(), False),
        ({"modality": "planned"}, Query(layers=("prospective",)), True),
        ({"event_type": "Diplomacy", "modality": "planned"}, Query(layers=("prospective",)), False),
        ({"event_type": "Diplomacy", "modality": "planned"}, Query(layers=()), True),
        ({}, Query(since="2018-09-04", until="2018-09-04"), True),
        ({"date_start": "2018-09-01", "date_end": "2018-09-30"}, Query(since="2018-09-10", until="2018-09-12"), True),
        ({"date_end": None}, Query(since="2018-09-05"), False),
        ({"date_start": None, "date_end": None}, Query(since="2018-09-05"), True),
        ({"date_start": None, "date_end": None}, Query(since="2018-09-05", undated=False), False),
        ({"date_start": None, "date_end": None}, Query(undated=False), False),
        ({}, Query(types=("Air/drone strike",)), True),
        ({}, Query(types=("Explosions/Remote violence",)), True),
        ({"actor2": "Rebels"}, Query(actors=("Rebels",)), True),
        ({"review": "rejected"}, Query(), False),
        ({"review": "rejected"}, Query(reviews=("rejected",)), True),
        ({}, Query(sources=("AFP",)), True),
        ({}, Query(sources=("a",)), False),
        ({"reports": [{"article_id": "a", "outlet": None}]}, Query(sources=("a",)), True),
        ({"geo_precision": None}, Query(precisions=(0,)), True),
        ({}, Query(near=(36.6, 35.9, 0)), True),
        ({"lon": None, "lat": None}, Query(near=(36.6, 35.9, 9999)), False),
        ({}, Query(near=(36.6, 36.0, 11.2)), True),  # a tenth of a degree of latitude is 11.12 km
        ({}, Query(near=(36.6, 36.0, 11.0)), False),
        ({}, Query(polygon=((36, 35), (37, 35), (37, 36), (36, 36))), True),
        ({"lon": 38.0}, Query(polygon=((36, 35), (37, 35), (37, 36), (36, 36))), False),
        ({"place_name": "إدلب"}, Query(text="ادلب RAIDS"), True),
        ({}, Query(text="raids barrel"), False),
    ],
)
def test_the_meaning_of_each_field(changes: dict[str, Any], query: Query, *, passes: bool) -> None:
    item = row(**changes)
    assert matches(item, query) is passes
    assert len(apply(from_rows([item], INCIDENTS), query)) == passes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("مصطفى", "مصطفي"),
        ("مدرســـة", "مدرسه"),
        ("حِمْص", "حمص"),
        ("Ḥamāh", "HAMAH"),
        ("Hay’at", "hayat"),
        ("Ra'qa", "raqa"),
        ("ΟΔΟΣ", "οδος"),
        ("İdlib", "idlib"),
        ("ﬁre", "FIRE"),
    ],
)
def test_folding_joins_spellings(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_joins_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(text + "\n" + text) == folded + "\n" + folded


def test_the_haystack_holds_what_a_reader_sees() -> None:
    text = haystack(row(actor1="Russia", place_name="Jisr al-Shughūr", admin1="Idlib"))
    for word in ("russia", "shughur", "idlib", "air raids", "afp", "strike"):
        assert word in text


def test_a_hundred_thousand_rows_are_filtered_in_a_blink() -> None:
    kinds = [
        row(actor1=actor, place_name=name, date_start=day, date_end=day)
        for actor, name, day in zip(ACTORS * 5, NAMES * 4, DAYS * 4, strict=True)
    ]
    frame = from_rows(kinds, INCIDENTS)
    big = frame.iloc[[number % len(kinds) for number in range(100_000)]].reset_index(drop=True)
    query = Query(
        since="2018-08-01", types=("Air/drone strike",), actors=("Russia",), near=(36.6, 35.9, 50), text="idlib"
    )
    start = time.perf_counter()
    found = apply(big, query)
    assert time.perf_counter() - start < 1  # 0.05 s on a quiet machine
    assert 0 < len(found) < len(big)
