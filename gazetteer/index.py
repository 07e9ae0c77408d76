"""One shard of the gazetteer: an immutable folder of memory-mapped arrays, checked when it is opened.

Layout of a shard (all numbers little-endian): `names.marisa` (a trie of normalised names) with `names.ref` (per name
its one row or, with the high bit set, a position in `names.more`, where the number of rows and the rows stand), the same
as `keys.*` for country code and consonant skeleton, one file per column of the place records, `text.bin` (names, UTF-8, each ended by a newline), and `shard.json` with counts, licence and checksums.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import marisa_trie

from gazetteer.errors import BadGazetteerFile
from gazetteer.names import NormalizedName
from gazetteer.places import KINDS, Place

FORMAT: Final = 1
COLUMNS: Final[Mapping[str, str]] = {
    "lon": "f",
    "lat": "f",
    "population": "I",
    "uncertainty": "H",
    "kind": "B",
    "country": "H",
    "admin1": "H",
    "name": "I",
    "source": "B",
    "number": "I",
    "flags": "B",
}
"""Columns of the place records and their types (`array` codes): `name` is an offset into `text.bin`, `uncertainty` in
tenths of a km, `country` and `admin1` positions in the lists of `shard.json`."""

OUTLINE_FLAG: Final = 1
MANY: Final = 1 << 31


class Shard:
    """An open shard; places are addressed by their row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = self._checked(folder)
        self.countries: list[str] = self.meta["countries"]
        self.admin1s: list[str] = self.meta["admin1s"]
        self.country_names: dict[str, str] = self.meta["country_names"]
        self.sources: list[str] = self.meta["sources"]
        self.names = self._trie("names.marisa")
        self.keys = self._trie("keys.marisa")
        self._postings = {
            part: (self._array(f"{part}.ref", "I"), self._array(f"{part}.more", "I")) for part in ("names", "keys")
        }
        self.columns: dict[str, memoryview] = {name: self._array(f"{name}.col", code) for name, code in COLUMNS.items()}
        self._text = self._map("text.bin")
        self._places: dict[int, Place] = {}

    def __len__(self) -> int:
        return len(self.columns["lon"])

    def rows_named(self, name: NormalizedName) -> Sequence[int]:
        """Return the rows of the places that bear exactly this normalised name."""
        return self._rows("names", self.names.get(name))

    def rows_keyed(self, country: str, key: str) -> Sequence[int]:
        """Return the rows of the places of a country whose name has this consonant skeleton."""
        return self._rows("keys", self.keys.get(country + key))

    def keys_of(self, country: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield the skeletons of a country that start with a prefix, each with its number."""
        for key, number in self.keys.items(country + prefix):
            yield key[len(country) :], number

    def rows_of_key(self, number: int) -> Sequence[int]:
        """Return the rows behind a skeleton's number."""
        return self._rows("keys", number)

    def _rows(self, part: str, number: int | None) -> Sequence[int]:
        if number is None:
            return ()
        refs, more = self._postings[part]
        ref = refs[number]
        if ref < MANY:
            return (ref,)
        at = ref - MANY
        return more[at + 1 : at + 1 + more[at]].tolist()

    def text_at(self, offset: int) -> str:
        """Return the text that starts at an offset of `text.bin`; offset 0 is the empty text."""
        end = self._text.find(b"\n", offset)
        return self._text[offset:end].decode("utf-8")

    def place(self, row: int) -> Place:
        """Return a row as a `Place`."""
        known = self._places.get(row)
        if known is None:
            known = self._places[row] = self._made(row)
        return known

    def _made(self, row: int) -> Place:
        column = self.columns
        country = self.countries[column["country"][row]] or None
        flags = column["flags"][row]
        return Place(
            place_id=self.place_id(row),
            name=self.text_at(column["name"][row]),
            kind=KINDS[column["kind"][row]],
            lon=round(column["lon"][row], 5),
            lat=round(column["lat"][row], 5),
            country=country,
            admin1=self.admin1s[column["admin1"][row]] or None,
            population=column["population"][row],
            uncertainty_km=column["uncertainty"][row] / 10,
            country_name=self.country_names.get(country or ""),
            has_outline=bool(flags & OUTLINE_FLAG),
        )

    def place_id(self, row: int) -> str:
        """Return a row's id, `source:number` or, for sources that number by text, `source:text`."""
        source = self.sources[self.columns["source"][row]]
        number = self.columns["number"][row]
        return source + (self.text_at(number) if self.meta["textual"][source] else str(number))

    def row_of(self, place_id: str) -> int | None:
        """Return the row of an id, or None."""
        for code, source in enumerate(self.sources):
            if place_id.startswith(source):
                return self._find(code, place_id, place_id[len(source) :])
        return None

    def _find(self, code: int, place_id: str, rest: str) -> int | None:
        """Look an id up by bisection: a source's rows are sorted by number, those numbered by text are few."""
        first, last = self.meta["source_rows"][code]
        if self.meta["textual"][self.sources[code]]:
            return next((row for row in range(first, last) if self.place_id(row) == place_id), None)
        if not rest.isdigit():
            return None
        wanted, numbers = int(rest), self.columns["number"]
        while first < last:
            middle = (first + last) // 2
            if numbers[middle] < wanted:
                first = middle + 1
            else:
                last = middle
        end = self.meta["source_rows"][code][1]
        return first if first < end and numbers[first] == wanted else None

    def _trie(self, name: str) -> Any:  # noqa: ANN401 -- marisa_trie is not typed
        return marisa_trie.Trie().mmap(str(self.folder / name))

    def _map(self, name: str) -> mmap.mmap:
        with (self.folder / name).open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def _array(self, name: str, code: str) -> memoryview:
        return memoryview(self._map(name)).cast(code)  # type: ignore[call-overload,no-any-return]

    @staticmethod
    def _checked(folder: Path) -> dict[str, Any]:
        """Return the shard's description after comparing every file with its checksum."""
        path = folder / "shard.json"
        try:
            meta: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise BadGazetteerFile(f"no readable shard ({fault}); build or add it again", path=path) from None
        if meta.get("format") != FORMAT:
            raise BadGazetteerFile(
                f"format {meta.get('format')!r}, expected {FORMAT}; build or add it again", path=path
            )
        for name, checksum in meta["checksums"].items():
            if not (folder / name).is_file() or digest(folder / name) != checksum:
                raise BadGazetteerFile(
                    "missing or damaged (checksum differs); build or add it again", path=folder / name
                )
        return meta


def digest(path: Path) -> str:
    """Return the BLAKE2b checksum of a file, 16 bytes in hexadecimal."""
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
