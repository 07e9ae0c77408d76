"""Geoparsing and geocoding on the evaluation sets, with published anchors beside; and speed, start and memory.

    python benchmarks/geoparse.py --eval FOLDER

FOLDER holds `geoparse_dev.jsonl`, `geocode_syria_dev.jsonl` and `score.py`, whose measures these are. Published
figures: M. Gritta et al., "A pragmatic guide to geoparsing evaluation", 2020 (CamCoder end to end; Stanford NER).
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import gazetteer

ANCHORS: Final = {"trnews": ("CamCoder .574", "Stanford NER .735"), "geovirus": ("CamCoder .667", "Stanford NER .918")}
START: Final = (
    "import time; t = time.perf_counter(); import gazetteer, resource; gazetteer.load(user=False).lookup('Idlib');"
    "print(time.perf_counter() - t, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
)


def scored(folder: Path, what: str) -> str:
    """Return what the evaluation's own script prints for the installed command."""
    command = Path(sys.executable).parent / "dateline"
    done = subprocess.run(
        [sys.executable, str(folder / "score.py"), what, "--dateline", str(command), "--eval", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def quality(folder: Path) -> None:
    """Print the table of quality."""
    print("| on | end to end F1 | anchor | recognition F1 | anchor |\n|---|---|---|---|---|")
    for part, both in re.findall(r"geoparse (\w+): (.*)", scored(folder, "geoparse")):
        recognition, end = re.search(r"F1 ([\d.]+);", both), re.search(r"END-TO-END F1 ([\d.]+)", both)
        if recognition and end:
            print(f"| {part} | {end[1]} | {ANCHORS[part][0]} | {recognition[1]} | {ANCHORS[part][1]} |")
    print()
    print(scored(folder, "geocode"))


def speed(folder: Path) -> None:
    """Print documents per second, warm, and start and memory of a new process."""
    gaz = gazetteer.load(user=False)
    texts = [json.loads(line)["text"] for line in (folder / "geoparse_dev.jsonl").read_text("utf-8").splitlines()]
    best = 0.0
    for _ in range(4):  # the first warms, the best of the rest counts: other work may share the machine
        start = time.perf_counter()
        for text in texts:
            gazetteer.geoparse(text, gaz)
        best = max(best, len(texts) / (time.perf_counter() - start))
    size = sum(map(len, texts)) / len(texts) / 1000
    print(f"{best:,.0f} documents of {size:.1f} kB a second on one core, warm (CLAVIN 42, Mordecai 9)")
    runs = [
        subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True).stdout
        for _ in range(5)
    ]
    seconds, megabytes = min(tuple(float(part) for part in run.split()) for run in runs)
    print(f"first answer in a new process: {seconds:.2f} s, {megabytes:.0f} MB resident")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, help="folder of the evaluation sets")
    folder = parser.parse_args().eval
    quality(folder)
    speed(folder)


if __name__ == "__main__":
    main()
