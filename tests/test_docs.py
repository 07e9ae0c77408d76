"""The README must not lie: its paths exist, its commands are known, its promises on size hold."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))


def paths_in(text: str) -> list[str]:
    """Return what looks like a path of this project in backticks or as a link."""
    ticked = re.findall(r"`([\w./-]+/[\w./-]*)`", text)
    linked = re.findall(r"\]\(([\w./-]+)\)", text)
    return [path for path in (*ticked, *linked) if path.split("/")[0] in {p.name for p in ROOT.iterdir()}]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_path_named_exists(page: Path) -> None:
    missing = [path for path in paths_in(page.read_text(encoding="utf-8")) if not (ROOT / path).exists()]
    assert missing == []


def test_the_readme_opens_with_two_commands() -> None:
    head = README[: README.index("## Use it")]
    commands = re.findall(r"^python3 (\S+) (\w+)", head, re.MULTILINE)
    assert commands == [(".ci/do.py", "app"), (".ci/do.py", "check")]
    known = (ROOT / ".ci/do.py").read_text(encoding="utf-8")
    assert all(f'"{name}": {name}' in known for _, name in commands)


def test_ci_runs_the_readme_s_test_command() -> None:
    assert "python3 .ci/do.py check" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_every_command_named_has_help_with_an_example() -> None:
    names = set(re.findall(r"^dateline ([a-z]+)", README, re.MULTILINE)) | {"import", "app", "gazetteer"}
    for name in sorted(names):
        done = subprocess.run(
            [sys.executable, "-m", "geo.cli", name, "--help"], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, name
        assert "Example" in done.stdout or name == "gazetteer", name


def test_every_dependency_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = tomllib.loads(text)["project"]["dependencies"]
    self_evident = {"numpy", "pandas", "shapely"}
    for dependency in named:
        name = re.split(r"[<>=]", dependency)[0]
        line = next(line for line in text.splitlines() if line.strip().startswith(f'"{name}'))
        assert "#" in line or name in self_evident, f"{name}: say why beside it"


def test_the_shipped_data_stay_small() -> None:
    size = sum(p.stat().st_size for name in ("gazetteer", "boundaries") for p in (ROOT / "data" / name).rglob("*"))
    assert size < 22_000_000
