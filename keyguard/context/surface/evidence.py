"""Evidence of where code runs: questions about a file, and what follows from a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from keyguard.context.file_kinds import extension
from keyguard.context.surface.packages import Read, by_dependencies, dependencies, js_imports
from keyguard.context.surface.paths import path_part
from keyguard.context.surface.verdict import Verdict, repeated
from keyguard.model import Surface


@dataclass(frozen=True)
class CodeFile:
    """A file, and the place in it that is asked about. What takes time is found out once."""

    path: str
    text: str
    offset: int
    read: Read
    """Gives the text of another file of the snapshot, or None."""

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


Evidence = Callable[[CodeFile], "Verdict | None"]
"""None: the file shows nothing of the kind."""


def evidence(
    surface: Surface, reason: str, find: Callable[[CodeFile], str | bool | None]
) -> Evidence:
    """A row of a table: ``{}`` in the reason stands for the text that was found."""

    def ask(file: CodeFile) -> Verdict | None:
        found = find(file)
        if not found:
            return None
        return Verdict(
            surface, reason.replace("{}", repeated(found)) if found is not True else reason
        )

    return ask


def located(
    surface: Surface, pattern: str, also: Callable[[CodeFile], bool] = lambda file: True
) -> Evidence:
    """A row for paths that a pattern matches, of files for which ``also`` holds."""

    def ask(file: CodeFile) -> Verdict | None:
        part = path_part(pattern, file.path, file.lowered)
        return Verdict(surface, part) if part and also(file) else None

    return ask


def first_verdict(table: Iterable[Evidence], file: CodeFile) -> Verdict | None:
    """What the first row of a table says that says anything."""
    return next((verdict for row in table if (verdict := row(file))), None)
