"""The interface's catalogues: every text of the code is in each, with the same gaps, and compiled as written."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from geo.app import words

APP: Final = Path(words.__file__).parent
KEYWORDS: Final[dict[str, Any]] = {"_": None, "N_": None, "n_": (1, 2)}
GAP: Final = re.compile(r"\{\w*\}")


def texts() -> set[str]:
    """Return the texts of the code, of those with a number the form for one."""
    found = extract_from_dir(APP, method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found}


def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    path = words.LOCALE / language / "LC_MESSAGES" / "dateline.po"
    with path.open("rb") as source:
        told = [message for message in read_po(source) if message.id]
    return {
        message.id[0] if isinstance(message.id, tuple) else str(message.id): (
            tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)
        )
        for message in told
    }


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_catalogue_has_every_text_and_no_other(language: str) -> None:
    told = catalogue(language)
    assert set(told) == texts()
    empty = [text for text, forms in told.items() if not all(forms)]
    assert empty == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_translation_has_the_same_gaps(language: str) -> None:
    for text, forms in catalogue(language).items():
        for form in forms:
            assert sorted(GAP.findall(form)) == sorted(GAP.findall(text)), text


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    compiled = gettext.translation("dateline", words.LOCALE, languages=[language])
    for text, forms in catalogue(language).items():
        if len(forms) == 1:
            assert compiled.gettext(text) == forms[0]


def test_an_unknown_language_is_english() -> None:
    words.speak("tlh")
    assert words.spoken() == "en"
    words.speak("ar")
    assert words._("Map") == "الخريطة"
    assert words.n_("{n} row", "{n} rows", 3).startswith("3 ")
    words.speak("en")


def test_a_catalogue_that_nobody_has_read_says_so() -> None:
    text = (words.LOCALE / "ar" / "LC_MESSAGES" / "dateline.po").read_text(encoding="utf-8")
    assert "UNREVIEWED" in text.splitlines()[0]
    assert "unreviewed" in words.LANGUAGES["ar"]
