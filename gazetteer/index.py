"""One shard of the gazetteer: an immutable folder of memory-mapped arrays, checked when it is opened.

Layout of a shard (all numbers little-endian): `names.marisa` (a trie of normalised names) with `names.ref` (per name
its one row or, with the high bit set, a position in `names.more`, where the number of rows and the rows stand), the
same as `keys.*` for country code and consonant skeleton, one file per column of the place records, `order.col` (rows
by id, where that is not their own order), `text.bin` (texts, UTF-8, each ended by a newline), and `shard.json` with
counts, licence and checksums.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import marisa_trie

from gazetteer.errors import BadGazetteerFile
from gazetteer.names import NormalizedName
from gazetteer.places import KINDS, Place

FORMAT: Final = 3
COLUMNS: Final[Mapping[str, str]] = {
    "lon": "f",
    "lat": "f",
    "population": "I",
    "uncertainty": "H",
    "unit": "H",
    "sort": "B",
    "name": "I",
    "number": "I",
}
"""Columns of the place records and their types (`array` codes): `name` is an offset into `text.bin`, `uncertainty` in
tenths of a km, `unit` and `sort` positions in the lists of `shard.json` (country, first- and second-level unit; kind,
source, whether `number` is an offset of a text, whether there is an outline)."""

MANY: Final = 1 << 31
SAMPLED: Final = 16 << 20  # larger files are checked by samples
SAMPLES: Final = 64


class Shard:
    """An open shard; places are addressed by their row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = self._checked(folder)
        self.country_names: dict[str, str] = self.meta["country_names"]
        self.names = self._trie("names.marisa")
        self.keys = self._trie("keys.marisa")
        self._units: list[tuple[str, str, str]] = self.meta["units"]
        self._sorts: list[tuple[int, str, bool, bool]] = self.meta["classes"]
        self._postings = {
            part: (self._array(f"{part}.ref", "I"), self._array(f"{part}.more", "I")) for part in ("names", "keys")
        }
        self.columns = {name: self._array(f"{name}.col", code) for name, code in self.meta["types"].items()}
        self._order = self._array("order.col", "I") if (folder / "order.col").exists() else range(len(self))
        self._text = self._map("text.bin")
        self._places: dict[int, Place] = {}

    def __len__(self) -> int:
        return int(self.meta["places"])

    def rows_named(self, name: NormalizedName) -> Sequence[int]:
        """Return the rows of the places that bear exactly this normalised name."""
        return self._rows("names", self.names.get(name))

    def rows_keyed(self, country: str, key: str) -> Sequence[int]:
        """Return the rows of the places of a country whose name has this consonant skeleton."""
        return self._rows("keys", self.keys.get(country + key))

    def rows_keyed_longer(self, country: str, key: str, most: int) -> Iterator[int]:
        """Yield the rows of the places of a country whose skeleton starts with this one, of so many skeletons."""
        for longer in islice(self.keys.iterkeys(country + key), most):
            yield from self._rows("keys", self.keys.get(longer))

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
        country, admin1, admin2 = self._units[column["unit"][row]]
        kind, source, _, outlined = self._sorts[column["sort"][row]]
        place_id = self.place_id(row)
        return Place(
            place_id=place_id,
            name=self.text_at(column["name"][row]),
            kind=KINDS[kind],
            lon=round(column["lon"][row], 5),
            lat=round(column["lat"][row], 5),
            country=country or None,
            admin1=admin1 or None,
            admin2=admin2 or None,
            population=column["population"][row],
            uncertainty_km=column["uncertainty"][row] / 10,
            pcode=place_id.removeprefix(source) if source == "ocha:" else None,
            country_name=self.country_names.get(country),
            has_outline=outlined,
        )

    def place_id(self, row: int) -> str:
        """Return a row's id: its source and, after a colon, its number or text there."""
        _, source, textual, _ = self._sorts[self.columns["sort"][row]]
        number = self.columns["number"][row]
        return source + (self.text_at(number) if textual else str(number))

    def row_of(self, place_id: str) -> int | None:
        """Return the row of an id, or None; found by bisection."""
        name, colon, rest = place_id.partition(":")
        digits = rest.isascii() and rest.isdigit()
        numbers = self.columns["number"]
        for source, textual, first, last in self.meta["groups"]:
            if source != name + colon or not (textual or digits):
                continue
            low, high = first, last
            wanted: Any = rest.encode("utf-8", "replace") if textual else int(rest)
            while low < high:
                middle = (low + high) // 2
                number = numbers[self._order[middle]]
                if (self.text_at(number).encode() if textual else number) < wanted:
                    low = middle + 1
                else:
                    high = middle
            if low < last and self.place_id(self._order[low]) == place_id:
                return int(self._order[low])
        return None

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
            meta: Any = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise BadGazetteerFile(f"no readable shard ({fault}); build or add it again", path=path) from None
        if not isinstance(meta, dict) or meta.get("format") != FORMAT:
            found = meta.get("format") if isinstance(meta, dict) else meta
            raise BadGazetteerFile(f"format {found!r}, expected {FORMAT}; build or add it again", path=path)
        for name, checksum in meta["checksums"].items():
            if not (folder / name).is_file() or digest(folder / name) != checksum:
                raise BadGazetteerFile(
                    "missing or damaged (checksum differs); build or add it again", path=folder / name
                )
        return dict(meta)


def digest(path: Path) -> str:
    """Return the BLAKE2b checksum of a file, 16 bytes in hexadecimal; of a very large one, of its size and samples."""
    size = path.stat().st_size
    state = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        if size <= SAMPLED:
            while block := file.read(1 << 20):
                state.update(block)
        else:
            state.update(str(size).encode())
            for sample in range(SAMPLES + 1):
                file.seek((size - (1 << 16)) * sample // SAMPLES)
                state.update(file.read(1 << 16))
    return state.hexdigest()
