"""The store of decisions: the same suite on SQLite and on a PostgreSQL server that is started for it."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import served

from geo.errors import ReviewError, StoreError
from geo.reading.article import Article
from geo.reviewing.decision import Anchor, Decision, decide
from geo.reviewing.history import state
from geo.reviewing.store import EditConflict, Store, address

ROOT = Path(__file__).resolve().parent.parent
_numbers = itertools.count()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with served() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'reviews.db'}"
    from sqlalchemy import create_engine, text

    base = str(request.getfixturevalue("server"))
    name = f"d{next(_numbers)}"
    engine = create_engine(base.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return base.replace("/postgres", f"/{name}")


def anchor(number: int = 0) -> Anchor:
    return Anchor(
        "a", "f" * 64, 10 * number, 10 * number + 5, "Raids", f"incident{number}", 10 * number, 10 * number + 5
    )


def accept(number: int = 0, reviewer: str = "ana") -> Decision:
    return decide("accept", [anchor(number)], reviewer=reviewer)


def test_what_is_appended_is_there_for_the_next_one_who_opens_it(url: str) -> None:
    hostile = "\x00 \ud800 '; DROP TABLE dateline_decisions; -- \u202e"
    told = decide("note", [anchor()], reviewer="انا", reason=hostile)
    with Store(url) as store:
        assert store.append(told, seen=0) == 1
    with Store(url) as again:
        assert again.decisions() == (told,)
        assert again.revision() == 1
        assert [entry.revision for entry in again.since(0)] == [1]
        assert again.since(1) == ()


def test_a_repeated_click_is_taken_in_once(url: str) -> None:
    with Store(url) as store:
        told = accept()
        assert store.append(told, seen=0) == store.append(told, seen=0) == 1


def test_the_second_of_two_reviewers_is_told_and_nothing_is_lost(url: str) -> None:
    with Store(url) as one, Store(url) as two:
        seen = two.revision()
        first, second = accept(), decide("edit", [anchor()], {"fatalities": 4}, reviewer="bo")
        one.append(first, seen=0)
        with pytest.raises(EditConflict, match="ana decided on this incident") as told:
            two.append(second, seen=seen)
        assert told.value.theirs == (first,)
        assert told.value.mine == second
        assert one.decisions() == (first,)
        assert two.append(accept(1, "bo"), seen=seen) == 2  # another incident is nobody's business
        assert two.append(second, seen=told.value.revision) == 3
        assert one.decisions()[-1] == second


def test_undo_and_redo_go_as_far_as_one_likes_and_survive_a_restart(url: str) -> None:
    with Store(url) as store:
        for number in range(5):
            store.append(accept(number), seen=store.revision())
        store.append(accept(9, "bo"), seen=store.revision())
    with Store(url) as store:
        for _ in range(5):
            store.undo("ana", seen=store.revision())
        assert [one.reviewer for one in state(store.decisions())] == ["bo"]
        with pytest.raises(ReviewError, match="nothing to undo"):
            store.undo("ana", seen=store.revision())
        for _ in range(5):
            store.redo("ana", seen=store.revision())
        assert len(state(store.decisions())) == 6
        with pytest.raises(ReviewError, match="nothing to redo"):
            store.redo("ana", seen=store.revision())


def test_an_undo_of_what_somebody_has_changed_since_is_told_too(url: str) -> None:
    with Store(url) as store:
        seen = store.append(accept(), seen=0)
        store.append(decide("reject", [anchor()], reviewer="bo"), seen=seen)
        with pytest.raises(EditConflict):
            store.undo("ana", seen=seen)


def test_a_bad_value_is_not_taken_in(url: str) -> None:
    with Store(url) as store:
        with pytest.raises(ReviewError, match="lat: 91 is not between -90 and 90"):
            store.append(decide("edit", [anchor()], {"lon": 1, "lat": 91}, reviewer="ana"), seen=0)
        with pytest.raises(ReviewError, match="no decision nothing to undo"):
            store.append(decide("undo", reviewer="ana", refers="nothing"), seen=0)
        assert store.revision() == 0


def test_articles_keep_their_order_and_their_text(url: str) -> None:
    new = [Article("b", "Zwei\x00\r\n", title="t"), Article("a", "One \ud800", published="2018-09-05")]
    with Store(url) as store:
        added, refused = store.add_articles(new, by="ana")
        assert (added, refused) == (new, [])
        added, refused = store.add_articles([new[0], Article("c", "Three")])
        assert [one.id for one in added] == ["c"]
        assert "is on the desk already" in str(refused[0])
        store.remove_article("b")
        assert [one.id for one in store.articles()] == ["a", "c"]
        assert [one.removed is None for one in store.held()] == [False, True, True]
        store.add_articles([new[0]])
        store.replace_article(Article("c", "Third"))
        assert store.articles() == (*new, Article("c", "Third"))
        assert store.held()[1].by == "ana"


def test_places_and_settings_are_kept(url: str) -> None:
    with Store(url) as store:
        store.put_place("own:1", {"name": "Kafr", "lon": 36.5, "lat": 35.5})
        store.put_place("own:0", {"name": "Other"})
        store.put_place("own:1", {"name": "Kafr Nabl", "lon": 36.5, "lat": 35.5})
        store.set("public", True)
        store.set("públic", ["x"])
        store.set("public", False)
        assert [place["name"] for place in store.places()] == ["Kafr Nabl", "Other"]
        assert store.settings() == {"public": False, "públic": ["x"]}
        store.remove_place("own:1")
        assert len(store.places()) == 1


def test_desks_of_one_database_do_not_mix(url: str) -> None:
    with Store(url, "north") as north, Store(url, "south") as south:
        north.append(accept(), seen=0)
        north.add_articles([Article("a", "x")])
        assert (south.revision(), south.articles()) == (0, ())
        assert south.append(accept(), seen=0) == 1
        assert south.desks() == ("north", "south")


def test_many_threads_and_stores_at_once_lose_nothing_and_leave_no_gap(url: str) -> None:
    faults: list[Exception] = []

    def write(store: Store, who: int) -> None:
        try:
            for number in range(15):
                store.append(accept(100 * who + number, f"r{who}"), seen=0)
        except Exception as fault:  # noqa: BLE001 -- told below
            faults.append(fault)

    with Store(url) as one, Store(url) as two:
        threads = [threading.Thread(target=write, args=((one, two)[who % 2], who)) for who in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert [entry.revision for entry in one.since(0)] == list(range(1, 61))


def test_of_two_who_race_for_one_incident_exactly_one_is_told(url: str) -> None:
    for round_ in range(5):
        outcome: list[str] = []
        barrier = threading.Barrier(2)
        with Store(url) as one, Store(url) as two:
            seen = one.revision()

            def write(store: Store, who: str, seen: int = seen, round_: int = round_) -> None:
                barrier.wait()  # noqa: B023 -- the round's own
                try:
                    store.append(accept(round_, who), seen=seen)
                    outcome.append("in")  # noqa: B023
                except EditConflict:
                    outcome.append("told")  # noqa: B023

            threads = [threading.Thread(target=write, args=pair) for pair in ((one, "ana"), (two, "bo"))]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert sorted(outcome) == ["in", "told"]


WRITER = """
import sys
from geo.reviewing.decision import Anchor, decide
from geo.reviewing.store import Store
store = Store(sys.argv[1])
for number in range(100000):
    anchor = Anchor("a", "", 0, 5, "Raids", f"{sys.argv[2]}-{number}")
    made = decide("accept", [anchor], reviewer=sys.argv[2])
    print(store.append(made, seen=0), made.id, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_was_acknowledged(url: str) -> None:
    acknowledged: list[str] = []
    with Store(url):
        pass
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, who], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for who in ("ana", "bo")
    ]
    try:
        for writer in writers:
            assert writer.stdout is not None
            acknowledged += [writer.stdout.readline().split()[1] for _ in range(20)]
    finally:
        for writer in writers:
            writer.kill()
            rest, _ = writer.communicate()
            acknowledged += [line.split()[1] for line in rest.splitlines() if len(line.split()) == 2 and len(line) > 32]
    with Store(url) as store:
        kept = [entry.decision.id for entry in store.since(0)]
        assert set(acknowledged) <= set(kept)
        assert [entry.revision for entry in store.since(0)] == list(range(1, len(kept) + 1))
        store.append(accept(), seen=0)


def test_a_newer_store_is_not_touched(url: str) -> None:
    from sqlalchemy import text

    from geo.reviewing import tables

    Store(url).close()
    engine = tables.engine_of(tables.address_of(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE dateline_meta SET value = '99' WHERE key = 'version'"))
    engine.dispose()
    with pytest.raises(StoreError, match="made by a newer Dateline"):
        Store(url)


def test_a_table_that_is_gone_is_told(url: str) -> None:
    from sqlalchemy import text

    from geo.reviewing import tables

    Store(url).close()
    engine = tables.engine_of(tables.address_of(url))
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE dateline_touches"))
    engine.dispose()
    with pytest.raises(StoreError, match="'dateline_touches' is missing"):
        Store(url)


def test_another_program_s_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE customers (name TEXT)")
    other.close()
    with pytest.raises(StoreError, match="another program's database"):
        Store(str(path))


@pytest.mark.parametrize(
    "content", [b"This is a letter, and no database at all. " * 100, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_broken_file_gets_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="restore it from a copy") as told:
        Store(str(path))
    assert "\n" not in str(told.value)


def test_a_page_that_rots_is_told(tmp_path: Path) -> None:
    path = tmp_path / "reviews.db"
    with Store(str(path)) as store:
        for number in range(40):
            store.append(accept(number), seen=0)
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    body = bytearray(path.read_bytes())
    for page in range(4096, len(body), 4096):
        body[page : page + 64] = b"\xee" * 64
    path.write_bytes(bytes(body))
    with pytest.raises(StoreError, match=r"is damaged|is no database"), Store(str(path)) as store:
        store.decisions()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("mysql://a/b", "cannot be kept in mysql"),
        ("://", "no URL"),
        ("sqlite://", "names no file"),
        ("nowhere/there/reviews.db", "create it first"),
        ("postgresql://ana:s3cret@127.0.0.1:1/x", "cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere_gets_one_sentence_without_the_password(given: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as told:
        Store(given)
    assert "s3cret" not in str(told.value)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store(str(tmp_path))


def test_the_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_STORE", "sqlite:///x.db")
    assert (address(), address("y.db")) == ("sqlite:///x.db", "y.db")
    monkeypatch.delenv("DATELINE_STORE")
    assert address() is None
