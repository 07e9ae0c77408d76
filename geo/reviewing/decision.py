"""One decision of a reviewer, and the anchors by which it holds to the sentences it is about.

A decision hangs on article and quote, not on a row's number: rows come and go with the rules of extraction, the
sentence that was judged does not. Decisions are never changed; what undoes one is a decision too.

| kind | anchors | what it does |
|---|---|---|
| accept, reject | one or more incidents | the row is right; the row is wrong |
| edit | one or more incidents | sets `changes` (column -> value) |
| note | one or more incidents | `reason` becomes the reviewer's note; empty takes it away |
| reset | one or more incidents | takes back accept, reject, edits and note of the row |
| merge | two or more incidents | their reports become one row, which keeps the first one's id |
| split | one or more reports of one incident | they become a row of their own |
| add | the sentence | a new incident with `changes` as its fields |
| undo, redo | none | `refers` is the decision that no longer, or again, holds |
"""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Final, Literal, cast, get_args

from geo.errors import ReviewError

Kind = Literal["accept", "reject", "edit", "note", "reset", "merge", "split", "add", "undo", "redo"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
SEEN: Final = (
    *("event_type", "sub_event_type", "modality", "background", "date_start", "date_end"),
    *("place_id", "lon", "lat", "actor1", "actor2", "fatalities", "injured", "displaced"),
)
"""Columns of which a decision remembers what the reviewer saw."""
REPORT: Final = ("trigger_start", "trigger_end")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The sentence a decision is about: `quote == article.text[start:end]`, offsets in code points.

    `incident_id` is the row that was judged; the trigger tells apart the events of one sentence. Both are None for a
    sentence that was selected by hand.
    """

    article_id: str
    article_sha256: str
    start: int
    end: int
    quote: str
    incident_id: str | None = None
    trigger_start: int | None = None
    trigger_end: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reviewer decided, when and why; see the module's table.

    `at` is UTC, ISO 8601. `seen` are the values of the row's main columns when it was judged, so that a row that
    extraction tells differently later can be pointed out.

    Raises:
        ReviewError: the parts do not fit the kind, or a value is not one that JSON knows.
    """

    id: str
    kind: Kind
    anchors: tuple[Anchor, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    reviewer: str = ""
    at: str = ""
    refers: str | None = None
    seen: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check(self)

    def to_json(self) -> str:
        r"""Return the decision as one line of ASCII JSON; `from_json` gives back an equal one.

        >>> Decision(id="1", kind="undo", refers="0", reason="é").to_json()[:31]
        '{"id": "1", "kind": "undo", "an'
        """
        return json.dumps(asdict(self), ensure_ascii=True, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Decision:
        """Return the decision that a line of JSON tells.

        Raises:
            ReviewError: it is no decision.

        >>> told = Decision(id="1", kind="undo", refers="0")
        >>> Decision.from_json(told.to_json()) == told
        True
        """
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise ReviewError(f"this is no JSON ({str(fault)[:80]})") from None
        return cls.from_dict(value)

    @classmethod
    def from_dict(cls, value: object) -> Decision:
        """Return the decision that a mapping of its fields tells.

        Raises:
            ReviewError: a field is missing, unknown or of the wrong kind.
        """
        parts = _record(value, Decision, "decision")
        listed = parts.get("anchors", [])
        if not isinstance(listed, list | tuple):
            raise ReviewError("a decision's anchors are a list")
        anchors = tuple(_anchor(one) for one in listed)
        return cls(**{**parts, "anchors": anchors})


def decide(
    kind: Kind,
    anchors: Sequence[Anchor] = (),
    changes: Mapping[str, Any] | None = None,
    *,
    reviewer: str,
    reason: str = "",
    refers: str | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Decision:
    """Return a new decision with an id of its own and the time of now.

    Raises:
        ReviewError: the parts do not fit the kind.

    >>> decide("undo", reviewer="ana", refers="0").reviewer
    'ana'
    """
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Decision(
        uuid.uuid4().hex, kind, tuple(anchors), dict(changes or {}), reason, reviewer, at, refers, dict(seen or {})
    )


def on(
    kind: Kind,
    rows: Mapping[str, Any] | Iterable[Mapping[str, Any]],
    changes: Mapping[str, Any] | None = None,
    *,
    reviewer: str,
    reason: str = "",
) -> Decision:
    """Return a new decision on one row of the incident table or on several; each is held by its first report.

    Raises:
        ReviewError: the parts do not fit the kind, or a row has no report to hold to.
    """
    listed = [rows] if isinstance(rows, Mapping) else list(rows)
    seen = seen_of(listed[0]) if len(listed) == 1 else {}
    return decide(kind, [anchor_of(row) for row in listed], changes, reviewer=reviewer, reason=reason, seen=seen)


def split_off(row: Mapping[str, Any], reports: Iterable[int], *, reviewer: str, reason: str = "") -> Decision:
    """Return the decision that takes the reports with these numbers (from 0) out of a row.

    Raises:
        ReviewError: none or all of the row's reports are named.
    """
    chosen = sorted(set(reports))
    if not chosen or len(chosen) >= len(row["reports"]):
        raise ReviewError("choose some of the incident's reports, and leave it at least one")
    anchors = [anchor_of(row, number) for number in chosen]
    return decide("split", anchors, reviewer=reviewer, reason=reason, seen=seen_of(row))


def anchor_of(row: Mapping[str, Any], report: int = 0) -> Anchor:
    """Return the anchor of a row of the incident table, by its first report or another.

    Raises:
        ReviewError: the row has no such report.
    """
    reports = row["reports"]
    if not 0 <= report < len(reports):
        raise ReviewError(f"incident {row['incident_id']} has no report {report + 1}: there is no sentence to hold to")
    told = reports[report]
    return Anchor(
        article_id=str(told.get("article_id") or ""),
        article_sha256=str(told.get("article_sha256") or ""),
        start=int(told.get("quote_start") or 0),
        end=int(told.get("quote_end") or 0),
        quote=str(told.get("quote") or ""),
        incident_id=str(row["incident_id"]),
        trigger_start=_whole(told.get("trigger_start")),
        trigger_end=_whole(told.get("trigger_end")),
    )


def seen_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row that a decision remembers."""
    return {name: plain(row[name]) for name in SEEN if name in row}


def plain(value: Any) -> Any:  # noqa: ANN401 -- any cell
    """Return a cell as JSON has it; every kind of null is None.

    >>> import pandas as pd
    >>> plain(pd.NA) is None, plain(3)
    (True, 3)
    """
    if value is None or value is True or value is False or isinstance(value, str):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int | list | tuple | dict):
        return value
    return None if type(value).__name__ in ("NAType", "NaTType") else str(value)


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value == value else None  # noqa: PLR0124 -- NaN


def _check(decision: Decision) -> None:
    kind, count = decision.kind, len(decision.anchors)
    if kind not in KINDS:
        raise ReviewError(f"{kind!r} is no kind of decision; known are {', '.join(KINDS)}")
    for name in ("id", "reason", "reviewer", "at"):
        if not isinstance(getattr(decision, name), str):
            raise ReviewError(f"a decision's {name} is a text")
    if not decision.id:
        raise ReviewError("a decision needs an id")
    back = kind in ("undo", "redo")
    if back != isinstance(decision.refers, str):
        raise ReviewError(f"{kind} refers to {'another decision' if back else 'no other decision'}")
    least, most = {"merge": (2, math.inf), "add": (1, 1)}.get(kind, (0, 0) if back else (1, math.inf))
    if not least <= count <= most:
        raise ReviewError(f"{kind} does not fit {count} anchor(s)")
    for name in ("changes", "seen"):
        _check_json(getattr(decision, name), name, top=True)
    if bool(decision.changes) != (kind in ("edit", "add")):
        raise ReviewError(f"{kind} {'needs' if kind in ('edit', 'add') else 'takes no'} values of columns")


def _check_json(value: object, where: str, *, top: bool = False) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ReviewError(f"{where}: {key!r} is no name of a column")
            _check_json(inner, where)
    elif top:
        raise ReviewError(f"{where} of a decision are names with values")
    elif isinstance(value, list):
        for inner in value:
            _check_json(inner, where)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ReviewError(f"{where}: {value!r} is no number")
    elif value is not None and not isinstance(value, str | int | float):
        raise ReviewError(f"{where}: a {type(value).__name__} cannot be kept; use text, numbers, true, false or null")


def _record(value: object, kind: type[Decision | Anchor], name: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ReviewError(f"this is no {name}")
    unknown = sorted(set(map(str, value)) - {one.name for one in fields(kind)})
    if unknown:
        raise ReviewError(f"a {name} has no {', '.join(unknown)}; was it made by a newer Dateline?")
    needed = {"id", "kind"} if kind is Decision else {"article_id", "article_sha256", "start", "end", "quote"}
    missing = sorted(needed - set(value))
    if missing:
        raise ReviewError(f"this {name} lacks {', '.join(missing)}")
    return cast("dict[str, Any]", dict(value))


def _anchor(value: object) -> Anchor:
    parts = _record(value, Anchor, "anchor")
    texts = ("article_id", "article_sha256", "quote")
    if not all(isinstance(parts[name], str) for name in texts) or not isinstance(parts.get("incident_id"), str | None):
        raise ReviewError("an anchor's article, quote and incident are texts")
    for name in ("start", "end", *REPORT):
        offset = parts.get(name)
        if name in REPORT and offset is None:
            continue
        if isinstance(offset, bool) or not isinstance(offset, int) or offset < 0:
            raise ReviewError(f"an anchor's {name} is an offset, not {offset!r}")
    return Anchor(**parts)
