"""Imports a GeoNames dump of many million places, made up, and shows time, memory, and look-ups before and after.

    python benchmarks/import_names.py --places 12000000 --folder SCRATCH

The dump is made from a seed: the same number of places gives the same file. Countries have the shares that they have
in GeoNames, kinds too; names are words of syllables, a fifth of them shared by many places; a third of the places have
one to six other names, some in Arabic or Cyrillic script. The file and the shard go when the figures are printed.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

COUNTRIES: Final = {
    "US": 2240, "CN": 880, "NO": 610, "IN": 580, "MX": 540, "RU": 370, "ID": 370, "IR": 260, "TH": 240, "PK": 190,
    "DE": 190, "FR": 170, "AU": 220, "BR": 120, "MM": 90, "CO": 90, "PE": 90, "YE": 120, "IQ": 60, "SY": 40, "AF": 100,
    "UA": 80, "TR": 110, "EG": 60, "SD": 50, "ET": 40, "CD": 90, "NG": 80, "ML": 30, "SO": 40, "LY": 30, "MA": 50,
    "DZ": 50, "GB": 70, "ES": 80, "IT": 110, "PL": 60, "JP": 100, "KR": 110, "CA": 320, "BD": 60, "NP": 70,
}  # fmt: skip
"""Thousands of places in GeoNames, by country, roughly."""
KINDS: Final = {
    ("P", "PPL"): 42, ("P", "PPLX"): 4, ("H", "STM"): 13, ("H", "LK"): 4, ("T", "HLL"): 7, ("T", "MT"): 6,
    ("S", "SCH"): 6, ("S", "HTL"): 3, ("S", "CH"): 3, ("S", "FRM"): 4, ("S", "AIRP"): 1, ("A", "ADM4"): 3,
    ("L", "LCTY"): 2, ("V", "FRST"): 1, ("R", "RD"): 1,
}  # fmt: skip
HEADS: Final = (
    "ba be bo bu da de di do fa ga go ha he ja ka ke ki ko la li lo lu ma me mi mo na ne ni no pa po qa ra "
    "re ri ro sa se shi so ta te ti to tu va vi wa ya za ze al kh gha tr st bra gre kra"
).split()
TAILS: Final = "n r l d m s t k b sh ra na la ya ta ir an ar in un at ad ab ville ton burg abad pur stan gora".split()
ARABIC: Final = "ابتثجحخدرزسشصضطعفقكلمنهوي"
CYRILLIC: Final = "абвгдежзиклмнопрстуфхцчшя"
PLACES: Final = 12_000_000
NAMES: Final = (
    "Idlib",
    "Aleppo",
    "Springfield",
    "Kherson",
    "جسر الشغور",
    "Jisr Ash-Shugur",
    "Tell Rifat",
    "Nowhereville",
)
LOOKUPS: Final = f"""
import json, time, gazetteer
start = time.perf_counter()
gaz = gazetteer.load()
gaz.lookup("Idlib")
first = time.perf_counter() - start
names = {NAMES!r}
def seconds(**more):
    best = 9.0
    for _ in range(5):
        start = time.perf_counter()
        for name in names:
            gaz.lookup(name, **more)
        best = min(best, time.perf_counter() - start)
    return 1000 * best / len(names)
text = "Shells fell on Idlib, Aleppo and Jisr al-Shughur on Tuesday, said an official in Damascus, Syria. " * 15
gazetteer.geoparse(text, gaz)
start = time.perf_counter()
for _ in range(20):
    gazetteer.geoparse(text, gaz)
parse = 1000 * (time.perf_counter() - start) / 20
print(f"| {{first:.2f}} s | {{seconds():.2f}} ms | {{seconds(country='SY'):.2f}} ms | {{parse:.2f}} ms |")
"""


def dump(path: Path, places: int, seed: int = 12) -> None:
    """Write a made-up GeoNames dump."""
    draw = random.Random(seed)
    countries, kinds = list(COUNTRIES), list(KINDS)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for code in countries:
            file.writelines(_unit(code, number) for number in range(20))
        for start in range(0, places, 10_000):
            size = min(10_000, places - start)
            where = draw.choices(countries, list(COUNTRIES.values()), k=size)
            what = draw.choices(kinds, list(KINDS.values()), k=size)
            file.writelines(_line(draw, 10_000_000 + start + at, where[at], what[at]) for at in range(size))


def _unit(code: str, number: int) -> str:
    name = f"Unit {code} {number}"
    cells = [str(9_000_000 + 1000 * ord(code[0]) + 30 * ord(code[1]) + number), name, name, "", "10.0", "10.0", "A",
             "ADM1", code, "", f"{number:02d}", *[""] * 3, "0", "", "", "", "2026-01-01"]  # fmt: skip
    return "\t".join(cells) + "\n"


def _word(draw: random.Random) -> str:
    return ("".join(draw.choices(HEADS, k=draw.choice((1, 2, 2, 3)))) + draw.choice(TAILS)).capitalize()


def _line(draw: random.Random, number: int, country: str, kind: tuple[str, str]) -> str:
    name = draw.choice(HEADS).capitalize() + draw.choice(TAILS) if draw.random() < 0.2 else _word(draw)  # noqa: PLR2004
    if draw.random() < 0.5:  # noqa: PLR2004
        name = f"{name} {_word(draw)}"
    others = ",".join(_others(draw, name)) if draw.random() < 0.34 else ""  # noqa: PLR2004
    people = str(int(10 ** draw.uniform(1, 5.5))) if kind[0] == "P" and draw.random() < 0.1 else "0"  # noqa: PLR2004
    lat, lon = f"{draw.uniform(-55, 70):.5f}", f"{draw.uniform(-179, 179):.5f}"
    cells = [str(number), name, name, others, lat, lon, *kind, country, "", f"{draw.randrange(20):02d}", *[""] * 3,
             people, "", "", "", "2026-01-01"]  # fmt: skip
    return "\t".join(cells) + "\n"


def _others(draw: random.Random, name: str) -> Iterator[str]:
    for _ in range(draw.randint(1, 6)):
        script = draw.random()
        if script < 0.2:  # noqa: PLR2004
            yield "".join(draw.choices(ARABIC, k=draw.randint(4, 9)))
        elif script < 0.35:  # noqa: PLR2004
            yield "".join(draw.choices(CYRILLIC, k=draw.randint(4, 9))).capitalize()
        elif script < 0.6:  # noqa: PLR2004
            yield f"{name} {draw.choice(TAILS).capitalize()}"
        else:
            yield _word(draw)


def lookups(label: str) -> None:
    """Print a line on look-ups, in a new process."""
    done = subprocess.run([sys.executable, "-c", LOOKUPS], capture_output=True, text=True, check=True)
    print(f"| {label} {done.stdout.strip()}", flush=True)


def main() -> None:
    """Make the dump, import it, print the figures, and take both away."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=PLACES)
    parser.add_argument("--folder", type=Path, required=True, help="an empty folder with room for 6 GB")
    asked = parser.parse_args()
    folder: Path = asked.folder
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["DATELINE_DATA"] = str(folder / "user")
    path = folder / "made_up.txt"
    dump(path, asked.places)
    print(f"a dump of {asked.places:,} places, {path.stat().st_size / 1e6:,.0f} MB\n")
    print("| look-ups | first answer | one name | one name in a country | 1.5 kB of text |\n|---|---|---|---|---|")
    try:
        lookups("embedded gazetteer alone")
        command = [sys.executable, "-m", "geo.cli", "gazetteer", "add", str(path), "--from", "geonames"]
        start = time.perf_counter()
        subprocess.run(command, check=True)
        took = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = sum(file.stat().st_size for file in (folder / "user").rglob("*")) / 1e6
        lookups("with the dump")
        print(f"\nimported in {took / 60:.1f} minutes, {memory:,.0f} MB at most, a shard of {size:,.0f} MB")
    finally:
        path.unlink()
        shutil.rmtree(folder / "user", ignore_errors=True)


if __name__ == "__main__":
    main()
