"""Dates of the golden sentences: the days on which what is told may have happened."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import pytest

from geo.extracting.dates import choose_date, find_dates
from geo.extracting.sentences import read
from geo.reading.article import Article

GOLDEN: Final = tomllib.loads((Path(__file__).parent / "golden" / "dates.toml").read_text(encoding="utf-8"))
PUBLISHED: Final = "2024-05-15"


@pytest.mark.parametrize("sentence", GOLDEN["sentence"], ids=lambda sentence: str(sentence["text"])[:60])
def test_a_golden_sentence_dates_its_act(sentence: dict[str, str]) -> None:
    doc = read(Article(id="a", text=sentence["text"], published=PUBLISHED))
    start = sentence["text"].index(sentence["act"])
    holder = max(s.index for s in doc.sentences if s.start <= start)
    found = choose_date(
        doc,
        find_dates(doc),
        sentence=holder,
        start=start,
        end=start + len(sentence["act"]),
        published=PUBLISHED,
    )
    assert found is not None
    assert (found.start_date, found.end_date) == (sentence["first"], sentence["last"])
