"""Outlines of countries and first-level units: one packed file, each outline read on its own.

An outline is stored as rings of quantised steps (1/2000 degree, about 55 m), deflated; `outlines.json` says where
each lies. Coordinates are WGS 84 degrees.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gazetteer.errors import BadGazetteerFile

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

STEPS_PER_DEGREE: Final = 2000
RING: Final = 3  # islets and holes of so few points shrank to nothing
Bbox = tuple[float, float, float, float]
"""West, south, east, north in WGS 84 degrees."""


class Outlines:
    """The packed outlines, opened."""

    def __init__(self, folder: Path) -> None:
        path = folder / "outlines.json"
        try:
            self._index: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            self._data = (folder / "outlines.bin").read_bytes()
        except (OSError, ValueError) as fault:
            raise BadGazetteerFile(
                f"no readable outlines ({fault}); run `dateline gazetteer build`", path=path
            ) from None
        if hashlib.blake2b(self._data, digest_size=16).hexdigest() != self._index["checksum"]:
            raise BadGazetteerFile(
                "damaged (checksum differs); run `dateline gazetteer build`", path=folder / "outlines.bin"
            )
        self.vintage: str = self._index["vintage"]
        self._units: dict[str, Any] = self._index["units"]

    def __contains__(self, place_id: str) -> bool:
        return place_id in self._units

    def ids(self, kind: str, bbox: Bbox | None = None) -> Iterator[str]:
        """Yield the ids of the units of a kind whose bounds touch the box."""
        for place_id, unit in self._units.items():
            if unit["kind"] == kind and (bbox is None or _touch(unit["bbox"], bbox)):
                yield place_id

    def bbox(self, place_id: str) -> Bbox:
        """Return a unit's bounds."""
        west, south, east, north = self._units[place_id]["bbox"]
        return west, south, east, north

    def is_stale(self, place_id: str) -> bool:
        """Return whether the outline is known to be out of date."""
        return bool(self._units.get(place_id, {}).get("stale", False))

    def outline(self, place_id: str) -> BaseGeometry | None:
        """Return a unit's outline in EPSG:4326, or None."""
        unit = self._units.get(place_id)
        if unit is None:
            return None
        start, length = unit["at"]
        return _decoded(self._data[start : start + length])


@lru_cache(maxsize=512)
def _decoded(packed: bytes) -> BaseGeometry:
    return decode(packed)


def encode(geometry: BaseGeometry) -> bytes:
    """Pack a polygon, multipolygon or line.

    >>> from shapely.geometry import box
    >>> decode(encode(box(1, 2, 3, 4.5))).bounds
    (1.0, 2.0, 3.0, 4.5)
    """
    import numpy as np

    shapes = list(getattr(geometry, "geoms", [geometry]))
    head: list[int] = [len(shapes)]
    steps: list[Any] = []
    for shape in shapes:
        rings = (
            [shape.coords]
            if shape.geom_type == "LineString"
            else [r.coords for r in (shape.exterior, *shape.interiors)]
        )
        head.append(-1 if shape.geom_type == "LineString" else len(rings))
        for ring in rings:
            points = np.rint(np.asarray(ring)[:, :2] * STEPS_PER_DEGREE).astype(np.int32)
            keep = np.ones(len(points), dtype=bool)
            keep[1:] = (np.diff(points, axis=0) != 0).any(axis=1)
            points = points[keep]
            head.append(len(points))
            steps.append(np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int32)))
    table = np.asarray([len(head), *head], dtype="<i4").tobytes()
    body = np.concatenate(steps).astype("<i4")
    planes = np.ascontiguousarray(body.T).view(np.uint8).reshape(2, -1, 4).transpose(0, 2, 1).tobytes()
    return zlib.compress(table + planes, 9)


def decode(packed: bytes) -> BaseGeometry:
    """Unpack what `encode` has packed."""
    import numpy as np
    from shapely import make_valid
    from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon

    raw = zlib.decompress(packed)
    size = int(np.frombuffer(raw, "<i4", 1)[0])
    head = np.frombuffer(raw, "<i4", size, 4).tolist()
    planes = np.frombuffer(raw, np.uint8, offset=4 + 4 * size)
    body = planes.reshape(2, 4, -1).transpose(0, 2, 1).copy().view("<i4").reshape(2, -1).T
    position, at = 1, 0
    polygons: list[Polygon] = []
    lines: list[LineString] = []
    for _ in range(head[0]):
        count = head[position]
        position += 1
        rings = []
        for _ in range(abs(count)):
            length = head[position]
            position += 1
            rings.append(np.cumsum(body[at : at + length], axis=0) / STEPS_PER_DEGREE)
            at += length
        if count < 0:
            lines.append(LineString(rings[0]))
        elif len(rings[0]) > RING:
            polygons.append(Polygon(rings[0], [ring for ring in rings[1:] if len(ring) > RING]))
    if lines:
        return lines[0] if len(lines) == 1 else MultiLineString(lines)
    whole: BaseGeometry = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    return whole if whole.is_valid else make_valid(whole)


def write_outlines(
    folder: Path, units: Sequence[tuple[str, str, BaseGeometry]], *, stale: set[str], vintage: str
) -> None:
    """Write (place id, kind, geometry) units into a folder; the same input gives the same bytes."""
    data = bytearray()
    index: dict[str, Mapping[str, Any]] = {}
    for place_id, kind, geometry in sorted(units, key=lambda unit: unit[0]):
        packed = encode(geometry)
        bounds = [round(float(value), 3) for value in geometry.bounds]
        index[place_id] = {"kind": kind, "bbox": bounds, "at": [len(data), len(packed)]} | (
            {"stale": True} if place_id in stale else {}
        )
        data += packed
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "outlines.bin").write_bytes(bytes(data))
    checksum = hashlib.blake2b(bytes(data), digest_size=16).hexdigest()
    body = {"checksum": checksum, "vintage": vintage, "units": index}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"')
    (folder / "outlines.json").write_text(text + "\n", encoding="utf-8")


def _touch(one: Sequence[float], other: Bbox) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
