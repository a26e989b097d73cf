"""The author and date that a commit or an annotated tag states."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from keyguard.model import Blob, Commit
from keyguard.model.patterns import lazy_pattern

_PERSON = lazy_pattern(
    rb"^(?:author|tagger) (?P<who>[^\n]*?>) (?P<seconds>-?\d{1,15}) (?P<zone>[+-]\d{4})$",
    re.MULTILINE,
)


def writer_of(blob: Blob) -> Commit:
    """The author and date that a commit or tag object states."""
    header = blob.data.partition(b"\n\n")[0]
    found = _PERSON.search(header)
    if found is None:
        return Commit(blob.id, "", "")
    zone = int(found["zone"])
    offset = timedelta(hours=abs(zone) // 100, minutes=abs(zone) % 100)
    try:
        date = datetime.fromtimestamp(
            int(found["seconds"]), timezone(offset if zone >= 0 else -offset)
        ).isoformat()
    except (ValueError, OverflowError, OSError):
        date = ""
    return Commit(blob.id, found["who"].decode("utf-8", "replace"), date)
