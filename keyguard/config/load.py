"""Reads configuration files into ``Settings``.

They are ``.keyguard.toml`` or the ``[tool.keyguard]`` table of ``pyproject.toml``, at the
repository's root. An unknown key is an error: a misspelt one would otherwise switch off a check
without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from keyguard.config.discovery import FILE_NAME, PYPROJECT
from keyguard.config.document import (
    TABLE,
    BadValueError,
    Document,
    Mistakes,
    Read,
    ReadFile,
    known,
    read_from_disk,
    read_table,
    read_toml,
)
from keyguard.config.globs import globs
from keyguard.config.pasted import headers_of_pyproject, without_headers
from keyguard.config.values import (
    alphabet,
    boolean,
    depth,
    filled,
    headers,
    length,
    meaning,
    plain,
    positive,
    seconds,
    severity,
    strings,
)
from keyguard.errors import nearest
from keyguard.model import Environment, Kind, Surface
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.settings import KeyFormat, Settings

__all__ = ["BadValueError", "load", "unknown_rules"]

_PREFIX = lazy_pattern(r"[A-Za-z0-9]{1,20}[_-]")


def load(
    path: Path | None,
    rule_ids: Callable[[], Iterable[str]],
    rule_files: Sequence[Path] = (),
    read: ReadFile = read_from_disk,
) -> Settings:
    """The settings of one file over the defaults, with the rules of ``rule_files`` added.

    ``read`` reads all files, and ``rule_ids`` gives the built-in rules if any are named. Raises
    ``KeyguardError`` with all mistakes, each with the file, the line and the nearest valid name.
    """
    document = Document(path or Path(FILE_NAME), "", rule_ids, read)
    table: dict[str, Any] = {}
    mistakes = Mistakes()
    if path is not None:
        text, table = read_toml(path, read)
        document = document._replace(text=text)
        if path.name == PYPROJECT:
            table = _own_table(document, table)
        elif headers := headers_of_pyproject(document, table):
            for mistake in headers:
                mistakes.add(mistake)
            table = without_headers(table)
    with mistakes.kept():
        known(document, TABLE, table, [*_KEYS, *CUSTOM_KEYS])
    settings = Settings()
    others = {key: each.read for key, each in _KEYS.items() if key in table}
    if rule_files or any(key in table for key in CUSTOM_KEYS):
        from keyguard.config.custom import with_custom_rules  # most configurations have none

        found = Mistakes()
        with found.kept():
            settings = with_custom_rules(document, table, rule_files)
            ids = [rule.id for rule in settings.custom_rules] + [
                id_ for id_, _ in settings.unusable
            ]
            document = document._replace(rule_ids=lambda: [*rule_ids(), *ids])
        if found:  # which rules there are is not known, so no name is told to be none
            mistakes.add(found.error())
            others = {key: read for key, read in others.items() if read is not _rules}
    values: dict[str, Any] = {}
    with mistakes.kept():
        values = read_table(document, TABLE, {key: table[key] for key in others}, others)
    mistakes.told()
    return settings._replace(**{_KEYS[key].field: value for key, value in values.items()})


def _own_table(document: Document, project: Mapping[str, Any]) -> dict[str, Any]:
    """The table ``[tool.keyguard]`` of a ``pyproject.toml``. Raises ``KeyguardError``."""
    tools = project.get("tool")
    own = tools.get(TABLE, {}) if isinstance(tools, Mapping) else {}
    return dict(known(document, TABLE, own, own if isinstance(own, Mapping) else ()))


def unknown_rules(names: Iterable[str], known: Iterable[str]) -> list[BadValueError]:
    """A sentence for each name that is no rule's id."""
    ids = list(known)
    return [
        BadValueError(f"{name!r} is not a rule{nearest(name.lower(), ids)}", name)
        for name in dict.fromkeys(names)
        if name not in ids
    ]


class _Key(NamedTuple):
    """What a key sets, and how its value is read."""

    field: str
    read: Read


def _rules(document: Document, key: str, value: object) -> frozenset[str]:
    names = plain(strings)(document, key, value)
    mistakes = Mistakes()
    for error in unknown_rules(names, document.rule_ids()):
        mistakes.add(document.error(key, f"in {key!r}, {error}", error.value))
    mistakes.told()
    return frozenset(names)


def _globs(classes: type[Environment] | type[Surface]) -> Read:
    """For a table of class names, each with its globs."""
    readers = {member.value: plain(globs) for member in classes}

    def read(document: Document, key: str, value: object) -> Any:
        lists = read_table(document.inside(key), key, value, readers)
        return tuple((glob, classes(name)) for name, patterns in lists.items() for glob in patterns)

    return read


def _beside(document: Document, key: str, value: object) -> str:
    """A file's name, as seen from the configuration's folder."""
    return str(document.path.parent / plain(filled)(document, key, value))


def _key_format(document: Document, key: str, value: object) -> KeyFormat:
    return KeyFormat()._replace(**read_table(document.inside(key), key, value, _KEY_FORMAT))


def _prefixes(document: Document, key: str, value: object) -> tuple[tuple[str, Kind], ...]:
    if not isinstance(value, Mapping) or not value:
        raise document.error(key, f'{key!r} needs a table such as pk_ = "production".')
    here, mistakes = document.inside(key), Mistakes()
    meanings = []
    for prefix, meant in value.items():
        if not _PREFIX.fullmatch(prefix):
            problem = f"{prefix!r} is no prefix: letters or digits and then `_` or `-` are needed."
            mistakes.add(here.error(prefix, problem))
        with mistakes.kept():
            meanings.append((prefix, plain(meaning)(here, prefix, meant)))
    mistakes.told()
    return tuple(meanings)


_KEY_FORMAT: dict[str, Read] = {
    "length": plain(length),
    "alphabet": plain(alphabet),
    "prefixes": _prefixes,
}

CUSTOM_KEYS = ("patterns", "rules")
"""Keys that bring rules, which other keys may name."""

_KEYS = {
    "select": _Key("select", _rules),
    "ignore": _Key("ignore", _rules),
    "fail-on": _Key("fail_on", plain(severity)),
    "all": _Key("show_low_confidence", plain(boolean)),
    "inline-allow": _Key("inline_allow", plain(boolean)),
    "exclude": _Key("exclude", plain(globs)),
    "baseline": _Key("baseline_file", _beside),
    "max-file-size": _Key("max_file_size", plain(positive)),
    "max-decode-depth": _Key("max_decode_depth", plain(depth)),
    "max-archive-depth": _Key("max_archive_depth", plain(depth)),
    "pattern-timeout": _Key("pattern_timeout", plain(seconds)),
    "webhook-headers": _Key("webhook_headers", plain(headers)),
    "keys": _Key("key_format", _key_format),
    "environments": _Key("environments", _globs(Environment)),
    "surfaces": _Key("surfaces", _globs(Surface)),
}
"""Every other key of a configuration file."""
