"""The interface's words: English in the code, other languages from compiled catalogues (`geo/app/locale`)."""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

LOCALE: Final = Path(__file__).parent / "locale"
LANGUAGES: Final = {"en": "English", "ar": "العربية (unreviewed)"}
"""Languages of the interface, each by its own name; a catalogue that no speaker has read says so."""
RIGHT_TO_LEFT: Final = frozenset({"ar"})

_spoken: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("dateline", LOCALE, languages=[language], fallback=True)


def speak(language: str) -> None:
    """Set the language of this run of the page; an unknown one is English."""
    _spoken.set(language if language in LANGUAGES else "en")


def spoken() -> str:
    """Return the language of this run of the page, as its ISO 639 code."""
    return _spoken.get()


def _(text: str) -> str:
    """Return an interface text in the reader's language.

    >>> _("Map")
    'Map'
    """
    return _catalogue(_spoken.get()).gettext(text)


def n_(one: str, many: str, number: int) -> str:
    """Return the form of an interface text that goes with a number, the number put in.

    >>> n_("{n} article", "{n} articles", 2)
    '2 articles'
    """
    return _catalogue(_spoken.get()).ngettext(one, many, number).format(n=number)


def N_(text: str) -> str:  # noqa: N802 -- the name that gettext's tools know
    """Mark a text for the catalogue where it is written, to be translated where it is shown."""
    return text
