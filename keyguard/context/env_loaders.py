"""Which loaders read an env file, by the nearest manifests: ``package.json``, ``pyproject.toml``.

The nearest folder where anything names a loader decides; all loaders named there count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from keyguard.context.folders import Read, upwards
from keyguard.context.npm_manifest import Version, manifest_in, version
from keyguard.dotenv.loaders import (
    COMPOSER,
    CRATES,
    GO,
    NPM,
    PYPI,
    RUBYGEMS,
    SCRIPTS,
    Since,
    dialects_of,
)

_PYTHON_FILES = (
    "pyproject.toml",
    "requirements.txt",
    "requirements.in",
    "requirements/base.txt",
    "requirements/production.txt",
    "requirements/local.txt",
    "Pipfile",
    "setup.cfg",
    "setup.py",
)
_PYTHON_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock")
_COMPOSE_FILES = (
    "compose.yaml",
    "compose.yml",
    "docker-compose.yaml",
    "docker-compose.yml",
)
_COMMAND_FILES = (
    "Makefile",
    "makefile",
    "GNUmakefile",
    "Procfile",
    "justfile",
    "deno.json",
    "deno.jsonc",
)
_SETTINGS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    ((".envrc",), r"^\s*dotenv", "direnv"),
    (("mise.toml", ".mise.toml"), r"^\s*(?:(?:env\.)?_\.|env_)file\s*=", "mise"),
    (("Taskfile.yml", "Taskfile.yaml", "Taskfile.dist.yml"), r"^\s*dotenv:", "godotenv"),
)
"""Files of tools, what in them says that they read env files, and as which loader."""
_LISTS: tuple[tuple[Mapping[str, tuple[Since, ...]], tuple[tuple[str, str], ...]], ...] = (
    (
        RUBYGEMS,
        (
            ("Gemfile.lock", r"^ {4}NAME \((?P<version>\d+\.\d+)"),
            ("Gemfile", r"""^\s*gem\s*\(?["']NAME["']"""),
        ),
    ),
    (GO, (("go.mod", r"(?:^|\s)NAME\s"),)),
    (COMPOSER, (("composer.json", r'"NAME"\s*:'),)),
    (CRATES, (("Cargo.toml", r"^(?:NAME\s*=|\[(?:[\w-]+\.)*dependencies\.NAME\])"),)),
)
"""How the packages of Ruby, Go, PHP and Rust are named, files with their versions first."""

Versions = dict[str, "Version | None"]


def loaders_of(path: str, read: Read) -> tuple[str, ...]:
    """The ids of the dialects in which an env file is read; empty if nothing says so."""
    name = path.rpartition("/")[2]
    if name == ".envrc":
        return ("shell",)
    for folder in upwards(path):
        found = dict.fromkeys(_said_in(folder, name, read))
        if found:
            return tuple(found)
    return ()


def _said_in(folder: str, name: str, read: Read) -> Iterator[str]:
    yield from _npm(folder, read)
    yield from _python(folder, read)
    yield from _lists(folder, read)
    yield from _containers(folder, name, read)
    for file in _COMMAND_FILES:
        yield from _commands(read(folder + file) or "")
    for files, pattern, dialect in _SETTINGS:
        if any(re.search(pattern, read(folder + file) or "", re.MULTILINE) for file in files):
            yield dialect
    stem = name.removesuffix(".env").lstrip(".") or folder.rstrip("/").rpartition("/")[2]
    if stem and "EnvironmentFile=" in (read(f"{folder}{stem}.service") or ""):
        yield "systemd"


def _npm(folder: str, read: Read) -> Iterator[str]:
    manifest = manifest_in(folder, read)
    if manifest is not None:
        yield from dialects_of(NPM, manifest.versions(NPM, read))
        for script in manifest.scripts:
            yield from _commands(script)


def _python(folder: str, read: Read) -> Iterator[str]:
    texts = [text for file in _PYTHON_FILES if (text := read(folder + file))]
    if not texts:
        return
    locks = [text for lock in _PYTHON_LOCKS if (text := read(folder + lock))]
    versions: Versions = {}
    for package in PYPI:
        name = package.replace("-", "[-_.]")
        wanted = re.compile(
            rf"(?im)(?:^|[\"'\s])(?-i:{name})(?=$|[\"'\s\[=<>~!;,@])(?:\[[^\]\n]{{0,80}}\])?"
            r"(?P<range>[\"']?\s*[=<>~!^]{0,3}[\"'\s]{0,3}[\^~=]{0,2}\d[\d.]*)?"
        )
        found = next((match for text in texts if (match := wanted.search(text))), None)
        if found is None:
            continue
        locked = re.compile(rf'name = "{name}"\nversion = "(\d[\w.]*)"')
        exact = next((match for lock in locks if (match := locked.search(lock))), None)
        versions[package] = version(exact[1] if exact else found["range"] or "")
    yield from dialects_of(PYPI, versions)


def _lists(folder: str, read: Read) -> Iterator[str]:
    """What Ruby, Go, PHP and Rust depend on."""
    for table, files in _LISTS:
        versions: Versions = {}
        for file, pattern in files:
            text = read(folder + file) or ""
            for package in table.keys() - versions.keys():
                named = re.compile(pattern.replace("NAME", re.escape(package)), re.MULTILINE)
                if found := named.search(text):
                    versions[package] = version(found.groupdict().get("version") or "")
        yield from dialects_of(table, versions)


def _containers(folder: str, name: str, read: Read) -> Iterator[str]:
    """Compose reads what ``env_file`` names, and the ``.env`` beside it for ``${...}``."""
    for file in _COMPOSE_FILES:
        text = read(folder + file) or ""
        if ("env_file" in text and name in text) or (name == ".env" and "${" in text):
            yield "compose"
            return


def _commands(text: str) -> Iterator[str]:
    for pattern, dialects in SCRIPTS.items():
        if re.search(pattern, text, re.MULTILINE):
            yield from dialects
