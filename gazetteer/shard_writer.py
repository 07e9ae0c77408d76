"""Writes a shard: places and names sorted into the arrays that `index.Shard` maps. The same input gives the same bytes."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import marisa_trie

from gazetteer.index import COLUMNS, FORMAT, MANY, OUTLINE_FLAG, digest
from gazetteer.names import normalize, skeleton
from gazetteer.places import KINDS, Place


@dataclass(frozen=True, slots=True)
class Named:
    """A place with all the names it is looked up by."""

    place: Place
    names: tuple[str, ...]


class _Texts:
    """The text file, each text once; offset 0 is the empty text."""

    def __init__(self) -> None:
        self.data = bytearray(b"\n")
        self.known: dict[str, int] = {"": 0}

    def offset(self, text: str) -> int:
        if text not in self.known:
            self.known[text] = len(self.data)
            self.data += text.replace("\n", " ").encode("utf-8") + b"\n"
        return self.known[text]


def write_shard(folder: Path, places: Iterable[Named], about: Mapping[str, Any]) -> None:
    """Write a shard into an empty folder. `about` (title, licence, ...) is kept in its description.

    Skeleton keys are made for every name in Latin or Arabic script.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = sorted(places, key=lambda named: _order(named.place.place_id))
    countries = sorted({named.place.country or "" for named in rows} | {""})
    sources = sorted({_split(named.place.place_id)[0] for named in rows})
    textual = dict.fromkeys(sources, False)
    for named in rows:
        source, rest = _split(named.place.place_id)
        textual[source] |= not rest.isdigit()
    admin1s = {name: number for number, name in enumerate(sorted({named.place.admin1 or "" for named in rows} | {""}))}
    texts = _Texts()
    columns = {name: array(code) for name, code in COLUMNS.items()}
    by_name: dict[str, list[int]] = defaultdict(list)
    by_key: dict[str, list[int]] = defaultdict(list)
    bounds = {source: [len(rows), 0] for source in sources}
    for row, named in enumerate(rows):
        place = named.place
        source, rest = _split(place.place_id)
        bounds[source] = [min(bounds[source][0], row), row + 1]
        columns["lon"].append(place.lon)
        columns["lat"].append(place.lat)
        columns["population"].append(min(place.population, 2**32 - 1))
        columns["uncertainty"].append(min(round(place.uncertainty_km * 10), 65_535))
        columns["kind"].append(KINDS.index(place.kind))
        columns["country"].append(countries.index(place.country or ""))
        columns["admin1"].append(admin1s[place.admin1 or ""])
        columns["name"].append(texts.offset(place.name))
        columns["source"].append(sources.index(source))
        columns["number"].append(texts.offset(rest) if textual[source] else int(rest))
        columns["flags"].append(OUTLINE_FLAG if place.has_outline else 0)
        for name in {normalize(name) for name in (place.name, *named.names)} - {""}:
            by_name[name].append(row)
        for key in {skeleton(name) for name in (place.name, *named.names) if _has_key(name)} - {""}:
            by_key[(place.country or "") + key].append(row)
    for name, values in columns.items():
        (folder / f"{name}.col").write_bytes(values.tobytes())
    (folder / "text.bin").write_bytes(bytes(texts.data))
    _write_postings(folder, "names", by_name)
    _write_postings(folder, "keys", by_key)
    meta = {
        "format": FORMAT,
        **about,
        "places": len(rows),
        "names": len(by_name),
        "countries": countries,
        "admin1s": list(admin1s),
        "country_names": {n.place.country: n.place.name for n in rows if n.place.kind == "country" and n.place.country},
        "sources": sources,
        "textual": textual,
        "source_rows": [bounds[source] for source in sources],
        "checksums": {path.name: digest(path) for path in sorted(folder.iterdir()) if path.name != "shard.json"},
    }
    (folder / "shard.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_postings(folder: Path, part: str, postings: Mapping[str, list[int]]) -> None:
    trie = marisa_trie.Trie(sorted(postings))
    trie.save(str(folder / f"{part}.marisa"))
    refs, more = array("I"), array("I", [0])
    for number in range(len(trie)):
        rows = sorted(set(postings[trie.restore_key(number)]))
        if len(rows) == 1:
            refs.append(rows[0])
        else:
            refs.append(MANY + len(more))
            more.extend((len(rows), *rows))
    (folder / f"{part}.ref").write_bytes(refs.tobytes() or bytes(4))
    (folder / f"{part}.more").write_bytes(more.tobytes())


def _has_key(name: str) -> bool:
    """Skeletons are for the scripts whose romanisations vary; most others are romanised one way."""
    return name.isascii() or any(
        "\u00c0" <= c <= "\u024f" or "\u1e00" <= c <= "\u1eff" or "\u0600" <= c <= "\u06ff" for c in name
    )


def _split(place_id: str) -> tuple[str, str]:
    source, rest = place_id.split(":", 1)
    return f"{source}:", rest


def _order(place_id: str) -> tuple[str, int, str]:
    source, rest = _split(place_id)
    return (source, int(rest), "") if rest.isdigit() else (source, 0, rest)
