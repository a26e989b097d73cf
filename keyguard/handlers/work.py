"""Which calls hold up an answer, and which put their work off."""

from __future__ import annotations

from enum import Enum

from keyguard.handlers.languages.language import Language
from keyguard.handlers.syntax import Node
from keyguard.handlers.words import (
    DEFER_METHODS,
    DEFERRING,
    DEFERS,
    HARMLESS_AWAITS,
    NO_WORK,
    QUEUES,
    WORK_METHODS,
    WORKS,
    WORKS_ON,
)

_REQUESTS = frozenset({
    "req", "request", "ctx", "c", "context", "event", "r", "Request", "crypto", "reply", "res",
    "response", "ev", "e", "stream", "subtle", "Response", "next",
})  # fmt: skip


_READS = frozenset({"ReadToEndAsync", "ReadFromJsonAsync", "DeserializeAsync", "ReadFormAsync"})


class Kind(Enum):
    """What a call is for an answer."""

    NOTHING = 0
    WORKS = 1
    DEFERS = 2


def kind_of(
    node: Node, path: list[str], language: Language, is_awaited: bool, origin: str = ""
) -> Kind:
    """What a call is: by its name, those of what it is called on, and what that was made by."""
    name = node.name
    receiver = "/".join(path[:-1])
    is_queue = DEFERRING.search(receiver) or QUEUES.search(origin)
    if name in DEFERS or (name in DEFER_METHODS and is_queue):
        return Kind.DEFERS
    if DEFERRING.search(name) and not is_awaited and WORKS.match(name) is None:
        return Kind.NOTHING
    if is_awaited:
        return Kind.NOTHING if _is_harmless(node, path) else Kind.WORKS
    if language.works_awaited or NO_WORK.search(name):
        return Kind.NOTHING
    if name in WORK_METHODS and (WORKS_ON.search(receiver) or _is_model(path)):
        return Kind.WORKS
    if WORKS.match(name.lstrip("_")) and not _is_text(path):
        return Kind.WORKS
    return Kind.NOTHING


def _is_harmless(node: Node, path: list[str]) -> bool:
    name = node.name
    if name.lower().startswith(
        ("enqueue", "queue", "publish", "defer", "schedule", "dispatch", "addto")
    ):
        return True
    if "queue" in name.lower():
        return True
    if name in _READS:
        return True
    if name in HARMLESS_AWAITS and (len(path) == 1 or path[0] in _REQUESTS or "req" in path):
        return True
    return path[0] in ("crypto", "Promise") and name in ("digest", "sign", "importKey", "resolve")


def _is_model(path: list[str]) -> bool:
    """Whether the receiver is a class, as ``Message.create``."""
    return (
        len(path) > 1
        and path[-2][:1].isupper()
        and path[-2] not in ("JSON", "Json", "Hash", "Array")
    )


def _is_text(path: list[str]) -> bool:
    return any(word in ("hash", "digest", "md", "hmac", "sha256", "hasher") for word in path[:-1])
