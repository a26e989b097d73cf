"""A TOML file while it is read: its tables, and sentences about its mistakes."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from errno import EFBIG, EINVAL
from pathlib import Path
from typing import Any

from keyguard.config.discovery import LARGEST
from keyguard.errors import KeyguardError, nearest
from keyguard.model.record import NamedTuple

TABLE = "keyguard"

Read = Callable[["Document", str, object], Any]
"""Reads the value of a key, with access to the rest of the file."""
ReadFile = Callable[[Path], bytes]
"""Reads a file of the configuration. Raises ``OSError`` if there is none."""


def read_from_disk(path: Path) -> bytes:
    """The content of a file as it is now.

    Raises ``OSError``, also for a file that is too large or not regular: a pipe gives nothing until
    somebody writes to it, and a device never ends.
    """
    status = path.stat()
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        raise OSError(EINVAL, "it is a pipe or a device", str(path))
    if status.st_size > LARGEST:
        raise OSError(EFBIG, os.strerror(EFBIG), str(path))
    return path.read_bytes()


class BadValueError(ValueError):
    """A value lacks the form that its key needs. ``value`` is the part at fault; the message says
    what is needed."""

    def __init__(self, expected: str, value: object, others: Sequence[BadValueError] = ()) -> None:
        """``others`` are at fault beside it, in the same value."""
        super().__init__(expected)
        self.value = value
        self.others = others


class Document(NamedTuple):
    """One parsed file, with its text, to find lines in, and the known rules."""

    path: Path
    text: str
    rule_ids: Callable[[], Iterable[str]]
    read: ReadFile = read_from_disk
    """Reads this file, and those that it names."""
    start: int = 0
    """Where the table that is being read begins in the text."""

    def inside(self, table: str, number: int = 0) -> Document:
        """The document while a table is read; of several tables with this name, the one with this
        number."""
        name = rf"""(?:[\w.-]+\.)?["']?{re.escape(table)}["']?"""
        written = rf"^[ \t]*(?:\[{{1,2}}[ \t]*{name}[ \t]*\]|{name}[ \t]*=)"
        found = list(re.finditer(written, self.text, re.MULTILINE))
        return self._replace(start=found[number].start()) if number < len(found) else self

    def error(self, key: str, problem: str, value: object = None) -> KeyguardError:
        """A sentence that names the file, and the line of the key, or of its value if found."""
        written = re.compile(_line_of(key), re.MULTILINE)
        found = written.search(self.text, self.start) or written.search(self.text)
        if not found and not self.start:
            return KeyguardError(f"{self.path}: {problem}")
        start = found.start() if found else self.start
        if isinstance(value, str):
            start = self._quoted(value, start)
        return KeyguardError(f"{self.path}:{self.text.count(chr(10), 0, start) + 1}: {problem}")

    def _quoted(self, value: str, start: int) -> int:
        """Where a string is written behind ``start``, which is the answer if it is not."""
        spellings = "|".join(map(re.escape, (value, value.replace("\\", r"\\"))))
        found = re.compile(f"[\"'](?:{spellings})[\"']").search(self.text, start)
        return found.start() if found else start


def _line_of(key: str) -> str:
    """An expression for the line that a key is in. Only letters, digits, ``-`` and ``_`` need no
    quotes (https://toml.io/en/v1.0.0#keys)."""
    if re.fullmatch(r"[\w-]+", key):
        return rf"^[^#\n]*?(?<![\w-]){key}(?![\w-])"
    escaped = key.replace("\\", r"\\").replace('"', r"\"")
    quoted = "|".join(map(re.escape, (f'"{escaped}"', f"'{key}'")))
    return rf"^(?:[^#\n]*?(?:{quoted})[ \t]*[=.]|[ \t]*\[[^#\n]*(?:{quoted})[ \t]*\])"


class Mistakes:
    """The mistakes of one file, collected to be reported at once."""

    def __init__(self) -> None:
        self._sentences: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._sentences)

    def add(self, error: KeyguardError) -> None:
        """Adds a mistake."""
        self._sentences += error.sentences

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Adds the mistake that is raised in the block, and ends the block there."""
        try:
            yield
        except KeyguardError as error:
            self.add(error)

    def told(self) -> None:
        """Raises ``KeyguardError`` if there are any mistakes."""
        if self:
            raise self.error()

    def error(self) -> KeyguardError:
        """One error with all mistakes, each once."""
        return KeyguardError(*dict.fromkeys(self._sentences))


def read_toml(path: Path, read: ReadFile) -> tuple[str, dict[str, Any]]:
    """The text of a file and its tables. Raises ``KeyguardError``."""
    try:
        text = read(path).decode("utf-8-sig")
        return text, parsed(text)
    except OSError as error:
        raise KeyguardError(
            f"{path} can't be read ({error.strerror}); check the name and the permissions."
        ) from error
    except (ValueError, RecursionError) as error:
        raise KeyguardError(f"{path} is not valid TOML: {error}.") from error


def known(
    document: Document, name: str, table: object, names: Iterable[str]
) -> Iterable[tuple[str, Any]]:
    """The items of the table called ``name``. Raises ``KeyguardError`` if it has unknown keys."""
    if not isinstance(table, Mapping):
        raise document.error(name, f"{name!r} is a table, not {table!r}.")
    keys, mistakes = list(names), Mistakes()
    for key in table:
        if key not in keys:
            where = "" if name == TABLE else f" in {name!r}"
            mistakes.add(document.error(key, f"unknown key {key!r}{where}{nearest(key, keys)}"))
    mistakes.told()
    return list(table.items())


def read_table(
    document: Document, name: str, table: object, readers: Mapping[str, Read]
) -> dict[str, Any]:
    """For each key what its reader makes of its value.

    Raises ``KeyguardError`` with all mistakes, unknown keys included.
    """
    mistakes = Mistakes()
    with mistakes.kept():
        known(document, name, table, readers)
    values = {}
    for key, value in table.items() if isinstance(table, Mapping) else ():
        if key in readers:
            with mistakes.kept():
                values[key] = readers[key](document, key, value)
    mistakes.told()
    return values


def parsed(text: str) -> dict[str, Any]:
    """The parsed text. The parser is loaded here, since most runs have no configuration."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)
