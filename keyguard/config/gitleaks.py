"""Reads gitleaks rule files as custom rules.

The format is that of https://github.com/gitleaks/gitleaks#configuration, read as its
``config/config.go`` reads it: keys in any case, ``[extend]``, the old ``[allowlist]`` beside
``[[allowlists]]``. Whatever has no counterpart here is named, never passed over.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keyguard.config.document import ReadFile, read_toml
from keyguard.config.expressions import BadExpressionError
from keyguard.config.re2 import translate
from keyguard.errors import KeyguardError
from keyguard.model import Allowlist, CustomRule, Problem
from keyguard.model.patterns import lazy_pattern

MOST_EXTENSIONS = 2
"""Files in a chain of ``[extend]``, as in gitleaks."""

_FILE_KEYS = frozenset((
    "title", "description", "minversion", "extend", "rules", "allowlist", "allowlists",
))  # fmt: skip
_RULE_KEYS = frozenset((
    "id", "description", "regex", "path", "secretgroup", "entropy", "keywords", "tags",
    "allowlist", "allowlists", "required", "skipreport",
))  # fmt: skip
_ALLOWLIST_KEYS = frozenset((
    "description", "condition", "commits", "paths", "regextarget", "regexes", "stopwords",
    "targetrules",
))  # fmt: skip
_EXTEND_KEYS = frozenset(("path", "url", "usedefault", "disabledrules"))
_LISTS = ("keywords", "tags", "allowlists")
"""What a rule adds to the one that it extends, rather than replacing it."""
_CONDITIONS = {"": False, "or": False, "||": False, "and": True, "&&": True}
_TARGETS = {"": "secret", "secret": "secret", "match": "match", "line": "line"}
_NOT_IN_IDS = lazy_pattern(r"[^A-Za-z0-9_.-]+")

Table = dict[str, Any]


@dataclass(slots=True)
class RuleFile:
    """The contents of a rule file: rules, those that can't be used, and what is ignored."""

    rules: list[CustomRule] = field(default_factory=list)
    unusable: list[tuple[str, Problem]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


class _UnusableError(ValueError):
    """A rule can't be used; the text says why, as the end of a sentence."""


def read_rule_file(path: Path, taken: Container[str], read: ReadFile) -> RuleFile:
    """The rules of a file and of those that it extends. ``taken`` are the ids of other rules.

    Raises ``KeyguardError`` if the file can't be read, or is no rule file.
    """
    result = RuleFile()
    tables = _read(path, result.notices, MOST_EXTENSIONS, read)
    shared: list[tuple[frozenset[str], Allowlist]] = []
    for table in tables["allowlists"]:
        try:
            shared.append((frozenset(_strings(table, "targetrules")), _allowlist(table)))
        except _UnusableError as error:
            raise KeyguardError(f"{path}: an allowlist can't be used: {error}.") from error
    for missing in {id_ for targets, _ in shared for id_ in targets} - tables["rules"].keys():
        result.notices.append(
            f"{path}: an allowlist is for the rule {missing!r}, of which it has none."
        )
    ids = set()
    for id_, table in tables["rules"].items():
        if table.get("skipreport"):
            continue
        name = _NOT_IN_IDS.sub("-", id_).strip("-") or "rule"
        try:
            if name in ids or name in taken:
                raise _UnusableError("another rule has that id")
            ids.add(name)
            lists = [allowed for targets, allowed in shared if not targets or id_ in targets]
            result.rules.append(_rule(name, table, lists))
        except _UnusableError as error:
            sentence = f"rule {name!r} can't be used: {error}; change it, or `--ignore {name}`."
            result.unusable.append((name, Problem(str(path).encode(errors="replace"), sentence)))
    return result


def _read(path: Path, notices: list[str], depth: int, read: ReadFile) -> Table:
    """The tables of a file over those that it extends, allowlists as one list."""
    _, document = read_toml(path, read)
    try:
        top = _lowered(document, "the file", _FILE_KEYS, path, notices)
        rules = _rules(top, path, notices)
        allowlists = list(_allowlists(top, "the file", path, notices))
        extend = _lowered(top.get("extend", {}), "[extend]", _EXTEND_KEYS, path, notices)
        tables: Table = {"rules": rules, "allowlists": allowlists}
        if extend.get("usedefault"):
            notices.append(
                f"{path}: useDefault has no effect, since keyguard does not have the default "
                "rules of gitleaks; name their file in [extend] path, or give it as well."
            )
        if extend.get("url"):
            notices.append(f"{path}: [extend] url has no effect, since nothing is downloaded.")
        if extend.get("path"):
            disabled = _strings(extend, "disabledrules")
            base = _extension(path, str(extend["path"]), notices, depth, read)
            _extend(tables, base, disabled)
    except _UnusableError as error:
        raise KeyguardError(f"{path} is not a rule file of gitleaks: {error}.") from error
    return tables


def _extension(path: Path, name: str, notices: list[str], depth: int, read: ReadFile) -> Table:
    """gitleaks takes the name from the current folder; beside the file is what most people mean."""
    if depth == 0:
        notices.append(f"{path}: [extend] path has no effect in a file that is so far extended.")
        return {"rules": {}, "allowlists": []}
    beside = path.parent / name
    try:
        read(beside)
    except OSError:
        beside = Path(name)
    return _read(beside, notices, depth - 1, read)


def _extend(tables: Table, base: Table, disabled: Container[str]) -> None:
    """Adds what the file extends: of a rule that both have, what the file itself says wins."""
    for id_, table in base["rules"].items():
        if id_ in disabled:
            continue
        own = tables["rules"].get(id_, {})
        merged = table | {key: value for key, value in own.items() if value}
        for key in _LISTS:
            merged[key] = [*table.get(key, []), *own.get(key, [])]
        tables["rules"][id_] = merged
    tables["allowlists"] += base["allowlists"]


def _rules(top: Table, path: Path, notices: list[str]) -> dict[str, Table]:
    rules: dict[str, Table] = {}
    for raw in _tables(top, "rules"):
        rule = _lowered(raw, "a rule", _RULE_KEYS, path, notices)
        id_ = _string(rule, "id")
        if not id_.strip():
            raise _UnusableError("a rule has no id")
        if id_ in rules:
            notices.append(f"{path}: of the rules called {id_!r} the last one is used.")
        rule["allowlists"] = list(_allowlists(rule, f"rule {id_!r}", path, notices))
        rules[id_] = rule
    return rules


def _allowlists(table: Table, where: str, path: Path, notices: list[str]) -> Iterator[Table]:
    """The allowlists of a table, in the old and in the new spelling."""
    both = [*_tables(table, "allowlists")]
    old = table.pop("allowlist", None)
    for raw in [*both, old] if old is not None else both:
        yield _lowered(raw, f"an allowlist of {where}", _ALLOWLIST_KEYS, path, notices)


def _rule(id_: str, table: Table, shared: list[Allowlist]) -> CustomRule:
    if table.get("required"):
        raise _UnusableError("it needs other rules to match beside it (`required`)")
    expression, path = _string(table, "regex"), _string(table, "path")
    if not (expression or path):
        raise _UnusableError("it has neither an expression nor a path")
    return CustomRule(
        id=id_,
        description=_string(table, "description") or f"This matches the rule {id_}.",
        expression=_translated(expression),
        keywords=tuple(word.lower() for word in _strings(table, "keywords") if word),
        secret_group=_group(table, expression),
        entropy=_number(table, "entropy"),
        path_expression=_translated(path),
        allowlists=(*map(_allowlist, table["allowlists"]), *shared),
    )


def _group(table: Table, expression: str) -> int:
    number = int(_number(table, "secretgroup"))
    if number:
        import regex

        groups = regex.compile(_translated(expression)).groups if expression else 0
        if not 0 <= number <= groups:
            raise _UnusableError(f"its expression has no group {number}")
    return number


def _allowlist(table: Table) -> Allowlist:
    condition, target = _string(table, "condition").lower(), _string(table, "regextarget")
    if condition not in _CONDITIONS:
        raise _UnusableError(f"the condition of an allowlist is AND or OR, not {condition!r}")
    if target not in _TARGETS:
        raise _UnusableError(f"the regexTarget of an allowlist is match or line, not {target!r}")
    return Allowlist(
        expressions=tuple(map(_translated, _strings(table, "regexes"))),
        target=_TARGETS[target],
        paths=tuple(map(_translated, _strings(table, "paths"))),
        commits=frozenset(commit.strip().lower() for commit in _strings(table, "commits")),
        stopwords=tuple(word.lower() for word in _strings(table, "stopwords")),
        all_of=_CONDITIONS[condition],
    )


def _translated(expression: str) -> str:
    try:
        return translate(expression) if expression else ""
    except BadExpressionError as error:
        raise _UnusableError(f"in the expression {expression[:60]!r}, {error}") from error


def _lowered(
    table: object, where: str, names: frozenset[str], path: Path, notices: list[str]
) -> Table:
    """A table with its keys in lower case, as gitleaks' own reader takes them."""
    if not isinstance(table, Mapping):
        raise _UnusableError(f"{where} is no table")
    lowered = {str(key).lower(): value for key, value in table.items()}
    for key in lowered.keys() - names:
        notices.append(f"{path}: {key!r} in {where} is not known, so it has no effect.")
    return lowered


def _tables(table: Table, key: str) -> list[Any]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise _UnusableError(f"{key!r} is no list of tables")
    return value


def _strings(table: Table, key: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _UnusableError(f"{key!r} is no list of strings")
    return value


def _string(table: Table, key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise _UnusableError(f"{key!r} is no string")
    return value


def _number(table: Table, key: str) -> float:
    value = table.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _UnusableError(f"{key!r} is no number")
    return value
