"""What a path and its neighbourhood mean for the credentials that stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeVar

from keyguard.model import Context, Environment, Place, Surface
from keyguard.place.config_files import (
    SOURCE_EXTENSIONS,
    TEMPLATE_WORDS,
    extension,
    is_config,
    is_dotenv,
)
from keyguard.place.environment import environment, is_ambiguous
from keyguard.place.public_env import PUBLIC_PREFIXES, inlining_prefix
from keyguard.place.surface import surface
from keyguard.settings import Settings
from keyguard.source import ReadNeighbour

__all__ = ["PUBLIC_PREFIXES", "is_config", "place"]

Label = TypeVar("Label")

_DOCUMENTATION = frozenset((
    "md", "mdx", "markdown", "rst", "adoc", "asciidoc", "textile", "rdoc",
))  # fmt: skip
_DOCUMENTS = re.compile(
    r"(?:readme|changelog|changes|contributing|license|notice)(?:\.txt)?", re.IGNORECASE
)
_TEST_FOLDERS = frozenset((
    "test", "tests", "__tests__", "__mocks__", "__fixtures__", "__snapshots__", "spec", "specs",
    "testdata", "test-data", "test_data", "testing", "fixture", "fixtures", "e2e", "cypress",
    "androidtest", "unittest", "unittests", "integration-tests", "integration_tests",
))  # fmt: skip
_PROFILE_PARENTS = frozenset((
    "environments", "environment", "envs", "env", "overlays", "inventories", "inventory",
    "group_vars", "config",
))  # fmt: skip
"""Below these a folder called ``test`` holds an environment, not a test suite."""
_TEST_FILE = re.compile(
    r"(?:test_.+|conftest|.+[._-](?:test|tests|spec|cy|e2e))", re.IGNORECASE | re.DOTALL
)
_TEST_CLASS = re.compile(r".*[a-z0-9](?:Test|Tests|Spec|IT)", re.DOTALL)


def place(
    place: Place,
    text: str,
    offset: int,
    name: str,
    settings: Settings,
    read_neighbour: ReadNeighbour,
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
        content = read_neighbour(place, other.encode("utf-8", "surrogateescape"))
        return None if content is None else content.decode("utf-8", "replace")

    documentation = is_documentation(path)
    test_code = is_test_code(path)
    environment_ = _override(path, settings.environments)
    ambiguous = False
    if environment_ is None:
        environment_ = Environment.NONE
        if not documentation:
            environment_ = environment(path, text, offset, name)
        unclear = environment_ is Environment.NONE and not documentation
        ambiguous = unclear and is_ambiguous(path, text, offset)
    surface_ = _override(path, settings.surfaces)
    if surface_ is None:
        shipped = not (documentation or test_code)
        surface_ = surface(path, text, offset, read) if shipped else Surface.NONE
    return Context(
        environment=environment_,
        ambiguous=ambiguous,
        surface=surface_,
        template=is_template(path),
        test_code=test_code,
        documentation=documentation,
        public_prefix=prefix,
    )


def is_documentation(path: str) -> bool:
    """Whether a file is prose, judged by its name."""
    name = path.rpartition("/")[2]
    return extension(name) in _DOCUMENTATION or bool(_DOCUMENTS.fullmatch(name))


def is_template(path: str) -> bool:
    """Whether a file shows what to fill in, such as ``.env.example`` or ``config.sample.yml``.

    ``template.yaml`` is none: AWS SAM deploys it.
    """
    name = path.rpartition("/")[2].lower()
    parts = name.split(".")
    if is_dotenv(name):
        return bool(TEMPLATE_WORDS & set(re.split(r"[^a-z]+", name)))
    tokens = set(re.split(r"[^a-z]+", parts[0]))
    return bool(TEMPLATE_WORDS & set(parts[1:])) or (
        is_config(name) and bool(tokens & {"example", "sample"})
    )


def is_env_file(path: str) -> bool:
    """Whether a file is an env file that is filled in: ``.env.staging``, not ``.env.example``."""
    return is_dotenv(path.rpartition("/")[2]) and not is_template(path)


def is_test_code(path: str) -> bool:
    """Whether a file is code or data of a test suite, judged by its folders and name."""
    *folders, name = path.split("/")
    parents = ["", *(folder.lower() for folder in folders)]
    for parent, folder in pairwise(parents):
        if folder in _TEST_FOLDERS and not (folder == "test" and parent in _PROFILE_PARENTS):
            return True
    if extension(name) not in SOURCE_EXTENSIONS:
        return False
    stem = name.rpartition(".")[0]
    return bool(_TEST_FILE.fullmatch(stem) or _TEST_CLASS.fullmatch(stem))


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
