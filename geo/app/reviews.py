"""The reviewers' decisions on this desk: kept in the store, laid over the rows, undone and redone; conflicts told."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.app import access, results
from geo.errors import ReviewError, StoreError

if TYPE_CHECKING:
    from geo.pipeline import Result
    from geo.reviewing.apply import Reviewed
    from geo.reviewing.decision import Decision
    from geo.reviewing.store import Store

_reviewed: Final = results.Kept["tuple[Result, Reviewed]"](16)
_stores: Final = results.Kept["Store"](4)
ANONYMOUS: Final = "reviewer"


def address() -> str:
    """Return where the desk is kept: `DATELINE_STORE`, the secrets' `[dateline] store`, or the user's own folder."""
    from platformdirs import user_data_path

    return access.setting("store") or str(user_data_path("dateline") / "desk.db")


def store() -> Store:
    """Return the store of the desk, opened once for the whole server.

    Raises:
        StoreError: it cannot be opened; the message is for the reader.
    """

    def make() -> Store:
        from geo.reviewing.store import Store

        where = address()
        if "://" not in where:
            try:
                Path(where).parent.mkdir(parents=True, exist_ok=True)
            except OSError as fault:
                raise StoreError(f"{where}: the folder cannot be made ({fault.strerror})") from None
        return Store(where)

    return _stores.get(address(), make)


def untouched() -> bool:
    """Return whether the store is a file that nobody made yet: nothing is kept, and no database need be loaded.

    The first screen of a new desk is the sooner there for it.
    """
    where = address().removeprefix("sqlite:///")
    if "://" in where or Path(where).exists():
        return False
    try:
        Path(where).parent.mkdir(parents=True, exist_ok=True)
    except OSError:  # `store` says it
        return False
    return os.access(Path(where).parent, os.W_OK)


def open_quietly() -> None:
    """Open the store ahead of its first use, which says it where that fails."""
    with suppress(StoreError):
        if not untouched():
            store()


def refresh() -> None:
    """Take over what was decided since; a store that does not answer is said, and the rest of the app goes on."""
    state = st.session_state
    state.setdefault("log", ())
    state.setdefault("revision", 0)
    state.store_fault = ""
    if untouched():
        return
    try:
        fresh = store().since(state.revision)
    except StoreError as fault:
        state.store_fault = str(fault)
        return
    if fresh:
        state.log = (*state.log, *(entry.decision for entry in fresh))
        state.revision = fresh[-1].revision


def log() -> tuple[Decision, ...]:
    """Return the whole log, undo and redo included, as this session last saw it."""
    held: tuple[Decision, ...] = st.session_state.get("log", ())
    return held


def reviewed(found: Result) -> Result:
    """Return what was found with the decisions laid over it."""
    return outcome(found)[0] if log() else found


def outcome(found: Result) -> tuple[Result, Reviewed]:
    """Return what was found with the decisions laid over it, and what became of each decision."""

    def make() -> tuple[Result, Reviewed]:
        from geo.reviewing.apply import apply_to

        return apply_to(found, log(), results.gaz().outline)

    key = (results.key_of(found), tuple(decision.id for decision in log()))
    return _reviewed.get(key, make)


def who() -> str:
    """Return the name that stands in the log."""
    return access.user() or ANONYMOUS


def record(decision: Decision, *, seen: int | None = None) -> bool:
    """Put a decision into the log; where it cannot be taken in, the reason is kept to be said, and nothing is lost."""
    from geo.reviewing.store import EditConflict

    state = st.session_state
    state.said, state.conflict = "", None
    if not access.may_review():
        state.said = "You may look at this desk, not decide on it."
        return False
    try:
        store().append(decision, seen=state.revision if seen is None else seen)
    except EditConflict as conflict:
        state.said, state.conflict = str(conflict), (conflict.mine, conflict.revision)
        return False
    except (ReviewError, StoreError) as fault:
        state.said = str(fault)
        return False
    refresh()
    return True


def insist() -> None:
    """Take in the decision that met another's, now that both are known."""
    mine, revision = st.session_state.conflict
    record(mine, seen=revision)


def drop() -> None:
    """Let the other's decision stand."""
    st.session_state.conflict, st.session_state.said = None, ""


def back(kind: str) -> None:
    """Undo or redo this reviewer's latest step; say so where there is none."""
    from geo.reviewing.store import EditConflict

    state = st.session_state
    state.said, state.conflict = "", None
    try:
        (store().undo if kind == "undo" else store().redo)(who(), seen=state.revision)
    except EditConflict as conflict:
        state.said, state.conflict = str(conflict), (conflict.mine, conflict.revision)
    except (ReviewError, StoreError) as fault:
        state.said = str(fault)
    refresh()
