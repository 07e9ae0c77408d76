"""The page run without a browser: what it shows at the start, under a filter, with nothing, with something broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest
from sample_result import sample_result
from streamlit.testing.v1 import AppTest

from geo.app import adding, evidence, filters
from geo.pipeline import run
from geo.table.query import Query

SCRIPT: Final = Path(__file__).resolve().parent.parent / "streamlit_app.py"


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_STORE", f"sqlite:///{tmp_path / 'desk.db'}")


def page() -> AppTest:
    return AppTest.from_file(str(SCRIPT), default_timeout=60)


def words(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_samples_are_shown_and_a_filter_narrows_them() -> None:
    app = page().run()
    assert not app.exception
    assert "2 articles" in words(app)
    assert len(app.dataframe[0].value) > 5
    before = len(app.dataframe[0].value)
    app.text_input(key="f_text").set_value("artillery").run()
    assert not app.exception
    assert 0 < len(app.dataframe[0].value) < before
    app.text_input(key="f_text").set_value("no such words anywhere").run()
    assert not app.exception
    assert "No rows under these filters" in app.info[0].value


def test_without_articles_the_page_says_what_to_do() -> None:
    app = page()
    app.session_state["articles"] = ()
    app.run()
    assert not app.exception
    assert "0 of 0 shown" in words(app)
    assert "Add an article: paste" in words(app)


def test_a_link_with_nonsense_is_passed_over_in_words() -> None:
    app = page()
    app.query_params["since"] = "2018-02-31"
    app.query_params["incident"] = "nobody"
    app.run()
    assert not app.exception
    assert "The link says since=" in words(app)


def test_a_chosen_incident_shows_its_marked_quote() -> None:
    app = page().run()
    ids = run(app.session_state["articles"]).incidents["incident_id"]
    app.session_state["incident"] = ids.iloc[-1]
    app.run()
    assert not app.exception
    assert "<blockquote" in words(app)
    assert "<mark" in words(app)
    app.button(key="close").click().run()
    assert "<blockquote" not in words(app)


def test_facts_of_every_row_are_words() -> None:
    for _, row in sample_result().incidents.iterrows():
        facts = dict(evidence.facts(row))
        assert facts["When"]
        assert facts["Where"]
        assert not any("<NA>" in value or value == "nan" for value in facts.values())


def test_uploads_are_refused_by_the_name_the_user_knows() -> None:
    found, refused = adding.read_uploads([("good.txt", b"Shelling hit Idlib."), ("../bad <b>.txt", b"")])
    assert [article.text for article in found] == ["Shelling hit Idlib."]
    assert [str(error.path) for error in refused] == ["bad b.txt"]


def test_an_excerpt_escapes_all_but_its_mark() -> None:
    html = evidence.excerpt("<b>one</b> two <i>three</i> four", 11, 14)
    assert html.count("<") == html.count("<mark") + html.count("</mark>")


def test_the_panel_gives_back_the_query_it_was_set_to() -> None:
    query = Query(types=("Battles",), since="2018-09-04", undated=False, near=(36.0, 35.0, 20.0), text="idlib")
    state = {f"f_{name}": getattr(query, name) for name in query.__dataclass_fields__}
    assert filters.current(state | {"f_since": date(2018, 9, 4), "f_until": None}) == query
