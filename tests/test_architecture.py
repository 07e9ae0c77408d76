"""Guards of the house that the linters do not cover: size, what imports pull in, what the tree may hold."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((*ROOT.glob("gazetteer/**/*.py"), *ROOT.glob("geo/**/*.py"), ROOT / "streamlit_app.py"))
TOP_LEVEL = {
    *("pyproject.toml", "README.md", "streamlit_app.py", "geo", "gazetteer", "tests", "data"),
    *(".ci", ".streamlit", ".github", ".gitignore", ".gitattributes", "Makefile", "LICENSE", "CHANGELOG.md"),
    *("CONTRIBUTING.md", "docs", "benchmarks", "requirements.txt", "requirements-dev.txt"),
    *("Containerfile", ".dockerignore"),
}
LONGEST = 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_hides_a_second_theme(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{path.name} has {lines} lines: split off what has a theme of its own"


@pytest.mark.parametrize("package", ["geo", "gazetteer"])
def test_importing_a_package_stays_light(package: str) -> None:
    heavy = ("folium", "streamlit", "geopandas", "pandas")
    code = f"import {package}, sys; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_top_level_is_short() -> None:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=False, cwd=ROOT)
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert names <= TOP_LEVEL, f"not part of the layout: {sorted(names - TOP_LEVEL)}"


def test_locks_name_no_index() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text


def test_the_streamlit_script_is_thin() -> None:
    assert len((ROOT / "streamlit_app.py").read_text(encoding="utf-8").splitlines()) <= 120
