"""The whole way: the same articles give the same tables, a bad article stops nobody, every quote is in its text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geo
from geo.reading.article import Article
from geo.table.schema import FLOWS, INCIDENTS, MENTIONS, ZONES

STRIKE = Article(
    "strike",
    "Air raid kills three in Aleppo\n\nA Russian air raid on the city of Aleppo killed three civilians on Monday, "
    "the Syrian Observatory for Human Rights said.\n\n"
    "The United Nations warned that an offensive could displace 800,000.",
    published="2018-09-05",
)
FRENCH = Article(
    "fr",
    "Des frappes aériennes ont visé la ville d'Alep lundi, tuant trois civils, selon l'Observatoire syrien des droits "
    "de l'homme. Les secours ont évacué les blessés vers les hôpitaux de la région.",
)


def test_the_tables_have_the_schemas_columns() -> None:
    result = geo.run([STRIKE])
    for table, columns in (
        (result.incidents, INCIDENTS),
        (result.zones, ZONES),
        (result.flows, FLOWS),
        (result.mentions, MENTIONS),
    ):
        assert list(table.columns) == [column.name for column in columns]
        assert str(table.crs) == "EPSG:4326"


def test_no_articles_give_empty_tables() -> None:
    result = geo.run([])
    assert (len(result.incidents), len(result.zones), len(result.mentions), result.refused) == (0, 0, 0, ())


def test_one_strike_in_headline_and_text_is_one_incident_and_a_forecast_is_none() -> None:
    incidents = geo.run([STRIKE]).incidents
    strikes = incidents[incidents["sub_event_type"] == "Air/drone strike"]
    assert len(strikes) == 1
    row = strikes.iloc[0]
    assert (row["place_name"], row["fatalities"], row["date_start"]) == ("Aleppo", 3, "2018-09-03")
    assert not (incidents["displaced"] == 800_000).any()


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = (geo.run([STRIKE]).incidents.to_json() for _ in range(2))
    assert first == second


def test_another_language_is_refused_by_name_with_its_places_kept() -> None:
    result = geo.run([FRENCH, STRIKE])
    assert [error.path for error in result.refused] == ["fr"]
    assert "French" in str(result.refused[0])
    assert set(result.mentions["article_id"]) == {"fr", "strike"}
    assert len(result.incidents)


def test_progress_is_told_after_each_article() -> None:
    seen: list[tuple[int, int, str]] = []
    geo.run([STRIKE, FRENCH], progress=lambda *step: seen.append(step))
    assert seen == [(1, 2, "strike"), (2, 2, "fr")]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "a" * 50_000, "BOMB " * 500, "<script>alert(1)</script>", "\ud800 raid"]
)
def test_odd_texts_come_through(text: str) -> None:
    assert geo.run([Article("odd", text)]).refused == ()


def test_every_quote_is_the_text_between_its_offsets() -> None:
    for reports in geo.run([STRIKE]).incidents["reports"]:
        for told in reports:
            assert told["quote"] == STRIKE.text[told["quote_start"] : told["quote_end"]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_comes_through(text: str) -> None:
    result = geo.run([Article("any", text, published="2020-02-29")])
    for error in result.refused:
        assert "could not be read through" not in str(error)


def test_public_names_are_there_and_nothing_else() -> None:
    assert geo.__all__ == sorted(geo.__all__)
    for name in geo.__all__:
        assert getattr(geo, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = geo.nonsense


def test_a_text_far_longer_than_an_article_is_read_in_part_and_said() -> None:
    text = (
        "Rebels shelled the city of Aleppo on Monday.\n\n"
        + "Nothing else was told of that day in the city.\n" * 440_000
    )
    result = geo.run([Article("long", text, published="2018-09-05")])
    assert len(text) > 20_000_000
    assert list(result.incidents["place_name"]) == ["Aleppo"]
    (refusal,) = result.refused
    assert "split it into its articles" in str(refusal)
    assert result.incidents["reports"].iloc[0][0]["article_sha256"] == result.articles[0].sha256
