"""Who says so: speakers, shapes, scope, carry-over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extracting import sentences
from geo.extracting.attribution import find_attributions
from geo.extracting.model import Attribution
from geo.reading.article import Article


def read(text: str) -> tuple[Attribution, ...]:
    return find_attributions(sentences.read(Article("a", text)))


@pytest.mark.parametrize(
    ("text", "speaker", "kind", "confidence"),
    [
        ("Raids killed 13, the Syrian Observatory for Human Rights war monitor said.",
         "Syrian Observatory for Human Rights", "monitor", "claimed"),
        ("Fire hit the town, according to the Britain-based Observatory, which relies on a network of sources.",
         "Syrian Observatory for Human Rights", "monitor", "claimed"),
        ("Families fled the area, said the Syrian Human Rights Observatory.",
         "Syrian Observatory for Human Rights", "monitor", "claimed"),
        ("Moscow said four of its jets struck targets.", "Russia", "government", "claimed"),
        ("The Russian Foreign Ministry said it would go on.", "Russia", "government", "claimed"),
        ("Putin's spokesman, Dmitry Peskov, said the city was calm.", "Russia", "government", "claimed"),
        ("Moscow has accused armed groups of sending drones.", "Russia", "government", "accused"),
        ("Rescue workers accused regime forces of killing 40 people.", "rescue workers", "witness", "accused"),
        ("Syrian activists said the shelling went on.", "activists", "witness", "claimed"),
        ("State media reported that rebels shelled the port.", "state media", "media", "claimed"),
        ("Police said two men were shot.", "police", "government", "claimed"),
        ("The Taliban claimed responsibility for the attack.", "Taliban", "armed group", "claimed"),
        ('"We fled," said Abu Naser, who left in a truck.', "Abu Naser", "other", "claimed"),
        ("ACCORDING TO POLICE, A BOMB EXPLODED DOWNTOWN.", "police", "government", "claimed"),
        ("The troops reportedly burned the village.", "unnamed", "other", "possible"),
        ("The army has repeatedly been accused of using gas.", "unnamed", "other", "accused"),
    ],
)  # fmt: skip
def test_who_says_so(text: str, speaker: str, kind: str, confidence: str) -> None:
    found = read(text)
    assert (found[0].speaker, found[0].speaker_type, found[0].confidence) == (speaker, kind, confidence)


@pytest.mark.parametrize(
    "text",
    [
        "Troops have been massing on the edges of the province for weeks.",
        "The blast claimed the lives of 13 people.",
        "The sign says nothing.",
        "Shelling was reported in the east.",
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert read(text) == ()


def test_a_chain_keeps_the_medium() -> None:
    said = read("Activists told AFP that shells fell on the market.")[0]
    assert (said.speaker, said.via) == ("activists", "Agence France-Presse")
    quoted = read("Interfax quoted the defence ministry as saying jets had hit a depot.")[0]
    assert (quoted.speaker, quoted.via) == ("defence ministry", "Interfax")


def test_the_monitor_of_the_document_is_meant_by_a_short_name() -> None:
    found = read(
        "Families fled, said the Syrian Human Rights Observatory.\n\n"
        "Artillery killed one civilian, the war monitor based in Britain added."
    )
    assert {said.speaker for said in found} == {"Syrian Observatory for Human Rights"}


def test_pronouns_go_back_to_the_last_speaker() -> None:
    found = read("Erdogan said a massacre could take place. He said talks went on.")
    assert [said.speaker for said in found] == ["Turkey", "Turkey"]


def test_a_paragraph_carries_its_speaker_on_and_a_new_one_does_not() -> None:
    found = read("Police said a bomb went off. Three people died.\n\nTroops moved north.")
    assert [said.speaker for said in found] == ["police", "police"]
    assert found[1].reason.startswith("carried over")


def test_a_closing_speaker_covers_the_sentence_and_an_opening_one_what_follows() -> None:
    text = "Raids killed 13, the army said."
    said = read(text)[0]
    assert (said.scope_start, said.scope_end) == (0, len(text))
    text = "Shells fell on Monday but the army said rebels fired them."
    assert read(text)[0].scope_start == text.index("the army")


@given(st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_inside(text: str) -> None:
    for said in read(text):
        assert 0 <= said.start < said.end <= len(text)
        assert 0 <= said.scope_start <= said.scope_end <= len(text)


def test_a_sentence_that_names_a_new_place_is_the_reporters_own() -> None:
    text = (
        "Shells hit Kherson on Sunday, the governor said. A school burned. Its roof fell in. "
        "A drone hit a bus in Nikopol. Two people were hurt."
    )
    doc = sentences.read(Article(id="a", text=text))
    scopes = [text[found.scope_start : found.scope_end] for found in find_attributions(doc)]
    assert scopes == ["Shells hit Kherson on Sunday, the governor said.", "A school burned.", "Its roof fell in."]


def test_a_ministry_with_its_field_is_not_the_last_speaker() -> None:
    found = read("The governor said the town was calm. A strike killed 14 militants, the defence ministry said.")
    assert [one.speaker for one in found] == ["governor", "defence ministry"]
