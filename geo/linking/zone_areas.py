"""From the words for an area to what can honestly be drawn of it: units, parts of units, towns, or nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import gazetteer
from gazetteer.places import Match, Mention, Place, Region
from geo.extracting.holders import rules
from geo.extracting.model import ZoneNote
from geo.linking.settings import role_words
from geo.linking.settings import rules as linking
from geo.linking.spots import POINT_KINDS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Gazetteer

Method = Literal["named area", "part of area", "undrawn"]
UNIT_KINDS: Final = frozenset({"country", "admin1", "admin2", "region", "island"})
DRAWN_METHODS: Final = frozenset({"part", "edge", "border", "along"})
"""Regions whose area is held when "the area" is held; what lies near or beyond a town only says where to look."""
LEAST_TOWN_KM: Final = 1.0
SENTENCES_BACK: Final = 3
"""How many sentences back a note's unit may be taken over by "the rest" or "a small southeastern sliver"."""
SOMEWHERE: Final = "where in it that lies is not told"
_DIRECTION: Final = re.compile(r"\b(north|south|east|west)(?:[-\s]?(east|west))?(?:ern)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area of a note: the place it was made from, its name, and its geometry (EPSG:4326) or why there is none."""

    name: str
    place: Place | None
    geometry: BaseGeometry | None
    method: Method
    exact: bool  # the geometry is what the words name, no more and no less
    why_not: str = ""
    part: str = ""  # directions, where it is a part


class Reader:
    """What is known of one article's places; matches and regions come in text order."""

    def __init__(self, matches: Sequence[Match], regions: Sequence[Region], gaz: Gazetteer) -> None:
        self.gaz = gaz
        self._matches = [match for match in matches if match.mention is not None and match.place is not None]
        self._starts = [match.mention.start for match in self._matches if match.mention]
        self._regions_at = [region.start for region in regions]
        self._all_regions = regions
        units = [m for m in self._matches if m.place and m.place.kind == "admin1"]
        self._units = {match.name: match.place for match in reversed(units)}

    def _within(self, note: ZoneNote) -> Sequence[Match]:
        return self._matches[bisect_left(self._starts, note.area_start) : bisect_left(self._starts, note.area_end)]

    def _regions_within(self, note: ZoneNote) -> Sequence[Region]:
        first = bisect_left(self._regions_at, note.area_start)
        return self._all_regions[first : bisect_left(self._regions_at, note.area_end)]

    def _before(self, offset: int) -> Iterator[Place]:
        """The literal places told before an offset, the last first."""
        for index in range(bisect_left(self._starts, offset) - 1, -1, -1):
            match = self._matches[index]
            if match.place is not None and match.mention is not None and match.mention.use == "literal":
                yield match.place

    def areas(self, note: ZoneNote, earlier: Sequence[tuple[ZoneNote, Drawn]]) -> list[Drawn]:
        """Return the areas that a note names, without geometry where nothing can be drawn; [] where none is meant."""
        named = self._regions(note) + self._places(note)
        if not named:
            unit = self._told(note, earlier)
            if unit is not None:
                named = [self._part(unit, note)]
        if not named:
            return [_undrawn(note)] if _is_area(note.area_text) else []
        return [_honest(drawn, note) for drawn in named]

    def _regions(self, note: ZoneNote) -> list[Drawn]:
        found = []
        for region in self._regions_within(note):
            if region.end <= note.area_end:
                place = self.gaz.place(region.base_ids[0]) if region.base_ids else None
                if region.method not in DRAWN_METHODS and region.method != "whole":
                    found.append(_not_drawn(region.name, place, "the words only tell where to look"))
                elif _is_portion(note, region.start, unit=True):
                    found.append(_not_drawn(" ".join(note.area_text.split()), place, SOMEWHERE))
                elif region.method == "whole":
                    found.append(_not_drawn(region.name, place, region.reason))
                else:
                    found.append(
                        Drawn(region.name, place, region.geometry, "part of area", exact=False, part=region.name)
                    )
        return found

    def _places(self, note: ZoneNote) -> list[Drawn]:
        covered = [(region.start, region.end) for region in self._regions_within(note)]
        inside = [
            match
            for match in self._within(note)
            if match.mention is not None
            and match.mention.use in ("literal", "metonym")
            and match.mention.end <= note.area_end
            and not any(start <= match.mention.start < end for start, end in covered)
        ]
        meant: list[Place] = []
        around: list[Place] = []
        for match in inside:
            if match.place is not None and match.mention is not None:
                place = self._unit_elsewhere(match)
                portion = _is_portion(note, match.mention.start, unit=place.kind in UNIT_KINDS)
                (around if portion else meant).append(place)
        if not meant and around:
            return [_not_drawn(" ".join(note.area_text.split()), around[0], SOMEWHERE)]
        fine = [place for place in meant if place.kind in POINT_KINDS]
        if fine:
            meant = fine
        elif any(place.kind != "country" for place in meant):
            meant = [place for place in meant if place.kind != "country"]
        return [self._whole(place, note) for place in dict.fromkeys(meant)]

    def _unit_elsewhere(self, match: Match) -> Place:
        """The unit of that name where the article speaks of it elsewhere ("the province of Idlib"), else the place."""
        assert match.place is not None
        if match.place.kind not in ("city", "town"):
            return match.place
        return self._units.get(match.name) or match.place

    def _whole(self, place: Place, note: ZoneNote) -> Drawn:
        if place.kind in POINT_KINDS:
            # as large as the circle of an incident that is placed there
            km = max(LEAST_TOWN_KM, place.uncertainty_km, float(linking()["precision"]["point_km"].get(place.kind, 0)))
            circle = self._described(f"within {km:.1f} km of ", place)
            geometry = circle.geometry if circle is not None else None
            why = "" if geometry is not None else "no outline of it is known"
            return Drawn(place.name, place, geometry, "named area" if geometry is not None else "undrawn", False, why)
        if place.kind not in UNIT_KINDS:
            return Drawn(place.name, place, None, "undrawn", exact=False, why_not="it is no area with an outline")
        directions = _directions(note.area_text)
        if directions and note.share and _is_sliver(note.share):
            return self._part(place, note)
        outline = self.gaz.outline(place.place_id)
        if outline is None:
            return Drawn(place.name, place, None, "undrawn", exact=False, why_not="no outline of it is known")
        return Drawn(place.name, place, outline, "named area", exact=True)

    def _part(self, place: Place, note: ZoneNote) -> Drawn:
        """The part of a unit toward the directions in the words, or the whole where they name none."""
        directions = _directions(note.area_text)
        if not directions or place.kind in POINT_KINDS:
            return self._whole(place, replace(note, area_text=""))
        words = f"{' and '.join(f'{way}ern' for way in directions)} "
        narrow = note.share is not None and note.share.rsplit(maxsplit=1)[-1] in rules()["shares"]["narrow"]
        region = self._described(f"{words}edge of ", place) if narrow and len(directions) == 1 else None
        region = region or self._described(words, place)
        if region is None or region.method not in ("part", "edge"):
            why = region.reason if region is not None else "no outline of it is known"
            return Drawn(place.name, place, None, "undrawn", exact=False, why_not=why)
        name = region.name.replace(" edge of ", " ")
        return Drawn(name, place, region.geometry, "part of area", exact=False, part=name)

    def _described(self, words: str, place: Place) -> Region | None:
        """The region that words before a place's name describe."""
        text = words + place.name
        mention = Mention(len(words), len(text), place.name)
        found = gazetteer.find_regions(text, [Match(place.name, place, 1.0, mention=mention)], self.gaz)
        return found[0] if found and place.place_id in found[0].base_ids else None

    def _told(self, note: ZoneNote, earlier: Sequence[tuple[ZoneNote, Drawn]]) -> Place | None:
        """The place told before that "the province", "the rest" or "a small sliver" speaks of."""
        words = set(re.findall(r"[a-z]+", note.area_text.casefold()))
        anaphora = role_words()
        if words & anaphora.country:
            return None
        if words & (anaphora.admin1 | anaphora.town) and not _is_definite(note):
            return None  # "a rebel-held town" is any
        if words & anaphora.admin1:
            return next((place for place in self._before(note.area_start) if place.kind in ("admin1", "region")), None)
        if words & anaphora.town:
            return next((p for p in self._before(note.area_start) if p.kind in ("city", "town", "village")), None)
        if note.share is None or not ({"rest", "remainder"} & words or _is_sliver(note.share)):
            return None
        near = [d.place for n, d in earlier if d.place and 0 <= note.sentence - n.sentence <= SENTENCES_BACK]
        return near[-1] if near and near[-1].kind in UNIT_KINDS else None


def _not_drawn(name: str, place: Place | None, why: str) -> Drawn:
    """An area that is named and not drawn; one of its own, so that no other note is taken for the same."""
    return Drawn(name, place, None, "undrawn", exact=False, why_not=why, part=name)


def _is_definite(note: ZoneNote) -> bool:
    before = note.text[: min(note.area_start, note.trigger_start) - note.start]
    return bool(
        re.match(r"(?:the|this|that)\b", note.area_text, re.IGNORECASE)
        or re.search(r"\b(?:the|this|that)\s+(?:[\w-]+\s+)?$", before, re.IGNORECASE)
    )


def _is_portion(note: ZoneNote, start: int, *, unit: bool) -> bool:
    """Whether the words before a name make it what holds the area: "villages in X", "the districts of X"."""
    words = re.findall(r"[\w'’-]+|,", note.area_text[: start - note.area_start].casefold())
    listed = rules()["portions"]
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word in ("and", ","):
            return False
        if word in ("in", "near", "around", "outside"):
            return index > 0 and not (note.share and words[0] in note.share.split())
        if word == "of" and index and note.share is None:
            before = words[index - 1]
            if before in listed["always"] or (unit and before in listed["of_units"]):
                return True
    return False


def _honest(drawn: Drawn, note: ZoneNote) -> Drawn:
    """The area without its geometry where the share that is told leaves open where in it the holder is."""
    if drawn.geometry is None or note.share is None:
        return drawn
    words = note.share.split()
    if "rest" in words or "remainder" in words:
        return _without(drawn, "where in it that lies is not told, and others hold the larger share")
    if drawn.place is not None and drawn.place.kind == "country" and not drawn.part:
        return _without(drawn, "a share of a whole country tells nothing of where")
    if drawn.method == "named area" and is_minor(note.share):
        return _without(drawn, SOMEWHERE)
    return replace(drawn, exact=False)


def _without(drawn: Drawn, why: str) -> Drawn:
    return replace(drawn, geometry=None, method="undrawn", exact=False, why_not=why)


def _undrawn(note: ZoneNote) -> Drawn:
    text = " ".join(note.area_text.split())
    return Drawn(text, None, None, "undrawn", exact=False, why_not="no place is named")


def _is_area(text: str) -> bool:
    listed = frozenset(rules()["words"]["area"])
    return any(word in listed for word in re.findall(r"[a-z]+", text.casefold()))


def _is_sliver(share: str) -> bool:
    return share.rsplit(maxsplit=1)[-1] in rules()["shares"]["slivers"]


def is_minor(share: str | None) -> bool:
    """Return whether a share says little of any one place in its unit.

    >>> is_minor("small sliver"), is_minor("more than half"), is_minor("80 percent"), is_minor(None)
    (True, False, False, False)
    """
    if share is None:
        return False
    percent = re.search(r"\d+", share)
    if percent and ("percent" in share or "%" in share or "per cent" in share):
        return int(percent.group()) < 50  # noqa: PLR2004
    if re.search(r"(?:two|three|four|nine)[ -](?:third|quarter|fifth|tenth)", share):
        return False
    words = re.findall(r"[a-z]+", share)
    return any(word in words for word in rules()["shares"]["minor"])


def _directions(text: str) -> list[str]:
    """The compass directions in some words.

    >>> _directions("a small south-eastern sliver")
    ['southeast']
    """
    return ["".join(part.lower() for part in found if part) for found in _DIRECTION.findall(text)]
