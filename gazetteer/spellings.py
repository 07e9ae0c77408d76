"""The spellings under which a name is looked up: as written, its parts, without words that only say what it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from gazetteer.names import normalize
from gazetteer.skeletons import ARTICLES

LOOSE: Final = 0.12  # cost of leaving out a word that may be part of the name
PARTS: Final = re.compile(r"[/;|]|\(|\)|,| - ")
JOINED: Final = frozenset("(-/\\")
BRACKETED: Final = re.compile(r"\s*\([^)]*\)\s*$")
SIDES: Final = re.compile(r"\s+[-/\\]\s+")
ALPHABET: Final = "abdfghklmnrst"
MARKS: Final = "EWNSULMBPJQ"
"""The letters and the marks of qualifiers of skeletons (`skeletons.skeleton`): an initial vowel counts as a."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name to look up, what it costs to have come to it, why, and the kinds of place that its words speak of."""

    text: str
    cost: float
    reason: str
    kinds: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    path = Path(__file__).parent / "vocabulary" / "lookup.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def spellings(name: str) -> list[Spelling]:
    """Return the spellings of a name, the name as written first, each once.

    >>> [(spelling.text, spelling.kinds[:1]) for spelling in spellings("Homs Governorate")]
    [('homs governorate', ()), ('homs', ('admin1',))]
    >>> [spelling.text for spelling in spellings("Kobane/Ayn al Arab")][:3]
    ['kobane ayn al arab', 'kobane', 'ayn al arab']
    """
    found: dict[str, Spelling] = {}

    def keep(spelling: Spelling) -> None:
        if spelling.text:
            found.setdefault(spelling.text, spelling)

    keep(Spelling(normalize(name), 0.0, "the name as written"))
    parts = [part for part in PARTS.split(name) if normalize(part)]
    if len(parts) > 1:
        for number, part in enumerate(parts):
            keep(Spelling(normalize(part), 0.03 + 0.03 * number, f"{part.strip()!r}, a part of the name"))
    for spelling in list(found.values()):
        for other in _stripped(spelling):
            keep(other)
    for spelling in list(found.values()):
        first, _, rest = spelling.text.partition(" ")
        if rest and first in _words()["loosely"]["words"]:
            keep(Spelling(rest, spelling.cost + LOOSE, f"without {first!r}", spelling.kinds))
        if spelling.text.startswith(("st ", "mt ")):
            full = ("saint" if spelling.text[0] == "s" else "mount") + spelling.text[2:]
            keep(Spelling(full, spelling.cost + 0.02, "the abbreviation written out", spelling.kinds))
    return list(found.values())


def _stripped(spelling: Spelling) -> Iterator[Spelling]:
    """Yield a spelling without the words that only say what it is, the last ones first, twice at most."""
    words, text = _words(), spelling.text
    kinds, dropped = spelling.kinds, 0
    while dropped < 2:  # noqa: PLR2004 -- "southern Aleppo Governorate"
        after = max((word for word in words["after"] if text.endswith(f" {word}")), key=len, default="")
        before = max((word for word in words["before"] if text.startswith(f"{word} ")), key=len, default="")
        if after:
            text, kinds = text.removesuffix(after).strip(), (*kinds, *words["after"][after])
        elif before:
            text, kinds = text.removeprefix(before).strip(), (*kinds, *words["before"][before])
        else:
            return
        dropped += 1
        yield Spelling(text, spelling.cost + 0.03 * dropped, f"without the word {after or before!r}", kinds)


def bare(name: str) -> str:
    """Return a name's letters without articles and blanks, as similarity compares them.

    >>> bare("Jisr al-Shughur")
    'jisrshughur'
    """
    words = normalize(name).split()
    return "".join(word for word in words if word not in ARTICLES) or "".join(words)


def variants(name: str) -> tuple[str, ...]:
    """Return the names that an official one joins: without the unit in brackets, and each side of a dash.

    >>> variants("Sabha (Khasham)"), variants("Kafr - Kafrehmul"), variants("Hama")
    (('Sabha',), ('Kafr', 'Kafrehmul'), ())
    """
    if not JOINED.intersection(name):
        return ()
    plain = BRACKETED.sub("", name).strip()
    parts = [part.strip() for part in SIDES.split(plain)]
    found = [plain, *(parts if len(parts) > 1 else ())]
    return tuple(dict.fromkeys(part for part in found if part and part != name))


def near_keys(key: str) -> Iterator[str]:
    """Yield the skeletons at one edit (a letter more, less, another, or two swapped) from one, or one qualifier off.

    >>> list(near_keys("hm"))[:2], sorted(near_keys("hm"))[-2:]
    (['hmE', 'hmW'], ['thm', 'tm'])
    """
    seen = {key}
    consonants = key.rstrip(MARKS)
    if consonants != key and len(consonants) > 1:
        seen.add(consonants)
        yield consonants
    yield from (consonants + mark for mark in MARKS if consonants + mark != key)
    for at in range(len(consonants) + 1):
        head, tail = key[:at], key[at:]
        edits = [head + letter + tail for letter in ALPHABET]
        if tail:
            edits += [head + tail[1:], *(head + letter + tail[1:] for letter in ALPHABET)]
        if len(tail) > 1:
            edits.append(head + tail[1] + tail[0] + tail[2:])
        for edit in edits:
            if edit not in seen and len(edit) > 1:
                seen.add(edit)
                yield edit
