"""Notes told by an adjective or a noun: "the HTS-held town of X", "the last rebel stronghold of X"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from geo.extracting import areas, holders
from geo.extracting.areas import Area, bags
from geo.extracting.control_view import Rule, View, make_note
from geo.extracting.holders import Holder
from geo.extracting.model import ZoneNote
from geo.extracting.patterns import Hit

_ARTICLES = ("a", "an", "the", "last", "main", "key", "major", "remaining", "important", "strategic")


@lru_cache(maxsize=1)
def _held() -> re.Pattern[str]:
    return re.compile(rf"(.+)-({'|'.join(holders.rules()['suffixes']['held'])})$")


def adjectives(view: View) -> Iterator[ZoneNote]:
    """Read adjectives: "the HTS-held town of X", "Islamic State-held Mosul", "government-controlled areas"."""
    for at, word in enumerate(view.words):
        found = _held().match(word)
        if found is None and word == "-" and 0 < at < len(view.words) - 1 and view.words[at + 1] in _suffixes():
            first, holder, end = at - 1, view.word_holder(at - 1), at + 2
        elif found is not None:
            (first, holder), end = _prefix(view, at, found.group(1)), at + 1
        else:
            continue
        area = areas.to_right(view.tokens, end, view.closed)
        if holder is None or area is None or _was(view, first) or not _begins_an_area(view, end):
            continue
        # "state-run media", "Republican-controlled Senate": what is run or held by nobody known must be a kind of area
        doubtful = view.words[end - 1].endswith("run") or holder.actor_type is None
        if doubtful and not any(view.words[i] in bags()["area"] for i in range(area.start, area.end)):
            continue
        rule = Rule("control.adjective", "holds", "adjective", state=True, share=None)
        yield make_note(view, Hit(first, end, rule), holder, area)


def _suffixes() -> Sequence[str]:
    listed: Sequence[str] = holders.rules()["suffixes"]["held"]
    return listed


def _begins_an_area(view: View, at: int) -> bool:
    """Whether an area's own word or a name stands among the first two after an adjective."""
    following = view.tokens[at : at + 2]
    return any(token.norm in bags()["area"] or token.text[:1].isupper() for token in following)


def _prefix(view: View, at: int, word: str) -> tuple[int, Holder | None]:
    """The holder in "Islamic State-held": the longest name that the words before complete."""
    for back in (2, 1):
        if at >= back:
            name = " ".join((*view.words[at - back : at], word))
            holder = holders.of_words(name, "", view.home)
            if holder is not None:
                return at - back, holder
    written = view.tokens[at].text[: len(word)]
    return at, holders.of_words(word, written, view.home)


def _was(view: View, at: int) -> bool:
    former = holders.rules()["strongholds"]["former"]
    return any(view.words[i] in former for i in range(max(0, at - 3), at))


def nouns(view: View) -> Iterator[ZoneNote]:
    """Read nouns: "the last rebel stronghold of X", "X, an Islamic State bastion"."""
    nouns = holders.rules()["strongholds"]["nouns"]
    for at, word in enumerate(view.words):
        if word not in nouns or at == 0:
            continue
        if at + 2 < len(view.words) and view.words[at + 1] in ("of", "for"):
            yield from _stronghold_of(view, at)
        first = view.ends[at][0] if at in view.ends else at - 1
        holder = view.holder_at(first) if first in view.kinds else None
        if holder is None or _was(view, first) or (word == "territory" and holder.name.startswith("Government of ")):
            continue  # "Honduran territory" is the country
        rule = Rule("control.stronghold", "holds", "noun", state=True, share=None)
        area = _stronghold(view, first, at)
        if area is not None:
            yield make_note(view, Hit(first, at + 1, rule), holder, area)


def _stronghold_of(view: View, at: int) -> Iterator[ZoneNote]:
    """Read "Donetsk, a stronghold of the separatists"."""
    who = at + 3 if view.words[at + 2] == "the" else at + 2
    before = at
    while before > 0 and view.words[before - 1] in (*_ARTICLES, "known", "as"):
        before -= 1
    if who not in view.starts or _was(view, before) or before < 2 or view.words[before - 1] != ",":  # noqa: PLR2004
        return
    area, holder = areas.to_left(view.tokens, before - 1, view.dated), view.holder_at(who)
    if area is not None and holder is not None:
        rule = Rule("control.stronghold", "holds", "noun", state=True, share=None)
        yield make_note(view, Hit(at, view.starts[who][0], rule), holder, area)


def _stronghold(view: View, first: int, at: int) -> Area | None:
    """The area that a noun such as "stronghold" stands for: after it, or before it as in "X, a rebel bastion"."""
    following = view.tokens[at + 1] if at + 1 < len(view.tokens) else None
    if following is not None and (following.norm in ("of", "in") or following.text[:1].isupper()):
        return areas.to_right(view.tokens, at if following.norm in ("of", "in") else at + 1, view.closed)
    before = first
    while before > 0 and view.words[before - 1] in _ARTICLES:
        before -= 1
    if before > 1 and view.words[before - 1] == ",":
        named = areas.to_left(view.tokens, before - 1, view.dated)
        if named is not None and any(view.tokens[i].text[:1].isupper() for i in range(named.start, named.end)):
            return named
    return areas.to_right(view.tokens, at, view.closed)
