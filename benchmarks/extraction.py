"""Quality and speed of event extraction, beside floors and anchors.

usage: python benchmarks/extraction.py --eval FOLDER [--dateline COMMAND]

FOLDER holds the development sets (event_type_dev.jsonl, muc_dev.jsonl) and the scorer that defines the measures
(score.py); the command is run on them as a user would run it. Without --eval only the speed is measured.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Final

from geo.extracting.actors import find_actors
from geo.extracting.events import find_events
from geo.extracting.sentences import read
from geo.reading.article import Article

ROOT: Final = Path(__file__).resolve().parent.parent
ROWS: Final = (
    (
        "types",
        r"weighted F1 ([\d.]+)",
        "event type, weighted F1 of 25 classes",
        "keywords .40, SVM .28, transformer .839",
        0.65,
        0.78,
    ),
    ("muc", r"found ([\d.]+)", "MUC templates found", 'one "Attack" a document .43', 0.75, 0.85),
    ("muc", r"type ([\d.]+)", "  of those: type", "best of 1992 .76", 0.80, 0.90),
    ("muc", r"stage ([\d.]+)", "  of those: stage", "best of 1992 .77", 0.95, 0.97),
    ("muc", r"date ([\d.]+)", "  of those: date", "best of 1992 .59", 0.65, 0.80),
    ("muc", r"death told ([\d.]+)", "  of those: death told", "best of 1992 .57", 0.85, 0.92),
    ("muc", r"finest place ([\d.]+)", "  of those: finest place", "best of 1992 .61", 0.55, 0.70),
)
WORDS: Final = 600
REPEATS: Final = 5


def scorer(folder: Path) -> ModuleType:
    """Return the scorer that lies beside the development sets."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder / 'score.py'}: no scorer there; name the folder that holds it with --eval")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed(measure: Callable[[str, Path], None], command: str, folder: Path) -> str:
    """Return what a measure of the scorer prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        measure(command, folder)
    return out.getvalue()


def milliseconds() -> tuple[float, float]:
    """Return the time of actors and of events for 600 words, on the sample articles, best of five."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "data" / "articles").glob("*.txt"))]
    docs = [read(Article(id=str(n), text=text, published="2018-09-06")) for n, text in enumerate(texts)]
    words = sum(len(text.split()) for text in texts)
    best = [float("inf"), float("inf")]
    for _ in range(REPEATS):
        start = time.perf_counter()
        actors = [find_actors(doc) for doc in docs]
        middle = time.perf_counter()
        for doc, found in zip(docs, actors, strict=True):
            find_events(doc, found)
        best = [min(best[0], middle - start), min(best[1], time.perf_counter() - middle)]
    return best[0] * 1000 * WORDS / words, best[1] * 1000 * WORDS / words


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=None)
    parser.add_argument("--dateline", default=None)
    options = parser.parse_args()
    if options.eval is not None:
        beside = Path(sys.executable).with_name("dateline")
        command = options.dateline or (str(beside) if beside.exists() else shutil.which("dateline"))
        if command is None:
            raise SystemExit("dateline: no such command; install the project or name it with --dateline")
        score = scorer(options.eval)
        told = {name: printed(getattr(score, name), command, options.eval) for name in ("types", "muc")}
        print(f"{'measure':40} {'ours':>6}  {'must':>5} {'aim':>5}  floors and anchors")
        for source, pattern, name, anchors, must, aim in ROWS:
            found = re.search(pattern, told[source])
            ours = f"{float(found[1]):.3f}" if found else "?"
            print(f"{name:40} {ours:>6}  {must:5.2f} {aim:5.2f}  {anchors}")
    actors, events = milliseconds()
    print(f"{'actors, ms for 600 words':40} {actors:6.2f}")
    print(f"{'events, ms for 600 words':40} {events:6.2f}")


if __name__ == "__main__":
    main()
