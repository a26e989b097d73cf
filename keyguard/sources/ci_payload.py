"""Reads and checks what an event says: names and ids that come from outside."""

from __future__ import annotations

from collections.abc import Mapping

from keyguard.errors import KeyguardError
from keyguard.model.patterns import lazy_pattern

COMMIT_ID = lazy_pattern(r"[0-9a-f]{40}|[0-9a-f]{64}")
BRANCH = lazy_pattern(r"(?!.*(?:\.\.|@\{))[^\x00-\x20\x7f~^:?*\[\\]+")
"""Matches a branch or tag name that can't be read as another revision, by most rules of
git-check-ref-format(1)."""

Payload = Mapping[str, object]


def value_at(payload: Payload, *path: str) -> object:
    """The value at a path of keys, of any type; None if there is none."""
    value: object = payload
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def text(payload: Payload, *path: str) -> str:
    """The string at a path of keys. Raises ``KeyguardError`` if there is none, as the functions
    below do."""
    value = value_at(payload, *path)
    if not isinstance(value, str):
        raise _malformed(path)
    return value


def branch(payload: Payload, *path: str) -> str:
    """The name of a branch or tag that can't be read as another revision."""
    name = text(payload, *path)
    if not BRANCH.fullmatch(name):
        raise _malformed(path)
    return name


def commit_or_none(payload: Payload, *path: str) -> str:
    """A full commit id; empty for the id of zeros, which stands for no commit."""
    id_ = text(payload, *path)
    if not COMMIT_ID.fullmatch(id_):
        raise _malformed(path)
    return id_ if id_.strip("0") else ""


def commit(payload: Payload, *path: str) -> str:
    """A full commit id."""
    id_ = commit_or_none(payload, *path)
    if not id_:
        raise _malformed(path)
    return id_


def commit_if_named(payload: Payload, name: str) -> str:
    """A full commit id; empty if there is none."""
    return str(payload[name]) if COMMIT_ID.fullmatch(str(payload.get(name, ""))) else ""


def revision(payload: Payload, name: str) -> str:
    """Anything that names one commit; empty for zeros."""
    revision = text(payload, name)
    if revision.startswith(("-", "^")) or not revision.isprintable():
        raise _malformed((name,))
    return revision if revision.strip("0") else ""


def _malformed(path: tuple[str, ...]) -> KeyguardError:
    return KeyguardError(
        f"the event's {'.'.join(path)} is missing or not what it should be, so what to read is "
        "unknown; name it yourself with `keyguard commits BASE..HEAD --policy base`."
    )
