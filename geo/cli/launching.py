"""`dateline app`: the Streamlit app in the browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import click

SCRIPTS: Final = ("geo/app/_streamlit_app.py", "streamlit_app.py")
"""Where the script lies, from the folder that holds `geo`: in an installed package, in a clone."""


def script() -> Path:
    """Return the path of the app's script.

    Raises:
        click.UsageError: the app is not part of this installation.

    >>> script().name.endswith("streamlit_app.py")
    True
    """
    import geo

    home = Path(geo.__file__).resolve().parent.parent
    for name in SCRIPTS:
        if (home / name).is_file():
            return home / name
    raise click.UsageError("the app's script is not part of this installation; install Dateline anew")


@click.command(
    epilog="Example: dateline app --port 8600",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: 8501 or the next free one).")
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@click.argument("streamlit_options", nargs=-1, type=click.UNPROCESSED)
def app(port: int | None, *, no_browser: bool, streamlit_options: tuple[str, ...]) -> int:
    """Start the app on this machine and print its address; Ctrl-C stops it.

    Further options go to Streamlit (--server.address 0.0.0.0 and the like).
    """
    # No question about e-mail at first start, no report to anyone, no asking the network for this machine's address.
    options = [
        "--server.showEmailPrompt=false",
        "--browser.gatherUsageStats=false",
        "--browser.serverAddress=localhost",
    ]
    if port is not None:
        options.append(f"--server.port={port}")
    if no_browser or not sys.stdout.isatty():
        options.append("--server.headless=true")
    command = [sys.executable, "-m", "geo.app.serve", "run", str(script()), *options, *streamlit_options]
    return subprocess.run(command, check=False).returncode  # noqa: S603 -- our own script
