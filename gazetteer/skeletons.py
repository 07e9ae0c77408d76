"""Keys under which the romanisations of one name meet: a consonant skeleton, and a folded form for similarity.

The method follows A. Freeman, S. Condon and C. Ackerman, "Cross Linguistic Name Matching in English and Arabic"
(HLT-NAACL 2006), who compare romanised Arabic by its consonants after folding the letters that romanisations confuse;
the folds, and the words that one source translates and another romanises ("Eastern", "Sharqiyah"), are our own list.
Other scripts are romanised by `anyascii` first.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from anyascii import anyascii

from gazetteer.names import normalize

ROMANISED: Final = frozenset(
    "AE AF AM AZ BD BG BH BT BY CN CY DJ DZ EG EH ER ET GE GR IL IN IQ IR JO JP KG KH KM KP KR KW KZ LA LB LK LY MA MD "
    "ME MK MM MN MR MV NP OM PK PS QA RS RU SA SD SO SS SY TD TH TJ TM TN TR TW UA UZ XK YE".split()
)
"""Countries whose names reach news through another script or in several romanisations: their places get skeletons."""

ARTICLES: Final = frozenset("al el ul il ad ed ar er as es ash esh at et ath an en az ez adh l".split())
_ATTACHED: Final = re.compile(r"^[ae]l(?=[bcdfghjklmnpqrstvwxyz][a-z]{2})")
_CONSTRUCT: Final = re.compile(r"^([a-z]{2,}[ae])t$")
"""The feminine ending in front of another name: Khirbat, Khirbet, Khirbah. Its t is written or left out."""

_FOLDS: Final = (
    ("sch", "s"), ("tch", "s"), ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"),
    ("zh", "z"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("z", "s"), ("p", "b"),
    ("v", "f"), ("j", "g"),
)  # fmt: skip
_VOWEL_FOLDS: Final = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ai", "i"), ("ay", "i"), ("ey", "i"),
                       ("aw", "u"), ("au", "u"), ("y", "i"), ("w", "u"), ("e", "i"), ("o", "u"))  # fmt: skip
_FINER: Final = (
    ("sch", "x"), ("tch", "x"), ("kh", "h"), ("gh", "g"), ("sh", "x"), ("ch", "x"), ("th", "t"), ("dh", "d"),
    ("zh", "z"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("c", "k"), ("p", "b"), ("v", "f"), ("j", "g"),
)  # fmt: skip
"""As `_FOLDS`, with s, sh and z kept apart: what a romanisation seldom confuses counts against similarity."""

_VOWELS: Final = str.maketrans("", "", "aeiouwy")
_REPEATED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=1)
def _qualifiers() -> dict[str, str]:
    path = Path(__file__).parent / "vocabulary" / "romanisation.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))["qualifiers"]
    return {word: mark for mark, words in table.items() for word in words}


@lru_cache(maxsize=65_536)
def skeleton(name: str) -> str:
    """Return the consonant skeleton of a name in any script: equal for most romanisations of one name.

    Letters in capitals stand for qualifiers: E for eastern, B for big.

    >>> skeleton("Jisr al-Shughur") == skeleton("Jisr-Ash-Shugur") == skeleton("جسر الشغور") == "gsrsgr"
    True
    >>> skeleton("Eastern Ghariyah") == skeleton("Al-Ghariyah al-Sharqiyah") == "grE"
    True
    >>> skeleton("")
    ''
    """
    words, marks = _parts(name)
    words = tuple(_fold(word, _FOLDS) for word in words)
    bare = "".join(_consonants(word) for word in words)
    return (bare or "".join(words)[:12]) + marks


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """Return a name's letters as similarity compares them: articles gone, letters that romanisations confuse made one.

    >>> folded("Zabadin"), folded("Zebdeen"), folded("az-Zabadani")
    ('zabadin', 'zibdin', 'zabadani')
    """
    words, marks = _parts(name)
    return "".join(_vowels(_fold(word, _FINER)) for word in words) + marks


@lru_cache(maxsize=4_096)
def _parts(name: str) -> tuple[tuple[str, ...], str]:
    """Return a name's words without articles, in ASCII letters, and the marks of its qualifiers in order."""
    text, known = str(normalize(name)), _qualifiers()
    words: list[str] = []
    marks: list[str] = []
    told = text.split()
    for at, whole in enumerate(told):
        word = whole.removeprefix("ال")
        if word in known:
            marks.append(known[word])
            continue
        plain = word if word.isascii() else str(normalize(anyascii(_arabic(word)))).replace(" ", "")
        last = at + 1 == len(told)
        if plain in ARTICLES and (last or not _ATTACHED.match(told[at + 1])):  # "Ez Eldin" is Izz ad-Din
            continue
        plain = _ATTACHED.sub("", plain)
        words.append(plain if last else _CONSTRUCT.sub(r"\1", plain))
    if not words:  # "Eastern" alone, or "Al"
        return tuple(word for word in text.split() if word.isascii()), ""
    return tuple(word for word in words if word), "".join(sorted(marks))


def _fold(word: str, folds: tuple[tuple[str, str], ...]) -> str:
    for old, new in folds:
        word = word.replace(old, new)
    return word


def _consonants(word: str) -> str:
    """Return a word's consonants; an initial vowel counts as one letter, a final h is silent."""
    if len(word) == 1:
        return word
    initial = "a" if word[0] in "aeiouwy" else ""
    return _REPEATED.sub(r"\1", initial + word.translate(_VOWELS).removesuffix("h"))


def _vowels(word: str) -> str:
    for old, new in _VOWEL_FOLDS:
        word = word.replace(old, new)
    return _REPEATED.sub(r"\1", word).removesuffix("h")


def _arabic(word: str) -> str:
    """Return an Arabic word without the letters that romanisations leave out; at its start they are a vowel."""
    initial = "ا" if word[:1] in "عء" else ""
    return initial + word.replace("ع", "").replace("ء", "")
