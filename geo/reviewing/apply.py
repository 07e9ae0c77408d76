"""Lays decisions over the incident table. Pure: the same table and log give the same rows.

The log is folded first (undo, redo), then each decision that holds is applied in its turn. What finds no sentence to
hold to is handed back as unattached; what finds one but no longer fits is listed as contradicted. Neither is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from geo.reading.article import Article
from geo.reviewing.decision import Decision
from geo.reviewing.history import state
from geo.reviewing.sheet import Sheet
from geo.reviewing.steps import STEPS
from geo.reviewing.values import Outline
from geo.table.schema import REVIEWED

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A decision that no longer fits the row it holds to, with the reason in a sentence."""

    decision: Decision
    incident_id: str
    sentence: str


@dataclass(frozen=True)
class Reviewed:
    """The table after review, and what became of the decisions.

    `edits` has, for each row that was edited, the machine's value of each column that a person changed; `decided` the
    decisions on each row, the first first; `moved` says under which id a merged row is found now.
    """

    incidents: GeoDataFrame
    unattached: tuple[Decision, ...] = ()
    contradicted: tuple[Contradiction, ...] = ()
    edits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    decided: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)


def apply(
    incidents: GeoDataFrame,
    decisions: Sequence[Decision],
    *,
    zones: GeoDataFrame | None = None,
    articles: Sequence[Article] = (),
    outline: Outline | None = None,
) -> Reviewed:
    """Return the incident table after review.

    Args:
        incidents: as extraction gives it; it is not changed.
        decisions: the whole log, undo and redo included.
        zones: control zones, to which rows with a new place or day are joined again; without them such rows have none.
        articles: where known, the texts that stand behind the table: incidents that were added by hand are looked up
            in them, and one whose sentence is gone is unattached.
        outline: gives the outline of an area that an edit names by `place_id`.

    Raises:
        ReviewError: an edit sets a value that the schema does not know. (`geo.reviewing.store` takes none such.)

    >>> from geo.table.frames import empty
    >>> from geo.table.schema import INCIDENTS
    >>> len(apply(empty(INCIDENTS), []).incidents)
    0
    """
    held = state(decisions)
    sheet = Sheet(incidents, decisions, held, articles, outline)
    for decision in held:
        STEPS[decision.kind](sheet, decision)
    return Reviewed(
        incidents=sheet.table(zones),
        unattached=tuple(sheet.unattached),
        contradicted=tuple(Contradiction(*one) for one in sheet.contradicted),
        edits=sheet.edits(),
        decided={key: tuple(row.decided) for key, row in sheet.touched.items()},
        moved=sheet.moved(),
    )


class Tables(Protocol):
    """Tables of a run that review changes: those of `geo.pipeline.Result`."""

    @property
    def incidents(self) -> GeoDataFrame: ...  # noqa: D102

    @property
    def zones(self) -> GeoDataFrame: ...  # noqa: D102

    @property
    def flows(self) -> GeoDataFrame: ...  # noqa: D102

    @property
    def articles(self) -> tuple[Article, ...]: ...  # noqa: D102


Result = TypeVar("Result", bound=Tables)


def apply_to(result: Result, decisions: Sequence[Decision], outline: Outline | None = None) -> tuple[Result, Reviewed]:
    """Return a result with its incidents reviewed, and what became of the decisions; its flows follow the incidents.

    Raises:
        ReviewError: an edit sets a value that the schema does not know.
    """
    reviewed = apply(
        result.incidents, decisions, zones=result.zones, articles=result.articles, outline=outline
    )  # fmt: skip
    flows = flows_after(result.flows, reviewed)
    changed: Any = replace(result, incidents=reviewed.incidents, flows=flows)  # type: ignore[type-var]
    return changed, reviewed


def flows_after(flows: GeoDataFrame, reviewed: Reviewed) -> GeoDataFrame:
    """Return the flows without those of rejected incidents; a merged incident's flows go with it."""
    if flows.empty:
        return flows
    review = dict(zip(reviewed.incidents["incident_id"], reviewed.incidents["review"], strict=True))
    owners = [reviewed.moved.get(owner, owner) for owner in flows["incident_id"].astype("object")]
    kept = [review.get(owner) != "rejected" for owner in owners]
    changed = flows.copy()
    changed["incident_id"] = owners
    changed["incident_id"] = changed["incident_id"].astype("string")
    return changed[kept].reset_index(drop=True)


def public(incidents: GeoDataFrame) -> GeoDataFrame:
    """Return the rows that a person stands for: accepted or edited.

    >>> from geo.table.frames import empty
    >>> from geo.table.schema import INCIDENTS
    >>> len(public(empty(INCIDENTS)))
    0
    """
    return incidents[incidents["review"].isin(REVIEWED).to_numpy(dtype=bool)].reset_index(drop=True)
