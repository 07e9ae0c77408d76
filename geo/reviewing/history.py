"""The log of decisions: only ever added to. Undo and redo are entries too, so nothing that was decided is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from geo.errors import ReviewError
from geo.reviewing.decision import Decision, decide

BACK: Final = ("undo", "redo")


def state(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that hold, in the order in which they were made.

    The last undo or redo of a decision tells whether it holds. One that refers to nothing in the log is ignored.

    >>> from geo.reviewing.decision import Anchor
    >>> yes = decide("accept", [Anchor("a", "", 0, 5, "Raids")], reviewer="ana")
    >>> gone = decide("undo", reviewer="ana", refers=yes.id)
    >>> state([yes]) == (yes,), state([yes, gone])
    (True, ())
    """
    made: dict[str, Decision] = {}
    held: dict[str, bool] = {}
    for decision in decisions:
        if decision.kind not in BACK:
            if decision.id not in made:
                made[decision.id] = decision
                held[decision.id] = True
        elif decision.refers in held:
            held[decision.refers] = decision.kind == "redo"
    return tuple(decision for key, decision in made.items() if held[key])


class History:
    """A log of decisions in the order in which they were made.

    >>> from geo.reviewing.decision import Anchor
    >>> log = History()
    >>> yes = log.add(decide("accept", [Anchor("a", "", 0, 5, "Raids")], reviewer="ana"))
    >>> log.undo("ana").refers == yes.id, log.state(), log.can_redo("ana")
    (True, (), True)
    >>> log.redo("ana").kind, len(log.state()), len(log)
    ('redo', 1, 3)
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._log: list[Decision] = []
        self._ids: set[str] = set()
        for decision in decisions:
            self.add(decision)

    def __len__(self) -> int:
        return len(self._log)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The whole log."""
        return tuple(self._log)

    def add(self, decision: Decision) -> Decision:
        """Put a decision at the end of the log and return it.

        Raises:
            ReviewError: the log has its id already, or it refers to a decision that the log does not have.
        """
        if decision.id in self._ids:
            raise ReviewError(f"decision {decision.id} is in the log already")
        if decision.kind in BACK and decision.refers not in self._ids:
            raise ReviewError(f"there is no decision {decision.refers} to {decision.kind}")
        self._ids.add(decision.id)
        self._log.append(decision)
        return decision

    def state(self) -> tuple[Decision, ...]:
        """Return the decisions that hold."""
        return state(self._log)

    def undo(self, reviewer: str) -> Decision:
        """Add and return the entry that takes back the reviewer's latest decision that holds.

        Raises:
            ReviewError: there is none.
        """
        done, _ = stacks(self._log, reviewer)
        if not done:
            raise ReviewError("there is nothing to undo")
        return self.add(decide("undo", reviewer=reviewer, refers=done[-1]))

    def redo(self, reviewer: str) -> Decision:
        """Add and return the entry that brings back what the reviewer undid last; a new decision ends that chance.

        Raises:
            ReviewError: there is none.
        """
        _, undone = stacks(self._log, reviewer)
        if not undone:
            raise ReviewError("there is nothing to redo")
        return self.add(decide("redo", reviewer=reviewer, refers=undone[-1]))

    def can_undo(self, reviewer: str) -> bool:
        """Return whether the reviewer has a decision to take back."""
        return bool(stacks(self._log, reviewer)[0])

    def can_redo(self, reviewer: str) -> bool:
        """Return whether the reviewer has a decision to bring back."""
        return bool(stacks(self._log, reviewer)[1])


def stacks(log: Sequence[Decision], reviewer: str) -> tuple[list[str], list[str]]:
    """Return the ids of a reviewer's decisions that can be undone and redone, the next one last."""
    done: list[str] = []
    undone: list[str] = []
    own: set[str] = set()
    for decision in log:
        if decision.kind not in BACK:
            if decision.reviewer == reviewer:
                own.add(decision.id)
                done.append(decision.id)
                undone.clear()
        elif decision.refers in own:
            source, target = (done, undone) if decision.kind == "undo" else (undone, done)
            if decision.refers in source:
                source.remove(decision.refers)
                target.append(decision.refers)
    return done, undone
