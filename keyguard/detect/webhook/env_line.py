"""Lines of env files: the literal as it is written, and what each loader reads from the line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from keyguard.detect.strength.estimate import judge
from keyguard.detect.webhook.names import Named
from keyguard.detect.webhook.value_kinds import is_label
from keyguard.dotenv.read import definitions, is_overridden, value_at
from keyguard.dotenv.table import ENV_FILES
from keyguard.model.detection import Reading
from keyguard.model.patterns import lazy_pattern

LONGEST_LINE = 2_000
"""Characters of a line that are looked at."""

_COMMENTED = lazy_pattern(r"[ \t]*(?:#|//|;)[ \t]*")
_BEFORE_NAME = lazy_pattern(
    r"(?:[ \t]*(?:#|//|;))?[ \t]*(?:(?:export|set|setx|env)[ \t]+)?", re.IGNORECASE
)
_SIGN = lazy_pattern(r"[ \t]*(?:\+?=|:(?=[ \t]))[ \t]*")
_COMMENT = lazy_pattern(r"[ \t]+#.*\Z")
_QUOTED = lazy_pattern(
    r"""(?P<q>["'`])(?P<value>(?:\\.|(?!(?P=q))[^\\])*)(?P=q)(?=[ \t]*(?:#|\Z))"""
)
_NOTHING_MORE = lazy_pattern(r"[\"'`]?[ \t\r]*(?:\n|\Z)")
_UNTOUCHED = lazy_pattern(r"[A-Za-z0-9_./+=:,@%^~-]*")
"""What no loader changes, wherever it is in a value."""


def line_of(text: str, named: Named) -> int | None:
    """Where the line begins that sets a name; None if the name is elsewhere on its line."""
    start = text.rfind("\n", max(0, named.start - LONGEST_LINE), named.start) + 1
    return start if _BEFORE_NAME.fullmatch(text, start, named.start) else None


def written_value(text: str, named: Named) -> tuple[str, int, bool] | None:
    """All that is written behind a name, without its quotes and a comment behind a space: the
    text, where it begins, and whether quotes are around it. None if there is nothing."""
    sign = _SIGN.match(text, named.end)
    if sign is None:
        return None
    end = text.find("\n", sign.end(), sign.end() + LONGEST_LINE)
    line = text[sign.end() : end if end >= 0 else sign.end() + LONGEST_LINE].rstrip()
    if quoted := _QUOTED.match(line):
        return quoted["value"], sign.end() + 1, True
    line = _COMMENT.sub("", line).rstrip()
    is_comment = line[:1] == "#" and (" " in line or line[1:].isalpha() or len(line) == 1)
    return None if not line or is_comment or is_label(line) else (line, sign.end(), False)


def readings(
    text: str, start: int, name: str, span: tuple[int, int], words: Iterable[str]
) -> tuple[Reading, ...]:
    """What the loaders make of the line at ``text[start]``, if that is not what is written.

    ``span`` is where the value is written. Loaders that agree share a row. Where another line
    sets the name for them, the value is None; those that do not read the line have no row.
    """
    written = text[span[0] : span[1]]
    alone = len(definitions(text).get(name, ())) < 2
    plain = _UNTOUCHED.fullmatch(written) and _NOTHING_MORE.match(text, span[1])
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
