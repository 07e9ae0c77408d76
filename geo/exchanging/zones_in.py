"""A user's own control zones: GeoJSON or GeoPackage polygons with holder, dates and source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ExportError
from geo.exchanging.cells import AREAS, records, shapes
from geo.exchanging.foreign import BadRow, day, report
from geo.exchanging.own import features_of
from geo.table.frames import CRS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "zone_id": ("zone_id", "id"),
    "holder": ("holder", "controller", "held_by", "actor"),
    "holder_type": ("holder_type",),
    "area_text": ("area_text", "name", "area", "title"),
    "place_id": ("place_id",),
    "valid_from": ("valid_from", "from", "start", "date", "as_of"),
    "valid_to": ("valid_to", "to", "end", "until"),
    "share": ("share",),
    "status": ("status",),
    "certainty": ("certainty",),
    "source": ("source", "sources", "reference"),
    "url": ("url", "link"),
}
"""Zone columns and the names under which a user's file may give them."""

SQLITE: Final = b"SQLite format 3\0"
STATUSES: Final = ("holds", "contested", "besieged", "de-escalation")
CERTAINTIES: Final = ("stated", "claimed", "approximate")


def read(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield where each zone stands in the file, and its columns with the geometry in EPSG:4326.

    Raises:
        ExportError: it is neither GeoJSON nor a GeoPackage.
    """
    if path.suffix.lower() in (".geojson", ".json"):
        for number, feature in enumerate(features_of(path), start=1):
            identity = {} if feature.get("id") is None else {"id": feature["id"]}
            yield (
                f"feature {number}",
                {**identity, **(feature.get("properties") or {}), "geometry": feature.get("geometry")},
            )
        return
    import pyogrio

    # Only a real file that is a GeoPackage reaches GDAL: others could make it open what they name.
    file = path.resolve()
    if path.suffix.lower() != ".gpkg" or not _begins(file, SQLITE):
        raise ExportError("this is neither GeoJSON (.geojson, .json) nor a GeoPackage (.gpkg)", path=path)
    try:
        frame = pyogrio.read_dataframe(file, layer=_layer(file))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as fault:
        raise ExportError(f"this GeoPackage cannot be read ({fault})", path=path) from None
    if frame.crs is not None:
        frame = frame.to_crs(CRS)
    for number, (row, shape) in enumerate(zip(records(frame), shapes(frame), strict=True), start=1):
        yield f"feature {number}", {**row, "geometry": shape}


def _begins(path: Path, signature: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(signature)) == signature


def _layer(path: Path) -> str | None:
    """Return the layer to read: `zones` where there is one, else the first."""
    import pyogrio

    names = [str(name) for name, _ in pyogrio.list_layers(path)]
    return "zones" if "zones" in names else (names[0] if names else None)


def zone(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return one feature as a zone's columns.

    Raises:
        BadRow: holder, date, source or area is missing, or a value makes no sense.
    """
    lower = {str(name).lower(): value for name, value in row.items()}
    cells = {column: _first(lower, names) for column, names in NAMES.items()}
    status = cells["status"] or "holds"
    if status not in STATUSES:
        raise BadRow(f"the status {status!r} is unknown; use one of {', '.join(STATUSES)}")
    if not cells["holder"] and status != "de-escalation":
        raise BadRow("it has no holder; say who holds the area")
    start, end = day(cells["valid_from"]), day(cells["valid_to"])
    if start is None:
        raise BadRow("it has no date; say in valid_from from which day it is known to hold")
    if end is not None and end < start:
        raise BadRow(f"it ends on {end}, before it starts on {start}")
    source = cells["source"] or _told_source(lower.get("reports"))
    if not source:
        raise BadRow("it has no source; say who says so")
    certainty = cells["certainty"] if cells["certainty"] in CERTAINTIES else "stated"
    shape = _area(lower.get("geometry"))
    area_text = cells["area_text"] or "imported area"
    who = cells["holder"] or "No single holder"
    note = f"{who}: {status}, {area_text}, from {start}{f' to {end}' if end else ''} (source: {source})."
    digest = hashlib.sha256(f"{who}|{start}|{area_text}".encode() + shape.wkb).hexdigest()[:12]
    return {
        "zone_id": cells["zone_id"] or f"import:{digest}",
        **{name: cells[name] for name in ("holder", "holder_type", "place_id", "share")},
        "area_text": area_text,
        "valid_from": start,
        "valid_to": end,
        "status": status,
        "method": "imported",
        "certainty": certainty,
        "note": note,
        "reports": [report(key=f"zone:{digest}", quote=note, outlet=source, rule="import.zones", url=cells["url"])],
        "geometry": shape,
    }


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = row.get(name)
        if value is not None and value == value and str(value).strip():  # noqa: PLR0124 -- NaN
            return str(value).strip()
    return None


def _told_source(reports: object) -> str | None:
    """Return the source of a zone that Dateline itself wrote."""
    import json

    try:
        listed = json.loads(reports) if isinstance(reports, str) else reports
    except ValueError:
        return None
    if not isinstance(listed, list) or not listed or not isinstance(listed[0], Mapping):
        return None
    return str(listed[0].get("outlet") or listed[0].get("attribution") or listed[0].get("article_id") or "") or None


def _area(value: object) -> BaseGeometry:
    import shapely
    from shapely.geometry import shape
    from shapely.geometry.base import BaseGeometry

    try:
        made = shape(dict(value)) if isinstance(value, Mapping) else value
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError):
        raise BadRow("its geometry is no valid GeoJSON") from None
    if not isinstance(made, BaseGeometry) or made.is_empty:
        raise BadRow("it has no geometry")
    if made.geom_type not in AREAS:
        raise BadRow(f"its geometry is a {made.geom_type}, not an area")
    west, south, east, north = made.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:  # noqa: PLR2004 -- degrees
        raise BadRow("its geometry is not in longitude and latitude (EPSG:4326)")
    if not made.is_valid:
        mended = shapely.make_valid(made)
        if mended.geom_type not in AREAS:
            raise BadRow(f"its outline is broken ({shapely.is_valid_reason(made)})")
        return mended
    return made
