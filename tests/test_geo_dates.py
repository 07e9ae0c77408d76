"""Date expressions against the publication date, and the date of an event. Published: Wednesday 5 September 2018."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extracting import calendar
from geo.extracting.dates import choose_date, find_dates
from geo.extracting.model import DateMention
from geo.extracting.sentences import read
from geo.reading.article import Article

PUBLISHED = "2018-09-05"


def dates_of(text: str, published: str | None = PUBLISHED) -> list[DateMention]:
    return list(find_dates(read(Article(id="a", text=text, published=published))))


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("Shells fell on Tuesday.", "2018-09-04", "2018-09-04", 1),
        ("Shells fell Wednesday.", "2018-09-05", "2018-09-05", 1),
        ("Shells fell on Thursday night.", "2018-08-30", "2018-08-30", 1),
        ("It happened last Wednesday.", "2018-08-29", "2018-08-29", 1),
        ("They will meet on Friday.", "2018-09-07", "2018-09-07", 1),
        ("Friday's summit is expected to decide.", "2018-09-07", "2018-09-07", 1),
        ("They have fled since Monday.", "2018-09-03", "2018-09-05", 2),
        ("It was hit yesterday.", "2018-09-04", "2018-09-04", 1),
        ("It was hit last night.", "2018-09-04", "2018-09-04", 1),
        ("It was hit overnight.", "2018-09-04", "2018-09-05", 2),
        ("Talks resume tomorrow.", "2018-09-06", "2018-09-06", 1),
        ("In the past 24 hours two died.", "2018-09-04", "2018-09-05", 2),
        ("In the last few days they left.", "2018-09-02", "2018-09-05", 2),
        ("In recent weeks they left.", "2018-08-15", "2018-09-05", 4),
        ("Two days ago it burned.", "2018-09-03", "2018-09-03", 1),
        ("It burned in April.", "2018-04-01", "2018-04-30", 4),
        ("It burned in December.", "2017-12-01", "2017-12-31", 4),
        ("It burned in early March.", "2018-03-01", "2018-03-10", 4),
        ("It burned on April 4.", "2018-04-04", "2018-04-04", 1),
        ("It burned on 4 April 2017.", "2017-04-04", "2017-04-04", 1),
        ("It burned on Apr. 4.", "2018-04-04", "2018-04-04", 1),
        ("It burned on 2018-08-31.", "2018-08-31", "2018-08-31", 1),
        ("It burned on 31/08/2018.", "2018-08-31", "2018-08-31", 1),
        ("Last year it was designated.", "2017-01-01", "2017-12-31", 5),
        ("Since 2011 many have died.", "2011-01-01", "2018-09-05", 5),
        ("In the summer of 2016 it fell.", "2016-06-01", "2016-08-31", 5),
        ("ON 30 DECEMBER THEY STRUCK.", "2017-12-30", "2017-12-30", 1),
    ],
)
def test_expressions(text: str, start: str, end: str, precision: int) -> None:
    (found,) = dates_of(text)
    assert (found.start_date, found.end_date, found.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital.",
        "He was held for three days.",
        "Strikes resumed after a 22-day pause.",
        "Resolution 2254 was passed.",
        "The sun set.",
    ],
)
def test_no_date(text: str) -> None:
    assert dates_of(text) == []


def test_relative_words_stay_words_without_a_publication_date() -> None:
    (found,) = dates_of("It was hit on Tuesday.", None)
    assert (found.text, found.start_date, found.end_date) == ("Tuesday", None, None)


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert dates_of("It burned on 31 February.") == []


def test_earlier_dates_are_background() -> None:
    assert [d.background for d in dates_of("In April it burned. On Tuesday it burned again.")] == [True, False]


def test_a_dateline_stands_in_for_the_publication_date() -> None:
    text = "SAN SALVADOR, 3 JAN 90 -- [TEXT] A BOMB WENT OFF YESTERDAY."
    assert [d.start_date for d in dates_of(text, None)] == ["1990-01-03", "1990-01-02"]


def chosen(text: str, trigger: str, published: str | None = PUBLISHED) -> DateMention | None:
    doc = read(Article(id="a", text=text, published=published))
    start = text.index(trigger)
    sentence = next(s.index for s in doc.sentences if s.start <= start < s.end)
    end = start + len(trigger)
    return choose_date(doc, find_dates(doc), sentence=sentence, start=start, end=end, published=published)


def test_the_date_of_a_saying_is_not_the_event_s() -> None:
    date = chosen("Shells fell on Monday, officials said on Tuesday.", "fell")
    assert date is not None
    assert date.start_date == "2018-09-03"
    date = chosen("On Tuesday, rescue teams said their base was bombed.", "bombed")
    assert date is not None
    assert (date.start_date, date.end_date, date.precision) == ("2018-09-02", "2018-09-04", 2)


def test_a_date_is_carried_over_to_the_next_sentence() -> None:
    date = chosen("On Tuesday, jets resumed their strikes. Raids killed 13.", "Raids")
    assert date is not None
    assert date.start_date == "2018-09-04"


def test_no_time_told_is_the_days_up_to_the_report() -> None:
    date = chosen("Raids killed 13.", "Raids")
    assert date is not None
    assert (date.start, date.start_date, date.end_date) == (-1, "2018-09-02", "2018-09-05")
    assert chosen("Raids killed 13.", "Raids", None) is None


@given(st.text(max_size=200), st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_any_text_is_read_and_offsets_hold(text: str, published: dt.date | None) -> None:
    for found in dates_of(text, published.isoformat() if published else None):
        assert found.text == text[found.start : found.end]
        assert (found.start_date or "") <= (found.end_date or "")


@given(st.dates(dt.date(1900, 1, 10), dt.date(2100, 1, 1)), st.integers(0, 6))
def test_weekdays_look_back_at_most_six_days(published: dt.date, weekday: int) -> None:
    day = calendar.weekday_before(published, weekday)
    assert day.weekday() == weekday
    assert 0 <= (published - day).days <= 6
