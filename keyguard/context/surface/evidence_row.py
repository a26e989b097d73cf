"""A row of the table of evidence: a question about a file, and what follows from a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from keyguard.context.surface.code_file import AskFile, CodeFile, CodePlace
from keyguard.context.surface.paths import path_part
from keyguard.context.surface.verdict import UNKNOWN, Verdict, repeated
from keyguard.model import Surface

Evidence = Callable[[CodePlace], "Verdict | None"]
"""None: the file shows nothing of the kind."""
Found = str | bool | None
"""What shows it, or whether anything does."""


class OfFile:
    """A row whose answer is the same for every position in a file."""

    def __init__(self, ask: AskFile) -> None:
        self.ask = ask

    def __call__(self, place: CodePlace) -> Verdict | None:
        """The answer, asked once."""
        known = place.file.known
        if self.ask not in known:
            known[self.ask] = self.ask(place.file)
        return known[self.ask]


def of_file(ask: AskFile) -> Evidence:
    """Makes a row whose answer is the same for every position in a file."""
    return OfFile(ask)


def still_open(table: Iterable[Evidence], file: CodeFile) -> tuple[Evidence, ...]:
    """The rows of a table except those that already said nothing about a file."""
    silent = {ask for ask, verdict in file.known.items() if verdict is None}
    return tuple(row for row in table if not (isinstance(row, OfFile) and row.ask in silent))


def evidence(surface: Surface, reason: str, find: Callable[[CodeFile], Found]) -> Evidence:
    """Makes a row; ``{}`` in the reason stands for the text that was found in the file."""
    return of_file(lambda file: _verdict(surface, reason, find(file)))


def evidence_at(surface: Surface, reason: str, find: Callable[[CodePlace], Found]) -> Evidence:
    """Makes a row whose answer depends on the position in the file."""
    return lambda place: _verdict(surface, reason, find(place))


def located(
    surface: Surface, pattern: str, also: Callable[[CodeFile], bool] = lambda file: True
) -> Evidence:
    """Makes a row for files whose paths match a pattern and for which ``also`` holds."""

    def ask(file: CodeFile) -> Verdict | None:
        part = path_part(pattern, file.path, file.lowered)
        return Verdict(surface, part) if part and also(file) else None

    return of_file(ask)


def only(surface: Surface, table: Iterable[Evidence]) -> Evidence:
    """Makes a row that says what a table says of one surface, and otherwise that it is unknown."""

    def answer(place: CodePlace) -> Verdict | None:
        verdict = first_verdict(table, place)
        return verdict if verdict and verdict.surface is surface else UNKNOWN

    return answer


def always(file: CodeFile) -> bool:
    """The question of a row that decides everything that no row before it does."""
    return True


def first_verdict(table: Iterable[Evidence], place: CodePlace) -> Verdict | None:
    """The verdict of the first row of a table that has one."""
    return next((verdict for row in table if (verdict := row(place))), None)


def _verdict(surface: Surface, reason: str, found: Found) -> Verdict | None:
    if not found:
        return None
    return Verdict(surface, reason.replace("{}", repeated(found)) if found is not True else reason)
