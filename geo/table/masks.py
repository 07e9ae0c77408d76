"""A query over a whole table at once: one truth value per row and field, each worked out over columns, not rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.table.query import EARTH_RADIUS_KM, LISTED, Query, sources
from geo.table.schema import layer_of
from geo.table.text import HAYSTACK, fold, report_haystack, words

Mask = npt.NDArray[np.bool_]


def layers(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Return the layer of each row: `layer_of`, asked once for each combination that occurs.

    >>> layers(pd.DataFrame({"event_type": ["Battles"], "modality": ["planned"], "background": [False]})).tolist()
    ['prospective']
    """
    types, type_names = pd.factorize(frame["event_type"])
    modalities, modality_names = pd.factorize(frame["modality"])
    background = frame["background"].fillna(value=False).to_numpy(dtype=bool)
    table = np.array(
        [
            [[layer_of(t, m, background=b) for b in (False, True)] for m in [*modality_names, ""]]
            for t in [*type_names, ""]
        ],
        dtype=object,
    )
    found: npt.NDArray[np.object_] = table[types, modalities, background.astype(int)]
    return found


def passing(frame: pd.DataFrame, query: Query) -> Mask:
    """Return one truth value per row: does it pass the query? The costly text search sees only what else passes.

    >>> from geo.table.frames import empty
    >>> from geo.table.schema import INCIDENTS
    >>> passing(empty(INCIDENTS), Query()).tolist()
    []
    """
    mask = np.ones(len(frame), dtype=bool)
    for name, of_field in MASKS.items():
        if name != "text":
            mask &= of_field(frame, query)
    if query.text:
        positions = np.flatnonzero(mask)
        mask[positions] = text_mask(frame.iloc[positions], query)
    return mask


def field_masks(frame: pd.DataFrame, query: Query) -> dict[str, Mask]:
    """Return the truth values of each field on its own; a row passes where all of them are true."""
    return {name: of_field(frame, query) for name, of_field in MASKS.items()}


def _true(frame: pd.DataFrame) -> Mask:
    return np.ones(len(frame), dtype=bool)


def _numbers(frame: pd.DataFrame, name: str, empty: float) -> npt.NDArray[np.floating]:
    """Return a column of numbers with `empty` for null; one that the table lacks is all empty."""
    if name not in frame:
        return np.full(len(frame), empty)
    return frame[name].astype("Float64").to_numpy(dtype="float64", na_value=empty)


def layer_mask(frame: pd.DataFrame, query: Query) -> Mask:
    """Rows that lie in one of the query's layers."""
    return np.isin(layers(frame).astype(str), query.layers) if query.layers else _true(frame)


def time_mask(frame: pd.DataFrame, query: Query) -> Mask:
    """Rows that overlap the query's range; undated rows as `undated` says."""
    if not query.since and not query.until and query.undated:
        return _true(frame)
    start = frame["date_start"].astype("string").fillna("")
    undated: Mask = (start == "").to_numpy(dtype=bool)
    mask = ~undated
    if query.since:
        end = frame["date_end"].astype("string").fillna(start)
        mask &= (end >= query.since).to_numpy(dtype=bool)
    if query.until:
        mask &= (start <= query.until).to_numpy(dtype=bool)
    return mask | undated if query.undated else mask


def listed_mask(name: str) -> Callable[[pd.DataFrame, Query], Mask]:
    """Return the mask of a field that lists allowed values of one or two columns."""

    def of_field(frame: pd.DataFrame, query: Query) -> Mask:
        wanted = getattr(query, name)
        if not wanted:
            return _true(frame)
        mask = np.zeros(len(frame), dtype=bool)
        for column in LISTED[name]:
            mask |= frame[column].isin(wanted).to_numpy(dtype=bool)
        return mask

    return of_field


def review_mask(frame: pd.DataFrame, query: Query) -> Mask:
    """Rows whose review is listed; with no list, all but the rejected."""
    if query.reviews:
        return frame["review"].isin(query.reviews).to_numpy(dtype=bool)
    return ~frame["review"].isin(["rejected"]).to_numpy(dtype=bool)


def source_mask(frame: pd.DataFrame, query: Query) -> Mask:
    """Rows with a report of one of the query's sources."""
    if not query.sources:
        return _true(frame)
    wanted = set(query.sources)
    return np.fromiter((not wanted.isdisjoint(sources(reports)) for reports in frame["reports"]), bool, len(frame))


def precision_mask(frame: pd.DataFrame, query: Query) -> Mask:
    """Rows whose place is known as precisely as the query lists; 0 stands for null."""
    if not query.precisions:
        return _true(frame)
    return np.isin(_numbers(frame, "geo_precision", 0), query.precisions)


def near_mask(frame: pd.DataFrame, query: Query) -> Mask:
    """Rows within the query's circle, by haversine."""
    if query.near is None:
        return _true(frame)
    lon, lat, km = query.near
    lons, lats = (np.radians(_numbers(frame, name, np.nan)) for name in ("lon", "lat"))
    lon0, lat0 = np.radians(lon), np.radians(lat)
    h = np.sin((lat0 - lats) / 2) ** 2 + np.cos(lats) * np.cos(lat0) * np.sin((lon0 - lons) / 2) ** 2
    distance = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    mask: Mask = np.less_equal(distance, km)
    return mask


def polygon_mask(frame: pd.DataFrame, query: Query) -> Mask:
    """Rows inside the query's polygon, by the even-odd rule."""
    if not query.polygon:
        return _true(frame)
    x, y = (_numbers(frame, name, np.nan) for name in ("lon", "lat"))
    inside = np.zeros(len(frame), dtype=bool)
    for (xi, yi), (xj, yj) in zip(query.polygon, (query.polygon[-1], *query.polygon[:-1]), strict=True):
        if yi != yj:
            inside ^= ((yi > y) != (yj > y)) & (x < (xj - xi) * (y - yi) / (yj - yi) + xi)
    mask: Mask = inside & ~np.isnan(x) & ~np.isnan(y)
    return mask


def text_mask(frame: pd.DataFrame, query: Query) -> Mask:
    """Rows whose haystack holds every word of the query's text.

    No word holds a line break, so it lies within one part of the haystack: columns, whose values recur, are looked
    through once for each different value, and the reports only where a word is still missing.
    """
    needles = words(query.text)
    found = np.zeros((len(needles), len(frame)), dtype=bool)
    for name in HAYSTACK:
        if name not in frame:
            continue
        codes, values = pd.factorize(frame[name])
        texts = [fold(value) if isinstance(value, str) else "" for value in values]
        for number, needle in enumerate(needles):
            found[number] |= np.array([*(needle in text for text in texts), False])[codes]  # code -1, null, is last
    open_rows = np.flatnonzero(~found.all(axis=0))
    reports = frame["reports"].array
    told = [report_haystack(reports[row]) for row in open_rows]
    for number, needle in enumerate(needles):
        found[number, open_rows] |= np.fromiter((needle in text for text in told), bool, len(told))
    mask: Mask = np.logical_and.reduce(found, axis=0, dtype=bool)
    return mask


MASKS: Final[dict[str, Callable[[pd.DataFrame, Query], Mask]]] = {
    "layers": layer_mask,
    "dates": time_mask,
    **{name: listed_mask(name) for name in LISTED},
    "reviews": review_mask,
    "sources": source_mask,
    "precisions": precision_mask,
    "near": near_mask,
    "polygon": polygon_mask,
    "text": text_mask,
}
"""The fields of a query (since, until and undated together as `dates`), each with its truth values."""
