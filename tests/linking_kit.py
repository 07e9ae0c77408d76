"""Small hand-made findings for the tests of linking."""

# ruff: noqa: ANN401 - what a test changes may be of any kind

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geo.extracting.model import ActorMention, Attribution, CountMention, Event
from geo.linking.draft import Draft, Site, When
from geo.reading.article import Article
from geo.table.schema import event_type_of

IDLIB = Site(
    "Idlib", "Idlib", "site", ("in Idlib",), place_id="t:idlib", kind="admin1", lon=36.6, lat=35.8,
    uncertainty_km=74.0, country="SY", country_name="Syria", admin1="Idlib", geo_precision=3, where_precision=4,
)  # fmt: skip
MAHAMBAL = Site(
    "Mahambal", "Mahambal", "site", ("in Mahambal",), place_id="t:mahambal", kind="village", lon=36.48, lat=35.78,
    uncertainty_km=1.5, country="SY", country_name="Syria", admin1="Idlib", geo_precision=1, where_precision=1,
)  # fmt: skip
DOUMA = Site(
    "Douma", "Douma", "site", ("in Douma",), place_id="t:douma", kind="town", lon=36.4, lat=33.57,
    uncertainty_km=3.0, country="SY", country_name="Syria", admin1="Rif Dimashq", geo_precision=1, where_precision=1,
)  # fmt: skip
TUESDAY = When("2018-09-04", "2018-09-04", "On Tuesday", 1)
WEDNESDAY = When("2018-09-05", "2018-09-05", "On Wednesday", 1)
NEVER = When(None, None, None, None, told=False)


def actor(name: str, actor_type: str = "State forces", country: str | None = None) -> ActorMention:
    return ActorMention(0, 1, name, name, actor_type, "actor", country)


def killed(best: int, *, high: int | None = -1, unit: Any = "people", start: int = 0, **other: Any) -> CountMention:
    top = best if high == -1 else high
    return CountMention(
        start,
        start + 2,
        str(best),
        "killed",
        unit,
        best,
        best,
        top,
        other.pop("qualifier", None),
        other.pop("kind", "event"),
        **other,
    )


def said(speaker: str, speaker_type: str = "monitor", **other: Any) -> Attribution:
    return Attribution(0, 5, speaker, speaker_type, other.pop("confidence", "claimed"), 0, 500, **other)


def event(sub_type: str = "Air/drone strike", *, start: int = 10, sentence: int = 0, **other: Any) -> Event:
    defaults: dict[str, Any] = {"modality": "occurred", "background": False, "rule": "test"}
    return Event(sentence, start, start + 5, "raids", event_type_of(sub_type), sub_type, **{**defaults, **other})


def draft(article: str = "a", *, order: int = 0, **other: Any) -> Draft:
    text = other.pop("text", "Raids on Idlib killed thirteen people. " * 20)
    happened = other.pop("event", None) or event()
    base = Draft(
        article=Article(article, text, outlet=other.pop("outlet", None)), order=order, event=happened, quote=(0, 38),
        paragraph=0, kind="prose", definite=False, another=False, when=TUESDAY, site=IDLIB,
    )  # fmt: skip
    return (
        replace(base, modality=happened.modality, background=happened.background, **other)
        if other
        else replace(base, modality=happened.modality, background=happened.background)
    )
