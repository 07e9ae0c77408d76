"""A PostgreSQL server for the tests: Debian's binaries, a temporary folder, the loopback interface, one free port."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USERS = ("postgres", "nobody")
"""Users that may run the server where the tests run as root, which PostgreSQL refuses."""


def binaries() -> Path | None:
    """Return the folder with initdb and postgres, the newest version's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    here = shutil.which("initdb")
    return Path(here).resolve().parent if here else None


def missing(words: str) -> None:
    """A server is a must where CI runs; elsewhere its lack is a visible skip."""
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def _user() -> str | None:
    """The user to run the server as, None for the one who runs the tests."""
    if os.geteuid() != 0:
        return None
    return next(name for name in USERS if any(entry.pw_name == name for entry in pwd.getpwall()))


@contextmanager
def served() -> Iterator[str]:
    """Start a server and give the address of an empty database on it; stop it in the end."""
    folder = binaries()
    if folder is None:
        missing("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
        return
    user = _user()
    with tempfile.TemporaryDirectory(prefix="dateline-pg-", dir="/tmp") as home:
        data = Path(home) / "data"
        if user is not None:
            shutil.chown(home, user)
        Path(home).chmod(0o700)

        def run(*words: str) -> None:
            done = subprocess.run(
                words, user=user, cwd=home, capture_output=True, text=True, timeout=60, check=False,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": home},
            )  # fmt: skip
            assert done.returncode == 0, f"{words[0]}: {done.stderr}{done.stdout}"

        run(str(folder / "initdb"), "-D", str(data), "-U", "dateline", "-A", "trust", "-E", "UTF8", "--no-sync")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=50"
        control = str(folder / "pg_ctl")
        run(control, "-D", str(data), "-l", str(Path(home) / "log"), "-o", options, "-w", "-t", "40", "start")
        try:
            yield f"postgresql://dateline@127.0.0.1:{port}/postgres"
        finally:
            run(control, "-D", str(data), "-m", "immediate", "-w", "stop")
