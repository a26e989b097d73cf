"""The files that a repository's settings name, and the files that those include: git-config(1)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from keyguard.gitrepo.regular_files import read_regular
from keyguard.model.patterns import lazy_pattern

_FILES = ("config", "config.worktree")
_INCLUDE = b"path"
"""The key of ``include`` and ``includeIf``. No condition is judged: what is not included is looked
at as well."""

_SETTING = lazy_pattern(
    rb"""^ [ \t]* (?: \[ [^\]"\n]* (?: " (?: [^"\\\n] | \\. )* " )? [ \t]* \] )?
    [ \t]* (?P<key> [A-Za-z][A-Za-z0-9-]* ) [ \t]* = (?P<value> (?: [^\\\n] | \\\r\n | \\. )* )""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_PART = lazy_pattern(
    rb""" " (?P<quoted> (?: [^"\\] | \\. )* ) "? | (?P<plain> (?: [^"\\#;] | \\. )+ ) | [#;].* """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = lazy_pattern(rb"\\(\r?.)", re.DOTALL)
_MEANINGS = {b"n": b"\n", b"t": b"\t", b"b": b"\b", b"\n": b"", b"\r\n": b""}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def files_named(folders: Iterable[str], top: str) -> Iterator[str]:
    """Every path that a setting's value may mean, relative to its file or to ``top``, where git
    runs.

    ``folders`` are git directories. A value that is no path leads to no file.
    """
    pending = [os.path.join(folder, name) for folder in folders for name in _FILES]
    seen: set[str] = set()
    while pending:
        file = os.path.realpath(pending.pop())
        if file in seen:
            continue
        seen.add(file)
        for key, value in _settings_in(file):
            paths = [os.path.join(base, value) for base in (os.path.dirname(file), top)]
            yield from paths
            if key == _INCLUDE:
                pending += paths


def _settings_in(file: str) -> list[tuple[bytes, str]]:
    content = b""
    with suppress(OSError, ValueError):
        content = read_regular(file).removeprefix(_BYTE_ORDER_MARK)
    return [
        (each["key"].lower(), os.path.expanduser(os.fsdecode(_value(each["value"]))))
        for each in _SETTING.finditer(content)
    ]


def _value(text: bytes) -> bytes:
    """A value without quotes, escapes, line breaks and comment."""
    parts = (each["quoted"] or each["plain"] or b"" for each in _PART.finditer(text))
    return _ESCAPE.sub(lambda each: _MEANINGS.get(each[1], each[1]), b"".join(parts)).strip()
