"""Rows made of other rows' reports, by linking's own rules: the reports become drafts again, linking makes the row.

The flat table keeps less than a draft: who a government's forces belong to, and which count is part of which. A grade
that rests on the first is therefore carried over from the rows; parts are told by their unit ("children").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, cast

from geo.extracting.model import ActorMention, Attribution, Confidence, CountMention, Event, Modality
from geo.extracting.rules import rules
from geo.extracting.tokens import tokenize
from geo.linking.copies import shingles
from geo.linking.counting import PARTS
from geo.linking.draft import Draft, Incident, PlaceRole, Site, When
from geo.linking.rows import incident_id, incident_row
from geo.reading.article import Article
from geo.table.schema import event_type_of

Row = dict[str, Any]
STRONG: Final = ("contested", "confirmed")
"""Grades that are kept where one of the rows had them."""


def merged(rows: Sequence[Row]) -> Row:
    """Return the one row of several rows' reports; it has the first one's id.

    Figures are combined from the rows' own, the most conservative first, as linking does with reports.
    """
    drafts: list[Draft] = []
    reports: list[Any] = []
    for order, row in enumerate(rows):
        for number, report in enumerate(row["reports"]):
            counts = _row_counts(row) if number == 0 else ()
            drafts.append(_draft(row, report, order, counts))
            reports.append(report)
    made = incident_row(Incident(tuple(drafts), tuple(_why(rows))))
    grades = {row["grade"]: row["grade_reason"] for row in reversed(rows)}
    for grade in STRONG:
        if grade in grades and made["grade"] != "contested":
            made["grade"], made["grade_reason"] = grade, grades[grade]
            break
    made["civilian_targeting"] = made["civilian_targeting"] or any(row["civilian_targeting"] for row in rows)
    return {**rows[0], **made, "incident_id": rows[0]["incident_id"], "reports": reports, "review": "edited"}


def _why(rows: Sequence[Row]) -> list[str]:
    return [f"merged by hand with {row['incident_id']}" for row in rows[1:]]


def part(row: Row, numbers: Sequence[int]) -> Row:
    """Return the row that some of a row's reports make; everything that a report tells itself comes from these alone.

    Place, date and parties stay as the row has them: the table does not keep them for each report.
    """
    reports = [row["reports"][number] for number in numbers]
    drafts = [_draft(_typed(row, report), report, _order(row, report), counts_of(report)) for report in reports]
    made = incident_row(Incident(tuple(drafts)))
    made["place_reasons"] = list(row["place_reasons"])
    return {**row, **made, "incident_id": row["incident_id"], "reports": reports, "review": "edited"}


def _typed(row: Row, report: Mapping[str, Any]) -> Row:
    """The row with the report's own type, where its rule answers one alone."""
    sub = type_of_rule(report.get("rule"))
    return row if sub is None else {**row, "sub_event_type": sub, "event_type": event_type_of(sub)}


def own_id(report: Mapping[str, Any]) -> str:
    """Return the id that extraction gives to an incident whose first report this is."""
    return incident_id(_draft({}, report, 0, ()))


def _order(row: Row, report: Mapping[str, Any]) -> int:
    """The article's number among the row's articles."""
    listed = list(dict.fromkeys(one.get("article_id") for one in row["reports"]))
    return listed.index(report.get("article_id"))


def _draft(row: Row, report: Mapping[str, Any], order: int, counts: tuple[CountMention, ...]) -> Draft:
    article = Article(
        id=str(report.get("article_id") or ""),
        text=str(report.get("quote") or ""),
        outlet=report.get("outlet"),
        url=report.get("url"),
        published=report.get("published"),
        retrieved=report.get("retrieved"),
    )
    said = None
    if report.get("attribution"):
        said = Attribution(
            0,
            0,
            str(report["attribution"]),
            str(report.get("attribution_type") or "other"),
            cast("Confidence", report.get("confidence") or "claimed"),
            0,
            0,
        )
    modality = cast("Modality", report.get("modality") or row.get("modality") or "occurred")
    return Draft(
        article=article,
        order=order,
        event=_event(row, report, modality),
        quote=(0, len(article.text)),
        paragraph=0,
        kind="prose",
        definite=False,
        another=False,
        when=When(
            row.get("date_start"),
            row.get("date_end"),
            row.get("date_text"),
            row.get("date_precision"),
            told=row.get("date_text") is not None,
        ),
        site=_site(row),
        counts=counts,
        attribution=said,
        confidence=cast("Confidence", report.get("confidence") or "fact"),
        modality=modality,
        background=bool(row.get("background")),
        shingles=shingles(tokenize(article.text, 0, len(article.text))),
    )


def _event(row: Row, report: Mapping[str, Any], modality: Modality) -> Event:
    sub = row.get("sub_event_type") or "Other"
    kind = row.get("event_type") or event_type_of(sub)
    start = report.get("trigger_start")
    start = report.get("quote_start") or 0 if start is None else start
    end = report.get("trigger_end")
    end = report.get("quote_end") or 0 if end is None else end
    target = row.get("target_type")
    hit = _actor(row.get("actor2"), row.get("actor2_type"), target)
    if hit is None and target is not None:
        hit = ActorMention(0, 0, "", "", "Civilians", "target", target_type=target)
    rule = str(report.get("rule") or "")
    return Event(
        0, int(start), int(end), "", kind, sub, modality, bool(row.get("background")), rule,
        actor1=_actor(row.get("actor1"), row.get("actor1_type"), None),
        actor2=hit if row.get("actor2") else None,
        target=hit if target is not None else None,
    )  # fmt: skip


def _actor(name: str | None, kind: str | None, target: str | None) -> ActorMention | None:
    if not name:
        return None
    return ActorMention(0, 0, name, name, kind or "", "actor", target_type=target)


def _site(row: Row) -> Site | None:
    if row.get("place_text") is None and row.get("place_name") is None and row.get("lon") is None:
        return None
    reasons = tuple(str(reason) for reason in row.get("place_reasons") or () if not str(reason).startswith("one event"))
    return Site(
        text=str(row.get("place_text") or row.get("place_name") or ""),
        name=row.get("place_name"),
        role=cast("PlaceRole", row.get("place_role") or "site"),
        reasons=reasons,
        inherited=any("taken over" in reason for reason in reasons),
        place_id=row.get("place_id"),
        kind=row.get("place_kind"),
        lon=row.get("lon"),
        lat=row.get("lat"),
        uncertainty_km=row.get("uncertainty_km"),
        country=row.get("country"),
        country_name=row.get("country_name"),
        admin1=row.get("admin1"),
        admin2=row.get("admin2"),
        pcode=row.get("pcode"),
        geo_precision=row.get("geo_precision"),
        where_precision=row.get("where_precision"),
        geometry=row.get("geometry"),
    )


def _row_counts(row: Row) -> tuple[CountMention, ...]:
    """A row's figures as the counts of one report."""
    made: list[CountMention] = []
    best = row.get("fatalities")
    if best is not None:
        low = row.get("fatalities_low")
        made.append(_count(0, "killed", "people", low if low is not None else best, best, row.get("fatalities_high")))
    children = row.get("children_killed")
    if children is not None:
        made.append(_count(1, "killed", "children", children, children, children, part_of=0))
    for number, what in enumerate(("injured", "displaced"), start=2):
        figure = row.get(what)
        if figure is not None:
            made.append(_count(number, what, "people", figure, figure, figure))
    return tuple(made)


def _count(
    start: int, what: Any, unit: Any, low: int, best: int, high: int | None, part_of: int | None = None  # noqa: ANN401
) -> CountMention:  # fmt: skip
    return CountMention(start, start, "", what, unit, low, best, high, None, "event", part_of)


def counts_of(report: Mapping[str, Any]) -> tuple[CountMention, ...]:
    """Return a report's counts as linking reckons with them; children and women are part of a larger whole beside."""
    found: list[CountMention] = []
    for start, told in enumerate(report.get("counts") or ()):
        found.append(
            CountMention(
                start, start, str(told.get("text") or ""), told.get("what") or "other", told.get("unit") or "other",
                told.get("low"), told.get("best"), told.get("high"), told.get("qualifier"), told.get("kind") or "event",
                part_of=_whole(told, start, report["counts"]),
            )
        )  # fmt: skip
    return tuple(found)


def _whole(told: Mapping[str, Any], number: int, listed: Sequence[Mapping[str, Any]]) -> int | None:
    if told.get("unit") not in PARTS:
        return None
    size = told.get("best") or told.get("low") or 0
    for other, whole in enumerate(listed):
        same = other != number and whole.get("what") == told.get("what") and whole.get("unit") not in PARTS
        if same and (whole.get("best") or whole.get("low") or 0) >= size:
            return other
    return None


@lru_cache(maxsize=1024)
def type_of_rule(rule: str | None) -> str | None:
    """Return the one sub-event type that an event rule answers; None where it answers several or is unknown.

    >>> type_of_rule("no.such.rule") is None
    True
    """
    subs = {step.sub for _, one in rules() if one.id == rule for step in one.steps}
    return subs.pop() if len(subs) == 1 else None
