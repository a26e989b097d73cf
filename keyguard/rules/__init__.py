"""What is wrong with a credential in its place: one rule a file, found by walking this folder.

A rule's file is named after its id and holds:

- a docstring, whose first line is the summary and whose whole text is the rule's documentation;
- ``SEVERITY``;
- ``KINDS``: of which kinds what it is asked about may be;
- ``REPLACES``: the ids of the more general rules that stay silent where this one fires;
- ``check(detection, context) -> Verdict | None``.

Rules of a configuration stand beside them, each for what itself has found.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module

from keyguard.model import Context, CustomRule, Detection, Kind, Severity
from keyguard.model.record import NamedTuple
from keyguard.rules._advice import Verdict
from keyguard.rules._custom import custom_rule, documentation_of, verdict_of
from keyguard.settings import Settings

PAGE = "https://github.com/connexease/keyguard/blob/main/docs/rules.md"
"""Where ``documentation()`` is on the web, with a heading for each rule."""

BESIDE = frozenset((
    "tracked-env-file",
    "key-shared-across-environments",
    "webhook-secret-shared-across-environments",
))  # fmt: skip
"""Rules that come in addition to the one about the credential itself."""

Check = Callable[[Detection, Context], "Verdict | None"]


class Rule(NamedTuple):
    """One rule, as its file declares it."""

    id: str
    severity: Severity
    kinds: tuple[Kind, ...]
    """What ``check`` may be asked about."""
    replaces: frozenset[str]
    documentation: str
    check: Check
    page: str = ""
    """The address of the documentation; empty for a rule of a configuration."""

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.partition("\n")[0]


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by id, in the order of their ids."""
    files = (file for folder in __path__ for file in os.listdir(folder))
    names = sorted(
        file.removesuffix(".py")
        for file in files
        if file.endswith(".py") and not file.startswith("_")
    )
    rules = (_load(name) for name in names)
    return {rule.id: rule for rule in rules}


@cache
def _rules_about(kind: Kind) -> list[Rule]:
    return [rule for rule in all_rules().values() if kind in rule.kinds]


def verdicts(
    detection: Detection, context: Context, settings: Settings
) -> list[tuple[Rule, Verdict]]:
    """What the rules say of one credential in one place: the most specific verdict of each line.

    A rule that is switched off replaces none that is on, so the more general one counts instead.
    What it would have said is there as well, unless a more specific rule replaces it. That one is
    as severe as what it replaces, and says what is new in it.
    """
    if detection.custom_rule:
        custom = custom_rule(settings, detection.custom_rule)
        return [(_as_rule(custom), verdict_of(custom, detection.kind))] if custom else []
    fired = [
        (rule, verdict)
        for rule in _rules_about(detection.kind)
        if (verdict := rule.check(detection, context)) is not None
    ]
    if len(fired) == 1:
        return fired
    return [
        (rule, _with_replaced(rule, verdict, fired, settings))
        for rule, verdict in fired
        if not any(
            rule.id in other.replaces and settings.is_on(other.id) >= settings.is_on(rule.id)
            for other, _ in fired
        )
    ]


def _with_replaced(
    rule: Rule, verdict: Verdict, fired: Iterable[tuple[Rule, Verdict]], settings: Settings
) -> Verdict:
    replaced = [
        (other, said)
        for other, said in fired
        if other.id in rule.replaces and settings.is_on(other.id)
    ]
    severities = [said.severity or other.severity for other, said in replaced]
    return verdict._replace(
        message=" ".join([verdict.message, *(said.also for _, said in replaced if said.also)]),
        severity=max([verdict.severity or rule.severity, *severities]),
    )


def rules_with(custom: Iterable[CustomRule]) -> dict[str, Rule]:
    """Every rule by id, those of a configuration last."""
    return all_rules() | {rule.id: _as_rule(rule) for rule in custom}


def _as_rule(custom: CustomRule) -> Rule:
    return Rule(
        id=custom.id,
        severity=custom.severity,
        kinds=(),
        replaces=frozenset(),
        documentation=documentation_of(custom),
        check=_never,
    )


def _never(detection: Detection, context: Context) -> None:
    """A custom rule has been asked already: it speaks of what it found, and of nothing else."""


def _load(name: str) -> Rule:
    module = import_module(f"{__name__}.{name}")
    rule_id = name.replace("_", "-")
    return Rule(
        id=rule_id,
        severity=module.SEVERITY,
        kinds=tuple(module.KINDS),
        replaces=frozenset(module.REPLACES),
        documentation=(module.__doc__ or "").strip(),
        check=module.check,
        page=f"{PAGE}#{rule_id}",
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
