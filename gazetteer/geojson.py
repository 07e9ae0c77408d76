"""GeoJSON files of places (RFC 7946): each feature with a name, at its point or, for a shape, at a point inside it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gazetteer.errors import BadGazetteerFile
from gazetteer.readers import Reading, columns_of, named_row, position
from gazetteer.shard_writer import Named


def read_geojson(path: Path, reading: Reading) -> Iterator[Named]:
    """Yield the features of a GeoJSON file that have a name and a geometry."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise BadGazetteerFile("there is no such file", path=path) from None
    except UnicodeDecodeError:
        raise BadGazetteerFile("expected GeoJSON in UTF-8, found something else", path=path) from None
    except json.JSONDecodeError as fault:
        raise BadGazetteerFile(f"broken JSON: {fault.msg}", path=path, line=fault.lineno) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        kind = document.get("type") if isinstance(document, dict) else type(document).__name__
        raise BadGazetteerFile(f"expected a GeoJSON FeatureCollection, found {kind!r}", path=path)
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(properties, dict) or not isinstance(geometry, dict):
            continue
        yield from _named(properties, geometry, feature.get("id"), number, reading, path)


def _named(
    properties: dict[str, Any], geometry: dict[str, Any], own_id: object, number: int, reading: Reading, path: Path
) -> Iterator[Named]:
    from shapely.geometry import shape

    header = [*properties, "lon", "lat"]
    at = columns_of(header, reading.columns, path)
    values = ["" if value is None else str(value) for value in properties.values()]
    row = {name: values[column] for name, column in at.items() if column < len(values)}
    if not row.get("name", "").strip():
        return
    if own_id is not None and "id" not in row:
        row["id"] = str(own_id)
    try:
        outline = shape(geometry)
        point = outline.representative_point()
        lon, lat = repr(point.x), repr(point.y)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as fault:
        raise BadGazetteerFile(f"feature {number} has no readable geometry: {fault}", path=path) from None
    place = position(lon, lat, path, number)
    if place is None:
        return
    if outline.geom_type != "Point" and "uncertainty_km" not in row:
        west, south, east, north = outline.bounds
        across = math.hypot((east - west) * math.cos(math.radians(place[1])), north - south) * 111.2
        row["uncertainty_km"] = f"{across:.1f}"
    yield named_row(row, place, number, reading, path)
