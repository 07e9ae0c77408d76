"""Which language a text is in, by its script and its commonest words: enough to refuse what the rules cannot read."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

LATIN: Final[dict[str, frozenset[str]]] = {
    "en": frozenset("the of and to in a that is was for on with by from said were has have at as it his he".split()),
    "fr": frozenset("le la les des et en du une dans est pour que qui sur par au aux pas plus avec ont été".split()),
    "es": frozenset("el la los las de y en que un una del por con para se su al es como más fue han".split()),
    "de": frozenset("der die das und in den von zu mit ist im des ein eine auf für nicht dem sich wurde bei".split()),
    "it": frozenset("il la di e che in un una per con del della dei sono è non si da al nel gli alla".split()),
    "pt": frozenset("o a os as de e que em um uma do da dos das para com não por no na foi mais ao".split()),
    "tr": frozenset("ve bir bu da de için ile olarak olan sonra kadar daha gibi çok ise oldu dedi ancak göre".split()),
    "nl": frozenset("de het een van en in op te dat is zijn met voor niet aan door werd bij naar ook".split()),
}
"""Commonest words of languages in Latin script."""

SCRIPTS: Final = {
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
PERSIAN: Final = re.compile(r"[پچژگ]")
UKRAINIAN: Final = re.compile(r"[іїєґ]")
SAMPLE: Final = 20_000  # characters; more tells no more
FEW_WORDS: Final = 12


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, or "und" where no letter tells.

    Short or undecided texts in Latin script count as English.

    >>> language_of("Les forces du régime ont bombardé la ville et les villages dans le nord de la province.")
    'fr'
    >>> language_of("Idlib"), language_of("قصفت الطائرات المدينة"), language_of("123")
    ('en', 'ar', 'und')
    """
    sample = text[:SAMPLE]
    counts = {code: len(pattern.findall(sample)) for code, pattern in SCRIPTS.items()}
    script, letters = max(counts.items(), key=lambda item: item[1])
    if not letters:
        return "und"
    if script == "ar":
        return "fa" if len(PERSIAN.findall(sample)) * 50 > letters else "ar"
    if script == "ru":
        return "uk" if len(UKRAINIAN.findall(sample)) * 50 > letters else "ru"
    if script == "zh":
        return "ja" if counts["ja"] * 10 > letters else "zh"
    if script != "latin":
        return script
    words = re.findall(r"[^\W\d_]+", sample.lower())
    shares = Counter({code: sum(word in common for word in words) for code, common in LATIN.items()})
    best, hits = shares.most_common(1)[0]
    if len(words) < FEW_WORDS or hits < 0.08 * len(words) or hits <= 1.3 * shares["en"]:
        return "en"
    return best
