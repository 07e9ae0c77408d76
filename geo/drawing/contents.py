"""What a map document holds: the rows of each layer, the base map, the words of head and foot."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import gazetteer
from geo.drawing import basemap
from geo.drawing.basemap import Tiles, World
from geo.drawing.layers import LAYERS
from geo.drawing.packing import to_json
from geo.drawing.records import Shared
from geo.drawing.style import style
from geo.exchanging.bundle import Tables
from geo.table.query import Query, matches
from geo.table.schema import LAYERS as ROW_LAYERS
from geo.table.summary import describe

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOME: Final = (20.0, 25.0, 3)  # the view of a map with nothing on it: lon, lat, zoom
FOCUS: Final = 400
"""Number of most frequent places whose neighbourhood is drawn in detail."""


def contents(
    result: Tables,
    query: Query | None = None,
    *,
    panel: bool = True,
    now: str | None = None,
    tiles: Tiles | None = None,
    gaz: World | None = None,
    withheld: str | None = None,
) -> dict[str, Any]:
    """Return all that a document shows, as JSON values; the same arguments give the same values.

    With its own panel (a file for others) it holds only the rows that pass `query`, though of all row layers, so that
    what was filtered out is not in the file. Without (in the app) it holds all rows and opens on `query`. `withheld`
    says what was held back from the result before.
    """
    gaz = gaz or _embedded()
    query = query or Query()
    shared = Shared()
    data: dict[str, Any] = {name: layer.records(result, shared) for name, layer in LAYERS.items() if layer.records}
    if panel:
        data["incidents"] = _passing(data["incidents"], query, shared)
    data |= {
        "areas": shared.areas,
        "sources": shared.sources,
        "style": style(_holders(data["zones"])),
        "query": asdict(query),
        "base": basemap.base(_points(data["incidents"]), gaz),
    }
    if withheld:  # where the text must not tell where camps lie, the map does not either
        data["base"] = data["base"] | {"sites": [site for site in data["base"]["sites"] if site[0] != "camp"]}
    data["meta"] = _meta(result, data, query, gaz) | {
        "panel": panel,
        "now": now,
        "tiles": tiles and tiles._asdict(),
        "withheld": withheld,
    }
    data["meta"]["hash"] = hashlib.sha256(to_json(data["incidents"]).encode("utf-8")).hexdigest()[:12]
    return data


def _holders(zones: list[dict[str, Any]]) -> list[str | None]:
    """Return who holds what, those whose areas are drawn first: theirs must be the colours told apart best."""
    return [zone.get("holder") for zone in sorted(zones, key=_colour_rank)]


def _colour_rank(zone: dict[str, Any]) -> tuple[bool, bool]:
    return "area" not in zone, zone["status"] == "de-escalation"


@cache
def _embedded() -> gazetteer.Gazetteer:
    """Return the embedded gazetteer, opened once: the base map is kept per gazetteer."""
    return gazetteer.load()


def _passing(incidents: list[dict[str, Any]], query: Query, shared: Shared) -> list[dict[str, Any]]:
    """Return the records that pass the query in any row layer."""
    wide = replace(query, layers=ROW_LAYERS)

    def passes(record: dict[str, Any]) -> bool:
        reports = [shared.sources[report["source"]] | report for report in record["reports"]]
        return matches({"background": False} | record | {"reports": reports}, wide)

    return [record for record in incidents if passes(record)]


def _points(incidents: list[dict[str, Any]]) -> list[tuple[float, float]]:
    seen = Counter((record["lon"], record["lat"]) for record in incidents if "lon" in record and "lat" in record)
    return [point for point, _ in sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:FOCUS]]


def _meta(result: Tables, data: dict[str, Any], query: Query, gaz: World) -> dict[str, Any]:
    main = [record for record in data["incidents"] if record["group"] not in ("diplomacy", "figure")] or data[
        "incidents"
    ]
    starts = sorted(record["date_start"] for record in main if "date_start" in record and not record.get("background"))
    published = sorted(article.published for article in result.articles if article.published)
    points = _points(main)
    title = _most(main, "admin1") or _most(main, "country_name") or "no incidents"
    span = (published[0], published[-1]) if published else (starts[0], starts[-1]) if starts else None
    parts = [days(*span) if span else "", counted(len(result.articles), "article")]
    ends = sorted(record.get("date_end", record["date_start"]) for record in main if "date_start" in record)
    return {
        "title": title,
        "subtitle": " · ".join(part for part in parts if part),
        "layers": [
            {"key": key, "label": layer.label, "shown": layer.shown}
            for key, layer in LAYERS.items()
            if key != "incidents"
        ],
        "last_day": published[-1] if published else ends[-1] if ends else "9999-12-31",
        "home": [*points[0], 7] if points else list(HOME),
        "filter": describe(query) if query != Query() else "",
        "version": _version(),
        "credits": [f"Boundaries: {basemap.coarse_world()['vintage']}.", *credits_of(gaz)],
    }


def _most(records: list[dict[str, Any]], name: str) -> str | None:
    seen = Counter(record[name] for record in records if name in record)
    return max(sorted(seen), key=lambda value: seen[value]) if seen else None


def counted(number: int, word: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def days(first: str, last: str) -> str:
    """Return two ISO days as one span.

    >>> days("2018-09-04", "2018-09-06"), days("2018-08-30", "2018-09-06"), days("2018-09-06", "2018-09-06")
    ('4–6 Sep 2018', '30 Aug – 6 Sep 2018', '6 Sep 2018')
    """
    year, month, day = (int(part) for part in last.split("-"))
    end = f"{day} {MONTHS[month - 1]} {year}"
    if first == last:
        return end
    first_year, first_month, first_day = (int(part) for part in first.split("-"))
    if (first_year, first_month) == (year, month):
        return f"{first_day}–{end}"
    start = f"{first_day} {MONTHS[first_month - 1]}" + (f" {first_year}" if first_year != year else "")
    return f"{start} – {end}"


def credits_of(gaz: World) -> list[str]:
    """Return one line of credit for each source of the gazetteer."""
    lines = []
    for shard in gaz.info():
        parts = [str(getattr(shard, name)) for name in ("title", "licence") if getattr(shard, name, None)]
        lines.append(": ".join(parts) + ".")
    return lines


def _version() -> str:
    try:
        return version("dateline")
    except PackageNotFoundError:  # run from a clone that is not installed
        return "from source"
