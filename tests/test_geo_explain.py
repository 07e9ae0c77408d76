"""`explain` tells for each sentence what was found, rejected and why."""

from __future__ import annotations

from geo.explain import explain
from geo.reading.article import Article

TEXT = (
    "Rebels shelled the city of Aleppo on Monday, killing three civilians, the army said.\n\n"
    "The UN warned of a massacre."
)


def test_each_sentence_is_told_with_its_findings() -> None:
    lines = list(explain(Article("a", TEXT, published="2018-09-05")))
    text = "\n".join(lines)
    for wanted in (
        "[0] prose, 0-84: Rebels shelled",
        "date      'Monday'",
        "place     'Aleppo' (literal)",
        "Shelling/artillery/missile attack",
        "[rule ",
        "why:",
        "where: Aleppo",
        "says so   Army (government)",
        "[1] ",
    ):
        assert wanted in text, wanted


def test_the_incidents_close_the_report() -> None:
    lines = list(explain(Article("a", TEXT, published="2018-09-05")))
    assert any(line.endswith("incidents") for line in lines)


def test_nothing_found_is_said() -> None:
    assert "    nothing found" in list(explain(Article("a", "It was a fine day.")))
