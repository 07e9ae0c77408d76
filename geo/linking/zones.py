"""Control zones: dated claims with their source, drawn as areas only where the words name one.

A note becomes a row for each area it names. A later note on the same area ends an earlier holder's row and never
deletes it; notes of one holder on one area become one row with several reports. No front line is invented: a share
("more than half of Idlib") is the unit's outline marked approximate, and what is left over stays undrawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gazetteer.places import Match, Region
from geo.extracting.model import Attribution, ZoneNote
from geo.linking.zone_areas import Drawn, Reader, is_minor
from geo.linking.zone_join import join
from geo.linking.zone_words import report, sentence
from geo.reading.article import Article
from geo.table.frames import from_rows
from geo.table.schema import ZONES

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from gazetteer import Gazetteer

__all__ = ["build_zones", "join", "with_own"]

ID_DIGITS: Final = 12
STATUS: Final = {"holds": "holds", "took": "holds", "lost": "holds", "besieged": "besieged", "contested": "contested"}
DESIGNATED: Final = "de-escalation"


@dataclass(slots=True)
class _Zone:
    """A zone while the notes are read in the order of their days."""

    note: ZoneNote
    drawn: Drawn
    article: Article
    order: int
    number: int  # among the areas of one note
    zone_id: str
    valid_from: str | None
    valid_to: str | None = None
    share: str | None = None
    reports: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """The area: unit and part. Areas without a place are their words, each article's own."""
        if self.drawn.place is None:
            return f"{self.article.id}:{self.drawn.name.casefold()}", ""
        return self.drawn.place.place_id, self.drawn.part

    @property
    def status(self) -> str:
        return STATUS.get(self.note.act, DESIGNATED)

    def row(self) -> dict[str, Any]:
        drawn, note = self.drawn, self.note
        certainty = (
            "claimed" if note.claimed else "stated" if drawn.exact and drawn.geometry is not None else "approximate"
        )
        return {
            "zone_id": self.zone_id,
            "holder": note.holder,
            "holder_type": note.holder_type or None,
            "area_text": " ".join(note.area_text.split()),
            "place_id": drawn.place.place_id if drawn.place else None,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "share": self.share,
            "status": self.status,
            "method": drawn.method,
            "certainty": certainty,
            "note": sentence(note, drawn, self.article),
            "reports": self.reports,
            "geometry": drawn.geometry,
        }


def build_zones(
    notes: Sequence[Sequence[ZoneNote]],
    matches: Sequence[Sequence[Match]],
    regions: Sequence[Sequence[Region]],
    gaz: Gazetteer,
    articles: Sequence[Article],
    attributions: Sequence[Sequence[Attribution]] = (),
) -> GeoDataFrame:
    """Return the control zones that the notes of some articles tell, in the order of the notes.

    Args:
        notes: for each article its notes; the next three go along with it.
        matches: the place mentions of each article.
        regions: the regions of each article.
        gaz: gives outlines.
        articles: where the notes come from.
        attributions: who says so, for each article, or nothing.

    >>> len(build_zones([], [], [], None, []))
    0
    """
    zones: list[_Zone] = []
    for order, (article, own, found, parts) in enumerate(zip(articles, notes, matches, regions, strict=True)):
        said = attributions[order] if order < len(attributions) else ()
        zones.extend(_of_article(article, order, own, Reader(found, parts, gaz), said))
    return from_rows([zone.row() for zone in _along_time(zones)], ZONES)


def with_own(told: GeoDataFrame, own: GeoDataFrame | None) -> GeoDataFrame:
    """Return the zones that articles tell, then a user's own; of two with one id the user's stands.

    >>> from geo.table.frames import empty
    >>> len(with_own(empty(ZONES), empty(ZONES)))
    0
    """
    if own is None or own.empty:
        return told
    kept = told[~told["zone_id"].isin(own["zone_id"])]
    rows = [
        {str(name): value for name, value in row.items()} for table in (kept, own) for row in table.to_dict("records")
    ]
    return from_rows(rows, ZONES)


def _of_article(
    article: Article, order: int, notes: Sequence[ZoneNote], reader: Reader, said: Sequence[Attribution]
) -> list[_Zone]:
    earlier: list[tuple[ZoneNote, Drawn]] = []
    zones: list[_Zone] = []
    published = article.published[:10] if article.published else None
    for note in notes:
        for number, drawn in enumerate(reader.areas(note, earlier)):
            earlier.append((note, drawn))
            since = note.since or published
            begins, ends = (None, since) if note.act == "lost" else (since, None)
            ident = _zone_id(article, note, number)
            proof = [report(note, article, said)]
            zones.append(_Zone(note, drawn, article, order, number, ident, begins, ends, note.share, proof))
    return zones


def _zone_id(article: Article, note: ZoneNote, number: int) -> str:
    key = f"{article.id}:{note.trigger_start}:{note.area_start}:{note.area_end}:{number}"
    return hashlib.sha1(key.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:ID_DIGITS]


def _along_time(zones: Sequence[_Zone]) -> list[_Zone]:
    """The zones after the later notes have joined or ended the earlier ones; rows in the order of the texts."""
    named = {zone.key for zone in zones if zone.status == "holds" and zone.note.holder and not zone.note.generic}
    kept: dict[tuple[str, str], list[_Zone]] = {}
    for zone in sorted(zones, key=lambda z: (z.valid_from or z.valid_to or "", z.order, z.note.trigger_start)):
        same_area = kept.setdefault(zone.key, [])
        if zone.note.act == "lost" and _ended(same_area, zone):
            continue
        if any(_joins(earlier, zone) for earlier in same_area):
            continue
        if zone.note.generic and zone.key in named and zone.drawn.geometry is not None:
            zone.drawn = _left_to_named(zone.drawn)
        for earlier in same_area:
            if _supersedes(zone, earlier):
                earlier.valid_to = zone.valid_from
        same_area.append(zone)
    rows = [zone for same_area in kept.values() for zone in same_area]
    return sorted(rows, key=lambda z: (z.order, z.note.trigger_start, z.note.area_start, z.number))


def _left_to_named(drawn: Drawn) -> Drawn:
    why = "the holders that are named are drawn instead"
    return Drawn(drawn.name, drawn.place, None, "undrawn", exact=False, why_not=why, part=drawn.part)


def _ended(same_area: Sequence[_Zone], lost: _Zone) -> bool:
    """Whether a loss ends a zone that is known; it is then a report of that one."""
    for zone in same_area:
        if zone.status == "holds" and zone.note.holder == lost.note.holder and not zone.valid_to:
            zone.valid_to = lost.valid_to
            zone.reports += lost.reports
            return True
    return False


def _joins(earlier: _Zone, zone: _Zone) -> bool:
    """Whether a note tells again what an earlier one told; it is then a report of that zone."""
    if earlier.status != zone.status or earlier.valid_to or zone.note.act == "lost":
        return False
    same = earlier.note.holder == zone.note.holder and earlier.note.others == zone.note.others
    kind = zone.note.generic and earlier.note.holder_type == zone.note.holder_type and not earlier.note.generic
    vague = (None, "dominated")
    fits = zone.share == earlier.share or zone.share in vague or earlier.share in vague
    if not ((same and fits) or (kind and zone.share == "dominated" and earlier.share is not None)):
        return False
    if earlier.drawn.geometry is None and zone.drawn.geometry is not None:
        return False
    earlier.reports += zone.reports
    return True


def _supersedes(zone: _Zone, earlier: _Zone) -> bool:
    """Whether a later note ends an earlier zone: the same area, another holder, and a share that leaves no room."""
    if earlier.valid_to or zone.drawn.place is None or zone.note.claimed:
        return False
    if not zone.valid_from or not earlier.valid_from or zone.valid_from <= earlier.valid_from:
        return False
    if earlier.status in ("besieged", "contested"):
        return zone.note.act == "took"
    if earlier.status != "holds" or zone.status != "holds" or zone.note.act == "lost":
        return False
    if earlier.note.holder == zone.note.holder:
        return earlier.share != zone.share
    if zone.note.generic and zone.note.holder_type == earlier.note.holder_type:
        return False
    return not is_minor(zone.share) and not is_minor(earlier.share)
