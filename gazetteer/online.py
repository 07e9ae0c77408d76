"""Names that the gazetteer lacks, asked of a Nominatim server: opt-in, polite, cached, marked as from outside.

Nothing in Dateline calls this unless the user asks for it. One request a second for the whole process, a disk cache in
front of the limiter that keeps misses too, a time-out, and a user agent that says who asks: what Nominatim's usage
policy demands. The client is geopy's.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gazetteer.errors import GazetteerError
from gazetteer.places import Candidate, Kind, Match, Place

SECONDS_BETWEEN: Final = 1.0
"""Nominatim's policy: at most one request a second for the whole application."""
TIMEOUT_S: Final = 10
USER_AGENT: Final = "dateline/0.1 (incident maps from news; opt-in geocoding)"
RADIUS_KM: Final[dict[str, float]] = {"country": 400, "state": 100, "county": 30, "city": 8, "town": 4, "village": 2}
KINDS: Final[dict[str, Kind]] = {
    "country": "country",
    "state": "admin1",
    "county": "admin2",
    "city": "city",
    "town": "town",
    "village": "village",
    "hamlet": "village",
    "suburb": "neighbourhood",
}
_lock = threading.Lock()
_last = [0.0]


class OnlineError(GazetteerError, ConnectionError):
    """The server did not answer as it should; the message says what it said and what to do."""


@dataclass(frozen=True, slots=True)
class Online:
    """A Nominatim server behind the same answers as the gazetteer's.

    Attributes:
        cache: folder of the disk cache; created when first needed.
        domain: host and port of the server.
        scheme: "https" or, for a server of one's own on loopback, "http".
        wait: how to wait for so many seconds; a test may count instead.
    """

    cache: Path
    domain: str = "nominatim.openstreetmap.org"
    scheme: str = "https"
    wait: Callable[[float], None] = time.sleep

    def lookup(self, name: str, *, country: str | None = None, limit: int = 5) -> list[Match]:
        """Return the matches that the server gives for a name, best first; [] if it knows none.

        Raises:
            OnlineError: the server is out of reach, refuses, or answers with something else than places.
        """
        answers = self._cached(name.strip(), (country or "").lower(), limit)
        return [_match(name, answer) for answer in answers]

    def _cached(self, name: str, country: str, limit: int) -> list[dict[str, Any]]:
        if not name:
            return []
        key = hashlib.sha256(json.dumps([self.domain, name, country, limit]).encode()).hexdigest()
        path = self.cache / f"{key}.json"
        try:
            known: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            pass
        else:
            return known
        answers = self._asked(name, country, limit)
        self.cache.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
        part.replace(path)
        return answers

    def _asked(self, name: str, country: str, limit: int) -> list[dict[str, Any]]:
        from geopy.exc import GeopyError
        from geopy.geocoders import Nominatim

        client = Nominatim(user_agent=USER_AGENT, timeout=TIMEOUT_S, domain=self.domain, scheme=self.scheme)
        with _lock:  # the limit holds for the whole process
            self.wait(max(0.0, _last[0] + SECONDS_BETWEEN - time.monotonic()))
            try:
                found = client.geocode(
                    name,
                    exactly_one=False,
                    limit=limit,
                    country_codes=country or None,
                    language="en",
                    addressdetails=True,
                )
            except (GeopyError, ValueError, KeyError, TypeError, AttributeError) as fault:
                said = str(fault) or type(fault).__name__
                raise OnlineError(
                    f"{self.domain} did not answer for {name!r} ({said}); try again later, or go on without --online"
                ) from None
            finally:
                _last[0] = time.monotonic()
        return [location.raw | {"lat": location.latitude, "lon": location.longitude} for location in found or ()]


def _match(name: str, answer: dict[str, Any]) -> Match:
    """Return an answer as a match, marked as from outside."""
    kind = str(answer.get("addresstype") or answer.get("type") or "")
    address = answer.get("address") or {}
    place = Place(
        place_id=f"osm:{answer.get('osm_type', '?')}/{answer.get('osm_id', '?')}",
        name=str(answer.get("name") or str(answer.get("display_name", name)).split(",")[0]),
        kind=KINDS.get(kind, "other"),
        lon=float(answer["lon"]),
        lat=float(answer["lat"]),
        country=str(address.get("country_code", "")).upper() or None,
        admin1=address.get("state"),
        country_name=address.get("country"),
        uncertainty_km=RADIUS_KM.get(kind, 5.0),
    )
    score = round(min(0.6, 0.3 + float(answer.get("importance") or 0) / 2), 3)
    reasons = ("from outside: OpenStreetMap by Nominatim, ODbL", "the gazetteer lacks the name")
    return Match(name, place, score, reasons, (Candidate(place, score, reasons),))
