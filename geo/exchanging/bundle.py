"""The tables of one export: what a query shows of a result, in the order of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from geo.reading.article import Article
from geo.table.frames import empty
from geo.table.query import Query, apply
from geo.table.schema import FLOWS, INCIDENTS, MENTIONS, ZONES

if TYPE_CHECKING:
    import geopandas as gpd


class Tables(Protocol):
    """What can be exported: the tables of `geo.pipeline.Result`."""

    @property
    def incidents(self) -> gpd.GeoDataFrame: ...  # noqa: D102

    @property
    def zones(self) -> gpd.GeoDataFrame: ...  # noqa: D102

    @property
    def flows(self) -> gpd.GeoDataFrame: ...  # noqa: D102

    @property
    def mentions(self) -> gpd.GeoDataFrame: ...  # noqa: D102

    @property
    def articles(self) -> tuple[Article, ...]: ...  # noqa: D102


@dataclass(frozen=True)
class Bundle:
    """Tables that belong together; each keeps to its schema."""

    incidents: gpd.GeoDataFrame
    zones: gpd.GeoDataFrame
    flows: gpd.GeoDataFrame
    mentions: gpd.GeoDataFrame
    articles: tuple[Article, ...] = ()

    @classmethod
    def of(cls, *, incidents: gpd.GeoDataFrame | None = None, zones: gpd.GeoDataFrame | None = None) -> Self:
        """Return a bundle of one or two tables; the others are empty.

        >>> len(Bundle.of().flows)
        0
        """
        return cls(
            incidents=empty(INCIDENTS) if incidents is None else incidents,
            zones=empty(ZONES) if zones is None else zones,
            flows=empty(FLOWS),
            mentions=empty(MENTIONS),
        )


def shown(tables: Tables, query: Query | None) -> Bundle:
    """Return what a query shows (None: everything): incidents in text order, their flows, the zones of those days.

    >>> len(shown(Bundle.of(), Query()).incidents)
    0
    """
    incidents = tables.incidents if query is None else apply(tables.incidents, query)
    flows, zones = tables.flows, tables.zones
    if query is not None:
        own = flows["incident_id"].isna() | flows["incident_id"].isin(incidents["incident_id"])
        flows = flows[own.to_numpy(dtype=bool)]
        start = zones["valid_from"].astype("string").fillna("")
        end = zones["valid_to"].astype("string").fillna("9999")
        zones = zones[((start <= (query.until or "9999")) & (end >= (query.since or ""))).to_numpy(dtype=bool)]
    incidents = incidents.iloc[text_order(incidents["reports"].tolist(), tables.articles)]
    return Bundle(
        incidents=incidents.reset_index(drop=True),
        zones=zones.reset_index(drop=True),
        flows=flows.reset_index(drop=True),
        mentions=tables.mentions,
        articles=tables.articles,
    )


def text_order(reports: Sequence[Any], articles: Sequence[Article]) -> list[int]:
    """Return the positions of rows in text order: by article as read, then by where their first trigger stands.

    >>> late, early = [{"article_id": "a", "trigger_start": 90}], [{"article_id": "a", "trigger_start": 5}]
    >>> text_order([late, early], [])
    [1, 0]
    """
    place: dict[str, int] = {article.id: number for number, article in enumerate(articles)}

    def key(report: Mapping[str, Any]) -> tuple[int, int]:
        offset = report.get("trigger_start")
        if offset is None:
            offset = report.get("quote_start") or 0
        return place.setdefault(str(report.get("article_id")), len(place)), int(offset)

    keys = [min(map(key, row), default=(len(place) + len(reports), 0)) for row in reports]
    return sorted(range(len(keys)), key=keys.__getitem__)
