"""Precision and recall of incidents on the project's own golden set (`tests/golden/incidents.toml`).

    python benchmarks/golden.py [--misses]

A row counts as right when an incident of its paragraph has its sub-event type and modality and nothing that the
paragraph states (place word, killed, injured, children, displaced, date) is contradicted; `strict` asks for those
details too, `lenient` for type and modality alone. Optional incidents are neither asked for nor charged. Rows of the
layer "statements" are left out of both.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

from geo.pipeline import Result, run
from geo.reading.article import Article
from geo.table.schema import layer_of

GOLDEN: Final = Path(__file__).resolve().parent.parent / "tests" / "golden" / "incidents.toml"
COUNTS: Final = {"killed": "fatalities", "injured": "injured", "children": "children_killed", "displaced": "displaced"}


def paragraphs() -> list[dict[str, Any]]:
    """Return the golden paragraphs."""
    with GOLDEN.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["paragraph"]
    return found


def alike(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Return whether a row has the type and modality of a wanted incident."""
    return row["sub_event_type"] in wanted["type"] and row["modality"] == wanted["modality"]


def contradictions(row: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Return the stated details that a row gets wrong or lacks."""
    wrong = []
    where = " ".join(str(row[name]) for name in ("place_text", "place_name", "admin1", "country_name"))
    if wanted.get("place") and wanted["place"].casefold() not in where.casefold():
        wrong.append(f"place {row['place_name']!r}, not {wanted['place']!r}")
    for name, column in COUNTS.items():
        if name in wanted and row[column] != wanted[name]:
            wrong.append(f"{name} {row[column]}, not {wanted[name]}")
    if wanted.get("date") and not (row["date_start"] or "9") <= wanted["date"] <= (row["date_end"] or ""):
        wrong.append(f"date {row['date_start']}, not {wanted['date']}")
    return wrong


def rows_of(result: Result) -> dict[str, list[dict[str, Any]]]:
    """Return the incidents of each article, statements left out."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in (
        result.incidents.drop(columns="geometry").astype(object).where(lambda f: f.notna(), None).to_dict("records")
    ):
        if layer_of(row["event_type"], row["modality"], background=row["background"]) != "statements":
            own = {str(name): value for name, value in row.items()}
            rows.setdefault(row["reports"][0]["article_id"], []).append(own)
    return rows


def score() -> tuple[dict[str, float], list[str]]:
    """Run the pipeline on the golden set; return the figures, and a line for each fault."""
    golden = paragraphs()
    by_id = {p["id"]: Article(id=p["id"], text=p["text"], published=p["published"]) for p in golden}
    rows: dict[str, list[dict[str, Any]]] = {}
    for article in by_id.values():  # one at a time: the paragraphs have nothing to do with one another
        rows |= rows_of(run([article]))
    wanted_total = found = strict = charged = 0
    lines: list[str] = []
    for paragraph in golden:
        free = list(rows.get(paragraph["id"], []))
        required = [w for w in paragraph["incidents"] if not w.get("optional")]
        for wanted in required + [w for w in paragraph["incidents"] if w.get("optional")]:
            best = min(
                (r for r in free if alike(r, wanted)), key=lambda r: len(contradictions(r, wanted)), default=None
            )
            if wanted not in required:
                free = [r for r in free if r is not best]
                continue
            wanted_total += 1
            if best is None:
                lines.append(f"{paragraph['id']}: MISSED {wanted['type'][0]} {wanted['modality']} {wanted['place']}")
                continue
            free.remove(best)
            found += 1
            faults = contradictions(best, wanted)
            strict += not faults
            lines += [f"{paragraph['id']}: {best['sub_event_type']}: {fault}" for fault in faults]
        for extra in free:
            charged += 1
            quote = extra["reports"][0]["quote"]
            lines.append(f"{paragraph['id']}: EXTRA {extra['sub_event_type']} {extra['modality']}: {quote[:100]}")
    figures = {
        "precision": found / max(1, found + charged),
        "recall": found / max(1, wanted_total),
        "strict precision": strict / max(1, found + charged),
        "strict recall": strict / max(1, wanted_total),
    }
    return figures, lines


def main() -> None:
    """Print the figures, and with --misses each fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print each fault")
    figures, lines = score()
    if parser.parse_args().misses:
        sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.write(", ".join(f"{name} {value:.3f}" for name, value in figures.items()) + "\n")


if __name__ == "__main__":
    main()
