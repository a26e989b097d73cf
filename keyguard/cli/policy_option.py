"""The option that says whose configuration judges a change."""

from __future__ import annotations

from collections.abc import Callable

import click

from keyguard.cli.shared_options import Command


def policy_option(default: str, *, said: str = "") -> Callable[[Command], Command]:
    """The option that says whose policy counts; ``said`` is the default in its help's words."""
    return click.option(
        "--policy", default=default, metavar="base|head|REV", show_default=said or True,
        help="Whose configuration, baseline and allow comments count: as they were before the "
        "change, as the change has them, or as another commit has them.",
    )  # fmt: skip
