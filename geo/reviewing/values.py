"""The values a reviewer gives: checked against the schema, and what else in the row follows from them.

What follows is written here once: a sub-event type brings its event type and disorder type, a day its precision, a
position its point; a figure that is set is its own range. Whatever the reviewer sets wins over what would follow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ReviewError
from geo.linking.rows import ACLED_TIME
from geo.table.frames import CLOSED, DAYS, RANGES
from geo.table.schema import EVENT_TYPES, INCIDENTS, Column, disorder_type, event_type_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Outline = Callable[[str], "BaseGeometry | None"]
"""Gives the outline of a place by its id."""

COLUMNS: Final = {column.name: column for column in INCIDENTS}
FIXED: Final = frozenset({"incident_id", "reports", "review", "reviewer_note", "place_reasons"})
EDITABLE: Final = tuple(column.name for column in INCIDENTS if column.name not in FIXED)
"""Columns that an edit can set, in the schema's order."""
PLACE: Final = (
    *("place_text", "place_name", "place_id", "place_kind", "place_role", "country", "country_name"),
    *("admin1", "admin2", "pcode", "lon", "lat", "geo_precision", "where_precision", "uncertainty_km", "geometry"),
)
"""Columns that together say where."""
FIGURES: Final = ("fatalities", "fatalities_low", "fatalities_high")
_BOUNDS: Final = {**RANGES, **dict.fromkeys((*FIGURES, "children_killed"), (0.0, math.inf))}
_SPANS: Final = ((1, 1), (6, 2), (7, 3), (31, 4))
"""UCDP's date precision by the most days it stands for; beyond the last it is 5."""
_CIRCLES: Final = ((5.0, (1, 1)), (25.0, (2, 2)))
WIDE: Final = (3, 4)
"""ACLED's and UCDP's place precision by the radius of the circle in km, and beyond the last."""
BIGGEST: Final = 2**63 - 1


def checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of an edit in the types of their columns; "" is null.

    Raises:
        ReviewError: a column cannot be edited or a value does not fit it; `problems` has a sentence for each.

    >>> checked({"fatalities": 13.0, "actor1": " Russian forces "})
    {'fatalities': 13, 'actor1': 'Russian forces'}
    >>> checked({"lat": 91, "lon": 36.5})
    Traceback (most recent call last):
    geo.errors.ReviewError: lat: 91 is not between -90 and 90
    """
    made: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, value in changes.items():
        try:
            made[name] = _value(name, value)
        except ValueError as fault:
            problems[name] = str(fault)
    for one, other in (("lon", "lat"), ("lat", "lon")):
        if one in changes and other not in changes:
            problems[other] = f"a position needs both: {one} alone says nothing"
    if not problems and "lon" in made and (made["lon"] is None) != (made["lat"] is None):
        problems["lat"] = "a position needs both lon and lat, or neither"
    if problems:
        raise ReviewError("; ".join(f"{name}: {words}" for name, words in problems.items()), problems=problems)
    return made


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 -- any JSON value
    column = COLUMNS.get(name)
    if column is None or name in FIXED:
        raise ValueError("there is no such column" if column is None else "this column is not edited by hand")
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        if not column.nullable:
            raise ValueError("it cannot be empty")
        return None
    typed = _typed(column, value)
    if name in CLOSED and typed not in CLOSED[name]:
        raise ValueError(f"{typed!r} is not in the list; use one of {', '.join(sorted(CLOSED[name]))}")
    if name in DAYS:
        return _day(typed)
    low, high = _BOUNDS.get(name, (-math.inf, math.inf))
    if column.dtype in ("Int64", "Float64") and not low <= typed <= high:
        between = f"between {low:g} and {high:g}" if math.isfinite(high) else f"{low:g} or more"
        raise ValueError(f"{typed} is not {between}")
    return typed


def _typed(column: Column, value: Any) -> Any:  # noqa: ANN401 -- any JSON value
    number = not isinstance(value, bool) and isinstance(value, int | float)
    if column.dtype == "geometry":
        return _shape(value)
    if column.dtype == "boolean" and not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")
    if column.dtype == "string" and not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    if column.dtype == "Float64":
        if not number or not math.isfinite(value):
            raise ValueError(f"{value!r} is no number")
        return value
    if column.dtype == "Int64":
        if not number or not math.isfinite(value) or value != int(value) or abs(value) > BIGGEST:
            raise ValueError(f"{value!r} is no whole number")
        return int(value)
    return value


def _day(value: str) -> str:
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise ValueError(f"{value!r} is no day; write it as 2018-09-04")


def _shape(value: Any) -> BaseGeometry:  # noqa: ANN401 -- GeoJSON
    import shapely
    from shapely.geometry import shape

    try:
        found: BaseGeometry = shape(value)
        west, south, east, north = found.bounds
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        raise ValueError("this is no GeoJSON geometry") from None
    if found.is_empty or not found.is_valid:
        raise ValueError("the area has no inside or crosses itself")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 -- degrees
        raise ValueError("the area is not on Earth; longitude comes first, then latitude")
    return found


def filled(changes: Mapping[str, Any], row: Mapping[str, Any], outline: Outline | None = None) -> dict[str, Any]:
    """Return the values of an edit with all that follows from them in this row.

    `changes` have been `checked`; `row` has None for null.

    Raises:
        ReviewError: the values do not fit together or the rest of the row: an end before its start, a sub-event type
            of another event type, a lowest figure above the best.

    >>> filled({"sub_event_type": "Grenade"}, {})["event_type"]
    'Explosions/Remote violence'
    """
    return {**_types(changes, row), **_dates(changes, row), **_figures(changes, row), **_place(changes, outline)}


def _types(changes: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: value for name, value in changes.items() if name not in PLACE}
    if "event_type" not in changes and "sub_event_type" not in changes:
        return made
    sub, kind = changes.get("sub_event_type"), changes.get("event_type")
    if sub is None:
        kept = row.get("sub_event_type")
        sub = kept if kept in EVENT_TYPES.get(str(kind), ()) else kind
    home = sub if sub in EVENT_TYPES and sub == (kind or row.get("event_type")) else None
    try:
        home = home or event_type_of(str(sub))
    except KeyError:
        home = str(sub)
    if kind is not None and kind != home:
        words = f"{sub!r} is no {kind!r} but {home!r}"
        raise ReviewError(f"sub_event_type: {words}", problems={"sub_event_type": words})
    return {
        **made,
        "event_type": home,
        "sub_event_type": sub,
        "disorder_type": changes.get("disorder_type", disorder_type(home, str(sub))),
    }


def _dates(changes: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    if "date_start" not in changes and "date_end" not in changes:
        return {}
    start = changes.get("date_start", row.get("date_start"))
    end = changes.get("date_end", row.get("date_end"))
    if "date_end" not in changes and (start is None or row.get("date_end") in (None, row.get("date_start"))):
        end = start  # a single day moves as a whole
    if "date_start" not in changes and start is None:
        start = end
    if start is not None and end is not None and end < start:
        words = f"{end} lies before date_start {start}"
        raise ReviewError(f"date_end: {words}", problems={"date_end": words})
    precision: int | None = None
    if start is not None:
        days = (date.fromisoformat(end or start) - date.fromisoformat(start)).days + 1
        precision = next((code for most, code in _SPANS if days <= most), 5)
    return {
        "date_start": start,
        "date_end": end,
        "date_precision": changes.get("date_precision", precision),
        "time_precision": changes.get("time_precision", ACLED_TIME.get(precision) if precision else None),
    }


def _figures(changes: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    if not any(name in changes for name in FIGURES):
        return {}
    made = {name: changes.get(name, row.get(name)) for name in FIGURES}
    if "fatalities" in changes:
        for name in FIGURES[1:]:
            made[name] = changes.get(name, changes["fatalities"])
    best, low, high = (made[name] for name in FIGURES)
    for less, more, name in ((low, best, "fatalities_low"), (best, high, "fatalities_high"), (low, high, FIGURES[1])):
        if less is not None and more is not None and less > more:
            words = f"{low} to {high} does not hold the best figure {best}"
            raise ReviewError(f"{name}: {words}", problems={name: words})
    return made


def _place(changes: Mapping[str, Any], outline: Outline | None) -> dict[str, Any]:
    made = {name: value for name, value in changes.items() if name in PLACE}
    if "lon" not in made or "geometry" in made:
        return made
    for name in ("place_id", "place_kind", "admin2", "pcode"):
        made.setdefault(name, None)  # those of the former place
    if made.get("uncertainty_km") is not None:
        known = next((codes for most, codes in _CIRCLES if made["uncertainty_km"] <= most), WIDE)
        for name, code in zip(("geo_precision", "where_precision"), known, strict=True):
            made.setdefault(name, code)
    lon, lat = made["lon"], made["lat"]
    if lon is None:
        return {**made, "geometry": None}
    from shapely import Point

    area = outline(made["place_id"]) if outline is not None and made["place_id"] else None
    return {**made, "geometry": area if area is not None else Point(lon, lat)}
