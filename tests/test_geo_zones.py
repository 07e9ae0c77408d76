"""Zones on a small made-up country: what is drawn, what ends what, and which incident lies in which zone."""

import re
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely import Point, box
from shapely.geometry.base import BaseGeometry

import gazetteer
from gazetteer.places import Match, Mention, Place
from geo.extracting.actors import find_actors
from geo.extracting.control import find_zone_notes
from geo.extracting.dates import find_dates
from geo.extracting.sentences import read
from geo.linking.zone_areas import is_minor
from geo.linking.zones import build_zones, join
from geo.reading.article import Article
from geo.table import frames
from geo.table.schema import INCIDENTS, REPORT_FIELDS, ZONES

OUTLINES: dict[str, BaseGeometry] = {
    "t:norden": box(30, 30, 36, 34),
    "t:tal": box(32, 31, 34, 33),
    "t:alt": box(34, 31, 36, 33),
}
PLACES = {
    "Norden": Place("t:norden", "Norden", "country", 33, 32, country="ND", uncertainty_km=360, has_outline=True),
    "Tal": Place("t:tal", "Tal", "admin1", 33, 32, country="ND", uncertainty_km=140, has_outline=True),
    "Alt": Place("t:alt", "Alt", "admin1", 35, 32, country="ND", uncertainty_km=140, has_outline=True),
    "Stadt": Place("t:stadt", "Stadt", "town", 33.2, 32.2, country="ND", admin1="Tal", uncertainty_km=3.0),
    "Dorf": Place("t:dorf", "Dorf", "village", 33.6, 31.4, country="ND", admin1="Tal", uncertainty_km=1.0),
    "Ghost": Place("t:ghost", "Ghost", "admin1", 31, 31, country="ND"),
}


class SmallAtlas:
    """Gives what zones ask of a gazetteer."""

    def outline(self, place_id: str) -> BaseGeometry | None:
        return OUTLINES.get(place_id)

    def is_stale(self, place_id: str) -> bool:
        return place_id == "t:alt"

    def covering(self, *, lon: float, lat: float) -> tuple[Place | None, Place | None]:
        return PLACES["Norden"], PLACES["Tal"] if OUTLINES["t:tal"].contains(Point(lon, lat)) else None

    def place(self, place_id: str) -> Place:
        return next(place for place in PLACES.values() if place.place_id == place_id)


ATLAS: Any = SmallAtlas()


def article(text: str, published: str | None = "2018-09-05", ident: str = "a") -> Article:
    return Article(id=ident, text=text, published=published, outlet="Daily")


def zones_of(*articles: Article) -> gpd.GeoDataFrame:
    notes, matches, regions = [], [], []
    for one in articles:
        doc = read(one)
        found = [
            Match(name, place, 0.9, mention=Mention(hit.start(), hit.end(), name))
            for name, place in PLACES.items()
            for hit in re.finditer(rf"\b{name}\b", one.text)
        ]
        found.sort(key=lambda match: match.mention.start if match.mention else 0)
        notes.append(find_zone_notes(doc, find_actors(doc), find_dates(doc)))
        matches.append(found)
        regions.append(gazetteer.find_regions(one.text, found, ATLAS))
    table = build_zones(notes, matches, regions, ATLAS, articles)
    frames.validate(table, ZONES, table="zones")
    return table


def one(text: str, published: str | None = "2018-09-05") -> dict[str, Any]:
    (row,) = zones_of(article(text, published)).to_dict("records")
    return {str(key): value for key, value in row.items()}


SPLIT = (
    "More than half of Tal is controlled by Hayat Tahrir al-Sham, while much of the rest is held by rebels backed by "
    "Turkey.\n\nIslamic State holds a small southeastern sliver.\n\nTurkey and Iran last year designated Tal a "
    "“de-escalation zone.”"
)


def test_shares_of_a_unit_are_its_outline_once_and_never_a_front_line() -> None:
    table = zones_of(article(SPLIT)).set_index("holder")
    most = table.loc["Hayat Tahrir al-Sham"]
    assert shapely.equals(most["geometry"], OUTLINES["t:tal"])
    assert (most["method"], most["certainty"], most["share"]) == ("named area", "approximate", "more than half")
    assert most["note"] == "Hayat Tahrir al-Sham controls more than half of Tal, as reported on 5 September 2018"
    rest = table.loc["Turkish-backed rebels"]
    assert rest["geometry"] is None
    assert rest["method"] == "undrawn"
    sliver = table.loc["Islamic State"]
    assert 0 < sliver["geometry"].area < 0.3  # a band along the edge, not the whole quarter of area 1
    assert box(33, 31, 34, 32).buffer(1e-6).contains(sliver["geometry"])
    assert (sliver["method"], sliver["note"]) == (
        "part of area",
        "Islamic State controls a small sliver of southeastern Tal, as reported on 5 September 2018",
    )


def test_a_de_escalation_zone_has_no_holder_and_holds_from_the_end_of_the_year_told() -> None:
    table = zones_of(article(SPLIT))
    row = table[table["status"] == "de-escalation"].iloc[0]
    assert row["holder"] is None or row.isna()["holder"]
    assert row["valid_from"] == "2017-12-31"
    assert row["note"] == "Turkey and Iran designated Tal a de-escalation zone by 31 December 2017 (last year)"


def test_a_town_is_a_small_circle() -> None:
    row = one("Shells hit the HTS-held town of Stadt.")
    west, _, east, _ = row["geometry"].bounds
    assert 0.05 < east - west < 0.08  # 3 km round it, as an incident there
    assert (row["holder"], row["place_id"], row["certainty"]) == ("Hayat Tahrir al-Sham", "t:stadt", "approximate")


def test_a_whole_unit_that_is_named_is_stated() -> None:
    row = one("Islamic State controls Tal province.")
    assert (row["method"], row["certainty"], row["share"]) == ("named area", "stated", None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("People fled to areas controlled by Islamic State.", "no place is named"),
        ("Islamic State controls about 60 percent of Norden.", "tells nothing of where"),
        ("Islamic State controls parts of Tal.", "where in it that lies is not told"),
        ("Islamic State controls southern Alt.", "out of date"),
        ("Islamic State controls Ghost province.", "no outline"),
        ("Islamic State controls villages east of Stadt.", "only tell where to look"),
    ],
)
def test_what_cannot_honestly_be_drawn_is_kept_as_a_note(text: str, why: str) -> None:
    row = one(text)
    assert row["geometry"] is None
    assert row["method"] == "undrawn"
    assert why in row["note"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Shells hit Stadt. Islamic State controls the town.", "t:stadt"),
        ("Shells hit Stadt. Islamic State seized a nearby town.", None),
        ("Shells hit Stadt in Tal. The province is dominated by Islamic State.", "t:tal"),
        ("Shells hit Tal. They fled an Islamic State-held town.", None),
    ],
)
def test_the_town_is_the_one_told_and_a_town_is_any(text: str, place: str | None) -> None:
    assert one(text)["place_id"] == place


@pytest.mark.parametrize(
    "text",
    [
        "Islamic State seized two villages in Tal.",
        "Islamic State seized the villages of Tal.",
        "Rockets were fired from Islamic State-held territory in Tal.",
        "Islamic State captured a hill near Stadt.",
    ],
)
def test_what_lies_in_a_unit_is_not_the_unit(text: str) -> None:
    assert one(text)["geometry"] is None


def test_names_that_are_no_places_make_no_zone() -> None:
    assert len(zones_of(article("Islamic State captured John Smith."))) == 0


def test_a_list_makes_a_zone_for_each_place() -> None:
    table = zones_of(article("Islamic State seized Stadt and Dorf on Monday."))
    assert table["place_id"].tolist() == ["t:stadt", "t:dorf"]
    assert table["zone_id"].is_unique
    assert table["valid_from"].tolist() == ["2018-09-03"] * 2


def test_a_later_capture_ends_the_earlier_holder() -> None:
    before = article("Islamic State controls Tal.", "2018-09-05", "a")
    after = article("Hayat Tahrir al-Sham captured Tal on Monday.", "2018-10-03", "b")
    for order in ((before, after), (after, before)):
        table = zones_of(*order).set_index("holder")
        assert table.loc["Islamic State", "valid_to"] == "2018-10-01"
        assert table.loc["Hayat Tahrir al-Sham", "valid_from"] == "2018-10-01"
        assert table["valid_to"].isna().sum() == 1


def test_a_withdrawal_ends_a_zone_or_stands_alone_as_one_that_ended() -> None:
    held = article("Islamic State controls the town of Stadt.", "2018-09-05", "a")
    left = article("Islamic State withdrew from the town of Stadt on Monday.", "2018-10-03", "b")
    (row,) = zones_of(held, left).to_dict("records")
    assert (row["valid_from"], row["valid_to"], len(row["reports"])) == ("2018-09-05", "2018-10-01", 2)
    (alone,) = zones_of(left).to_dict("records")
    assert (alone["valid_from"], alone["valid_to"]) == (None, "2018-10-01")
    assert alone["note"] == "Islamic State left Stadt on 1 October 2018"


def test_two_articles_on_one_holder_make_one_zone_with_two_reports() -> None:
    text = "Tal is dominated by Hayat Tahrir al-Sham."
    table = zones_of(article(SPLIT), article(text, "2018-09-06", "b"))
    (row,) = [row for row in table.to_dict("records") if row["holder"] == "Hayat Tahrir al-Sham"]
    assert [report["article_id"] for report in row["reports"]] == ["a", "b"]
    assert set(row["reports"][0]) == set(REPORT_FIELDS)


def test_a_kind_of_holder_is_left_to_the_one_that_is_named() -> None:
    table = zones_of(article("Tal is a rebel-held province. Islamic State controls most of Tal."))
    drawn = table[table.geometry.notna()]
    assert drawn["holder"].tolist() == ["Islamic State"]


def test_quotes_are_in_the_text_and_ids_stay() -> None:
    source = article(SPLIT)
    table = zones_of(source)
    for reports in table["reports"]:
        for report in reports:
            assert report["quote"] == source.text[report["quote_start"] : report["quote_end"]]
    assert table["zone_id"].tolist() == zones_of(source)["zone_id"].tolist()


def test_without_a_date_of_publication_a_state_has_no_beginning() -> None:
    row = one("Islamic State controls Tal.", None)
    assert row["valid_from"] is None
    assert row["note"] == "Islamic State controls Tal, on an unknown day"


def test_no_articles() -> None:
    table = build_zones([], [], [], ATLAS, [])
    frames.validate(table, ZONES)
    assert len(table) == 0


# -- joining ----------------------------------------------------------------------------------------------------------


def incident(ident: str, geometry: BaseGeometry | None, day: str | None, km: float = 2.0) -> dict[str, Any]:
    return {
        "incident_id": ident,
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "modality": "occurred",
        "background": False,
        "civilian_targeting": False,
        "grade": "weak",
        "grade_reason": "one origin",
        "review": "auto",
        "date_start": day,
        "date_end": day,
        "uncertainty_km": km,
        "geometry": geometry,
    }


def joined(zones: gpd.GeoDataFrame, *rows: dict[str, Any]) -> dict[str, str | None]:
    """The zone note of each incident."""
    table = join(frames.from_rows(rows, INCIDENTS), zones)
    frames.validate(table, INCIDENTS)
    assert table["zone_id"].isna().tolist() == table["zone_note"].isna().tolist()
    notes = table["zone_note"].astype("object").where(table["zone_note"].notna(), None)
    return dict(zip(table["incident_id"].tolist(), notes.tolist(), strict=True))


def begins(note: str | None, words: str) -> bool:
    return note is not None and note.startswith(words)


def test_the_smallest_zone_wins_and_its_note_shows() -> None:
    zones = zones_of(article("Islamic State controls Tal. Shells hit the HTS-held town of Stadt."))
    table = joined(
        zones,
        incident("town", Point(33.2, 32.2), "2018-09-06"),
        incident("elsewhere", Point(32.4, 31.4), "2018-09-06"),
        incident("outside", Point(31, 30.5), "2018-09-06"),
    )
    assert begins(table["town"], "Hayat Tahrir al-Sham controls Stadt")
    assert begins(table["elsewhere"], "Islamic State controls Tal")
    assert table["outside"] is None


def test_holders_come_before_agreements_and_small_shares_come_last() -> None:
    zones = zones_of(article(SPLIT))
    table = joined(zones, incident("southeast", Point(33.8, 31.2), "2018-09-06"))
    note = table["southeast"]
    assert begins(note, "Hayat Tahrir al-Sham controls more than half of Tal")
    assert note is not None
    assert note.endswith("(where in it is not told)")


def test_only_zones_that_hold_on_the_day() -> None:
    zones = zones_of(
        article("Islamic State controls Tal.", "2018-09-05", "a"),
        article("Hayat Tahrir al-Sham captured Tal on Monday.", "2018-10-03", "b"),
    )
    spot = Point(32.4, 31.4)
    table = joined(
        zones,
        incident("long before", spot, "2018-06-01"),
        incident("just before", spot, "2018-09-03"),
        incident("during", spot, "2018-09-20"),
        incident("that day", spot, "2018-10-01"),
        incident("undated", spot, None),
    )
    assert table["long before"] is None
    assert begins(table["just before"], "Islamic State")
    assert begins(table["during"], "Islamic State")
    assert begins(table["that day"], "Hayat Tahrir al-Sham")
    assert table["undated"] is None


def test_an_incident_larger_than_a_zone_is_not_joined() -> None:
    zones = zones_of(article("Shells hit the HTS-held town of Stadt."))
    table = joined(
        zones,
        incident("vague", Point(33.2, 32.2), "2018-09-06", 25.0),
        incident("province", OUTLINES["t:tal"], "2018-09-06"),
        incident("country-wide", None, "2018-09-06"),
        incident("town", Point(33.2, 32.2), "2018-09-06", 3.0),
    )
    assert [note is None for note in table.values()] == [True, True, True, False]


def test_an_area_joins_the_unit_that_holds_it() -> None:
    zones = zones_of(article("Islamic State controls Tal."))
    south = shapely.box(32, 31, 34, 32)
    table = joined(
        zones, incident("south", south, "2018-09-06"), incident("astride", box(33, 31, 36, 33), "2018-09-06")
    )
    assert [note is None for note in table.values()] == [False, True]


@pytest.mark.parametrize(
    ("share", "minor"),
    [
        ("small sliver", True),
        ("two-thirds", False),
        ("a third", True),
        ("30 percent", True),
        ("most", False),
        (None, False),
    ],
)
def test_small_shares(share: str | None, minor: bool) -> None:
    assert is_minor(share) == minor
