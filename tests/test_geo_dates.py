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
        ("They fled late on Monday and early Tuesday.", "2018-09-03", "2018-09-04", 2),
        ("From Sunday to Tuesday they fled.", "2018-09-02", "2018-09-04", 2),
        ("On Tuesday, September 4, they fled.", "2018-09-04", "2018-09-04", 1),
        ("On Tuesday last week they fled.", "2018-08-28", "2018-08-28", 1),
        ("On September 3-4 it burned.", "2018-09-03", "2018-09-04", 2),
        ("Between 30 August and 2 September it burned.", "2018-08-30", "2018-09-02", 2),
        ("Around 2 July it burned.", "2018-07-01", "2018-07-03", 2),
        ("In the second week of August it burned.", "2018-08-08", "2018-08-14", 3),
        ("Between May and July 2017 it burned.", "2017-05-01", "2017-07-31", 5),
        ("In late 2015 it burned.", "2015-09-01", "2015-12-31", 5),
        ("Late last year it burned.", "2017-09-01", "2017-12-31", 5),
        ("In the 1990s it burned.", "1990-01-01", "1999-12-31", 5),
        ("The 2013 sarin attack.", "2013-01-01", "2013-12-31", 5),
        ("The April attack.", "2018-04-01", "2018-04-30", 4),
        ("In April last year it burned.", "2017-04-01", "2017-04-30", 4),
        ("In March 10 people died.", "2018-03-01", "2018-03-31", 4),
        ("During the past week ten died.", "2018-08-29", "2018-09-05", 3),
        ("A few days ago it burned.", "2018-09-02", "2018-09-05", 2),
        ("Over the weekend it burned.", "2018-09-01", "2018-09-02", 2),
        ("Since the weekend it burned.", "2018-09-01", "2018-09-05", 2),
        ("They left the day before Friday's summit is to be held.", "2018-09-06", "2018-09-06", 1),
        ("On New Year's Eve it burned.", "2017-12-31", "2017-12-31", 1),
        ("It burned on 3-Sep-18.", "2018-09-03", "2018-09-03", 1),
        ("It burned on 03/09/2018.", "2018-09-03", "2018-09-03", 1),
        ("It burned on 04/05/2017.", "2017-04-05", "2017-05-04", 5),
        ("The truce expires on Saturday.", "2018-09-08", "2018-09-08", 1),
        ("By Monday the town had fallen.", "2018-09-03", "2018-09-03", 1),
        ("Elections are scheduled for December.", "2018-12-01", "2018-12-31", 4),
        ("It is due in the coming days.", "2018-09-05", "2018-09-08", 2),
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
        "Troops march 10 miles a day.",
        "The Sunday Times told of Black Friday and Bloody Sunday.",
        "They meet every Friday.",
        "The 25 January Revolution failed.",
        "He paid $2016 for 2,000 rounds.",
        "Theresa May spoke.",
    ],
)
def test_no_date(text: str) -> None:
    assert dates_of(text) == []


def test_relative_words_stay_words_without_a_publication_date() -> None:
    (found,) = dates_of("It was hit on Tuesday.", None)
    assert (found.text, found.start_date, found.end_date) == ("Tuesday", None, None)


def test_other_calendars_stay_words() -> None:
    assert [(d.text, d.start_date) for d in dates_of("On 12 Muharram and in Ramadan they fasted.")] == [
        ("12 Muharram", None),
        ("in Ramadan", None),
    ]


def test_the_year_of_a_text_holds_for_its_other_days_where_no_publication_day_is_known() -> None:
    found = dates_of("On 3 May 2016 they met. On 5 May they left.", None)
    assert [d.start_date for d in found] == ["2016-05-03", "2016-05-05"]


def test_days_are_counted_from_the_date_last_told() -> None:
    text = "On August 20 it burned. The same night they fled. Two days later they came back."
    assert [d.start_date for d in dates_of(text)] == ["2018-08-20", "2018-08-20", "2018-08-22"]


def test_days_are_counted_from_a_summit_that_the_text_dates() -> None:
    text = "They met two days before a summit. It is to be decided before Friday's summit."
    assert [d.start_date for d in dates_of(text)] == ["2018-09-05", "2018-09-07"]


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


@pytest.mark.parametrize(
    ("text", "trigger", "start"),
    [
        ("On Sunday, men of a militia who had come from afar killed ten after Friday's raid.", "killed", "2018-09-02"),
        ("Monday's raid killed ten, and on Tuesday a shell killed two.", "shell", "2018-09-04"),
        ("Rebels took the town on Monday, two days after Saturday's raid.", "took", "2018-09-03"),
        ("A bomb killed two on Sunday while leaders will meet on Friday.", "killed", "2018-09-02"),
    ],
)
def test_the_date_of_an_event_is_that_of_its_clause(text: str, trigger: str, start: str) -> None:
    date = chosen(text, trigger)
    assert date is not None
    assert date.start_date == start


def test_a_limit_is_no_date() -> None:
    text = "On Tuesday, the envoy urged them to agree before Friday's summit, which will be held in Tehran."
    date = chosen(text, "agree")
    assert date is not None
    assert date.end_date == "2018-09-04"


def test_the_occasion_itself_is_on_its_own_day() -> None:
    date = chosen("They met two days before a summit. Friday's summit is expected to decide.", "summit")
    assert date is not None
    assert date.start_date == "2018-09-07"


def test_a_day_still_ahead_is_not_carried_over() -> None:
    date = chosen("They will meet on Friday. Raids killed 13.", "Raids")
    assert date is not None
    assert date.start == -1


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


def test_dates_of_other_sentences_are_not_walked() -> None:
    text = "Raids hit Idlib on Monday. " * 200 + "Shells hit Homs on Tuesday. Two villages were burned."
    doc = read(Article(id="a", text=text, published="2018-09-05"))
    dates = find_dates(doc)
    assert [d.start for d in dates] == sorted(d.start for d in dates)
    last = len(doc.sentences) - 1
    chosen = {
        n: choose_date(
            doc, dates, sentence=n, start=doc.sentences[n].start, end=doc.sentences[n].start + 5, published="2018-09-05"
        )
        for n in (0, last - 1, last)
    }
    days = {n: date.start_date for n, date in chosen.items() if date is not None}
    assert days == {0: "2018-09-03", last - 1: "2018-09-04", last: "2018-09-04"}


def test_a_paragraph_that_names_another_place_takes_no_day_over() -> None:
    text = "Gunmen killed 80 people in Daletti on Tuesday.\n\nMilitia killed five women in the Quraysha area."
    doc = read(Article(id="a", text=text, published="2021-01-20"))
    chosen = choose_date(doc, find_dates(doc), sentence=1, start=56, end=62, published="2021-01-20")
    assert chosen is not None
    assert chosen.reason.startswith("no time is told")


def test_a_carried_day_is_inexact() -> None:
    text = "Gunmen killed 80 people in Daletti on Tuesday. They burned ten houses."
    doc = read(Article(id="a", text=text, published="2021-01-20"))
    chosen = choose_date(doc, find_dates(doc), sentence=1, start=52, end=58, published="2021-01-20")
    assert chosen is not None
    assert (chosen.start_date, chosen.precision) == ("2021-01-19", 2)
