"""What must hold of areas cut from outlines, wherever on Earth the outline lies."""

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from gazetteer.bands import border_line, circle, corridor, edge, edge_toward, moved, sector, widen
from gazetteer.geometry import BEARINGS, centre, cover, distance, main_body, part, parts, unwrap, wrap

OPPOSITE = [("north", "south"), ("east", "west")]
QUARTERS = ("northeast", "southeast", "southwest", "northwest")
SLIVER = 1e-9


@st.composite
def outlines(draw: st.DrawFn, *, reach: float = 75.0, east: float = 170.0) -> Polygon:
    """Star-shaped polygons of any elongation, up to eight degrees across."""
    lon, lat = draw(st.floats(-east, east)), draw(st.floats(-reach, reach))
    count = draw(st.integers(3, 12))
    radii = draw(st.lists(st.floats(0.2, 4), min_size=count, max_size=count))
    squeeze = draw(st.floats(0.2, 1))
    turn = draw(st.floats(0, math.tau))
    corners = []
    for step, radius in enumerate(radii):
        angle = math.tau * step / count
        x, y = radius * math.cos(angle), squeeze * radius * math.sin(angle)
        corners.append(
            (lon + x * math.cos(turn) - y * math.sin(turn), lat + x * math.sin(turn) + y * math.cos(turn)),
        )
    return Polygon(corners)


def outside(piece: BaseGeometry, whole: BaseGeometry) -> float:
    return float(shapely.difference(piece, whole).area)


@given(outlines(), st.sampled_from(sorted(BEARINGS)))
def test_a_part_lies_inside_the_whole_and_is_no_scrap(area: Polygon, direction: str) -> None:
    cut = part(area, direction)
    assert outside(cut, area) < SLIVER
    assert cut.area > 0.05 * area.area
    assert cut.is_valid


@given(outlines())
def test_opposite_halves_cover_the_whole_and_overlap_nowhere(area: Polygon) -> None:
    for one, other in OPPOSITE:
        near, far = part(area, one), part(area, other)
        assert outside(area, shapely.union(near, far)) < SLIVER
        assert shapely.intersection(near, far).area < SLIVER


@given(outlines())
def test_the_four_quarters_cover_the_whole(area: Polygon) -> None:
    assert outside(area, parts(area, QUARTERS)) < SLIVER


@given(outlines(), st.sampled_from(QUARTERS))
def test_a_quarter_that_is_no_scrap_lies_in_its_two_halves(area: Polygon, direction: str) -> None:
    cut = part(area, direction)
    both = shapely.intersection(part(area, direction[:5]), part(area, direction[5:]))
    if both.area >= 0.081 * area.area:
        assert outside(cut, both) < SLIVER
    else:
        assert outside(both, cut) < SLIVER


@given(outlines(), st.sampled_from(sorted(BEARINGS)), st.floats(-8, 8), st.floats(-8, 8))
def test_moving_the_base_moves_the_part(area: Polygon, direction: str, east: float, north: float) -> None:
    there = part(translate(area, east, north), direction)
    assert wrap(translate(part(area, direction), east, north)).symmetric_difference(there).area < 1e-6


@given(outlines())
def test_the_centre_lies_inside_the_whole(area: Polygon) -> None:
    assert outside(centre(area), area) < SLIVER


@given(outlines(), st.sampled_from(sorted(BEARINGS)))
def test_the_circle_of_a_part_covers_it(area: Polygon, direction: str) -> None:
    cut = part(area, direction)
    lon, lat, km = cover(cut)
    assert max(distance((lon, lat), corner) for corner in shapely.get_coordinates(cut).tolist()) <= km + 0.01
    assert cut.distance(Point(lon, lat)) < SLIVER


@given(outlines(), st.floats(1, 40))
@settings(max_examples=40)
def test_an_edge_band_holds_the_boundary_and_is_as_wide_as_asked(area: Polygon, km: float) -> None:
    band = edge(area, km)
    assert shapely.difference(area.boundary, band).length < 0.02 * area.boundary.length
    assert cover(band, inside=False)[2] < cover(widen(area, km))[2] + 25


@given(outlines(), st.sampled_from(sorted(BEARINGS)))
@settings(max_examples=40)
def test_an_edge_toward_a_direction_lies_inside(area: Polygon, direction: str) -> None:
    assert outside(edge_toward(area, direction, 15), area) < 1e-6


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.5, 2000))
@settings(max_examples=60)
def test_circles_are_sound_anywhere(lon: float, lat: float, km: float) -> None:
    disc = circle(lon=lon, lat=lat, km=km)
    assert disc.is_valid
    assert not disc.is_empty
    west, south, east, north = disc.bounds
    assert west >= -180.001
    assert east <= 180.001
    assert south >= -90.001
    assert north <= 90.001


@given(st.floats(-180, 180), st.floats(-85, 85), st.sampled_from(sorted(BEARINGS)), st.floats(1, 60))
@settings(max_examples=60)
def test_a_sector_lies_the_way_it_says(lon: float, lat: float, direction: str, km: float) -> None:
    fan = sector(lon=lon, lat=lat, directions=[direction], km=km)
    ahead = moved(lon=lon, lat=lat, bearing=BEARINGS[direction], km=km / 2)
    behind = moved(lon=lon, lat=lat, bearing=BEARINGS[direction] + 180, km=km / 2)
    assert fan.distance(Point(ahead)) < SLIVER
    assert not fan.contains(Point(behind))


@given(st.floats(-180, 180), st.floats(-80, 80), st.floats(-3, 3), st.floats(-3, 3))
@settings(max_examples=40)
def test_a_corridor_holds_both_ends(lon: float, lat: float, east: float, north: float) -> None:
    end = ((lon + east + 180) % 360 - 180, lat + north)
    lane = corridor((lon, lat), end, 5)
    assert lane.intersects(Point(lon, lat).buffer(1e-6))
    assert lane.intersects(Point(end).buffer(1e-6))


@given(outlines(reach=60, east=150), st.sampled_from(["north", "south", "east", "west"]))
@settings(max_examples=40)
def test_neighbours_share_a_border_where_they_touch(area: Polygon, direction: str) -> None:
    other = {"north": "south", "south": "north", "east": "west", "west": "east"}[direction]
    line = border_line(part(area, direction), part(area, other))
    assert line is not None
    assert line.distance(part(area, other)) < 0.05


def test_a_unit_across_the_antimeridian_is_cut_as_one_and_split_again() -> None:
    fiji = MultiPolygon([box(177, -19, 180, -16), box(-180, -19, -178, -16)])
    assert unwrap(fiji).bounds == (177, -19, 182, -16)
    assert part(fiji, "east").bounds == pytest.approx((-180, -19, 180, -16))
    assert part(fiji, "west").bounds == pytest.approx((177, -19, 179.5, -16))
    lon, _, km = cover(part(fiji, "east"))
    assert abs(lon) > 178
    assert km < 300


def test_an_area_round_a_pole_does_not_break() -> None:
    antarctica = box(-180, -90, 180, -65)
    for direction in BEARINGS:
        assert not part(antarctica, direction).is_empty
    assert edge(antarctica, 100).is_valid
    assert edge_toward(antarctica, "north", 100).is_valid
    assert widen(Point(0, 90), 500).is_valid


def test_far_islands_are_no_part_of_the_south() -> None:
    france = MultiPolygon([box(-4, 43, 8, 51), box(8.6, 41.4, 9.5, 43), box(-54, 2, -52, 6)])
    assert part(france, "south").bounds[0] > -5
    assert len(shapely.get_parts(main_body(france))) == 2


def test_a_direction_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        part(box(0, 0, 1, 1), "upwards")


def test_empty_outlines_give_empty_parts() -> None:
    assert part(Polygon(), "north").is_empty
    assert centre(MultiPolygon()).is_empty
