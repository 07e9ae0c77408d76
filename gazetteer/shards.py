"""The user's own gazetteers: tables added as shards beside the embedded one, and removed again.

They live where `user_folder` says. A shard is written beside its place and renamed into it, so that a crash leaves the
old one or none.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gazetteer.errors import BadGazetteerFile, BadRequest, PlaceNotFound
from gazetteer.geojson import read_geojson
from gazetteer.geonames import read_geonames
from gazetteer.index import Shard
from gazetteer.names import normalize
from gazetteer.ocha import read_ocha
from gazetteer.readers import Reading, read_plain
from gazetteer.shard_writer import Named, ShardWriter
from gazetteer.skeletons import ROMANISED
from gazetteer.spellings import variants
from gazetteer.unit_names import UnitNames
from gazetteer.user_folder import shard_folders, shards_folder

if TYPE_CHECKING:
    from gazetteer.atlas import Gazetteer, ShardInfo

EACH: Final = 50_000  # places between two words on progress

READERS: Final[Mapping[str, Callable[[Path, Reading], Iterator[Named]]]] = {
    "csv": read_plain,
    "geojson": read_geojson,
    "geonames": read_geonames,
    "ocha": read_ocha,
}
LICENCES: Final = {"geonames": "GeoNames CC BY 4.0", "ocha": "OCHA, as the dataset states (mostly CC BY-IGO)"}


def add_shard(
    path: Path,
    kind: str,
    *,
    name: str | None = None,
    columns: Mapping[str, str] | None = None,
    country: str | None = None,
    licence: str | None = None,
    folder: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> ShardInfo:
    """Add a table of places as a shard; one of the same name is replaced. Return what it holds.

    Args:
        path: the table.
        kind: its format: "csv", "geojson", "geonames" or "ocha".
        name: what to call the shard (letters, digits, hyphens); the file's name by default.
        columns: our column names (name, lon, lat, id, kind, country, admin1, ...) to the file's.
        country: ISO code for rows that name no country.
        licence: the table's licence, as `info` shows it.
        folder: the folder of the shards, the user's by default.
        progress: called with the number of places read so far.

    Raises:
        BadGazetteerFile: the file is not of that format; the message says what was expected and what was found.
        BadRequest: there is no such format.
    """
    from gazetteer.atlas import load, shard_info

    if kind not in READERS:
        raise BadRequest(f"no reader is called {kind!r}; those are {', '.join(READERS)}")
    path, home = Path(path), folder or shards_folder()
    slug = normalize(name or path.stem).replace(" ", "-")
    slug = re.sub(r"[^a-z0-9-]", "", slug) or "places"
    embedded = load(user=False)
    reading = Reading(slug, columns or {}, embedded.country_code(country) if country else None)
    home.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{slug}-", dir=home))
    try:
        with ShardWriter(draft, ROMANISED if kind == "geonames" else None) as writer:
            for named in _counted(_united(READERS[kind](path, reading), embedded), progress):
                writer.add(named.place, named.names)
            if not len(writer):
                raise BadGazetteerFile("holds no place with a name and a position", path=path)
            writer.country_names = {**embedded.shards[0].country_names, **writer.country_names}
            about = {"title": f"{path.name} ({kind})", "licence": licence or LICENCES.get(kind, "not stated")}
            writer.close(about)
        _put(draft, home / slug)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return shard_info(Shard(home / slug))


def remove_shard(name: str, *, folder: Path | None = None) -> None:
    """Remove one of the user's shards.

    Raises:
        PlaceNotFound: there is no shard of that name.
    """
    home = folder or shards_folder()
    known = [path.name for path in shard_folders(home)]
    if name not in known:
        raise PlaceNotFound(f"no shard of yours is called {name!r}; there are: {', '.join(known) or 'none'}")
    gone = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=home))
    (home / name).rename(gone / "old")
    shutil.rmtree(gone, ignore_errors=True)


def _put(draft: Path, final: Path) -> None:
    """Rename a finished shard into its place, an older one out of it first."""
    if final.exists():
        aside = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
        final.rename(aside / "old")
        draft.rename(final)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        draft.rename(final)


def _counted(places: Iterable[Named], progress: Callable[[int], None] | None) -> Iterator[Named]:
    for number, named in enumerate(places, start=1):
        if progress is not None and number % EACH == 0:
            progress(number)
        yield named


def _united(places: Iterable[Named], embedded: Gazetteer) -> Iterator[Named]:
    """Give the places' first-level units the names that the embedded gazetteer has, and split names that join two."""
    units = UnitNames(embedded)
    for named in places:
        joined = [variant for name in (named.place.name, *named.names) for variant in variants(name)]
        yield Named(units.placed(named.place), (*named.names, *joined))
