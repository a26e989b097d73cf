"""What the place of a credential means: environment, surface, and the kind of file it is in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from keyguard.context.environment.classify import environment_of, is_ambiguous
from keyguard.context.file_kinds import is_documentation, is_template_file, is_test_code
from keyguard.context.public_env import inlining_prefix
from keyguard.context.surface.classify import surface_of
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.model import Context, Environment, Place
from keyguard.model.source import ReadSibling
from keyguard.settings import Settings

Label = TypeVar("Label")


def context_of(
    place: Place,
    text: str,
    offset: int,
    name: str,
    settings: Settings,
    read_sibling: ReadSibling,
) -> Context:
    """What the place of a credential means.

    ``text`` is the whole text of the file, ``offset`` where the credential starts in it, ``name``
    what it is assigned to, if anything. Test code runs on no surface: nobody ships it.
    """
    path = place.path.decode("utf-8", "surrogateescape").removeprefix("./")
    prefix = inlining_prefix(path, text, offset, name)
    if not path:
        return Context(public_prefix=prefix)

    def read(other: str) -> str | None:
        content = read_sibling(place, other.encode("utf-8", "surrogateescape"))
        return None if content is None else content.decode("utf-8", "replace")

    documentation = is_documentation(path)
    test_code = is_test_code(path)
    environment = _override(path, settings.environments)
    ambiguous = False
    if environment is None:
        environment = Environment.NONE
        if not documentation:
            environment = environment_of(path, text, offset, name)
        unclear = environment is Environment.NONE and not documentation
        ambiguous = unclear and is_ambiguous(path, text, offset)
    chosen = _override(path, settings.surfaces)
    if chosen is not None:
        surface = Verdict(chosen, "the configuration says so")
    else:
        shipped = not (documentation or test_code)
        surface = surface_of(path, text, offset, read) if shipped else UNKNOWN
    return Context(
        environment=environment,
        ambiguous=ambiguous,
        surface=surface.surface,
        surface_reason=surface.reason,
        template=is_template_file(path),
        test_code=test_code,
        documentation=documentation,
        public_prefix=prefix,
    )


def _override(path: str, globs: Iterable[tuple[str, Label]]) -> Label | None:
    """The value of the last glob that matches, in gitignore syntax; None if none does."""
    if not globs:
        return None
    import pathspec  # costs more to import than a run without such globs should pay

    chosen = None
    for glob, value in globs:
        if pathspec.GitIgnoreSpec.from_lines([glob]).match_file(path):
            chosen = value
    return chosen
