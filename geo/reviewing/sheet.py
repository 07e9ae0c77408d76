"""The incident table while decisions are laid over it: only the rows that a decision touches are taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from geo.linking import zone_join
from geo.reading.article import Article
from geo.reviewing import deriving
from geo.reviewing.decision import Anchor, Decision
from geo.reviewing.matching import Matcher, Place, same_sentence
from geo.reviewing.values import PLACE, Outline

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

ZONED: Final = frozenset({*PLACE, "date_start", "date_end"})
"""A row with a new value in one of these is joined with the zones again."""


@dataclass(slots=True)
class Row:
    """One row under review: the machine's values, what a person set, and the state."""

    values: dict[str, Any]
    position: float
    places: list[Place | None]
    edits: dict[str, Any] = field(default_factory=dict)
    base: str = "auto"
    status: str | None = None
    judge: str = ""
    note: str | None = None
    rezone: bool = False
    made: bool = False  # by a merge, a split or by hand
    decided: list[Decision] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The incident id."""
        return str(self.values["incident_id"])

    @property
    def now(self) -> dict[str, Any]:
        """The values as they stand after the edits so far."""
        return {**self.values, **self.edits}

    def final(self) -> dict[str, Any]:
        """The row as the table shows it."""
        status = self.status or ("edited" if self.edits else self.base)
        if status == "accepted" and (self.edits or self.base == "edited"):
            status = "edited"
        note = self.note if self.note is not None else self.values.get("reviewer_note")
        return {**self.now, "review": status, "reviewer_note": note or None}


class Sheet:
    """A table under review. Rows are found by anchors, changed, merged, split and added; `table` gives the outcome."""

    def __init__(
        self,
        incidents: GeoDataFrame,
        log: Sequence[Decision],
        held: Sequence[Decision],
        articles: Sequence[Article],
        outline: Outline | None,
    ) -> None:
        self.outline = outline
        self.articles = {article.id: article for article in articles}
        self.knows_articles = bool(articles)
        self.touched: dict[str, Row] = {}
        self.unattached: list[Decision] = []
        self.contradicted: list[tuple[Decision, str, str]] = []
        self._frame = incidents
        self._columns: dict[str, list[Any]] | None = None
        self._alias: dict[str, str] = {}
        self._home: dict[Place, str] = {}
        ids = incidents["incident_id"].astype("object").tolist() if held else []
        self._index = {str(key): number for number, key in reversed(list(enumerate(ids)))}
        self._reports = dict(zip(map(str, ids), incidents["reports"], strict=True)) if held else {}
        named = {str(anchor.incident_id) for one in held for anchor in one.anchors}
        self._matcher = Matcher(self._reports, named & self._index.keys())
        self._gone = self._undone_parts(log, held)

    def _undone_parts(self, log: Sequence[Decision], held: Sequence[Decision]) -> frozenset[str]:
        """Ids of rows that a split made which no longer holds: what was decided on them has no row now."""
        kept = {decision.id for decision in held}
        undone = (one for one in log if one.kind == "split" and one.id not in kept)
        return frozenset(
            deriving.own_id({"article_id": a.article_id, "trigger_start": a.trigger_start, "trigger_end": a.trigger_end,
                             "quote_start": a.start, "quote_end": a.end})
            for one in undone for a in one.anchors[:1]
        ) - frozenset(self._index)  # fmt: skip

    def find(self, anchor: Anchor) -> Row | None:
        """Return the row that an anchor holds to, wherever its reports are by now."""
        key = self._resolved(anchor.incident_id)
        if key is not None and any(same_sentence(report, anchor) for report in self._told(key)):
            return self.row(key)
        if anchor.incident_id in self._gone:
            return None
        place = self._matcher.report(anchor)
        return None if place is None else self.row(self.home(place))

    def find_report(self, anchor: Anchor) -> tuple[Row, int] | None:
        """Return the row that has an anchor's report by now, and the report's number in it."""
        place = self._matcher.report(anchor)
        if place is None:
            row = self.find(anchor)
            told = row.values["reports"] if row is not None else []
            number = next((n for n, report in enumerate(told) if same_sentence(report, anchor)), None)
            return None if row is None or number is None else (row, number)
        row = self.row(self.home(place))
        return row, row.places.index(place)

    def home(self, place: Place) -> str:
        """Return the id of the row that has a report by now."""
        key = self._home.get(place, place.row)
        return self._resolved(key) or key

    def _resolved(self, key: str | None) -> str | None:
        while key in self._alias:
            key = self._alias[key]
        return key if key in self.touched or key in self._index else None

    def _told(self, key: str) -> Sequence[Mapping[str, Any]]:
        row = self.touched.get(key)
        told: Sequence[Mapping[str, Any]] = row.values["reports"] if row is not None else self._reports[key]
        return told

    def row(self, key: str) -> Row:
        """Return a row, taken out of the table on first use."""
        if key not in self.touched:
            number = self._index[key]
            values = {name: column[number] for name, column in self.columns.items()}
            places: list[Place | None] = [Place(key, n) for n in range(len(values["reports"]))]
            self.touched[key] = Row(values, float(number), places, base=str(values["review"] or "auto"))
        return self.touched[key]

    @property
    def columns(self) -> dict[str, list[Any]]:
        """The table's columns as lists of plain values, null as None."""
        if self._columns is None:
            self._columns = {str(name): list(_plain(self._frame[name])) for name in self._frame.columns}
        return self._columns

    def has(self, key: str) -> bool:
        """Return whether a row has this id, or had it before it was merged."""
        return key in self.touched or key in self._index or key in self._alias

    def put(self, row: Row) -> None:
        """Add a row; reports that it brings along live there from now on."""
        self.touched[row.key] = row
        for place in row.places:
            if place is not None:
                self._home[place] = row.key

    def absorb(self, kept: Row, others: Sequence[Row]) -> None:
        """Let a row stand for others too."""
        for other in others:
            self._alias[other.key] = kept.key
            self.touched.pop(other.key)
        self.put(kept)

    def moved(self) -> dict[str, str]:
        """Return under which id a merged row is found."""
        return {key: self._resolved(key) or key for key in self._alias}

    def edits(self) -> dict[str, dict[str, Any]]:
        """Return the machine's values where a person set others."""
        return {
            key: {name: row.values.get(name) for name in row.edits} for key, row in self.touched.items() if row.edits
        }

    def metadata(self, anchor: Anchor) -> Mapping[str, Any]:
        """Return outlet, address and dates of an anchor's article, as far as they are known."""
        article = self.articles.get(anchor.article_id)
        if article is not None:
            names = ("outlet", "url", "published", "retrieved")
            return {name: getattr(article, name) for name in names}
        for told in self._reports.values():
            for report in told:
                if report.get("article_id") == anchor.article_id:
                    found: Mapping[str, Any] = report
                    return found
        return {}

    def table(self, zones: GeoDataFrame | None) -> GeoDataFrame:
        """Return the table with every change."""
        if not self.touched and not self._alias:
            return self._frame.copy()
        rows = sorted(self.touched.values(), key=lambda row: row.position)
        order = self._order(rows)
        final = {id(row): row.final() for row in rows}
        data = {
            name: [column[one] if isinstance(one, int) else final[id(one)].get(name) for one in order]
            for name, column in self.columns.items()
        }
        frame = _framed(data, self._frame)
        numbers = [n for n, one in enumerate(order) if isinstance(one, Row) and one.rezone and not _zone_set(one)]
        return _rezoned(frame, numbers, zones)

    def _order(self, rows: Sequence[Row]) -> list[int | Row]:
        gone = {self._index[key] for key in (*self.touched, *self._alias) if key in self._index}
        mixed: list[tuple[float, int, int | Row]] = [(float(n), 0, n) for n in range(len(self._frame)) if n not in gone]
        mixed += [(row.position, number, row) for number, row in enumerate(rows, start=1)]
        return [one for *_, one in sorted(mixed, key=lambda item: item[:2])]


def _zone_set(row: Row) -> bool:
    return "zone_id" in row.edits


def _plain(column: Any) -> Iterator[Any]:  # noqa: ANN401 -- a pandas column
    import pandas as pd

    for value in column.astype("object"):
        if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 -- NaN
            yield None
        else:
            yield value


def _framed(data: Mapping[str, list[Any]], like: GeoDataFrame) -> GeoDataFrame:
    """Return columns as a table with the types of another."""
    import geopandas as gpd
    import pandas as pd

    made: dict[str, Any] = {}
    for name, values in data.items():
        old = like[name]
        if isinstance(old, gpd.GeoSeries):
            made[name] = gpd.GeoSeries(values, crs=old.crs)
            continue
        column = pd.Series(values, dtype="object")
        try:
            made[name] = column.astype(old.dtype)
        except (TypeError, ValueError):  # a foreign column without nulls has none for a new row
            made[name] = column
    return gpd.GeoDataFrame(made, geometry="geometry", crs=like.crs)


def _rezoned(frame: GeoDataFrame, numbers: Sequence[int], zones: GeoDataFrame | None) -> GeoDataFrame:
    """Return the table with the zones of some rows told anew."""
    if not numbers:
        return frame
    part = frame.iloc[list(numbers)].copy()
    for name in ("zone_id", "zone_note"):
        part[name] = None
        part[name] = part[name].astype("string")
    if zones is not None:
        part = zone_join.join(part, zones)
    for name in ("zone_id", "zone_note"):
        column = frame[name].copy()
        column.iloc[list(numbers)] = part[name].to_numpy()
        frame[name] = column
    return frame


Step = Callable[[Sheet, Decision], None]
"""Applies one decision to a sheet."""
