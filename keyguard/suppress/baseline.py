"""Known findings in a file: fingerprints with reasons, one a line, and nothing secret.

The order depends on the findings alone, and the file has no lines, counts or times of writing: two
people who add to it at the same time get a conflict only where both wrote.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keyguard.errors import KeyguardError
from keyguard.fingerprint import DIGEST_LENGTH, fingerprint, is_digest
from keyguard.model import Detection, Suppression
from keyguard.model.patterns import lazy_pattern
from keyguard.storage.whole_file import write_whole

SCHEMA = "keyguard-baseline/1"

_FIELDS = ("path", "rule", "fingerprint", "reason")
_OPTIONAL = ("owner", "expires")
_DAY = lazy_pattern(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, order=True)
class KnownFinding:
    """One known finding. The fingerprint and the last day decide; the rest is for people."""

    path: str
    rule: str
    fingerprint: str
    reason: str = ""
    owner: str = ""
    """Who will take care of it."""
    expires: str = ""
    """The last day on which it is known, as ``2027-01-31``, in UTC; empty means for ever."""

    @property
    def why(self) -> str:
        """The reason, with its owner and its last day."""
        until = f"until {self.expires}" if self.expires else ""
        answers = ", ".join(filter(None, (self.owner, until)))
        return f"{self.reason} ({answers})".lstrip() if answers else self.reason

    def is_over(self, day: str) -> bool:
        """Whether its last day is before ``day``."""
        return bool(self.expires) and self.expires < day


@dataclass(frozen=True, slots=True)
class Baseline:
    """The contents of a file. ``history``: whether it is about the whole history, not only the
    tree."""

    entries: tuple[KnownFinding, ...] = ()
    history: bool = False

    @property
    def known(self) -> tuple[KnownFinding, ...]:
        """The entries that are known today."""
        now = today()
        return tuple(entry for entry in self.entries if not entry.is_over(now))

    @property
    def expired(self) -> tuple[KnownFinding, ...]:
        """The entries that are no longer known, so that their findings count again."""
        now = today()
        return tuple(entry for entry in self.entries if entry.is_over(now))

    @property
    def reasons(self) -> dict[str, str]:
        """Why each finding is known, by its fingerprint."""
        return {entry.fingerprint: entry.why for entry in self.known}

    @property
    def places(self) -> dict[str, tuple[str, str]]:
        """The rule and the path of each known finding, as they are written, by its fingerprint."""
        return {entry.fingerprint: (entry.rule, entry.path) for entry in self.known}


def in_baseline(
    detection: Detection, rule_id: str, path: bytes, reasons: Mapping[str, str]
) -> Suppression | None:
    """The suppression of a known finding; None for a new one."""
    reason = reasons.get(fingerprint(rule_id, detection.value, path))
    return None if reason is None else Suppression("baseline", reason)


def read_baseline(path: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> Baseline:
    """The contents of a baseline file. Raises ``KeyguardError`` if it can't be read or is none."""
    try:
        document = json.loads(read(path))
    except OSError as error:
        raise KeyguardError(
            f"the baseline {path} can't be read ({error.strerror}); name another, or make it with "
            "`keyguard baseline create`."
        ) from error
    except (ValueError, RecursionError) as error:
        raise KeyguardError(
            f"the baseline {path} is not JSON ({error}); if a merge left marks in it, take out the "
            "lines of the marks."
        ) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise KeyguardError(
            f"{path} is not a baseline of keyguard: its schema is not {SCHEMA!r}; make a new one "
            "with `keyguard baseline create`."
        )
    findings, history = document.get("findings"), document.get("history", False)
    if not isinstance(findings, list) or not isinstance(history, bool):
        raise KeyguardError(f"the baseline {path} is malformed: it has no list of findings.")
    entries = [_entry(path, number, item) for number, item in enumerate(findings, 1)]
    return Baseline(tuple(entries), history)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Writes the file in one go, so that nobody ever sees half of it.

    Raises ``KeyguardError`` if it can't be written.
    """
    try:
        write_whole(path, dumped(baseline))
    except OSError as error:
        raise KeyguardError(
            f"the baseline can't be written to {path} ({error.strerror}); name another file."
        ) from error


def dumped(baseline: Baseline) -> str:
    """The text of a file: sorted, one finding a line."""
    entries = sorted({entry.fingerprint: entry for entry in baseline.entries}.values())
    rows = ",\n".join(f"    {_row(entry)}" for entry in entries)
    findings = f"[\n{rows}\n  ]" if rows else "[]"
    return (
        f'{{\n  "schema": "{SCHEMA}",\n  "history": {json.dumps(baseline.history)},\n'
        f'  "findings": {findings}\n}}\n'
    )


def merged(
    known: Iterable[KnownFinding], found: Iterable[KnownFinding]
) -> tuple[KnownFinding, ...]:
    """All entries; of two for one finding the known one wins, with its reason."""
    entries = {entry.fingerprint: entry for entry in found}
    return tuple((entries | {entry.fingerprint: entry for entry in known}).values())


def today() -> str:
    """The day in UTC, as ``2027-01-31``."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written as ``2027-01-31``."""
    from datetime import date

    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _row(entry: KnownFinding) -> str:
    given = [name for name in _OPTIONAL if getattr(entry, name)]
    return json.dumps({name: getattr(entry, name) for name in (*_FIELDS, *given)})


def _entry(path: Path, number: int, item: Any) -> KnownFinding:
    fields = item if isinstance(item, dict) else {}
    texts = {name: fields.get(name, "") for name in (*_FIELDS, *_OPTIONAL)}
    all_are_text = all(isinstance(text, str) for text in texts.values())
    if not (all_are_text and is_digest(texts["fingerprint"])):
        raise KeyguardError(
            f"finding {number} of the baseline {path} is malformed: a fingerprint of "
            f"{DIGEST_LENGTH} hexadecimal digits is needed."
        )
    if texts["expires"] and not is_day(texts["expires"]):
        raise KeyguardError(
            f"finding {number} of the baseline {path} is malformed: its expiry is not a day; "
            "write it as 2027-01-31."
        )
    return KnownFinding(**texts)
