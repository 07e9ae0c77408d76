"""The query's two evaluators, Python's and the map document's, give the same rows on generated cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from chromium import opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.drawing.assets import own
from geo.table.query import Query, fold, haystack, matches
from geo.table.schema import EVENT_TYPES, GRADES, LAYERS, MODALITIES, REVIEWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TYPES = tuple(EVENT_TYPES)
SUB_TYPES = tuple(sub for subs in EVENT_TYPES.values() for sub in subs)
ACTORS = ("Russia", "Syria", "Hay'at Tahrir al-Sham", "قوات النظام", "<b>")
NAMES = (
    "Idlib",
    "Idlíb",
    "إدلب",
    "ادلب",
    "Ma‘arrat al-Nu‘man",
    "Ḥalab",
    "ΑΛΕΞΑΝΔΡΟΣ",
    "İstanbul",
    "Straße",
    "ﬁeld",
    "",
)
DAYS = tuple(f"2018-09-{day:02d}" for day in range(1, 9))
SOURCES = ("AFP", "Example Wire", "وكالة", "a1", "a2")

words = st.one_of(
    st.sampled_from(NAMES), st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Co")), max_size=8)
)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


def some(values: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple))


reports = st.lists(
    st.fixed_dictionaries(
        {
            "article_id": st.sampled_from(("a1", "a2")),
            "outlet": maybe(st.sampled_from(SOURCES[:3])),
            "quote": words,
            "attribution": maybe(words),
        }
    ),
    max_size=2,
)
rows = st.fixed_dictionaries(
    {
        "event_type": st.sampled_from(TYPES),
        "sub_event_type": st.sampled_from(SUB_TYPES),
        "modality": st.sampled_from(MODALITIES),
        "background": st.booleans(),
        "date_start": maybe(st.sampled_from(DAYS)),
        "date_end": maybe(st.sampled_from(DAYS)),
        "actor1": maybe(st.sampled_from(ACTORS)),
        "actor2": maybe(st.sampled_from(ACTORS)),
        "grade": st.sampled_from(GRADES),
        "review": st.sampled_from(REVIEWS),
        "zone_id": maybe(st.sampled_from(("z1", "z2"))),
        "country": maybe(st.sampled_from(("SY", "TR"))),
        "admin1": maybe(words),
        "place_name": maybe(words),
        "geo_precision": maybe(st.integers(1, 3)),
        "lon": maybe(st.floats(35, 38).map(lambda x: round(x, 3))),
        "lat": maybe(st.floats(34, 37).map(lambda x: round(x, 3))),
        "reports": reports,
    }
)
corners = st.tuples(
    st.floats(34, 39).map(lambda x: round(x, 2) + 0.0005), st.floats(33, 38).map(lambda x: round(x, 2) + 0.0005)
)
queries = st.builds(
    Query,
    layers=some(LAYERS),
    since=maybe(st.sampled_from(DAYS)),
    until=maybe(st.sampled_from(DAYS)),
    undated=st.booleans(),
    types=some(TYPES + SUB_TYPES),
    actors=some(ACTORS),
    modalities=some(MODALITIES),
    grades=some(GRADES),
    zones=some(("z1", "z2")),
    reviews=some(REVIEWS),
    countries=some(("SY", "TR")),
    admin1=some(NAMES[:4]),
    sources=some(SOURCES),
    precisions=some((0, 1, 2, 3)),
    near=maybe(st.tuples(st.floats(35, 38), st.floats(34, 37), st.floats(1, 200))),
    polygon=st.one_of(st.just(()), st.lists(corners, min_size=3, max_size=6).map(tuple)),
    text=st.one_of(st.just(""), words, st.sampled_from(("idlib", "ادلب", "  RUSSIA ", "maarrat"))),
)  # fmt: skip
narrow = st.sampled_from(sorted(asdict(Query())))  # most fields unset, or hardly a row would pass


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return rows and queries; each query sets the layers and at most three other fields."""
    found = []
    for query in draw(st.lists(queries, min_size=1, max_size=4)):
        kept = {"layers", *draw(st.lists(narrow, max_size=3))}
        full = json.loads(query.to_json())
        found.append(json.loads(Query().to_json()) | {name: full[name] for name in kept})
    return draw(st.lists(rows, min_size=1, max_size=12)), found


@pytest.fixture(scope="module")
def twin(browser: Browser) -> Iterator[Page]:
    with opened(browser, "about:blank", ready=None) as (page, _seen):
        for name in ("words.js", "query.js"):
            page.add_script_tag(content=own(name))
        yield page


@given(cases())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_evaluators_pass_the_same_rows(
    twin: Page, case: tuple[list[dict[str, Any]], list[dict[str, Any]]]
) -> None:
    table, asked = case
    script = "([rows, asked]) => asked.map((q) => rows.map((row) => dateline.query.matches(row, q)))"
    expected = [[matches(row, _query(query)) for row in table] for query in asked]
    assert twin.evaluate(script, [table, asked]) == expected


@given(st.lists(rows, min_size=1, max_size=12), queries)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_failures_name_the_one_test_that_a_row_fails(twin: Page, table: list[dict[str, Any]], query: Query) -> None:
    script = """([rows, q]) => {
        const off = { ...dateline.query.DEFAULT, layers: [], reviews: ["auto", "accepted", "edited", "rejected"] };
        const always = { since: null, until: null, undated: true };
        const without = (failed) => (failed === "dates" ? always : { [failed]: off[failed] });
        return dateline.query.failures(rows, q).map((failed, i) => [
            (failed === null) === dateline.query.matches(rows[i], q),
            !failed || dateline.query.matches(rows[i], { ...q, ...without(failed) }),
        ]);
    }"""
    for agrees, passes_without in twin.evaluate(script, [table, json.loads(query.to_json())]):
        assert agrees
        assert passes_without


@given(st.lists(words, min_size=1, max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_fold_text_alike(twin: Page, texts: list[str]) -> None:
    assert twin.evaluate("(texts) => texts.map(dateline.fold)", texts) == [fold(text) for text in texts]


@given(st.lists(rows, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_search_the_same_text(twin: Page, table: list[dict[str, Any]]) -> None:
    assert twin.evaluate("(rows) => rows.map(dateline.haystack)", table) == [haystack(row) for row in table]


def _query(values: dict[str, Any]) -> Query:
    """Return the query as it is, without the checks for people: since may lie after until."""
    listed: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    listed["polygon"] = tuple((lon, lat) for lon, lat in listed["polygon"])
    return Query(**listed)
