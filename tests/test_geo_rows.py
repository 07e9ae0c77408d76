"""Rows: every column of the schema, null for unknown, figures and places by stated rules."""

from __future__ import annotations

from dataclasses import replace

from linking_kit import DOUMA, IDLIB, MAHAMBAL, NEVER, actor, draft, event, killed, said

from geo.extracting.model import ActorMention
from geo.linking.draft import Incident
from geo.linking.rows import incident_id, incident_row
from geo.table.frames import from_rows
from geo.table.schema import INCIDENTS, REPORT_FIELDS


def test_a_row_has_every_column_and_no_other() -> None:
    assert list(from_rows([incident_row(Incident((draft(),)))], INCIDENTS).columns) == [
        column.name for column in INCIDENTS
    ]


def test_a_table_has_the_types_of_the_schema_even_without_rows() -> None:
    for table in (
        from_rows([], INCIDENTS),
        from_rows([incident_row(Incident((draft(when=NEVER, site=None),)))], INCIDENTS),
    ):
        for column in INCIDENTS:
            if column.dtype not in ("json", "geometry"):
                assert str(table[column.name].dtype) in (column.dtype, "str"), column.name


def test_unknown_is_null() -> None:
    row = incident_row(Incident((draft(when=NEVER, site=None),)))
    for name in ("date_start", "date_text", "place_name", "lon", "fatalities", "actor1", "geometry"):
        assert row[name] is None


def test_the_quote_is_the_text_between_its_offsets() -> None:
    one = draft(attribution=said("SOHR"), counts=(killed(13),))
    told = incident_row(Incident((one,)))["reports"][0]
    assert tuple(told) == REPORT_FIELDS
    assert told["quote"] == one.article.text[told["quote_start"] : told["quote_end"]]


def test_the_id_hangs_on_the_article_and_the_offsets_alone() -> None:
    assert incident_id(draft()) == incident_id(draft(event=event("Armed clash"), when=NEVER))
    assert incident_id(draft()) != incident_id(draft("b"))
    assert incident_id(draft()) != incident_id(draft(part=1))


def test_the_most_exact_place_named_wins() -> None:
    row = incident_row(Incident((draft(site=IDLIB), draft(site=MAHAMBAL))))
    assert row["place_name"] == "Mahambal"


def test_a_place_taken_over_sharpens_an_area_that_holds_it_and_moves_nothing_elsewhere() -> None:
    row = incident_row(Incident((draft(site=IDLIB), draft(site=replace(MAHAMBAL, inherited=True)))))
    assert row["place_name"] == "Mahambal"
    row = incident_row(Incident((draft(site=IDLIB), draft(site=replace(DOUMA, inherited=True)))))
    assert row["place_name"] == "Idlib"


def test_an_area_is_drawn_by_its_outline() -> None:
    from shapely import box

    area = replace(IDLIB, has_outline=True)
    row = incident_row(Incident((draft(site=area),)), lambda _: box(36, 35, 37, 36))
    assert row["geometry"].geom_type == "Polygon"
    assert (row["lon"], row["lat"]) == (36.6, 35.8)


def test_civilian_targeting_needs_a_civilian_target_or_victims() -> None:
    civilians = ActorMention(0, 1, "civilians", "Civilians", "Civilians", "target", None, "civilians")
    fighters = actor("HTS", "Rebel group")
    assert incident_row(Incident((draft(event=event(actor2=civilians)),)))["civilian_targeting"]
    assert incident_row(Incident((draft(counts=(killed(13, unit="civilians"),)),)))["civilian_targeting"]
    assert not incident_row(Incident((draft(event=event(actor2=fighters)),)))["civilian_targeting"]


def test_what_the_teller_says_himself_outweighs_a_charge() -> None:
    alleged = draft(event=event(modality="alleged"), attribution=said("SOHR"))
    assert incident_row(Incident((alleged, draft())))["modality"] == "occurred"
    assert incident_row(Incident((alleged,)))["modality"] == "alleged"
