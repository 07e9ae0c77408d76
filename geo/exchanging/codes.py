"""Code lists of ACLED and UCDP, and how they answer to Dateline's. Both directions read the same tables."""

from __future__ import annotations

from typing import Final

from geo.table.schema import ACTOR_TYPES, EVENT_TYPES

ACLED_COLUMNS: Final = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)
"""ACLED's columns since March 2023, in order."""

ACLED_TYPES: Final = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
)
"""The event types of Dateline that are ACLED's own."""

OLD_TYPES: Final[dict[str, tuple[str, str]]] = {
    "battle-no change of territory": ("Battles", "Armed clash"),
    "battle-government regains territory": ("Battles", "Government regains territory"),
    "battle-non-state actor overtakes territory": ("Battles", "Non-state actor overtakes territory"),
    "remote violence": ("Explosions/Remote violence", ""),
    "strategic development": ("Strategic developments", ""),
    "headquarters or base established": ("Strategic developments", "Headquarters or base established"),
    "non-violent transfer of territory": ("Strategic developments", "Non-violent transfer of territory"),
    "violence against civilians": ("Violence against civilians", ""),
}
"""Event types of ACLED's older files, and what they are called now; "" where no sub-event type was told."""

INTER_WORDS: Final[dict[str, str]] = {
    **{str(number): name for number, name in enumerate(ACTOR_TYPES, start=1)},
    **{name.lower(): name for name in ACTOR_TYPES},
    "state force": "State forces",
    "rebel groups": "Rebel group",
    "rebel force": "Rebel group",
    "rebel forces": "Rebel group",
    "political militias": "Political militia",
    "identity militias": "Identity militia",
    "communal militia": "Identity militia",
    "protestors": "Protesters",
    "protester": "Protesters",
    "rioter": "Rioters",
    "civilian": "Civilians",
    "external forces": "External/Other forces",
    "other forces": "External/Other forces",
}
"""Inter codes as numbers and as words (lower-case), and Dateline's actor types."""

INTER_NUMBERS: Final[dict[str, int]] = {name: number for number, name in enumerate(ACTOR_TYPES, start=1)}

GEO_TO_WHERE: Final[dict[int, int]] = {1: 1, 2: 2, 3: 4}
"""ACLED's geo_precision and UCDP's where_prec that says the same."""

WHERE_TO_GEO: Final[dict[int, int]] = {1: 1, 2: 2, 3: 3, 4: 3, 5: 3, 6: 3, 7: 3}
DATE_TO_TIME: Final[dict[int, int]] = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
TIME_TO_DATE: Final[dict[int, int]] = {1: 1, 2: 3, 3: 4}
"""UCDP's date_prec and ACLED's time_precision; UCDP's 5, longer than a month, has no code of its own in ACLED."""

UCDP_RADIUS_KM: Final[dict[int, float]] = {2: 25.0}
"""where_prec 2 is "within 25 km of a known point" (UCDP GED codebook 19.1)."""

UCDP_COLUMNS: Final = (
    *("id", "year", "type_of_violence", "side_a", "side_b", "number_of_sources", "source_article", "source_office"),
    *("source_date", "source_headline", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude"),
    *("geom_wkt", "country", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b"),
    *("deaths_civilians", "deaths_unknown", "best", "high", "low"),
)
"""UCDP GED's columns that Dateline can fill."""

_SUBS: Final = {sub.lower(): sub for subs in EVENT_TYPES.values() for sub in subs}
_EVENTS: Final = {event.lower(): event for event in EVENT_TYPES}
_TYPOS: Final = {"excessive force against protestors": "Excessive force against protesters"}


def interaction(first: str | None, second: str | None) -> int | None:
    """Return ACLED's two-digit interaction code: the lower inter code first, 0 for a side that is not there.

    >>> interaction("Civilians", "State forces"), interaction("State forces", None), interaction(None, None)
    (17, 10, None)
    """
    codes = sorted(INTER_NUMBERS[name] for name in (first, second) if name in INTER_NUMBERS)
    if not codes:
        return None
    return codes[0] * 10 + (codes[1] if len(codes) > 1 else 0)


def types_of(event_type: str | None, sub_event_type: str | None, inter1: str | None) -> tuple[str, str] | None:
    """Return the event and sub-event type that ACLED's words mean; None where the event type is unknown.

    Where a file tells no sub-event type, the event type stands for it. Old files have one type for riots and
    protests: who did it decides.

    >>> types_of("Battle-No change of territory", None, None)
    ('Battles', 'Armed clash')
    >>> types_of("Riots/Protests", None, "Protesters")
    ('Protests', 'Protests')
    """
    kind = (event_type or "").strip().lower()
    sub = (sub_event_type or "").strip()
    sub = _TYPOS.get(sub.lower()) or _SUBS.get(sub.lower()) or ""
    if kind == "riots/protests":
        event = "Protests" if inter1 == "Protesters" else "Riots"
    elif kind in _EVENTS:
        event = _EVENTS[kind]
    elif kind in OLD_TYPES:
        event, old_sub = OLD_TYPES[kind]
        sub = sub or old_sub
    else:
        return None
    return event, sub or event
