"""Hosting: the container's entry point without rights, a proxy at a sub-path, the dependency file of the cloud."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from chromium import READY, opened, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).resolve().parent.parent
NOBODY: Final = 65534


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def entry_point() -> list[str]:
    found = re.search(r"^ENTRYPOINT (\[.*\])$", (ROOT / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    words: list[str] = json.loads(found[1])
    return words


@contextmanager
def running(command: Sequence[str], log: Path, answers: str, **options: object) -> Iterator[None]:
    """Run a server until the block ends; it must answer at an address within a minute."""
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, **options) as process:  # type: ignore[call-overload]
        try:
            deadline = time.monotonic() + 60
            while not healthy(answers):
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < deadline, f"{answers} does not answer"
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


def healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def written(folder: Path) -> Mapping[str, int]:
    """Return the files of the project's own folders with the time of their last change."""
    return {
        str(path): path.stat().st_mtime_ns
        for name in ("data", "gazetteer", "geo", ".streamlit")
        for path in (folder / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def map_in_sight(browser: Browser, address: str) -> None:
    with opened(browser, address, ready=None, offline=False) as (page, seen):
        page.set_default_timeout(60_000)
        frame = page.locator("iframe[title='Incident map']").element_handle().content_frame()
        assert frame
        until(frame, READY, seconds=60)
        assert frame.evaluate("document.querySelectorAll('.leaflet-container').length") == 1
        assert seen.errors == []


@pytest.mark.browser
def test_the_containers_entry_point_runs_without_rights_and_writes_only_its_data_folder(
    browser: Browser, tmp_path: Path
) -> None:
    port, words = free_port(), entry_point()
    assert words[0] == "python"
    command = [sys.executable, *words[1:]]
    command[command.index("--server.port=8501")] = f"--server.port={port}"
    command[command.index("--server.address=0.0.0.0")] = "--server.address=127.0.0.1"
    data = tmp_path / "data"
    data.mkdir()
    if os.getuid() == 0:  # as on CI; elsewhere we have no rights to give up
        os.chown(data, NOBODY, NOBODY)
        for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
            folder.chmod(0o755)
        # root's own Python may lie where others cannot look: reading stays allowed, writing does not
        looks = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
        user = (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
        command = ["setpriv", *user, *looks, "--no-new-privs", *command]
    settings = {"HOME": str(data), "DATELINE_DATA": str(data), "DATELINE_STORE": f"sqlite:///{data}/reviews.sqlite"}
    settings |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.environ["PATH"]}
    before = written(ROOT)
    with running(command, tmp_path / "log.txt", f"http://127.0.0.1:{port}/_stcore/health", cwd=ROOT, env=settings):
        map_in_sight(browser, f"http://127.0.0.1:{port}")
    assert written(ROOT) == before


@pytest.mark.browser
def test_the_app_works_behind_a_proxy_at_a_sub_path(browser: Browser, tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        message = "no nginx on the PATH; install one to try the app behind a proxy"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(message)
        pytest.skip(message)
    inner, outer = free_port(), free_port()
    site = re.search(r"```nginx\n(.*?)```", (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8"), re.DOTALL)
    assert site, "docs/hosting.md shows the proxy's settings"
    server = site[1].replace("8501", str(inner)).replace("listen 80;", f"listen 127.0.0.1:{outer};")
    settings = tmp_path / "nginx.conf"
    folders = "\n".join(
        f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    settings.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}\n"
        f"http {{ access_log off; {folders}\n{server} }}\n",
        encoding="utf-8",
    )
    options = ("--server.headless=true", f"--server.port={inner}", "--server.address=127.0.0.1")
    app = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options, "--server.baseUrlPath=dateline"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATELINE_STORE": f"sqlite:///{tmp_path}/reviews.sqlite"}
    health = f"http://127.0.0.1:{inner}/dateline/_stcore/health"
    with (
        running(app, tmp_path / "app.txt", health, cwd=ROOT, env=environment),
        running(
            [nginx, "-c", str(settings), "-e", str(tmp_path / "error.log")],
            tmp_path / "nginx.txt",
            f"http://127.0.0.1:{outer}/dateline/_stcore/health",
        ),
    ):
        map_in_sight(browser, f"http://127.0.0.1:{outer}/dateline/")


def test_the_clouds_dependency_file_names_all_that_the_app_imports_and_no_index() -> None:
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = {re.split(r"[=\[]", line)[0] for line in locked.splitlines() if line[:1].isalnum()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=\[]", line)[0].lower() for line in project["dependencies"]}
    assert wanted <= names
    assert "://" not in locked
    assert not (ROOT / "packages.txt").exists(), "no system packages are needed"
