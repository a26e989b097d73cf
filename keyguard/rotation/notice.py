"""The sentences of ``audit`` and ``ci`` about rotations that are still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.rotation.record import Rotation

NAMED = 3
"""Rotations with a sentence of their own; the others are counted."""
DIGITS = 12
"""Digits of a digest in a sentence: enough for `keyguard rotation` to recognise it."""


def notices(rotations: Iterable[Rotation], file: str) -> Iterator[str]:
    """A sentence for each of the first open rotations, and one for the rest."""
    waiting = [rotation for rotation in rotations if rotation.is_open]
    for rotation in waiting[:NAMED]:
        yield f"{file}: the rotation of {title(rotation)} is open{_to_do(rotation)}."
    if len(waiting) > NAMED:
        yield f"{file}: {len(waiting) - NAMED} more are open; see `keyguard rotation show`."


def title(rotation: Rotation) -> str:
    """``production key 0123456789ab``."""
    return f"{rotation.kind.replace('-', ' ')} {rotation.digest[:DIGITS]}"


def _to_do(rotation: Rotation) -> str:
    if not rotation.missing:
        return "; every step is done, so `keyguard rotation close` can end it"
    steps = ", ".join(step.value.replace("-", " ") for step in rotation.missing)
    return f"; not done yet: {steps}"
