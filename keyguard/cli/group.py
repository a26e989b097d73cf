"""A group of commands that suggests a command for a mistyped name."""

from __future__ import annotations

import click

from keyguard.errors import nearest


class SuggestingGroup(click.Group):
    """A ``click.Group`` that suggests a name for a mistyped one.

    click does so itself since version 8.4, but not for commands that are loaded late.
    """

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names. Raises ``click.UsageError`` if none is."""
        name = args[0]
        is_mistyped = not name.startswith("-") and self.get_command(ctx, name) is None
        if is_mistyped and not ctx.resilient_parsing:
            ctx.fail(f"No such command {name!r}{nearest(name.lower(), self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)
