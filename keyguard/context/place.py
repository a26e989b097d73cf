"""The meaning of a credential's place: its environment, its surface, and the kind of file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from keyguard.context.environment.classify import environment_of, is_ambiguous
from keyguard.context.file_kinds import (
    is_documentation,
    is_example,
    is_template_file,
    is_test_code,
    sets_variables,
)
from keyguard.context.public_env import inlining_prefix
from keyguard.context.surface.classify import Surfaces
from keyguard.context.surface.code_file import CodeFile
from keyguard.context.surface.served import outer_path
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.model import Context, Environment, Exposure, Place
from keyguard.model.path_globs import path_matches
from keyguard.model.source import ReadSibling
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Label = TypeVar("Label")


class FileContext:
    """What a file says about all credentials in it, found out once for all of them."""

    def __init__(
        self, place: Place, text: str, settings: Settings, read_sibling: ReadSibling
    ) -> None:
        self.text = text
        self._path = place.path.decode("utf-8", "surrogateescape").removeprefix("./")
        outside = outer_path(self._path)
        self._documentation = is_documentation(outside)
        self._example = is_example(outside)
        self._test_code = is_test_code(outside)
        self._template = is_template_file(self._path)
        self._environment = _override(self._path, settings.environments)
        self._surface = _override(self._path, settings.surfaces)

        def read(other: str) -> str | None:
            content = read_sibling(place, other.encode("utf-8", "surrogateescape"))
            return None if content is None else content.decode("utf-8", "replace")

        self._file = CodeFile(self._path, text, read)
        self._surfaces = Surfaces(self._file)
        self._contexts: dict[tuple[object, ...], Context] = {}
        """By what was said of their places, which is the same of most."""

    @cached_property
    def env_loaders(self) -> tuple[str, ...]:
        """The dialects in which the file is read if it is an env file; empty if nothing says so."""
        from keyguard.context.env_loaders import loaders_of  # few files are asked about

        return loaders_of(self._path, self._file.read)

    def at(self, offset: int, name: str, is_reference: bool = False) -> Context:
        """The context of the credential at ``text[offset]``, to which ``name`` is set.

        ``is_reference``: only the variable's name is there, not the credential.
        """
        prefix = inlining_prefix(self._path, self.text, offset, name)
        if not self._path:
            return Context(public_prefix=prefix)
        environment, ambiguous = self._environment_at(offset, name)
        surface = self._surface_at(offset)
        if prefix and self._is_private(prefix):
            prefix = ""
        exposed = None if prefix else self._exposure_at(offset, name, surface, is_reference)
        said = environment, ambiguous, surface, prefix, exposed
        if said not in self._contexts:
            self._contexts[said] = self._context(*said)
        return self._contexts[said]

    def _context(
        self,
        environment: Environment,
        ambiguous: bool,
        surface: Verdict,
        prefix: str,
        exposed: Exposure | None,
    ) -> Context:
        return Context(
            environment=environment,
            ambiguous=ambiguous,
            surface=surface.surface,
            surface_reason=surface.reason,
            template=self._template,
            test_code=self._test_code,
            documentation=self._documentation,
            example=self._example,
            public_prefix=prefix,
            server_place=surface.server,
            exposure=exposed,
        )

    def _is_private(self, prefix: str) -> bool:
        """Whether a prefix is not that of public variables in this project."""
        return prefix in ("VITE_", "PUBLIC_") and self._file.project.is_private(prefix)

    def _exposure_at(
        self, offset: int, name: str, surface: Verdict, is_reference: bool
    ) -> Exposure | None:
        if self._documentation or self._test_code:
            return None
        if not (is_reference or sets_variables(self._file.name)):
            return None
        from keyguard.context.shipping.variables import exposure_of  # findings alone need it

        return exposure_of(self._file, offset, name if is_reference else "", surface.surface)

    def _environment_at(self, offset: int, name: str) -> tuple[Environment, bool]:
        """The environment, and whether something else could be meant if it is none."""
        if self._environment is not None:
            return self._environment, False
        if self._documentation:
            return Environment.NONE, False
        found = environment_of(self._path, self.text, offset, name)
        unclear = found is Environment.NONE and is_ambiguous(self._path, self.text, offset)
        return found, unclear

    def _surface_at(self, offset: int) -> Verdict:
        """Test code runs on no surface: nobody ships it."""
        if self._surface is not None:
            return Verdict(self._surface, "the configuration says so")
        if self._documentation or self._test_code:
            return UNKNOWN
        return self._surfaces.at(offset)


def _override(path: str, globs: Iterable[tuple[str, Label]]) -> Label | None:
    """The value of the last glob that matches, in gitignore syntax; None if none does."""
    chosen = None
    for glob, value in globs:
        if path_matches(path, (glob,)):
            chosen = value
    return chosen
