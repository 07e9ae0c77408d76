"""Flows: from where to where, how many, as told."""

from __future__ import annotations

from dataclasses import replace

from linking_kit import DOUMA, IDLIB, draft, event

from geo.extracting.model import CountMention
from geo.linking.draft import Draft, Incident, Site
from geo.linking.flows import flow_rows, label
from geo.linking.rows import incident_row
from geo.table.frames import from_rows
from geo.table.schema import FLOWS


def fled(best: int, unit: str, qualifier: str | None = "about") -> CountMention:
    return CountMention(
        5, 15, f"{qualifier} {best} {unit}", "displaced", unit, best, best, best, qualifier, "event"  # type: ignore[arg-type]
    )  # fmt: skip


def flight(**other: object) -> Draft:
    counts = (fled(180, "families"), fled(1000, "people"))
    base = draft(event=event("Displacement"), counts=counts, origin=DOUMA, destination=IDLIB, site=DOUMA)
    return replace(base, **other)  # type: ignore[arg-type]


def flows(*drafts: Draft) -> list[dict[str, object]]:
    incidents = [Incident((one,)) for one in drafts]
    return flow_rows(incidents, [incident_row(incident) for incident in incidents])


def test_people_and_families_are_kept_apart() -> None:
    row = flows(flight())[0]
    assert (row["people"], row["families"]) == (1000, 180)
    assert row["label"] == "about 1,000 people (about 180 families)"


def test_the_line_runs_from_origin_to_destination() -> None:
    table = from_rows(flows(flight()), FLOWS)
    assert list(table.geometry.iloc[0].coords) == [(36.4, 33.57), (36.6, 35.8)]
    assert [column.name for column in FLOWS] == list(table.columns)


def test_a_destination_in_words_has_no_line() -> None:
    east = Site("rebel territory further east", None, "destination", ())
    row = flows(flight(destination=east))[0]
    assert row["destination_name"] == "rebel territory further east"
    assert row["geometry"] is None


def test_no_flow_without_an_end_or_of_what_has_not_happened() -> None:
    assert flows(flight(origin=None, destination=None)) == []
    assert flows(flight(modality="planned")) == []


def test_an_untold_number_is_said_to_be_so() -> None:
    assert label([flight(counts=())]) == "people, number not told"
