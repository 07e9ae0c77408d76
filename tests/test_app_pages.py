"""Each page without a browser: as it opens, with nothing on the desk, and with a store that cannot be opened."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from geo.app import editing, judging, placing, shell
from geo.app.words import LANGUAGES

SCRIPT: Final = Path(__file__).resolve().parent.parent / "streamlit_app.py"
NAMES: Final = tuple(shell.PAGES)


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_STORE", f"sqlite:///{tmp_path / 'desk.db'}")


def page(name: str = "map") -> AppTest:
    """Return the app at one of its pages; the tests' runner knows pages by their file alone."""
    return AppTest.from_function(_draw, args=(name,), default_timeout=60)


def _draw(name: str) -> None:
    from geo.app import shell

    shell.show(name)


def words(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    return " ".join([*bodies, *(element.value for element in (*app.info, *app.warning, *app.caption))])


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_on_the_samples(name: str) -> None:
    app = page(name).run()
    assert not app.exception
    assert len(words(app)) > 40


@pytest.mark.parametrize("name", NAMES)
def test_a_page_with_nothing_on_the_desk_says_so(name: str) -> None:
    app = page(name)
    app.session_state["articles"] = ()
    app.run()
    assert not app.exception
    assert len(words(app)) > 40


@pytest.mark.parametrize("name", NAMES)
def test_a_page_goes_on_without_a_store_and_says_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_STORE", "sqlite:////proc/nowhere/desk.db")
    app = page(name).run()
    assert not app.exception
    assert "Nothing can be kept" in words(app)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_in_each_language(name: str) -> None:
    for language in LANGUAGES:
        app = page(name)
        app.query_params["lang"] = language
        app.run()
        assert not app.exception


def rows(app: AppTest) -> dict[str, str]:
    from geo.app import results, reviews
    from geo.reviewing.apply import apply

    found = results.found(results.samples())
    after = apply(found.incidents, reviews.store().decisions()).incidents
    return dict(zip(after["incident_id"], after["review"], strict=True))


def test_a_row_is_accepted_rejected_and_taken_back() -> None:
    app = page("review").run()
    first = app.session_state["incident"]
    app.button(key="accept").click().run()
    assert rows(app)[first] == "accepted"
    second = app.session_state["incident"]
    assert second != first
    app.button(key="reject").click().run()
    assert rows(app)[second] == "rejected"
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert set(rows(app).values()) == {"auto"}
    app.button(key="redo").click().run()
    assert rows(app)[first] == "accepted"
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert "nothing to undo" in words(app)


def test_two_reviewers_on_one_row_are_told() -> None:
    one, other = page("review").run(), page("review").run()
    assert one.session_state["incident"] == other.session_state["incident"]
    first = one.session_state["incident"]
    other.session_state["reviewer"] = "ben"
    other.run()
    one.session_state["reviewer"] = "ana"
    one.run()
    one.button(key="accept").click().run()
    other.button(key="reject").click().run()
    assert "ana decided on this incident" in words(other)
    assert rows(other)[first] == "accepted"
    other.button(key="insist").click().run()
    assert rows(other)[first] == "rejected"
    assert "decided on this incident" not in words(other)


def test_nobody_decides_where_the_desk_is_read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_READ_ONLY", "1")
    app = page("review").run()
    assert "not decide" in words(app)
    assert not [button for button in app.button if button.key in ("accept", "reject", "merge", "add_incident")]
    added = page("add").run()
    assert "read-only" in words(added)
    assert not added.text_area


def test_the_public_sees_reviewed_rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    app = page("review").run()
    app.button(key="accept").click().run()
    monkeypatch.setenv("DATELINE_READ_ONLY", "1")
    monkeypatch.setenv("DATELINE_PUBLIC", "reviewed")
    seen = page("map").run()
    assert "1 of 1 shown" in words(seen) or "0 of 1 shown" in words(seen)


def test_a_place_is_typed_and_searched() -> None:
    app = page("review").run()
    app.session_state["place_open"] = True
    first = app.session_state["incident"]
    app.text_input(key="place_position").set_value("35.5, 36.25").run()
    app.button(key="put-position").click().run()
    assert rows(app)[first] == "edited"
    app.text_input(key="place_search").set_value("Jisr al-Shughur").run()
    found = [button for button in app.button if str(button.key).startswith("put-geonames")]
    found[0].click().run()
    assert not app.exception
    app.text_input(key="place_position").set_value("91, 400").run()
    assert "no position" in words(app)


def test_a_typed_position_is_on_the_globe() -> None:
    for text in ("91, 0", "0, 181", "a, b", "1", "1,2,3"):
        with pytest.raises(ValueError):
            placing.position(text)


def test_a_form_gives_back_what_was_changed_alone() -> None:
    before = editing.start({"sub_event_type": "Attack", "modality": "occurred", "fatalities": 3, "actor1": "x"})
    assert editing.changes(before, before) == {}
    after = before | {"fatalities": "", "injured": "many", "actor1": " y "}
    assert editing.changes(before, after) == {"fatalities": None, "injured": "many", "actor1": "y"}


def test_the_next_row_is_never_the_same() -> None:
    assert judging.following("a", ["a"]) is None
    assert judging.following("a", []) is None


def test_an_alias_shows_what_it_changes() -> None:
    app = page("gazetteer").run()
    app.text_input(key="gaz_name").set_value("Jisr al-Shughur").run()
    assert not app.exception
    assert len(app.dataframe[0].value) > 0
    app.text_input(key="place_name").set_value("Qubbat")
    app.text_input(key="place_where").set_value("35.7, 36.4")
    next(button for button in app.button if button.label == "Add the place").click().run()
    assert not app.exception
    assert "Qubbat" in words(app)
    app.text_input(key="gaz_name").set_value("Qubbat").run()
    assert "Qubbat" in set(app.dataframe[0].value["Name"])
    next(button for button in app.button if str(button.key).startswith("drop-")).click().run()
    assert not app.exception


def test_rows_are_exported_with_what_is_to_be_held_back() -> None:
    from geo.app import exporting, results
    from geo.exchanging.protection import Protection
    from geo.table.query import Query

    result = results.found(results.samples())
    whole = exporting.export(result, Query(), "csv").decode()
    held = exporting.export(result, Query(), "csv", Protection("hidden", names_withheld=True)).decode()
    assert whole != held
    assert len(exporting.export(result, Query(reviews=("accepted",)), "csv").splitlines()) < len(whole.splitlines())


def test_an_article_is_marked_from_escaped_text_alone() -> None:
    from geo.app import marks

    text = "<b>a</b> & 'b' \"c\""
    html = marks.html(text, [marks.Mark(0, 8, "incident", "</span><script>", "x"), marks.Mark(3, 20, "date", '"on')])
    assert "<script>" not in html
    assert "<b>" not in html
    assert html.count("<span") == html.count("</span>")


def test_a_pasted_article_is_kept_and_a_second_one_of_its_kind_refused() -> None:
    text = "Rebels shelled the city of Aleppo on Monday, killing 3 civilians, state media said."
    for said in ("1 article added: 1 row found.", "on the desk already"):
        app = page("add").run()
        app.text_area[0].set_value(text)
        app.button[0].click().run()
        assert not app.exception
        assert said in words(app) + " ".join(element.value for element in app.success)
    assert "3 articles" in words(page("map").run())
    app = page("add").run()
    next(button for button in app.button if str(button.key).startswith("remove-")).click().run()
    assert "2 articles" in words(page("map").run())


def _charts(*, empty: bool) -> None:
    from geo.app import charts, results

    found = results.found(results.samples()).incidents
    charts.draw(found.head(0) if empty else found)


def test_charts_are_drawn_of_what_there_is() -> None:
    full = AppTest.from_function(_charts, kwargs={"empty": False}, default_timeout=60).run()
    assert not full.exception
    assert len(full.get("vega_lite_chart")) + len(full.get("arrow_vega_lite_chart")) == 5
    none = AppTest.from_function(_charts, kwargs={"empty": True}, default_timeout=60).run()
    assert "No rows are shown" in none.info[0].value
