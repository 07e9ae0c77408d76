"""The sentence that a control zone shows its reader, and the report behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from geo.extracting.holders import rules
from geo.extracting.model import Attribution, ZoneNote
from geo.linking.zone_areas import Drawn
from geo.reading.article import Article

_PLURAL: Final = re.compile(
    r"(?:forces|rebels|fighters|ists|ants|gangs|militias|groups|insurgents|guerrillas|troops|soldiers|cartels|"
    r"paramilitaries|jihadis|gunmen|militiamen|herders|tribesmen|settlers)$",
    re.IGNORECASE,
)


def day(iso: str) -> str:
    """Return a day as prose writes it.

    >>> day("2018-09-05")
    '5 September 2018'
    """
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"


def sentence(note: ZoneNote, drawn: Drawn, article: Article) -> str:
    """Return one sentence that tells the note, its date and, where nothing is drawn, why."""
    told = f"{_claim(note, drawn)}{_when(note, article)}"
    return f"{told}; not drawn: {drawn.why_not}" if drawn.geometry is None and drawn.why_not else told


def _claim(note: ZoneNote, drawn: Drawn) -> str:
    area = _area(note, drawn)
    if note.act == "designated":
        names = _listed([name.removeprefix("Government of ") for name in note.others])
        return f"{names} designated {area} a {note.label}" if names else f"{area} was designated a {note.label}"
    if note.act == "besieged":
        return f"{area} is besieged{' by ' + _listed(note.others) if note.others else ''}"
    if note.act == "contested":
        return f"{area} is contested{' by ' + _listed(note.others) if note.others else ''}"
    many = bool(_PLURAL.search(note.holder or ""))
    verbs = {"took": "took", "lost": "lost" if note.rule == "control.lost" else "left"}
    stands = "dominate" if note.share == "dominated" else "control"
    return f"{note.holder} {verbs.get(note.act, stands if many else stands + 's')} {area}"


def _area(note: ZoneNote, drawn: Drawn) -> str:
    share = note.share
    told = share is not None and share in drawn.name.casefold()
    if drawn.place is None or share is None or share == "dominated" or told:
        return drawn.name
    if share in rules()["shares"]["adverbs"]:
        return f"{drawn.name} ({share})"
    alone = re.match(r"(?:[a-z]+ )*(?:sliver|pocket|corner|strip|chunk|part|portion)$", share)
    article = "the " if share.startswith(("last", "only")) else "a " if alone else ""
    return f"{article}{share} of {drawn.name}"


def _when(note: ZoneNote, article: Article) -> str:
    published = article.published[:10] if article.published else None
    if note.since and note.act in ("took", "lost", "designated"):
        if note.since_exact:
            return f" on {day(note.since)}"
        words = f" ({note.since_text})" if note.since_text and not re.search(r"\d{4}", note.since_text) else ""
        return f" by {day(note.since)}{words}"
    if note.since:
        return f" since {day(note.since)}"
    return f", as reported on {day(published)}" if published else ", on an unknown day"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def report(note: ZoneNote, article: Article, attributions: Sequence[Attribution] = ()) -> dict[str, Any]:
    """Return the report behind a zone, with the fields of `REPORT_FIELDS`; `quote == text[quote_start:quote_end]`."""
    said = next((a for a in attributions if a.scope_start <= note.trigger_start < a.scope_end), None)
    return {
        "article_id": article.id,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published,
        "retrieved": article.retrieved,
        "article_sha256": article.sha256,
        "quote": article.text[note.start : note.end],
        "quote_start": note.start,
        "quote_end": note.end,
        "trigger_start": note.trigger_start,
        "trigger_end": note.trigger_end,
        "attribution": said.speaker if said else None,
        "attribution_type": said.speaker_type if said else None,
        "confidence": said.confidence if said else "claimed" if note.claimed else "fact",
        "modality": "occurred",
        "counts": [],
        "rule": note.rule,
    }
