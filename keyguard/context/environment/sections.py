"""The sections of a configuration file that enclose a position, innermost first.

A section is whatever a format nests with: a YAML key, a TOML or INI header, the name before a
bracket. Formats are read by their shape, not parsed: the file may be broken, huge or hostile, and
only a window around the position is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

WINDOW = 64 * 1024
"""Characters that are read before a position, and after it."""

MAX_DEPTH = 32
"""Sections that are listed for one position: nobody nests settings deeper, hostile files do."""


@dataclass(frozen=True, slots=True)
class Section:
    """A name, and the stretch of text that it holds.

    ``declared`` means that the format itself says that the name is an environment's.
    """

    name: str
    start: int
    end: int
    declared: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of YAML; ``column`` is where its key is, behind the dashes of a list."""

    start: int
    column: int
    key: str
    is_item: bool


_ROW = re.compile(
    r"^( *)(?=[^\s#])((?:- {1,8}){0,4})(?:[\"']?([\w.%/@-]{1,100})[\"']?[ \t]{0,8}:(?=\s|\Z))?",
    re.MULTILINE,
)
_DOCUMENT_END = re.compile(r"^#?---", re.MULTILINE)
_PROFILE = re.compile(
    # https://docs.spring.io/spring-boot/reference/features/external-config.html
    r"(?:on-profile|spring\.profiles|^spring:[ \t]*\n[ \t]{1,16}profiles)[ \t]*[:=]"
    r"[ \t]*[\"']?([^\"'\n#]{1,100})",
    re.MULTILINE,
)
_DEPLOYED = "production|prod|preprod|staging|stg"
_METADATA = re.compile(
    r"^metadata:[ \t]*\n(?:[ \t]{1,16}[^\n]{0,300}(?:\n|\Z)){1,60}", re.MULTILINE
)
_OBJECT = tuple(
    (declared, re.compile(r"^[ \t]{1,16}" + keys, re.MULTILINE))
    for declared, keys in (
        (True, r"namespace:[ \t]*[\"']?(?:[\w-]{1,60}-)?(\w{1,20})\b"),
        (True, rf"namespace:[ \t]*[\"']?({_DEPLOYED})-"),
        (True, r"(?:environment|env):[ \t]*[\"']?([\w-]{1,40})"),
        (False, r"name:[ \t]*[\"']?[\w-]{1,60}-(\w{1,20})[\"']?[ \t]*$"),
    )
)
"""What of an object's metadata says where it is deployed, and whether it is sure to."""
_CONFIG_ENV = re.compile(
    r"\bif[ \t]{1,8}(?:config_env\(\)|Mix\.env(?:\(\))?)[ \t]*==[ \t]*:(\w{1,40})"
)
_END = re.compile(r"^end\b", re.MULTILINE)
_DECLARING = (
    (
        True,
        r"(?:environment|deployment):[ \t]{0,8}(?:\n {1,80}name:[ \t]{0,8})?"
        r"[\"']?(?!release\b)(\w[\w-]{0,80})(?=(?:/[^\n\"']{0,80})?[\"']?[ \t]*$)",
    ),
    (
        True,
        r"environment:(?:[ \t]*\n {1,80}(?:name|url|on_stop|action):[^\n]{0,200}){0,4}"
        r"[ \t]*\n {1,80}deployment_tier:[ \t]{0,8}[\"']?(\w{1,20})[\"']?[ \t]*$",
    ),
    (True, r"profiles:[ \t]{0,8}(?:\[|\n {1,80}- )[\"']?(\w{1,40})[\"']?\]?[ \t]*$(?!\n {1,80}- )"),
    (False, r"(?:name|env|stage):[ \t]{1,8}[\"']?(\w[\w-]{0,40})[\"']?[ \t]*$"),
    (False, rf"name:[ \t]{{1,8}}[\"']?[\w-]{{1,60}}-({_DEPLOYED})[\"']?[ \t]*$"),
)
"""How the keys of a YAML block name an environment, and whether that is sure to be one.

GitHub's environment `release` is where packages are published, whatever they talk to."""
_HEADER = re.compile(r"^[ \t]{0,40}\[\[?([^\[\]\n]{1,200})\]", re.MULTILINE)
_BRACKET = re.compile(r"[{}\[\]]")
_NAME_BEFORE = re.compile(r"([\w.%@-]{1,100})[\"']?[()]?\s{0,20}(?::|=>|=)?\s{0,20}\Z")
_LEAF = re.compile(
    r"(?:^|[\s{,\[(])[\"']?([\w.%@:-]{1,100})[\"']?[ \t]{0,40}(?::|=>|=)[ \t]{0,40}"
    r"(?:[\"'`][^\"'`\n]{0,80})?\Z"
)
_SERVER_TAGS = (
    *(("<?php", "?>"), ("<?=", "?>"), ("<%", "%>"), ("{%", "%}"), ("{{", "}}")),
    ("@php", "@endphp"),
)
_FENCE = re.compile(r"^---[ \t\r]*$", re.MULTILINE)
_PYTHON_CLASS = re.compile(r"^class[ \t]{1,8}(\w{1,100})", re.MULTILINE)


def sections(extension: str, text: str, offset: int) -> Iterator[Section]:
    """The sections that hold ``text[offset]``, innermost first, the whole document last.

    The first one may be the key that the value at ``offset`` itself belongs to. ``extension`` is
    lower case and without a dot; the whole document has no name.
    """
    start, end = max(0, offset - WINDOW), min(len(text), offset + WINDOW)
    window, position = text[start:end], offset - start
    for read in _READERS.get(extension, ()):
        for section in islice(read(window, position), MAX_DEPTH):
            yield replace(section, start=section.start + start, end=section.end + start)
    yield Section("", start, end)


def in_script(text: str, offset: int) -> bool:
    """Whether a position of a page or template is inside a ``<script>``, its tag included."""
    before = text[max(0, offset - WINDOW) : offset].lower()
    return before.rfind("<script") > before.rfind("</script")


def in_server_tag(text: str, offset: int) -> bool:
    """Whether a position of a page is inside a tag that a template engine evaluates."""
    before = text[max(0, offset - WINDOW) : offset]
    return any(before.rfind(opened) > before.rfind(closed) for opened, closed in _SERVER_TAGS)


def in_frontmatter(text: str, offset: int) -> bool:
    """Whether a position is between the ``---`` fences that open a file."""
    fences = [fence.start() for fence in _FENCE.finditer(text, 0, offset + 1)][:2]
    return len(fences) == 1 and not text[: fences[0]].strip()


def _leaf(text: str, offset: int) -> Iterator[Section]:
    line = max(text.rfind("\n", 0, offset) + 1, offset - 300)
    if found := _LEAF.search(text[line:offset]):
        # Quarkus: https://quarkus.io/guides/config-reference#profiles
        profile, _, rest = found[1].removeprefix("%").partition(".")
        if found[1].startswith("%") and rest:
            yield Section(profile, line, offset, declared=True)
        else:
            yield Section(found[1], line, offset)


def _brackets(text: str, offset: int) -> Iterator[Section]:
    """Strings that hold unbalanced brackets mislead it; configuration hardly has any."""
    end = offset
    for start in islice(_open_brackets(text, offset), 4 * MAX_DEPTH):
        end = _closing(text, end)
        if name := _NAME_BEFORE.search(text, max(0, start - 160), start):
            yield Section(name[1], start, end)


def _open_brackets(text: str, offset: int) -> Iterator[int]:
    closed = 0
    for bracket in reversed(list(_BRACKET.finditer(text, 0, offset))):
        if bracket[0] in "}]":
            closed += 1
        elif closed:
            closed -= 1
        else:
            yield bracket.start()


def _closing(text: str, offset: int) -> int:
    opened = 0
    for bracket in _BRACKET.finditer(text, offset):
        if bracket[0] in "{[":
            opened += 1
        elif opened:
            opened -= 1
        else:
            return bracket.end()
    return len(text)


def _header(text: str, offset: int) -> Iterator[Section]:
    headers = list(_HEADER.finditer(text))
    index = bisect_right([header.start() for header in headers], offset) - 1
    if index >= 0:
        end = headers[index + 1].start() if index + 1 < len(headers) else len(text)
        yield Section(headers[index][1], headers[index].start(), end)


def _python_class(text: str, offset: int) -> Iterator[Section]:
    for found in reversed(list(_PYTHON_CLASS.finditer(text, 0, offset))[-1:]):
        yield Section(found[1], found.start(), offset)


def _document(text: str, offset: int) -> tuple[int, int]:
    starts = [mark.start() for mark in _DOCUMENT_END.finditer(text)]
    index = bisect_right(starts, offset)
    return (
        starts[index - 1] if index else 0,
        starts[index] if index < len(starts) else len(text),
    )


def _profile(text: str, offset: int) -> Iterator[Section]:
    """The Spring profile that the document of this position is for."""
    start, end = _document(text, offset)
    if found := _PROFILE.search(text, start, end):
        yield Section(found[1].strip(), start, end, declared=True)


def _yaml(text: str, offset: int) -> Iterator[Section]:
    first, last = _document(text, offset)
    rows = [
        _Row(row.start(), row.end(2) - row.start(), row[3] or "", bool(row[2]))
        for row in _ROW.finditer(text, first, last)
    ]
    here = bisect_right([row.start for row in rows], offset) - 1
    if here < 0:
        return
    if rows[here].key:
        yield Section(rows[here].key, rows[here].start, offset)
    column = rows[here].column
    for row in reversed(rows[:here]):
        if row.key and row.column < column:
            after = (other.start for other in rows[here + 1 :] if other.column <= row.column)
            end = next(after, last)
            yield from _declared(text, *_mapping(rows, here, column, row.start, end), column)
            yield Section(row.key, row.start, end)
            column = row.column
    yield from _declared(text, *_mapping(rows, here, column, first, last), column)


def _mapping(rows: list[_Row], here: int, column: int, start: int, end: int) -> tuple[int, int]:
    """The keys in ``column`` that belong together: of a list the one item around ``rows[here]``."""
    items = [row.start for row in rows if row.is_item and row.column == column]
    index = bisect_right(items, rows[here].start)
    before = items[index - 1] if index else start
    after = items[index] if index < len(items) else end
    return max(start, before), min(end, after)


def _declared(text: str, start: int, end: int, column: int) -> Iterator[Section]:
    """What the keys of one block say of its environment.

    https://docs.github.com/actions/writing-workflows/workflow-syntax-for-github-actions and
    https://docs.gitlab.com/ci/yaml/#environment both take the name alone or under ``name:``;
    ``deployment`` is Bitbucket's, ``profiles`` Compose's
    (https://docs.docker.com/compose/how-tos/profiles/). A mere ``name: staging`` declares nothing.
    """
    for declared, keys in _DECLARING:
        declaration = re.compile(rf"^[ -]{{{column}}}{keys}", re.MULTILINE)
        for found in declaration.finditer(text, start, end):
            yield Section(found[1], start, end, declared)


def _namespace(text: str, offset: int) -> Iterator[Section]:
    """Where the Kubernetes object of this position is deployed, by its namespace or its label."""
    start, end = _document(text, offset)
    metadata = _METADATA.search(text, start, end)
    for declared, pattern in _OBJECT if metadata else ():
        if metadata and (found := pattern.search(metadata[0])):
            yield Section(found[1], start, end, declared)


def _elixir(text: str, offset: int) -> Iterator[Section]:
    """The ``if config_env() == :prod do`` that this position is in."""
    conditions = list(_CONFIG_ENV.finditer(text, 0, offset))
    if conditions and not _END.search(text, conditions[-1].end(), offset):
        yield Section(conditions[-1][1], conditions[-1].start(), offset, declared=True)


_Reader = Callable[[str, int], Iterator[Section]]

_YAML: tuple[_Reader, ...] = (_yaml, _profile, _namespace)
_HEADERS: tuple[_Reader, ...] = (_leaf, _brackets, _header)
_BRACKETS: tuple[_Reader, ...] = (_leaf, _brackets)

_BRACKETED = (
    "json", "jsonc", "json5", "js", "cjs", "mjs", "ts", "cts", "mts", "jsx", "tsx", "rb", "exs",
    "ex", "php", "dart", "tf", "tfvars", "hcl", "gradle", "kts",
)  # fmt: skip
_READERS: dict[str, tuple[_Reader, ...]] = {
    **dict.fromkeys(("yml", "yaml"), _YAML),
    **dict.fromkeys(("toml", "ini", "cfg", "conf"), _HEADERS),
    **dict.fromkeys(_BRACKETED, _BRACKETS),
    "py": (_leaf, _brackets, _python_class),
    "exs": (_leaf, _brackets, _elixir),
    "properties": (_leaf, _profile),
}
