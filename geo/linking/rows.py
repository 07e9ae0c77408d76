"""From incidents to the rows and tables of the schema, every column present, null and never "" for unknown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.extracting.actors import posted_in
from geo.extracting.model import CountMention
from geo.linking.counting import combined
from geo.linking.draft import Draft, Incident, Site
from geo.linking.grade import accepts, grade
from geo.linking.likeness import km_between
from geo.linking.settings import rules
from geo.linking.spots import POINT_KINDS
from geo.table.schema import disorder_type

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Outline = Callable[[str], "BaseGeometry | None"]
"""Gives the outline of a place by its id."""

ID_DIGITS: Final = 12
ACLED_TIME: Final = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
"""ACLED's time precision for UCDP's date precision (STANDARDS 1.2); ACLED has no code for more than a month."""
CIVIL_TARGETS: Final = frozenset({"Civilians", "Protesters"})


def incident_id(draft: Draft) -> str:
    """Return the stable id: of the anchor report's article and trigger offsets, and the place's number among many."""
    key = f"{draft.article.id}:{draft.event.start}:{draft.event.end}" + (f":{draft.part}" if draft.part else "")
    return hashlib.sha1(key.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:ID_DIGITS]


def incident_row(incident: Incident, outline: Outline | None = None) -> dict[str, Any]:
    """Return the row of an incident; the flat columns are derived from its reports.

    Type and rule come from the report that tells most; the date and the place from the most exact report.
    """
    drafts = incident.drafts
    anchor = drafts[0]
    main = _telling(drafts)
    dated = _dated(drafts)
    site = _site(drafts)
    mark, reason = grade(drafts)
    row: dict[str, Any] = {
        "incident_id": incident_id(anchor),
        "event_type": main.event.event_type,
        "sub_event_type": main.event.sub_event_type,
        "disorder_type": disorder_type(main.event.event_type, main.event.sub_event_type),
        "modality": _modality(drafts),
        "background": all(draft.background for draft in drafts),
        "date_start": dated.when.start,
        "date_end": dated.when.end,
        "date_text": dated.when.text,
        "time_precision": ACLED_TIME.get(dated.when.precision) if dated.when.precision else None,
        "date_precision": dated.when.precision,
        **_place(site, incident, outline),
        **_parties(drafts, site.country if site else None),
        **_figures(drafts),
        "grade": mark,
        "grade_reason": reason,
        "zone_id": None,
        "zone_note": None,
        "reports": [report(draft) for draft in drafts],
        "review": "auto",
        "reviewer_note": None,
    }
    return row


def _telling(drafts: Sequence[Draft]) -> Draft:
    """The report that names type best: a specific sub-event type before the general ones, real before recalled."""
    general = ("Attack", "Other", "Armed clash")
    return min(drafts, key=lambda d: (d.event.sub_event_type in general, d.background))


def _dated(drafts: Sequence[Draft]) -> Draft:
    known = [draft for draft in drafts if draft.when.start is not None]
    return min(known or drafts, key=lambda draft: (not draft.when.told, draft.when.precision or 9, draft.background))


def _site(drafts: Sequence[Draft]) -> Site | None:
    """The most exact place that a report names itself; else the most exact taken over."""
    sites = [draft.site for draft in drafts if draft.site is not None]
    if not sites:
        return None

    def vagueness(site: Site) -> tuple[bool, bool, int, float]:
        return site.inherited, site.name is None, site.where_precision or 9, site.uncertainty_km or 0.0

    best = min(sites, key=vagueness)
    finer = [site for site in sites if site.inherited and _inside(site, best)]
    return min(finer, key=vagueness) if finer and not best.inherited else best


def _inside(point: Site, area: Site) -> bool:
    """Whether a place taken over makes a named area more exact: it lies in it and is much smaller."""
    if point.lon is None or point.lat is None or area.lon is None or area.lat is None or area.kind in POINT_KINDS:
        return False
    small = (point.uncertainty_km or 0.0) < (area.uncertainty_km or 0.0)
    far = km_between(lon1=point.lon, lat1=point.lat, lon2=area.lon, lat2=area.lat)
    return small and point.kind in POINT_KINDS and far <= (area.uncertainty_km or 0.0)


def _modality(drafts: Sequence[Draft]) -> str:
    """Occurred if the teller says so in his own voice, or the party accepts it; else what the reports agree on."""
    kinds = {draft.modality for draft in drafts}
    if len(kinds) == 1:
        return drafts[0].modality
    if "occurred" in kinds or any(accepts(draft) for draft in drafts):
        return "occurred"
    for kind in ("alleged", "denied", "planned", "threatened"):
        if kind in kinds:
            return kind
    return drafts[0].modality


def _place(site: Site | None, incident: Incident, outline: Outline | None) -> dict[str, Any]:
    from shapely import Point

    reasons = ["no place is named for it"] if site is None else [*site.reasons]
    reasons.extend(f"one event: {why}" for why in incident.reasons)
    geometry: Any = None
    if site is not None and site.lon is not None and site.lat is not None:
        geometry = site.geometry
        if geometry is None and site.has_outline and site.place_id and outline is not None:
            geometry = outline(site.place_id)
        if geometry is None:
            geometry = Point(site.lon, site.lat)
    return {
        "place_text": site.text if site else None,
        "place_name": site.name if site else None,
        "place_id": site.place_id if site else None,
        "place_kind": site.kind if site else None,
        "place_role": site.role if site else None,
        "place_reasons": reasons,
        "country": site.country if site else None,
        "country_name": site.country_name if site else None,
        "admin1": site.admin1 if site else None,
        "admin2": site.admin2 if site else None,
        "pcode": site.pcode if site else None,
        "lon": site.lon if site else None,
        "lat": site.lat if site else None,
        "geo_precision": site.geo_precision if site else None,
        "where_precision": site.where_precision if site else None,
        "uncertainty_km": site.uncertainty_km if site else None,
        "geometry": geometry,
    }


def _parties(drafts: Sequence[Draft], country: str | None) -> dict[str, Any]:
    actor1 = next((d.event.actor1 for d in drafts if d.event.actor1 is not None), None)
    actor2 = next((d.event.actor2 for d in drafts if d.event.actor2 is not None), None)
    target = next((d.event.target for d in drafts if d.event.target is not None), None)
    actor1, actor2 = (posted_in(a, country) if a is not None else None for a in (actor1, actor2))
    hit = actor2 or target
    kind = target.target_type if target else None
    if kind is None and actor2 is not None and actor2.actor_type == "Civilians":
        kind = actor2.target_type or "civilians"
    violent = drafts[0].event.event_type in (
        "Battles", "Explosions/Remote violence", "Violence against civilians", "Riots", "Strategic developments",
    )  # fmt: skip
    civil = hit is not None and hit.actor_type in CIVIL_TARGETS and kind not in rules()["targets"]["not_civil"]
    harmed = any(
        count.kind == "event"
        and count.what in ("killed", "injured")
        and count.unit in ("civilians", "children", "women")
        for draft in drafts
        for count in draft.counts
    )
    return {
        "actor1": actor1.name if actor1 else None,
        "actor1_type": actor1.actor_type if actor1 else None,
        "actor2": hit.name if hit else None,
        "actor2_type": hit.actor_type if hit else None,
        "target_type": kind,
        "civilian_targeting": bool(
            drafts[0].event.event_type == "Violence against civilians" or (violent and (civil or harmed))
        ),
    }


def _figures(drafts: Sequence[Draft]) -> dict[str, Any]:
    killed = combined(drafts, "killed")
    children = combined(drafts, "killed", children=True)
    return {
        "fatalities": killed.best,
        "fatalities_low": killed.low,
        "fatalities_high": killed.high,
        "injured": combined(drafts, "injured").best,
        "displaced": combined(drafts, "displaced").best,
        "children_killed": children.best,
    }


def count_record(count: CountMention) -> dict[str, Any]:
    """Return a count as a report keeps it."""
    return {
        "what": count.what,
        "low": count.low,
        "best": count.best,
        "high": count.high,
        "unit": count.unit,
        "qualifier": count.qualifier,
        "kind": count.kind,
        "text": count.text,
    }


def report(draft: Draft) -> dict[str, Any]:
    """Return a report with the fields of `REPORT_FIELDS`; `quote == text[quote_start:quote_end]`."""
    article, said = draft.article, draft.attribution
    start, end = draft.quote
    return {
        "article_id": article.id,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published,
        "retrieved": article.retrieved,
        "article_sha256": article.sha256,
        "quote": article.text[start:end],
        "quote_start": start,
        "quote_end": end,
        "trigger_start": draft.event.start,
        "trigger_end": draft.event.end,
        "attribution": said.speaker if said else None,
        "attribution_type": said.speaker_type if said else None,
        "confidence": draft.confidence,
        "modality": draft.modality,
        "counts": [count_record(count) for count in draft.counts],
        "rule": draft.event.rule,
    }
