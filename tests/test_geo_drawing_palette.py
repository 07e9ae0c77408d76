"""The map's colours as people with colour-blindness see them, in greyscale, and on their grounds.

Simulation after G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation of
Color Vision Deficiency" (2009), matrices for full severity, in linear RGB. Distances are CIE76 in CIELAB.
"""

from __future__ import annotations

import itertools
import math
import re
from typing import Final

import pytest

from geo.drawing.assets import own
from geo.drawing.style import GROUPS, HOLDER_ANGLES, HOLDER_COLOURS, Group

Colour = tuple[float, float, float]

VISIONS: Final[dict[str, tuple[Colour, Colour, Colour]]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
}
ALIKE: Final = 12.0  # CIE76; a just noticeable difference is about 2.3
LOUD: Final = ("airstrike", "shelling", "battle", "civilians", "displacement", "buildup")
"""The groups that most maps show, and whose bars stand on one another without a shape."""


def linear(colour: str) -> Colour:
    """Return a colour in linear RGB."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def seen(colour: str, vision: str) -> Colour:
    """Return a colour as it is seen, in linear RGB."""
    values = linear(colour)
    a, b, c = (min(1.0, max(0.0, sum(map(float.__mul__, map(float, row), values)))) for row in VISIONS[vision])
    return a, b, c


def lab(colour: Colour) -> Colour:
    """Return a linear RGB colour in CIELAB, D65."""
    red, green, blue = colour
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    f, g, h = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * g - 16, 500 * (f - g), 200 * (g - h)


def distance(one: str, two: str, vision: str) -> float:
    return math.dist(lab(seen(one, vision)), lab(seen(two, vision)))


def contrast(one: str, two: str) -> float:
    """Return the contrast of two colours after WCAG."""
    light, dark = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (one, two))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def grounds(dark: bool) -> dict[str, str]:
    """Return the page's own colours from its style sheet."""
    sheets = re.findall(r":root(?:\[data-theme=\"dark\"\])? \{(.*?)\n\}", own("page.css"), re.DOTALL)
    return {
        name: "#" + "".join(digit * 2 for digit in value[1:]) if len(value) == 4 else value
        for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]+)", sheets[1 if dark else 0])
    }


def colour(group: Group, dark: bool) -> str:
    return group.dark if dark and group.dark else group.colour


def test_every_group_has_a_shape_of_its_own() -> None:
    shapes = [group.shape for group in GROUPS]
    assert len(set(shapes)) == len(shapes)
    drawn = re.findall(r"^    (\w+): \"M", own("glyphs.js"), re.MULTILINE)
    assert set(shapes) == set(drawn)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("vision", VISIONS)
def test_groups_are_told_apart_by_colour_or_by_shape(vision: str, dark: bool) -> None:
    for one, two in itertools.combinations(GROUPS, 2):
        far = distance(colour(one, dark), colour(two, dark), vision) >= ALIKE
        assert far or one.shape != two.shape, (one.key, two.key)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("vision", [vision for vision in VISIONS if vision != "greyscale"])
def test_what_most_maps_show_is_told_apart_by_colour_alone(vision: str, dark: bool) -> None:
    loud = [group for group in GROUPS if group.key in LOUD]
    for one, two in itertools.combinations(loud, 2):
        apart = distance(colour(one, dark), colour(two, dark), vision)
        assert apart >= ALIKE, f"{one.key} and {two.key} look alike ({apart:.1f})"


@pytest.mark.parametrize("vision", VISIONS)
def test_holders_are_told_apart_by_colour_or_by_the_lean_of_their_hatch(vision: str) -> None:
    zones = list(zip(HOLDER_COLOURS, HOLDER_ANGLES, strict=True))
    for (one, lean), (two, other) in itertools.combinations(zones, 2):
        turn = abs(lean - other) % 180
        assert distance(one, two, vision) >= ALIKE or min(turn, 180 - turn) >= 20, (one, two)


@pytest.mark.parametrize("dark", [False, True])
def test_outlines_and_words_stand_out_from_their_grounds(dark: bool) -> None:
    named = grounds(dark)
    for ground in ("land", "water", "paper", "panel"):
        assert contrast(named["ink"], named[ground]) >= 7
        assert contrast(named["dim"], named[ground]) >= 4.5
        assert contrast(named["focus"], named[ground]) >= 3
    assert contrast(named["accent"], named["paper"]) >= 4.5
