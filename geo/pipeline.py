"""The whole way from articles to tables: extract, geoparse, locate, merge, grade, join with control zones.

Pure and repeatable: the same articles and gazetteer give the same tables. What goes wrong in one article is recorded
in `refused` and never stops the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import gazetteer
from gazetteer.places import Match, Region
from geo.errors import ArticleError
from geo.extracting import control
from geo.extracting.extract import extract
from geo.extracting.model import Attribution, Extraction, ZoneNote
from geo.linking import zones
from geo.linking.draft import Draft
from geo.linking.drafts import build
from geo.linking.flows import flow_rows
from geo.linking.mentions import mention_rows
from geo.linking.merge import merge
from geo.linking.modelled import build_modelled
from geo.linking.rows import incident_row
from geo.modelling.seam import Model, ModelError, name_of
from geo.reading.article import Article
from geo.reading.language import language_of
from geo.table.frames import from_rows
from geo.table.schema import FLOWS, INCIDENTS, MENTIONS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Gazetteer

Progress = Callable[[int, int, str], None]
"""Called after each article with (done, total, article id)."""


@dataclass(frozen=True)
class Result:
    """The tables of a run; geometry in EPSG:4326, columns as in `geo.table.schema`.

    `unresolved` are the place mentions for which no place was chosen; `refused` tells which articles were left out.
    """

    incidents: GeoDataFrame
    zones: GeoDataFrame
    flows: GeoDataFrame
    mentions: GeoDataFrame
    unresolved: GeoDataFrame
    articles: tuple[Article, ...]
    refused: tuple[ArticleError, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """What one article tells of control zones, with what they are drawn by."""

    article: Article
    notes: tuple[ZoneNote, ...]
    matches: Sequence[Match]
    regions: Sequence[Region]
    attributions: tuple[Attribution, ...]


@dataclass(slots=True)
class _Found:
    """What the articles gave, before it becomes tables."""

    drafts: list[Draft] = field(default_factory=list)
    told: list[_Told] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    refused: list[ArticleError] = field(default_factory=list)


def run(
    articles: Iterable[Article],
    gaz: Gazetteer | None = None,
    *,
    progress: Progress | None = None,
    zones: GeoDataFrame | None = None,
    model: Model | None = None,
) -> Result:
    """Return the incident, zone, flow and mention tables of the articles.

    Args:
        articles: in the order in which rows shall come.
        gaz: the gazetteer; the embedded one by default.
        progress: called after each article with (done, total, article id).
        zones: control zones of the user's own (`read_table(path, "zones")`), joined beside those of the articles.
        model: reads events that the rules miss; see `geo.modelling`.

    >>> from geo.reading.article import Article
    >>> text = "Rebels shelled the city of Aleppo on Monday, killing 3 civilians, state media said."
    >>> result = run([Article(id="a", text=text, published="2018-09-05")])
    >>> result.incidents[["place_name", "fatalities", "date_start"]].values.tolist()
    [['Aleppo', 3, '2018-09-03']]
    >>> len(run([]).incidents)
    0
    """
    gaz = gaz if gaz is not None else gazetteer.load()
    todo = tuple(articles)
    found = _Found()
    for order, article in enumerate(todo):
        try:
            _read(article, gaz, order, found, model)
        except Exception as error:  # noqa: BLE001 - one article's failure must not stop the rest
            problem = f"could not be read through ({type(error).__name__}: {error}); the other articles were"
            found.refused.append(ArticleError(problem, path=article.path or article.id))
        if progress is not None:
            progress(order + 1, len(todo), article.id)
    return _tables(found, todo, gaz, zones)


LANGUAGES: Final = {
    "ar": "Arabic", "de": "German", "el": "Greek", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pt": "Portuguese",
    "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
"""Names of the languages that are told from English."""


LONGEST: Final = 200_000
"""Characters of an article from which incidents are read: some thirty pages, far beyond any news article."""


def _shortened(article: Article, found: _Found) -> Article:
    """Return the article, or its beginning where it is longer than any article is, which is then said."""
    if len(article.text) <= LONGEST:
        return article
    end = article.text.rfind("\n", 0, LONGEST) + 1 or LONGEST
    problem = (
        f"the text has {len(article.text):,} characters; incidents and places were read from the first {end:,}: "
        "split it into its articles"
    )
    found.refused.append(ArticleError(problem, path=article.path or article.id))
    short = replace(article, text=article.text[:end])
    short.__dict__["sha256"] = article.sha256  # reports name the text as it was given
    return short


def _read(article: Article, gaz: Gazetteer, order: int, found: _Found, model: Model | None) -> None:
    """Read one article through; nothing is kept of an article that fails."""
    article = _shortened(article, found)
    matches = gazetteer.geoparse(article.text, gaz)
    rows = mention_rows(article.id, matches)
    language = language_of(article.text)
    if language in LANGUAGES:
        problem = f"written in {LANGUAGES[language]}; incidents are read from English alone, its places are listed"
        found.refused.append(ArticleError(problem, path=article.path or article.id))
        found.mentions.extend(rows)
        return
    extraction = extract(article)
    regions = gazetteer.find_regions(article.text, matches, gaz)
    drafts = build(extraction, matches, regions, order=order)
    if model is not None:
        drafts += _modelled(model, extraction, matches, regions, order, found)
    notes = control.find_zone_notes(extraction.document, extraction.actors, extraction.dates)
    found.mentions.extend(rows)
    found.drafts.extend(drafts)
    if notes:
        found.told.append(_Told(article, notes, matches, regions, extraction.attributions))


def _modelled(
    model: Model,
    extraction: Extraction,
    matches: Sequence[Match],
    regions: Sequence[Region],
    order: int,
    found: _Found,
) -> list[Draft]:
    """Return what a model adds; what fails or is dropped is told, and the rules' rows stand."""
    article, name = extraction.document.article, name_of(model)
    try:
        drafts, words = build_modelled(model, extraction, matches, regions, order=order)
    except Exception as error:  # noqa: BLE001 - anything may go wrong in a model
        drafts, words = (
            [],
            [str(error) if isinstance(error, ModelError) else f"failed ({type(error).__name__}: {error})"],
        )
    found.refused += [ArticleError(f"model {name}: {problem}", path=article.path or article.id) for problem in words]
    return drafts


def _outlines(gaz: Gazetteer) -> Callable[[str], BaseGeometry | None]:
    """Return a look-up of outlines that asks the gazetteer once for each place."""
    known: dict[str, BaseGeometry | None] = {}

    def outline(place_id: str) -> BaseGeometry | None:
        if place_id not in known:
            known[place_id] = gaz.outline(place_id)
        return known[place_id]

    return outline


def _tables(found: _Found, articles: tuple[Article, ...], gaz: Gazetteer, own_zones: GeoDataFrame | None) -> Result:
    outline = _outlines(gaz)
    merged = merge(found.drafts)
    rows = [incident_row(incident, outline) for incident in merged]
    told = found.told
    control_zones = zones.build_zones(
        [one.notes for one in told],
        [one.matches for one in told],
        [one.regions for one in told],
        gaz,
        [one.article for one in told],
        [one.attributions for one in told],
    )
    control_zones = zones.with_own(control_zones, own_zones)
    incidents = zones.join(from_rows(rows, INCIDENTS), control_zones)
    flows = from_rows(flow_rows(merged, rows), FLOWS)
    mentions = from_rows(found.mentions, MENTIONS)
    return Result(
        incidents=incidents,
        zones=control_zones,
        flows=flows,
        mentions=mentions,
        unresolved=mentions[mentions["place_id"].isna()].reset_index(drop=True),
        articles=articles,
        refused=tuple(found.refused),
    )
