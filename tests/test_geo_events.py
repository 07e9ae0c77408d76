"""What happened: golden sentences, traps, and how mentions of one happening become one event."""

from __future__ import annotations

from pathlib import Path

import pytest
from extraction_cases import EVENTS, TRAPS

from geo.extracting.actors import find_actors
from geo.extracting.events import find_events
from geo.extracting.model import Event, Rejection
from geo.extracting.sentences import read
from geo.reading.article import Article

_TALK = {"Diplomacy", "Humanitarian figure"}


def _read(text: str, published: str | None = "2020-06-15") -> tuple[tuple[Event, ...], tuple[Rejection, ...]]:
    doc = read(Article(id="a", text=text, published=published))
    return find_events(doc, find_actors(doc))


def _told(text: str, published: str | None = "2020-06-15") -> list[tuple[str, str]]:
    return [(e.sub_event_type, e.modality) for e in _read(text, published)[0] if e.event_type not in _TALK]


@pytest.mark.parametrize(("text", "expected"), EVENTS, ids=[t[:50] for t, _ in EVENTS])
def test_sentence_tells_exactly_these_events(text: str, expected: list[tuple[str, str]]) -> None:
    assert _told(text) == expected


SENTENCES = [
    line
    for line in (Path(__file__).parent / "golden" / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("line", SENTENCES, ids=[line[:50] for line in SENTENCES])
def test_golden_sentence(line: str) -> None:
    text, _, wanted = line.partition(" =>")
    expected = [one.strip().partition("|") for one in wanted.split(";") if one.strip()]
    assert sorted(_told(text)) == sorted((sub, modality or "occurred") for sub, _, modality in expected)


@pytest.mark.parametrize("text", TRAPS, ids=[t[:50] for t in TRAPS])
def test_trap_tells_of_no_event(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(("text", "expected"), EVENTS[:60], ids=[t[:50] for t, _ in EVENTS[:60]])
def test_capitals_throughout_tell_the_same(text: str, expected: list[tuple[str, str]]) -> None:
    told = _told(text.upper())
    assert [sub for sub, _ in told][:1] == [sub for sub, _ in expected][:1] or not told


def test_every_event_shows_its_words_and_its_rule() -> None:
    text = "Rebels shelled Salma on Monday. Two soldiers were killed in an ambush near Kidal."
    events, _ = _read(text)
    assert [text[e.start : e.end] for e in events] == [e.text for e in events]
    assert all(e.rule and e.clause_start <= e.start < e.end <= e.clause_end for e in events)


def test_noun_and_verb_of_one_strike_are_one_event() -> None:
    text = "Warplanes bombed the camp in an air strike that killed nine people."
    assert _told(text) == [("Air/drone strike", "occurred")]


def test_two_happenings_with_doers_of_their_own_are_two() -> None:
    text = "Turkish forces shelled Tel Rifaat, while Syrian troops shelled Al-Bab."
    events, _ = _read(text)
    assert [e.actor1.name if e.actor1 else None for e in events] == ["Turkish forces", "Syrian government forces"]


def test_casualties_go_into_the_act_that_caused_them() -> None:
    events, rejections = _read("A car bomb killed 12 people and wounded 30 in Baidoa.")
    assert [e.sub_event_type for e in events] == ["Remote explosive/landmine/IED"]
    assert any("told in the same sentence" in r.reason or "same" in r.reason for r in rejections) or not rejections


def test_later_mention_points_back() -> None:
    events, _ = _read("Gunmen raided a village in Ituri. The attack killed 14 people.")
    assert [e.refers_to for e in events] == [None, events[0].start]


def test_bare_later_mention_is_not_told_again() -> None:
    events, rejections = _read("Gunmen killed 14 villagers in Ituri. The attack shocked the region.")
    assert len(events) == 1
    assert any(r.reason.startswith("refers back") for r in rejections)


def test_an_attack_takes_the_weapon_told_after_it() -> None:
    text = "An attack on a bar in Bukavu wounded three people. A grenade was thrown at the terrace."
    assert _told(text)[0] == ("Grenade", "occurred")


def test_facility_put_out_of_service_names_the_facility() -> None:
    text = "Rescue workers said their centre was forced to close after damage in air strikes."
    events, _ = _read(text)
    first = events[0]
    assert first.target is not None
    assert (first.sub_event_type, first.target.target_type) == ("Other", "rescue centre")


def test_arrest_over_a_crime_is_the_crime() -> None:
    assert _told("Police arrested a man in connection with three rapes in Newark.") == [("Sexual violence", "occurred")]


def test_casualties_told_after_belong_to_the_event_before() -> None:
    events, _ = _read("A car bomb exploded in Baidoa. At least 12 people were killed.")
    assert [(e.sub_event_type, e.refers_to) for e in events] == [
        ("Remote explosive/landmine/IED", None),
        ("Remote explosive/landmine/IED", events[0].start),
    ]


def test_strikes_told_of_before_explain_a_bare_strike() -> None:
    assert [s for s, _ in _told("Israeli air strikes hit Gaza. One strike hit a school.")] == ["Air/drone strike"] * 2


def test_crime_without_conflict_is_no_incident_but_the_killing_of_a_journalist_is() -> None:
    assert _told("A man was killed in a flat in Leeds.") == []
    assert _told("A journalist was killed in a flat in Valletta.") == [("Attack", "occurred")]


def test_a_total_of_the_war_is_a_figure() -> None:
    events, _ = _read("The war has displaced more than 11 million people.")
    assert [(e.event_type, e.background) for e in events] == [("Humanitarian figure", True)]


def test_nothing_in_nothing() -> None:
    assert _read("") == ((), ())
    assert _read("The weather was fine.")[0] == ()


def test_rejections_name_rule_and_reason() -> None:
    _, rejections = _read("Aid groups fear a massacre if the city falls.")
    assert [(r.text, bool(r.rule), "hypothetical" in r.reason) for r in rejections if r.text == "massacre"] == [
        ("massacre", True, True)
    ]


def test_same_text_same_answer() -> None:
    text = " ".join(t for t, _ in EVENTS)
    assert _read(text) == _read(text)


def test_one_endless_line_takes_no_endless_time() -> None:
    assert len(_told("rebels attacked soldiers in the town and " * 2500)) > 1


@pytest.mark.parametrize(
    "text", ["bomb " * 3000, "(((((" * 500, "the attack on the attack on " * 300, "\u202e\x00 attack"]
)
def test_hostile_text_comes_through(text: str) -> None:
    events, rejections = _read(text)
    assert all(text[e.start : e.end] == e.text for e in events)
    assert all(text[r.start : r.end] == r.text for r in rejections)


def test_stun_grenade_is_no_grenade_attack() -> None:
    told = _told("Riot police fired stun grenades and beat demonstrators with truncheons in the square.")
    assert "Grenade" not in [sub for sub, _ in told]
    assert len(told) == 1
    assert _told("Gunmen murdered a trader with a grenade in the market.")[0][0] == "Grenade"
