"""A whole desk in one file: articles, decisions, added places and settings, as a zip of JSON lines with a manifest.

The same desk gives the same bytes. The manifest has the version and each part's SHA-256; a file that does not keep
to it, names a path, or claims to be larger than a desk can be is not opened.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.atomic import replacing
from geo.errors import ReviewError, StoreError
from geo.reviewing.decision import Decision
from geo.reviewing.keeping import article_of, to_ascii
from geo.reviewing.logfile import from_jsonl, to_jsonl
from geo.reviewing.store import Held, Store
from geo.reviewing.values import checked

ENDING: Final = ".dateline"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
PARTS: Final = ("articles.jsonl", "decisions.jsonl", "places.jsonl", "settings.json")
LARGEST: Final = 512 * 2**20
"""Bytes that all parts together may have."""
MANIFEST_LARGEST: Final = 2**20
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True)
class Desk:
    """What a desk holds. `articles` tell when they were added and taken off, `decisions` are the whole log."""

    articles: tuple[Held, ...] = ()
    decisions: tuple[Decision, ...] = ()
    places: tuple[Mapping[str, Any], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[Any, ...]:
        """The articles that are on the desk."""
        return tuple(held.article for held in self.articles if held.removed is None)


def of(store: Store) -> Desk:
    """Return what a store's desk holds."""
    return Desk(store.held(), store.decisions(), store.places(), store.settings())


def into(store: Store, desk: Desk) -> int:
    """Put a desk into a store, beside what is there; return how many decisions were new.

    Articles that are there stay as they are, decisions are told apart by their ids.

    Raises:
        StoreError: the store cannot be used.
    """
    store.add_held(desk.articles)
    known = {decision.id for decision in store.decisions()}
    fresh = [decision for decision in desk.decisions if decision.id not in known]
    for decision in fresh:
        store.append(decision, seen=store.revision())
    for number, place in enumerate(desk.places):
        store.put_place(str(place.get("place_id") or f"place-{number}"), place)
    for key, value in desk.settings.items():
        store.set(key, value)
    return len(fresh)


def to_bytes(desk: Desk) -> bytes:
    """Return a desk as the content of a `.dateline` file.

    >>> from_bytes(to_bytes(Desk())) == Desk()
    True
    """
    articles = "".join(
        to_ascii({**asdict(held.article), "added": held.added, "by": held.by, "removed": held.removed}) + "\n"
        for held in desk.articles
    )
    places = "".join(to_ascii(dict(place)) + "\n" for place in desk.places)
    parts = (articles, to_jsonl(desk.decisions), places, to_ascii(dict(sorted(desk.settings.items()))) + "\n")
    content = {name: text.encode("ascii") for name, text in zip(PARTS, parts, strict=True)}
    manifest = {
        "format": "dateline desk",
        "version": VERSION,
        "parts": {name: {"bytes": len(body), "sha256": _digest(body)} for name, body in content.items()},
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, body in {MANIFEST: json.dumps(manifest, indent=1).encode("ascii"), **content}.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, body)
    return sink.getvalue()


def save(desk: Desk, path: Path) -> None:
    """Write a desk to a file that is there whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """
    with replacing(path) as draft:
        draft.write_bytes(to_bytes(desk))


def load(path: Path) -> Desk:
    """Return the desk that a file holds.

    Raises:
        StoreError: it cannot be read, is no desk, is damaged, or was made by a newer Dateline.
    """
    try:
        with path.open("rb") as source:
            body = source.read(LARGEST + 1)
    except OSError as fault:
        raise StoreError(f"{path}: it cannot be read ({fault.strerror})") from None
    if len(body) > LARGEST:
        raise StoreError(f"{path}: it is larger than a desk can be")
    return from_bytes(body, name=str(path))


def from_bytes(body: bytes, *, name: str = "the desk file") -> Desk:
    """Return the desk that a file's content tells; `name` is what messages call it.

    Raises:
        StoreError: it is no desk, is damaged, or was made by a newer Dateline.

    >>> from_bytes(b"PK?", name="x.dateline")
    Traceback (most recent call last):
    geo.errors.StoreError: x.dateline: this is no desk of Dateline's (no zip archive, or a damaged one)
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            content = _content(archive)
    except StoreError as fault:
        raise StoreError(f"{name}: {fault}") from None
    except _BROKEN:
        raise StoreError(f"{name}: this is no desk of Dateline's (no zip archive, or a damaged one)") from None
    try:
        return _desk(content)
    except (ReviewError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise StoreError(f"{name}: a part of the desk is damaged ({str(fault)[:120]})") from None


def _content(archive: zipfile.ZipFile) -> dict[str, str]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    wanted = {MANIFEST, *PARTS}
    if MANIFEST not in names:
        raise StoreError("this is no desk of Dateline's (it has no manifest)")
    if len(names) != len(set(names)) or not set(names) <= wanted:
        odd = next((one for one in names if one not in wanted), names[0])
        raise StoreError(f"it holds what no desk holds ({odd[:60]!r}); it was not opened")
    manifest = _manifest(_read(archive, MANIFEST, MANIFEST_LARGEST))
    parts = manifest["parts"]
    if set(parts) != set(PARTS) or set(names) != wanted:
        raise StoreError("a part of the desk is missing")
    if sum(parts[part]["bytes"] for part in PARTS) > LARGEST:
        raise StoreError("it claims to be larger than a desk can be")
    content: dict[str, str] = {}
    for part in PARTS:
        body = _read(archive, part, parts[part]["bytes"])
        if len(body) != parts[part]["bytes"] or _digest(body) != parts[part]["sha256"]:
            raise StoreError(f"{part} is not what the manifest says; the file is damaged or was changed")
        content[part] = body.decode("utf-8")
    return content


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Read one part, never more of it than it may have."""
    with archive.open(name) as source:
        body = source.read(most + 1)
    if len(body) > most:
        raise StoreError(f"{name} is larger than it may be; it was not opened")
    return body


def _manifest(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
        version, known = found["version"], found["format"] == "dateline desk"
        sizes = [part["bytes"] for part in found["parts"].values()]
        sums = [part["sha256"] for part in found["parts"].values()]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise StoreError("this is no desk of Dateline's (its manifest cannot be read)") from None
    if not known or type(version) is not int:
        raise StoreError("this is no desk of Dateline's (its manifest is another program's)")
    if version > VERSION:
        raise StoreError(f"it was made by a newer Dateline (version {version}); update Dateline to open it")
    if not all(type(size) is int and size >= 0 for size in sizes) or not all(isinstance(one, str) for one in sums):
        raise StoreError("this is no desk of Dateline's (its manifest makes no sense)")
    made: dict[str, Any] = found
    return made


def _desk(content: Mapping[str, str]) -> Desk:
    articles = [json.loads(line) for line in _lines(content["articles.jsonl"])]
    settings = json.loads(content["settings.json"])
    places = tuple(json.loads(line) for line in _lines(content["places.jsonl"]))
    if not isinstance(settings, dict) or not all(isinstance(place, dict) for place in places):
        raise ValueError("settings and places are names with values")
    decisions = from_jsonl(content["decisions.jsonl"])
    for decision in decisions:
        checked(decision.changes)
    return Desk(tuple(_held(values) for values in articles), decisions, places, settings)


def _held(values: Mapping[str, Any]) -> Held:
    article = article_of(values)
    optional = (article.title, article.outlet, article.url, article.published, article.retrieved, article.path)
    texts = (article.id, article.text, values["added"], values["by"])
    if not all(isinstance(one, str) for one in texts) or not all(
        isinstance(one, str | None) for one in (*optional, values["removed"])
    ):
        raise ValueError("an article's parts are texts")
    return Held(article, values["added"], values["by"], values["removed"])


def _lines(text: str) -> Sequence[str]:
    return [line for line in text.split("\n") if line]


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
