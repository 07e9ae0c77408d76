"""Counts of the golden sentences: how many were killed, injured and detained, as one figure each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from geo.extracting.counts import find_counts
from geo.extracting.sentences import read
from geo.linking.counting import told
from geo.reading.article import Article

GOLDEN: Final = tomllib.loads((Path(__file__).parent / "golden" / "counts.toml").read_text(encoding="utf-8"))
WHAT: Final = ("killed", "injured", "detained")


@pytest.mark.parametrize("sentence", GOLDEN["sentence"], ids=lambda sentence: str(sentence["text"])[:50])
def test_a_golden_sentence_counts_whom_it_tells_of(sentence: dict[str, Any]) -> None:
    counts = find_counts(read(Article(id="a", text=sentence["text"])))
    found: dict[str, int] = {what: told(counts, what).best or 0 for what in WHAT if what in sentence}
    if "children" in sentence:
        found["children"] = told(counts, "killed", children=True).best or 0
    assert found == {name: sentence[name] for name in sentence if name != "text"}
