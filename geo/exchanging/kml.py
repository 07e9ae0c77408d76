"""KML 2.2: folders of incidents, zones and flows. All text is escaped twice where a viewer reads it as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from geo.exchanging.bundle import Bundle
from geo.exchanging.cells import csv_cell, location, records, review_of, shapes, web_address
from geo.exchanging.palette import COLOURS, FLOW, ZONE, kml_colour

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BALLOON: Final = "<h3>$[name]</h3>$[description]"
DATA: Final = (
    *("incident_id", "event_type", "sub_event_type", "modality", "date_start", "date_end", "date_text"),
    *("place_text", "place_name", "place_id", "country", "admin1", "geo_precision", "uncertainty_km"),
    *("actor1", "actor2", "fatalities", "injured", "displaced", "grade", "zone_note", "review"),
)
"""Columns of an incident that a placemark carries as data."""


def clean(text: str) -> str:
    r"""Return a text without the characters that XML 1.0 cannot hold.

    >>> clean("a\x00b")
    'a�b'
    """
    return _NOT_XML.sub("\ufffd", text)


def _add(parent: ET.Element, tag: str, text: object = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    if text is not None:
        element.text = clean(str(text))
    return element


def write(bundle: Bundle, path: Path, facts: dict[str, Any]) -> None:
    """Write a KML document."""
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = _add(root, "Document")
    _add(document, "name", "Dateline incidents")
    _add(document, "description", html.escape(str(facts["note"])))
    _styles(document)
    _data(document, {name: csv_cell(value) for name, value in facts.items() if name != "note"})
    folder = _folder(document, "Incidents")
    for row, shape in zip(records(bundle.incidents), shapes(bundle.incidents), strict=True):
        _incident(folder, row, shape)
    folder = _folder(document, "Control zones")
    for row, shape in zip(records(bundle.zones), shapes(bundle.zones), strict=True):
        mark = _mark(folder, row["holder"] or row["area_text"], html.escape(row["note"]), "zone", row, "valid")
        _shape(mark, shape)
    folder = _folder(document, "Displacement")
    for row, shape in zip(records(bundle.flows), shapes(bundle.flows), strict=True):
        text = f"{row['label']}: {row['origin_name'] or '?'} to {row['destination_name'] or '?'}"
        _shape(_mark(folder, row["label"], html.escape(text), "flow", row, "date"), shape)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _styles(document: ET.Element) -> None:
    looks = {**{_key(name): colour for name, colour in COLOURS.items()}, "zone": ZONE, "flow": FLOW}
    for key, colour in looks.items():
        style = _add(document, "Style", id=key)
        icon = _add(style, "IconStyle")
        _add(icon, "color", kml_colour(colour))
        line = _add(style, "LineStyle")
        _add(line, "color", kml_colour(colour))
        _add(line, "width", 2)
        _add(_add(style, "PolyStyle"), "color", kml_colour(colour, "40"))
        _add(_add(style, "BalloonStyle"), "text", BALLOON)


def _key(name: str) -> str:
    return re.sub(r"[^a-z]+", "-", name.lower())


def _folder(document: ET.Element, name: str) -> ET.Element:
    folder = _add(document, "Folder")
    _add(folder, "name", name)
    return folder


def _mark(folder: ET.Element, name: str, text: str, style: str, row: Mapping[str, Any], days: str) -> ET.Element:
    mark = _add(folder, "Placemark")
    _add(mark, "name", name)
    _add(mark, "description", text)
    begin, end = (row["valid_from"], row["valid_to"]) if days == "valid" else (row["date_start"], row["date_end"])
    if begin or end:
        span = _add(mark, "TimeSpan")
        if begin:
            _add(span, "begin", begin)
        if end:
            _add(span, "end", end)
    _add(mark, "styleUrl", f"#{style}")
    return mark


def _incident(folder: ET.Element, row: Mapping[str, Any], shape: BaseGeometry | None) -> None:
    place = location(row)
    name = f"{row['sub_event_type']}, {place}" if place else str(row["sub_event_type"])
    mark = _mark(folder, name, _told(row), _key(row["event_type"]), row, "date")
    _data(mark, {column: csv_cell(row[column]) for column in DATA if row[column] is not None})
    if row["lon"] is not None and row["lat"] is not None and (shape is None or shape.geom_type == "Point"):
        _position(mark, row["lon"], row["lat"])
    else:
        _shape(mark, shape)


def _told(row: Mapping[str, Any]) -> str:
    """Return what is told of an incident, as HTML made of escaped text."""
    lines = [html.escape(f"{row['modality']}; {row['grade']}: {row['grade_reason']}; {review_of(row)}")]
    for report in row["reports"]:
        quote = html.escape(str(report.get("quote") or ""))
        by = html.escape(", ".join(filter(None, (report.get("attribution"), report.get("outlet")))))
        lines.append(f"<blockquote>{quote}</blockquote>{by}{_link(report.get('url'))}")
    return "<br/>".join(lines)


def _link(url: object) -> str:
    safe = web_address(url)
    return f' <a href="{html.escape(safe)}">source</a>' if safe else ""


def _data(parent: ET.Element, values: Mapping[str, str]) -> None:
    extended = _add(parent, "ExtendedData")
    for name, value in values.items():
        _add(_add(extended, "Data", name=name), "value", value)


def _position(parent: ET.Element, lon: float, lat: float) -> None:
    _add(_add(parent, "Point"), "coordinates", f"{lon!r},{lat!r}")


def _shape(parent: ET.Element, shape: BaseGeometry | None) -> None:
    """Add a geometry; one that is not there adds nothing: the placemark stays in the list without a dot."""
    from shapely.geometry import Polygon

    if shape is None or shape.is_empty:
        return
    if hasattr(shape, "geoms"):
        parts = _add(parent, "MultiGeometry")
        for part in shape.geoms:
            _shape(parts, part)
    elif isinstance(shape, Polygon):
        polygon = _add(parent, "Polygon")
        _ring(_add(polygon, "outerBoundaryIs"), shape.exterior.coords)
        for hole in shape.interiors:
            _ring(_add(polygon, "innerBoundaryIs"), hole.coords)
    elif shape.geom_type == "LineString":
        _add(_add(parent, "LineString"), "coordinates", _coordinates(shape.coords))
    else:
        _position(parent, *shape.coords[0][:2])


def _ring(parent: ET.Element, coordinates: Iterable[tuple[float, ...]]) -> None:
    _add(_add(parent, "LinearRing"), "coordinates", _coordinates(coordinates))


def _coordinates(points: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{point[0]!r},{point[1]!r}" for point in points)
