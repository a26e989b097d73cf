"""What was found in one repository, kept while nothing changes that it depends on.

    NETWORK.git/keyguard/ID.found    the digest of its refs and of the stamp, then the findings

What could not be read is kept as well, unless that may be for a passing reason. It is what a result
has: digests, and no credential.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from keyguard.fleet.network.folder import Fork
from keyguard.fleet.network.kept import read_ours
from keyguard.fleet.records import FoundIn, Unread, from_lines, to_lines
from keyguard.pipeline.stamp import Stamp
from keyguard.storage.whole_file import write_whole

Outcome = FoundIn | Unread

_FILE = "{}.found"


def digest_of(fork: Fork, stamp: Stamp) -> str:
    """A digest of everything that the findings of a repository depend on."""
    return hashlib.sha256(json.dumps([*stamp, fork.name, fork.digest]).encode("ascii")).hexdigest()


def load(folder: Path, fork: Fork, stamp: Stamp) -> list[Outcome] | None:
    """What was found; None if that is not known."""
    try:
        content = read_ours(folder / _FILE.format(fork.id))
        first, *lines = (content or b"").decode("ascii").splitlines()
        records = list(from_lines(lines)) if first == digest_of(fork, stamp) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if records is None:
        return None
    return [record for record in records if isinstance(record, (FoundIn, Unread))]


def save(folder: Path, fork: Fork, stamp: Stamp, found: Iterable[Outcome]) -> None:
    """Keeps what was found. Raises ``OSError``."""
    lines = [digest_of(fork, stamp) + "\n", *to_lines(found)]
    file = folder / _FILE.format(fork.id)
    write_whole(file, "".join(lines))
    os.chmod(file, 0o600)
