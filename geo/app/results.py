"""What was found in articles, kept for the whole server: each set of articles is read once, whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    import gazetteer
    from geo.pipeline import Progress, Result
    from geo.reading.article import Article

T = TypeVar("T")
PLACE_COLUMNS: Final = ("id", "name", "aliases", "lon", "lat", "kind", "country")
Places = tuple[tuple[str, ...], ...]
"""A desk's own places, each in the order of `PLACE_COLUMNS`."""
SAMPLES: Final = Path(__file__).resolve().parent.parent.parent / "data" / "articles"


class Kept(Generic[T]):
    """The latest values by key, each made once however many ask for it at the same time.

    >>> kept = Kept[int](2)
    >>> [kept.get(key, lambda: 7) for key in "aba"]
    [7, 7, 7]
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[Hashable, T] = {}
        self._making: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key; `make` is called where there is none. A failure is kept by nobody."""
        with self._guard:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            if key not in self._values:
                value = make()
                with self._guard:
                    self._values[key] = value
                    for old in list(self._values)[: -self._most]:
                        del self._values[old]
                        self._making.pop(old, None)
            return self._values[key]


_gazetteers: Final = Kept[Any](4)
_samples: Final = Kept[tuple["Article", ...]](1)
_results: Final = Kept["Result"](16)
_documents: Final = Kept[str](8)
_keys: Final = Kept["tuple[Result, Hashable]"](32)


def gaz() -> gazetteer.Gazetteer:
    """Return the gazetteer, opened once for the whole server."""
    import gazetteer

    opened: gazetteer.Gazetteer = _gazetteers.get("embedded", gazetteer.load)
    return opened


def with_places(places: Places) -> gazetteer.Gazetteer:
    """Return the gazetteer with a desk's own places and spellings beside it.

    Raises:
        gazetteer.GazetteerError: a place makes no sense; the message says which.
    """
    if not places:
        return gaz()

    def make() -> gazetteer.Gazetteer:
        import csv
        import tempfile

        import gazetteer
        from gazetteer.shards import add_shard

        home = Path(tempfile.mkdtemp(prefix="dateline-places-"))
        table = home / "desk.csv"
        with table.open("w", encoding="utf-8", newline="") as sink:
            writer = csv.writer(sink)
            writer.writerow(PLACE_COLUMNS)
            writer.writerows(places)
        add_shard(table, "csv", name="desk", licence="this desk's own", folder=home)
        return gazetteer.load(extra=[home / "desk"])

    opened: gazetteer.Gazetteer = _gazetteers.get(places, make)
    return opened


def samples() -> tuple[Article, ...]:
    """Return the sample articles; none where they are not installed."""

    def read() -> tuple[Article, ...]:
        from geo.reading import articles

        return articles.read([SAMPLES]).articles if SAMPLES.is_dir() else ()

    return _samples.get("samples", read)


def found(articles: tuple[Article, ...], progress: Progress | None = None, *, places: Places = ()) -> Result:
    """Return what was found in the articles; `progress` is called where they have to be read for it."""

    def make() -> Result:
        from geo import pipeline

        return pipeline.run(articles, with_places(places), progress=progress)

    return _results.get((key_of_articles(articles), places), make)


def key_of_articles(articles: tuple[Article, ...]) -> Hashable:
    """Return what a result goes by: all that is known of its articles.

    >>> key_of_articles(())
    ()
    """
    return tuple((a.id, a.title, a.outlet, a.url, a.published, a.sha256) for a in articles)


def document(result: Result) -> str:
    """Return the map document of a result, without its own panel."""

    def make() -> str:
        from geo.drawing import document

        return document.render(result, panel=False)

    return _documents.get(key_of(result), make)


def key_of(result: Result) -> Hashable:
    """Return what a result's map goes by: its articles, and every cell of its rows; worked out once for each result."""
    return _keys.get(id(result), lambda: (result, _key(result)))[1]  # kept with it, so that the id stays its own


def _key(result: Result) -> Hashable:
    rows = result.incidents
    cells = tuple(rows.drop(columns=["geometry", "reports"]).astype(str).itertuples(index=False, name=None))
    shapes = tuple(shape.wkb if shape else b"" for shape in rows.geometry)
    reports = tuple(len(reports) for reports in rows["reports"])
    zones = tuple(result.zones["zone_id"])
    return hash((tuple(a.sha256 for a in result.articles), cells, shapes, reports, zones))
