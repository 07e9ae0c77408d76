"""The fields of a row that a reviewer edits: as the form shows them, and back as changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geo.app.words import N_
from geo.reviewing.decision import plain

TEXTS: Final = {"actor1": N_("Who did it"), "actor2": N_("To whom"), "target_type": N_("Target")}
DAYS: Final = {"date_start": N_("First day (YYYY-MM-DD)"), "date_end": N_("Last day")}
FIGURES: Final = {
    "fatalities": N_("Killed"),
    "fatalities_low": N_("Killed, at least"),
    "fatalities_high": N_("Killed, at most"),
    "children_killed": N_("Children killed"),
    "injured": N_("Injured"),
    "displaced": N_("Displaced"),
}
KINDS: Final = ("sub_event_type", "modality", "background")


def start(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows for a row: choices as they are, everything else as text, empty for unknown.

    >>> start({"fatalities": 3, "actor1": None, "modality": "occurred"})["fatalities"]
    '3'
    """
    made = {name: plain(row.get(name)) for name in KINDS}
    made["background"] = bool(made["background"])
    for name in (*TEXTS, *DAYS, *FIGURES):
        value = plain(row.get(name))
        made[name] = "" if value is None else str(int(value) if name in FIGURES else value)
    return made


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that differ between two states of the form, in the columns' own types.

    A figure that is no number is handed on as it was written; the check of the decision names it.

    >>> changes({"injured": "", "actor1": "x"}, {"injured": " 6 ", "actor1": "x"})
    {'injured': 6}
    """
    made: dict[str, Any] = {}
    for name, value in after.items():
        text = value.strip() if isinstance(value, str) else value
        if text == before.get(name):
            continue
        number = name in FIGURES and isinstance(text, str) and text.lstrip("-").isdecimal()
        made[name] = None if text == "" else int(text) if number else text
    return made
