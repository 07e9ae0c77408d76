"""Scripts and styles of the map document: Leaflet from an installed package, checked by hash, and our own files.

Nothing is fetched: `folium-offline` carries the texts, and a text that is not the one we know is refused.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple


class Asset(NamedTuple):
    """A third-party text: the address under which the package keeps it, and its SHA-256."""

    url: str
    sha256: str


LEAFLET_JS: Final = Asset(
    "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js",
    "a7aef147d0d4833c9895c5c20dc8bc51e7383e3c450dda8a0dac1c8713661f9e",
)
LEAFLET_CSS: Final = Asset(
    "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.css",
    "1773dea1910a75efc32ceff8df72d3237efbfff8f28b61860cc69b76f1707080",
)
HEAT_JS: Final = Asset(
    "https://cdn.jsdelivr.net/gh/python-visualization/folium@main/folium/templates/leaflet_heat.min.js",
    "98c5eeab31993e9fa54911079e2a6dcc6c15a19bc1fa68bd5a0a1efe4b03e1bc",
)

MODULES: Final = (
    *("dom", "words", "query", "data", "format", "glyphs"),
    *("basemap", "labels", "incidents", "overlays"),
    *("legend", "timeline", "panel", "list", "card", "place", "pick", "files"),
    *("address", "messages", "main"),
)
"""Our scripts, in the order in which they are put into the document."""


@cache
def third_party(asset: Asset) -> str:
    """Return the text of a third-party script or style.

    Raises:
        ImportError: the installed `folium-offline` does not carry the text that this version was tested with.
    """
    from offlinefolium.elements import _res

    text: str = _res.get(asset.url, "")
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != asset.sha256:
        raise ImportError(
            f"folium-offline carries another {asset.url.rsplit('/', 1)[-1]}; install folium-offline 0.20.0.2."
        )
    kept = [line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")]
    return "\n".join(kept).replace("</script", "<\\/script").strip()


@cache
def own(name: str) -> str:
    """Return the text of one of our files in `static`."""
    return files("geo.drawing").joinpath("static", name).read_text(encoding="utf-8")


@cache
def scripts() -> tuple[str, ...]:
    """Return the scripts of the document, in order: Leaflet, its heat plugin, ours as one."""
    ours = "\n".join(own(f"{name}.js") for name in MODULES)
    return third_party(LEAFLET_JS), third_party(HEAT_JS), ours


@cache
def styles() -> tuple[str, ...]:
    """Return the styles of the document, in order: Leaflet's, ours."""
    return third_party(LEAFLET_CSS), own("page.css")
