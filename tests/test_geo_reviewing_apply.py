"""Decisions laid over the table: attached to quotes, kept through re-extraction, never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linking_kit import DOUMA, IDLIB, MAHAMBAL, NEVER, TUESDAY, WEDNESDAY, draft, event, killed
from shapely import box

from geo.errors import ReviewError
from geo.linking.draft import Incident
from geo.linking.rows import incident_row
from geo.reading.article import Article
from geo.reviewing.apply import apply, flows_after, public
from geo.reviewing.decision import Anchor, Decision, Kind, decide, on, split_off
from geo.reviewing.history import History, state
from geo.table.frames import from_rows, validate
from geo.table.schema import FLOWS, INCIDENTS, ZONES

BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]}
TEXT = "Raids on Idlib killed thirteen people. Shells hit Douma and wounded four. Men fled. " * 3


def rows() -> list[dict[str, Any]]:
    """Three incidents of one article and one of another; the first has two reports."""
    first = draft(text=TEXT, counts=(killed(13),), event=event(start=0))
    again = draft(text=TEXT, event=event(start=85), quote=(84, 122), counts=(killed(11),))
    shells = draft(text=TEXT, event=event("Shelling/artillery/missile attack", start=39), quote=(39, 73), site=DOUMA)
    other = draft("b", order=1, text=TEXT.upper(), event=event(start=0), when=WEDNESDAY, site=MAHAMBAL)
    return [
        incident_row(Incident((first, again))),
        incident_row(Incident((shells,))),
        incident_row(Incident((other,))),
    ]


def table(listed: list[dict[str, Any]] | None = None) -> Any:  # noqa: ANN401 - a GeoDataFrame
    return from_rows(rows() if listed is None else listed, INCIDENTS)


def named(series: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    return {str(name): cell for name, cell in series.items()}


def test_accept_reject_note_and_reset() -> None:
    a, b, c = rows()
    log = [
        on("accept", a, reviewer="ana", reason="read it"),
        on("reject", [b, c], reviewer="ana"),
        on("note", c, reviewer="bo", reason="a copy"),
    ]
    frame = apply(table(), log).incidents
    validate(frame, INCIDENTS)
    assert frame["review"].tolist() == ["accepted", "rejected", "rejected"]
    assert frame["reviewer_note"].astype("object").where(frame["reviewer_note"].notna(), None).tolist() == [
        "read it", None, "a copy",
    ]  # fmt: skip
    assert public(frame)["incident_id"].tolist() == [a["incident_id"]]
    back = apply(table(), [*log, on("reset", c, reviewer="ana")]).incidents
    assert back["review"].tolist() == ["accepted", "rejected", "auto"]


def test_an_edit_brings_what_follows_from_it() -> None:
    a = rows()[0]
    log = [on("edit", a, {"sub_event_type": "Grenade", "date_start": "2018-09-03", "fatalities": 4}, reviewer="ana")]
    done = apply(table(), log)
    row = done.incidents.iloc[0]
    assert (row["event_type"], row["review"]) == ("Explosions/Remote violence", "edited")
    assert (row["date_start"], row["date_end"], row["date_precision"]) == ("2018-09-03", "2018-09-03", 1)
    assert [row[name] for name in ("fatalities", "fatalities_low", "fatalities_high")] == [4, 4, 4]
    assert done.edits[a["incident_id"]]["fatalities"] == 11
    validate(done.incidents, INCIDENTS)


def test_a_new_place_joins_the_zones_again() -> None:
    zone = {
        "zone_id": "z", "holder": "HTS", "area_text": "here", "status": "holds", "method": "imported",
        "valid_from": "2018-01-01", "certainty": "stated", "note": "HTS holds it.", "reports": [],
        "geometry": box(10, 10, 11, 11),
    }  # fmt: skip
    zones = from_rows([zone], ZONES)
    a = rows()[0]
    place = {"lon": 10.5, "lat": 10.5, "place_name": "Here", "uncertainty_km": 1.0}
    done = apply(table(), [on("edit", a, place, reviewer="ana")], zones=zones).incidents.iloc[0]
    assert (done["zone_id"], done["place_name"], done["geo_precision"]) == ("z", "Here", 1)
    assert (done.geometry.x, done.geometry.y) == (10.5, 10.5)
    assert done["place_reasons"] == ["placed by hand by ana"]
    own = apply(table(), [on("edit", a, {**place, "zone_id": "mine"}, reviewer="ana")], zones=zones).incidents
    assert own.iloc[0]["zone_id"] == "mine"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"event_type": "War"}, "event_type: 'War' is not in the list"),
        ({"event_type": "Battles", "sub_event_type": "Grenade"}, None),
        ({"lon": 200, "lat": 1}, "lon: 200 is not between -180 and 180"),
        ({"lon": 20}, "lat: a position needs both"),
        ({"lon": 20, "lat": None}, "a position needs both lon and lat"),
        ({"fatalities": 1.5}, "fatalities: 1.5 is no whole number"),
        ({"fatalities": True}, "fatalities: True is no whole number"),
        ({"fatalities": -1}, "fatalities: -1 is not 0 or more"),
        ({"background": "yes"}, "background: 'yes' is neither true nor false"),
        ({"date_start": "2018-02-30"}, "date_start: '2018-02-30' is no day"),
        ({"modality": None}, "modality: it cannot be empty"),
        ({"reports": []}, "reports: this column is not edited by hand"),
        ({"colour": "red"}, "colour: there is no such column"),
        ({"actor1": 7}, "actor1: 7 is no text"),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]}},
            "crosses itself",
        ),
    ],
)
def test_a_value_that_the_schema_does_not_know_is_an_error(changes: dict[str, Any], words: str | None) -> None:
    decision = on("edit", rows()[0], changes, reviewer="ana")
    if words is None:  # fits the schema, and not itself: told, and the row stays as it was
        done = apply(table(), [decision])
        assert "'Grenade' is no 'Battles'" in done.contradicted[0].sentence
        assert done.incidents.iloc[0]["review"] == "auto"
        return
    with pytest.raises(ReviewError, match=words.replace("(", r"\(")):
        apply(table(), [decision])


def test_an_end_before_its_start_is_told() -> None:
    decision = on("edit", rows()[0], {"date_start": "2018-09-05", "date_end": "2018-09-01"}, reviewer="ana")
    done = apply(table(), [decision])
    assert "2018-09-01 lies before date_start 2018-09-05" in done.contradicted[0].sentence


def test_a_merge_joins_the_reports_and_follows_linking_s_rules() -> None:
    a, b, c = rows()
    done = apply(table(), [on("merge", [a, c], reviewer="ana")])
    assert done.moved == {c["incident_id"]: a["incident_id"]}
    assert len(done.incidents) == 2
    row = done.incidents.iloc[0]
    assert len(row["reports"]) == 3
    assert (row["place_name"], row["review"]) == ("Mahambal", "edited")  # the most exact place, as linking takes it
    assert row["fatalities"] == 11
    validate(done.incidents, INCIDENTS)
    late = [on("merge", [a, c], reviewer="ana"), on("reject", c, reviewer="bo")]
    assert apply(table(), late).incidents.iloc[0]["review"] == "rejected"
    assert b["incident_id"] in done.incidents["incident_id"].tolist()


def test_edits_of_both_survive_a_merge() -> None:
    a, _, c = rows()
    log = [
        on("edit", c, {"actor1": "Rebels", "fatalities": 2}, reviewer="ana"),
        on("edit", a, {"fatalities": 5}, reviewer="ana"),
        on("merge", [a, c], reviewer="ana"),
    ]
    row = apply(table(), log).incidents.iloc[0]
    assert (row["fatalities"], row["actor1"]) == (5, "Rebels")


def test_a_split_takes_a_report_into_its_own_row() -> None:
    a = rows()[0]
    cut = split_off(a, [1], reviewer="ana")
    done = apply(table(), [cut])
    assert len(done.incidents) == 4
    one, two = done.incidents.iloc[0], done.incidents.iloc[1]
    assert (one["incident_id"], one["fatalities"], len(one["reports"])) == (a["incident_id"], 13, 1)
    assert (two["fatalities"], len(two["reports"])) == (11, 1)
    validate(done.incidents, INCIDENTS)
    judged = on("reject", named(two), reviewer="ana")
    again = apply(table(), [cut, judged]).incidents
    assert again["review"].tolist()[:2] == ["edited", "rejected"]
    gone = apply(table(), [cut, judged, decide("undo", reviewer="ana", refers=cut.id)])
    assert gone.unattached == (judged,)
    with pytest.raises(ReviewError, match="leave it at least one"):
        split_off(a, [0, 1], reviewer="ana")


def test_an_incident_is_added_from_a_sentence() -> None:
    article = Article("a", TEXT, outlet="AFP", published="2018-09-05")
    start = TEXT.index("Men fled")
    anchor = Anchor("a", article.sha256, start, start + 9, TEXT[start : start + 9])
    told = decide("add", [anchor], {"sub_event_type": "Displacement", "date_start": "2018-09-04"}, reviewer="ana")
    done = apply(table(), [told], articles=[article])
    validate(done.incidents, INCIDENTS)
    row = done.incidents.iloc[-1]
    assert (row["event_type"], row["review"], row["reports"][0]["outlet"]) == ("Displacement", "edited", "AFP")
    assert apply(table([]), [told]).incidents["incident_id"].tolist() == [row["incident_id"]]
    moved = Article("a", "New opening. " + TEXT)
    report = apply(table(), [told], articles=[moved]).incidents.iloc[-1]["reports"][0]
    assert moved.text[report["quote_start"] : report["quote_end"]] == "Men fled."
    assert apply(table(), [told], articles=[Article("a", "Nothing.")]).unattached == (told,)
    rejected = on("reject", named(row), reviewer="ana")
    assert apply(table(), [told, rejected]).incidents.iloc[-1]["review"] == "rejected"
    undone = [told, rejected, decide("undo", reviewer="ana", refers=told.id)]
    assert apply(table(), undone).unattached == (rejected,)


def test_decisions_hold_when_a_rule_moves_the_trigger() -> None:
    a, b, _ = rows()
    log = [on("reject", a, reviewer="ana"), on("edit", b, {"fatalities": 2}, reviewer="ana")]
    new = [
        incident_row(Incident((draft(text=TEXT, event=event(start=2), counts=(killed(13),)),))),
        incident_row(Incident((draft(text=TEXT, event=event("Attack", start=45), quote=(39, 73), site=DOUMA),))),
    ]
    assert {row["incident_id"] for row in new}.isdisjoint({a["incident_id"], b["incident_id"]})
    done = apply(table(new), log)
    assert done.unattached == ()
    assert done.incidents["review"].tolist() == ["rejected", "edited"]
    assert any("sub_event_type was Shelling" in one.sentence for one in done.contradicted)


def test_a_decision_is_not_handed_to_a_neighbour_that_was_judged_by_itself() -> None:
    one = incident_row(Incident((draft(text=TEXT, event=event(start=0)),)))
    two = incident_row(Incident((draft(text=TEXT, event=event("Attack", start=15)),)))
    log = [on("reject", one, reviewer="ana"), on("accept", two, reviewer="ana")]
    done = apply(table([two]), log)
    assert done.incidents["review"].tolist() == ["accepted"]
    assert done.unattached == (log[0],)


def test_decisions_find_their_sentence_in_a_changed_article() -> None:
    a, b, _ = rows()
    log = [on("accept", a, reviewer="ana"), on("reject", b, reviewer="ana")]
    text = "A correction was made. " + TEXT
    shift = len(text) - len(TEXT)
    moved = draft(text=text, event=event(start=shift), quote=(shift, shift + 38))
    done = apply(table([incident_row(Incident((moved,)))]), log)
    assert done.incidents["review"].tolist() == ["accepted"]
    assert done.unattached == (log[1],)


def test_the_same_text_under_another_id_keeps_its_decisions() -> None:
    a = rows()[0]
    renamed = incident_row(Incident((draft("renamed", text=TEXT, event=event(start=0)),)))
    assert apply(table([renamed]), [on("accept", a, reviewer="ana")]).incidents["review"].tolist() == ["accepted"]


def test_what_extraction_joins_or_parts_by_itself_needs_no_decision_any_more() -> None:
    a, _, c = rows()
    joined = apply(table(), [on("merge", [a, c], reviewer="ana")]).incidents.iloc[[0]].assign(review="auto")
    again = apply(joined, [on("merge", [a, c], reviewer="ana")])
    assert (len(again.incidents), again.unattached) == (1, ())
    cut = split_off(a, [1], reviewer="ana")
    parted = apply(table(), [cut]).incidents.assign(review="auto")
    assert len(apply(parted, [cut]).incidents) == 4


def test_two_who_differ_are_told_and_the_later_word_counts() -> None:
    a = rows()[0]
    done = apply(table(), [on("accept", a, reviewer="ana"), on("reject", a, reviewer="bo")])
    assert done.incidents.iloc[0]["review"] == "rejected"
    assert done.contradicted[0].sentence == "bo rejected what ana accepted"


def test_the_given_table_is_left_as_it_is_and_other_columns_stay() -> None:
    before = table()
    before["own"] = [1, 2, 3]
    copy = before.copy(deep=True)
    a, _, c = rows()
    done = apply(before, [on("merge", [a, c], reviewer="ana"), on("edit", a, {"actor1": "x"}, reviewer="ana")])
    assert before.drop(columns="geometry").equals(copy.drop(columns="geometry"))
    assert done.incidents["own"].tolist() == [1, 2]
    assert done.incidents.crs == before.crs


def test_flows_follow_their_incidents() -> None:
    a, b, c = rows()
    flows = from_rows(
        [{"flow_id": "1", "incident_id": c["incident_id"]}, {"flow_id": "2", "incident_id": b["incident_id"]}], FLOWS
    )
    done = apply(table(), [on("merge", [a, c], reviewer="ana"), on("reject", b, reviewer="ana")])
    assert flows_after(flows, done)["incident_id"].tolist() == [a["incident_id"]]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "edit", "note", "reset", "merge", "split", "undo", "redo"]),
        st.integers(0, 2),
        st.sampled_from(["ana", "bo"]),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=40)
@given(STEPS)
def test_any_log_equals_the_decisions_that_are_left_of_it(steps: list[tuple[Kind, int, str]]) -> None:
    history, listed = History(), rows()
    model: dict[str, tuple[list[Decision], list[Decision]]] = {"ana": ([], []), "bo": ([], [])}
    order: list[Decision] = []
    for kind, number, who in steps:
        done, undone = model[who]
        if kind == "undo":
            if not done:
                with pytest.raises(ReviewError):
                    history.undo(who)
                continue
            history.undo(who)
            undone.append(done.pop())
        elif kind == "redo":
            if not undone:
                with pytest.raises(ReviewError):
                    history.redo(who)
                continue
            history.redo(who)
            done.append(undone.pop())
        else:
            made = history.add(_made(kind, listed, number, who))
            done.append(made)
            undone.clear()
            order.append(made)
    left = {one.id for done, _ in model.values() for one in done}
    assert state(history.decisions) == tuple(one for one in order if one.id in left)
    whole = apply(table(), history.decisions)
    plain = apply(table(), state(history.decisions))
    assert whole.incidents.drop(columns="geometry").equals(plain.incidents.drop(columns="geometry"))
    validate(whole.incidents, INCIDENTS)


def _made(kind: Kind, listed: list[dict[str, Any]], number: int, who: str) -> Decision:
    if kind == "split":
        return split_off(listed[0], [number % 2], reviewer=who)
    if kind == "merge":
        return on("merge", [listed[number], listed[(number + 1) % 3]], reviewer=who)
    changes = {"fatalities": number, "actor1": who} if kind == "edit" else None
    return on(kind, listed[number], changes, reviewer=who, reason="why" if kind == "note" else "")


def test_undated_rows_take_a_date() -> None:
    row = incident_row(Incident((replace(draft(text=TEXT), when=NEVER, site=IDLIB),)))
    done = apply(table([row]), [on("edit", row, {"date_start": "2018-09-01", "date_end": "2018-09-04"}, reviewer="a")])
    assert done.incidents.iloc[0]["date_precision"] == 2
    assert TUESDAY.start == "2018-09-04"
