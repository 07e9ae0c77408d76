"""The reviewers' decisions on this desk: the log, its effect on the rows, undo and redo, and who is deciding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.app import results
from geo.errors import ReviewError

if TYPE_CHECKING:
    from geo.pipeline import Result
    from geo.reviewing.apply import Reviewed
    from geo.reviewing.decision import Decision

_reviewed: Final = results.Kept["tuple[Result, Reviewed]"](16)


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

    key = (results.key_of_articles(found.articles), tuple(decision.id for decision in log()))
    return _reviewed.get(key, make)


def record(decision: Decision) -> bool:
    """Put a decision into the log; say in words, and return False, where it cannot be."""
    st.session_state.log = (*log(), decision)
    st.session_state.said = ""
    return True


def back(kind: str, reviewer: str) -> bool:
    """Undo or redo the reviewer's latest step; return False where there is none."""
    from geo.reviewing.history import History

    history = History(log())
    try:
        decision = history.undo(reviewer) if kind == "undo" else history.redo(reviewer)
    except ReviewError as error:
        st.session_state.said = str(error)
        return False
    return record(decision)


def count(decisions: Iterable[Decision]) -> dict[str, int]:
    """Return how many decisions of each kind there are, undo and redo aside.

    >>> count([])
    {}
    """
    kinds: dict[str, int] = {}
    for decision in decisions:
        kinds[decision.kind] = kinds.get(decision.kind, 0) + 1
    return kinds
