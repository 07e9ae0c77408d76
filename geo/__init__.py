"""From news articles to incidents, control zones and maps.

```
articles = geo.read_articles("data/articles")
result = geo.run(articles)          # Result(incidents, zones, flows, mentions, unresolved, …)
geo.to_map(result)                  # a folium.Map
geo.snapshot(result, "map.html")    # one offline file
```

Names are loaded on first use (PEP 562), so that `import geo` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from geo.drawing.maps import to_map
    from geo.drawing.snapshot import snapshot
    from geo.errors import ArticleError, ExportError, GeoError, QueryError, SchemaError
    from geo.exchanging.importers import read_table
    from geo.exchanging.writers import write
    from geo.pipeline import Result, run
    from geo.reading.article import Article
    from geo.reading.articles import read_articles
    from geo.table.query import Query, apply

__all__ = [
    "Article",
    "ArticleError",
    "ExportError",
    "GeoError",
    "Query",
    "QueryError",
    "Result",
    "SchemaError",
    "apply",
    "read_articles",
    "read_table",
    "run",
    "snapshot",
    "to_map",
    "write",
]

_HOME: Final = {
    "Article": "geo.reading.article",
    "ArticleError": "geo.errors",
    "ExportError": "geo.errors",
    "GeoError": "geo.errors",
    "Query": "geo.table.query",
    "QueryError": "geo.errors",
    "Result": "geo.pipeline",
    "SchemaError": "geo.errors",
    "apply": "geo.table.query",
    "read_articles": "geo.reading.articles",
    "read_table": "geo.exchanging.importers",
    "run": "geo.pipeline",
    "snapshot": "geo.drawing.snapshot",
    "to_map": "geo.drawing.maps",
    "write": "geo.exchanging.writers",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'geo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
