"""Which rows a person should look at first: how doubtful each is, and why.

Each sign adds its weight; the sum says nothing by itself, only the order does. Rows that a person has judged are not
doubtful any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo.linking.settings import rules

if TYPE_CHECKING:
    import pandas as pd

Sign = tuple[float, str]
Row = Mapping[str, Any]
_MERGED: Final = re.compile(r"^one event: .*; score (-?[\d.]+)$", re.DOTALL)
_MARGIN: Final = 1.0
"""A merge whose score is less than this above its threshold was close."""
WIDE_KM: Final = 25.0


class Doubt(NamedTuple):
    """How doubtful a row is, and the reasons, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


def _null(value: object) -> bool:
    return value is None or value != value or type(value).__name__ == "NAType"  # noqa: PLR0124 -- NaN


def _place(row: Row) -> list[Sign]:
    if _null(row.get("place_name")):
        return [(2.0, "no place was found" if _null(row.get("place_text")) else "its place is in no gazetteer")]
    signs: list[Sign] = []
    reasons = [str(reason) for reason in row.get("place_reasons") or ()]
    rivals = next((one for one in reasons if one.startswith("preferred to ")), None)
    if rivals is not None:
        signs.append((1.5, f"other places bear the name: {rivals.removeprefix('preferred to ')}"))
    if any("taken over" in one for one in reasons):
        signs.append((1.2, "the place is taken over from elsewhere in the text"))
    if any(one.startswith("the article speaks of") for one in reasons):
        signs.append((0.8, "the place is the one the article speaks of most"))
    radius = row.get("uncertainty_km")
    if row.get("place_kind") == "country":
        signs.append((1.0, "no more than the country is known"))
    elif not _null(radius) and float(radius or 0) > WIDE_KM:
        signs.append((0.7, f"the place is only known to {float(radius or 0):.0f} km"))
    return signs


def _date(row: Row) -> list[Sign]:
    if _null(row.get("date_start")):
        return [(1.5, "no date was found")]
    precision = row.get("date_precision")
    vague = not _null(precision) and int(precision or 0) > 2  # noqa: PLR2004 -- a week or vaguer
    if _null(row.get("date_text")):
        return [(1.0, "no words tell the date")]
    return [(0.5, "the date is vague")] if vague else []


def _merge(row: Row) -> list[Sign]:
    reasons = [str(reason) for reason in row.get("place_reasons") or ()]
    scores = [float(hit[1]) for one in reasons if (hit := _MERGED.match(one))]
    if not scores:
        return []
    articles = {report.get("article_id") for report in row["reports"]}
    weights = rules()["merge"]
    least = float(weights["threshold_within" if len(articles) == 1 else "threshold_across"])
    low = min(scores)
    if low < least + _MARGIN:
        return [(1.5, f"its reports were only just taken for one event (score {low:g}, needed {least:g})")]
    return []


def _telling(row: Row) -> list[Sign]:
    signs: list[Sign] = []
    grade = row.get("grade")
    if grade == "contested":
        signs.append((2.0, f"contested: {row.get('grade_reason')}"))
    elif grade == "weak":
        signs.append((0.5, "one origin alone"))
    kinds = {report.get("modality") for report in row["reports"]} - {None}
    if len(kinds) > 1:
        signs.append((1.5, f"its reports differ: {', '.join(sorted(map(str, kinds)))}"))
    if any(report.get("confidence") == "possible" for report in row["reports"]):
        signs.append((0.7, "a report calls it possible only"))
    return signs


def _kind(row: Row) -> list[Sign]:
    if row.get("sub_event_type") in ("Other", "Attack", row.get("event_type")):
        return [(0.8, f"no more is told of what happened than {row.get('sub_event_type')!r}")]
    return []


def _figures(row: Row) -> list[Sign]:
    best, low, high = (row.get(name) for name in ("fatalities", "fatalities_low", "fatalities_high"))
    if _null(best):
        return []
    if not _null(low) and not _null(high) and high > 2 * max(low, 1):  # type: ignore[operator, type-var]
        return [(1.0, f"the killed are {low} to {high}")]
    return []


def _parties(row: Row) -> list[Sign]:
    violent = row.get("event_type") in ("Battles", "Explosions/Remote violence", "Violence against civilians")
    if violent and _null(row.get("actor1")) and _null(row.get("actor2")):
        return [(0.6, "nobody is named who did or suffered it")]
    return []


SIGNS: Final[tuple[Callable[[Row], list[Sign]], ...]] = (_place, _date, _merge, _telling, _kind, _figures, _parties)
"""The signs of doubt. Each looks at one row of the incident table."""


def doubt(row: Row) -> Doubt:
    """Return how doubtful a row of the incident table is, 0 for one that a person judged.

    >>> doubt({"review": "accepted", "reports": []})
    Doubt(score=0.0, reasons=())
    """
    if row.get("review") not in (None, "auto"):
        return Doubt(0.0, ())
    signs = sorted((sign for look in SIGNS for sign in look(row)), key=lambda sign: -sign[0])
    weight = 1.0 if row.get("modality") in ("occurred", "alleged") and not row.get("background") else 0.5
    return Doubt(round(weight * sum(score for score, _ in signs), 3), tuple(words for _, words in signs))


def most_doubtful(frame: pd.DataFrame, n: int | None = None) -> list[tuple[str, Doubt]]:
    """Return the ids of the most doubtful rows with their doubt, at most `n`; rows of equal doubt in table order.

    >>> from geo.table.frames import empty
    >>> from geo.table.schema import INCIDENTS
    >>> most_doubtful(empty(INCIDENTS))
    []
    """
    rows = ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))
    found = [(str(row["incident_id"]), doubt(row)) for row in rows]
    ranked = sorted((pair for pair in found if pair[1].score > 0), key=lambda pair: -pair[1].score)
    return ranked if n is None else ranked[:n]
