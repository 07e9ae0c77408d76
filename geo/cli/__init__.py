"""The command line: `dateline`. Data goes to standard output, words to standard error.

| exit status | when |
|---|---|
| 0 | all good |
| 1 | some inputs were refused, each named; the rest is done |
| 2 | the call itself is wrong |
| 70 | an internal error |
| 130 | interrupted |
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

import click

from geo.cli.group import PipeClosed, cli
from geo.errors import GeoError

__all__ = ["main"]

REFUSED: Final = 1
WRONG_CALL: Final = 2
INTERNAL: Final = 70
INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; never raises.

    >>> main(["map", "--since", "2018-02-31"])
    2
    """
    from gazetteer.errors import GazetteerError

    try:
        status = cli.main(args=None if argv is None else list(argv), prog_name="dateline", standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        return WRONG_CALL
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return INTERRUPTED
    except PipeClosed:
        # Whoever read the output has enough; nothing is wrong. Python must not complain when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except (GeoError, GazetteerError) as fault:
        _say(str(fault))
        return WRONG_CALL
    except Exception as fault:  # noqa: BLE001 -- the outermost frame: a sentence and a status, never a traceback
        _say(f"internal error: {type(fault).__name__}: {fault}; set DATELINE_TRACEBACK=1 to see where")
        if os.environ.get("DATELINE_TRACEBACK"):
            traceback.print_exc()
        return INTERNAL
    return status if isinstance(status, int) else 0


def _say(words: str) -> None:
    print(f"dateline: {words}", file=sys.stderr)  # noqa: T201 -- words go to standard error
