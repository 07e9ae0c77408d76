"""Deaths that a trigger tells of without counting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from linking_kit import event, killed

from geo.extracting.model import ActorMention, Rejection
from geo.linking.deaths import implied_death


def told(text: str, **other: str) -> int | None:
    found = implied_death(replace(event("Attack"), text=text), (), **other)  # type: ignore[arg-type]
    return found.best if found else None


@pytest.mark.parametrize("text", ["was assassinated", "murder", "gunned down", "killed"])
def test_one_death_is_told(text: str) -> None:
    assert told(text) == 1


@pytest.mark.parametrize("text", ["attacked", "wounded", "raids"])
def test_none_is_not_guessed(text: str) -> None:
    assert implied_death(replace(event("Attack"), text=text), ()) is None


@pytest.mark.parametrize("text", ["were killed", "killed peasants and men", "massacre", "killings"])
def test_several_without_a_number_are_at_least_two(text: str) -> None:
    found = implied_death(replace(event("Attack"), text=text), ())
    assert found is not None
    assert (found.low, found.best, found.high) == (2, None, None)


def test_the_words_after_the_trigger_count() -> None:
    assert told("was shot", after="to death") == 1
    assert told("was shot", after="in the") is None


def test_a_counted_death_is_not_counted_again() -> None:
    assert implied_death(replace(event("Attack"), text="killed"), (killed(3),)) is None


def test_what_is_planned_kills_nobody() -> None:
    assert implied_death(replace(event("Attack", modality="planned"), text="kill"), ()) is None


def test_several_victims_are_seen_by_the_targets_words() -> None:
    nuns = ActorMention(0, 1, "the nuns", "civilians", "Civilians", "target")
    found = implied_death(replace(event("Attack"), text="murder", target=nuns), ())
    assert found is not None
    assert found.low == 2


def test_a_killing_that_is_part_of_the_event_tells() -> None:
    part = Rejection(0, 40, 46, "killed", "kill.verb", "part of the Armed clash told in the same sentence")
    found = implied_death(replace(event("Armed clash"), text="shootout"), (), (part,))
    assert found is not None
    assert (found.best, found.text) == (1, "killed")
