"""Reports of one event are merged, those of two are not, and each merge says why."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from linking_kit import DOUMA, IDLIB, MAHAMBAL, NEVER, TUESDAY, WEDNESDAY, actor, draft, event, killed

from geo.linking.draft import When
from geo.linking.likeness import km_between, likeness
from geo.linking.merge import merge


def test_the_same_strikes_in_two_articles_are_one_incident_with_two_reports() -> None:
    incidents = merge([draft("a"), draft("b", order=1)])
    assert [len(incident.drafts) for incident in incidents] == [2]
    assert "same day" in incidents[0].reasons[0]


def test_other_type_day_or_place_keeps_apart() -> None:
    base = draft("a")
    others = [
        draft("b", order=1, event=event("Armed clash")),
        draft("b", order=1, when=WEDNESDAY),
        draft("b", order=1, site=DOUMA),
    ]
    for other in others:
        assert len(merge([base, other])) == 2


def test_across_articles_nothing_merges_where_a_date_or_a_place_is_missing() -> None:
    for gap in ({"when": NEVER}, {"site": None}, {"site": replace(IDLIB, inherited=True)}):
        assert len(merge([draft("a"), draft("b", order=1, **gap)])) == 2


def test_one_wires_copy_merges_even_without_a_date() -> None:
    words = frozenset(range(20))
    reports = [draft("a", when=NEVER, shingles=words), draft("b", order=1, when=NEVER, shingles=words)]
    incidents = merge(reports)
    assert len(incidents) == 1
    assert "copy" in incidents[0].reasons[0]


def test_within_an_article_a_report_without_a_place_joins_the_one_before() -> None:
    later = draft(event=event(start=60, sentence=1), site=None)
    assert len(merge([draft(), later])) == 1


def test_different_tolls_are_different_events_within_an_article() -> None:
    one = draft(counts=(killed(13),))
    two = draft(event=event(start=60, sentence=1), counts=(killed(2),))
    assert len(merge([one, two])) == 2


def test_a_village_and_its_province_merge_only_on_a_known_day() -> None:
    village = draft(event=event(start=60, sentence=1), site=MAHAMBAL)
    assert len(merge([draft(), village])) == 1
    assert len(merge([draft(when=NEVER), replace(village, when=NEVER)])) == 2


def test_what_is_planned_is_not_what_happened() -> None:
    assert likeness(draft(), draft(event=event(modality="planned"))).veto


def test_other_actors_weigh_against() -> None:
    mine = draft(event=event(actor1=actor("Russian forces", country="RU")))
    same = likeness(mine, draft(event=event(actor1=actor("Russian forces", country="RU"), start=60, sentence=1)))
    other = likeness(mine, draft(event=event(actor1=actor("Turkish forces", country="TR"), start=60, sentence=1)))
    assert same.score > other.score


def test_incidents_come_in_text_order() -> None:
    late = draft("b", order=1, event=event("Armed clash", start=3), site=DOUMA)
    early = draft("a", event=event(start=30))
    assert [incident.drafts[0].article.id for incident in merge([late, early])] == ["a", "b"]


@given(st.permutations(range(4)))
def test_the_order_in_which_reports_are_handed_over_does_not_matter(order: list[int]) -> None:
    days = [TUESDAY, WEDNESDAY, TUESDAY, When("2018-09-06", "2018-09-06", "Thursday", 1)]
    reports = [draft(str(i), order=i, when=day) for i, day in enumerate(days)]
    expected = [[d.article.id for d in incident.drafts] for incident in merge(reports)]
    got = [[d.article.id for d in incident.drafts] for incident in merge([reports[i] for i in order])]
    assert got == expected


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90))
def test_distance_is_symmetric_and_bounded(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    there = km_between(lon1=lon1, lat1=lat1, lon2=lon2, lat2=lat2)
    back = km_between(lon1=lon2, lat1=lat2, lon2=lon1, lat2=lat1)
    assert abs(there - back) < 1e-6
    assert 0 <= there <= 20_016
