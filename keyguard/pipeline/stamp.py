"""What a result depends on beside the objects that were read: version, rules and settings."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from functools import lru_cache
from pathlib import Path

import keyguard
from keyguard.model.record import NamedTuple
from keyguard.settings import Settings

APART = frozenset({"cli", "fleet", "http", "verify", "webhook_test", "rotation", "parallel"})
"""Rooms whose code does not decide what is found."""
_SAME_FOR_ALL = Settings()
_LATER = (
    "fail_on",
    "show_low_confidence",
    "baseline_file",
    "baseline",
    "baseline_places",
    "allow_partial",
    "jobs",
    "unreadable",
    "lint_handlers",
    "notices",
)
_LENGTH = 16


class Stamp(NamedTuple):
    """What a result depends on beside the objects. A pack read under another one is read again."""

    version: str
    rules: str
    """Digest of the set of rules."""
    settings: str
    """Digest of the settings that decide what is found."""


def stamp_of(settings: Settings) -> Stamp:
    """The stamp of code and settings, equal on every machine and in every process."""
    deciding = settings._replace(
        jobs=_SAME_FOR_ALL.jobs,
        fail_on=_SAME_FOR_ALL.fail_on,
        notices=_SAME_FOR_ALL.notices,
        custom_rules=(),
    )
    rules = f"{_code()} {_written(settings.custom_rules)}"
    return Stamp(keyguard.__version__, _digest(rules), _digest(_written(deciding)))


def stamp_of_reading(settings: Settings) -> str:
    """The stamp of everything that decides which objects of a history hold something, on this
    machine.

    How those objects are judged afterwards does not matter.
    """
    earlier = settings._replace(**{name: getattr(_SAME_FOR_ALL, name) for name in _LATER})
    return _digest(_written((*stamp_of(earlier), sys.version, installed())))


def installed() -> tuple[str, ...]:
    """The names and versions of all installed packages: some of them open archives or look for
    clues."""
    endings = (".dist-info", ".egg-info")
    names = set[str]()
    for folder in map(os.fspath, sys.path):
        with suppress(OSError):
            names.update(name for name in os.listdir(folder or ".") if name.endswith(endings))
    return tuple(sorted(names))


def changed(before: Stamp, now: Stamp) -> list[str]:
    """The parts of a stamp that differ, in words."""
    words = ("the version of keyguard", "the set of rules", "the configuration")
    return [name for name, old, new in zip(words, before, now, strict=True) if old != new]


@lru_cache(maxsize=1)
def _code() -> str:
    """A digest of the code that decides; a version number is the same for many a change to it."""
    root = Path(keyguard.__file__).parent
    files = sorted(path.relative_to(root) for path in root.rglob("*.py"))
    digest = hashlib.sha256()
    for file in files:
        if file.parts[0] not in APART:
            digest.update(f"{file.as_posix()}\0".encode())
            digest.update(hashlib.sha256((root / file).read_bytes()).digest())
    return digest.hexdigest()


def _written(value: object) -> str:
    """A value as text that does not depend on the order in which a process keeps its sets."""
    if isinstance(value, Enum):
        return repr(value.name)
    if isinstance(value, Mapping):
        return f"{{{', '.join(sorted(f'{_written(k)}: {_written(v)}' for k, v in value.items()))}}}"
    if isinstance(value, frozenset | set):
        return f"{{{', '.join(sorted(map(_written, value)))}}}"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(_written, value))})"
    return repr(value)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
