"""Shapes and values as text: nothing is lost but what the scale drops, and nothing can break out of its element."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template
from sample_result import HOSTILE, HOSTILE_TEXT
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from geo.drawing.packing import compress, pack, pack_area, pack_lines, parts_of, to_json

degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def unpack(text: str, scale: int) -> list[tuple[float, float]]:
    """Return the points again, as `data.js` does."""
    values, value, shift = [], 0, 0
    for character in text:
        code = ord(character) - 63
        value |= (code & 31) << shift
        shift += 5
        if code < 32:
            values.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    points, x, y = [], 0, 0
    for dx, dy in zip(values[::2], values[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / scale, y / scale))
    return points


@given(st.lists(degrees, max_size=30), st.sampled_from([100, 1000]))
def test_packed_points_come_back(points: list[tuple[float, float]], scale: int) -> None:
    expected: list[tuple[float, float]] = []
    for lon, lat in points:
        point = (round(lon * scale) / scale, round(lat * scale) / scale)
        if not expected or point != expected[-1]:
            expected.append(point)
    assert unpack(pack(points, scale), scale) == expected


@given(st.lists(degrees, max_size=10))
def test_packed_text_needs_no_escape_but_the_backslash(points: list[tuple[float, float]]) -> None:
    assert all(63 <= ord(character) <= 126 for character in pack(points, 1000))


def test_areas_keep_their_holes_and_parts() -> None:
    ring = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    packed = pack_area(MultiPolygon([ring, box(5, 5, 6, 6)]))
    assert [len(rings) for rings in packed] == [2, 1]
    assert unpack(packed[0][1], 1000)[0] == (1.0, 1.0)


def test_what_is_no_area_or_line_is_left_out() -> None:
    mixed = GeometryCollection([Point(1, 1), LineString([(0, 0), (1, 1)]), box(0, 0, 1, 1)])
    assert len(pack_area(mixed)) == 1
    assert len(pack_lines(mixed)) == 1
    assert parts_of(Point(1, 1)) == []
    assert pack_area(Polygon()) == []


@given(
    st.recursive(
        st.text() | st.sampled_from(HOSTILE), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_json_says_the_same_and_opens_nothing(value: object) -> None:
    text = to_json(value)
    assert json.loads(text) == value
    assert not any(mark in text for mark in ("<", ">", "&", "\u2028", "\u2029"))
    assert Template(text).render() == text


def test_half_a_surrogate_pair_can_be_written() -> None:
    assert json.loads(to_json("a\ud800b").encode("utf-8")) == "a\ud800b"


def test_compressed_text_is_small_and_always_the_same() -> None:
    assert compress(HOSTILE_TEXT * 100) == compress(HOSTILE_TEXT * 100)
    assert len(compress(HOSTILE_TEXT * 100)) < len(HOSTILE_TEXT * 100) / 10
