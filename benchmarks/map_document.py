"""Size and speed of the map document, beside what Folium and GeoPandas make of the same rows.

usage: python benchmarks/map_document.py [ROWS ...]        (default: 1000 10000; 100000 takes about five minutes)

Rows are made up from one seed: real event types, places scattered about Idlib, quotes of thirty words. "usable" is the
time from opening the file in Chromium (network off) until the map answers; "filter" the median time to evaluate a
query over all rows, and until list, legend, timeline and map show it. The maps of the last three lines need the
network for their scripts, so only the time to make them and their size are given.
"""

from __future__ import annotations

import dataclasses
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from chromium import launched, opened  # noqa: E402 -- the tests' helpers
from sample_result import SampleResult, frame, incident, report, sample_result  # noqa: E402

from geo.drawing.document import render  # noqa: E402
from geo.table.schema import EVENT_TYPES, INCIDENTS  # noqa: E402

if TYPE_CHECKING:
    import geopandas as gpd

SEED: Final = 7
WORDS: Final = (
    "government forces shelled the town after artillery killed civilians near a village and wounded residents the "
    "monitor said warplanes raided the rebel province on Tuesday in strikes at positions by fighters who fled"
).split()
FILTERS: Final = """() => {
    const query = [], all = [];
    for (const patch of [{ grades: ["weak"] }, { grades: ["fair"] }, { types: ["Battles"] }, { text: "rebel 77" },
                         { grades: [], types: [], text: "" }]) {
        dateline.change(patch);
        query.push(dateline.timing.query);
        all.push(dateline.timing.all);
    }
    return [query, all];
}"""


def made_up(number: int) -> SampleResult:
    """Return a result of that many incidents, the same each time."""
    chance = random.Random(SEED)
    types = [(event, sub) for event, subs in EVENT_TYPES.items() for sub in subs]
    places = [
        (f"Place {i}", round(chance.gauss(36.8, 1.5), 4), round(chance.gauss(35.5, 1.0), 4))
        for i in range(max(50, number // 8))
    ]

    def row(index: int) -> dict[str, Any]:
        (event, sub), (name, lon, lat) = chance.choice(types), chance.choice(places)
        day = f"2018-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        quote = " ".join([*chance.choices(WORDS, k=30), str(index)])
        fields = {
            "incident_id": f"{index:016x}", "country": "SY", "country_name": "Syria", "lon": lon, "lat": lat,
            "admin1": chance.choice(["Idlib", "Hama", "Aleppo", "Homs"]), "place_text": name, "place_name": name,
            "place_id": f"made:{name}", "geo_precision": chance.randint(1, 3), "date_start": day, "date_end": day,
            "uncertainty_km": chance.choice([2.0, 10.0, 25.0]), "date_precision": 1,
            "actor1": chance.choice(["Syria", "Russia", "HTS"]), "fatalities": chance.choice([None, 1, 5, 20]),
            "grade": chance.choice(["weak", "fair", "confirmed"]),
            "reports": [report(0, quote, quote_start=index, quote_end=index + len(quote))],
        }  # fmt: skip
        return incident(index, sub, event, **fields)

    return dataclasses.replace(sample_result(), incidents=frame([row(i) for i in range(number)], INCIDENTS))


def folium_markers(rows: gpd.GeoDataFrame) -> str:
    """Draw one marker with popup and icon for each row."""
    import folium

    drawn = folium.Map([35.5, 36.8], zoom_start=7)
    for name, event, lon, lat in zip(rows["place_name"], rows["sub_event_type"], rows["lon"], rows["lat"], strict=True):
        folium.Marker([lat, lon], popup=f"{event}, {name}", icon=folium.Icon()).add_to(drawn)
    html: str = drawn.get_root().render()
    return html


def fast_cluster(rows: gpd.GeoDataFrame) -> str:
    """Draw Folium's quick clusters: bare points, nothing to read."""
    import folium
    from folium.plugins import FastMarkerCluster

    drawn = folium.Map([35.5, 36.8], zoom_start=7)
    FastMarkerCluster(rows[["lat", "lon"]].astype(float).to_numpy().tolist()).add_to(drawn)
    html: str = drawn.get_root().render()
    return html


def explore(rows: gpd.GeoDataFrame) -> str:
    """Draw GeoPandas' own map with all columns in its tooltips."""
    html: str = rows.drop(columns=["reports", "place_reasons"]).explore().get_root().render()
    return html


OTHERS: Final[dict[str, Callable[[gpd.GeoDataFrame], str]]] = {
    "folium.Marker": folium_markers,
    "FastMarkerCluster": fast_cluster,
    "GeoDataFrame.explore": explore,
}


def timed(make: Callable[[], str]) -> tuple[float, str]:
    """Return how long it took, in seconds, and what it made."""
    start = time.perf_counter()
    made = make()
    return time.perf_counter() - start, made


def measure(number: int) -> None:
    """Print the lines of one number of rows."""
    result = made_up(number)
    render(sample_result())  # imports and base map: paid once per process
    seconds, html = timed(lambda: render(result))
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        path = Path(folder) / "map.html"
        path.write_text(html, encoding="utf-8")
        with opened(browser, path) as (page, _seen):
            usable = page.evaluate("dateline.timing.usable")
            query, shown = page.evaluate(FILTERS)
    speed = f"{usable:8.0f} {statistics.median(query):8.1f} {statistics.median(shown):8.1f}"
    print(f"{number:>8,} {'map document':<22} {seconds:8.2f} {len(html.encode()) / 1e6:8.2f} {speed}", flush=True)
    for name, make in OTHERS.items():
        seconds, html = timed(lambda make=make: make(result.incidents))  # type: ignore[misc]
        print(f"{number:>8,} {name:<22} {seconds:8.2f} {len(html.encode()) / 1e6:8.2f}", flush=True)


def main() -> None:
    """Print the table."""
    print(f"{'rows':>8} {'':<22} {'made s':>8} {'MB':>8} {'usable':>8} {'query':>8} {'shown ms':>8}")
    for number in [int(argument) for argument in sys.argv[1:]] or [1000, 10_000]:
        measure(number)


if __name__ == "__main__":
    main()
