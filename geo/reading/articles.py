"""Articles from files, folders and standard input: what can be read is read, and each fault is one clear sentence."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from geo.errors import ArticleError
from geo.reading.article import Article, id_of_text
from geo.reading.decoding import mend_surrogates
from geo.reading.formats import READERS, Found, Record, read_json_lines
from geo.reading.source import Source

STDIN: Final = "-"
Paths = str | Path | Iterable[str | Path]
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)
_NOTHING: Final = frozenset({"", "~", "null", "none", "nan"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the articles in order, and every fault, of those refused and of those read with a fault."""

    articles: tuple[Article, ...]
    refused: tuple[ArticleError, ...]


def read(paths: Paths) -> Reading:
    """Read articles from files, folders and `-` (JSON lines on standard input), in that order; folders are sorted.

    A fault never stops the rest. An article whose date does not exist is read with the date null and the fault
    named; the second article of one id, or with the same text and no id, is refused.

    >>> read("no such folder").refused[0].args[0]
    'no such folder: there is no such file or folder; check its spelling'
    """
    return _gathered(_find(paths))


def read_source(source: Source) -> Reading:
    """Read one file within its source's limits, by its ending; whatever is wrong with it is a refusal.

    >>> read_source(Source("a.txt", b"Air raids")).articles[0].text
    'Air raids'
    """
    return _gathered(_first(_read_source(source), source))


def _first(found: Iterator[Found], source: Source) -> Iterator[Found]:
    """Yield as many articles as one file may hold, and say where there are more."""
    yield from islice(found, source.limits.articles)
    if next(found, None) is not None:
        words = f"only its first {source.limits.articles:,} articles were read; split it"
        yield ArticleError(words, path=source.name)


def _gathered(found: Iterable[Found]) -> Reading:
    articles: list[Article] = []
    faults: list[ArticleError] = []
    seen: dict[str, str] = {}
    for one in found:
        if isinstance(one, ArticleError):
            faults.append(one)
            continue
        article, own = article_of(one)
        faults += own
        if article is None:
            continue
        if article.id in seen:
            faults.append(one.where(_taken(article.id, seen[article.id])))
            continue
        seen[article.id] = str(one.where("").path)
        articles.append(article)
    return Reading(tuple(articles), tuple(faults))


def without_doubles(articles: Iterable[Article], refused: Iterable[ArticleError]) -> Reading:
    """Return a reading of articles from several files, the second article of one id refused.

    >>> one = Article(id="a", text="Raids", path="1.txt")
    >>> len(without_doubles([one, one], []).articles)
    1
    """
    kept: dict[str, Article] = {}
    faults = list(refused)
    for article in articles:
        if article.id in kept:
            faults.append(ArticleError(_taken(article.id, kept[article.id].path), path=article.path or article.id))
        else:
            kept[article.id] = article
    return Reading(tuple(kept.values()), tuple(faults))


def _taken(key: str, other: str | None) -> str:
    return f"the id {key!r} is taken by {other}; give it one of its own"


def read_articles(paths: Paths) -> list[Article]:
    """Return the articles that can be read; each fault is logged as a warning (`read` returns them).

    >>> read_articles([])
    []
    """
    reading = read(paths)
    for fault in reading.refused:
        logging.getLogger("dateline").warning("%s", fault)
    return list(reading.articles)


def _find(paths: Paths) -> Iterator[Found]:
    listed = [paths] if isinstance(paths, str | Path) else list(paths)
    done: set[str] = set()
    for path in listed:
        if str(path) == STDIN:
            yield from read_json_lines(sys.stdin.buffer, "standard input")
        else:
            yield from _read_path(Path(path), done)


def _read_path(path: Path, done: set[str]) -> Iterator[Found]:
    if path.is_dir():
        files = list(_files(path))
        if not files:
            yield ArticleError(f"this folder holds no files; put {' '.join(READERS)} files in", path=path)
        for file in files:
            yield from _read_path(file, done)
        return
    if not path.exists():
        yield ArticleError("there is no such file or folder; check its spelling", path=path)
        return
    real = os.path.realpath(path)
    if real in done:  # given twice, or inside a folder given beside it
        return
    done.add(real)
    yield from _read_source(Source(str(path)))


def _read_source(source: Source) -> Iterator[Found]:
    """Yield what the reader of a file's ending finds in it."""
    reader = READERS.get(source.ending)
    if reader is None:
        yield ArticleError(
            f"the ending {source.ending or '(none)'} is unknown; use {' '.join(READERS)}", path=source.name
        )
        return
    try:
        yield from reader(source)
    except OSError as fault:
        yield ArticleError(f"it cannot be read ({fault.strerror or fault})", path=source.name)
    except MemoryError:
        raise
    except RecursionError:
        yield ArticleError("it is nested too deep; save its text as .txt", path=source.name)
    except Exception as fault:
        logging.getLogger("dateline").debug("%s", source.name, exc_info=True)
        words = f"it cannot be read ({type(fault).__name__}), it may be damaged; save its text as .txt"
        yield ArticleError(words, path=source.name)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files under a folder, sorted by path, without hidden ones; links to folders are not followed."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names) if not name.startswith("."))


def article_of(record: Record) -> tuple[Article | None, list[ArticleError]]:
    """Return the article that a record makes, or None, and its faults."""
    faults: list[ArticleError] = []
    raw = record.fields.get("text")
    if not isinstance(raw, str):
        return None, [record.where(f"the text is {_kind(raw)}; put the article's text there")]
    text, mended = mend_surrogates(raw)
    if mended:
        faults.append(record.where("the text holds half a surrogate pair; it was replaced by U+FFFD"))
    if not text.strip():
        return None, [*faults, record.where("the text is empty; put the article's text there")]
    dates: dict[str, str | None] = {}
    for name in ("published", "retrieved"):
        try:
            dates[name] = day_of(record.fields.get(name))
        except ValueError as fault:
            dates[name] = None
            faults.append(record.where(f"{name}: {fault}; the article was read without it"))
    article = Article(
        id=_text(record.fields, "id") or id_of_text(text),
        text=text,
        title=_text(record.fields, "title"),
        outlet=_text(record.fields, "source"),
        url=_text(record.fields, "url"),
        published=dates["published"],
        retrieved=dates["retrieved"],
        path=record.where("").path,
    )
    return article, faults


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, bool | list | dict):
        return None
    text, _ = mend_surrogates(str(value))
    return None if text.strip().lower() in _NOTHING else text.strip()


def _kind(value: object) -> str:
    return "missing" if value is None else f"a {type(value).__name__}, not a text"


def day_of(value: object) -> str | None:
    """Return the ISO day of a date, a time, or a text that begins with such a day; None for nothing.

    Raises:
        ValueError: it is no such day, or a day that does not exist.

    >>> day_of("2018-09-05T10:00:00Z")
    '2018-09-05'
    >>> day_of("2018-02-31")
    Traceback (most recent call last):
    ValueError: the day 2018-02-31 does not exist
    """
    if value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING):
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        shown = str(value)[:40]
        raise ValueError(f"{shown!r} is no date; write it as 2018-09-05")
    try:
        return date.fromisoformat(found.group(1)).isoformat()
    except ValueError:
        raise ValueError(f"the day {found.group(1)} does not exist") from None
