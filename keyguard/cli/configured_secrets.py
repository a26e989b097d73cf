"""What configurations call a secret: keys with their prefixes, and matches of their patterns.

They are read as far as they can be, since mistakes in them are what is said most often.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from keyguard.config.discovery import find_file
from keyguard.config.document import TABLE, BadValueError, parsed, read_from_disk
from keyguard.config.values import alphabet
from keyguard.model import Kind
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.settings import KeyFormat

TIMEOUT = 0.5
"""Seconds that a pattern may take for one sentence."""
_PREFIX = lazy_pattern(r"(?<![\w-])[\"']?([A-Za-z0-9]{1,20}[_-])[\"']?[ \t]{0,20}=[ \t]{0,20}[\"']")
"""No key of ours ends so but those of ``keys.prefixes``."""
_LENGTH = lazy_pattern(r"(?<![\w-])length[ \t]{0,20}=[ \t]{0,20}([0-9]{1,3})\b")
_ALPHABET = lazy_pattern(r"(?<![\w-])alphabet[ \t]{0,20}=[ \t]{0,20}[\"']([\w-]{1,200})[\"']")
_NO_WORD = lazy_pattern(r"(?=.*[0-9])\S{8,}")
"""Patterns may match words, which a sentence would lose in vain."""
_TOML = ".toml"
_OPTION = "="


class Configured(NamedTuple):
    """What some configurations say of secrets."""

    shapes: tuple[str, ...] = ()
    """Expressions for anything that could be a key."""
    patterns: tuple[Mapping[str, Any], ...] = ()
    """The tables of ``patterns``, and the rules of rule files, as they are written."""

    def in_text(self, text: str) -> set[str]:
        """The matches of their patterns in a text."""
        lower = text.lower()
        return {
            secret
            for table in self.patterns
            if _has_keyword(table, lower)
            for secret in _secrets(table, text)
            if _NO_WORD.fullmatch(secret)
        }


def secrets_of(configurations: list[bytes]) -> Configured:
    """What the configurations say that were read.

    While there are none, those within reach of the command line are read, and become the first.
    """
    if not configurations:
        configurations += _in_reach() or [b""]
    return _configured(tuple(configurations))


@lru_cache(maxsize=1)
def _configured(configurations: tuple[bytes, ...]) -> Configured:
    shapes: dict[str, None] = {}
    patterns: list[Mapping[str, Any]] = []
    for content in configurations:
        text = content.decode("utf-8-sig", "replace")
        shapes.update(dict.fromkeys(_key_format(text).shapes))
        with suppress(ValueError, RecursionError):
            patterns += _tables(parsed(text))
    return Configured(tuple(shapes), tuple(patterns))


def _key_format(text: str) -> KeyFormat:
    known = KeyFormat()
    own = dict.fromkeys(_PREFIX.findall(text), Kind.PRODUCTION_KEY)
    length, characters = _LENGTH.search(text), _ALPHABET.search(text)
    with suppress(BadValueError):
        known = known._replace(alphabet=alphabet(characters[1]) if characters else known.alphabet)
    return known._replace(
        prefixes=tuple((dict(known.prefixes) | own).items()),
        length=max(8, int(length[1])) if length else known.length,
    )


def _tables(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    tools = document.get("tool")
    own = tools.get(TABLE) if isinstance(tools, Mapping) else None
    for top in (document, own if isinstance(own, Mapping) else {}):
        for tables in (top.get("patterns"), top.get("rules")):
            for table in tables if isinstance(tables, list) else ():
                if isinstance(table, Mapping):
                    yield {name.lower(): value for name, value in table.items()}


def _has_keyword(table: Mapping[str, Any], lower: str) -> bool:
    words = table.get("keywords")
    if not isinstance(words, list) or not words:
        return True
    return any(str(word).lower() in lower for word in words)


def _secrets(table: Mapping[str, Any], text: str) -> list[str]:
    from keyguard.config.expressions import compile_own
    from keyguard.config.re2 import translate
    from keyguard.detect.custom.match import secrets
    from keyguard.model import CustomRule

    own, foreign = table.get("expression"), table.get("regex")
    with suppress(ValueError, TimeoutError, MemoryError):
        expression = translate(foreign) if isinstance(foreign, str) else str(own or "")
        compile_own(expression)
        if expression:
            rule = CustomRule("", "", expression)
            return [text[start:end] for start, end in secrets(rule, text, (), TIMEOUT)]
    return []


def _in_reach() -> list[bytes]:
    """The configurations around the current folder and around what the command line names, and
    what it names itself."""
    named = [word.rpartition(_OPTION)[2] for word in sys.argv[1:]]
    files = {Path(word) for word in named if word.endswith(_TOML)}
    for word in (os.curdir, *named):
        with suppress(OSError, ValueError):
            if os.path.exists(word) and (found := _around(os.path.abspath(word))):
                files.add(found)
    contents = []
    for file in sorted(files):
        with suppress(OSError, ValueError):
            contents.append(read_from_disk(file))
    return contents


def _around(folder: str) -> Path | None:
    """The configuration of a folder, or of the first one around it that has any."""
    while not (found := find_file(folder)):
        above = os.path.dirname(folder)
        if above == folder or os.path.lexists(os.path.join(folder, ".git")):
            return None
        folder = above
    return found
