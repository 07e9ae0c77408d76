"""The map document: one HTML file that is the app's map and the exported map at once."""

from __future__ import annotations

from geo.drawing.basemap import Tiles, World
from geo.drawing.contents import contents
from geo.drawing.maps import new_map
from geo.exchanging.bundle import Tables
from geo.exchanging.protection import OPEN, Protection, protect
from geo.table.query import Query


def render(
    result: Tables,
    query: Query | None = None,
    *,
    panel: bool = True,
    now: str | None = None,
    tiles: Tiles | None = None,
    gaz: World | None = None,
    protection: Protection = OPEN,
) -> str:
    """Return the whole map document as HTML that asks the network for nothing (unless it is made with `tiles`).

    Args:
        result: tables in the schema's columns, geometry in EPSG:4326.
        query: the filter that it opens with; with `panel`, rows that do not pass it are left out of the file.
        panel: True for a document that stands alone, with its own filters and list; False for the app, which
            filters by messages.
        now: time of export as the reader shall see it; the document says nothing of it where None.
        tiles: an online base layer that the reader may turn on; off at first.
        gaz: gazetteer for the base map; the embedded one where None.
        protection: what the document holds back (`geo.exchanging.protection`); the query is asked of the rest.

    The same arguments give the same bytes.

    >>> import geo.pipeline
    >>> render(geo.pipeline.run([]))[:15]
    '<!DOCTYPE html>'
    """
    tables = protect(result, protection) if protection else result
    withheld = protection.describe()
    data = contents(tables, query, panel=panel, now=now, tiles=tiles, gaz=gaz, withheld=withheld)
    figure = new_map(data).get_root()
    html: str = figure.render()
    return html
