"""Numbers and shapes as short text: what keeps the map document small."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

TEMPLATE_OPENERS: Final = {"{{": r"\u007b\u007b", "{%": r"\u007b%", "{#": r"\u007b#"}
LARGE: Final = 400_000
"""Characters of JSON from which a data block is compressed: below, a reader may want to look into the file."""


def pack(points: Iterable[tuple[float, ...]], scale: int) -> str:
    """Return points (lon, lat) as text: differences in units of 1/scale degree, zigzag, base 32 from character 63.

    >>> pack([(36.5, 35.5), (36.51, 35.5)], 100)
    'ccF{|EA?'
    >>> pack([], 100)
    ''
    """
    out: list[str] = []
    last_x = last_y = 0
    for point in points:
        x, y = round(point[0] * scale), round(point[1] * scale)
        if out and x == last_x and y == last_y:
            continue
        _digits(x - last_x, out)
        _digits(y - last_y, out)
        last_x, last_y = x, y
    return "".join(out)


def _digits(value: int, out: list[str]) -> None:
    value = ~(value << 1) if value < 0 else value << 1
    while value >= 32:  # noqa: PLR2004 -- base 32
        out.append(chr((32 | (value & 31)) + 63))
        value >>= 5
    out.append(chr(value + 63))


def pack_area(geometry: BaseGeometry, scale: int = 1000) -> list[list[str]]:
    """Return the polygons of a geometry, each a list of packed rings, outer first; what is no area is left out.

    >>> from shapely import box
    >>> len(pack_area(box(36, 35, 37, 36))[0])
    1
    """
    return [
        [pack(ring.coords, scale) for ring in (part.exterior, *part.interiors)]
        for part in parts_of(geometry, "Polygon")
        if not part.is_empty
    ]


def pack_lines(geometry: BaseGeometry, scale: int = 1000) -> list[str]:
    """Return the lines of a geometry, each packed; what is no line is left out."""
    return [pack(part.coords, scale) for part in parts_of(geometry, "LineString") if not part.is_empty]


def parts_of(geometry: BaseGeometry, kind: str = "Polygon") -> list[Any]:
    """Return the simple parts of that kind that a geometry is made of, however deep they lie."""
    if geometry.geom_type == kind:
        return [geometry]
    return [found for part in getattr(geometry, "geoms", ()) for found in parts_of(part, kind)]


def to_json(value: Any) -> str:  # noqa: ANN401 -- JSON
    r"""Return JSON that is safe inside a script element and inside a Jinja template.

    No `<`, `>`, `&`, U+2028 or U+2029 as such, and no `{{`, `{%` or `{#`: Folium reads what it has rendered as a
    template once more. None of these can occur in JSON but inside a string, where an escape says the same.

    >>> to_json({"a": "</script>{{7*7}}"})
    '{"a":"\\u003c/script\\u003e\\u007b\\u007b7*7}}"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    for opener, instead in TEMPLATE_OPENERS.items():
        text = text.replace(opener, instead)
    # half of a surrogate pair cannot be written as UTF-8, and an article may hold one
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def compress(text: str) -> str:
    """Return text deflated (zlib) and in base 64."""
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 6)).decode("ascii")
