"""The gazetteer as callers see it: shards and outlines behind one set of questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gazetteer.errors import BadRequest, PlaceNotFound
from gazetteer.files import data_path
from gazetteer.index import Shard
from gazetteer.lookup import Ask, look_up
from gazetteer.merging import merged
from gazetteer.names import NormalizedName, normalize
from gazetteer.outlines import Bbox, Outlines
from gazetteer.places import Match, Place
from gazetteer.skeletons import skeleton
from gazetteer.unit_names import without_unit_word

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

REMEMBERED: Final = 200_000  # names whose places are kept, about 50 MB


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

        >>> gaz = load(user=False)
        >>> gaz.lookup("جسر الشغور", country="Syria")[0].place.name
        'Jisr ash Shughūr'
        >>> gaz.lookup("")
        []
        """
        code = self.country_code(country) if country else None
        if code is None and text:
            code = self._country_in(text)
        return look_up(self, name, Ask(code, admin1, near), limit)

    def named(self, name: NormalizedName) -> Sequence[Place]:
        """Return all places that bear exactly this normalised name, in every shard, a place of two shards once.

        Countries come first, then first-level units, then the others by population.

        >>> [place.kind for place in load(user=False).named(normalize("Georgia"))][:2]
        ['country', 'admin1']
        """
        known = self._named.get(name)
        if known is None:
            found = [shard.place(row) for shard in self.shards for row in shard.rows_named(name)]
            known = tuple(sorted(merged(_corrected(found)), key=_weight)) if len(found) > 1 else tuple(found)
            if len(self._named) < REMEMBERED:
                self._named[name] = known
        return known

    def prefixes(self, text: NormalizedName) -> list[str]:
        """Return the normalised names that a normalised text starts with, shortest first.

        A name may end inside a word of the text; the caller looks at what follows.

        >>> load(user=False).prefixes(normalize("Aleppo was"))[-1]
        'aleppo'
        """
        if len(self.shards) == 1:
            found: list[str] = self.shards[0].names.prefixes(text)
            return found
        return sorted({name for shard in self.shards for name in shard.names.prefixes(text)}, key=len)

    def place(self, place_id: str) -> Place:
        """Return the place with an id.

        Raises:
            PlaceNotFound: no shard holds that id.

        >>> load(user=False).place("geonames:169023").country
        'SY'
        """
        for shard in self.shards:
            row = shard.row_of(place_id)
            if row is not None:
                return shard.place(row)
        raise PlaceNotFound(f"no place has the id {place_id!r}; ids look like geonames:169023")

    def outline(self, place_id: str) -> BaseGeometry | None:
        """Return the outline of a country, first-level unit or road in EPSG:4326, or None."""
        return self.shapes.outline(place_id)

    def outlines(self, kind: str, bbox: Bbox | None = None) -> Iterator[tuple[Place, BaseGeometry]]:
        """Yield the units of a kind ("country", "admin1", "road") with their outlines (EPSG:4326), those whose bounds
        touch the box (west, south, east, north, in degrees).
        """
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
        import numpy as np

        west, south, east, north = bbox
        found: list[tuple[int, int, int]] = []
        for number, shard in enumerate(self.shards):
            lon, lat, people = (np.asarray(shard.columns[name]) for name in ("lon", "lat", "population"))
            rows = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north) & (people > 0))
            found += [(-int(people[row]), number, int(row)) for row in rows]
        kinds = ("city", "town", "village")
        towns = (self.shards[number].place(row) for _, number, row in sorted(found))
        return list(merged([place for place in towns if place.kind in kinds][: 2 * limit]))[:limit]

    def sites_within(self, bbox: Bbox, kinds: Collection[str]) -> list[Place]:
        """Return the places of some kinds without people of their own (crossings, bases, ...) in a box, by name."""
        import numpy as np

        west, south, east, north = bbox
        found: list[Place] = []
        for shard in self.shards:
            lon, lat, people = (np.asarray(shard.columns[name]) for name in ("lon", "lat", "population"))
            rows = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north) & (people == 0))
            found += [place for row in rows if (place := shard.place(int(row))).kind in kinds]
        return sorted(merged(found), key=lambda place: (place.name, place.place_id))

    def units(self) -> list[Place]:
        """Return the first-level units that have an outline."""
        return [self.place(place_id) for place_id in self.shapes.ids("admin1")]

    def country_code(self, country: str) -> str:
        """Return the ISO code of a country given as code or name.

        Raises:
            BadRequest: no country has that code or name.

        >>> load(user=False).country_code("Syria")
        'SY'
        """
        if len(country) == 2 and any(country.upper() in shard.country_names for shard in self.shards):  # noqa: PLR2004
            return country.upper()
        for place in self.named(normalize(country)):
            if place.kind == "country" and place.country:
                return place.country
        raise BadRequest(f"no country is called {country[:60]!r}; give an ISO code such as SY, or its English name")

    def same_unit(self, one: str | None, other: str, country: str | None) -> bool:
        """Return whether two spellings may name one first-level unit of a country."""
        if not one:
            return False
        bare, wanted = without_unit_word(one), without_unit_word(other)
        if bare == wanted or skeleton(bare) == skeleton(wanted):
            return True
        units = {unit.place_id for unit in self.units_named(other, country)}
        return any(unit.place_id in units for unit in self.units_named(one, country))

    @lru_cache(maxsize=4096)  # noqa: B019 -- a gazetteer lives as long as its process
    def units_named(self, name: str, country: str | None) -> tuple[Place, ...]:
        """Return the first-level units of a country that bear a name, with or without the word for the unit."""
        for form in (normalize(name), NormalizedName(without_unit_word(name))):
            found = tuple(p for p in self.named(form) if p.kind == "admin1" and country in (None, p.country))
            if found:
                return found
        return ()

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
        return [shard_info(shard) for shard in self.shards]

    @cached_property
    def vintage(self) -> str:
        """Of when the outlines are."""
        return self.shapes.vintage


def shard_info(shard: Shard) -> ShardInfo:
    """Return what a shard says of itself."""
    return ShardInfo(
        name=shard.folder.name,
        title=shard.meta.get("title", shard.folder.name),
        licence=shard.meta.get("licence", "unknown"),
        places=shard.meta["places"],
        names=shard.meta["names"],
        folder=shard.folder,
    )


def _corrected(places: Sequence[Place]) -> Sequence[Place]:
    """Return places of several sources with the surveyed ones in front: merging keeps the first."""
    return sorted(places, key=lambda place: place.place_id[:5] != "ocha:")


def _weight(place: Place) -> tuple[int, int, str]:
    return {"country": 0, "admin1": 1}.get(place.kind, 2), -place.population, place.place_id


def load(*, extra: Sequence[Path] = (), user: bool = True) -> Gazetteer:
    """Open the embedded gazetteer, the user's own shards (unless `user` is false), and further ones if given.

    Raises:
        BadGazetteerFile: a shard is missing or damaged; the message says which file and what to run.

    >>> load(user=False).lookup("Jisr al-Shughur", country="SY")[0].place.name
    'Jisr ash Shughūr'
    """
    own: Sequence[Path] = ()
    if user:
        from gazetteer.user_folder import shard_folders

        own = shard_folders()
    folders = [data_path("gazetteer"), *own, *extra]
    return Gazetteer([Shard(folder) for folder in folders], Outlines(data_path("boundaries")))
