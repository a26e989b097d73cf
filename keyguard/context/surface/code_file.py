"""A file whose surface is asked for, with everything found out about it so far."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from keyguard.context.file_kinds import extension
from keyguard.context.folders import Read
from keyguard.context.surface.packages import by_dependencies, dependencies, js_imports
from keyguard.context.surface.verdict import Verdict
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.context.shipping.config_file import Shipped
    from keyguard.context.shipping.project import Project


class CodeFile:
    """A file. Slow questions about it are answered once, however many positions are asked about."""

    def __init__(self, path: str, text: str, read: Read) -> None:
        """``read`` gives the text of another file of the snapshot, or None."""
        self.path = path
        self.text = text
        self.read = read
        self.known: dict[AskFile, Verdict | None] = {}
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
    def project(self) -> Project:
        """The build around it."""
        from keyguard.context.shipping.project import Project  # few files are asked about

        return Project(self.path, self.read)

    @cached_property
    def shipped(self) -> list[Shipped]:
        """What its own sections ship, if the file is the configuration of a build."""
        from keyguard.context.shipping.sections import shipped_in  # few files are asked about

        return shipped_in(self)

    @cached_property
    def declared(self) -> Verdict | None:
        """The verdict of all of its packages together."""
        return by_dependencies(self.packages)


class CodePlace(NamedTuple):
    """A position in a file that is asked about."""

    file: CodeFile
    offset: int


AskFile = Callable[[CodeFile], "Verdict | None"]
"""A question about a file as a whole; the answer is None if it shows nothing of the kind."""
