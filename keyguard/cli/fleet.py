"""``keyguard fleet``: many repositories."""

from __future__ import annotations

import click

from keyguard.cli.fleet_scan import command as scan
from keyguard.cli.group import SuggestingGroup


@click.group("fleet", cls=SuggestingGroup, short_help="Many repositories, and what is in them.")
def command() -> None:
    """Many repositories."""


command.add_command(scan)
