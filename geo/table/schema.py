"""The columns of Dateline's tables, declared once: name, type, whether empty is allowed, and meaning.

Validation, empty tables, export order, the data dictionary and the README's column list all derive from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Dtype = Literal["string", "Int64", "Float64", "boolean", "json", "geometry"]
Layer = Literal["incidents", "background", "prospective", "statements"]

EVENT_TYPES: Final[dict[str, tuple[str, ...]]] = {
    # ACLED's vocabulary (codebook 2023)
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
    # Dateline's extension
    "Displacement": ("Displacement",),
    "Military build-up": ("Military build-up",),
    "Diplomacy": ("Statement", "Threat or warning", "Summit or meeting", "Denial"),
    "Humanitarian figure": ("Humanitarian figure",),
}
"""Event types and their sub-event types, ACLED's first, then Dateline's own."""

DISORDER_TYPES: Final[dict[str, str]] = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
    "Mob violence": "Political violence",
    "Excessive force against protesters": "Political violence; Demonstrations",
}
"""Disorder type by event type; a sub-event type listed here overrides its event type."""

ACTOR_TYPES: Final = (
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
)
"""ACLED's inter codes 1 to 8, in order."""

MODALITIES: Final = ("occurred", "alleged", "threatened", "planned", "denied")
GRADES: Final = ("confirmed", "fair", "weak", "contested")
REVIEWS: Final = ("auto", "accepted", "edited", "rejected")
REVIEWED: Final = ("accepted", "edited")  # what a person has looked at and stands by
LAYERS: Final[tuple[Layer, ...]] = ("incidents", "background", "prospective", "statements")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, whether null is allowed, and what it means."""

    name: str
    dtype: Dtype
    nullable: bool
    meaning: str


INCIDENTS: Final = (
    Column("incident_id", "string", False, "stable id, made from the anchor report's article id and trigger offsets"),
    Column("event_type", "string", False, "ACLED event type, or Dateline's extension"),
    Column("sub_event_type", "string", False, "ACLED sub-event type, or Dateline's extension"),
    Column("disorder_type", "string", True, "ACLED disorder type; null for Dateline's own types"),
    Column("modality", "string", False, "occurred, alleged, threatened, planned, denied"),
    Column("background", "boolean", False, "true where the text recalls an earlier event"),
    Column("date_start", "string", True, "first day on which it may have happened, ISO"),
    Column("date_end", "string", True, "last day on which it may have happened, ISO"),
    Column("date_text", "string", True, "the words the date came from"),
    Column("time_precision", "Int64", True, "ACLED: 1 day, 2 week, 3 month or vaguer"),
    Column("date_precision", "Int64", True, "UCDP: 1 day, 2 range of 2-6 days, 3 week, 4 month, 5 longer"),
    Column("place_text", "string", True, "the place as written"),
    Column("place_name", "string", True, "the place as resolved"),
    Column("place_id", "string", True, "gazetteer id with its source"),
    Column("place_kind", "string", True, "kind of place"),
    Column("place_role", "string", True, "site, origin or destination"),
    Column("place_reasons", "json", False, "why this place: list of reasons, and the candidates it beat"),
    Column("country", "string", True, "ISO 3166-1 alpha-2"),
    Column("country_name", "string", True, "country in English"),
    Column("admin1", "string", True, "first-level unit"),
    Column("admin2", "string", True, "second-level unit, where known"),
    Column("pcode", "string", True, "OCHA P-code, where known"),
    Column("lon", "Float64", True, "longitude of the representative point, WGS 84 degrees; null for country-wide"),
    Column("lat", "Float64", True, "latitude of the representative point, WGS 84 degrees; null for country-wide"),
    Column("geo_precision", "Int64", True, "ACLED: 1 town, 2 near a town or small area, 3 larger area"),
    Column(
        "where_precision",
        "Int64",
        True,
        "UCDP: 1 exact, 2 within 25 km, 3 ADM2, 4 ADM1, 5 fuzzy, 6 country, 7 sea or air",
    ),
    Column("uncertainty_km", "Float64", True, "radius in km of the circle round (lon, lat) within which it lies"),
    Column("actor1", "string", True, "who did it"),
    Column("actor1_type", "string", True, "ACLED actor type"),
    Column("actor2", "string", True, "to whom"),
    Column("actor2_type", "string", True, "ACLED actor type"),
    Column("target_type", "string", True, "civilians, hospital, school, rescue centre, market, camp, ..."),
    Column("civilian_targeting", "boolean", False, "true where civilians or civilian facilities were the target"),
    Column("fatalities", "Int64", True, "killed, best figure of the reports' event counts; null = not told"),
    Column("fatalities_low", "Int64", True, "killed, lowest figure"),
    Column("fatalities_high", "Int64", True, "killed, highest figure; null = open-ended"),
    Column("injured", "Int64", True, "injured, best figure"),
    Column("displaced", "Int64", True, "people displaced, best figure"),
    Column("children_killed", "Int64", True, "children among the killed"),
    Column("grade", "string", False, "confirmed, fair, weak, contested"),
    Column("grade_reason", "string", False, "why that grade"),
    Column("zone_id", "string", True, "control zone that holds the place on that date"),
    Column("zone_note", "string", True, "that zone's note"),
    Column("reports", "json", False, "list of reports, each with quote, offsets, attribution, counts, rule"),
    Column("review", "string", False, "auto, accepted, edited, rejected"),
    Column("reviewer_note", "string", True, "the reviewer's words"),
    Column("geometry", "geometry", True, "point or area, EPSG:4326; null for country-wide and unplaced"),
)
"""Columns of the incident table, in export order."""

REPORT_FIELDS: Final = (
    "article_id",
    "outlet",
    "url",
    "published",
    "retrieved",
    "article_sha256",
    "quote",
    "quote_start",
    "quote_end",
    "trigger_start",
    "trigger_end",
    "attribution",
    "attribution_type",
    "confidence",
    "modality",
    "counts",
    "rule",
)
"""Fields of one report. `counts` is a list of {what, low, best, high, unit, qualifier, kind, text}."""

ZONES: Final = (
    Column("zone_id", "string", False, "stable id"),
    Column("holder", "string", True, "who holds it; null for a de-escalation zone with no single holder"),
    Column("holder_type", "string", True, "ACLED actor type"),
    Column("area_text", "string", False, "the area as written"),
    Column("place_id", "string", True, "unit the area was made from"),
    Column("valid_from", "string", True, "ISO day from which it is known to hold"),
    Column("valid_to", "string", True, "ISO day; null = not known to have ended"),
    Column("share", "string", True, "the words on how much of the unit: 'more than half', 'small sliver'"),
    Column("status", "string", False, "holds, contested, besieged, de-escalation"),
    Column("method", "string", False, "named area, part of area, drawn by hand, imported, undrawn"),
    Column("certainty", "string", False, "stated, claimed, approximate"),
    Column("note", "string", False, "one sentence for the reader, made from the fields"),
    Column("reports", "json", False, "list of reports, as for incidents"),
    Column("geometry", "geometry", True, "area in EPSG:4326; null where nothing can honestly be drawn"),
)
"""Columns of the control-zone table."""

FLOWS: Final = (
    Column("flow_id", "string", False, "stable id"),
    Column("incident_id", "string", True, "the displacement incident it belongs to"),
    Column("origin_name", "string", True, "where from"),
    Column("origin_lon", "Float64", True, "WGS 84 degrees"),
    Column("origin_lat", "Float64", True, "WGS 84 degrees"),
    Column("origin_uncertainty_km", "Float64", True, "radius in km"),
    Column("destination_name", "string", True, "where to"),
    Column("destination_lon", "Float64", True, "WGS 84 degrees"),
    Column("destination_lat", "Float64", True, "WGS 84 degrees"),
    Column("destination_uncertainty_km", "Float64", True, "radius in km"),
    Column("people", "Int64", True, "people, best figure"),
    Column("families", "Int64", True, "families, best figure"),
    Column("label", "string", False, "the count as told: '~1,000 people (about 180 families)'"),
    Column("date_start", "string", True, "ISO day"),
    Column("date_end", "string", True, "ISO day"),
    Column("reports", "json", False, "list of reports, as for incidents"),
    Column("geometry", "geometry", True, "line from origin to destination, EPSG:4326"),
)
"""Columns of the displacement-flow table."""

MENTIONS: Final = (
    Column("article_id", "string", False, "article"),
    Column("start", "Int64", False, "offset in code points"),
    Column("end", "Int64", False, "offset in code points"),
    Column("text", "string", False, "as written"),
    Column("use", "string", False, "literal, metonym, demonym, embedded"),
    Column("place_id", "string", True, "as resolved"),
    Column("place_name", "string", True, "as resolved"),
    Column("kind", "string", True, "kind of place"),
    Column("country", "string", True, "ISO 3166-1 alpha-2"),
    Column("admin1", "string", True, "first-level unit"),
    Column("lon", "Float64", True, "WGS 84 degrees"),
    Column("lat", "Float64", True, "WGS 84 degrees"),
    Column("uncertainty_km", "Float64", True, "radius in km"),
    Column("score", "Float64", False, "0 to 1"),
    Column("reasons", "json", False, "list of reasons"),
    Column("candidates", "json", False, "rejected candidates: list of {name, place_id, lon, lat, score, reasons}"),
    Column("geometry", "geometry", True, "point, EPSG:4326"),
)
"""Columns of the place-mention table."""


def disorder_type(event_type: str, sub_event_type: str) -> str | None:
    """Return ACLED's disorder type of an event, or None for Dateline's own types.

    >>> disorder_type("Riots", "Mob violence")
    'Political violence'
    >>> disorder_type("Displacement", "Displacement") is None
    True
    """
    return DISORDER_TYPES.get(sub_event_type, DISORDER_TYPES.get(event_type))


def event_type_of(sub_event_type: str) -> str:
    """Return the event type that holds a sub-event type.

    Raises:
        KeyError: there is no such sub-event type.

    >>> event_type_of("Air/drone strike")
    'Explosions/Remote violence'
    """
    for event_type, subs in EVENT_TYPES.items():
        if sub_event_type in subs:
            return event_type
    raise KeyError(sub_event_type)


def layer_of(event_type: str, modality: str, *, background: bool) -> Layer:
    """Return the map layer of an incident; each incident lies in exactly one, and only `incidents` shows by default.

    >>> layer_of("Battles", "planned", background=False)
    'prospective'
    """
    if event_type in ("Diplomacy", "Humanitarian figure"):
        return "statements"
    if modality in ("threatened", "planned", "denied"):
        return "prospective"
    return "background" if background else "incidents"
