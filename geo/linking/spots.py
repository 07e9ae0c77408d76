"""The places that a text names, sentence by sentence, each with its part: site, target, origin, destination, other.

A spot is a literal place mention, a phrase that describes a place by others ("southern Idlib"), or a noun that
stands for one named before ("the province", "this city").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gazetteer.places import Match, Region
from geo.extracting.model import Document, Sentence, Token
from geo.linking.homonyms import city_meant
from geo.linking.settings import RoleWords, plain_words, role_words, rules
from geo.linking.unknown import names_at, names_before, unknown_names

POINT_KINDS: Final = frozenset(
    {"city", "town", "village", "neighbourhood", "camp", "base", "airport", "crossing", "facility", "other"}
)
WIDE_KINDS: Final = frozenset({"country", "continent", "ocean"})
DATELINE_DASHES: Final = frozenset({"--", "-", "\u2014", "\u2013"})
LONGEST_CODE: Final = 3
_LOOK_BACK: Final = 10
_LONGER: Final = re.compile(
    r"\s+(?:[dD]e\s+(?:[lL]a|[lL]as|[lL]os)|[dD]el?|DE\s+(?:LA|LAS|LOS)|DEL?)\s+[A-Z\u00c0-\u00de][\w'-]+"
)
"""How a Spanish place name goes on: "de la Reina", "del Norte"."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a sentence. `chain` numbers phrases such as "San Luis, San Miguel" whose parts hold one another."""

    sentence: int
    start: int
    end: int
    text: str
    role: str  # site, near, target, of, origin, destination, bare, other
    match: Match | None = None
    region: Region | None = None
    chain: int = 0
    joined: bool = False  # coordinated with the spot before: "in A and B"
    dateline: bool = False
    refers: bool = False  # a noun that stands for a place named before
    lead: str = ""  # the word that gave the role

    @property
    def kind(self) -> str:
        """Kind of the place; "" for a name that the gazetteer does not know."""
        if self.region is not None:
            return "region"
        return self.match.place.kind if self.match and self.match.place else ""

    @property
    def country(self) -> str | None:
        """ISO code of the country it lies in."""
        if self.region is not None:
            return self.region.country
        return self.match.place.country if self.match and self.match.place else None

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the place, or of the places it was made from."""
        if self.region is not None:
            return self.region.base_ids
        return (self.match.place.place_id,) if self.match and self.match.place else ()


def find_spots(doc: Document, matches: Sequence[Match], regions: Sequence[Region]) -> tuple[tuple[Spot, ...], ...]:
    """Return the spots of each sentence, in text order."""
    words = role_words()
    capitals = doc.article.text.isupper()
    starts = [sentence.start for sentence in doc.sentences]
    named: list[list[Spot]] = [[] for _ in doc.sentences]
    covers = [(region.start, region.end) for region in regions]
    for region in regions:
        index = max(0, bisect_right(starts, region.start) - 1)
        named[index].append(Spot(index, region.start, region.end, region.text, "", region=region))
    for match in matches:
        mention = match.mention
        if mention is None or mention.use != "literal":
            continue
        if any(start <= mention.start and mention.end <= end for start, end in covers):
            continue
        index = max(0, bisect_right(starts, mention.start) - 1)
        longer = longer_name(doc.article.text, mention.end)
        if longer > mention.end:
            named[index].append(Spot(index, mention.start, longer, doc.article.text[mention.start : longer], ""))
        else:
            meant = city_meant(match, doc.article.text)
            named[index].append(Spot(index, mention.start, mention.end, mention.text, "", match=meant))
    home = home_country(matches)
    memory: list[Spot] = []
    result: list[tuple[Spot, ...]] = []
    for sentence, own in zip(doc.sentences, named, strict=True):
        own.extend(_unknown(sentence, own, doc.article.text, capitals=capitals))
        own.sort(key=lambda spot: (spot.start, -spot.end))
        cast = _with_roles(sentence, _with_references(sentence, own, memory, home), words)
        memory.extend(spot for spot in cast if not spot.refers and not said_in(doc.article.text, spot.start))
        result.append(tuple(cast))
    return tuple(result)


def said_in(text: str, start: int) -> bool:
    """Tell where something was said, and nothing else happened: "the defence secretary said in Moscow".

    >>> said_in("Two were killed, he said on Monday in Moscow.", 38)
    True
    """
    return _SAID_IN.search(text[max(0, start - _SAID_REACH) : start]) is not None


_SAID_IN: Final = re.compile(
    r"\b(?:said|says|added|announced|told \w+)\s+(?:(?:on\s+)?\w+day\s+)?(?:in|from)\s+(?:the\s+)?$", re.IGNORECASE
)
_SAID_REACH: Final = 40


def longer_name(text: str, end: int) -> int:
    """Return where a name ends that goes on beyond the known one: "San Luis | de la Reina" is not San Luis.

    >>> longer_name("near San Luis de la Reina.", 13)
    25
    >>> longer_name("near San Luis de facto.", 13)
    13
    """
    more = _LONGER.match(text, end)
    return more.end() if more else end


def _unknown(sentence: Sentence, spots: Sequence[Spot], text: str, *, capitals: bool) -> list[Spot]:
    """Spots for names that the text calls a village and no other spot covers."""
    starts = frozenset(spot.start for spot in spots if spot.kind and spot.kind not in WIDE_KINDS)
    spans = {*unknown_names(sentence.tokens, capitals=capitals)}
    spans |= {*names_before(sentence.tokens, starts, capitals=capitals)}
    if not capitals and sentence.kind == "prose":
        spans |= {*names_at(sentence.tokens)}
    return [
        Spot(sentence.index, start, end, text[start:end], "")
        for start, end in sorted(spans)
        if not any(spot.start < end and start < spot.end for spot in spots)
    ]


def trusted(matches: Sequence[Match], *, capitals: bool) -> Sequence[Match]:
    """Return the matches, in a text of capitals without those that are words there, not names: "CAR", "DOWNTOWN"."""
    if not capitals:
        return matches
    return [m for m in matches if m.mention is None or not _is_plain(m.mention.text)]


def _is_plain(text: str) -> bool:
    """Whether a name in capitals may as well be a word: two or three letters, or common nouns alone."""
    short = len(text) <= LONGEST_CODE and "." not in text
    return short or all(word in plain_words() for word in text.casefold().split())


def home_country(matches: Sequence[Match]) -> Match | None:
    """Return the first mention of the country that most of the text's places, peoples and bodies belong to."""
    countries: dict[str, Match] = {}
    for match in matches:
        if match.mention is not None and match.place is not None and match.place.kind == "country":
            countries.setdefault(match.place.country or "", match)
    first = next(iter(ranked_countries(matches)), None)
    return countries.get(first) if first else None


def ranked_countries(matches: Sequence[Match]) -> list[str]:
    """Return the ISO codes of the countries that the text's places, peoples and bodies belong to, the most first."""
    weights = rules()["country_votes"]
    votes: Counter[str] = Counter()
    for match in matches:
        if match.place is None or match.mention is None or match.mention.use == "embedded" or not match.place.country:
            continue
        inner = match.mention.use == "literal" and match.place.kind != "country"
        votes[match.place.country] += weights["inner" if inner else match.mention.use]
    return sorted(votes, key=lambda code: (-votes[code], code))


def _with_references(sentence: Sentence, spots: list[Spot], memory: Sequence[Spot], home: Match | None) -> list[Spot]:
    """Add a spot for "the province" and its like where an earlier sentence (or words before) named one."""
    words = role_words()
    extra: list[Spot] = []
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if token.norm not in words.admin1 and token.norm not in words.town and token.norm not in words.country:
            continue
        first = index
        while first > 0 and tokens[first - 1].norm in words.between:
            first -= 1
        if first == 0 or tokens[first - 1].norm not in words.determiners:
            continue
        if any(spot.start < token.end and token.start < spot.end for spot in spots):
            continue
        if index + 1 < len(tokens) and tokens[index + 1].norm in ("of", "government", "police", "council", "-"):
            continue
        earlier = [*memory, *(spot for spot in spots if spot.end <= token.start)]
        meant = _country_spot(home) if token.norm in words.country else _meant(token.norm, earlier, words)
        if meant is None:
            continue
        start = tokens[first - 1].start
        extra.append(
            replace(
                meant,
                sentence=sentence.index,
                start=start,
                end=token.end,
                refers=True,
                joined=False,
                dateline=False,
                role="",
                text=meant.text,
            )
        )
    return sorted([*spots, *extra], key=lambda spot: (spot.start, -spot.end)) if extra else spots


def _meant(noun: str, earlier: Sequence[Spot], words: RoleWords) -> Spot | None:
    if noun in words.admin1:
        wanted = {"admin1"} if noun not in ("region", "enclave", "state") else {"admin1", "region", "admin2"}
    else:
        wanted = {"city", "town", "village"}
    for spot in reversed(earlier):
        if spot.region is None and spot.kind in wanted and (spot.role != "other"):
            return spot
    return None


def _country_spot(home: Match | None) -> Spot | None:
    if home is None or home.mention is None:
        return None
    return Spot(0, home.mention.start, home.mention.end, home.place.name if home.place else home.name, "", match=home)


def _with_roles(sentence: Sentence, spots: Sequence[Spot], words: RoleWords) -> list[Spot]:
    tokens = sentence.tokens
    starts = [token.start for token in tokens]
    result: list[Spot] = []
    chain = 0
    for spot in spots:
        index = bisect_right(starts, spot.start) - 1
        before = result[-1] if result else None
        link = _link(tokens, before, index, words) if before else ""
        if link and before is not None:
            joined = link == "and"
            chain += joined
            result.append(
                replace(spot, role=before.role, chain=chain, joined=joined, dateline=before.dateline, lead=before.lead)
            )
            continue
        chain += 1
        role, lead = _role(tokens, index, words)
        dateline = sentence.paragraph <= 1 and sentence.kind == "prose" and _is_dateline(tokens, spot, index)
        result.append(replace(spot, role=role, chain=chain, dateline=dateline, lead=lead))
    return result


def _link(tokens: Sequence[Token], before: Spot, index: int, words: RoleWords) -> str:
    """How a spot hangs on the one before: "in" (holds it), "and" (stands beside it), "" (not at all)."""
    between = [token.norm for token in tokens[max(0, index - 8) : index] if token.start >= before.end]
    if index >= 8 and len(between) == 8:  # noqa: PLR2004 - too far apart for one phrase
        return ""
    between = [norm for norm in between if norm not in ("about", "some", "located", "approximately")]
    core = [norm for norm in between if norm not in words.nouns or norm in (",", "of")]
    if core in ([","], ["("], [], ["in"], [",", "in"], [", of"], ["of"], [",", "of"], ["'s"], ["["]):
        return "in" if before.kind != "country" else ("and" if core == [","] else "")
    if core in (["and"], [",", "and"], ["or"], ["as", "well", "as"], ["and", "of"], ["and", "in"], [",", "and", "in"]):
        return "and"
    return ""


def _role(tokens: Sequence[Token], index: int, words: RoleWords) -> tuple[str, str]:
    """The part of a place, read from the words before it."""
    i = index - 1
    crossed_of = offset = False
    while i >= 0 and index - i <= _LOOK_BACK:
        norm = tokens[i].norm
        if norm == "of":
            crossed_of = True
            if i > 0 and (tokens[i - 1].norm in words.people or tokens[i - 1].norm in ")]"):
                return "other", tokens[i - 1].norm
            if i > 0 and tokens[i - 1].norm not in words.nouns and tokens[i - 1].norm not in words.roles:
                return "of", tokens[i - 1].norm
        elif norm in words.roles:
            role = words.roles[norm]
            if role == "target" and norm in ("and", "or") and i > 0:
                return "bare", norm
            if offset and role in ("site", "destination"):
                return "near", norm
            return role, norm
        elif norm in words.nouns:
            offset = offset or (
                crossed_of and norm in ("km", "kilometers", "kilometres", "miles", "outskirts", "vicinity")
            )
        elif not (norm.endswith(("-held", "-controlled")) or norm.isdigit() or norm in ("rebel", "held")):
            break
        i -= 1
    return "bare", tokens[i].norm if i >= 0 else ""


def _is_dateline(tokens: Sequence[Token], spot: Spot, index: int) -> bool:
    """As in "SAN SALVADOR, 3 JAN 90 --", "BEIRUT (AFP) -": a place before the dash that opens a story."""
    if index > 8:  # noqa: PLR2004 - datelines open the text
        return False
    tail = tokens[index : index + 16]
    for position, token in enumerate(tail):
        if token.start >= spot.end and token.norm in DATELINE_DASHES:
            words = [t for t in tail[:position] if t.start >= spot.end and t.norm.isalpha()]
            return len(words) <= 6 and all(t.text[:1].isupper() for t in words)  # noqa: PLR2004
    return False
