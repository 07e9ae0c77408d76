"""Which reports tell of one event: first within each article, then across articles, by a scored and explained rule.

A report joins the group that it is most like, if the score reaches the threshold of `linking.toml` and no report of
that group vetoes it. Across articles nothing is merged where a date or a place is missing, except near-identical
sentences, which are one agency's copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from geo.linking.copies import copied
from geo.linking.draft import Draft, Incident
from geo.linking.likeness import likeness
from geo.linking.settings import like_types, rules

LOOK_BACK: int = 24
"""How many groups of an article, from the latest, a report is compared with."""


def merge(drafts: Sequence[Draft]) -> tuple[Incident, ...]:
    """Return the incidents, in the text order of their first reports.

    >>> merge([])
    ()
    """
    weights = rules()["merge"]
    by_article: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_article[draft.order].append(draft)
    groups: list[Incident] = []
    for order in sorted(by_article):
        groups.extend(_within(by_article[order], float(weights["threshold_within"])))
    if len(by_article) > 1:
        groups = _across(groups, float(weights["threshold_across"]))
    return tuple(sorted(groups, key=lambda group: (group.drafts[0].order, _position(group.drafts[0]))))


def _position(draft: Draft) -> tuple[int, int, int]:
    return draft.event.start, draft.event.end, draft.part


def _within(drafts: Sequence[Draft], threshold: float) -> list[Incident]:
    groups: list[list[Draft]] = []
    reasons: list[list[str]] = []
    for draft in sorted(drafts, key=_position):
        best, best_score, why = -1, threshold, ""
        for index in range(len(groups) - 1, max(-1, len(groups) - 1 - LOOK_BACK), -1):
            score, reason = _group_likeness(draft, groups[index], set())
            if score >= best_score + (best >= 0) * 1e-9:
                best, best_score, why = index, score, reason
        if best < 0:
            groups.append([draft])
            reasons.append([])
        else:
            groups[best].append(draft)
            reasons[best].append(why)
    return [Incident(tuple(group), tuple(why)) for group, why in zip(groups, reasons, strict=True)]


def _group_likeness(draft: Draft, group: Iterable[Draft], copies: set[int]) -> tuple[float, str]:
    """The best score of a report against a group, -inf where any of it vetoes."""
    best, why = float("-inf"), ""
    for other in group:
        copy = id(other) in copies
        pair = likeness(other, draft, copy=copy)
        if pair.veto:
            return float("-inf"), pair.veto
        if pair.score > best:
            best = pair.score
            why = f"'{draft.event.text}' with '{other.event.text}': {', '.join(pair.reasons)}; score {pair.score:g}"
    return best, why


def _across(groups: Sequence[Incident], threshold: float) -> list[Incident]:
    """Merge groups of different articles, each with the best earlier group; blocked by type and month."""
    copy_of = _copies(groups)
    merged: list[Incident] = []
    tags: list[set[int]] = []
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    copies_at: dict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        candidates = {i for key in _keys(group) for i in blocks[key]}
        candidates.update(i for original in copy_of[number] for i in copies_at[original])
        best, best_score, why = -1, threshold, ""
        for index in sorted(candidates):
            score, reason = _pair(merged[index], group, shared=bool(copy_of[number] & tags[index]))
            if score > best_score or (best < 0 and score >= best_score):
                best, best_score, why = index, score, reason
        if best < 0:
            best = len(merged)
            merged.append(group)
            tags.append(set(copy_of[number]))
        else:
            whole = sorted((*merged[best].drafts, *group.drafts), key=lambda d: (d.order, _position(d)))
            merged[best] = Incident(tuple(whole), (*merged[best].reasons, *group.reasons, why))
            tags[best] |= copy_of[number]
        for key in _keys(group):
            if best not in blocks[key]:
                blocks[key].append(best)
        for original in copy_of[number]:
            copies_at[original].append(best)
    return merged


def _copies(groups: Sequence[Incident]) -> list[set[int]]:
    """For each group the numbers of the texts that its sentences are, one number per wire's text."""
    flat = [(number, draft) for number, group in enumerate(groups) for draft in group.drafts]
    first = copied([draft.shingles for _, draft in flat], [draft.order for _, draft in flat])
    tags: list[set[int]] = [set() for _ in groups]
    for (number, draft), original in zip(flat, first, strict=True):
        if draft.shingles:
            tags[number].add(original)
    return tags


def _pair(a: Incident, b: Incident, *, shared: bool) -> tuple[float, str]:
    """The best score of two groups; where a sentence is shared, that pair counts as a copy."""
    best, why = float("-inf"), ""
    for one in a.drafts:
        for two in b.drafts:
            if one.order == two.order:
                return float("-inf"), "one article tells of both"
            copy = shared and _same_text(one, two)
            pair = likeness(one, two, copy=copy)
            if pair.veto and pair.veto not in SOFT:
                return float("-inf"), pair.veto
            if not pair.veto and pair.score > best:
                names = f"{one.article.id}: '{one.event.text}' with {two.article.id}: '{two.event.text}'"
                best, why = pair.score, f"{names}: {', '.join(pair.reasons)}; score {pair.score:g}"
    return best, why


SOFT: frozenset[str] = frozenset(
    {"a date is missing", "a place is missing or only taken over", "a place is country-wide or unknown"}
)
"""Vetoes of one pair that do not bar the groups: another pair of their reports may have what is missing."""


def _same_text(one: Draft, two: Draft) -> bool:
    least = float(rules()["merge"]["copy_share"])
    union = len(one.shingles | two.shingles)
    return union > 0 and len(one.shingles & two.shingles) / union >= least


def _keys(group: Incident) -> set[tuple[str, str]]:
    """Blocking keys: type and its like, by each month that the dates touch."""
    keys: set[tuple[str, str]] = set()
    for draft in group.drafts:
        if draft.when.start is None:
            continue
        kinds = {draft.event.sub_event_type}
        kinds.update(b for a, b in like_types() if a == draft.event.sub_event_type)
        months = {draft.when.start[:7], (draft.when.end or draft.when.start)[:7]}
        keys.update((kind, month) for kind in kinds for month in months)
    return keys
