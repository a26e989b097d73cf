"""``keyguard rules``: the rules, or one rule's documentation."""

from __future__ import annotations

import click

from keyguard.config import BadValueError, check_rules
from keyguard.errors import KeyguardError
from keyguard.rules import all_rules, documentation


@click.command("rules", short_help="The rules, or the documentation of one.")
@click.argument("rule_id", metavar="ID", required=False)
@click.option("--markdown", is_flag=True, help="Print all documentation as one Markdown page.")
def command(rule_id: str | None, markdown: bool) -> None:
    """List the rules, or print the documentation of the rule called ID."""
    rules = all_rules()
    if markdown:
        click.echo(documentation(), nl=False)
    elif rule_id is None:
        width = max(len(name) for name in rules)
        for rule in rules.values():
            click.echo(f"{rule.id:{width}}  {rule.severity.label:8}  {rule.summary}")
    else:
        try:
            check_rules([rule_id], rules)
        except BadValueError as error:
            raise KeyguardError(f"{error}.") from error
        rule = rules[rule_id]
        click.echo(f"{rule.id} ({rule.severity.label})\n\n{rule.documentation}")
