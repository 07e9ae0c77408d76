"""The filters of `map`, `extract` and `import`: the fields of the `Query`, as options."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

import click

from geo.table.query import Query
from geo.table.schema import EVENT_TYPES, GRADES, LAYERS, MODALITIES, REVIEWED, REVIEWS, layer_of
from geo.table.text import fold

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.exchanging.protection import Protection

ALL: Final = "all"
STATEMENTS: Final = ("Diplomacy", "Humanitarian figure")
TYPES: Final = (*EVENT_TYPES, *(sub for subs in EVENT_TYPES.values() for sub in subs))
OPEN: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "actors": ("actor", ("actor1", "actor2")),
    "zones": ("zone", ("zone_id",)),
    "admin1": ("admin1", ("admin1",)),
}
"""Fields whose values come from the articles: the option, and the columns that hold such values."""

Command = Callable[..., Any]
OPTIONS: Final = (
    click.option("--since", metavar="DAY", help="Only what may have happened on or after this day (2018-09-04)."),
    click.option("--until", metavar="DAY", help="Only what may have happened on or before this day."),
    click.option("--dated", is_flag=True, help="Leave out what has no date."),
    click.option("--type", "types", multiple=True, help='Event or sub-event type, e.g. "Air/drone strike".'),
    click.option("--actor", "actors", multiple=True, help="Who did it or to whom."),
    click.option("--modality", "modalities", multiple=True, type=click.Choice(MODALITIES), help="How real it is."),
    click.option("--grade", "grades", multiple=True, type=click.Choice(GRADES), help="How sure it is."),
    click.option("--zone", "zones", multiple=True, help="Id of the control zone it lies in."),
    click.option("--country", "countries", multiple=True, help="Country, as ISO code or name."),
    click.option("--admin1", multiple=True, help="First-level unit."),
    click.option("--source", "sources", multiple=True, help="Outlet (without one, article id) that reports it."),
    click.option("--precision", "precisions", multiple=True, type=click.Choice(("0", "1", "2", "3")),
                 help="Place known to: 1 town, 2 near a town, 3 larger area, 0 not at all."),
    click.option("--near", metavar="LON,LAT,KM", help="Within so many km of a point."),
    click.option("--polygon", metavar='"LON,LAT LON,LAT ..."', help="Inside a drawn area."),
    click.option("--review", "reviews", multiple=True, type=click.Choice(REVIEWS), help="State of review."),
    click.option("--reviewed-only", is_flag=True, help="Only rows that a person has accepted or edited."),
    click.option("--text", help="Words that must all occur in quote, place, actor and so on."),
    click.option("--layer", "layers", multiple=True, type=click.Choice((*LAYERS, ALL)),
                 help="Layer (default: incidents; a --modality or --type outside it opens its layer)."),
    click.option("--query", "whole", metavar="JSON", help="The whole query as the app and the map write it."),
)  # fmt: skip
"""One option per field of the query; those that may be given several times list allowed values."""

PROTECTING: Final = (
    click.option("--sensitive-places", type=click.Choice(("exact", "coarse", "hidden")), default="exact",
                 show_default=True, help="Places of hospitals, camps, schools and the like, in quotes too."),
    click.option("--withhold-names", is_flag=True, help="Take names of private people out of quotes and fields."),
)  # fmt: skip
"""What a public export may hold back."""


def filters(command: Command) -> Command:
    """Add the filter options to a command; it gets them as keyword arguments for `query_of`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def protecting(command: Command) -> Command:
    """Add the options that hold back what could harm people; `protection_of` reads them."""
    for option in reversed(PROTECTING):
        command = option(command)
    return command


def protection_of(options: dict[str, Any]) -> Protection:
    """Return what the options hold back, and take them out of `options`.

    >>> protection_of({"sensitive_places": "hidden", "withhold_names": False}).places
    'hidden'
    """
    from geo.exchanging.protection import Protection

    return Protection(options.pop("sensitive_places"), options.pop("withhold_names"))


def query_of(options: dict[str, Any], default: Query) -> Query:
    """Return the query that the options describe; options that are not given keep the default.

    Raises:
        QueryError: a value makes no sense.
        click.UsageError: a value is unknown, or --query stands beside other filters.

    >>> query_of({"modalities": ("planned",)}, Query()).layers
    ('incidents', 'prospective', 'statements')
    >>> query_of({"near": "36.6,35.9,20"}, Query()).near
    (36.6, 35.9, 20.0)
    """
    given = {name: value for name, value in options.items() if value}
    whole = given.pop("whole", None)
    if whole is not None:
        if given:
            raise click.UsageError("--query is the whole query; leave the other filters out.")
        return Query.from_json(whole)
    values: dict[str, Any] = {field.name: given[field.name] for field in fields(Query) if field.name in given}
    values |= {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
    if given.get("reviewed_only"):
        values["reviews"] = list(REVIEWED)
    if given.get("dated"):
        values["undated"] = False
    if "precisions" in values:
        values["precisions"] = [int(value) for value in values["precisions"]]
    if "types" in values:
        values["types"] = [_type(value) for value in values["types"]]
    if "countries" in values:
        values["countries"] = [_country(value) for value in values["countries"]]
    if "near" in values:
        values["near"] = _numbers(values["near"], 3, "--near", "LON,LAT,KM")
    if "polygon" in values:
        values["polygon"] = [_numbers(corner, 2, "--polygon", "LON,LAT") for corner in values["polygon"].split()]
    values["layers"] = _layers(values.get("layers", []), values, default)
    return Query.from_dict({**json.loads(default.to_json()), **values})


def _layers(named: Sequence[str], values: dict[str, Any], default: Query) -> list[str]:
    if ALL in named:
        return []
    if named or not default.layers:
        return list(named)
    wanted = {"incidents", *_holding(values.get("modalities", []), values.get("types", []))}
    return [layer for layer in LAYERS if layer in wanted]


def _holding(modalities: Iterable[str], types: Iterable[str]) -> set[str]:
    """Return the layers that hold rows of these modalities and types."""
    modes, kinds = list(modalities), list(types)
    found: set[str] = set()
    for event, subs in EVENT_TYPES.items():
        named = event in kinds or any(sub in kinds for sub in subs)
        if named or (not kinds and modes):
            found |= {layer_of(event, mode, background=False) for mode in modes or ("occurred",)}
    if "occurred" in modes and not kinds:
        found.discard("statements")  # what was said did occur; "occurred" asks for what happened
    return found


def _type(value: str) -> str:
    known = {fold(name): name for name in TYPES}
    if fold(value) in known:
        return known[fold(value)]
    close = difflib.get_close_matches(fold(value), known, n=3, cutoff=0.4)
    cure = (
        f"did you mean {' or '.join(repr(known[name]) for name in close)}?"
        if close
        else f"use {', '.join(EVENT_TYPES)}"
    )
    raise click.UsageError(f"--type {value!r} is unknown; {cure}")


def _country(value: str) -> str:
    from geo.exchanging.countries import country

    found = country(value)
    if found is None:
        raise click.UsageError(f"--country {value!r} is unknown; use an ISO code (SY) or an English name (Syria).")
    return found["alpha2"]


def _numbers(text: str, count: int, option: str, form: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count:
        raise click.UsageError(f"{option} {text!r} makes no sense; write it as {form}.")
    return numbers


def settle(query: Query, incidents: gpd.GeoDataFrame) -> tuple[Query, list[str]]:
    """Return the query with names as the table spells them, and a sentence for each name that it lacks.

    >>> from geo.table.frames import from_rows
    >>> from geo.table.schema import INCIDENTS
    >>> table = from_rows([{"actor1": "Hay'at Tahrir al-Sham"}], INCIDENTS)
    >>> settle(Query(actors=("hayat tahrir al-sham",)), table)[0].actors
    ("Hay'at Tahrir al-Sham",)
    """
    words: list[str] = []
    changes: dict[str, Any] = {}
    for name, (option, columns) in OPEN.items():
        known = {fold(value): value for column in columns for value in incidents[column].dropna().unique()}
        values = []
        for value in getattr(query, name):
            if fold(value) not in known:
                close = difflib.get_close_matches(fold(value), known, n=3, cutoff=0.5) or list(known)[:5]
                words.append(
                    f"no incident has --{option} {value!r}; there is {', '.join(known[key] for key in close) or 'none'}"
                )
            values.append(known.get(fold(value), value))
        changes[name] = tuple(values)
    return replace(query, **changes), words
