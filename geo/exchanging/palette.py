"""The colours of event types in files for other programs: Okabe and Ito's, as on the map."""

from __future__ import annotations

from typing import Final

COLOURS: Final[dict[str, str]] = {
    "Battles": "#0072b2",
    "Explosions/Remote violence": "#e69f00",
    "Violence against civilians": "#cc79a7",
    "Protests": "#009e73",
    "Riots": "#009e73",
    "Strategic developments": "#999999",
    "Displacement": "#56b4e9",
    "Military build-up": "#1b1b1b",
    "Diplomacy": "#6f7b8a",
    "Humanitarian figure": "#8a7a5c",
}
"""Okabe and Ito (2008), "Color Universal Design"; a test holds them to the map's."""

OTHER: Final = "#999999"
ZONE: Final = "#009e73"
FLOW: Final = "#56b4e9"


def rgba(colour: str, alpha: int = 255) -> str:
    """Return a colour as QGIS writes it.

    >>> rgba("#0072b2")
    '0,114,178,255'
    """
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + f",{alpha}"


def kml_colour(colour: str, alpha: str = "ff") -> str:
    """Return a colour as KML writes it: alpha, blue, green, red.

    >>> kml_colour("#0072b2")
    'ffb27200'
    """
    return alpha + colour[5:7] + colour[3:5] + colour[1:3]
