"""The list of commands; each is imported when it is called, so that a quick one starts quickly."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

COMMANDS: Final[dict[str, str]] = {
    "map": "geo.cli.incidents:draw_map",
    "extract": "geo.cli.incidents:extract",
    "geoparse": "geo.cli.places:geoparse",
    "geocode": "geo.cli.places:geocode",
    "explain": "geo.cli.explaining:explain",
    "import": "geo.cli.tables:import_table",
    "changes": "geo.cli.desks:changes",
    "gazetteer": "geo.cli.gazetteers:group",
    "app": "geo.cli.launching:app",
}
"""The commands in the order of the help. A new one is a function and one line here."""


class PipeClosed(Exception):
    """Whoever reads standard output has closed it; click would turn the BrokenPipeError itself into status 1."""


class Lazy(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run a command, telling a closed pipe from other faults."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise PipeClosed from None


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Example: dateline map data/articles --out map.html",
)
@click.version_option(package_name="dateline", message="%(package)s %(version)s")
def cli() -> None:
    """From news articles on armed conflict to a sourced incident map."""
