"""The rules that a configuration or a rule file brings, beside those of this folder."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.model import CustomRule, Kind
from keyguard.model.finding import CLEAN_HISTORY
from keyguard.rules._advice import Verdict, steps
from keyguard.settings import Settings


def custom_rule(settings: Settings, rule_id: str) -> CustomRule | None:
    """The rule of the configuration with this id."""
    return next((rule for rule in settings.custom_rules if rule.id == rule_id), None)


def verdict_of(rule: CustomRule, kind: Kind) -> Verdict:
    """What the rule says of everything that it finds."""
    return Verdict(rule.description, _REMOVE_FILE if kind is Kind.FILE else _REPLACE)


def documentation_of(rule: CustomRule) -> str:
    """The rule's documentation: its description, and what it looks for."""
    return "\n".join([rule.description, "", *_facts(rule)])


def _facts(rule: CustomRule) -> Iterator[str]:
    yield "A rule of the configuration."
    if rule.expression:
        yield f"Expression: `{rule.expression}`"
    if rule.path_expression:
        yield f"Paths that match: `{rule.path_expression}`"
    if rule.paths:
        yield f"Paths: {', '.join(f'`{glob}`' for glob in rule.paths)}"
    if rule.keywords:
        yield f"Keywords: {', '.join(f'`{word}`' for word in rule.keywords)}"
    if rule.entropy:
        yield f"Entropy: over {rule.entropy:g} bits a character"


_REPLACE = steps(
    "Revoke this credential where it was issued.",
    "Create a new one there.",
    "Put the new one in the environment of the service that uses it.",
    "Restart the service.",
    "Read it from an environment variable here.",
    CLEAN_HISTORY,
)
_REMOVE_FILE = steps(
    "Revoke what the file holds, if that is a credential.",
    "Keep the file outside of the repository, and name it in .gitignore.",
    "Remove it (`git rm --cached`).",
    CLEAN_HISTORY,
)
