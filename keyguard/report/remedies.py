"""What to do: one recipe for each kind of credential, with what differs from place to place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from keyguard.model import Finding
from keyguard.model.finding import CLEAN_HISTORY, WHOLE_HANDLER
from keyguard.model.record import NamedTuple
from keyguard.model.report import Report
from keyguard.report.credentials import credentials, lists_credentials
from keyguard.report.masked import Shown
from keyguard.report.moment import MOVED
from keyguard.report.summary import counted, joined

_NAMED = 3
"""Credentials that a title names; more are counted."""
_NUMBERED = 8
"""Numbers in the list of credentials that a title has, or runs of them."""
_SHORT_RUN = 2
"""Numbers that follow each other and are said one by one."""


class Recipe(NamedTuple):
    """Steps, and the credentials that need them, as they are shown."""

    common: tuple[str, ...]
    here: dict[str, list[str]]
    """Steps that depend on the place, each with the rules that ask for it."""
    last: tuple[str, ...]
    credentials: dict[str, tuple[str, str]]
    """By its value, each credential's kind and how it is shown."""
    numbers: tuple[int, ...] = ()
    """The credentials' numbers in the list, if the report has a list and more than one recipe."""

    def title(self, show: Callable[[str], str] = str) -> str:
        """The credentials: a few by name, each name made by ``show`` from its value."""
        found = list(self.credentials.values())
        if len(found) > _NAMED or len(set(found)) < len(found):
            kinds = {what for what, _ in found}
            title = counted(len(found), kinds.pop() if len(kinds) == 1 else "credential")
        else:
            title = ", ".join(f"{what} {show(name)}" for what, name in found)
        return f"{title} ({_in_words(self.numbers)} of the list)" if self.numbers else title

    @property
    def steps(self) -> tuple[str, ...]:
        """All steps, numbered."""
        if len(self.here) > 1:
            places = [f"{step} ({', '.join(rules)})" for step, rules in self.here.items()]
        else:
            places = list(self.here)
        lines = (*self.common, *places, *self.last)
        return tuple(f"{number}. {line}" for number, line in enumerate(lines, 1))


def remedies(report: Report, shown: Shown) -> list[Recipe]:
    """The recipes for the findings of a report, the worst first."""
    found = _recipes(report.active, shown)
    if len(found) == 1 or not lists_credentials(report):
        return found
    number_of = {each.detection.value: each.number for each in credentials(report.active)}
    return [each._replace(numbers=_known(each.credentials, number_of)) for each in found]


def _known(values: Iterable[str], number_of: dict[str, int]) -> tuple[int, ...]:
    return tuple(sorted(number_of[value] for value in values if value in number_of))


def _in_words(numbers: Iterable[int]) -> str:
    """``1, 3 to 7 and 9``."""
    parts: list[str] = []
    for _, group in groupby(enumerate(numbers), lambda each: each[1] - each[0]):
        run = [str(number) for _, number in group]
        parts += run if len(run) <= _SHORT_RUN else [f"{run[0]} to {run[-1]}"]
    return joined([*parts[:_NUMBERED], "more"] if len(parts) > _NUMBERED else parts)


def _recipes(findings: Iterable[Finding], shown: Shown) -> list[Recipe]:
    found: dict[tuple[str, ...], Recipe] = {}
    for finding in sorted(findings, key=lambda finding: finding.rank):
        lines = [line.partition(". ")[2] or line for line in steps(finding.fix, shown)]
        common, here, last = _parts(lines)
        recipe = found.setdefault((*common, *last), Recipe((*common,), {}, (*last,), {}))
        for step in here:
            rules = recipe.here.setdefault(step, [])
            if (rule := shown.rule(finding)) not in rules:
                rules.append(rule)
        credential = (finding.detection.kind.words, shown.credential(finding))
        recipe.credentials.setdefault(finding.detection.value, credential)
    return list(found.values())


def _parts(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """What is the same in all places, what depends on the place, and what is the same again."""
    if lines[-1:] == [CLEAN_HISTORY]:
        return lines[:-2], lines[-2:-1], lines[-1:]
    if lines[-1:] == [WHOLE_HANDLER]:
        return lines[:1], lines[1:-1], lines[-1:]
    moved, end, here = "".join(lines[1:2]).partition(MOVED)
    if end:
        return [lines[0], moved + end], [here.strip()] if here else [], lines[2:]
    return lines, [], []


def steps(fix: str, shown: Shown) -> tuple[str, ...]:
    """The lines of a fix, ready to be shown."""
    return tuple(shown.words(line) for line in fix.splitlines() if line.strip())
