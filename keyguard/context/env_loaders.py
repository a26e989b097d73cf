"""Which loaders read an env file, by the nearest manifests: ``package.json``, ``pyproject.toml``.

The nearest folder in which anything says so decides; all that is said there counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from keyguard.context.surface.packages import Read, upwards
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

_VERSION = re.compile(r"(\d{1,4})(?:\.(\d{1,4}))?")
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
_JS_LOCKS = ("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock")

Versions = dict[str, "tuple[int, int] | None"]


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
    if re.search(r"^\s*dotenv", read(folder + ".envrc") or "", re.MULTILINE):
        yield "direnv"
    stem = name.removesuffix(".env").lstrip(".") or folder.rstrip("/").rpartition("/")[2]
    if stem and "EnvironmentFile=" in (read(f"{folder}{stem}.service") or ""):
        yield "systemd"


def _npm(folder: str, read: Read) -> Iterator[str]:
    content = read(folder + "package.json")
    if content is None:
        return
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        return
    if not isinstance(manifest, dict):
        return
    groups = [manifest.get(key) for key in ("dependencies", "devDependencies", "peerDependencies")]
    ranges = {
        package: wanted
        for group in groups
        if isinstance(group, dict)
        for package, wanted in group.items()
    }
    known = [package for package in NPM if package in ranges]
    if known:
        locks = [text for lock in _JS_LOCKS if (text := _lock(folder, lock, read))]
        versions: Versions = {
            package: _locked(package, locks) or _version(str(ranges[package])) for package in known
        }
        yield from dialects_of(NPM, versions)
    yield from _commands(json.dumps(manifest.get("scripts"), ensure_ascii=False))


def _lock(folder: str, name: str, read: Read) -> str:
    """The lock file of a folder, or of a workspace above it."""
    return next((text for above in upwards(folder) if (text := read(above + name))), "")


def _locked(package: str, locks: list[str]) -> tuple[int, int] | None:
    name = re.escape(package)
    pattern = re.compile(
        rf'"node_modules/{name}": \{{\s*"version": "(?P<npm>\d[\w.-]*)"'
        rf'|^"?{name}@[^\n]{{1,200}}:\n\s+version:? "?(?P<yarn>\d[\w.-]*)'
        rf"|^\s{{2,4}}'?/?{name}@(?P<pnpm>\d[\w.-]*)"
        rf'|"{name}": \["{name}@(?P<bun>\d[\w.-]*)"',
        re.MULTILINE,
    )
    for lock in locks:
        if found := pattern.search(lock):
            return _version(next(filter(None, found.groups())))
    return None


def _version(text: str) -> tuple[int, int] | None:
    """``(16, 4)`` for ``^16.4.7``; None for a tag or an address."""
    if re.search(r"[/:]|\|\|", text):
        return None
    found = _VERSION.search(text)
    return (int(found[1]), int(found[2] or 0)) if found else None


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
        versions[package] = _version(exact[1] if exact else found["range"] or "")
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
                    versions[package] = _version(found.groupdict().get("version") or "")
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
