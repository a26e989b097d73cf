"""The user's own rules: ``[[patterns]]`` of a configuration, and the rule files that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from keyguard.config.document import BadValueError, Document, Mistakes, read_table
from keyguard.config.expressions import BadExpressionError, compile_own
from keyguard.config.gitleaks import read_rule_file
from keyguard.config.globs import globs
from keyguard.config.values import entropy, filled, group, plain, severity, strings
from keyguard.model import CustomRule
from keyguard.model.patterns import lazy_pattern
from keyguard.settings import Settings

_ID = lazy_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 100
_NEEDED = ("id", "description", "expression")


def with_custom_rules(
    document: Document, table: Mapping[str, Any], rule_files: Sequence[Path]
) -> Settings:
    """Settings with the rules of the table ``patterns``, of the files in its ``rules``, and of more
    files.

    Raises ``KeyguardError`` for a mistake in keyguard's own tables, or for a file that can't be
    read.
    """
    mistakes = Mistakes()
    rules: list[CustomRule] = []
    with mistakes.kept():
        rules += _patterns(document, table.get("patterns", []))
    unusable, notices = [], []
    named: tuple[str, ...] = ()
    with mistakes.kept():
        named = plain(strings)(document, "rules", table.get("rules", []))
    taken = {*document.rule_ids(), *(rule.id for rule in rules)}
    for path in [*(document.path.parent / name for name in named), *rule_files]:
        with mistakes.kept():
            file = read_rule_file(path, taken, document.read)
            rules += file.rules
            unusable += file.unusable
            notices += file.notices
            taken.update(rule.id for rule in file.rules)
    mistakes.told()
    return Settings(
        custom_rules=tuple(rules), unusable=tuple(unusable), notices=tuple(dict.fromkeys(notices))
    )


def _patterns(document: Document, tables: object) -> list[CustomRule]:
    if not isinstance(tables, list):
        raise document.error("patterns", "'patterns' is written as [[patterns]], once a pattern.")
    taken, mistakes = set(document.rule_ids()), Mistakes()
    rules = []
    for number, table in enumerate(tables):
        here = document.inside("patterns", number)
        with mistakes.kept():
            rule = _pattern(here, table)
            if rule.id in taken:
                raise here.error("id", f"there is another rule called {rule.id!r}.", rule.id)
            taken.add(rule.id)
            rules.append(rule)
    mistakes.told()
    return rules


def _pattern(document: Document, table: object) -> CustomRule:
    mistakes = Mistakes()
    fields: dict[str, Any] = {}
    with mistakes.kept():
        fields = read_table(document, "patterns", table, _READERS)
    if isinstance(table, Mapping) and (missing := _missing(table)):
        where = table.get("id", "patterns")
        problem = f"a pattern needs {', '.join(map(repr, missing))} (in {where!r})."
        mistakes.add(document.error("patterns", problem))
    mistakes.told()
    rule = CustomRule(**{key.replace("-", "_"): value for key, value in fields.items()})
    _check_group(document, rule)
    return rule


def _missing(table: Mapping[str, Any]) -> list[str]:
    """The keys that a pattern lacks, unless one that is not known may have been meant as such."""
    if not table.keys() <= _READERS.keys():
        return []
    return [key for key in _NEEDED if key not in table]


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
    "id": plain(_id),
    "description": plain(filled),
    "expression": plain(_expression),
    "keywords": plain(_lowered),
    "secret-group": plain(group),
    "entropy": plain(entropy),
    "paths": plain(globs),
    "severity": plain(severity),
    "matches": plain(strings),
    "misses": plain(strings),
}
"""Every key of a pattern; the field of a rule has the same name."""
