"""``keyguard rules``: the rules, or one rule's documentation."""

from __future__ import annotations

from pathlib import Path

import click

from keyguard.cli.completion import rule_ids
from keyguard.cli.console import tell
from keyguard.cli.options import Options, root_here, settings_for
from keyguard.cli.shared_options import CONFIG
from keyguard.config.load import unknown_rules
from keyguard.errors import KeyguardError
from keyguard.rules import documentation, rules_with


@click.command("rules", short_help="List the rules, or explain one.")
@click.argument("rule_id", metavar="[ID]", required=False, shell_complete=rule_ids)
@click.option(
    "--markdown", is_flag=True, help="Print the documentation of all rules as one Markdown page."
)
@CONFIG
@click.option(
    "--rules",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add the rules of a gitleaks rule file (repeatable).",
)
def command(
    rule_id: str | None, markdown: bool, config: Path | None, rules: tuple[Path, ...]
) -> None:
    """List the rules, those of the configuration last, or print the documentation of rule ID."""
    if markdown:
        tell(documentation().removesuffix("\n"))
        return
    settings = settings_for(Options(config=config, rules=rules), root_here())
    known = rules_with(settings.custom_rules)
    if rule_id is None:
        width = max(len(name) for name in known)
        for rule in known.values():
            tell(f"{rule.id:{width}}  {rule.severity.label:8}  {rule.summary}")
        return
    if wrong := unknown_rules([rule_id], known):
        raise KeyguardError(str(wrong[0]))
    rule = known[rule_id]
    tell(f"{rule.id} ({rule.severity.label})\n\n{rule.documentation}")
