"""How long review takes: 1,000 decisions on 10,000 rows, and one decision into the store.

Run `python benchmarks/reviewing.py`; it takes half a minute and needs no network.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from linking_kit import draft, event, killed  # noqa: E402

from geo.linking.draft import Incident  # noqa: E402
from geo.linking.rows import incident_row  # noqa: E402
from geo.reviewing.apply import apply  # noqa: E402
from geo.reviewing.decision import Decision, Kind, on  # noqa: E402
from geo.reviewing.doubt import most_doubtful  # noqa: E402
from geo.reviewing.store import Store  # noqa: E402
from geo.table.frames import from_rows  # noqa: E402
from geo.table.schema import INCIDENTS  # noqa: E402

ROWS = 10_000
DECISIONS = 1_000
APPENDS = 300


def decisions(rows: list[dict[str, Any]]) -> list[Decision]:
    """Mixed as a reviewer's day is: mostly accepted, some rejected or edited, few merged."""
    kinds: tuple[Kind, ...] = (*("accept",) * 5, *("reject",) * 2, *("edit",) * 2, "merge")
    made = []
    for number in range(DECISIONS):
        kind, at = kinds[number % len(kinds)], number * (ROWS // DECISIONS)
        chosen = rows[at : at + 2] if kind == "merge" else rows[at : at + 1]
        place = {"lon": 36.5, "lat": 35.5, "fatalities": number}
        made.append(on(kind, chosen, place if kind == "edit" else None, reviewer="ana"))
    return made


def timed(name: str, work: Callable[[], object]) -> None:
    """Print the best of three runs."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    print(f"{name:45} {min(times):7.2f} s")


def main() -> None:
    """Print the times."""
    rows = [incident_row(Incident((draft(f"a{n}", order=n, event=event(), counts=(killed(3),)),))) for n in range(ROWS)]
    frame, log = from_rows(rows, INCIDENTS), decisions(rows)
    timed(f"apply {DECISIONS:,} decisions to {ROWS:,} rows", lambda: apply(frame, log))
    timed(f"order {ROWS:,} rows by doubt", lambda: most_doubtful(frame, 10))
    with tempfile.TemporaryDirectory() as folder, Store(str(Path(folder) / "reviews.db")) as store:
        times = []
        for decision in log[:APPENDS]:
            began = time.perf_counter()
            store.append(decision, seen=store.revision())
            times.append(1000 * (time.perf_counter() - began))
        times.sort()
        print(f"{'append one decision, SQLite, median':45} {statistics.median(times):7.2f} ms")
        print(f"{'append one decision, SQLite, 95 of 100':45} {times[int(0.95 * len(times))]:7.2f} ms")


if __name__ == "__main__":
    main()
