"""The rotations as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from keyguard.rotation.file import SCHEMA
from keyguard.rotation.record import Rotation

NONE = "No rotations. `keyguard rotation start` begins those of the keys that are found."


def table(rotations: Iterable[Rotation]) -> str:
    """Each rotation with its steps, the open ones first."""
    ordered = sorted(rotations, key=lambda rotation: (not rotation.is_open, rotation.digest))
    return "\n".join(line for rotation in ordered for line in _lines(rotation)) or NONE


def as_json(rotations: Iterable[Rotation], clean: Callable[[str], str]) -> dict[str, Any]:
    """The document of ``--format json``; ``clean`` masks what people wrote."""
    return {
        "schema": SCHEMA,
        "rotations": [
            {
                "digest": rotation.digest,
                "kind": rotation.kind,
                "open": rotation.is_open,
                "steps": [
                    {"step": mark.step.value, "date": mark.date, "by": clean(mark.by)}
                    for mark in rotation.marks
                ],
                "missing": [step.value for step in rotation.missing],
            }
            for rotation in rotations
        ],
    }


def _lines(rotation: Rotation) -> Iterator[str]:
    state = "open" if rotation.is_open else "closed"
    yield f"{rotation.kind.replace('-', ' ')}  {rotation.digest}  {state}"
    for mark in rotation.marks:
        yield f"  done  {mark.step.value:20}{mark.date}  {mark.by}"
    for step in rotation.missing if rotation.is_open else ():
        yield f"  todo  {step.value}"
