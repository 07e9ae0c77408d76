"""Who can act and who can be hit."""

from __future__ import annotations

from itertools import pairwise

import pytest

from geo.extracting.actors import find_actors
from geo.extracting.events import find_events
from geo.extracting.model import ActorMention
from geo.extracting.sentences import read
from geo.reading.article import Article


def _actors(text: str) -> list[ActorMention]:
    return list(find_actors(read(Article(id="a", text=text))))


CASES = (
    ("Boko Haram attacked a school.", "Boko Haram", "Boko Haram", "Rebel group"),
    ("Al-Shabab fighters attacked a school.", "Al-Shabab fighters", "Al-Shabaab", "Rebel group"),
    ("ISIS militants fled.", "ISIS militants", "Islamic State", "Rebel group"),
    ("Russian warplanes struck.", "Russian warplanes", "Russian forces", "State forces"),
    ("Russian airstrikes hit the town.", "Russian", "Russian forces", "State forces"),
    ("The Nigerian army said so.", "Nigerian army", "Nigerian forces", "State forces"),
    ("The army of Myanmar advanced.", "army", "Burmese forces", "State forces"),
    ("Kenyan police fired tear gas.", "Kenyan police", "Kenyan police", "State forces"),
    ("Moscow said it had struck the town.", "Moscow", "Government of Russia", "State forces"),
    ("Turkey's president warned of war.", "Turkey's president", "Government of Turkey", "State forces"),
    ("Turkish-backed rebels advanced.", "Turkish-backed rebels", "Turkish-backed rebels", "Rebel group"),
    ("US-backed forces advanced on the town.", "US-backed forces", "US-backed forces", "Rebel group"),
    ("Kurdish forces advanced.", "Kurdish forces", "Kurdish forces", "Rebel group"),
    ("Unidentified gunmen opened fire.", "Unidentified gunmen", "Unidentified gunmen", "Political militia"),
    ("Israeli settlers burned trees.", "Israeli settlers", "Israeli settlers", "Identity militia"),
    ("A mob killed two men.", "mob", "Mob", "Rioters"),
    ("Protesters marched.", "Protesters", "Protesters", "Protesters"),
    ("Residents left.", "Residents", "civilians", "Civilians"),
    ("The SDF took the town.", "SDF", "Syrian Democratic Forces", "Rebel group"),
    ("RSF troops entered El Obeid.", "RSF troops", "Rapid Support Forces", "Rebel group"),
)


@pytest.mark.parametrize(("text", "written", "name", "actor_type"), CASES, ids=[c[0] for c in CASES])
def test_actor(text: str, written: str, name: str, actor_type: str) -> None:
    first = _actors(text)[0]
    assert (first.text, first.name, first.actor_type) == (written, name, actor_type)
    assert text[first.start : first.end] == first.text


@pytest.mark.parametrize("text", ["He flew to Moscow.", "Fighting in Syria went on.", "Troops left from Ankara."])
def test_a_place_is_no_government(text: str) -> None:
    assert not [m for m in _actors(text) if m.name.startswith("Government")]


def test_forces_without_a_nation_are_those_of_the_article_country() -> None:
    text = "Fighting went on in Syria. Regime forces shelled the town."
    regime = next(m for m in _actors(text) if m.text == "Regime forces")
    assert (regime.name, regime.country, regime.text) == ("Syrian government forces", "SY", "Regime forces")


def test_its_jets_are_those_of_the_country_named_before() -> None:
    text = "The battle for Syria's Idlib raged. Moscow said four of its jets struck."
    assert next(m for m in _actors(text) if m.text == "jets").name == "Russian forces"


def test_short_acronym_needs_capitals_and_ambiguous_one_its_country() -> None:
    assert not [m for m in _actors("He is in a car.") if m.role == "actor"]
    assert not [m for m in _actors("The AA advised drivers.") if m.role == "actor"]
    assert [m.name for m in _actors("The AA seized a base in Myanmar.") if m.role == "actor"] == ["Arakan Army"]


@pytest.mark.parametrize(
    ("word", "target_type"),
    [
        ("hospital", "hospital"),
        ("school", "school"),
        ("mosque", "place of worship"),
        ("market", "market or business"),
        ("refugee camp", "camp for displaced people"),
        ("power plant", "energy facility"),
        ("rescue centre", "rescue centre"),
        ("pipeline", "oil and gas facility"),
        ("embassy", "embassy"),
    ],
)
def test_facilities_are_targets(word: str, target_type: str) -> None:
    mention = next(m for m in _actors(f"Shells hit a {word}.") if m.role == "target")
    assert mention.target_type == target_type


ROLES = (
    ("Rebels attacked soldiers near Aweil.", "Rebels", "Soldiers", None),
    ("Soldiers were attacked by rebels near Aweil.", "Rebels", "Soldiers", None),
    ("Islamic State fighters shelled a hospital.", "Islamic State", None, "hospital"),
    ("A hospital was shelled by Islamic State fighters.", "Islamic State", None, "hospital"),
    ("Russian airstrikes on a school killed nine.", "Russian forces", None, "school"),
    ("Air strikes by Russian jets hit a school.", "Russian forces", None, "school"),
    ("Russian warplanes resumed airstrikes on a market.", "Russian forces", None, "market or business"),
    ("Gunmen who attacked a church fled.", "Gunmen", None, "place of worship"),
    ("Soldiers and rebels fought in Bamenda.", "Soldiers", "Rebels", None),
    ("Troops came under fire from militants in Sinai.", "Militants", "Troops", None),
    ("The United States, France and Britain carried out air strikes on a school.", "American forces", None, "school"),
    ("Moscow accused rebels of attacking a hospital.", "Rebels", None, "hospital"),
    ("The Houthis attacked a tanker with two drones.", "Houthi forces", None, "vehicle"),
    ("Clashes between the Taliban and Afghan forces killed ten.", "Taliban", "Afghan forces", None),
)


@pytest.mark.parametrize(("text", "agent", "other", "target"), ROLES, ids=[r[0] for r in ROLES])
def test_who_did_it_to_whom(text: str, agent: str, other: str | None, target: str | None) -> None:
    doc = read(Article(id="a", text=text))
    event = find_events(doc, find_actors(doc))[0][0]
    assert event.actor1 is not None
    assert event.actor1.name == agent
    assert (event.actor2.name if event.actor2 else None) == other
    assert (event.target.target_type if event.target else None) == target


def test_mentions_do_not_overlap() -> None:
    mentions = _actors("Islamic State fighters and Syrian army soldiers attacked a police station in Syria's Hama.")
    assert all(a.end <= b.start for a, b in pairwise(mentions))
