"""The option ``--only``: findings of a rule, below a path, or both."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from keyguard.config.document import BadValueError
from keyguard.config.globs import globs
from keyguard.errors import KeyguardError, nearest
from keyguard.model import Finding
from keyguard.model.path_globs import path_matches
from keyguard.model.record import NamedTuple

_FROM_HERE = (f".{os.sep}", f"..{os.sep}", "./", "../")


class Only(NamedTuple):
    """One value of the option."""

    typed: str
    rule: str
    """The rule's id; empty for every rule."""
    glob: str
    """A glob in gitignore syntax, from the root; empty for every path."""

    def selects(self, finding: Finding) -> bool:
        """Whether this value of the option selects a finding."""
        if self.rule and finding.rule != self.rule:
            return False
        path = finding.place.path.decode("utf-8", "replace")
        return not self.glob or path_matches(path, (self.glob,))


def read_only(values: Iterable[str], rules: Container[str], root: Path) -> list[Only]:
    """Each value: ``RULE``, ``PATH`` or ``RULE/PATH``, whose path begins at the root.

    Raises ``KeyguardError`` for a bad glob.
    """
    only = []
    for typed in values:
        rule, slash, path = typed.partition("/")
        if rule not in rules or (slash and not path):
            rule, path = "", typed
        try:
            globs([path] if path else [])
        except BadValueError as error:
            raise KeyguardError(f"--only {typed!r} can't be used: {error}.") from error
        only.append(Only(typed, rule, f"/{path}" if rule and path else _from_root(path, root)))
    return only


def selected(
    findings: Sequence[Finding], only: Sequence[Only], rules: Iterable[str]
) -> list[Finding]:
    """The findings that one of the values selects; all of them if there are none.

    Raises ``KeyguardError`` for a value that selects nothing: it was mistyped.
    """
    for each in only:
        if not any(map(each.selects, findings)):
            known = list(rules)
            hint = "." if each.rule or "/" in each.typed else nearest(each.typed, known)
            raise KeyguardError(f"--only {each.typed!r} selects nothing that was found{hint}")
    return [each for each in findings if not only or any(one.selects(each) for one in only)]


def _from_root(path: str, root: Path) -> str:
    """A path that was typed from the current folder, or from the root of the disk."""
    if not path.startswith(_FROM_HERE) and not os.path.isabs(path):
        return path
    inside = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
    return f"/{inside}"
