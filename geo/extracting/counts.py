"""How many: the numbers of people killed, injured, missing, detained, displaced, with what kind of number each is.

A number is a count only where a verb or noun of harm or flight claims it. "including six children" is a part of the
number before; "about 180 families, or about 1,000 people" is one group told twice; forecasts, totals of a war and
populations are marked as such, so that no one adds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from geo.extracting.counting_words import CountWords, count_words
from geo.extracting.model import CountKind, CountMention, CountWhat, Document, Sentence, Token
from geo.extracting.persons import Group, find_groups

REACH_BEFORE: Final = 14
"""A subject stands at most so many tokens before its verb: "13 people in the market's eastern part were killed"."""
REACH_AFTER: Final = 4
CLAUSE_ENDS: Final = frozenset([";", ":", "but", "while", "--"])
JOINTS: Final = frozenset(["and", ", and", ",", "and also"])
AUXILIARIES: Final = frozenset(
    [
        "was",
        "were",
        "been",
        "being",
        "be",
        "are",
        "is",
        "have",
        "has",
        "had",
        "also",
        "reportedly",
        "later",
        "left",
        "or",
    ]
)
SUBJECT_VERBS: Final = frozenset(
    ["died", "die", "perished", "drowned", "fled", "flee", "fleeing", "escaped", "dead", "missing"]
)


def find_counts(doc: Document) -> tuple[CountMention, ...]:
    """Return the counts of an article in text order.

    >>> from geo.extracting.sentences import read
    >>> from geo.reading.article import Article
    >>> doc = read(Article(id="a", text="Raids killed at least 13 civilians, including six children."))
    >>> [(c.what, c.best, c.unit, c.part_of is not None) for c in find_counts(doc)]
    [('killed', 13, 'civilians', False), ('killed', 6, 'children', True)]
    """
    words = count_words()
    triggers = words.active.keys() | words.passive.keys() | words.nouns.keys()
    found: list[CountMention] = []
    for sentence in doc.sentences:
        stock = words.kinds["stock"].search(doc.article.text, sentence.start, sentence.end)
        if stock or any(token.norm in triggers for token in sentence.tokens):
            found += _in_sentence(doc, sentence, words)
    return tuple(found)


def _in_sentence(doc: Document, sentence: Sentence, words: CountWords) -> list[CountMention]:
    tokens = sentence.tokens
    groups = find_groups(tokens, words)
    claimed: dict[int, tuple[CountWhat, str]] = {}
    for position, what, how in _triggers(tokens, words):
        for index in _claims(tokens, groups, position, how, words):
            if index not in claimed and _may(groups[index], what):
                claimed[index] = (what, f"{tokens[position].norm} ({how})")
    mentions: dict[int, CountMention] = {}
    _pronouns(doc, sentence, words, mentions)
    for index in range(len(groups)):
        whole = _whole(tokens, groups, index, words)
        if whole is not None and (whole in claimed or index in claimed):
            claimed[index] = (
                claimed.get(whole, claimed.get(index, ("killed", ""))) if whole in claimed else claimed[index]
            )
            start = tokens[groups[whole].first].start if whole in claimed else None
            mentions[index] = _mention(doc, sentence, groups[index], claimed[index], words, part_of=start)
        elif index in claimed:
            mentions[index] = _mention(doc, sentence, groups[index], claimed[index], words)
        else:
            twin = _twin(tokens, groups, index)
            if twin in claimed:
                claimed[index] = claimed[twin]
                mentions[index] = _mention(doc, sentence, groups[index], claimed[twin], words)
            elif _is_stock(doc, sentence, groups[index], words):
                mentions[index] = _mention(doc, sentence, groups[index], ("affected", "stock"), words, standing=True)
    return sorted(mentions.values(), key=lambda mention: mention.start)


def _may(group: Group, what: CountWhat) -> bool:
    if group.unit == "facilities":
        return False
    return what != "troops" or group.unit == "fighters"


def _triggers(tokens: Sequence[Token], words: CountWords) -> Iterator[tuple[int, CountWhat, str]]:
    """Yield the verbs and nouns of harm with the way in which they claim numbers."""
    for position, token in enumerate(tokens):
        norm = token.norm
        needed = words.particles.get(norm)
        if needed and needed not in {other.norm for other in tokens[position + 1 : position + 9]}:
            continue
        if position and tokens[position - 1].norm in ("no", "not", "without", "n't", "neither"):
            continue
        if norm in words.active and not _is_passive(tokens, position):
            yield position, words.active[norm], "object"
        if norm in words.passive:
            yield position, words.passive[norm], "subject"
        if norm in words.nouns:
            yield position, words.nouns[norm], "noun"


def _is_passive(tokens: Sequence[Token], position: int) -> bool:
    """Tell "were killed" and "13 people killed by" from "killed 13"."""
    before = [token.norm for token in tokens[max(0, position - 3) : position]]
    after = tokens[position + 1].norm if position + 1 < len(tokens) else ""
    return bool({"was", "were", "been", "being", "be", "are", "is"} & set(before)) or after in (
        "by",
        "in",
        "when",
        "and",
        ".",
        ",",
    )


def _claims(
    tokens: Sequence[Token], groups: Sequence[Group], position: int, how: str, words: CountWords
) -> Iterator[int]:
    """Yield the groups that a trigger claims."""
    if how == "object":
        after = [i for i, group in enumerate(groups) if position < group.first <= position + REACH_AFTER]
        if after and not _broken(tokens, position + 1, groups[after[0]].first, words):
            yield after[0]
            yield from _coordinated(tokens, groups, after[0])
    elif how == "subject":
        before = [
            i for i, group in enumerate(groups) if position - REACH_BEFORE <= group.first and group.last <= position
        ]
        if before and _is_subject(tokens, groups[before[-1]], position, words):
            yield before[-1]
            if before[-1] > 0 and _between(tokens, groups[before[-1] - 1], groups[before[-1]]) in JOINTS:
                yield before[-1] - 1
    else:
        yield from _of_noun(tokens, groups, position)


def _of_noun(tokens: Sequence[Token], groups: Sequence[Group], position: int) -> Iterator[int]:
    """Claim "death of three people", "toll rose to 40", "12 deaths"."""
    following = [token.norm for token in tokens[position + 1 : position + 7]]
    for index, group in enumerate(groups):
        if group.first <= position < group.last and not group.single:
            yield index
        elif (
            position < group.first <= position + 6
            and following[:1]
            and {"of", "to", "at"} & set(following[: group.first - position])
        ):
            if not {",", ".", ";"} & set(following[: group.first - position - 1]):
                yield index
                yield from _coordinated(tokens, groups, index)
            return


def _broken(tokens: Sequence[Token], first: int, last: int, words: CountWords) -> bool:
    between = {token.norm for token in tokens[first:last]}
    return bool(between & (CLAUSE_ENDS | {",", "by", "in", "on", "and"})) or bool(between & words.active.keys())


def _coordinated(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> Iterator[int]:
    """Yield groups joined on: "five civilians and three soldiers"."""
    while index + 1 < len(groups) and _joined(tokens, groups[index], groups[index + 1]):
        index += 1
        yield index


def _joined(tokens: Sequence[Token], one: Group, other: Group) -> bool:
    """Tell groups joined by "and"; "killed two and three were wounded" is settled by the nearer verb."""
    if _between(tokens, one, other) not in JOINTS:
        return False
    after = [token.norm for token in tokens[other.last : other.last + 3]]
    return (
        not ({"was", "were", "wounded", "injured", "others", "hurt", "missing"} & set(after)) and one.unit != other.unit
    )


def _between(tokens: Sequence[Token], one: Group, other: Group) -> str:
    return " ".join(token.norm for token in tokens[one.last : other.first])


def _is_subject(tokens: Sequence[Token], group: Group, position: int, words: CountWords) -> bool:
    between = [token.norm for token in tokens[group.last : position]]
    if CLAUSE_ENDS & set(between) or sum(norm in words.active or norm in words.passive for norm in between) > 1:
        return False
    if not between:
        return True
    direct = between[-1] in AUXILIARIES or tokens[position].norm in SUBJECT_VERBS
    if not direct and not (AUXILIARIES & set(between[-3:])):
        return False
    if not group.sure and len(between) > NEAR_UNSURE:
        return False
    return between.count(",") in (0, 2) or between[0] != "," or AUXILIARIES.issuperset(between[1:])


NEAR_UNSURE: Final = 4
"""A number whose noun is unknown must stand close to the verb: "13 Kurds were killed"."""


def _whole(tokens: Sequence[Token], groups: Sequence[Group], index: int, words: CountWords) -> int | None:
    """Return the group that holds this one: "13 civilians, including six children"."""
    if index == 0:
        return None
    before = [token.norm for token in tokens[groups[index - 1].last : groups[index].first]]
    for phrase in words.including:
        size = len(phrase)
        if any(tuple(before[at : at + size]) == phrase for at in range(len(before) - size + 1)):
            return index - 1
    after = [token.norm for token in tokens[groups[index].last : groups[index].last + 3]]
    if before[:1] == [","] and after[:2] in (["of", "them"], ["of", "whom"]):
        return index - 1
    earlier = _whole(tokens, groups, index - 1, words)
    return earlier if earlier is not None and before in (["and"], [","], [",", "and"]) else None


def _twin(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> int | None:
    """Return the group that tells the same people otherwise: "180 families, or about 1,000 people"."""
    for other in (index - 1, index + 1):
        if 0 <= other < len(groups):
            first, second = sorted((groups[other], groups[index]), key=lambda group: group.first)
            if _between(tokens, first, second) in (", or", "or", "(", ", some", "--") and "families" in (
                first.unit,
                second.unit,
            ):
                return other
    return None


def _is_stock(doc: Document, sentence: Sentence, group: Group, words: CountWords) -> bool:
    if group.single or not group.sure or (group.best or group.low or 0) < 1000:  # noqa: PLR2004 -- standing numbers are large
        return False
    return words.kinds["stock"].search(doc.article.text, sentence.start, sentence.end) is not None


def _mention(
    doc: Document,
    sentence: Sentence,
    group: Group,
    claim: tuple[CountWhat, str],
    words: CountWords,
    *,
    part_of: int | None = None,
    standing: bool = False,
) -> CountMention:
    start, end = sentence.tokens[group.first].start, sentence.tokens[group.last - 1].end
    return CountMention(
        start=start,
        end=end,
        text=doc.article.text[start:end],
        what=claim[0],
        unit=group.unit,
        low=group.low,
        best=group.best,
        high=group.high,
        qualifier=group.qualifier,
        kind=_kind(doc.article.text, sentence, start, end, words, usual="stock" if standing else "event"),
        part_of=part_of,
        reason=claim[1],
    )


def _kind(text: str, sentence: Sentence, start: int, end: int, words: CountWords, *, usual: CountKind) -> CountKind:
    before, after = text[sentence.start : start], text[end : sentence.end]
    if words.kinds["cumulative"].search(before[-120:]) or words.kinds["cumulative_after"].search(after[:90]):
        return "cumulative"
    if words.kinds["stock"].search(before[-60:]):
        return "stock"
    if words.kinds["forecast"].search(before) or words.kinds["forecast_after"].search(after[:70]):
        return "forecast"
    return usual


def _pronouns(doc: Document, sentence: Sentence, words: CountWords, mentions: dict[int, CountMention]) -> None:
    """Count "killed him" and "murdered Bishop Romero" as one."""
    tokens = sentence.tokens
    for position, what, how in _triggers(tokens, words):
        if how != "object" or what not in ("killed", "injured") or position + 1 >= len(tokens):
            continue
        following = tokens[position + 1]
        if following.norm in words.pronoun:
            group = Group(position + 1, position + 2, 1, 1, 1, None, "people", sure=True, single=True)
            mentions[-position - 1] = _mention(
                doc, sentence, group, (what, f"{tokens[position].norm} (pronoun)"), words
            )
