"""Text as the search compares it: one folded form for names in Latin, Arabic and other scripts.

The map document's script has the same function; the steps are few and in this order, so that both agree:

1. Unicode NFKD; 2. drop every character of category Mn (accents, Arabic vowel signs, hamza above or below);
3. lower-case; 4. replace or drop single characters as `FOLDS` says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

APOSTROPHES: Final = "'`\u2018\u2019\u02b9\u02bb\u02bc\u02be\u02bf\u2032"
FOLDS: Final[dict[str, str]] = {
    **dict.fromkeys(APOSTROPHES, ""),
    "\u0640": "",  # tatweel stretches a word and means nothing
    "\u0671": "\u0627",  # alef wasla -> alef (the other alefs lose their hamza with the marks)
    "\u0649": "\u064a",  # alef maqsura -> ya
    "\u06cc": "\u064a",  # Farsi ya -> ya
    "\u06a9": "\u0643",  # Farsi kaf -> kaf
    "\u0629": "\u0647",  # ta marbuta -> ha
    "\u03c2": "\u03c3",  # final sigma -> sigma
}
"""Step 4: what each of these characters becomes."""

HAYSTACK: Final = (
    "event_type",
    "sub_event_type",
    "date_text",
    "place_text",
    "place_name",
    "admin1",
    "admin2",
    "country_name",
    "pcode",
    "actor1",
    "actor2",
    "target_type",
    "zone_note",
    "reviewer_note",
)
"""Columns of an incident that the text search reads, in order; then `HAYSTACK_REPORT` of each report."""

HAYSTACK_REPORT: Final = ("quote", "attribution", "outlet")
"""Fields of each report that the text search reads, in order."""

_TABLE: Final = str.maketrans(FOLDS)
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_BLANKS: Final = re.compile(r"[ \t\n\v\f\r]+")


def fold(text: str) -> str:
    """Return the form of a text in which the search compares it.

    >>> fold("Kafr Nabl, Idlíb’s")
    'kafr nabl, idlibs'
    >>> fold("إدلب") == fold("ادلب")
    True
    >>> fold("")
    ''
    """
    # An ASCII character neither decomposes nor takes part in reordering, so the rest can be folded run by run.
    if not text.isascii():
        text = _FOREIGN.sub(_fold_match, text)
    return text.lower().replace("'", "").replace("`", "")


def _fold_match(found: re.Match[str]) -> str:
    return _fold_run(found.group())


@lru_cache(maxsize=1 << 16)
def _fold_run(run: str) -> str:
    kept = (char for char in unicodedata.normalize("NFKD", run) if unicodedata.category(char) != "Mn")
    return "".join(kept).lower().translate(_TABLE)


def words(text: str) -> list[str]:
    """Return the folded words of a search, separated by ASCII blanks.

    >>> words("  Idlib   BARREL ")
    ['idlib', 'barrel']
    """
    return [word for word in _BLANKS.split(fold(text)) if word]


def haystack(row: Mapping[str, Any]) -> str:
    r"""Return the folded text of one incident that the search looks through, parts separated by line breaks.

    >>> haystack({"actor1": "Russia", "place_name": None, "reports": [{"quote": "Air raids", "outlet": "AFP"}]})
    'russia\nair raids\nafp'
    """
    parts = [fold(part) for part in (row.get(name) for name in HAYSTACK) if isinstance(part, str) and part]
    return "\n".join([*parts, *filter(None, [report_haystack(row.get("reports"))])])


def report_haystack(reports: object) -> str:
    """Return the part of a haystack that comes from an incident's reports."""
    if not isinstance(reports, list):
        return ""
    parts = (report.get(name) for report in reports for name in HAYSTACK_REPORT)
    return fold("\n".join(part for part in parts if isinstance(part, str) and part))
