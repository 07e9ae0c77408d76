"""The grammar of date expressions: a pattern for each kind, compiled from `geo/vocabulary/dates.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from geo.extracting import vocabulary
from geo.extracting.model import Token

COUNTED: Final = {"a": 1, "an": 1, "the": 1, "few": 3, "several": 3, "couple": 2, "dozen": 12}
UNITS: Final = "hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?"
_YEAR: Final = r"(?:18|19|20)\d\d"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_TO: Final = r"\s*(?:-|–|—|/|\bto\b|\band\b|\bor\b|\bthrough\b|\buntil\b|\btill\b)\s*"
_PEOPLE: Final = "people|civilians|others|soldiers|men|women|children|troops|fighters|militants|persons|houses"
_NO_YEAR: Final = (
    rf"(?!,?\d|[-–]\d|\s+(?:{_PEOPLE}|km|kilomet|miles|met[re]{2}s|feet|tons|gmt|hours|local|inhabit|families|dollars))"
)


@lru_cache(maxsize=1)
def date_words() -> Mapping[str, Any]:
    """Return the vocabulary of dates."""
    return vocabulary.toml("dates.toml")


@lru_cache(maxsize=1)
def counts() -> Mapping[str, int]:
    """Return what number words count: "three", "a", "several" (three), "couple"."""
    return {**vocabulary.toml("numbers.toml")["words"], **COUNTED}


@lru_cache(maxsize=1)
def names() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return the numbers of months (January is 1) and weekdays (Monday is 0) by their names."""
    words = date_words()
    months = {name: number for number, several in enumerate(words["months"], 1) for name in several}
    weekdays = {name: number for number, several in enumerate(words["weekdays"]) for name in several}
    return months, weekdays


@lru_cache(maxsize=32)
def cue(name: str) -> re.Pattern[str]:
    """Return a compiled cue: a pattern on the words beside an expression."""
    return re.compile(date_words()["cues"][name], re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, str]:
    """Return the kinds of date expression with their patterns, in the order in which they are tried."""
    words = date_words()
    months, weekdays = names()
    month, weekday = f"(?:{_any(months)})", f"(?:{_any(weekdays)})"
    count = rf"(?:\d{{1,3}}|(?:an?\s+|the\s+)?(?:few|couple\s+of|dozen)|{_any(counts().keys() - {'the'})})"
    year = rf"(?:,?\s+(?:(?:in|of)\s+)?(?P<{{}}>{_YEAR}))?"
    part = rf"(?:{_any({*words['month_parts'], *words['year_parts']})})"
    alone = set(words["month_alone"])
    numbered = rf"(?!\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d|,\d|\s+(?:{_PEOPLE})))"
    return {
        "iso": rf"(?P<iso_y>{_YEAR})[-/.](?P<iso_m>\d\d)[-/.](?P<iso_d>\d\d)",
        "slash": rf"(?P<sl_a>\d{{1,2}})(?P<sl_by>[/.-])(?P<sl_b>\d{{1,2}})(?P=sl_by)(?P<sl_y>{_YEAR}|(?<=/)\d\d)",
        "dashed": rf"(?P<da_d>\d{{1,2}})-(?P<da_m>{month})-(?P<da_y>{_YEAR}|\d\d)",
        "dayrange": (
            rf"(?:(?P<dr_z>{_DAY}),\s+)?(?P<dr_a>{_DAY}){_TO}(?P<dr_b>{_DAY})\s+(?:of\s+)?(?P<dr_m>{month})\b\.?"
        )
        + year.format("dr_y"),
        "monthrange": rf"(?P<mr_m>{month})\b\.?\s+(?P<mr_a>{_DAY}){_TO}(?P<mr_b>{_DAY})(?![\d:]|,\d|\s*{month})"
        + year.format("mr_y"),
        "dmy": (
            rf"(?P<dmy_d>{_DAY})(?:\s+of)?\s+(?P<dmy_m>{month})\b\.?(?:,?\s+(?P<dmy_y>{_YEAR}|'?\d\d(?=\s*"
            rf"(?:--|\W|$))(?!\s+(?:people|civilians|others|men|women|soldiers|persons))))?"
        ),
        "mdy": rf"(?P<mdy_m>{month})\b\.?\s+(?P<mdy_d>{_DAY})(?![\d,:]\d|\d|(?:st|nd|rd|th)\w)" + year.format("mdy_y"),
        "holiday": rf"(?P<ho>{_any(words['holidays'])})",
        "nth": r"on\s+the\s+(?P<nth_d>\d{1,2})(?:st|nd|rd|th)(?=\s*[.,;]|\s+of\s+(?:this|the|last)\s+month)",
        "fixed": rf"(?:{_any(words['days'])})",
        "overnight": r"overnight",
        "before_last": r"the\s+(?P<bl_u>weekend|week|month|year)\s+before\s+last",
        "offset": (
            rf"(?:(?P<of_n>{count}|the)\s+(?P<of_u>days?|weeks?|months?)\s+(?P<of_w>before|after|ahead\s+of|"
            rf"prior\s+to)(?=\s+\w)|on\s+the\s+(?P<of_eve>eve)\s+of)"
        ),
        "told": rf"(?:on\s+)?(?:{_any(words['from_last'])})",
        "weekday": (
            rf"(?:(?P<wd_lead>since|last|next|this past|this|that|early on|late on|earlier on|later on|early|"
            rf"late|the following|the previous|following|previous|the next)\s+)?(?P<wd>{weekday})"
            rf"(?:\s+(?P<wd_part>night|evening|morning|afternoon))?"
        ),
        "ago": (
            rf"(?:(?:about|nearly|almost|over|more\s+than|some|around)\s+)?(?P<ago_n>{count})\s+(?P<ago_u>{UNITS})"
            rf"\s+ago"
        ),
        "later": (
            rf"(?P<la_n>{count})\s+(?P<la_u>{UNITS})\s+(?P<la_w>later|earlier|before\s+that|after\s+that|"
            rf"afterwards|previously)"
        ),
        "past": (
            rf"(?:(?:the|these)\s+)?(?P<past_w>last|past|previous|recent|preceding|coming|next)\s+(?:(?P<past_n>{count})"
            rf"\s+)?(?P<past_u>hours|days|nights|weeks|fortnight|months|years|decades)|the\s+(?:last|past)"
            rf"\s+(?P<past_one>hour|day|24\s+hours)"
        ),
        "over": (
            rf"for\s+(?:(?:the\s+)?(?P<over_n>{count})\s+)?(?:many\s+)?(?P<over_u>days|weeks|months|years|"
            rf"decades)(?!\s+(?:to\s+come|ahead))"
        ),
        "unit": (
            rf"(?:(?P<unit_part>{part})[\s-]+)?(?P<unit_lead>(?:(?:over|during|in|within|for|throughout)"
            rf"\s+)?the\s+(?:last|past)|last|this|next|earlier this|later this|the past|this past|the start of the|"
            rf"the beginning of the|so far this)\s+(?P<unit_u>week|weekend|month|year)(?!-)"
        ),
        "weekend": r"(?<!every )(?<!long )(?:the\s+)?weekend",
        "partmonth": rf"(?P<pm_part>{part})[\s-]+(?P<pm_m>{month})\b\.?" + year.format("pm_y"),
        "partyear": rf"(?P<py_part>{part})[\s-]+(?:the\s+year\s+)?(?P<py_y>{_YEAR})" + _NO_YEAR,
        "decade": r"the\s+(?:(?P<dc_part>early|mid|late)[\s-]+)?(?P<dc>(?:19|20)?\d0)['’]?s",
        "foreign": (
            rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?|(?:in|during|of|since|before|after|until|for)\s+"
            rf"(?:the\s+)?(?:(?:holy\s+)?(?:month|feast|festival)\s+of\s+)?)(?P<fo>{_any(words['other_calendars'])})"
        ),
        "month": rf"(?P<mo_lead>{_any(alone)})\s+(?P<mo_m>{month})\b\.?"
        + year.format("mo_y")
        + rf"|(?P<mo5_lead>{_any({*words['before_month']} - alone)})\s+(?P<mo5_m>{month})\b\.?{numbered}"
        + year.format("mo5_y")
        + rf"|(?P<mo2_m>{month})\b,?\s+(?:of\s+)?(?P<mo2_y>{_YEAR})"
        + rf"|(?P<mo3_lead>the|an?|that)\s+(?P<mo3_m>{month})(?=\s+[a-z])"
        + rf"|(?P<mo4_m>{month})(?=['’]s\s|\s+(?:last|this)\s+year)",
        "season": rf"(?P<se>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<se_y>{_YEAR})",
        "year": (
            rf"(?P<ye_lead>in|since|from|during|of|by|until|before|after|between|to|and|through|throughout|"
            rf"through to|year|back in)\s+(?P<ye>{_YEAR}){_NO_YEAR}|(?P<ye2_lead>the|an?|his|her|its|their|"
            rf"['’]s)\s+(?P<ye2>{_YEAR})(?=\s+[a-z]){_NO_YEAR}"
        ),
    }


def _opening(words: Iterable[str]) -> frozenset[str]:
    return frozenset(re.split(r"[\s-]", word)[0] for word in words)


@lru_cache(maxsize=1)
def _openings() -> Mapping[str, frozenset[str]]:
    """Return the words with which expressions of each kind open ("#" is a number): what scanning looks for."""
    words = date_words()
    months, weekdays = (frozenset(several) for several in names())
    number, count = frozenset("#"), frozenset([*counts(), "#", "an", "the"])
    part = _opening([*words["month_parts"], *words["year_parts"]])
    opens = {
        **dict.fromkeys(("iso", "slash", "dashed", "dayrange", "dmy"), number),
        **dict.fromkeys(("monthrange", "mdy"), months),
        **dict.fromkeys(("partmonth", "partyear"), part),
        "holiday": _opening(words["holidays"]),
        "nth": frozenset(["on"]),
        "fixed": _opening(words["days"]),
        "overnight": frozenset(["overnight"]),
        "told": _opening(words["from_last"]) | {"on"},
        "weekday": weekdays | set("since last next this that early late earlier later the following previous".split()),
        "ago": count | set("about nearly almost over more some around".split()),
        "later": count,
        "offset": count | {"on"},
        "past": frozenset("the these last past previous recent preceding coming next".split()),
        "over": frozenset(["for"]),
        "unit": part | set("over during in within for throughout the last this next earlier later so".split()),
        "before_last": frozenset(["the"]),
        "weekend": frozenset(["the", "weekend"]),
        "decade": frozenset(["the"]),
        "foreign": number | set("in during of since before after until for".split()),
        "month": months | _opening(words["before_month"]) | set("the a an that".split()),
        "season": frozenset("spring summer autumn fall winter".split()),
        "year": frozenset(
            "in since from during of by until before after between to and through throughout year back the a an his "
            "her its their 's".split()
        ),
    }
    return {kind: opens[kind] for kind in kinds()}


@lru_cache(maxsize=1)
def _by_opening() -> Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]:
    compiled = {kind: re.compile(rf"(?:{body})(?!\w)", re.IGNORECASE) for kind, body in kinds().items()}
    table: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for kind, opens in _openings().items():
        for word in opens:
            table.setdefault(word, []).append((kind, compiled[kind]))
    return table


@lru_cache(maxsize=1)
def _anchors() -> frozenset[str]:
    """Return the words one of which, or a number, stands in every date expression: months, weekdays, units, feasts."""
    words = date_words()
    months, weekdays = names()
    told = (*words["days"], *words["from_last"], *words["holidays"], *words["other_calendars"])
    loose = {part for phrase in told for part in re.split(r"[\s-]", phrase)} - _SMALL
    units = "hour day night week weekend fortnight month year decade".split()
    seasons = "spring summer autumn fall winter overnight eve".split()
    return frozenset([*months, *weekdays, *loose, *units, *(f"{unit}s" for unit in units), *seasons])


_SMALL: Final = frozenset(
    "the of at in a that this same one later earlier before after previous following next".split()
)
LONGEST: Final = 9
"""An expression has its anchor within so many tokens of its first."""


def _near_anchor(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens at which an expression may begin."""
    anchors, until = _anchors(), -1
    marks = [
        index
        for index, token in enumerate(tokens)
        if token.norm in anchors
        or token.norm[0].isdigit()
        or ("-" in token.norm and any(part in anchors or part[:1].isdigit() for part in token.norm.split("-")))
    ]
    for mark in marks:
        for index in range(max(until + 1, mark - LONGEST), mark + 1):
            yield tokens[index]
        until = mark


def scan(text: str, tokens: Sequence[Token]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the date expressions among the tokens of a sentence, each with its kind.

    >>> from geo.extracting.tokens import tokenize
    >>> text = "It fell on 4 April 2018."
    >>> [(kind, match.group()) for kind, match in scan(text, tokenize(text))]
    [('dmy', '4 April 2018')]
    """
    table, position, stop = _by_opening(), 0, tokens[-1].end if tokens else 0
    for token in _near_anchor(tokens):
        if token.start < position:
            continue
        norm = token.norm
        word = "#" if norm[0].isdigit() else norm
        tries = table.get(word) or (table.get(norm.split("-", 1)[0]) if "-" in norm else None)
        if tries is None or (token.start and text[token.start - 1] in "$€£-"):
            continue
        for kind, expression in tries:
            match = expression.match(text, token.start, stop)
            if match is not None:
                yield kind, match
                position = match.end()
                break
