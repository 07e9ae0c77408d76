"""Names in the form in which they are compared, and which names are worth keeping."""

from __future__ import annotations

import unicodedata
from typing import Final, NewType

NormalizedName = NewType("NormalizedName", str)
"""A name that `normalize` has made; the index accepts nothing else."""

_DROP: Final = (
    "'’‘ʼʻʿʾ`´′″.·ـ\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_SPACE: Final = '-‐‑‒–—−_/,;:()[]{}"“”„«»|\t\r\n'
_LETTERS: Final = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "ə": "e",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ئ": "ي",
    "ؤ": "و",
    "ة": "ه",
    "ک": "ك",
    "&": " and ",
}
_CONTROL: Final = dict.fromkeys(map(chr, (*range(32), *range(0x7F, 0xA0))), " ")
_TABLE: Final = str.maketrans(_CONTROL | dict.fromkeys(_DROP, "") | dict.fromkeys(_SPACE, " ") | _LETTERS)
_ASCII_TABLE: Final = str.maketrans(
    _CONTROL | dict.fromkeys("'.`", "") | dict.fromkeys('-_/,;:()[]{}"|\t\r\n', " ") | {"&": " and "}
)


def normalize(name: str) -> NormalizedName:
    """Return the form in which names are compared: total and idempotent.

    Case, accents, apostrophes and dots go, hyphens become blanks, Arabic letter variants are made one.

    >>> normalize("Jisr al-Shughūr")
    'jisr al shughur'
    >>> normalize("Ma'arrat"), normalize("  ")
    ('maarrat', '')
    """
    if name.isascii():
        return NormalizedName(" ".join(name.lower().translate(_ASCII_TABLE).split()))
    text = name.encode("utf-8", "ignore").decode("utf-8")  # half surrogates are no letters
    for _ in range(3):  # case folding may make letters that decompose again
        folded = "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
        folded = " ".join(folded.translate(_TABLE).split())
        if folded == text:
            break
        text = folded
    return NormalizedName(text)


def useful(name: str) -> bool:
    """Tell names that news uses from machine transliterations ("yi de li bo") and scripts without a use here.

    >>> useful("Edlib"), useful("idoribu"), useful("إدلب"), useful("伊德利卜")
    (True, False, True, False)
    """
    first = name[:1]
    if not name or len(name) > 60 or name.isdigit():  # noqa: PLR2004 -- longer ones are descriptions
        return False
    if first < "\u0250" or "\u1e00" <= first <= "\u1eff":
        return not first.islower() or name.startswith(("al-", "el-", "ad-", "as-", "ash-", "at-", "az-"))
    return "\u0370" <= first <= "\u06ff"
