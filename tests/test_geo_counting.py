"""Counts go to their event; figures never add what must not be added, and unknown is None."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from linking_kit import draft, event, killed

from geo.extracting.counts import BESIDES
from geo.linking.counting import Figure, attach, combined, families, told


def test_a_count_goes_to_the_event_whose_clause_holds_it() -> None:
    first = replace(event(start=0), clause_start=0, clause_end=50)
    second = replace(event("Armed clash", start=60), clause_start=50, clause_end=120)
    count = killed(3, start=55)
    assert attach([count], [first, second]) == [[], [count]]


def test_a_part_goes_with_its_whole() -> None:
    whole, part = killed(13, start=20), killed(6, start=90, unit="children", part_of=20)
    first = replace(event(start=0), clause_start=0, clause_end=50)
    second = replace(event("Armed clash", start=60), clause_start=50, clause_end=120)
    assert attach([whole, part], [first, second])[0] == [whole, part]


def test_casualties_never_go_to_a_statement() -> None:
    assert attach([killed(3)], [event("Statement")]) == [[]]


def test_parts_are_not_added() -> None:
    counts = [killed(13, start=20), killed(6, start=40, unit="children", part_of=20)]
    assert told(counts, "killed") == Figure(13, 13, 13)
    assert told(counts, "killed", children=True).best == 6


def test_groups_side_by_side_are_added() -> None:
    counts = [killed(5, start=20, unit="civilians"), killed(3, start=40, unit="fighters")]
    assert told(counts, "killed").best == 8


def test_totals_forecasts_and_stocks_are_never_figures() -> None:
    for kind in ("cumulative", "forecast", "stock"):
        assert told([killed(350_000, kind=kind)], "killed") == Figure()


def test_the_best_of_several_reports_is_the_most_conservative_and_the_range_spans_all() -> None:
    reports = [draft(counts=(killed(13, high=None, qualifier="at least"),)), draft(counts=(killed(15),))]
    assert combined(reports, "killed") == Figure(13, 13, None)
    assert combined([draft(counts=(killed(4),)), draft(counts=(killed(6),))], "killed") == Figure(4, 4, 6)


def test_unknown_is_none() -> None:
    assert combined([draft()], "killed") == Figure()
    assert families([draft()]) is None


@given(st.lists(st.integers(1, 500), min_size=1, max_size=5))
def test_the_best_figure_lies_in_its_range(numbers: list[int]) -> None:
    figure = combined([draft(counts=(killed(number),)) for number in numbers], "killed")
    assert figure.low is not None
    assert figure.best is not None
    assert figure.high is not None
    assert figure.low <= figure.best <= figure.high


def test_a_toll_that_has_come_to_a_number_replaces_those_before_it() -> None:
    early, late = draft(counts=(killed(12),)), draft(counts=(killed(41, reason="toll (toll)"),))
    assert combined([early, late], "killed").best == 41


def test_a_death_that_only_the_trigger_tells_gives_way_to_a_count() -> None:
    told_of_one = draft(counts=(killed(1, high=None, reason="the trigger tells of one death and nobody is counted"),))
    assert combined([told_of_one, draft(counts=(killed(6),))], "killed") == Figure(6, 6, 6)


def test_those_also_killed_are_added() -> None:
    also = draft(counts=(killed(2, reason=f"killed (subject){BESIDES}"),))
    assert combined([draft(counts=(killed(5),)), also], "killed").best == 7
    assert combined([also], "killed").best == 2


def test_a_march_over_deaths_killed_nobody() -> None:
    mourned = killed(3, reason="death (noun)")
    assert attach([mourned], [event("Peaceful protest")]) == [[]]


def test_a_bare_number_may_tell_the_same_people_again() -> None:
    assert told([killed(57, start=20, unit="fighters"), killed(9, start=40)], "killed").best == 57
