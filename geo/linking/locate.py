"""Where an event lies: its own place among those of its sentence, or one taken over from before, and why.

In the event's sentence a place after "in", "at", "near" or as the thing struck beats others; of a phrase such as
"Taftanaz, Idlib province" the finest part counts; a speaker's place, an origin or a neighbour loses. A sentence
that names none takes over the place of its paragraph, then of the sentences before, then the article's focus, each
time vaguer and marked. The scores lie in `linking.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from gazetteer.places import Match, Region
from geo.extracting.model import Attribution, Document, Event
from geo.linking.draft import PlaceRole, Site
from geo.linking.focus import find_focus, home_site
from geo.linking.moves import Moves
from geo.linking.settings import rules, scores
from geo.linking.sites import inherit, site_of, within
from geo.linking.spots import POINT_KINDS, WIDE_KINDS, Spot, find_spots, ranked_countries, said_in, trusted

SENTENCES_BACK: Final = 4
"""How many sentences back, beyond the paragraph, a place may be taken over from."""
MOST_TARGETS: Final = 6
"""More coordinated places than this are a list of something else."""
SPLIT_TYPES: Final = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests"})
"""Types of which "in A and B" tells two events."""
OPENING: Final = 1
"""The last paragraph of a story's opening."""
AHEAD: Final = frozenset({"threatened", "planned"})
HOME_ROLES: Final = frozenset({"site", "near", "target", "of"})
_RANK: Final = {"": 0, "admin2": 2, "region": 3, "admin1": 4, "country": 6, "continent": 7}


@dataclass(frozen=True, slots=True)
class Located:
    """Where an event lies: one site or several, or none; for flight and movement the way."""

    sites: tuple[Site, ...] = ()
    origin: Site | None = None
    destination: Site | None = None


@dataclass(slots=True)
class Locator:
    """Locates the events of one article, in text order, remembering where the earlier ones lay."""

    doc: Document
    matches: Sequence[Match]
    regions: Sequence[Region]
    attributions: Sequence[Attribution] = ()
    events: Sequence[Event] = ()
    spots: tuple[tuple[Spot, ...], ...] = field(init=False)
    _known: dict[int, Site] = field(init=False, default_factory=dict)  # sentence -> site named there
    _moves: Moves = field(init=False)
    _focus: tuple[Spot, str] | None = field(init=False)
    _countries: dict[str, str] = field(init=False)  # names by code
    _capitals: bool = field(init=False)
    _home: str | None = field(init=False)

    def __post_init__(self) -> None:
        self._capitals = self.doc.article.text.isupper()
        self.matches = trusted(self.matches, capitals=self._capitals)
        self.spots = find_spots(self.doc, self.matches, self.regions)
        self._moves = Moves(self.doc)
        self._home = next(iter(ranked_countries(self.matches)), None)
        self._focus = find_focus(self.spots, self.doc.sentences, self.matches)
        places = [match.place for match in self.matches if match.place is not None]
        self._countries = {p.country: p.country_name for p in places if p.country and p.country_name}

    def locate(self, event: Event, *, split: bool = True) -> Located:
        """Return where the event lies; `split` allows several places for one trigger."""
        if event.event_type == "Displacement":
            return self._movement(event)
        best = self._best(event)
        if best is None:
            site = None if event.event_type == "Diplomacy" else self._taken_over(event)
            return Located((site,) if site else ())
        sites = self._sites(event, best, split=split)
        if event.event_type != "Diplomacy":  # where leaders meet nothing else happens
            self._known[event.sentence] = sites[0]
        return Located(sites)

    # -- in the event's sentence ----------------------------------------------------------------------------------

    def _ranked(self, event: Event) -> list[tuple[float, Spot]]:
        ranked = [(self._score(event, spot), spot) for spot in self.spots[event.sentence]]
        return sorted(ranked, key=lambda item: (-item[0], item[1].start))

    def _best(self, event: Event) -> Spot | None:
        ranked = self._ranked(event)
        return ranked[0][1] if ranked and ranked[0][0] > scores()["least"] else None

    def _score(self, event: Event, spot: Spot) -> float:
        table = scores()
        role = "target" if spot.role == "bare" and _is_object(event, spot) else spot.role
        if role == "bare" and spot.kind in WIDE_KINDS:
            role = "other"  # a country without a preposition acts; nothing happens there
        if role == "of" and spot.kind == "country" and self._home and spot.country != self._home:
            role = "other"  # "an agent of the U.S." in a story of another country
        score = table.get(role, table["bare"])
        if event.clause_end and not (event.clause_start <= spot.start < event.clause_end):
            score += table["outside_clause"]
        if spot.start >= event.end:
            score += table["after_trigger"]
        if role == "bare" and self._capitals:
            score += table["bare_capitals"]
        if spot.country and self._home and spot.country != self._home and spot.kind not in WIDE_KINDS:
            score += table["foreign"]
        if self._claimed_by_another(event, spot):
            score += table["other_trigger"]
        score += table["per_token"] * abs(spot.start - event.start) / 6
        if self._is_speaker(spot):
            score += table["speaker_facility" if self._at_facility(spot) else "speaker"]
        if spot.dateline:
            score += table["dateline"]
        if spot.kind in POINT_KINDS:
            score += table["point"]
        elif spot.region is not None:
            score += table["region"]
        elif spot.kind in WIDE_KINDS:
            score += table["country"]
        return score

    def _claimed_by_another(self, event: Event, spot: Spot) -> bool:
        """Whether another event's trigger stands between this one and the place that follows it."""
        return any(
            event.end <= other.start < spot.start
            for other in self.events
            if other.sentence == event.sentence and other.event_type != "Diplomacy"
        )

    def _sites(self, event: Event, best: Spot, *, split: bool) -> tuple[Site, ...]:
        row = self.spots[event.sentence]
        group = _coordinated(row, best)
        many = len(group) > 1 and split and event.event_type in SPLIT_TYPES and best.role in HOME_ROLES
        if many and len(group) <= MOST_TARGETS and len({_class(spot) for spot in group}) == 1:
            return tuple(self._one(row, spot, _why(event, spot)) for spot in group)
        site = self._one(row, best, _why(event, best))
        if len(group) > 1:
            others = ", ".join(spot.text for spot in group if spot is not best)
            site = replace(site, reasons=(*site.reasons, f"named together with {others}"))
        return (site,)

    def _one(self, row: Sequence[Spot], best: Spot, why: str) -> Site:
        """The site of the finest part of the phrase that holds the spot."""
        phrase = [spot for spot in row if spot.chain == best.chain] or [best]
        finest = min(phrase, key=lambda spot: (_RANK.get(spot.kind, 1), spot.start))
        if finest.kind:
            return self._with_country(site_of(finest, reasons=(why,)))
        known = next((spot for spot in phrase if spot.kind), None) or self._unit_before(finest)
        if known is None:
            home = home_site(self.matches, self._countries)
            note = f"'{finest.text}' is not in the gazetteer; taken to lie in the article's country"
            return within(finest.text, home, note) if home is not None else site_of(finest, reasons=(why,))
        note = f"'{finest.text}' is not in the gazetteer; placed in {known.text}, which the text names for it"
        return within(finest.text, site_of(known, reasons=(why,)), note)

    def _with_country(self, site: Site) -> Site:
        """A region knows its country's code alone; the name comes from a place of that country."""
        if site.country_name is not None or site.country is None:
            return site
        return replace(site, country_name=self._countries.get(site.country))

    def _unit_before(self, spot: Spot) -> Spot | None:
        """The unit an unknown name most likely lies in: the last larger place that the text named."""
        around = [other for other in self.spots[spot.sentence] if other.region is not None and other.start < spot.start]
        if around:
            return around[-1]  # "entered the eastern edge of Mosul ... in Kukjali"
        for index in range(spot.sentence, max(-1, spot.sentence - 1 - SENTENCES_BACK), -1):
            for other in reversed(self.spots[index]):
                if other.region is not None and other.region.method not in ("part", "whole"):
                    continue  # a border or the way between two towns holds no village
                if other.kind in ("admin1", "admin2", "region", "country") and other.role in HOME_ROLES:
                    return other
        return self._focus[0] if self._focus else None

    # -- taken over -----------------------------------------------------------------------------------------------

    def _taken_over(self, event: Event) -> Site | None:
        sentence = self.doc.sentences[event.sentence]
        if event.modality in AHEAD and self._focus:  # what is only feared or planned has no place in the story's course
            spot, why = self._focus
            return self._with_country(site_of(spot, reasons=(why,), inherited=True))
        for index in range(event.sentence - 1, -1, -1):
            other = self.doc.sentences[index]
            if other.paragraph != sentence.paragraph:
                break
            if (site := self._of_sentence(index)) is not None:
                return inherit(site, f"taken over from the paragraph ('{site.text}')")
        following = event.sentence + 1
        if following < len(self.doc.sentences) and self.doc.sentences[following].paragraph == sentence.paragraph:
            site = self._of_sentence(following)
            if site is not None:
                return inherit(site, f"taken over from the next sentence ('{site.text}')")
        for index in range(event.sentence - 1, max(-1, event.sentence - 1 - SENTENCES_BACK), -1):
            if (site := self._of_sentence(index)) is not None:
                return inherit(site, f"taken over from an earlier paragraph ('{site.text}')")
        if (filed := self._filed_at(sentence.paragraph)) is not None:
            return site_of(filed, reasons=(f"the story is filed from '{filed.text}'",), inherited=True)
        if self._focus:
            spot, why = self._focus
            return site_of(spot, reasons=(why,), inherited=True)
        return home_site(self.matches, self._countries)

    def _filed_at(self, paragraph: int) -> Spot | None:
        """The town of the dateline, for the news of the opening, in a story whose focus is only its country."""
        if paragraph > OPENING or self._focus is None or self._focus[0].kind not in WIDE_KINDS:
            return None
        filed = (spot for row in self.spots for spot in row if spot.dateline and spot.kind in POINT_KINDS)
        town = next(filed, None)
        return town if town is not None and town.country == self._focus[0].country else None

    def _of_sentence(self, index: int) -> Site | None:
        """The place where a sentence's event lay, or else one that it names as a site."""
        if index in self._known:
            return self._known[index]
        row = self.spots[index]
        named = [spot for spot in row if spot.role in HOME_ROLES and spot.kind and not spot.dateline]
        named = [spot for spot in named if spot.kind not in WIDE_KINDS and not self._is_speaker(spot)]
        named = [spot for spot in named if not self._moves.is_end(spot)]
        if not named:
            return None
        best = min(named, key=lambda spot: (_RANK.get(spot.kind, 1), spot.start))
        return self._one(row, best, f"'{best.lead} {best.text}'")

    def _at_facility(self, spot: Spot) -> bool:
        """Whether a facility stands just before the place: "the head of the hospital in Douma"."""
        before = [token.norm for token in self.doc.sentences[spot.sentence].tokens if token.end <= spot.start][-4:]
        return bool(frozenset(rules()["roles"]["facilities"]) & set(before))

    def _is_speaker(self, spot: Spot) -> bool:
        if any(said.start <= spot.start and spot.end <= said.end for said in self.attributions):
            return True  # or "the defence secretary said in Moscow"
        return said_in(self.doc.article.text, spot.start)

    # -- flight and movement --------------------------------------------------------------------------------------

    def _movement(self, event: Event) -> Located:
        row = self.spots[event.sentence]
        origin = destination = None
        for spot in row:
            part = self._moves.part(spot, event)
            if part == "origin" and origin is None:
                origin = self._moved(row, spot, "origin")
            elif part == "destination" and destination is None:
                destination = self._moved(row, spot, "destination")
        words = self._moves.destination_words(event)
        if destination is None and words:
            destination = Site(words, None, "destination", ("where to, in words that name no known place",))
        if origin is None and (earlier := self._moves.last_origin(event)) is not None:
            origin = inherit(earlier, "origin taken over from the flight told before")
        named = [site for site in (origin, destination) if site is not None and site.name is not None]
        if named:
            self._moves.remember(event, origin)
            if named[0].role != "destination":
                self._known.setdefault(event.sentence, named[0])
            return Located((named[0],), origin, destination)
        best = self._best(event)
        site = self._sites(event, best, split=False)[0] if best else self._taken_over(event)
        if best and site and event.clause_end and not event.clause_start <= best.start < event.clause_end:
            site = inherit(site, "named in another part of the sentence")
        elif best and site:
            self._known[event.sentence] = site
        return Located((site,) if site else (), None, destination)

    def _moved(self, row: Sequence[Spot], spot: Spot, role: PlaceRole) -> Site:
        site = self._one(row, spot, f"{role} of the movement: '{spot.lead} {spot.text}'")
        return replace(site, role=role)


def _is_object(event: Event, spot: Spot) -> bool:
    """Whether the trigger itself stands before the place: "shelled Douma"."""
    return spot.start > event.end and bool(spot.lead) and event.text.casefold().endswith(spot.lead)


def _why(event: Event, spot: Spot) -> str:
    """The reason in words: 'in Idlib', by its part and where it stands."""
    place = "after" if spot.start >= event.end else "before"
    lead = f"'{spot.lead} {spot.text}'" if spot.lead and spot.role != "bare" else f"'{spot.text}'"
    refers = ", which stands for a place named earlier" if spot.refers else ""
    return f"{lead} {place} '{event.text}' ({spot.role}){refers}"


def _class(spot: Spot) -> str:
    return "point" if spot.kind in POINT_KINDS else spot.kind


def _coordinated(row: Sequence[Spot], best: Spot) -> list[Spot]:
    """The spots that stand beside this one: "in A, B and C", one for each phrase."""
    index = row.index(best)
    first = index
    while first > 0 and (row[first].joined or row[first].chain == row[first - 1].chain):
        first -= 1
    last = index
    while last + 1 < len(row) and (row[last + 1].joined or row[last + 1].chain == row[last].chain):
        last += 1
    heads: dict[int, Spot] = {}
    for spot in row[first : last + 1]:
        heads.setdefault(spot.chain, spot)
    heads[best.chain] = best
    return [spot for _, spot in sorted(heads.items())]
