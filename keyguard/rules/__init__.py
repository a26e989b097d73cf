"""What is wrong with a credential in its place: one rule a file, found by walking this folder.

A rule's file is named after its id and holds:

- a docstring, whose first line is the summary and whose whole text is the rule's documentation;
- ``SEVERITY``;
- ``REPLACES``: the ids of the more general rules that stay silent where this one fires;
- ``check(sighting, context) -> Verdict | None``.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from keyguard.model import Context, Severity, Sighting
from keyguard.rules._advice import Verdict
from keyguard.settings import Settings

Check = Callable[[Sighting, Context], "Verdict | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as its file declares it."""

    id: str
    severity: Severity
    replaces: frozenset[str]
    documentation: str
    check: Check

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.partition("\n")[0]


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by id, in the order of their ids."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")
    )
    rules = (_load(name) for name in names)
    return {rule.id: rule for rule in rules}


def verdicts(
    sighting: Sighting, context: Context, settings: Settings
) -> list[tuple[Rule, Verdict]]:
    """What the rules say of one credential in one place: the most specific verdict of each line.

    A rule that is switched off replaces nothing, so the more general one speaks instead.
    """
    spoken = [
        (rule, verdict)
        for rule in all_rules().values()
        if _is_on(rule.id, settings) and (verdict := rule.check(sighting, context)) is not None
    ]
    replaced = {general for rule, _ in spoken for general in rule.replaces}
    return [(rule, verdict) for rule, verdict in spoken if rule.id not in replaced]


def _is_on(rule_id: str, settings: Settings) -> bool:
    selected = not settings.select or rule_id in settings.select
    return selected and rule_id not in settings.ignore


def _load(name: str) -> Rule:
    module = import_module(f"{__name__}.{name}")
    return Rule(
        id=name.replace("_", "-"),
        severity=module.SEVERITY,
        replaces=frozenset(module.REPLACES),
        documentation=inspect.cleandoc(module.__doc__ or ""),
        check=module.check,
    )


def documentation() -> str:
    """All rules as one Markdown page: what ``docs/rules.md`` holds."""
    rules = all_rules().values()
    page = ["# Rules", "", "| rule | severity |", "|---|---|"]
    page += [f"| [`{rule.id}`](#{rule.id}) | {rule.severity.label} |" for rule in rules]
    for rule in rules:
        page += ["", f"## {rule.id}", "", f"Severity: {rule.severity.label}.", ""]
        page += [rule.documentation]
    return "\n".join(page) + "\n"
