"""Phrases that describe a place by others, on a small made-up country and on hostile text."""

import re

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box
from shapely.geometry.base import BaseGeometry

from gazetteer.phrases import find_phrases
from gazetteer.places import Candidate, Kind, Match, Mention, Place, Region, Use
from gazetteer.regions import find_regions

OUTLINES: dict[str, BaseGeometry] = {
    "t:norden": box(30, 30, 36, 34),
    "t:sudland": box(30, 26, 36, 30),
    "t:farland": box(80, 20, 84, 24),
    "t:tal": box(32, 31, 34, 33),
    "t:alt": box(34, 31, 36, 33),
    "t:road": shapely.LineString([(32.2, 31.2), (33.8, 32.8)]),
}


def place(place_id: str, name: str, kind: Kind, lon: float, lat: float, **other: object) -> Place:
    facts = {"country": "ND", "has_outline": place_id in OUTLINES} | other
    return Place(place_id, name, kind, lon, lat, **facts)  # type: ignore[arg-type]


PLACES = {
    "Norden": place("t:norden", "Norden", "country", 33, 32, uncertainty_km=360.0),
    "Sudland": place("t:sudland", "Sudland", "country", 33, 28, country="SL"),
    "Farland": place("t:farland", "Farland", "country", 82, 22, country="FL"),
    "Tal": place("t:tal", "Tal", "admin1", 33, 32, uncertainty_km=140.0),
    "Alt": place("t:alt", "Alt", "admin1", 35, 32, uncertainty_km=140.0),
    "Nowhere": place("t:nowhere", "Nowhere", "admin1", 31, 32, uncertainty_km=90.0),
    "Stadt": place("t:stadt", "Stadt", "city", 33.0, 32.0, population=250_000, admin1="Tal"),
    "Dorf": place("t:dorf", "Dorf", "village", 33.4, 32.2, admin1="Tal"),
    "Ring Road": place("t:road", "Ring Road", "road", 33, 32),
    "Megapolis": place("t:mega", "Megapolis", "city", 31.0, 31.0, population=3_000_000),
}
NAMESAKE = place("t:taltown", "Tal", "town", 32.6, 31.7, population=40_000, admin1="Tal")
PEOPLES = {"Nordish": "Norden", "Sudlandish": "Sudland"}


class SmallAtlas:
    """Two neighbouring countries and one far off; two units of the first."""

    def outline(self, place_id: str) -> BaseGeometry | None:
        return OUTLINES.get(place_id)

    def is_stale(self, place_id: str) -> bool:
        return place_id == "t:alt"

    def covering(self, *, lon: float, lat: float) -> tuple[Place | None, Place | None]:
        held = [p for p in PLACES.values() if p.place_id in OUTLINES and OUTLINES[p.place_id].contains(Point(lon, lat))]
        country = next((p for p in held if p.kind == "country"), None)
        return country, next((p for p in held if p.kind == "admin1"), None)


ATLAS = SmallAtlas()


def named(text: str, uses: dict[str, Use] | None = None) -> list[Match]:
    found = []
    for name in (*PLACES, *PEOPLES):
        for hit in re.finditer(rf"\b{name}\b", text):
            meant = PLACES[PEOPLES.get(name, name)]
            use: Use = "demonym" if name in PEOPLES else (uses or {}).get(name, "literal")
            others = (Candidate(meant, 0.9), Candidate(NAMESAKE, 0.4)) if name == "Tal" else (Candidate(meant, 0.9),)
            mention = Mention(hit.start(), hit.end(), name, use)
            found.append(Match(name, meant, 0.9, candidates=others, mention=mention))
    return sorted(found, key=lambda match: match.mention.start if match.mention else 0)


def regions(text: str, uses: dict[str, Use] | None = None) -> list[Region]:
    return find_regions(text, named(text, uses), ATLAS)


def only(text: str) -> Region:
    (region,) = regions(text)
    assert text[region.start : region.end] == region.text
    return region


PARTS = [
    ("Shells hit southern Tal on Monday", "southern Tal", (32, 31, 34, 32)),
    ("in the northern part of Tal province", "northern Tal", (32, 32, 34, 33)),
    ("the south-east of Tal", "southeastern Tal", (33, 31, 34, 32)),
    ("in Tal’s far north", "northern Tal", (32, 32, 34, 33)),
    ("Tal's western countryside", "western Tal", (32, 31, 33, 33)),
    ("Tal northern countryside", "northern Tal", (32, 32, 34, 33)),
    ("SOUTHERN TAL".replace("TAL", "Tal"), "southern Tal", (32, 31, 34, 32)),
    ("a northern Nordish village", "northern Norden", (30, 32, 36, 34)),
    ("in Tal. They fled the southwest of the province", "southwestern Tal", (32, 31, 33, 32)),
    ("central Norden", "central Norden", (31.5, 31, 34.5, 33)),
]


@pytest.mark.parametrize(("text", "name", "bounds"), PARTS)
def test_parts_of_units(text: str, name: str, bounds: tuple[float, ...]) -> None:
    region = only(text)
    assert (region.name, region.method) == (name, "part")
    assert region.geometry is not None
    assert region.geometry.bounds == pytest.approx(bounds)
    assert region.country == "ND"


def test_two_directions_make_one_region() -> None:
    region = only("southern and eastern Norden")
    assert region.geometry is not None
    assert region.geometry.area == pytest.approx(18)


@pytest.mark.parametrize(
    "text",
    [
        "the northern province of Tal",
        "the adjacent province of Tal",
        "the northern Nordish province of Tal",
        "ties between Norden and Sudland soured",
        "Norden moved its army south and Tal was quiet",
        "he lives in Tal",
        "a Nordish border guard",
        "near Norden",
        "talks on the edge of failure",
    ],
)
def test_what_is_no_region(text: str) -> None:
    assert regions(text) == []


@pytest.mark.parametrize(
    "text",
    ["southern Alt", "southern Nowhere", "Alt countryside", "the edges of Nowhere", "the border of Alt with Tal"],
)
def test_stale_and_missing_outlines_are_not_cut(text: str) -> None:
    region = only(text)
    assert region.method == "whole"
    assert "outline" in region.reason
    assert region.base_ids in (("t:alt",), ("t:nowhere",))


def test_edges() -> None:
    region = only("in Tal, troops massed on the edges of the northern province for weeks")
    assert (region.name, region.method) == ("edges of Tal", "edge")
    assert region.geometry is not None
    assert region.geometry.contains(Point(32, 32))
    assert not region.geometry.contains(Point(33, 32))


def test_outskirts_are_those_of_the_town() -> None:
    for text in ("the outskirts of Tal", "the outskirts of the town of Stadt", "Stadt's eastern suburbs"):
        region = only(text)
        assert region.method == "edge"
        assert region.uncertainty_km < 15


BORDERS = [
    ("the camps near the southern border of Norden with Sudland.", "southern border of Norden with Sudland", "ND"),
    ("Norden's border with Sudland", "border of Norden with Sudland", "ND"),
    ("the Norden-Sudland border", "border of Norden with Sudland", None),
    ("the Nordish–Sudlandish border", "border of Norden with Sudland", None),
    ("the border between Norden and Sudland", "border of Norden with Sudland", None),
]


@pytest.mark.parametrize(("text", "name", "country"), BORDERS)
def test_borders(text: str, name: str, country: str | None) -> None:
    region = only(text)
    assert (region.name, region.method, region.country) == (name, "border", country)
    assert region.geometry is not None
    assert region.geometry.intersects(Point(33, 30))
    assert region.geometry.contains(Point(33, 29.95)) == (country is None)


def test_a_border_with_a_neighbour_is_that_of_the_country_the_text_is_about() -> None:
    region = regions("In Norden, in Tal, people reached the Sudlandish border.")[0]
    assert region.base_ids == ("t:norden", "t:sudland")
    assert region.country == "ND"


def test_countries_that_do_not_touch_have_no_border() -> None:
    region = only("the border between Norden and Farland")
    assert region.method == "whole"
    assert "do not touch" in region.reason


def test_a_border_toward_a_side() -> None:
    region = only("Norden's northern border")
    assert region.geometry is not None
    assert region.geometry.bounds[1] > 33.7


@pytest.mark.parametrize(
    ("text", "name", "km"),
    [
        ("10 km east of Dorf", "10 km east of Dorf", 10.0),
        ("some six miles (10 kilometres) to the east of Dorf", "10 km east of Dorf", 9.66),
        ("30 kilometers east of the village of Dorf", "30 km east of Dorf", 30.0),
    ],
)
def test_a_distance_and_direction(text: str, name: str, km: float) -> None:
    from gazetteer.geometry import distance

    region = only(text)
    assert (region.name, region.method) == (name, "offset")
    assert distance((33.4, 32.2), (region.lon, region.lat)) == pytest.approx(km, abs=0.2)
    assert region.lon > 33.4
    assert region.uncertainty_km == pytest.approx(max(1.0, 0.2 * km + 0.5), abs=0.3)


def test_beyond_near_between_along() -> None:
    assert only("villages east of Stadt").reason == "no distance is told"
    assert only("a village near Dorf").uncertainty_km < 8
    assert only("within 20 km of Stadt").uncertainty_km == pytest.approx(20, abs=0.2)
    assert only("15 km from Stadt").reason == "no direction is told"
    lane = only("the road between Stadt and Dorf")
    assert (lane.method, lane.base_ids) == ("between", ("t:stadt", "t:dorf"))
    assert only("along the Ring Road").method == "along"


def test_further_goes_on_from_the_region_before() -> None:
    first, second = regions("They left southern Tal for rebel territory further east.")
    assert first.name == "southern Tal"
    assert second.lon > first.lon
    assert second.uncertainty_km > first.uncertainty_km / 2


def test_a_part_of_a_very_big_city_is_cut_from_the_city() -> None:
    region = only("a bomb in eastern Megapolis")
    assert region.base_ids == ("t:mega",)
    assert region.uncertainty_km < 25


def test_a_town_named_like_its_unit_stands_for_the_unit() -> None:
    text = "shelling of southern Tal"
    town = Match("Tal", NAMESAKE, 0.9, mention=Mention(21, 24, "Tal"))
    (region,) = find_regions(text, [town], ATLAS)
    assert region.base_ids == ("t:tal",)


def test_governments_are_not_near_anything() -> None:
    assert regions("a source close to Stadt said", {"Stadt": "metonym"}) == []


def test_the_circle_covers_the_geometry() -> None:
    from gazetteer.geometry import distance

    for text, _, _ in PARTS:
        region = only(text)
        corners = shapely.get_coordinates(region.geometry).tolist()
        assert max(distance((region.lon, region.lat), corner) for corner in corners) <= region.uncertainty_km


FRAGMENTS = st.lists(
    st.sampled_from([*PLACES, *PEOPLES, "the", "southern", "north-east", "border", "with", "of", "'s", "10 km", "near"])
    | st.text(max_size=6),
    max_size=14,
)


@given(FRAGMENTS)
def test_any_text_comes_through(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for region in regions(text):
        assert text[region.start : region.end] == region.text
        assert region.start >= end
        assert region.uncertainty_km >= 0
        end = region.end


@given(st.text())
def test_text_without_names_has_phrases_of_no_place(text: str) -> None:
    for phrase in find_phrases(text, []):
        assert all(base.match is None for base in phrase.bases)
    assert find_regions(text, [], ATLAS) == []


def test_masks_in_the_text_itself_are_no_names() -> None:
    assert regions("southern \ue000\ue001\ue001 and near \ue000") == []


def test_letters_that_grow_when_lowered_keep_offsets() -> None:
    assert only("İİİİ in southern Tal").text == "southern Tal"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norden, which shares its southern border with Sudland", "southern border of Norden with Sudland"),
        ("downtown Stadt", "central Stadt"),
        ("in north central Norden", "northern Norden"),
    ],
)
def test_wordings_that_are_easily_misread(text: str, name: str) -> None:
    assert only(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "she went to North Stadt High School",
        "the Stadt suburb of Dorf",
        "a house near Stadt Street",
        "on North Stadt Highway",
        "the central province of Tal",
        "the Norden suburbs of Stadt and Dorf",
        "around Stadt's harbour",
    ],
)
def test_names_and_lists_that_only_look_like_regions(text: str) -> None:
    assert regions(text) == []


def test_around_a_unit_is_its_edge_and_near_it_is_near_its_town() -> None:
    band = only("Troops have massed around Tal for weeks")
    assert (band.name, band.method, band.base_ids) == ("around Tal", "edge", ("t:tal",))
    assert only("a checkpoint near Tal").base_ids == ("t:taltown",)


def test_a_direction_that_is_part_of_the_name_cuts_nothing() -> None:
    ghouta = Place("t:ghouta", "Eastern Ghouta", "region", 33, 32, country="ND", uncertainty_km=15)
    match = Match("Ghouta", ghouta, 0.9, mention=Mention(11, 17, "Ghouta"))
    assert find_regions("in eastern Ghouta", [match], ATLAS) == []
