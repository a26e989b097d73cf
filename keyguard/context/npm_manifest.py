"""The contents of a ``package.json``: dependencies with their versions, and commands of scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from keyguard.context.folders import Read, upwards
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_VERSION = lazy_pattern(r"(\d{1,4})(?:\.(\d{1,4}))?")
_GROUPS = ("dependencies", "devDependencies", "peerDependencies")
LOCK_FILES = ("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock")

Version = tuple[int, int]


class Manifest(NamedTuple):
    """A ``package.json``, and the folder that it is in."""

    folder: str
    ranges: Mapping[str, str]
    """The version that is asked for, by package."""
    scripts: tuple[str, ...]
    members: Mapping[str, object]
    """Everything in the file."""

    def versions(self, packages: Iterable[str], read: Read) -> dict[str, Version | None]:
        """The versions of these packages that the manifest asks for; None if nothing tells."""
        known = [package for package in packages if package in self.ranges]
        if not known:
            return {}
        locks = [text for lock in LOCK_FILES if (text := _lock(self.folder, lock, read))]
        return {
            package: _locked(package, locks) or version(self.ranges[package]) for package in known
        }


def members_of(content: str) -> dict[str, Any] | None:
    """The contents of a ``package.json``; None if it can't be read."""
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return manifest if isinstance(manifest, dict) else None


def manifest_in(folder: str, read: Read) -> Manifest | None:
    """The manifest of a folder; None without one that can be read."""
    content = read(folder + "package.json")
    manifest = members_of(content) if content is not None else None
    if manifest is None:
        return None
    groups = [group for key in _GROUPS if isinstance(group := manifest.get(key), dict)]
    ranges = {package: str(wanted) for group in groups for package, wanted in group.items()}
    scripts = manifest.get("scripts")
    commands = scripts.values() if isinstance(scripts, dict) else ()
    return Manifest(
        folder,
        ranges,
        tuple(command for command in commands if isinstance(command, str)),
        manifest,
    )


def version(text: str) -> Version | None:
    """``(16, 4)`` for ``^16.4.7``; None for a tag or an address."""
    if re.search(r"[/:]|\|\|", text):
        return None
    found = _VERSION.search(text)
    return (int(found[1]), int(found[2] or 0)) if found else None


def _lock(folder: str, name: str, read: Read) -> str:
    """The lock file of a folder, or of a workspace above it."""
    return next((text for above in upwards(folder) if (text := read(above + name))), "")


def _locked(package: str, locks: list[str]) -> Version | None:
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
            return version(next(filter(None, found.groups())))
    return None
