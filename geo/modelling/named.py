"""Models by name, as the command line gives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from geo.modelling.endpoint import Endpoint
from geo.modelling.entities import Entities
from geo.modelling.seam import Model, ModelError

KINDS: Final[dict[str, Callable[[str], Model]]] = {"openai": Endpoint.from_environment, "spacy": Entities.load}
"""The kinds of models. A new one is a module and one line here."""


def load(spec: str) -> Model:
    """Return the model `openai:NAME` or `spacy:NAME`.

    Raises:
        ModelError: there is no such kind, or the model cannot be had.

    >>> load("oracle:delphi")
    Traceback (most recent call last):
    geo.modelling.seam.ModelError: the model 'oracle:delphi' is unknown; use openai:NAME or spacy:NAME
    """
    kind, _, name = spec.partition(":")
    if kind not in KINDS or not name.strip():
        known = " or ".join(f"{one}:NAME" for one in KINDS)
        raise ModelError(f"the model {spec[:80]!r} is unknown; use {known}")
    return KINDS[kind](name.strip())
