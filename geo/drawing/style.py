"""Colours and shapes: one Okabe-Ito colour and one shape per group of event types, one colour per holder of a zone.

The colours are told apart by people with colour-blindness; the shapes are told apart in black and white.
Colours after M. Okabe and K. Ito, "Color Universal Design" (2008).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from geo.table.schema import EVENT_TYPES

ORANGE: Final = "#e69f00"
SKY: Final = "#56b4e9"
GREEN: Final = "#009e73"
YELLOW: Final = "#f0e442"
BLUE: Final = "#0072b2"
VERMILLION: Final = "#d55e00"
PURPLE: Final = "#cc79a7"
BLACK: Final = "#1b1b1b"
GREY: Final = "#999999"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of event types drawn alike. `dark` is its colour on a dark ground; `shape` a name in `glyphs.js`."""

    key: str
    label: str
    colour: str
    shape: str
    dark: str = ""


GROUPS: Final = (
    Group("airstrike", "Air or drone strike", VERMILLION, "triangle"),
    Group("shelling", "Shelling, explosion", ORANGE, "circle"),
    Group("chemical", "Chemical weapon", YELLOW, "drop"),
    Group("battle", "Battle", BLUE, "saltire", "#5a7dff"),
    Group("civilians", "Attack on civilians", PURPLE, "diamond"),
    Group("unrest", "Protest, riot", GREEN, "square", "#22b88c"),
    Group("displacement", "Displacement", SKY, "arrow"),
    Group("buildup", "Military build-up", BLACK, "chevron", "#d8d5ce"),
    Group("strategic", "Strategic development", GREY, "plus"),
    Group("diplomacy", "Diplomacy, statement", "#6f7b8a", "bubble", "#9aa7b8"),
    Group("figure", "Humanitarian figure", "#8a7a5c", "bars", "#bfae8c"),
    Group("other", "Other", GREY, "hexagon"),
)
"""Groups in the order of legend and clusters."""

_BY_EVENT: Final[dict[str, str]] = {
    "Battles": "battle",
    "Explosions/Remote violence": "shelling",
    "Violence against civilians": "civilians",
    "Protests": "unrest",
    "Riots": "unrest",
    "Strategic developments": "strategic",
    "Displacement": "displacement",
    "Military build-up": "buildup",
    "Diplomacy": "diplomacy",
    "Humanitarian figure": "figure",
}
_BY_SUB_EVENT: Final[dict[str, str]] = {"Air/drone strike": "airstrike", "Chemical weapon": "chemical"}

HOLDER_COLOURS: Final = (GREEN, PURPLE, BLUE, ORANGE, VERMILLION, SKY, "#7a6a00", GREY)
HOLDER_ANGLES: Final = (45, 135, 0, 90, 20, 110, 70, 160)


def group_of(event_type: str, sub_event_type: str) -> str:
    """Return the key of the group that an incident is drawn in.

    >>> group_of("Explosions/Remote violence", "Air/drone strike"), group_of("Riots", "Mob violence")
    ('airstrike', 'unrest')
    >>> group_of("something new", "of its own")
    'other'
    """
    return _BY_SUB_EVENT.get(sub_event_type) or _BY_EVENT.get(event_type, "other")


def colour_of(event_type: str) -> str:
    """Return the colour of an event type, for charts beside the map.

    >>> colour_of("Battles")
    '#0072b2'
    """
    key = group_of(event_type, "")
    return next(group.colour for group in GROUPS if group.key == key)


def holders(names: Iterable[str | None]) -> list[dict[str, Any]]:
    """Return a colour and a hatch angle for each holder, in order of first appearance; colours come round again.

    >>> [(h["name"], h["colour"]) for h in holders(["HTS", "Syria", "HTS"])]
    [('HTS', '#009e73'), ('Syria', '#cc79a7')]
    """
    found = dict.fromkeys(names)
    return [
        {
            "name": name,
            "colour": HOLDER_COLOURS[index % len(HOLDER_COLOURS)],
            "angle": HOLDER_ANGLES[index % len(HOLDER_ANGLES)],
        }
        for index, name in enumerate(found)
    ]


def style(zone_holders: Iterable[str | None]) -> dict[str, Any]:
    """Return all that the document needs to draw symbols: groups, the group of each type, and holders."""
    return {
        "groups": [
            {
                "key": group.key,
                "label": group.label,
                "colour": group.colour,
                "dark": group.dark or group.colour,
                "shape": group.shape,
            }
            for group in GROUPS
        ],
        "types": {sub: group_of(event, sub) for event, subs in EVENT_TYPES.items() for sub in subs},
        "events": {event: group_of(event, "") for event in EVENT_TYPES},
        "holders": holders(zone_holders),
    }
