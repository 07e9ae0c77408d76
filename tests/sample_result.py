"""A small invented result for tests of the map, the files, the command line and the app.

Places are real, events are made up after the manner of news from Idlib, Khartoum and Port-au-Prince. One row (and one
zone, flow, mention and article) carries hostile text in every field of text; `HOSTILE` lists what it is made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from shapely.geometry import LineString, Point, Polygon, box

from geo.errors import ArticleError
from geo.reading.article import Article
from geo.table.schema import FLOWS, INCIDENTS, MENTIONS, ZONES, Column, disorder_type

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

HOSTILE: Final = (
    '<img src=x onerror="window.pwned=1">',
    "</script><script>window.pwned=1</script>",
    "${window.pwned=1}",
    "`;window.pwned=1;`",
    "'\");window.pwned=1;//",
    "\\\\`;window.pwned=1//",
    "{{7*7}}{% raw %}",
    "<!--<script>",
    "javascript:window.pwned=1",
    "\u202eright to left\u202c\u2066x\u2069",
    "line\u2028and\u2029paragraph",
    '=HYPERLINK("http://x","y")',
)
"""Payloads; joined they are the text of every field of the hostile row."""
HOSTILE_TEXT: Final = " ".join(HOSTILE)

TEXT_FIELDS: Final = (
    "date_text",
    "place_text",
    "place_name",
    "place_id",
    "place_kind",
    "country_name",
    "admin1",
    "admin2",
    "pcode",
    "actor1",
    "actor1_type",
    "actor2",
    "actor2_type",
    "target_type",
    "grade_reason",
    "zone_note",
    "reviewer_note",
)

IDLIB: Final = Polygon(
    [
        (36.36, 36.02),
        (36.17, 35.81),
        (36.36, 35.63),
        (36.42, 35.4),
        (36.72, 35.37),
        (37.05, 35.38),
        (37.28, 35.55),
        (37.03, 35.86),
        (36.87, 36.1),
        (36.69, 36.24),
        (36.37, 36.21),
    ]
)
"""A coarse outline of the governorate, drawn by hand for tests."""


@dataclass(frozen=True)
class SampleResult:
    """The fields of a pipeline's result."""

    incidents: gpd.GeoDataFrame
    zones: gpd.GeoDataFrame
    flows: gpd.GeoDataFrame
    mentions: gpd.GeoDataFrame
    unresolved: pd.DataFrame
    articles: tuple[Article, ...]
    refused: tuple[ArticleError, ...] = ()


ARTICLES: Final = (
    Article(
        id="a1",
        text="On Tuesday Russian warplanes struck Mahambal and killed at least 13 civilians, six children among them, "
        "the Observatory said. Artillery hit Jisr al-Shughur on Wednesday. About 180 families fled further east.",
        title="Families flee as strikes resume",
        outlet="Example Wire",
        url="https://news.example/idlib?a=1&b=2",
        published="2018-09-05",
    ),
    Article(
        id="a2",
        text="قصف مدفعي على مدينة جسر الشغور أدى إلى مقتل مدني وإصابة ستة آخرين، بحسب المرصد السوري لحقوق الإنسان.",
        title="قصف على جسر الشغور",
        outlet="وكالة المثال",
        url="https://news.example/ar/2",
        published="2018-09-06",
    ),
    Article(
        id="a3",
        text=HOSTILE_TEXT,
        title=HOSTILE_TEXT,
        outlet=HOSTILE_TEXT,
        url="javascript:window.pwned=1",
        published="2018-09-06",
    ),
)


def report(article: int, quote: str, trigger: str = "", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    """Return one report that quotes an article."""
    source = ARTICLES[article]
    start = max(source.text.find(quote), 0)
    at = start + max(quote.find(trigger), 0)
    return {
        "article_id": source.id,
        "outlet": source.outlet,
        "url": source.url,
        "published": source.published,
        "retrieved": None,
        "article_sha256": source.sha256,
        "quote": quote,
        "quote_start": start,
        "quote_end": start + len(quote),
        "trigger_start": at,
        "trigger_end": at + len(trigger),
        "attribution": "Syrian Observatory for Human Rights",
        "attribution_type": "monitor",
        "confidence": "claimed",
        "modality": "occurred",
        "counts": [],
        "rule": "strike.air",
    } | fields


def count(what: str, best: int, text: str, qualifier: str | None = None, unit: str = "people") -> dict[str, Any]:
    """Return one count of a report."""
    low = best if qualifier == "at least" else None
    return {
        "what": what,
        "low": low,
        "best": best,
        "high": None,
        "unit": unit,
        "qualifier": qualifier,
        "kind": "event",
        "text": text,
    }


def incident(number: int, sub_event_type: str, event_type: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 -- cells
    """Return one incident: sensible values where `fields` says nothing."""
    lon, lat = fields.get("lon"), fields.get("lat")
    return {
        "incident_id": f"i{number:02d}",
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "disorder_type": disorder_type(event_type, sub_event_type),
        "modality": "occurred",
        "background": False,
        "place_role": "site",
        "place_reasons": ["the only place of that name in the country spoken of"],
        "civilian_targeting": False,
        "grade": "weak",
        "grade_reason": "one origin: Syrian Observatory for Human Rights",
        "reports": [report(0, "Russian warplanes struck Mahambal", "struck")],
        "review": "auto",
        "geometry": Point(lon, lat) if lon is not None and lat is not None else None,
    } | fields


SYRIA: Final = {"country": "SY", "country_name": "Syria", "admin1": "Idlib"}
AREA: Final = {
    "place_text": "the province",
    "place_name": "Idlib",
    "place_id": "ne:SYR-134",
    "place_kind": "admin1",
    "lon": 36.68,
    "lat": 35.82,
    "geo_precision": 3,
    "where_precision": 4,
    "uncertainty_km": 74.0,
    "geometry": IDLIB,
}


def _incidents() -> list[dict[str, Any]]:
    killed = count("killed", 13, "at least 13 civilians", "at least", "civilians")
    strike = "killed at least 13 civilians, six children among them"
    return [
        incident(
            1,
            "Air/drone strike",
            "Explosions/Remote violence",
            **SYRIA,
            **AREA,
            date_start="2018-09-04",
            date_end="2018-09-04",
            date_text="On Tuesday",
            time_precision=1,
            date_precision=1,
            actor1="Russia",
            actor1_type="State forces",
            actor2="Civilians",
            actor2_type="Civilians",
            target_type="civilians",
            civilian_targeting=True,
            fatalities=13,
            fatalities_low=13,
            children_killed=6,
            zone_id="z1",
            zone_note="Hayat Tahrir al-Sham holds more than half of Idlib.",
            grade="fair",
            grade_reason="two origins: Syrian Observatory for Human Rights; Russian defence ministry",
            place_reasons=[
                "'the province' refers to Idlib, named in the sentence before",
                {
                    "name": "Idlib (town)",
                    "place_id": "geonames:169577",
                    "score": 0.41,
                    "reasons": ["a town, not a province"],
                },
            ],
            reports=[
                report(0, strike, "killed", counts=[killed, count("killed", 6, "six children", None, "children")]),
                report(
                    0,
                    "On Tuesday Russian warplanes struck Mahambal",
                    "struck",
                    attribution="Moscow",
                    attribution_type="government",
                    confidence="fact",
                ),
            ],
        ),
        incident(
            2,
            "Air/drone strike",
            "Explosions/Remote violence",
            **SYRIA,
            date_start="2018-09-04",
            date_end="2018-09-04",
            date_text="On Tuesday",
            time_precision=1,
            date_precision=1,
            place_text="Mahambal",
            place_name="Mhambal",
            place_id="geonames:168411",
            place_kind="village",
            lon=36.456,
            lat=35.782,
            geo_precision=1,
            where_precision=1,
            uncertainty_km=2.0,
            actor1="Russia",
            actor1_type="State forces",
            zone_id="z1",
            zone_note="Hayat Tahrir al-Sham holds more than half of Idlib.",
        ),
        incident(
            3,
            "Shelling/artillery/missile attack",
            "Explosions/Remote violence",
            **SYRIA,
            date_start="2018-09-05",
            date_end="2018-09-05",
            date_text="Wednesday",
            time_precision=1,
            date_precision=1,
            place_text="جسر الشغور",
            place_name="Jisr al-Shughur",
            place_id="geonames:173480",
            place_kind="town",
            lon=36.317,
            lat=35.814,
            geo_precision=1,
            where_precision=1,
            uncertainty_km=3.0,
            actor1="Syria",
            actor1_type="State forces",
            fatalities=1,
            fatalities_low=1,
            fatalities_high=1,
            injured=6,
            grade="fair",
            grade_reason="two origins",
            review="accepted",
            reports=[
                report(
                    1,
                    "قصف مدفعي على مدينة جسر الشغور",
                    "قصف",
                    rule="shelling",
                    counts=[count("killed", 1, "مدني"), count("injured", 6, "ستة آخرين")],
                ),
                report(0, "Artillery hit Jisr al-Shughur on Wednesday", "Artillery", rule="shelling"),
            ],
        ),
        incident(
            4,
            "Displacement",
            "Displacement",
            **SYRIA,
            date_start="2018-09-05",
            date_end="2018-09-06",
            date_text="since Wednesday night",
            time_precision=1,
            date_precision=2,
            place_text="the southeast",
            place_name="southeastern Idlib",
            place_id="ne:SYR-134",
            place_kind="region",
            place_role="origin",
            lon=36.98,
            lat=35.55,
            geo_precision=2,
            where_precision=4,
            uncertainty_km=32.0,
            displaced=1000,
            reports=[
                report(
                    0,
                    "About 180 families fled further east",
                    "fled",
                    rule="displacement",
                    counts=[count("displaced", 180, "About 180 families", "about", "families")],
                )
            ],
        ),
        incident(
            5,
            "Chemical weapon",
            "Explosions/Remote violence",
            country="SY",
            country_name="Syria",
            admin1="Rif Dimashq",
            background=True,
            modality="alleged",
            date_start="2018-04-01",
            date_end="2018-04-30",
            date_text="in April",
            time_precision=3,
            date_precision=4,
            place_text="Douma",
            place_name="Douma",
            place_id="geonames:170892",
            place_kind="town",
            lon=36.402,
            lat=33.572,
            geo_precision=1,
            where_precision=1,
            uncertainty_km=4.0,
            actor1="Syria",
            actor1_type="State forces",
            fatalities=40,
            fatalities_low=41,
            civilian_targeting=True,
            grade="contested",
            grade_reason="the accused party denies it",
        ),
        incident(
            6,
            "Summit or meeting",
            "Diplomacy",
            country="IR",
            country_name="Iran",
            admin1="Tehran",
            modality="planned",
            date_start="2018-09-07",
            date_end="2018-09-07",
            date_text="Friday",
            time_precision=1,
            date_precision=1,
            place_text="Tehran",
            place_name="Tehran",
            place_id="geonames:112931",
            place_kind="city",
            lon=51.42,
            lat=35.69,
            geo_precision=1,
            where_precision=1,
            uncertainty_km=15.0,
            actor1="Russia",
            actor2="Turkey",
        ),
        incident(
            7,
            "Armed clash",
            "Battles",
            country="SD",
            country_name="Sudan",
            admin1="Khartoum",
            modality="threatened",
            date_text=None,
            place_text="Khartoum",
            place_name="Khartoum",
            place_id="geonames:379252",
            place_kind="city",
            lon=32.53,
            lat=15.55,
            geo_precision=1,
            where_precision=1,
            uncertainty_km=12.0,
            actor1="Rapid Support Forces",
            actor1_type="Political militia",
            actor2="Sudan",
            actor2_type="State forces",
        ),
        incident(
            8,
            "Attack",
            "Violence against civilians",
            country="HT",
            country_name="Haiti",
            date_start="2018-09-06",
            date_end="2018-09-06",
            date_text="on Thursday",
            time_precision=1,
            date_precision=1,
            place_text="Haiti",
            place_name="Haiti",
            place_id="ne:HTI",
            place_kind="country",
            geo_precision=3,
            where_precision=6,
            actor1="Unidentified armed group",
            fatalities=2,
            civilian_targeting=True,
            review="rejected",
        ),
        incident(
            9,
            "Military build-up",
            "Military build-up",
            **SYRIA,
            **AREA | {"place_text": HOSTILE_TEXT},
            actor1="Syria",
            date_start="2018-08-20",
            date_end="2018-09-06",
            date_text="for weeks",
            time_precision=3,
            date_precision=5,
        ),
        incident(
            10,
            "Attack",
            "Violence against civilians",
            **dict.fromkeys(TEXT_FIELDS, HOSTILE_TEXT),
            country="SY",
            lon=36.9,
            lat=35.3,
            geo_precision=2,
            uncertainty_km=8.0,
            date_start="2018-09-06",
            date_end="2018-09-06",
            zone_id="z3",
            place_reasons=[HOSTILE_TEXT, {"name": HOSTILE_TEXT, "score": 0.2, "reasons": [HOSTILE_TEXT]}],
            reports=[
                report(
                    2,
                    HOSTILE_TEXT,
                    "onerror",
                    attribution=HOSTILE_TEXT,
                    attribution_type=HOSTILE_TEXT,
                    rule=HOSTILE_TEXT,
                    counts=[count("killed", 3, HOSTILE_TEXT, HOSTILE_TEXT)],
                )
            ],
        ),
    ]


def _zones() -> list[dict[str, Any]]:
    base = {
        "place_id": "ne:SYR-134",
        "status": "holds",
        "method": "part of area",
        "certainty": "approximate",
        "valid_from": "2018-09-05",
        "reports": [report(0, "Russian warplanes struck Mahambal", "struck")],
    }
    return [
        base
        | {
            "zone_id": "z1",
            "holder": "Hayat Tahrir al-Sham",
            "holder_type": "Rebel group",
            "share": "more than half",
            "area_text": "More than half of Idlib",
            "note": "Hayat Tahrir al-Sham holds more than half of Idlib.",
            "geometry": IDLIB.intersection(box(36, 35.55, 37.4, 36.4)),
        },
        base
        | {
            "zone_id": "z2",
            "holder": "Syria",
            "holder_type": "State forces",
            "share": "small sliver",
            "area_text": "a small southeastern sliver",
            "note": "The government holds a small southeastern sliver.",
            "geometry": IDLIB.intersection(box(36.95, 35.3, 37.4, 35.6)),
            "valid_to": "2018-09-30",
        },
        base
        | {
            "zone_id": "z3",
            "holder": HOSTILE_TEXT,
            "area_text": HOSTILE_TEXT,
            "note": HOSTILE_TEXT,
            "share": HOSTILE_TEXT,
            "status": "contested",
            "geometry": IDLIB.intersection(box(36, 35.3, 36.95, 35.55)),
        },
        base
        | {
            "zone_id": "z4",
            "holder": None,
            "area_text": "Idlib",
            "status": "de-escalation",
            "method": "undrawn",
            "certainty": "stated",
            "note": "Turkey, Russia and Iran designated Idlib a de-escalation zone.",
            "geometry": None,
        },
    ]


def _flows() -> list[dict[str, Any]]:
    line = LineString([(36.98, 35.55), (37.4, 35.7)])
    base = {
        "origin_lon": 36.98,
        "origin_lat": 35.55,
        "origin_uncertainty_km": 32.0,
        "destination_lon": 37.4,
        "destination_lat": 35.7,
        "destination_uncertainty_km": 30.0,
        "date_start": "2018-09-05",
        "geometry": line,
        "date_end": "2018-09-06",
        "reports": [report(0, "About 180 families fled further east", "fled")],
    }
    north = {
        "origin_lon": 36.68,
        "origin_lat": 35.82,
        "destination_lon": 36.65,
        "destination_lat": 36.3,
        "geometry": LineString([(36.68, 35.82), (36.65, 36.3)]),
    }
    return [
        base
        | {
            "flow_id": "f1",
            "incident_id": "i04",
            "origin_name": "southeastern Idlib",
            "people": 1000,
            "families": 180,
            "destination_name": "further east",
            "label": "~1,000 people (about 180 families)",
        },
        base
        | north
        | {
            "flow_id": "f2",
            "incident_id": "i10",
            "origin_name": HOSTILE_TEXT,
            "label": HOSTILE_TEXT,
            "destination_name": HOSTILE_TEXT,
        },
    ]


def _mentions() -> list[dict[str, Any]]:
    def row(text: str, lon: float | None, lat: float | None, place_id: str | None, start: int) -> dict[str, Any]:
        return {
            "article_id": "a1",
            "start": start,
            "end": start + len(text),
            "text": text,
            "use": "literal",
            "place_id": place_id,
            "place_name": text if place_id else None,
            "kind": "town",
            "country": "SY",
            "lon": lon,
            "lat": lat,
            "uncertainty_km": 2.0,
            "score": 0.9,
            "reasons": ["exact name"],
            "candidates": [],
            "geometry": Point(lon, lat) if lon is not None and lat is not None else None,
        }

    return [
        row("Mahambal", 36.456, 35.782, "geonames:168411", 35),
        row("Jisr al-Shughur", 36.317, 35.814, "geonames:173480", 128),
        row("Jisr al-Shughur", 36.317, 35.814, "geonames:173480", 160),
        row(HOSTILE_TEXT, 36.2, 35.2, HOSTILE_TEXT, 0),
        row("Nowhere-on-Sea", None, None, None, 180),
    ]


def frame(rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> gpd.GeoDataFrame:
    """Return a GeoDataFrame with the schema's columns and types."""
    import geopandas as gpd
    import pandas as pd

    data: dict[str, Any] = {}
    for column in columns:
        values: list[Any] = [row.get(column.name) for row in rows]
        if column.dtype == "geometry":
            data[column.name] = gpd.GeoSeries(cast("Any", values), crs="EPSG:4326")
        else:
            data[column.name] = pd.Series(values, dtype="object" if column.dtype == "json" else column.dtype)
    return gpd.GeoDataFrame(data, geometry="geometry", crs="EPSG:4326")


def sample_result() -> SampleResult:
    """Return the whole sample; a new one each time, so that tests may change it."""
    mentions = frame(_mentions(), MENTIONS)
    return SampleResult(
        incidents=frame(_incidents(), INCIDENTS),
        zones=frame(_zones(), ZONES),
        flows=frame(_flows(), FLOWS),
        mentions=mentions,
        unresolved=mentions[mentions["place_id"].isna()],
        articles=ARTICLES,
    )


def empty_result() -> SampleResult:
    """Return a result without a single row."""
    mentions = frame([], MENTIONS)
    return SampleResult(frame([], INCIDENTS), frame([], ZONES), frame([], FLOWS), mentions, mentions, ())
