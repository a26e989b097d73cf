"""What a run can be told."""

from __future__ import annotations

from typing import NamedTuple

from keyguard.model import Environment, Kind, Severity, Surface


class KeyFormat(NamedTuple):
    """What a Gateway key looks like: ``prefix + alphabet{length}``.

    The defaults are those of the Gateway's Authentication page (docs.gateway.connexease.com):
    ``pk_`` is production, ``sk_`` staging and development.
    """

    prefixes: tuple[tuple[str, Kind], ...] = (
        ("pk_", Kind.PRODUCTION_KEY),
        ("sk_", Kind.STAGING_KEY),
    )
    length: int = 32
    alphabet: str = "A-Za-z0-9"


class Settings(NamedTuple):
    """Everything that a run can be told, with nothing left to decide."""

    key_format: KeyFormat = KeyFormat()
    select: frozenset[str] = frozenset()
    """Only these rules; empty means all."""
    ignore: frozenset[str] = frozenset()
    fail_on: Severity = Severity.MEDIUM
    show_low_confidence: bool = False
    inline_allow: bool = True
    exclude: tuple[str, ...] = ()
    """Globs in gitignore syntax: findings there are suppressed."""
    environments: tuple[tuple[str, Environment], ...] = ()
    """Globs in gitignore syntax that override the environment of a file; the last match wins."""
    surfaces: tuple[tuple[str, Surface], ...] = ()
    jobs: int = 1
    """Processes that read a history or a large tree."""
    max_file_size: int = 512 * 1024 * 1024
    """Bytes. What is larger is reported as not read."""
