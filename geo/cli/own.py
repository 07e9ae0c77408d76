"""What a user brings to a run beside articles: control zones of their own (`--zones`) and a model (`--model`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from geo.cli.talking import refused

_KEY: Final = "geo.cli.own"
Command = Callable[..., Any]


def bringing(command: Command) -> Command:
    """Give a command the options `--zones` and `--model`; what they bring is had from `brought`."""

    @click.option(
        "--zones", "own_zones", type=click.Path(path_type=Path), help="Own control zones: GeoJSON or GeoPackage."
    )
    @click.option(
        "--model", metavar="KIND:NAME", help="A model that reads what the rules miss: openai:NAME, spacy:NAME."
    )
    @wraps(command)
    def wrapped(*args: Any, own_zones: Path | None, model: str | None, **options: Any) -> Any:  # noqa: ANN401 -- click's
        click.get_current_context().meta[_KEY] = (own_zones, model)
        return command(*args, **options)

    return wrapped


def brought() -> tuple[dict[str, Any], int]:
    """Return what the call brings as arguments of `geo.pipeline.run`, and 1 where a zone was rejected, else 0.

    Raises:
        ExportError: the file of zones cannot be read.
        ModelError: the model cannot be had.
    """
    path, name = click.get_current_context().meta.get(_KEY, (None, None))
    found: dict[str, Any] = {}
    status = 0
    if path is not None:
        from geo.exchanging import importers

        done = importers.read(path, "zones")
        found["zones"], status = done.frame, refused(done.rejected)
    if name is not None:
        from geo.modelling.named import load

        found["model"] = load(name)
    return found, status
