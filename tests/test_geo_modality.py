"""How real an event is, and whether it is recalled from earlier."""

from __future__ import annotations

import pytest

from geo.extracting.actors import find_actors
from geo.extracting.events import find_events
from geo.extracting.model import Event
from geo.extracting.sentences import read
from geo.reading.article import Article


def _events(text: str, published: str | None = "2018-09-05") -> list[Event]:
    doc = read(Article(id="a", text=text, published=published))
    return [e for e in find_events(doc, find_actors(doc))[0] if e.event_type != "Humanitarian figure"]


CASES: tuple[tuple[str, list[str]], ...] = (
    ("The rebels attacked the base.", ["occurred"]),
    ("The rebels allegedly attacked the base.", ["alleged"]),
    ("The army accused the rebels of attacking the base.", ["alleged"]),
    ("The rebels were blamed for the attack on the base.", ["alleged"]),
    ("The rebels denied attacking the base.", ["denied"]),
    ("The rebels denied responsibility for the attack on the base.", ["denied"]),
    ("The rebels threatened to attack the base.", ["threatened"]),
    ("The rebels vowed to attack the base.", ["threatened"]),
    ("The rebels plan to attack the base.", ["planned"]),
    ("The rebels are preparing an attack on the base.", ["planned"]),
    ("The army will attack the rebels.", ["planned"]),
    ("The rebels did not attack the base.", []),
    ("The rebels have never attacked the base.", []),
    ("No attack on the base was reported.", []),
    ("If the rebels attack the base, the army will leave.", []),
    ("It is not known whether the rebels attacked the base.", []),
    ("The rebels tried to attack the base.", ["occurred"]),
    ("The rebels began to attack the base.", ["occurred"]),
    ("The rebels claimed responsibility for the attack on the base.", ["occurred"]),
    ("The president condemned the attack on the base by rebels.", ["occurred"]),
    ("The army moved in to prevent an attack on the base by rebels.", ["threatened"]),
    ("Fears of a massacre by the rebels grew.", []),
    ("The envoy wants to avert a bloodbath in the rebel city.", []),
    ("The army should have shelled the rebels, he said.", []),
)


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[t for t, _ in CASES])
def test_modality(text: str, expected: list[str]) -> None:
    told = [e.modality for e in _events(text) if e.event_type not in ("Diplomacy", "Strategic developments")]
    assert told == expected


BACKGROUND = (
    ("Rebels shelled the town on Monday.", False),
    ("Rebels shelled the town in April.", True),
    ("Rebels shelled the town last year.", True),
    ("Rebels shelled the town in 2015.", True),
    ("Rebels shelled the town three years ago.", True),
    ("Rebels have repeatedly shelled the town.", True),
    ("Rebels shelled the town in September.", False),
    ("Rebels shelled the town overnight.", False),
    ("Rebels shelled the town.", False),
)


@pytest.mark.parametrize(("text", "expected"), BACKGROUND, ids=[t for t, _ in BACKGROUND])
def test_background(text: str, expected: bool) -> None:
    assert [e.background for e in _events(text)] == [expected]


def test_what_follows_background_in_response_is_background() -> None:
    text = "The army gassed the town of Douma in April. France carried out air strikes in response."
    assert [e.background for e in _events(text)] == [True, True]


def test_without_a_publication_date_a_month_says_nothing() -> None:
    assert [e.background for e in _events("Rebels shelled the town in April.", None)] == [False]


def test_a_denial_ends_where_the_speaker_goes_on() -> None:
    text = "A spokesman denied that civilians had been killed and said the army had repelled an attack by rebels."
    told = [(e.sub_event_type, e.modality) for e in _events(text) if e.event_type != "Diplomacy"]
    assert told == [("Attack", "denied"), ("Armed clash", "occurred")]


def test_a_question_tells_nothing() -> None:
    assert _events("Is an attack by the rebels on the city to come?") == []


def test_a_plan_is_shared_by_the_verbs_it_joins() -> None:
    text = "The rebels plotted to kill the governor and then attack a police station."
    assert {e.modality for e in _events(text)} == {"planned"}


def test_a_meeting_ahead_is_planned() -> None:
    text = "Two days before a summit of the presidents in Tehran, rebels shelled the town."
    first = _events(text)[0]
    assert (first.sub_event_type, first.modality) == ("Summit or meeting", "planned")
