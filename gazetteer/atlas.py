"""The gazetteer as callers see it: shards and outlines behind one set of questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import PlaceNotFound
from gazetteer.files import data_path
from gazetteer.index import Shard
from gazetteer.lookup import Ask, look_up
from gazetteer.names import NormalizedName, normalize, skeleton
from gazetteer.outlines import Bbox, Outlines
from gazetteer.places import Match, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class ShardInfo:
    """What one shard holds, and under which licence."""

    name: str
    title: str
    licence: str
    places: int
    names: int
    folder: Path


class Gazetteer:
    """Places of the world by name, offline. Open one with `gazetteer.load()`."""

    def __init__(self, shards: Sequence[Shard], outlines: Outlines) -> None:
        self.shards = tuple(shards)
        self.shapes = outlines
        self._named: dict[str, tuple[Place, ...]] = {}

    def lookup(
        self,
        name: str,
        *,
        country: str | None = None,
        admin1: str | None = None,
        near: tuple[float, float] | None = None,
        text: str | None = None,
        limit: int = 10,
    ) -> list[Match]:
        """Return the matches of a name, best first, each with its score (0 to 1) and reasons; [] if there are none.

        Args:
            name: a place name in any script.
            country: ISO 3166-1 alpha-2 code or English name of the country it lies in.
            admin1: name of its first-level unit, in any romanisation.
            near: (lon, lat) in WGS 84 degrees of a place it should be near to.
            text: words around it; a country named there counts like `country`, where none is given.
            limit: how many matches at most.

        Raises:
            BadRequest: the name is too long, or the country is unknown.
        """
        code = self.country_code(country) if country else None
        if code is None and text:
            code = self._country_in(text)
        return look_up(self, name, Ask(code, admin1, near), limit)

    def named(self, name: NormalizedName) -> Sequence[Place]:
        """Return all places that bear exactly this normalised name, in every shard."""
        known = self._named.get(name)
        if known is None:
            known = tuple(shard.place(row) for shard in self.shards for row in shard.rows_named(name))
            if len(self._named) < 200_000:  # noqa: PLR2004 -- about 50 MB
                self._named[name] = known
        return known

    def prefixes(self, text: NormalizedName) -> list[str]:
        """Return the normalised names that a normalised text starts with, shortest first."""
        if len(self.shards) == 1:
            found: list[str] = self.shards[0].names.prefixes(text)
            return found
        return sorted({name for shard in self.shards for name in shard.names.prefixes(text)}, key=len)

    def place(self, place_id: str) -> Place:
        """Return the place with an id.

        Raises:
            PlaceNotFound: no shard holds that id.
        """
        for shard in self.shards:
            row = shard.row_of(place_id)
            if row is not None:
                return shard.place(row)
        raise PlaceNotFound(f"no place has the id {place_id!r}; ids look like geonames:169023")

    def names_of(self, place: Place) -> tuple[str, ...]:
        """Return the names by which similarity is judged."""
        return (place.name,)

    def outline(self, place_id: str) -> BaseGeometry | None:
        """Return the outline of a country, first-level unit or road in EPSG:4326, or None."""
        return self.shapes.outline(place_id)

    def outlines(self, kind: str, bbox: Bbox | None = None) -> Iterator[tuple[Place, BaseGeometry]]:
        """Yield the units of a kind ("country", "admin1") with their outlines, those whose bounds touch the box."""
        for place_id in self.shapes.ids(kind, bbox):
            outline = self.shapes.outline(place_id)
            if outline is not None:
                yield self.place(place_id), outline

    def is_stale(self, place_id: str) -> bool:
        """Return whether a unit's outline is known to be out of date."""
        return self.shapes.is_stale(place_id)

    def covering(self, *, lon: float, lat: float) -> tuple[Place | None, Place | None]:
        """Return the country and the first-level unit that hold a point (WGS 84 degrees), None at sea."""
        return self._holding("country", lon, lat), self._holding("admin1", lon, lat)

    def _holding(self, kind: str, lon: float, lat: float) -> Place | None:
        import shapely

        point = shapely.Point(lon, lat)
        for place_id in self.shapes.ids(kind, (lon, lat, lon, lat)):
            outline = self.shapes.outline(place_id)
            if outline is not None and outline.intersects(point):
                return self.place(place_id)
        return None

    def towns_within(self, bbox: Bbox, *, limit: int) -> list[Place]:
        """Return the towns inside a box (west, south, east, north), those with most people first."""
        west, south, east, north = bbox
        found: list[tuple[int, Shard, int]] = []
        for shard in self.shards:
            lons, lats, people = (shard.columns[name] for name in ("lon", "lat", "population"))
            found += [
                (people[row], shard, row)
                for row, (lon, lat) in enumerate(zip(lons, lats, strict=True))
                if west <= lon <= east and south <= lat <= north and people[row]
            ]
        found.sort(key=lambda item: (-item[0], item[2]))
        towns = (shard.place(row) for _, shard, row in found)
        kinds = ("city", "town", "village")
        return [place for place in towns if place.kind in kinds][:limit]

    def country_code(self, country: str) -> str:
        """Return the ISO code of a country given as code or name.

        Raises:
            BadRequest: no country has that code or name.
        """
        from gazetteer.errors import BadRequest

        if len(country) == 2 and any(country.upper() in shard.country_names for shard in self.shards):  # noqa: PLR2004
            return country.upper()
        for place in self.named(normalize(country)):
            if place.kind == "country" and place.country:
                return place.country
        raise BadRequest(f"no country is called {country!r}; give an ISO code such as SY, or its English name")

    def same_unit(self, one: str | None, other: str, country: str | None) -> bool:
        """Return whether two spellings may name one first-level unit of a country."""
        if not one:
            return False
        if normalize(one) == normalize(other) or skeleton(one) == skeleton(other):
            return True
        ids = self._unit_ids(normalize(other), country)
        return bool(ids & self._unit_ids(normalize(one), country))

    @lru_cache(maxsize=4096)  # noqa: B019 -- a gazetteer lives as long as its process
    def _unit_ids(self, name: NormalizedName, country: str | None) -> frozenset[str]:
        return frozenset(
            p.place_id for p in self.named(name) if p.kind == "admin1" and (country is None or p.country == country)
        )

    def _country_in(self, text: str) -> str | None:
        words = normalize(text).split()
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                for place in self.named(NormalizedName(" ".join(words[start : start + size]))):
                    if place.kind == "country":
                        return place.country
        return None

    def info(self) -> list[ShardInfo]:
        """Return what each shard holds."""
        return [
            ShardInfo(
                name=shard.folder.name,
                title=shard.meta.get("title", shard.folder.name),
                licence=shard.meta.get("licence", "unknown"),
                places=shard.meta["places"],
                names=shard.meta["names"],
                folder=shard.folder,
            )
            for shard in self.shards
        ]


def load(*, extra: Sequence[Path] = ()) -> Gazetteer:
    """Open the embedded gazetteer, and further shards if given.

    Raises:
        BadGazetteerFile: a shard is missing or damaged; the message says which file and what to run.

    >>> load().lookup("Jisr al-Shughur", country="SY")[0].place.name
    'Jisr ash Shughūr'
    """
    shards = [Shard(data_path("gazetteer")), *(Shard(folder) for folder in extra)]
    return Gazetteer(shards, Outlines(data_path("boundaries")))
