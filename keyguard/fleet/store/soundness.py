"""Checks rows, since a store may be another machine's and have rows that no keyguard wrote.

A malformed row is raised as SQLite raises damage, and reported as such.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from keyguard.fingerprint import is_digest
from keyguard.fleet.records import CLONING, FAILED, PENDING, SCANNED, SKIPPED
from keyguard.model import Confidence, Environment, Kind, Severity, State, Surface
from keyguard.model.liveness import Liveness
from keyguard.model.patterns import lazy_pattern

Row = tuple[Any, ...]
Check = Callable[[Any], bool]

_TIME = lazy_pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}\+00:00")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_text_or_null(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and value >= 0


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and _TIME.fullmatch(value) is not None


def _is_time_or_empty(value: Any) -> bool:
    return value == "" or _is_time(value)


def _is_list(value: Any) -> bool:
    try:
        found = json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return False
    return isinstance(found, list) and all(map(_is_text, found))


def _is_list_or_null(value: Any) -> bool:
    return value is None or _is_list(value)


def _one_of(values: Iterable[object]) -> Check:
    return frozenset(values).__contains__


_STATES = _one_of((PENDING, CLONING, SCANNED, FAILED, SKIPPED))

RUN = {
    "number": _is_number, "token": _is_text, "store": _is_text, "began": _is_time,
    "ended": _is_time_or_empty, "shard": _is_text, "version": _is_text, "rules": _is_text,
    "settings": _is_text,
}  # fmt: skip
REPOSITORY = {
    "source": _is_text, "network": _is_text, "state": _STATES, "reason": _is_text,
    "head": _is_text, "size": _is_number, "run": _is_number, "first_read": _is_time_or_empty,
    "read": _is_time_or_empty,
}  # fmt: skip
HELD = {
    "finding": _is_number, "source": _is_text, "network": _is_text, "fingerprint": is_digest,
    "digest": is_digest, "kind": _one_of(each.value for each in Kind), "vendor": _is_text,
    "redacted": _is_text, "rule": _is_text, "path": _is_text,
    "state": _one_of(each.value for each in State), "severity": _one_of(map(int, Severity)),
    "confidence": _one_of(map(int, Confidence)),
    "environment": _one_of(each.value for each in Environment),
    "surface": _one_of(each.value for each in Surface), "surface_reason": _is_text,
    "line": _is_number, "column": _is_number, "end_line": _is_number, "end_column": _is_number,
    "via": _is_list, "occurrences": _is_number, "commit": _is_text_or_null,
    "author": _is_text_or_null, "date": _is_text_or_null, "refs": _is_list_or_null,
    "suppressed_by": _is_text_or_null, "suppressed_reason": _is_text_or_null,
    "message": _is_text, "fix": _is_text, "first_seen": _is_time, "last_seen": _is_time_or_empty,
    "since": _is_time, "gone": _is_time_or_empty,
}  # fmt: skip
PROBLEM = dict.fromkeys(("source", "path", "message"), _is_text)
LIVENESS = {
    "digest": is_digest, "liveness": _one_of(each.value for each in Liveness), "reason": _is_text,
}  # fmt: skip


def sound(rows: Iterable[Row], columns: Mapping[str, Check]) -> Iterator[Row]:
    """The rows, with equal texts shared in memory: most are the same in each fork.

    Raises ``sqlite3.DatabaseError`` for a value that its column can't have.
    """
    known: list[dict[Any, Any]] = [{} for _ in columns]
    checks = tuple(columns.values())
    for row in rows:
        try:
            yield tuple([seen[value] for seen, value in zip(known, row, strict=True)])
        except KeyError:
            for seen, check, value in zip(known, checks, row, strict=True):
                if value not in seen:
                    if not check(value):
                        raise sqlite3.DatabaseError("malformed") from None
                    seen[value] = value
            yield tuple([seen[value] for seen, value in zip(known, row, strict=True)])
