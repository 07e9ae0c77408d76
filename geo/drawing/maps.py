"""The Folium map: a `folium.Map` that carries our layers, scripts and data, and needs no network."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo.drawing import assets
from geo.drawing.basemap import World
from geo.drawing.contents import contents
from geo.drawing.packing import LARGE, compress, to_json
from geo.exchanging.bundle import Tables
from geo.table.query import Query

if TYPE_CHECKING:
    import folium

SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
LINKED: Final = re.compile(r"""<(script|link rel="stylesheet") (?:src|href)="(https://[^"'<>;,\s]+)\"""")


def to_map(result: Tables, query: Query | None = None, *, gaz: World | None = None) -> folium.Map:
    """Return a result as a Folium map with all layers, legend and timeline; `query` is the filter it opens with.

    The map shows in a notebook, saves with `.save(path)`, and takes further Folium layers. It needs no network.

    >>> import geo.pipeline
    >>> to_map(geo.pipeline.run([])).get_name()
    'map_dateline'
    """
    return new_map(contents(result, query, panel=False, gaz=gaz))


def new_map(data: dict[str, Any]) -> folium.Map:
    """Return the map that draws the contents of a document (`geo.drawing.contents`)."""
    dateline_map: folium.Map = _classes().dateline_map(data)
    return dateline_map


class _Classes(NamedTuple):
    figure: type
    dateline_map: type


@cache
def _classes() -> _Classes:
    """Return our subclasses of Folium's figure and map; made on first use, so that Folium loads only then."""
    import folium
    from branca.element import Element, Figure
    from folium.template import Template
    from jinja2 import Template as PlainTemplate

    class DocumentFigure(Figure):  # type: ignore[misc]
        """A page that names, in a content security policy, the very scripts it holds."""

        _template = PlainTemplate(
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n{{this.header.render(**kwargs)}}\n</head>\n'
            '<body class="{{this.body_class}}">\n{{this.html.render(**kwargs)}}\n'
            "<script>{{this.script.render(**kwargs)}}</script>\n</body>\n</html>\n"
        )
        body_class = ""
        images = ""

        def render(self, **kwargs: object) -> str:
            html: str = super().render(**kwargs)
            return html.replace("<head>", "<head>\n" + policy(html, images=self.images), 1)

    class DatelineMap(folium.Map):  # type: ignore[misc]
        """Our map. Its scripts are part of the page; its data is a block of JSON that no script text contains."""

        default_js: Final[list[tuple[str, str]]] = []
        default_css: Final[list[tuple[str, str]]] = []
        _template = Template(
            """
            {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>{{ this.page_title }}</title>
            {% endmacro %}
            {% macro html(this, kwargs) %}{{ this.page }}{% endmacro %}
            {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }}, crs: L.CRS.{{ this.crs }}, ...{{ this.options|tojavascript }}
            });
            dateline.start({{ this.get_name() }});
            {% endmacro %}
            """
        )

        def __init__(self, data: dict[str, Any]) -> None:
            meta = data["meta"]
            lon, lat, zoom = meta["home"]
            super().__init__(location=latlon(lon=lon, lat=lat), zoom_start=zoom, tiles=None, min_zoom=2, max_zoom=15,
                             attribution_control=False, zoom_snap=0.5, world_copy_jump=True)  # fmt: skip
            self._id = "dateline"  # folium's own ids are random: the same result must give the same bytes
            figure = DocumentFigure()
            figure.body_class = "" if meta["panel"] else "bare"
            figure.images = " https:" if meta["tiles"] else ""
            figure.add_child(self)
            self.page_title = escape(f"Dateline: {meta['title']}").replace("{", "&#123;")
            holder = f'<div class="folium-map" id="{self.get_name()}" role="region" aria-label="Map"></div>'
            self.page = assets.own("page.html").replace("MAP", holder) + data_block(data)

        def render(self, **kwargs: object) -> None:
            header = self.get_root().header
            for index, text in enumerate(assets.styles()):
                header.add_child(Element(f"<style>{_literal(text)}</style>"), name=f"dateline_style_{index}")
            for index, text in enumerate(assets.scripts()):
                header.add_child(Element(f"<script>{_literal(text)}</script>"), name=f"dateline_script_{index}")
            super().render(**kwargs)

    return _Classes(DocumentFigure, DatelineMap)


def _literal(text: str) -> str:
    """Return text as a Jinja template that renders to that very text."""
    return "{% raw %}" + text + "{% endraw %}"


def latlon(*, lon: float, lat: float) -> tuple[float, float]:
    """Return a position as Leaflet and Folium write it: the one place in Python where the axes change order.

    >>> latlon(lon=36.6, lat=35.9)
    (35.9, 36.6)
    """
    return lat, lon


def data_block(data: dict[str, Any]) -> str:
    """Return the element that carries the document's data: JSON without any markup, deflated where it is large."""
    text = to_json(data)
    if len(text) < LARGE:
        return f'<script type="application/json" id="dateline-data">{text}</script>'
    return f'<script type="text/plain" id="dateline-data" data-packed="deflate">{compress(text)}</script>'


def policy(html: str, *, images: str = "") -> str:
    """Return the content security policy of a page: its own inline scripts by hash, nothing else.

    What a caller has added to the map by an https address is allowed by that address; `images` are further sources
    of images, that is, of tiles.

    >>> "sha256-" in policy("<script>1</script>"), "connect-src 'none'" in policy("")
    (True, True)
    """
    hashes = " ".join(f"'sha256-{_digest(text)}'" for text in SCRIPT.findall(html))
    linked = dict.fromkeys(("script", "link"), "")
    for kind, address in LINKED.findall(html):
        linked[kind.split()[0]] += " " + address
    rules = {
        "default-src": "'none'",
        "script-src": (hashes + linked["script"]) or "'none'",
        "style-src": "'unsafe-inline'" + linked["link"],
        "img-src": "data: blob:" + images,
        "font-src": "data:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    content = "; ".join(f"{name} {value}" for name, value in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
