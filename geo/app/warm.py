"""Getting ready while the browser is still loading the page: the slow imports, the gazetteer, the samples' first map.

The first visit waits only for what is not done yet: every step goes through the locked caches that the page uses.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from typing import Final

MOMENTS: Final = 1500
"""So many fiftieths of a second are waited for the server."""


def start() -> None:
    """Begin to get ready in a thread of its own, which ends by itself; a failure shows again where it is needed."""
    threading.Thread(target=_ready, name="dateline-warm", daemon=True).start()


def _ready() -> None:
    for _moment in range(MOMENTS):  # the server first: both at once would hold up each other
        runtime = sys.modules.get("streamlit.runtime")
        if runtime is not None and hasattr(runtime, "exists") and runtime.exists():
            break
        time.sleep(1 / 50)
    try:
        from geo.app import results, reviews

        reviews.open_quietly()
        results.document(results.found(results.samples()))
        from geo.app import evidence, rowtable  # noqa: F401 -- what the first screen shows next
    except Exception:
        logging.getLogger("dateline").exception("getting ready failed")
