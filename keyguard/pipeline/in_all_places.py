"""Looks into many contents in their places, with several processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keyguard.detect.detector import Detector
from keyguard.errors import KeyguardError
from keyguard.model import Blob, Place
from keyguard.model.record import NamedTuple
from keyguard.model.source import Located
from keyguard.pipeline.held import Held
from keyguard.pipeline.in_place import Found, find_in_place
from keyguard.settings import Settings

WORTH_PROCESSES = 64
"""Contents that are worth other processes; fewer are done before those have begun."""
PARTS_PER_JOB = 8
"""Parts for each process, so that none waits long for the last one, and little is held that another
has found."""


class _Request(NamedTuple):
    """What every process must know."""

    blobs: Sequence[Blob]
    located: Located
    detector: Detector
    settings: Settings


def find_in_all_places(
    held: Held, located: Located, detector: Detector, settings: Settings
) -> Iterator[tuple[Found, Place]]:
    """What ``find_in_place`` finds, in the same order."""
    if settings.jobs == 1 or len(held) < WORTH_PROCESSES or not held.is_in_memory:
        yield from find_in_place(held, located, detector, settings)
        return
    from keyguard.parallel.pool import ordered_map

    request = _Request([*held], located, detector, settings)
    size = -(-len(held) // (settings.jobs * PARTS_PER_JOB))
    parts = [slice(start, start + size) for start in range(0, len(held), size)]
    done = 0
    try:
        for found in ordered_map(_found_in, request, parts, settings.jobs, helping=True):
            done += 1
            yield from found
    except KeyguardError:  # a process was killed: the rest is for this one
        for part in parts[done:]:
            yield from _found_in(request, part)


def _found_in(request: _Request, part: slice) -> list[tuple[Found, Place]]:
    blobs, located, detector, settings = request
    return list(find_in_place(blobs[part], located, detector, settings))
