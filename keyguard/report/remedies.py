"""What to do: one recipe for each kind of credential, with what differs from place to place."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from keyguard.model import Finding
from keyguard.model.finding import CLEAN_HISTORY
from keyguard.model.record import NamedTuple
from keyguard.report.masked import Shown
from keyguard.report.summary import counted

_NAMED = 3
"""Credentials that a title names; more are counted."""


class Recipe(NamedTuple):
    """Steps, and the credentials that need them, as they are shown."""

    common: tuple[str, ...]
    here: dict[str, list[str]]
    """Steps that depend on the place, each with the rules that ask for it."""
    last: tuple[str, ...]
    credentials: dict[str, tuple[str, str]]
    """By their values: what each is, and how it is shown."""

    def title(self, show: Callable[[str], str] = str) -> str:
        """The credentials: a few by name, each its value passed through ``show``."""
        found = list(self.credentials.values())
        if len(found) > _NAMED:
            kinds = {what for what, _ in found}
            return counted(len(found), kinds.pop() if len(kinds) == 1 else "credential")
        return ", ".join(f"{what} {show(name)}" for what, name in found)

    @property
    def steps(self) -> tuple[str, ...]:
        """All of them, numbered."""
        if len(self.here) > 1:
            places = [f"{step} ({', '.join(rules)})" for step, rules in self.here.items()]
        else:
            places = list(self.here)
        lines = (*self.common, *places, *self.last)
        return tuple(f"{number}. {line}" for number, line in enumerate(lines, 1))


def remedies(findings: Iterable[Finding], shown: Shown) -> list[Recipe]:
    """The recipes for some findings, what is worst first."""
    found: dict[tuple[str, ...], Recipe] = {}
    for finding in sorted(findings, key=lambda finding: finding.rank):
        lines = [line.partition(". ")[2] or line for line in steps(finding.fix, shown)]
        common, here = lines, ""
        last: tuple[str, ...] = ()
        if lines and lines[-1] == CLEAN_HISTORY:
            common, here, last = lines[:-2], lines[-2], (CLEAN_HISTORY,)
        recipe = found.setdefault(tuple(common), Recipe(tuple(common), {}, last, {}))
        if here:
            rules = recipe.here.setdefault(here, [])
            if (rule := shown.rule(finding)) not in rules:
                rules.append(rule)
        credential = (finding.detection.kind.words, shown.credential(finding))
        recipe.credentials.setdefault(finding.detection.value, credential)
    return list(found.values())


def steps(fix: str, shown: Shown) -> tuple[str, ...]:
    """The lines of a fix as they may be shown."""
    return tuple(shown.words(line) for line in fix.splitlines() if line.strip())
