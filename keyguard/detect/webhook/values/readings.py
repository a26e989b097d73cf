"""What the loaders of env files read from a line that sets a webhook's secret."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.detect.strength.estimate import judge
from keyguard.dotenv.read import definitions, is_overridden, value_at
from keyguard.dotenv.table import ENV_FILES
from keyguard.model.detection import Reading
from keyguard.model.patterns import lazy_pattern

_COMMENTED = lazy_pattern(r"[ \t]*(?:#|//|;)[ \t]*")
_NOTHING_MORE = lazy_pattern(r"[\"'`]?[ \t\r]*(?:\n|\Z)")
UNTOUCHED = lazy_pattern(r"[A-Za-z0-9_./+=:,@%^~!?*\[\]{}-]*")
"""Matches values that no loader changes."""


def readings(
    text: str, start: int, name: str, span: tuple[int, int], words: Iterable[str]
) -> tuple[Reading, ...]:
    """What the loaders read from the line at ``text[start]``, if that is not what is written.

    ``span`` is where the value is written. Loaders that agree share a row. If another line sets the
    name for them, the value is None; loaders that do not read the line have no row.
    """
    written = text[span[0] : span[1]]
    alone = len(definitions(text).get(name, ())) < 2
    plain = UNTOUCHED.fullmatch(written) and _NOTHING_MORE.match(text, span[1])
    if _COMMENTED.match(text, start) or (alone and plain):
        return ()
    known = list(words)
    groups: dict[str | None, list[str]] = {}
    for dialect in ENV_FILES:
        value = value_at(text, start, dialect, name=name)
        if value is not None and "\n" not in value:  # a quote of another line ends it
            here = None if not alone and is_overridden(text, start, name, dialect) else value
            groups.setdefault(here, []).append(dialect.id)
    if set(groups) <= {written}:
        return ()
    return tuple(_reading(value, loaders, written, known) for value, loaders in groups.items())


def _reading(value: str | None, loaders: list[str], written: str, words: list[str]) -> Reading:
    if value is None:
        return Reading(tuple(loaders), None)
    strength = judge(value, words)
    return Reading(tuple(loaders), value, strength.reasons, strength.bits, _cause(value, written))


def _cause(value: str, written: str) -> str:
    """What the loaders stumble over: the first character that they do not read as it is."""
    pairs = zip(value, written, strict=False)
    differs = next((at for at, (read, wrote) in enumerate(pairs) if read != wrote), len(value))
    return written[differs : differs + 1]
