"""Configuration files -> Settings.

``.keyguard.toml`` or the ``[tool.keyguard]`` table of ``pyproject.toml``, at the repository's root.
An unknown key is an error: a misspelt one would otherwise switch off a check without a word.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from keyguard.config_file import PYPROJECT
from keyguard.errors import KeyguardError
from keyguard.model import Environment, Kind, Severity, Surface
from keyguard.settings import KeyFormat, Settings

TABLE = "keyguard"

PREFIX_MEANINGS = {"production": Kind.PRODUCTION_KEY, "staging": Kind.STAGING_KEY}
_ALPHABET = re.compile(r"(?:[A-Za-z0-9](?:-[A-Za-z0-9])?|[_-])+")
_PREFIX = re.compile(r"[A-Za-z0-9]{1,20}[_-]")


class BadValueError(ValueError):
    """A value is not of its key's form. ``value`` is the part at fault; the text says what is."""

    def __init__(self, expected: str, value: object) -> None:
        super().__init__(expected)
        self.value = value


class _Document(NamedTuple):
    """One parsed file, with its text to find lines in. ``table`` is the name in front of a key."""

    path: Path
    text: str
    rule_ids: Callable[[], Iterable[str]]

    def error(self, key: str, problem: str) -> KeyguardError:
        """A sentence that names the file, the line if it is found, and the key."""
        found = re.search(rf"^[^#\n]*{re.escape(key)}", self.text, re.MULTILINE)
        line = f":{self.text.count(chr(10), 0, found.start()) + 1}" if found else ""
        return KeyguardError(f"{self.path}{line}: {problem}")


def load(path: Path, rule_ids: Callable[[], Iterable[str]]) -> Settings:
    """The settings of one file over the defaults.

    ``rule_ids`` is asked for the known rules if the file names any. Raises ``KeyguardError`` with
    the file, the line and the nearest valid name.
    """
    try:
        text = path.read_bytes().decode("utf-8")
        table = _parse(text)
    except OSError as error:
        raise KeyguardError(
            f"{path} can't be read ({error.strerror}); check the name and the permissions."
        ) from error
    except ValueError as error:
        raise KeyguardError(f"{path} is not valid TOML: {error}.") from error
    if path.name == PYPROJECT:
        table = table.get("tool", {}).get("keyguard", {})
    document = _Document(path, text, rule_ids)
    changes = {
        _KEYS[key].field: _KEYS[key].read(document, key, value)
        for key, value in _known(document, TABLE, table, _KEYS)
    }
    return Settings()._replace(**changes)


def _parse(text: str) -> dict[str, Any]:
    """Most runs have no configuration, and need not wait for the parser."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def check_rules(names: Iterable[str], known: Iterable[str]) -> None:
    """Raises ``BadValueError`` for the first name that is no rule's id."""
    ids = list(known)
    for name in names:
        if name not in ids:
            raise BadValueError(f"{name!r} is not a rule{_nearest(name, ids)}", name)


def _known(
    document: _Document, name: str, table: object, known: Iterable[str]
) -> Iterable[tuple[str, Any]]:
    """The items of the table called ``name``. Raises for a key that is not known."""
    if not isinstance(table, Mapping):
        raise document.error(name, f"{name!r} is a table, not {table!r}.")
    names = list(known)
    for key in table:
        if key not in names:
            where = "" if name == TABLE else f" in {name!r}"
            raise document.error(key, f"unknown key {key!r}{where}{_nearest(key, names)}.")
    return list(table.items())


def _nearest(word: str, names: list[str]) -> str:
    from difflib import get_close_matches  # needed for mistakes only

    close = get_close_matches(word, names, n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(sorted(names))}"


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list):
        raise BadValueError("a list of strings is needed", value)
    for item in value:
        if not isinstance(item, str):
            raise BadValueError("a list of strings is needed", item)
    return tuple(value)


def _severity(value: object) -> Severity:
    labels = [severity.label for severity in Severity]
    if value not in labels:
        raise BadValueError(f"one of {', '.join(labels)} is needed", value)
    return Severity.from_label(str(value))


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValueError("true or false is needed", value)
    return value


def _positive(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise BadValueError("a whole number above zero is needed", value)
    return value


def _length(value: object) -> int:
    if not 8 <= _positive(value) <= 512:
        raise BadValueError("a number from 8 to 512 is needed", value)
    return _positive(value)


def _alphabet(value: object) -> str:
    if not isinstance(value, str) or not _ALPHABET.fullmatch(value):
        raise BadValueError("letters, digits, `_`, `-` and ranges such as A-Z are needed", value)
    return value


def _meaning(value: object) -> Kind:
    if value not in PREFIX_MEANINGS:
        raise BadValueError(f"one of {', '.join(PREFIX_MEANINGS)} is needed", value)
    return PREFIX_MEANINGS[str(value)]


_Read = Callable[[_Document, str, object], Any]


class _Key(NamedTuple):
    """What a key sets, and how its value is read."""

    field: str
    read: _Read


def _plain(reader: Callable[[object], Any]) -> _Read:
    """For values that can be read without looking at the rest of the file."""

    def read(document: _Document, key: str, value: object) -> Any:
        try:
            return reader(value)
        except BadValueError as error:
            problem = f"bad value for {key!r}: {error} (got {error.value!r})."
            raise document.error(key, problem) from error

    return read


def _rules(document: _Document, key: str, value: object) -> frozenset[str]:
    names = _plain(_strings)(document, key, value)
    try:
        check_rules(names, document.rule_ids())
    except BadValueError as error:
        raise document.error(str(error.value), f"in {key!r}, {error}.") from error
    return frozenset(names)


def _globs(classes: type[Environment] | type[Surface]) -> _Read:
    """For a table of class names, each with its globs."""
    names = [member.value for member in classes]

    def read(document: _Document, key: str, value: object) -> Any:
        return tuple(
            (glob, classes(name))
            for name, globs in _known(document, key, value, names)
            for glob in _plain(_strings)(document, name, globs)
        )

    return read


def _key_format(document: _Document, key: str, value: object) -> KeyFormat:
    changes = {
        name: _KEY_FORMAT[name](document, name, item)
        for name, item in _known(document, key, value, _KEY_FORMAT)
    }
    return KeyFormat()._replace(**changes)


def _prefixes(document: _Document, key: str, value: object) -> tuple[tuple[str, Kind], ...]:
    if not isinstance(value, Mapping) or not value:
        raise document.error(key, f'{key!r} needs a table such as pk_ = "production".')
    for prefix in value:
        if not _PREFIX.fullmatch(prefix):
            problem = f"{prefix!r} is no prefix: letters or digits and then `_` or `-` are needed."
            raise document.error(prefix, problem)
    return tuple((prefix, _plain(_meaning)(document, prefix, value[prefix])) for prefix in value)


_KEY_FORMAT: dict[str, _Read] = {
    "length": _plain(_length),
    "alphabet": _plain(_alphabet),
    "prefixes": _prefixes,
}

_KEYS = {
    "select": _Key("select", _rules),
    "ignore": _Key("ignore", _rules),
    "fail-on": _Key("fail_on", _plain(_severity)),
    "all": _Key("show_low_confidence", _plain(_boolean)),
    "inline-allow": _Key("inline_allow", _plain(_boolean)),
    "exclude": _Key("exclude", _plain(_strings)),
    "max-file-size": _Key("max_file_size", _plain(_positive)),
    "keys": _Key("key_format", _key_format),
    "environments": _Key("environments", _globs(Environment)),
    "surfaces": _Key("surfaces", _globs(Surface)),
}
"""Every key of a configuration file."""
