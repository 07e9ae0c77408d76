"""Layer styles for QGIS (QML): incidents by event type, areas and zones filled lightly, flows as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final
from xml.etree import ElementTree as ET

from geo.exchanging.palette import COLOURS, FLOW, OTHER, ZONE, rgba

_HEAD: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def _symbol(parent: ET.Element, name: str, kind: str, layer: str, options: dict[str, str]) -> None:
    symbol = ET.SubElement(parent, "symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0")
    element = ET.SubElement(symbol, "layer", {"class": layer, "enabled": "1", "locked": "0", "pass": "0"})
    listed = ET.SubElement(element, "Option", type="Map")
    for key, value in options.items():
        ET.SubElement(listed, "Option", name=key, value=value, type="QString")


def _document(renderer: ET.Element) -> str:
    root = ET.Element("qgis", version="3.28", styleCategories="Symbology")
    root.append(renderer)
    return _HEAD + ET.tostring(root, encoding="unicode")


def _single(kind: str, layer: str, options: dict[str, str]) -> str:
    renderer = ET.Element("renderer-v2", type="singleSymbol", symbollevels="0", enableorderby="0")
    _symbol(ET.SubElement(renderer, "symbols"), "0", kind, layer, options)
    return _document(renderer)


def _categories(renderer: ET.Element, values: Iterable[str]) -> ET.Element:
    listed = ET.SubElement(renderer, "categories")
    for number, value in enumerate(values):
        ET.SubElement(listed, "category", value=value, label=value or "other", symbol=str(number), render="true")
    return ET.SubElement(renderer, "symbols")


def incidents() -> str:
    """Return the style of the points: one colour per event type."""
    renderer = ET.Element("renderer-v2", type="categorizedSymbol", attr="event_type", symbollevels="0")
    colours = {**COLOURS, "": OTHER}
    symbols = _categories(renderer, colours)
    for number, colour in enumerate(colours.values()):
        options = {"name": "circle", "color": rgba(colour), "outline_color": rgba("#ffffff"), "size": "3"}
        _symbol(symbols, str(number), "marker", "SimpleMarker", options)
    return _document(renderer)


def areas() -> str:
    """Return the style of places that are areas: an outline, hardly filled."""
    options = {"color": rgba(OTHER, 25), "outline_color": rgba("#555555"), "outline_style": "dash", "style": "solid"}
    return _single("fill", "SimpleFill", options)


def zones() -> str:
    """Return the style of control zones: hatched, for their edges are not sure."""
    options = {"color": rgba(ZONE, 120), "outline_color": rgba(ZONE), "outline_style": "dash", "style": "b_diagonal"}
    return _single("fill", "SimpleFill", options)


def flows() -> str:
    """Return the style of displacement flows: a line."""
    return _single("line", "SimpleLine", {"line_color": rgba(FLOW), "line_width": "0.8"})


STYLES: Final[dict[str, Callable[[], str]]] = {"incidents": incidents, "areas": areas, "zones": zones, "flows": flows}
"""The style of each layer of a GeoPackage."""
