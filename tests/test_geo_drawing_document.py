"""The document's text: the same bytes each time, a policy that names its scripts, no address of the network."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import folium
import pytest
from sample_result import HOSTILE, sample_result
from small_world import SMALL_WORLD

from geo.drawing import assets
from geo.drawing.assets import Asset, third_party
from geo.drawing.basemap import Tiles
from geo.drawing.document import render
from geo.drawing.maps import to_map
from geo.drawing.snapshot import snapshot
from geo.errors import ExportError


def page(**options: object) -> str:
    return render(sample_result(), gaz=SMALL_WORLD, **options)  # type: ignore[arg-type]


def test_the_same_result_gives_the_same_bytes() -> None:
    assert page() == page()
    assert page(now="2018-09-07") != page()
    assert page(now="noon").replace("noon", "") == page(now="midnight").replace("midnight", "")


def test_it_is_small_and_complete() -> None:
    html = page()
    assert len(html.encode("utf-8")) < 700_000
    assert html.startswith("<!DOCTYPE html>")
    assert html.count("<html") == html.count("</html>") == html.count("<body") == 1


def test_nothing_is_loaded_from_elsewhere() -> None:
    html = page()
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", html)
    assert "@import" not in html
    assert "sourceMappingURL" not in html
    assert not re.search(r"\son\w+=", re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.DOTALL))


def test_the_policy_names_each_script_and_allows_nothing_else() -> None:
    html = page()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
        assert f"'sha256-{digest}'" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "connect-src 'none'" in policy[1]
    assert "unsafe-eval" not in policy[1]
    assert "img-src data: blob:;" in policy[1]
    assert html.index("Content-Security-Policy") < html.index("<script")


def test_tiles_open_the_policy_for_images_alone() -> None:
    html = page(tiles=Tiles("https://tiles.example/{z}/{x}/{y}.png", "Example"))
    assert "img-src data: blob: https:;" in html
    assert "connect-src 'none'" in html


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_never_leaves_the_data_block(payload: str) -> None:
    html = page()
    outside = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)
    assert payload not in outside
    assert "49" not in re.findall(r"<title>(.*?)</title>", html)


def test_it_is_a_folium_map_that_takes_further_layers() -> None:
    dateline_map = to_map(sample_result(), gaz=SMALL_WORLD)
    assert isinstance(dateline_map, folium.Map)
    folium.CircleMarker([35.8, 36.6], radius=9).add_to(dateline_map)
    html = dateline_map.get_root().render()
    assert "L.circleMarker" in html
    assert html.count("'sha256-") == len(re.findall(r"<script>", html))
    assert dateline_map._repr_html_().startswith("<div")
    assert folium.Map.default_js  # Folium's own maps keep their scripts


def test_third_party_texts_are_pinned() -> None:
    assert third_party(assets.LEAFLET_JS).startswith("/* @preserve\n * Leaflet 1.9.3")
    assert "\n/* required styles */" in "\n" + third_party(assets.LEAFLET_CSS)
    with pytest.raises(ImportError, match=r"install folium-offline"):
        third_party(Asset(assets.LEAFLET_JS.url, "0" * 64))


def test_every_script_file_is_used() -> None:
    folder = Path(assets.__file__).parent / "static"
    assert {path.stem for path in folder.glob("*.js")} == set(assets.MODULES)


def test_a_snapshot_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    snapshot(sample_result(), path, gaz=SMALL_WORLD)
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", path.read_text(encoding="utf-8"))
    assert [file.name for file in tmp_path.iterdir()] == ["map.html"]
    with pytest.raises(ExportError, match="choose another folder"):
        snapshot(sample_result(), tmp_path / "missing" / "map.html", gaz=SMALL_WORLD)
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(ExportError, match="choose another name"):
        snapshot(sample_result(), tmp_path / "folder.html", gaz=SMALL_WORLD)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder.html", "map.html"]
