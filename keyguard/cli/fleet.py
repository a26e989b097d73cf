"""``keyguard fleet``: many repositories, read one after another and remembered."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

from keyguard.cli.group import SuggestingGroup

SUBCOMMANDS = ("export", "merge", "report", "scan")


class FleetCommands(SuggestingGroup):
    """Imports the module of a subcommand only when that is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all subcommands."""
        return list(SUBCOMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The subcommand called ``name``; None if there is none."""
        if name not in SUBCOMMANDS:
            return None
        return cast(click.Command, import_module(f"keyguard.cli.fleet_{name}").command)


@click.group("fleet", cls=FleetCommands, short_help="Scan many repositories, and report on them.")
def command() -> None:
    """Read many repositories, and remember what is in each.

    A STORE is the folder that keeps this, by default keyguard-fleet. Its database holds digests,
    never a value.
    """
