"""The meaning of ``--since``: a run by its number, or the beginning of a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from keyguard.errors import KeyguardError
from keyguard.fleet.report.contents import Moment, utc
from keyguard.fleet.store.reading import Run
from keyguard.model.patterns import lazy_pattern

_DAY = lazy_pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAMED = 5
"""Runs that a sentence names."""


def moment(typed: str, runs: Sequence[Run]) -> Moment:
    """The moment that was typed.

    Raises ``KeyguardError`` for a run that does not exist, and for text that is no date.
    """
    time = _of_run(int(typed), runs) if re.fullmatch("[0-9]{1,18}", typed) else _of_date(typed)
    begun = [run for run in runs if run.began <= time]
    run = begun[-1] if begun else None
    return Moment(time, run, run is None or run.stamp == runs[-1].stamp)


def _of_run(number: int, runs: Sequence[Run]) -> str:
    for run in runs:
        if run.number == number:
            return run.began
    last = ", ".join(f"{run.number} of {run.began[:10]}" for run in runs[-_NAMED:]) or "none"
    raise KeyguardError(f"there is no run {number} in the store; the last runs are {last}.")


def _of_date(typed: str) -> str:
    """A time of the day is in UTC unless it says otherwise."""
    text = typed.strip().replace("Z", "+00:00")
    try:
        if not _DAY.match(text):
            raise ValueError
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise KeyguardError(
            f"--since takes the number of a run or a date such as 2026-01-31, not {typed!r}."
        ) from error
    return utc(text) if found.tzinfo else found.isoformat()
