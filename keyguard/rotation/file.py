"""The rotations of a repository in a file: digests, steps, dates and names, and nothing secret.

It is sorted by digest and has one step a line: two people who mark different keys, or different
steps, get no conflict.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from keyguard.errors import KeyguardError
from keyguard.fingerprint import DIGEST_LENGTH, is_digest
from keyguard.model import Kind
from keyguard.model.patterns import lazy_pattern
from keyguard.rotation.record import Mark, Rotation, Step
from keyguard.storage.whole_file import write_whole

FILE_NAME = ".keyguard-rotation.json"
SCHEMA = "keyguard-rotation/1"

_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS = (Kind.PRODUCTION_KEY.value, Kind.STAGING_KEY.value)

Read = Callable[[Path], bytes]


def read_rotations(path: Path, read: Read) -> tuple[Rotation, ...]:
    """The rotations of a file; none if there is no file. Raises ``KeyguardError``."""
    try:
        document = json.loads(read(path))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise KeyguardError(
            f"the rotations in {path} can't be read ({error.strerror}); check the file."
        ) from error
    except (ValueError, RecursionError) as error:
        raise KeyguardError(
            f"{path} is not JSON; if a merge left marks in it, take out the lines of the marks."
        ) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise _malformed(path, f"its schema is not {SCHEMA!r}")
    items = document.get("rotations")
    if not isinstance(items, list):
        raise _malformed(path, "it has no list of rotations")
    rotations = tuple(_rotation(path, number, item) for number, item in enumerate(items, 1))
    if len({rotation.digest for rotation in rotations}) < len(rotations):
        raise _malformed(path, "it has two rotations of one digest")
    return rotations


def write_rotations(path: Path, rotations: Iterable[Rotation]) -> None:
    """Writes the file in one go. Raises ``KeyguardError`` if it can't be written."""
    try:
        write_whole(path, dumped(rotations))
    except OSError as error:
        raise KeyguardError(
            f"the rotations can't be written to {path} ({error.strerror}); check the folder."
        ) from error


def dumped(rotations: Iterable[Rotation]) -> str:
    """The text of a file."""
    rows = [_row(rotation) for rotation in sorted(rotations)]
    listed = "[\n" + ",\n".join(rows) + "\n  ]" if rows else "[]"
    return f'{{\n  "schema": "{SCHEMA}",\n  "rotations": {listed}\n}}\n'


def _row(rotation: Rotation) -> str:
    steps = ",\n".join(
        "      " + json.dumps({"step": mark.step.value, "date": mark.date, "by": mark.by})
        for mark in rotation.marks
    )
    return (
        f'    {{"digest": "{rotation.digest}", "kind": "{rotation.kind}", "steps": [\n'
        f"{steps}\n    ]}}"
    )


def _rotation(path: Path, number: int, item: Any) -> Rotation:
    where = f"rotation {number}"
    fields = item if isinstance(item, dict) else {}
    digest, kind, steps = (fields.get(name) for name in ("digest", "kind", "steps"))
    if not is_digest(digest):
        raise _malformed(path, f"{where} has no digest of {DIGEST_LENGTH} hexadecimal digits")
    if kind not in _KINDS:
        raise _malformed(path, f"the kind of {where} is none of {', '.join(_KINDS)}")
    if not isinstance(steps, list) or not steps:
        raise _malformed(path, f"{where} has no list of steps")
    marks = tuple(_mark(path, where, step) for step in steps)
    if len({mark.step for mark in marks}) < len(marks):
        raise _malformed(path, f"{where} has a step twice")
    return Rotation(digest, str(kind), marks)


def _mark(path: Path, where: str, item: Any) -> Mark:
    fields = item if isinstance(item, dict) else {}
    step, date, by = (fields.get(name) for name in ("step", "date", "by"))
    try:
        taken = Step(step)
    except ValueError as error:
        steps = ", ".join(each.value for each in Step)
        raise _malformed(path, f"a step of {where} is none of {steps}") from error
    if not isinstance(date, str) or not _DATE.fullmatch(date) or not isinstance(by, str):
        raise _malformed(path, f"the step {taken.value} of {where} needs a date and a name")
    return Mark(taken, date, by)


def _malformed(path: Path, why: str) -> KeyguardError:
    return KeyguardError(f"the rotations in {path} are malformed: {why}.")
