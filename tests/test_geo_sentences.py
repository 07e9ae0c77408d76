"""Sentences, paragraphs and tokens: every offset holds, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extracting.sentences import read
from geo.extracting.tokens import tokenize
from geo.reading.article import Article


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in read(Article(id="a", text=text)).sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Gen. Haftar spoke. He left.", ["Gen. Haftar spoke.", "He left."]),
        ("They met U.S. Ambassador Haley. It rained.", ["They met U.S. Ambassador Haley.", "It rained."]),
        ("He lives in the U.S. The U.N. objects.", ["He lives in the U.S.", "The U.N. objects."]),
        ("J. Smith died at 3.5 km. Two fled.", ["J. Smith died at 3.5 km. Two fled."]),
        ("“It must stop.” She left.", ["“It must stop.”", "She left."]),
        ("Strikes in response.Syrian families fled.", ["Strikes in response.", "Syrian families fled."]),
        ("IT BURNED. THEY FLED.", ["IT BURNED.", "THEY FLED."]),
        ("One line\nanother line", ["One line", "another line"]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_wrapped_lines_are_one_paragraph() -> None:
    text = "\n".join(
        [
            "THE ARCE BATTALION COMMAND HAS REPORTED THAT ABOUT",
            "50 PEASANTS OF VARIOUS AGES HAVE BEEN KIDNAPPED",
            "BY UNKNOWN MEN.",
        ]
    )
    assert len(cut(text)) == 1


def test_kinds() -> None:
    text = "Raid kills two\n\nA man is seen running in Idlib.\n\nBlow to the centre\n\nJets struck the town. Two died."
    kinds = [s.kind for s in read(Article(id="a", text=text)).sentences]
    assert kinds == ["headline", "caption", "heading", "prose", "prose"]


def test_possessives_and_hyphens() -> None:
    assert [t.text for t in tokenize("Syria’s Turkish-backed rebels, N’Djamena")] == [
        *("Syria", "’s", "Turkish-backed", "rebels", ",", "N’Djamena"),
    ]


@given(st.text(max_size=400))
def test_offsets_hold_for_any_text(text: str) -> None:
    doc = read(Article(id="a", text=text))
    last = 0
    for sentence in doc.sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text
    assert "".join(t.text for s in doc.sentences for t in s.tokens) == "".join(text.split())


def test_a_long_text_takes_linear_time() -> None:
    text = "Shells fell on the town and two people died. " * 20_000
    assert len(read(Article(id="a", text=text)).sentences) == 20_000
