"""Look-ups in the embedded gazetteer: right by context, clean on hostile names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer.errors import BadRequest, PlaceNotFound
from gazetteer.merging import distance_km, merged
from gazetteer.places import Place


@pytest.fixture(scope="module")
def gaz() -> gazetteer.Gazetteer:
    return gazetteer.load(user=False)


@pytest.mark.parametrize(
    ("name", "country", "lon", "lat"),
    [
        ("Jisr al-Shughur", "SY", 36.31983, 35.81418),
        ("جسر الشغور", "Syria", 36.31983, 35.81418),
        ("Jisr-Ash-Shugur", "SY", 36.31983, 35.81418),
        ("Mahambal", "SY", 36.468872, 35.784119),
        ("Al-Tamana", "SY", 36.746521, 35.4599),
        ("Douma", "SY", 36.4027, 33.57175),
        ("Latakia", "SY", 35.79011, 35.53168),
        ("Moscow", None, 37.61556, 55.75222),
        ("Tehran", None, 51.42151, 35.69439),
        ("Киев", None, 30.5238, 50.45466),
        ("İstanbul", "TR", 28.94966, 41.01384),
        ("St. Louis", "US", -90.19789, 38.62727),
    ],
)
def test_towns_are_found_where_they_are(
    gaz: gazetteer.Gazetteer, name: str, country: str | None, lon: float, lat: float
) -> None:
    best = gaz.lookup(name, country=country)[0]
    assert best.place is not None
    assert distance_km(best.place.lon, best.place.lat, lon, lat) < 1
    assert best.reasons
    assert best.candidates[0].place == best.place


def test_context_decides(gaz: gazetteer.Gazetteer) -> None:
    moscow = gaz.lookup("Moscow", country="US", admin1="Idaho")[0].place
    assert moscow is not None
    assert moscow.admin1 == "Idaho"
    near = gaz.lookup("Tripoli", near=(35.8, 34.4))[0].place
    assert near is not None
    assert near.country == "LB"
    told = gaz.lookup("Tripoli", text="in western Libya on Monday")[0].place
    assert told is not None
    assert told.country == "LY"


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Homs Governorate", "admin1", "SY"),
        ("Syria", "country", "SY"),
        ("Telangana", "admin1", "IN"),
        ("North Kivu", "admin1", "CD"),
        ("Scotland", "admin1", "GB"),
        ("Tuscany", "admin1", "IT"),
        ("Eastern Ghouta", "region", "SY"),
        ("M5 motorway", "road", "SY"),
        ("Mediterranean Sea", "sea", None),
        ("Hmeimim air base", "base", "SY"),
        ("Cook County", "admin2", "US"),
    ],
)
def test_what_is_no_town_is_found_too(gaz: gazetteer.Gazetteer, name: str, kind: str, country: str | None) -> None:
    place = next(match.place for match in gaz.lookup(name) if match.place and match.place.country == country)
    assert place.kind == kind


@pytest.mark.parametrize(
    "name", ["", " ", "🏙️", "\x00\x01\x7f", "'; DROP TABLE places; --", "\u202eelppoA", "\ud800", "%s%n", "../../x"]
)
def test_strange_names_are_answered(gaz: gazetteer.Gazetteer, name: str) -> None:
    assert isinstance(gaz.lookup(name, country="SY"), list)


@settings(max_examples=50, deadline=None)
@given(name=st.text(max_size=40))
def test_any_name_is_answered(gaz: gazetteer.Gazetteer, name: str) -> None:
    scores = [match.score for match in gaz.lookup(name, country="SY")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_what_cannot_be_asked_is_refused(gaz: gazetteer.Gazetteer) -> None:
    with pytest.raises(BadRequest, match="10,000 characters"):
        gaz.lookup("x" * 10_000)
    with pytest.raises(BadRequest, match="Atlantis"):
        gaz.lookup("Homs", country="Atlantis")
    with pytest.raises(PlaceNotFound, match="geonames:0"):
        gaz.place("geonames:0")


def test_a_place_of_two_sources_is_one_with_two_ids(gaz: gazetteer.Gazetteer) -> None:
    found = [match.place for match in gaz.lookup("At Tamani'ah", country="SY", limit=3) if match.place]
    assert {"ocha:C4081", "geonames:172347"} <= {found[0].place_id, *found[0].other_ids}
    assert all("172347" not in place.place_id for place in found[1:])


def test_towns_far_apart_stay_two() -> None:
    one = Place("geonames:1", "Ad Dana", "town", 36.77, 36.21, country="SY")
    other = Place("ocha:2", "Ad Dana", "village", 36.60, 35.65, country="SY")
    assert merged([one, other]) == (one, other)


def test_look_ups_are_quick(gaz: gazetteer.Gazetteer) -> None:
    gaz.lookup("Saraqib", country="SY")
    start = time.perf_counter()
    for name in ("Saraqib", "Kafr Nabl", "Binnish", "Ariha", "Salqin") * 4:
        gaz.lookup(name, country="SY")
    assert time.perf_counter() - start < 2
