"""Decisions as text, the log as a file, the desk in one file, what changed since, and what to look at first."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linking_kit import DOUMA, NEVER, draft, event

from geo.cli import main
from geo.errors import ReviewError, StoreError
from geo.linking.draft import Incident
from geo.linking.rows import incident_row
from geo.reading.article import Article
from geo.reviewing import desk as desks
from geo.reviewing.apply import apply
from geo.reviewing.changes import articles_until, changes, until
from geo.reviewing.decision import Anchor, Decision, decide, on
from geo.reviewing.desk import Desk
from geo.reviewing.doubt import doubt, most_doubtful
from geo.reviewing.logfile import from_jsonl, to_csv, to_jsonl
from geo.reviewing.store import Held, Store
from geo.table.frames import from_rows
from geo.table.schema import INCIDENTS

ANY_TEXT = st.text(st.characters(exclude_categories=()))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)
ANCHORS = st.builds(
    Anchor,
    ANY_TEXT,
    ANY_TEXT,
    st.integers(0),
    st.integers(0),
    ANY_TEXT,
    st.none() | ANY_TEXT,
    st.none() | st.integers(0),
    st.none() | st.integers(0),
)
DECISIONS = st.builds(
    Decision,
    ANY_TEXT.filter(bool),
    st.just("edit"),
    st.lists(ANCHORS, min_size=1, max_size=3).map(tuple),
    st.dictionaries(ANY_TEXT, VALUES, min_size=1, max_size=3),
    ANY_TEXT,
    ANY_TEXT,
    ANY_TEXT,
    st.none(),
    st.dictionaries(ANY_TEXT, VALUES, max_size=3),
)


@given(DECISIONS)
def test_a_decision_comes_back_from_its_line_as_it_was(decision: Decision) -> None:
    line = decision.to_json()
    assert line.isascii()
    assert "\n" not in line
    assert Decision.from_json(line) == decision
    assert from_jsonl(to_jsonl([decision, decision])) == (decision, decision)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no JSON"),
        ("[]", "no decision"),
        ('{"id": "1"}', "lacks kind"),
        ('{"id": "1", "kind": "sing"}', "no kind of decision"),
        ('{"id": "1", "kind": "undo"}', "refers to another decision"),
        ('{"id": "1", "kind": "accept"}', "does not fit 0 anchor"),
        ('{"id": "1", "kind": "accept", "mood": "good"}', "newer Dateline"),
        ('{"id": "1", "kind": "undo", "refers": "0", "changes": 7}', "names with values"),
        ('{"id": 1, "kind": "undo", "refers": "0"}', "id is a text"),
        ('{"id": "1", "kind": "accept", "anchors": [{}]}', "anchor lacks"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_decision_is_told_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ReviewError, match=words):
        Decision.from_json(text)


def row(**other: Any) -> dict[str, Any]:  # noqa: ANN401
    return incident_row(Incident((draft(**other),)))


@cache
def log() -> tuple[Decision, ...]:
    edit = on("edit", row(), {"actor1": "=HYPERLINK(1)", "fatalities": 4}, reviewer="+ana", reason="@why")
    return edit, decide("undo", reviewer="ana", refers=edit.id)


def test_the_log_for_a_spreadsheet_holds_no_formula() -> None:
    lines = list(csv.DictReader(io.StringIO(to_csv(log()), newline="")))
    assert [line["column"] for line in lines] == ["actor1", "fatalities", ""]
    assert [line["holds"] for line in lines] == ["false", "false", "false"]
    assert lines[0]["value"] == "'=HYPERLINK(1)"
    assert (lines[0]["reviewer"], lines[0]["reason"]) == ("'+ana", "'@why")
    assert lines[0]["quote"].startswith("Raids on Idlib")


def test_a_broken_line_of_a_log_is_named() -> None:
    with pytest.raises(ReviewError, match="line 2: this is no JSON"):
        from_jsonl(to_jsonl(log()[:1]) + "half a li")


@cache
def full() -> Desk:
    held = (
        Held(Article("a", "Raids\x00\ud800", title="T"), "2026-11-01T08:00:00.000Z", "ana"),
        Held(Article("b", "Gone"), "2026-11-02T08:00:00.000Z", "bo", "2026-11-03T08:00:00.000Z"),
    )
    return Desk(held, log(), ({"place_id": "own:1", "name": "Kafr"},), {"public": True, "a": None})


def test_a_desk_comes_back_from_its_file_and_the_same_desk_is_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "week.dateline"
    desks.save(full(), path)
    assert desks.load(path) == full()
    assert path.read_bytes() == desks.to_bytes(full())
    assert [one.id for one in full().texts] == ["a"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_desk_goes_into_a_store_once(tmp_path: Path) -> None:
    desk = full()
    with Store(str(tmp_path / "one.db")) as store:
        assert desks.into(store, desk) == 2
        assert desks.into(store, desk) == 0
        again = desks.of(store)
    assert again == desk


def _zip(edit: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(desks.to_bytes(full()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    edit(parts)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return sink.getvalue()


def _manifest(**other: Any) -> Callable[[dict[str, bytes]], None]:  # noqa: ANN401
    def edit(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **other}).encode()

    return edit


def _part(name: str, body: bytes) -> Callable[[dict[str, bytes]], None]:
    """Change a part and its checksum: damage that only reading it shows."""

    def edit(parts: dict[str, bytes]) -> None:
        parts[name] = body
        manifest = json.loads(parts["manifest.json"])
        manifest["parts"][name] = {"bytes": len(body), "sha256": desks._digest(body)}
        parts["manifest.json"] = json.dumps(manifest).encode()

    return edit


HUGE = {name: {"bytes": 2**40, "sha256": ""} for name in desks.PARTS}


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda parts: parts.update({"../../etc/passwd": b"x"}), "holds what no desk holds"),
        (lambda parts: parts.update({"/tmp/x": b"x"}), "holds what no desk holds"),
        (lambda parts: parts.pop("manifest.json"), "no manifest"),
        (lambda parts: parts.pop("places.jsonl"), "a part of the desk is missing"),
        (lambda parts: parts.update({"decisions.jsonl": b""}), "not what the manifest says"),
        (lambda parts: parts.update({"articles.jsonl": b"0" * 10**8}), "larger than it may be"),
        (lambda parts: parts.update({"manifest.json": b" " * 10**8}), "larger than it may be"),
        (_manifest(version=2), "newer Dateline"),
        (_manifest(version="x"), "another program's"),
        (_manifest(parts=HUGE), "larger than a desk can be"),
        (_manifest(parts=[]), "manifest cannot be read"),
        (_part("articles.jsonl", b'{"id": 7}\n'), "a part of the desk is damaged"),
        (_part("articles.jsonl", b"\xff\n"), "damaged"),
        (_part("decisions.jsonl", b'{"id": "1", "kind": "accept"}\n'), "line 1"),
        (_part("settings.json", b"[" * 100_000), "damaged"),
        (_part("settings.json", b"[]"), "damaged"),
    ],
)
def test_a_file_that_is_no_whole_desk_is_refused_in_a_sentence(
    edit: Callable[[dict[str, bytes]], None], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.dateline"
    path.write_bytes(_zip(edit))
    with pytest.raises(StoreError, match=words) as told:
        desks.load(path)
    assert "\n" not in str(told.value)


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=4))
def test_a_damaged_file_is_refused_or_whole(at: int, damage: bytes) -> None:
    body = bytearray(desks.to_bytes(full()))
    at %= len(body)
    body[at : at + len(damage)] = damage
    try:
        found = desks.from_bytes(bytes(body))
    except StoreError:
        return
    assert found == full()


def test_changes_name_row_column_and_both_values() -> None:
    one, two = row(), row(article="b", order=1, site=DOUMA, event=event("Grenade"))
    before = from_rows([one], INCIDENTS)
    log = [on("edit", one, {"fatalities": 4}, reviewer="ana")]
    after = apply(from_rows([one, two], INCIDENTS), log).incidents
    old, new = Article("a", "x"), [Article("a", "y"), Article("b", "z", title="B")]
    found = changes(before, after, articles_before=[old, Article("c", "")], articles_after=new)
    told = [(line["change"], line["column"], line["after"]) for line in found.to_dict("records")]
    assert told == [
        ("article changed", "text", new[0].sha256),
        ("article added", None, "b"),
        ("article removed", None, None),
        ("changed", "fatalities", 4),
        ("changed", "fatalities_low", 4),
        ("changed", "fatalities_high", 4),
        ("changed", "review", "edited"),
        ("added", None, "Grenade, Douma, 2018-09-04"),
    ]
    assert changes(after, before)["change"].tolist()[-1] == "removed"


def test_a_desk_as_it_stood_at_a_day() -> None:
    desk = full()
    assert [one.id for one in articles_until(desk, "2026-11-01")] == ["a"]
    assert [one.id for one in articles_until(desk, "2026-11-02")] == ["a", "b"]
    assert [one.id for one in articles_until(desk, "2026-11-03")] == ["a"]
    first = desk.decisions[0].at
    assert until(desk.decisions, first) == tuple(d for d in desk.decisions if d.at == first)
    assert until(desk.decisions, "2020-01-01") == ()


def test_what_is_vague_contested_or_undated_comes_first() -> None:
    clear = row(site=DOUMA)
    vague = incident_row(Incident((draft("b", when=NEVER, site=None),)))
    contested = {**row(article="c", site=DOUMA), "grade": "contested", "grade_reason": "rival accounts: a, b"}
    frame = from_rows([clear, contested, vague], INCIDENTS)
    ranked = most_doubtful(frame)
    assert [key for key, _ in ranked] == [one["incident_id"] for one in (vague, contested, clear)]
    assert ranked[0][1].reasons[:2] == ("no place was found", "no date was found")
    assert "contested: rival accounts: a, b" in ranked[1][1].reasons
    judged = apply(frame, [on("accept", vague, reviewer="ana")]).incidents
    assert [key for key, _ in most_doubtful(judged, 1)] == [contested["incident_id"]]


def test_a_merge_that_was_close_and_rival_places_are_doubtful() -> None:
    shaky = row(site=DOUMA)
    shaky["place_reasons"] = ["preferred to Duma (Lebanon, LB)", "one event: 'a' with 'b': same day (+1.5); score 4.2"]
    shaky["reports"] = [{**shaky["reports"][0], "modality": "denied"}, *shaky["reports"]]
    told = " / ".join(doubt(shaky).reasons)
    assert "Duma (Lebanon, LB)" in told
    assert "score 4.2, needed 4" in told
    assert "its reports differ: denied, occurred" in told


@pytest.mark.slow
def test_the_command_line_lays_a_desk_over_and_tells_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Rebels shelled the city of Aleppo on Monday, killing 3 civilians, state media said."
    article = Article("a", text, published="2018-09-05")
    store, old, new, table = (tmp_path / name for name in ("s.db", "old.dateline", "new.dateline", "x.jsonl"))
    with Store(str(store)) as kept:
        kept.add_articles([article])
        desks.save(desks.of(kept), old)
        assert main(["extract", "--desk", str(store), "--out", str(table)]) == 0
        found = json.loads(table.read_text(encoding="utf-8"))
        kept.append(on("edit", found, {"fatalities": 5}, reviewer="ana"), seen=0)
        desks.save(desks.of(kept), new)
    assert main(["extract", "--desk", str(new), "--out", str(table)]) == 0
    edited = json.loads(table.read_text(encoding="utf-8"))
    assert (edited["fatalities"], edited["review"]) == (5, "edited")
    capsys.readouterr()
    assert main(["changes", str(old), str(new)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ("fatalities", 3, 5) in [(line["column"], line["before"], line["after"]) for line in lines]
    out = tmp_path / "changes.csv"
    assert main(["changes", str(new), "--since", "2020-01-01", "--out", str(out)]) == 0
    assert "article added" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words", [["changes", "a"], ["changes", "a", "--since", "monday"], ["changes", "no.dateline", "no.db"]]
)
def test_a_wrong_call_is_told(words: list[str]) -> None:
    assert main(words) == 2
