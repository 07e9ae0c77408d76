"""The place mentions of an article as rows: what was found, how it is used, which place was chosen and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from gazetteer.places import Candidate, Match

CANDIDATES_KEPT: Final = 5
"""How many candidates a row lists."""


def mention_rows(article_id: str, matches: Iterable[Match]) -> list[dict[str, Any]]:
    """Return one row for each mention, with the columns of `geo.table.schema.MENTIONS`."""
    return [_row(article_id, match) for match in matches if match.mention is not None]


def _row(article_id: str, match: Match) -> dict[str, Any]:
    from shapely import Point

    place, mention = match.place, match.mention
    return {
        "article_id": article_id,
        "start": mention.start if mention else 0,
        "end": mention.end if mention else 0,
        "text": mention.text if mention else match.name,
        "use": mention.use if mention else "literal",
        "place_id": place.place_id if place else None,
        "place_name": place.name if place else None,
        "kind": place.kind if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "lon": place.lon if place else None,
        "lat": place.lat if place else None,
        "uncertainty_km": place.uncertainty_km if place else None,
        "score": float(match.score),
        "reasons": [*(mention.reasons if mention else ()), *match.reasons],
        "candidates": [_candidate(c) for c in match.candidates[:CANDIDATES_KEPT] if c.place is not place],
        "geometry": Point(place.lon, place.lat) if place else None,
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "name": place.name,
        "place_id": place.place_id,
        "lon": place.lon,
        "lat": place.lat,
        "score": float(candidate.score),
        "reasons": list(candidate.reasons),
    }
