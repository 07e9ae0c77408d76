"""Joins incidents to the control zone that held their place on their day."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from geo.linking.zone_areas import is_minor

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Row = dict[Any, Any]

AS_OF_DAYS: Final = 7
"""A note that tells the state on its day of publication is taken to hold so many days before it too."""
EQUAL_AREA: Final = "EPSG:6933"
LEAST_INSIDE: Final = 0.8
"""Share of an incident's area that must lie in a zone."""
ROOM: Final = 1.5
"""An incident's circle may be so many times as large as the zone: towns are circles of about their own size."""
_RANK: Final = {"holds": 0, "contested": 0, "besieged": 1, "de-escalation": 2}


def join(incidents: GeoDataFrame, zones: GeoDataFrame) -> GeoDataFrame:
    """Return the incidents with `zone_id` and `zone_note` of the zone that held their place on their day.

    Of several zones the smallest wins, holders before de-escalation zones, and shares of a unit that say little of
    any one place in it ("a small sliver") come last. An incident that is larger than a zone, has no place or no date
    is not joined. Both tables lie in EPSG:4326.

    >>> from geo.table.frames import empty
    >>> from geo.table.schema import INCIDENTS, ZONES
    >>> len(join(empty(INCIDENTS), empty(ZONES)))
    0
    """
    import geopandas as gpd
    import pandas as pd

    joined = incidents.copy()
    rows = incidents.reset_index(drop=True)
    drawn = zones[zones.geometry.notna() & (zones["method"] != "undrawn")].reset_index(drop=True)
    placed = rows[rows.geometry.notna() & rows["date_start"].notna()]
    if drawn.empty or placed.empty:
        return joined
    left = gpd.GeoDataFrame(geometry=placed.geometry.to_crs(EQUAL_AREA))
    right = gpd.GeoDataFrame(geometry=drawn.geometry.to_crs(EQUAL_AREA))
    pairs = gpd.sjoin(left, right, how="inner", predicate="intersects")
    events, areas = placed.to_dict("index"), drawn.to_dict("index")
    best: dict[Any, tuple[tuple[Any, ...], Row]] = {}
    for index, number in zip(pairs.index, pairs["index_right"], strict=True):
        incident, zone = events[index], areas[number]
        exact = _holds_on(zone, incident)
        if exact is None or not _fits(incident, left.geometry[index], right.geometry[number]):
            continue
        rank = _rank(zone, right.geometry[number].area, exact=exact)
        if index not in best or rank < best[index][0]:
            best[index] = (rank, zone)
    for name, value in (("zone_id", lambda zone: zone["zone_id"]), ("zone_note", _note)):
        old = joined[name].tolist()
        new = [value(best[index][1]) if index in best else old[index] for index in range(len(old))]
        joined[name] = pd.Series(new, index=joined.index, dtype="string")
    return joined


def _note(zone: Row) -> str:
    """The zone's note; where it tells a share, with the word that the place may lie in the other."""
    note = str(zone["note"])
    return note if _null(zone["share"]) else f"{note} (where in it is not told)"


def _null(value: object) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def _rank(zone: Row, area: float, *, exact: bool) -> tuple[Any, ...]:
    """Holders come first, then shares that say something, the smallest area, what is told for the very day."""
    share = None if _null(zone["share"]) else str(zone["share"])
    began = "" if _null(zone["valid_from"]) else str(zone["valid_from"])
    latest = tuple(-int(part) for part in began.split("-") if part)
    return (_RANK.get(zone["status"], 3), is_minor(share), round(area), not exact, latest, str(zone["zone_id"]))


def _holds_on(zone: Row, incident: Row) -> bool | None:
    """Whether a zone held on an incident's days: True by its dates, False as of its report, None if it did not."""
    first = str(incident["date_start"])
    last = first if _null(incident["date_end"]) else str(incident["date_end"])
    if not _null(zone["valid_to"]) and first >= str(zone["valid_to"]):
        return None
    if _null(zone["valid_from"]):
        return False if not _null(zone["valid_to"]) else None
    begins = str(zone["valid_from"])
    if last >= begins:
        return True
    told = {str(report.get("published") or "")[:10] for report in zone["reports"]}
    near = date.fromisoformat(begins) - timedelta(days=AS_OF_DAYS) <= date.fromisoformat(last)
    return False if begins in told and near else None


def _fits(incident: Row, place: Any, zone: Any) -> bool:  # noqa: ANN401 -- shapes of any kind
    """Whether an incident lies in a zone at all, by its own area or the circle of its uncertainty."""
    if place.area > 0:
        return bool(place.intersection(zone).area >= LEAST_INSIDE * place.area)
    radius = 0.0 if _null(incident["uncertainty_km"]) else float(incident["uncertainty_km"]) * 1000
    return bool(math.pi * radius**2 <= ROOM * zone.area)
