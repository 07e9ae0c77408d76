"""ISO 3166 codes and the names by which ACLED and UCDP call countries (`geo/vocabulary/countries.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from geo.extracting.vocabulary import table
from geo.table.text import fold


@cache
def _by_key() -> Mapping[str, Mapping[str, str]]:
    """Return the countries under each of their codes and folded names."""
    found: dict[str, Mapping[str, str]] = {}
    for row in table("countries.csv"):
        names = (row["alpha2"], row["alpha3"], row["numeric"], row["name"], *row["aliases"].split("|"))
        for name in filter(None, names):
            found.setdefault(fold(name), row)
    return found


def country(*keys: object) -> Mapping[str, str] | None:
    """Return a country by the first key that names one: a code (SY, SYR, 760) or a name; None if none does.

    >>> (country("760") or {})["alpha2"], (country(None, "Yemen (North Yemen)") or {})["alpha2"]
    ('SY', 'YE')
    >>> country("Atlantis") is None
    True
    """
    known = _by_key()
    for key in keys:
        text = str(key).strip() if key is not None else ""
        found = known.get(fold(text.lstrip("0") or text))
        if found is not None:
            return found
    return None
