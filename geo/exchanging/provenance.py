"""What every export says of itself: filters, time, version, data hash, credits, and what its borders do not mean."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from typing import Any, Final

import gazetteer
from gazetteer.errors import GazetteerError
from geo.exchanging.cells import UNREVIEWED
from geo.table.query import Query
from geo.table.summary import describe

DISCLAIMER: Final = "Boundaries and names shown do not imply endorsement."


@dataclass(frozen=True, slots=True)
class Provenance:
    """The facts of one export."""

    software: str
    created: str  # ISO time in UTC
    filters: str  # one line for the reader
    query: dict[str, Any] | None  # the same for a program; None = everything
    rows: int
    rows_total: int
    unreviewed: int
    data_sha256: str
    credits: tuple[str, ...]
    disclaimer: str = DISCLAIMER
    withheld: str | None = None  # what was held back, in words

    def to_dict(self) -> dict[str, Any]:
        """Return the facts as JSON knows them."""
        facts = {name: getattr(self, name) for name in self.__slots__}
        return {**facts, "credits": list(self.credits), "note": self.note()}

    def note(self) -> str:
        """Return the facts as one line for the reader."""
        review = f"{UNREVIEWED}: {self.unreviewed} of {self.rows} rows" if self.unreviewed else "All rows reviewed"
        parts = (
            self.software,
            f"exported {self.created}",
            f"filters: {self.filters}",
            f"{self.rows} of {self.rows_total} rows",
            review,
            *([f"held back: {self.withheld}"] if self.withheld else []),
            f"data SHA-256 {self.data_sha256}",
            *self.credits,
            self.disclaimer,
        )
        return "; ".join(parts)


def provenance(
    *, rows: int, rows_total: int, unreviewed: int, data_sha256: str, query: Query | None, withheld: str | None = None
) -> Provenance:
    """Return the facts of an export made now, or at `SOURCE_DATE_EPOCH` where that is set (the same bytes again)."""
    return Provenance(
        software=f"Dateline {version()}",
        created=_now(),
        filters="none" if query is None else describe(query),
        query=None if query is None else json.loads(query.to_json()),
        rows=rows,
        rows_total=rows_total,
        unreviewed=unreviewed,
        data_sha256=data_sha256,
        credits=credits_of_data(),
        withheld=withheld,
    )


def version() -> str:
    """Return Dateline's version, or "unknown" where it runs uninstalled."""
    try:
        return metadata.version("dateline")
    except metadata.PackageNotFoundError:
        return "unknown"


def _now() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


@cache
def credits_of_data() -> tuple[str, ...]:
    """Return the credit line of each source of places, as the gazetteer names them, and the boundaries' vintage."""
    try:
        gaz = gazetteer.load()
    except GazetteerError:  # a table can be exported where no gazetteer is at hand
        return FALLBACK_CREDITS
    sources = [f"{shard.title}, {shard.licence}" for shard in gaz.info()]
    return (*sources, f"Boundaries: {gaz.shapes.vintage}")


FALLBACK_CREDITS: Final = ("GeoNames, CC BY 4.0", "Natural Earth, public domain")
