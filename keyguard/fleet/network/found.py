"""What was found in one repository, kept while nothing changes that it depends on.

    NETWORK.git/keyguard/ID.found    the digest of its refs and of the stamp, then the findings

Only what was read in full is kept. It is what a result has: digests, and no credential.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from keyguard.fleet.network.folder import Fork
from keyguard.fleet.network.kept import read_ours
from keyguard.fleet.records import FoundIn, Stamp, from_lines, to_lines
from keyguard.storage.whole_file import write_whole

_FILE = "{}.found"


def digest_of(fork: Fork, stamp: Stamp) -> str:
    """What changes with everything that the findings of a repository depend on."""
    return hashlib.sha256(json.dumps([*stamp, fork.name, fork.digest]).encode("ascii")).hexdigest()


def load(folder: Path, fork: Fork, stamp: Stamp) -> list[FoundIn] | None:
    """The findings; None if they are not known."""
    try:
        content = read_ours(folder / _FILE.format(fork.id))
        first, *lines = (content or b"").decode("ascii").splitlines()
        records = list(from_lines(lines)) if first == digest_of(fork, stamp) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if records is None:
        return None
    return [record for record in records if isinstance(record, FoundIn)]


def save(folder: Path, fork: Fork, stamp: Stamp, findings: Iterable[FoundIn]) -> None:
    """Keeps the findings. Raises ``OSError``."""
    lines = [digest_of(fork, stamp) + "\n", *to_lines(findings)]
    file = folder / _FILE.format(fork.id)
    write_whole(file, "".join(lines))
    os.chmod(file, 0o600)
