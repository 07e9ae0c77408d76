"""`dateline geoparse` and `dateline geocode`: names to places, JSON lines out. No data frame is loaded here."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from geo.cli.talking import progress, put, refused, say
from geo.errors import ArticleError
from geo.reading.article import id_of_text
from geo.reading.decoding import mend_surrogates
from geo.reading.formats import READERS, Found, Record, read_json_lines, read_text
from geo.reading.source import Source

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from gazetteer.places import Candidate, Match

STDIN: Final = "-"
READ_AS_ARTICLE: Final = frozenset({".txt", ".md", ".html", ".htm", ".jsonl", ".docx", ".pdf", ".rss", ".atom"})
"""Files whose reader knows more than their bytes; any other file is one document as it stands."""


@click.command(epilog='Example: echo \'{"id": "a", "text": "Raids on Idlib."}\' | dateline geoparse -')
@click.argument("file")
@click.option("--home", metavar="CC", help="ISO code of the country that the texts write from.")
def geoparse(file: str, home: str | None) -> int:
    """List the place mentions of texts, one line of JSON per document.

    FILE is a .jsonl file (one document {"id", "text"} a line), - for such lines on standard input, or any other file
    as one document. Offsets count Unicode code points. A name that is found but not resolved has null coordinates.
    """
    import gazetteer

    gaz = gazetteer.load()
    faults: list[ArticleError] = []
    with _watched(file) as watch:
        for found in watch(_documents(file)):
            if isinstance(found, ArticleError):
                faults.append(found)
                say(str(found))
                continue
            text, key, fault = _text_of(found)
            if fault is not None:
                faults.append(fault)
                say(str(fault))
            if text is not None:
                matches = gazetteer.geoparse(text, gaz, home=home.upper() if home else None)
                put({"id": key, "places": [mentioned(match) for match in matches]})
    return 1 if faults else 0


def _documents(file: str) -> Iterator[Found]:
    if file == STDIN:
        yield from read_json_lines(sys.stdin.buffer, "standard input")
        return
    path = Path(file)
    if not path.is_file():
        yield ArticleError("there is no such file; check its spelling", path=path)
        return
    reader = READERS[path.suffix.lower()] if path.suffix.lower() in READ_AS_ARTICLE else read_text
    yield from reader(Source(str(path)))


def _text_of(record: Record) -> tuple[str | None, str, ArticleError | None]:
    """Return a document's text (None: refused), its id, and the fault; an empty text is a document with no places."""
    raw = record.fields.get("text")
    if not isinstance(raw, str):
        return None, "", record.where("the text is no text; put the document's text there")
    text, mended = mend_surrogates(raw)
    given = record.fields.get("id")
    key = mend_surrogates(str(given))[0] if given is not None and given != "" else id_of_text(text)
    fault = record.where("the text holds half a surrogate pair; it was read as U+FFFD") if mended else None
    return text, key, fault


@contextmanager
def _watched(file: str) -> Iterator[Callable[[Iterable[Found]], Iterable[Found]]]:
    """Give a function that passes documents on and draws progress, where standard error is a terminal."""
    total = 0
    if file != STDIN and sys.stderr.isatty() and file.lower().endswith(".jsonl") and Path(file).is_file():
        with Path(file).open("rb") as stream:
            total = sum(1 for _ in stream)
    if not total:
        yield lambda documents: documents
        return
    with progress("Geoparsing") as show:

        def watch(documents: Iterable[Found]) -> Iterator[Found]:
            for number, document in enumerate(documents, start=1):
                yield document
                if show is not None:
                    show(number, total, "")

        yield watch


def mentioned(match: Match) -> dict[str, Any]:
    """Return one place mention as `geoparse` prints it."""
    place, mention = match.place, match.mention
    return {
        "start": mention.start if mention else None,
        "end": mention.end if mention else None,
        "text": mention.text if mention else match.name,
        "name": place.name if place else None,
        "place_id": place.place_id if place else None,
        "lon": place.lon if place else None,
        "lat": place.lat if place else None,
        "kind": place.kind if place else None,
        "use": mention.use if mention else "literal",
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "uncertainty_km": place.uncertainty_km if place else None,
        "score": round(match.score, 4),
        "reasons": list(match.reasons),
        "candidates": [candidate(one) for one in match.candidates],
    }


def candidate(one: Candidate) -> dict[str, Any]:
    """Return one candidate as `geoparse` and `geocode` print it."""
    place = one.place
    return {
        "name": place.name,
        "place_id": place.place_id,
        "lon": place.lon,
        "lat": place.lat,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "population": place.population,
        "score": round(one.score, 4),
        "reasons": list(one.reasons),
    }


@click.command(epilog="Example: dateline geocode 'Jisr al-Shughur' --country SY")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--country", help="Country, as ISO code or name.")
@click.option("--admin1", help="First-level unit.")
@click.option("--near", metavar="LON,LAT", help="A point near which the place lies.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="At most so many candidates.")
@click.option("--online", is_flag=True, help="Ask OpenStreetMap's Nominatim for names that the gazetteer lacks.")
@click.option("--batch", metavar="FILE|-", help='Lines {"name", "country"?, "admin1"?, "near"?, "text"?} instead.')
def geocode(
    *,
    names: tuple[str, ...],
    country: str | None,
    admin1: str | None,
    near: str | None,
    limit: int,
    online: bool,
    batch: str | None,
) -> int:
    """Look places up by name: ranked candidates, one line of JSON per name.

    A name that no place bears gives an empty list, and exit status 0.
    """
    if bool(names) == bool(batch):
        raise click.UsageError("give either NAMEs or --batch FILE.")
    import gazetteer

    gaz = gazetteer.load()
    defaults = {"country": country, "admin1": admin1, "near": _point(near) if near else None, "online": online}
    if batch:
        return _batch(batch, gaz, defaults, limit)
    for name in names:
        put(_answer({"name": name}, gaz, defaults, limit))
    return 0


def _batch(batch: str, gaz: Gazetteer, defaults: Mapping[str, Any], limit: int) -> int:
    """Answer each line of a file or of standard input; a line that makes no sense is named and has no answer."""
    from gazetteer.errors import BadRequest

    status = 0
    with _lines(batch) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                put(_answer(_request(line), gaz, defaults, limit))
            except (click.UsageError, BadRequest) as fault:
                where = "standard input" if batch == STDIN else batch
                status = refused([ArticleError(str(getattr(fault, "message", fault)), path=where, line=number)])
    return status


@contextmanager
def _lines(batch: str) -> Iterator[Iterable[bytes]]:
    if batch == STDIN:
        yield sys.stdin.buffer
        return
    if not Path(batch).is_file():
        raise click.UsageError(f"--batch {batch!r}: there is no such file; check its spelling")
    with Path(batch).open("rb") as stream:
        yield stream


def _request(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise click.UsageError('this is no valid JSON; write {"name": ...}') from None
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise click.UsageError('this line has no name; write {"name": ...}')
    for key in ("country", "admin1", "text"):
        if not isinstance(value.get(key), str | None):
            raise click.UsageError(f"{key} is no text")
    return value


def _answer(request: Mapping[str, Any], gaz: Gazetteer, defaults: Mapping[str, Any], limit: int) -> dict[str, Any]:
    near = request.get("near")
    matches = gaz.lookup(
        request["name"],
        country=request.get("country") or defaults["country"] or None,
        admin1=request.get("admin1") or defaults["admin1"],
        near=_point(near) if near is not None else defaults["near"],
        text=request.get("text"),
        limit=limit,
    )
    if not matches and defaults["online"]:
        matches = _asked_outside(request["name"], request.get("country") or defaults["country"], gaz, limit)
    found = [_as_candidate(match) for match in matches if match.place is not None]
    return {"name": request["name"], "candidates": found}


def _asked_outside(name: str, country: str | None, gaz: Gazetteer, limit: int) -> list[Match]:
    """Ask the online geocoder; without an answer the name stays unknown, and the reason is said."""
    from platformdirs import user_cache_path

    from gazetteer.online import Online, OnlineError

    try:
        return Online(user_cache_path("dateline") / "nominatim").lookup(
            name, country=gaz.country_code(country) if country else None, limit=limit
        )
    except OnlineError as fault:
        say(str(fault))
        return []


def _as_candidate(match: Match) -> dict[str, Any]:
    from gazetteer.places import Candidate

    if match.place is None:
        raise ValueError(match)
    return candidate(Candidate(match.place, match.score, match.reasons))


def _point(value: object) -> tuple[float, float]:
    """Return (lon, lat) from "LON,LAT" or a list of two numbers."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    try:
        lon, lat = (float(part) for part in parts)
    except (TypeError, ValueError):
        raise click.UsageError(f"near {value!r} makes no sense; write it as LON,LAT") from None
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 -- degrees
        raise click.UsageError(f"near {lon:g},{lat:g} is not on Earth; longitude comes first")
    return lon, lat
