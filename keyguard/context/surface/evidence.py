"""Evidence of where code runs: questions about a file, and what follows from a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from keyguard.context.file_kinds import extension
from keyguard.context.surface.packages import Read, by_dependencies, dependencies, js_imports
from keyguard.context.surface.paths import path_part
from keyguard.context.surface.verdict import Verdict, repeated
from keyguard.model import Surface


@dataclass(frozen=True)
class CodeFile:
    """A file. What takes time is found out once, however many places in it are asked about."""

    path: str
    text: str
    read: Read
    """Gives the text of another file of the snapshot, or None."""
    known: dict[AskFile, Verdict | None] = field(default_factory=dict, repr=False, compare=False)
    """What was answered about the file as a whole, by the question."""

    @cached_property
    def lowered(self) -> str:
        """The path in lower case."""
        return self.path.lower()

    @cached_property
    def name(self) -> str:
        """The file's own name in lower case."""
        return self.lowered.rpartition("/")[2]

    @cached_property
    def suffix(self) -> str:
        """The extension in lower case, without the dot."""
        return extension(self.name)

    @cached_property
    def imports(self) -> list[str]:
        """The modules that its JavaScript imports."""
        return js_imports(self.text)

    @cached_property
    def packages(self) -> frozenset[str]:
        """What the nearest ``package.json`` depends on; empty without one."""
        return dependencies(self.path, self.read) or frozenset()

    @cached_property
    def declared(self) -> Verdict | None:
        """What its packages say together."""
        return by_dependencies(self.packages)


class CodePlace(NamedTuple):
    """A place in a file that is asked about."""

    file: CodeFile
    offset: int


AskFile = Callable[[CodeFile], "Verdict | None"]
Evidence = Callable[[CodePlace], "Verdict | None"]
"""None: the file shows nothing of the kind."""
Found = str | bool | None
"""What shows it, or whether anything does."""


def of_file(ask: AskFile) -> Evidence:
    """A row whose answer is the same for every place in a file."""

    def answer(place: CodePlace) -> Verdict | None:
        known = place.file.known
        if ask not in known:
            known[ask] = ask(place.file)
        return known[ask]

    return answer


def evidence(surface: Surface, reason: str, find: Callable[[CodeFile], Found]) -> Evidence:
    """A row of a table: ``{}`` in the reason stands for the text that was found in the file."""
    return of_file(lambda file: _verdict(surface, reason, find(file)))


def evidence_at(surface: Surface, reason: str, find: Callable[[CodePlace], Found]) -> Evidence:
    """A row whose answer depends on the place in the file."""
    return lambda place: _verdict(surface, reason, find(place))


def located(
    surface: Surface, pattern: str, also: Callable[[CodeFile], bool] = lambda file: True
) -> Evidence:
    """A row for paths that a pattern matches, of files for which ``also`` holds."""

    def ask(file: CodeFile) -> Verdict | None:
        part = path_part(pattern, file.path, file.lowered)
        return Verdict(surface, part) if part and also(file) else None

    return of_file(ask)


def first_verdict(table: Iterable[Evidence], place: CodePlace) -> Verdict | None:
    """What the first row of a table says that says anything."""
    return next((verdict for row in table if (verdict := row(place))), None)


def _verdict(surface: Surface, reason: str, found: Found) -> Verdict | None:
    if not found:
        return None
    return Verdict(surface, reason.replace("{}", repeated(found)) if found is not True else reason)
