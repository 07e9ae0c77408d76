"""The days of an event: statements by their saying, what is ahead by its own words, the rest by the text."""

from __future__ import annotations

import pytest

from geo.extracting import dates, sentences
from geo.extracting.model import Event, Extraction
from geo.linking.draft import When
from geo.linking.timing import when_of
from geo.reading.article import Article
from geo.table.schema import event_type_of


def when(
    text: str,
    trigger: str,
    sub_type: str = "Air/drone strike",
    modality: str = "occurred",
    published: str | None = "2018-09-05",
) -> When:
    doc = sentences.read(Article("a", text, published=published))
    start = text.index(trigger)
    sentence = next(s for s in doc.sentences if s.start <= start < s.end)
    event = Event(
        sentence.index, start, start + len(trigger), trigger, event_type_of(sub_type), sub_type, modality, False, "t",  # type: ignore[arg-type]
        clause_start=sentence.start, clause_end=sentence.end,
    )  # fmt: skip
    return when_of(Extraction(doc, dates=dates.find_dates(doc)), event)[0]


def test_an_event_takes_its_own_day() -> None:
    found = when("On Tuesday, jets struck the town.", "struck")
    assert (found.start, found.end, found.precision, found.told) == ("2018-09-04", "2018-09-04", 1, True)


def test_a_statement_happens_when_it_is_said() -> None:
    assert when("The envoy on Tuesday warned of a battle.", "warned", "Threat or warning").start == "2018-09-04"


def test_a_weekday_ahead_is_the_next_one() -> None:
    assert when("Leaders will meet in Tehran on Friday.", "meet", "Summit or meeting", "planned").start == "2018-09-07"


def test_what_is_threatened_takes_no_date_from_elsewhere() -> None:
    found = when("Jets struck on Tuesday. An offensive could follow.", "offensive", "Armed clash", "threatened")
    assert found.start is None


def test_no_words_give_the_days_up_to_publication_and_say_so() -> None:
    found = when("Jets struck the town.", "struck")
    assert (found.end, found.told, found.text) == ("2018-09-05", False, None)


@pytest.mark.parametrize("published", [None, "not a day"])
def test_without_a_day_of_publication_there_is_no_date(published: str | None) -> None:
    assert when("Jets struck the town.", "struck", published=published).start is None
