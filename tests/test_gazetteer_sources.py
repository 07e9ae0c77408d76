"""The editable tables and the manifest: complete, true to each other and to the files that ship."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

import gazetteer
from gazetteer.errors import BadGazetteerFile
from gazetteer.files import data_path
from gazetteer.manifest import readme
from gazetteer.places import KINDS
from gazetteer.sources import read_csv, town_radius_km

DATA = data_path("corrections").parent
TABLES = sorted((DATA / "corrections").glob("*.csv"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_of_a_table_has_its_cells_and_a_reason_or_source(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for number, row in enumerate(rows, start=2):
        assert None not in row, f"{path.name}, line {number}: more cells than columns"
        assert row.get("reason") or row.get("source"), f"{path.name}, line {number}: no reason and no source"


def test_editable_places_are_places() -> None:
    rows = read_csv(DATA / "corrections" / "places.csv", ("place_id", "name", "kind", "lon", "lat", "uncertainty_km"))
    ids = [row["place_id"] for row in rows]
    assert len(ids) == len(set(ids))
    for row in rows:
        assert row["kind"] in KINDS, row
        assert -180 <= float(row["lon"]) <= 180, row
        assert -90 <= float(row["lat"]) <= 90, row


def test_every_editable_place_and_unit_is_in_the_gazetteer() -> None:
    gaz = gazetteer.load(user=False)
    for row in read_csv(DATA / "corrections" / "places.csv", ("place_id", "name")):
        assert gaz.place(row["place_id"]).name
    names = {(unit.country, unit.name) for unit in gaz.units()}
    for row in read_csv(DATA / "corrections" / "admin1.csv", ("country", "unit", "name")):
        assert (row["country"], row["name"]) in names, row


def test_a_table_without_a_column_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadGazetteerFile, match="lacks the column"):
        read_csv(tmp_path / "t.csv", ("a", "c"))


def test_the_manifest_tells_the_files_that_ship() -> None:
    manifest = json.loads((DATA / "manifest.json").read_text(encoding="utf-8"))
    told = {record["path"]: record for record in manifest["files"]}
    there = {f"{folder}/{path.name}" for folder in ("boundaries", "corrections", "gazetteer")
             for path in (DATA / folder).iterdir()}  # fmt: skip
    assert set(told) == there
    for name, record in told.items():
        assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == record["sha256"], f"{name}: build again"
    assert sum(record["bytes"] for record in told.values()) < 21_000_000


def test_every_source_says_its_licence() -> None:
    manifest = json.loads((DATA / "manifest.json").read_text(encoding="utf-8"))
    wanted = ("name", "package", "licence", "attribution", "vintage", "sha256", "rows", "build_step")
    for record in manifest["sources"]:
        assert all(record[key] for key in wanted), record["name"]


def test_the_page_is_made_from_the_manifest() -> None:
    manifest = json.loads((DATA / "manifest.json").read_text(encoding="utf-8"))
    assert (DATA / "README.md").read_text(encoding="utf-8") == readme(manifest)


def test_bigger_towns_reach_further() -> None:
    radii = [town_radius_km(people) for people in (0, 1_000, 100_000, 10_000_000, 10**9)]
    assert radii == sorted(radii)
    assert (radii[0], radii[-1]) == (1.0, 30.0)
