"""Writes a shard: places and names sorted into the arrays that `index.Shard` maps. The same input gives the same bytes.

Places are added one by one; names are sorted in runs that spill to disk, so that a file of many million names needs
memory for its name index only.
"""

from __future__ import annotations

import heapq
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, Self

import marisa_trie

from gazetteer.index import COLUMNS, FORMAT, MANY, digest
from gazetteer.names import normalize
from gazetteer.places import KINDS, Place
from gazetteer.skeletons import skeleton

RUN: Final = 1_000_000  # names sorted in memory at a time, about 150 MB
TEXTS: Final = 400_000  # texts remembered, so that a repeated one is stored once
LARGEST: Final = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Named:
    """A place with all the names it is looked up by."""

    place: Place
    names: tuple[str, ...]


class _Texts:
    """The text file, most texts once; offset 0 is the empty text."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")
        self.file.write(b"\n")
        self.end = 1
        self.known: dict[str, int] = {"": 0}

    def offset(self, text: str) -> int:
        known = self.known.get(text)
        if known is not None:
            return known
        at, line = self.end, text.replace("\n", " ").encode("utf-8", "replace") + b"\n"
        self.file.write(line)
        self.end += len(line)
        if len(self.known) < TEXTS:
            self.known[text] = at
        return at


class _Postings:
    """Sorts (name, row) pairs in runs and writes them as a trie with its lists of rows."""

    def __init__(self, folder: Path, part: str) -> None:
        self.folder, self.part = folder, part
        self.pairs: list[tuple[str, int]] = []
        self.runs: list[Path] = []

    def add(self, name: str, row: int) -> None:
        self.pairs.append((name, row))
        if len(self.pairs) >= RUN:
            self._spill()

    def _spill(self) -> None:
        path = self.folder / f"{self.part}.run{len(self.runs)}"
        self.pairs.sort()
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{name}\t{row}\n" for name, row in self.pairs)
        self.runs.append(path)
        self.pairs = []

    def _lists(self) -> Iterator[tuple[str, list[int]]]:
        sources: list[Iterable[tuple[str, int]]] = [_run(path) for path in self.runs]
        for name, pairs in groupby(heapq.merge(*sources, self.pairs), key=itemgetter(0)):
            yield name, sorted({row for _, row in pairs})

    def write(self) -> int:
        """Write the trie and its rows; return the number of names."""
        self.pairs.sort()
        trie = marisa_trie.Trie(name for name, _ in self._lists())
        trie.save(str(self.folder / f"{self.part}.marisa"))
        refs, more = array("I", bytes(4 * max(1, len(trie)))), array("I", [0])
        for name, rows in self._lists():
            if len(rows) == 1:
                refs[trie[name]] = rows[0]
            else:
                refs[trie[name]] = MANY + len(more)
                more.append(len(rows))
                more.extend(rows)
        (self.folder / f"{self.part}.ref").write_bytes(refs.tobytes())
        (self.folder / f"{self.part}.more").write_bytes(more.tobytes())
        for path in self.runs:
            path.unlink()
        return len(trie)


def _run(path: Path) -> Iterator[tuple[str, int]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            name, _, row = line.rpartition("\t")
            yield name, int(row)


class ShardWriter:
    """Writes one shard into an empty folder: `add` places, then `close`.

    Skeleton keys are made for the places of the `keyed` countries, or of all where that is None.
    """

    def __init__(self, folder: Path, keyed: frozenset[str] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.keyed = folder, keyed
        self.columns: dict[str, array[Any]] = {
            name: array("I" if code in "BH" else code) for name, code in COLUMNS.items()
        }
        self.units: dict[tuple[str, str, str], int] = {}
        self.classes: dict[tuple[str, str, bool, bool], int] = {}
        self.country_names: dict[str, str] = {}
        self._texts = _Texts(folder / "text.bin")
        self._names, self._keys = _Postings(folder, "names"), _Postings(folder, "keys")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._texts.file.close()

    def __len__(self) -> int:
        return len(self.columns["lon"])

    def add(self, place: Place, names: Sequence[str]) -> None:
        """Add a place with the names it is looked up by, beside its own."""
        row, column = len(self), self.columns
        source, _, rest = place.place_id.partition(":")
        textual = not _numbered(rest)
        unit = (place.country or "", place.admin1 or "", place.admin2 or "")
        sort = (place.kind, f"{source}:", textual, place.has_outline)
        column["lon"].append(place.lon)
        column["lat"].append(place.lat)
        column["population"].append(min(max(place.population, 0), LARGEST))
        column["uncertainty"].append(min(round(place.uncertainty_km * 10), 65_535))
        column["unit"].append(self.units.setdefault(unit, len(self.units)))
        column["sort"].append(self.classes.setdefault(sort, len(self.classes)))
        column["name"].append(self._texts.offset(place.name))
        column["number"].append(self._texts.offset(rest) if textual else int(rest))
        if place.kind == "country" and place.country:
            self.country_names[place.country] = place.name
        for name in {normalize(name) for name in (place.name, *names)} - {""}:
            self._names.add(name, row)
        if self.keyed is not None and unit[0] not in self.keyed:
            return
        for key in {skeleton(name) for name in (place.name, *names) if _has_key(name)} - {""}:
            self._keys.add(unit[0] + key, row)

    def close(self, about: Mapping[str, Any]) -> None:
        """Write the index and the description, in which `about` (title, licence, ...) is kept."""
        self._texts.file.close()
        types = dict(COLUMNS) | {"unit": "H" if len(self.units) <= 65_535 else "I"}  # noqa: PLR2004 -- 16 bits
        groups, order = self._order()
        for name, values in self.columns.items():
            (self.folder / f"{name}.col").write_bytes(array(types[name], values).tobytes())
        if order is not None:
            (self.folder / "order.col").write_bytes(order.tobytes())
        names, _ = self._names.write(), self._keys.write()
        meta = {
            "format": FORMAT,
            **about,
            "places": len(self),
            "names": names,
            "types": types,
            "units": list(self.units),
            "classes": [(KINDS.index(kind), *rest) for kind, *rest in self.classes],
            "country_names": dict(sorted(self.country_names.items())),
            "groups": groups,
            "checksums": {path.name: digest(path) for path in sorted(self.folder.iterdir())},
        }
        text = json.dumps(meta, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
        (self.folder / "shard.json").write_text(text + "\n", encoding="utf-8")

    def _order(self) -> tuple[list[tuple[str, bool, int, int]], array[int] | None]:
        """Return where each source's rows lie in the order of ids, and that order unless it is the rows' own."""
        import numpy as np

        sorts = np.frombuffer(self.columns["sort"], np.uint32)
        numbers = np.frombuffer(self.columns["number"], np.uint32)
        groups: list[tuple[str, bool, int, int]] = []
        order = np.empty(0, np.uint32)
        for source, textual in sorted({(source, textual) for _, source, textual, _ in self.classes}):
            codes = [code for sort, code in self.classes.items() if sort[1:3] == (source, textual)]
            rows = np.flatnonzero(np.isin(sorts, codes)).astype(np.uint32)
            if textual:
                text = (self.folder / "text.bin").read_bytes()
                rests = [text[at : text.index(b"\n", at)] for at in numbers[rows].tolist()]
                rows = rows[sorted(range(len(rests)), key=rests.__getitem__)]
            else:
                rows = rows[np.argsort(numbers[rows], kind="stable")]
            groups.append((source, textual, len(order), len(order) + len(rows)))
            order = np.concatenate((order, rows))
        own = bool((order == np.arange(len(order), dtype=np.uint32)).all())
        return groups, None if own else array("I", order.tobytes())


def write_shard(
    folder: Path, places: Iterable[Named], about: Mapping[str, Any], keyed: frozenset[str] | None = None
) -> None:
    """Write places, in the order of their ids, as a shard into an empty folder."""
    writer = ShardWriter(folder, keyed)
    for named in sorted(places, key=lambda named: _order_of(named.place.place_id)):
        writer.add(named.place, named.names)
    writer.close(about)


def _has_key(name: str) -> bool:
    """Skeletons are for the scripts whose romanisations vary; most others are romanised one way."""
    return name.isascii() or any(
        "\u00c0" <= c <= "\u024f" or "\u1e00" <= c <= "\u1eff" or "\u0600" <= c <= "\u06ff" for c in name
    )


def _order_of(place_id: str) -> tuple[str, bool, int, bytes]:
    source, _, rest = place_id.partition(":")
    return (f"{source}:", False, int(rest), b"") if _numbered(rest) else (f"{source}:", True, 0, rest.encode())


def _numbered(rest: str) -> bool:
    """Tell whether a source's own id can be kept as a number."""
    return rest.isascii() and rest.isdigit() and str(int(rest)) == rest and int(rest) <= LARGEST
