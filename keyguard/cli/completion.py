"""Completion for shells, beside commands, options and files."""

from __future__ import annotations

from contextlib import suppress

import click

from keyguard.errors import KeyguardError


def rule_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of rules that begin with what was typed, those of the configuration included."""
    from keyguard.cli.options import Options, root_here, settings_for
    from keyguard.rules import all_rules, rules_with

    known = all_rules()
    with suppress(KeyguardError):  # a shell that completes is no place to complain
        quiet = Options(config=ctx.params.get("config"), quiet=True)
        settings = settings_for(quiet, root_here(), None)
        known = rules_with(settings.custom_rules)
    return [id_ for id_ in known if id_.startswith(incomplete)]
