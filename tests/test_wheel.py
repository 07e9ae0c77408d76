"""The wheel holds all that it needs: unpacked in an empty folder it geocodes, extracts and draws, samples aside."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Jets bombed the town of Saraqib in Syria on Tuesday, killing three civilians.\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it where no clone is near."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def dateline(site: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from geo.cli import main; sys.exit(main(sys.argv[1:]))"
    env = {**os.environ, "PYTHONPATH": str(site), "DATELINE_DATA": str(cwd / "none")}
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_the_wheel_works_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    place = dateline(installed, tmp_path, "geocode", "Jisr al-Shughur", "--country", "SY")
    assert place.returncode == 0, place.stderr
    assert "geonames:169023" in place.stdout
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    rows = dateline(installed, tmp_path, "extract", "a.txt", "--out", "rows.jsonl")
    assert rows.returncode == 0, rows.stderr
    assert "Air/drone strike" in (tmp_path / "rows.jsonl").read_text(encoding="utf-8")
    drawn = dateline(installed, tmp_path, "map", "a.txt", "--out", "map.html")
    assert drawn.returncode == 0, drawn.stderr
    assert (tmp_path / "map.html").stat().st_size > 100_000


@pytest.mark.slow
def test_the_wheel_leaves_the_articles_out(installed: Path) -> None:
    names = [str(path) for path in installed.rglob("*") if "articles" in str(path)]
    assert [name for name in names if name.endswith(".txt")] == []
    assert (installed / "geo" / "app" / "_streamlit_app.py").exists()


@pytest.mark.slow
def test_without_articles_the_map_says_what_to_give(installed: Path, tmp_path: Path) -> None:
    done = dateline(installed, tmp_path, "map")
    assert done.returncode in (1, 2)
    assert "article" in done.stderr.lower()
