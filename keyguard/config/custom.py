"""The user's own rules: ``[[patterns]]`` of a configuration, and the rule files that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from keyguard.config.document import BadValueError, Document, Mistakes, known
from keyguard.config.expressions import BadExpressionError, compile_own
from keyguard.config.gitleaks import read_rule_file
from keyguard.config.globs import globs
from keyguard.config.values import entropy, filled, group, plain, severity, strings
from keyguard.model import CustomRule
from keyguard.settings import Settings

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 100
_NEEDED = ("id", "description", "expression")


def with_custom_rules(
    document: Document, table: Mapping[str, Any], rule_files: Sequence[Path]
) -> Settings:
    """Settings with the rules of the table ``patterns``, of its ``rules``, and of more files.

    Raises ``KeyguardError`` for a mistake in a table of ours or a file that can't be read.
    """
    rules = _patterns(document, table.get("patterns", []))
    unusable, notices = [], []
    named = plain(strings)(document, "rules", table.get("rules", []))
    taken = {*document.rule_ids(), *(rule.id for rule in rules)}
    for path in [*(document.path.parent / name for name in named), *rule_files]:
        file = read_rule_file(path, taken, document.read)
        rules += file.rules
        unusable += file.unusable
        notices += file.notices
        taken.update(rule.id for rule in file.rules)
    return Settings(
        custom_rules=tuple(rules), unusable=tuple(unusable), notices=tuple(dict.fromkeys(notices))
    )


def _patterns(document: Document, tables: object) -> list[CustomRule]:
    if not isinstance(tables, list):
        raise document.error("patterns", "'patterns' is written as [[patterns]], once a pattern.")
    taken, mistakes = set(document.rule_ids()), Mistakes()
    rules = []
    for table in tables:
        with mistakes.kept():
            rule = _pattern(document, table)
            if rule.id in taken:
                raise document.error(rule.id, f"there is another rule called {rule.id!r}.")
            taken.add(rule.id)
            rules.append(rule)
    mistakes.told()
    return rules


def _pattern(document: Document, table: object) -> CustomRule:
    items = dict(known(document, "patterns", table, _READERS))
    if missing := [key for key in _NEEDED if key not in items]:
        where = items.get("id", "patterns")
        raise document.error(str(where), f"a pattern needs {missing[0]!r} (in {where!r}).")
    fields, mistakes = {}, Mistakes()
    for key, value in items.items():
        with mistakes.kept():
            fields[key.replace("-", "_")] = plain(_READERS[key])(document, key, value)
    mistakes.told()
    rule = CustomRule(**fields)
    _check_group(document, rule)
    return rule


def _check_group(document: Document, rule: CustomRule) -> None:
    import regex

    pattern = regex.compile(rule.expression)
    there = (*pattern.groupindex, *range(pattern.groups + 1))
    if rule.secret_group not in there:
        problem = f"the expression of {rule.id!r} has no group {rule.secret_group!r}."
        raise document.error("secret-group", problem)


def _id(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_ID or not _ID.fullmatch(value):
        raise BadValueError("lower-case words joined by dashes are needed", value)
    return value


def _expression(value: object) -> str:
    try:
        compile_own(filled(value))
    except BadExpressionError as error:
        raise BadValueError(f"an expression is needed, but {error}", value) from error
    return filled(value)


def _lowered(value: object) -> tuple[str, ...]:
    words = strings(value)
    if "" in words:
        raise BadValueError("words are needed, and an empty one stands everywhere", value)
    return tuple(word.lower() for word in words)


_READERS = {
    "id": _id,
    "description": filled,
    "expression": _expression,
    "keywords": _lowered,
    "secret-group": group,
    "entropy": entropy,
    "paths": globs,
    "severity": severity,
    "matches": strings,
    "misses": strings,
}
"""Every key of a pattern; the field of a rule has the same name."""
