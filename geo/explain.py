"""Sentence by sentence: what was found, what was rejected, and why, as lines of text."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import gazetteer
from gazetteer.places import Match, Region
from geo.extracting.extract import extract
from geo.extracting.model import ActorMention, Attribution, CountMention, DateMention, Event, Extraction, Rejection
from geo.linking.draft import Draft, Site
from geo.linking.drafts import build
from geo.linking.merge import merge
from geo.linking.rows import incident_row
from geo.reading.article import Article

if TYPE_CHECKING:
    from gazetteer import Gazetteer


def explain(article: Article, gaz: Gazetteer | None = None) -> Iterator[str]:
    """Yield lines that tell, for each sentence, what was found, what was rejected and why; then the incidents.

    A wrong row leads in one step to the vocabulary rule that made it: the rule's id stands behind each event.

    >>> text = "Rebels shelled the city of Aleppo on Monday."
    >>> lines = list(explain(Article(id="a", text=text, published="2018-09-05")))
    >>> lines[0]
    'article a, published 2018-09-05'
    >>> any("Shelling" in line for line in lines)
    True
    """
    gaz = gaz if gaz is not None else gazetteer.load()
    extraction = extract(article)
    matches = gazetteer.geoparse(article.text, gaz)
    regions = gazetteer.find_regions(article.text, matches, gaz)
    drafts = build(extraction, matches, regions, order=0)
    yield f"article {article.id}, published {article.published or 'on an unknown day: relative dates stay words'}"
    lines = _lines_by_sentence(extraction, matches, regions, drafts)
    for sentence in extraction.document.sentences:
        yield ""
        text = " ".join(article.text[sentence.start : sentence.end].split())
        yield f"[{sentence.index}] {sentence.kind}, {sentence.start}-{sentence.end}: {text}"
        found = lines.get(sentence.index, [])
        yield from (f"    {line}" for line in found or ["nothing found"])
    yield ""
    yield from _incidents(drafts)


def _lines_by_sentence(
    extraction: Extraction, matches: Sequence[Match], regions: Sequence[Region], drafts: Sequence[Draft]
) -> dict[int, list[str]]:
    starts = [sentence.start for sentence in extraction.document.sentences]
    lines: dict[int, list[str]] = defaultdict(list)

    def at(offset: int) -> list[str]:
        return lines[max(0, bisect_right(starts, offset) - 1)]

    for date in extraction.dates:
        at(date.start).append(_date(date))
    for count in extraction.counts:
        at(count.start).append(_count(count))
    for actor in extraction.actors:
        at(actor.start).append(_actor(actor))
    for match in matches:
        if match.mention is not None:
            at(match.mention.start).append(_match(match))
    for region in regions:
        at(region.start).append(_region(region))
    for said in extraction.attributions:
        at(said.scope_start).append(_said(said))
    for draft in drafts:
        lines[draft.event.sentence].extend(_draft(draft))
    for rejection in extraction.rejections:
        lines[rejection.sentence].append(_rejected(rejection))
    return lines


def _because(reason: str) -> str:
    return f" — {reason}" if reason else ""


def _date(date: DateMention) -> str:
    span = f"{date.start_date} to {date.end_date}" if date.start_date != date.end_date else str(date.start_date)
    recalled = ", points back" if date.background else ""
    return f"date      '{date.text}': {span}, precision {date.precision}{recalled}{_because(date.reason)}"


def _count(count: CountMention) -> str:
    part = ", part of another" if count.part_of is not None else ""
    number = f"{count.low}/{count.best}/{count.high}"
    return f"count     '{count.text}': {number} {count.unit} {count.what}, {count.kind}{part}{_because(count.reason)}"


def _actor(actor: ActorMention) -> str:
    kind = f", {actor.target_type}" if actor.target_type else ""
    return f"{actor.role:<9} '{actor.text}': {actor.name} ({actor.actor_type}{kind}){_because(actor.reason)}"


def _match(match: Match) -> str:
    mention = match.mention
    text, use = (mention.text, mention.use) if mention else (match.name, "literal")
    if match.place is None:
        return f"place     '{text}' ({use}): not resolved{_because('; '.join(match.reasons))}"
    where = ", ".join(part for part in (match.place.admin1, match.place.country) if part)
    why = _because("; ".join(match.reasons))
    return f"place     '{text}' ({use}): {match.place.name}, {match.place.kind}, {where}{why}"


def _region(region: Region) -> str:
    how = f"by {region.method}, ± {region.uncertainty_km:.0f} km"
    return f"region    '{region.text}': {region.name}, {how}{_because(region.reason)}"


def _said(said: Attribution) -> str:
    via = f" by way of {said.via}" if said.via else ""
    return f"says so   {said.speaker} ({said.speaker_type}){via}, {said.confidence}{_because(said.reason)}"


def _site(site: Site | None) -> str:
    if site is None:
        return "no place"
    where = f"{site.name or site.text} ({site.kind or 'unknown'}, {site.role})"
    if site.lon is not None:
        where += f" ± {site.uncertainty_km} km"
    return where + _because("; ".join(site.reasons))


def _draft(draft: Draft) -> Iterator[str]:
    event: Event = draft.event
    recalled = ", background" if draft.background else ""
    yield f"EVENT     '{event.text}': {event.sub_event_type}, {draft.modality}{recalled} [rule {event.rule}]"
    if event.reasons:
        yield f"          why:   {'; '.join(event.reasons)}"
    yield f"          where: {_site(draft.site)}"
    for name, site in (("from", draft.origin), ("to", draft.destination)):
        if site is not None:
            yield f"          {name + ':':<6} {_site(site)}"
    when = draft.when
    yield f"          when:  {when.start or '?'} to {when.end or '?'} ('{when.text or ''}'){_because(when.reason)}"
    who = [
        f"{label} {actor.name}"
        for label, actor in (("by", event.actor1), ("on", event.actor2 or event.target))
        if actor
    ]
    yield f"          who:   {', '.join(who) or 'nobody is named'}"
    told = ", ".join(f"'{count.text}' ({count.what}, {count.kind})" for count in draft.counts)
    yield f"          how many: {told or 'not told'}"
    speaker = draft.attribution.speaker if draft.attribution else "the article itself"
    yield f"          says:  {speaker}, {draft.confidence}"


def _rejected(rejection: Rejection) -> str:
    return f"rejected  '{rejection.text}' [rule {rejection.rule}]{_because(rejection.reason)}"


def _incidents(drafts: Sequence[Draft]) -> Iterator[str]:
    incidents = merge(drafts)
    yield f"{len(incidents)} incidents"
    for incident in incidents:
        row = incident_row(incident)
        place = row["place_name"] or row["place_text"] or "no place"
        when = row["date_start"] or "no date"
        what = f"{row['sub_event_type']}, {row['modality']}, {place}, {when}"
        yield f"  {row['incident_id']} {what}: {row['grade']} ({row['grade_reason']})"
        for reason in incident.reasons:
            yield f"      merged: {reason}"
