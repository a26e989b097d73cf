"""Standard input, and files read like it: a commit message that is being written."""

from __future__ import annotations

import os
from typing import IO

from keyguard.model import Blob, Part, Place, Problem, State
from keyguard.model.source import Source

SCISSORS = b"# ------------------------ >8 ------------------------"
"""Where ``git commit --verbose`` cuts the message off (git-commit(1), --cleanup=scissors)."""


def stdin_source(stream: IO[bytes], filename: bytes, max_size: int) -> Source:
    """All of a stream, as if it were the file ``filename``; ``max_size`` is in bytes."""
    data = stream.read(max_size + 1)
    if len(data) > max_size:
        return Source(
            iter([Problem(filename, f"it has over {max_size:,} bytes; raise --max-file-size.")])
        )
    return Source(iter([Blob("stdin", data, (Place(filename, State.STDIN),))]))


def message_source(path: str) -> Source:
    """A commit message in a file, without the comments that git will drop."""
    place = Place(b"(commit message)", State.MESSAGE)
    try:
        with open(path, "rb") as file:
            message = file.read().partition(SCISSORS)[0]
    except OSError as error:
        return Source(iter([Problem(os.fsencode(path), f"it can't be read: {error.strerror}.")]))
    lines = [line if not line.startswith(b"#") else b"" for line in message.split(b"\n")]
    return Source(iter([Blob("message", b"\n".join(lines), (place,), Part.COMMIT)]))
