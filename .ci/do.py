"""One command for each thing one does with a clone; needs nothing but Python 3.11+.

```
python3 .ci/do.py app      install, then start the app on the sample articles
python3 .ci/do.py check    install, then run everything that guards the project
python3 .ci/do.py fast     the same without browser and slow tests: before each commit
python3 .ci/do.py lock     write the hashed requirement files anew
```

Everything is installed into `.venv` from the hashed lock, and only again when the lock has changed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / ".venv"
BIN: Final = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON: Final = BIN / ("python.exe" if os.name == "nt" else "python")

TESTS: Final = ("-m", "pytest", "-n", "2", "--dist", "loadfile", "-q")
CHECKS: Final[tuple[tuple[str, ...], ...]] = (
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "ruff", "check", "."),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
)
APP_EXTRAS: Final = ("documents", "excel", "hosting", "postgres")  # what a hosted app can do
LOCKS: Final[dict[str, tuple[str, ...]]] = {
    "requirements.txt": ("--group", "install", *(o for name in APP_EXTRAS for o in ("--extra", name))),
    "requirements-dev.txt": ("--group", "install", "--group", "dev", "--all-extras", "-c", "requirements.txt"),
}


def run(*arguments: str) -> None:
    """Run the virtual environment's Python from the project's root; end with its exit code if it fails."""
    done = subprocess.run((str(PYTHON), *arguments), cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def install(lock: str) -> None:
    """Bring `.venv` to what the lock says, and this clone into it; does nothing if that is done already."""
    if sys.version_info < (3, 11):
        raise SystemExit(f"Dateline needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    inputs = (ROOT / lock, ROOT / "pyproject.toml")
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    stamp = VENV / f"{lock}.sha256"
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print(f"Installing Dateline into {VENV.name} (once; a minute or two) ...", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    pip = ("-m", "pip", "install", "-q", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", lock)
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ".")
    stamp.write_text(wanted, encoding="utf-8")


def app() -> None:
    """Start the app on the sample articles and print its address."""
    install("requirements.txt")
    run("-m", "geo.cli", "app", *sys.argv[2:])


def check() -> None:
    """Run format, lint, types, import rules and all tests, browser tests included."""
    install("requirements-dev.txt")
    for command in CHECKS:
        run(*command)
    run(*TESTS, *sys.argv[2:])


def fast() -> None:
    """Run all checks but browser and slow tests."""
    install("requirements-dev.txt")
    for command in CHECKS:
        run(*command)
    run(*TESTS, "-m", "not browser and not slow", *sys.argv[2:])


def lock() -> None:
    """Write the hashed requirement files anew, without naming any index."""
    install("requirements-dev.txt")
    for name, options in LOCKS.items():
        run("-m", "uv", "pip", "compile", "-q", "pyproject.toml", *options, "--universal", "--python-version", "3.11",
            "--generate-hashes", "--no-header", "--no-annotate", "-U", "-o", name)  # fmt: skip


COMMANDS: Final = {"app": app, "check": check, "fast": fast, "lock": lock}


if __name__ == "__main__":
    chosen = COMMANDS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if chosen is None:
        raise SystemExit(__doc__)
    chosen()
