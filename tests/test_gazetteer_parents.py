"""Where the text says that a place lies, and what that rules out."""

from __future__ import annotations

import pytest

import gazetteer
from gazetteer.places import Match


@pytest.fixture(scope="module")
def gaz() -> gazetteer.Gazetteer:
    return gazetteer.load()


def told(text: str, name: str, gaz: gazetteer.Gazetteer) -> Match:
    return next(m for m in gazetteer.geoparse(text, gaz) if m.name == name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Insurgents attacked the town of Palma in northern Mozambique on 24 March.", "Palma"),
        ("Militiamen killed 20 villagers near Mambasa in Ituri province, eastern Congo.", "Mambasa"),
        ("Gunmen struck in northern Burkina Faso. In neighbouring Mali, two died. Solhan was attacked too.", "Solhan"),
    ],
)
def test_a_namesake_abroad_is_not_taken(text: str, name: str, gaz: gazetteer.Gazetteer) -> None:
    match = told(text, name, gaz)
    assert match.place is None
    assert match.candidates
    assert any("text" in reason for reason in match.candidates[0].reasons)


def test_a_namesake_at_home_is_taken(gaz: gazetteer.Gazetteer) -> None:
    match = told("Two people were shot in Cordoba in northern Argentina.", "Cordoba", gaz)
    assert match.place is not None
    assert match.place.country == "AR"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He warned that Moscow would attack again this winter.", "Moscow"),
        ("The army called on Rwanda to withdraw its troops.", "Rwanda"),
        ("The Moscow-installed mayor said shells had fallen.", "Moscow"),
    ],
)
def test_who_may_act_is_a_government(text: str, name: str, gaz: gazetteer.Gazetteer) -> None:
    match = told(text, name, gaz)
    assert match.mention is not None
    assert match.mention.use == "metonym"
