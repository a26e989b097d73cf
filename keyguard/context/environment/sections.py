"""The sections of a configuration file that enclose a position, innermost first.

A section is whatever a format nests with: a YAML key, a TOML or INI header, the name before a
bracket. Formats are read by their shape, not parsed: the file may be broken, huge or hostile, and
only a window around the position is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import chain, islice

from keyguard.context.environment.brackets import brackets_of
from keyguard.context.environment.yaml_rows import rows_of
from keyguard.context.window import KEPT, Window, window_at
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

MAX_DEPTH = 32
"""Sections that are listed for one position: nobody nests settings deeper, but hostile files do."""
MOST_BLOCKS = 64
"""Blocks of YAML whose declarations are remembered, since the same ones surround most lines."""


class Section(NamedTuple):
    """A name, and the stretch of text that has it.

    ``declared`` means that the format itself says that the name is an environment's.
    """

    name: str
    start: int
    end: int
    declared: bool = False


_DOCUMENT_END = lazy_pattern(r"^#?---", re.MULTILINE)
_PROFILE = lazy_pattern(
    # https://docs.spring.io/spring-boot/reference/features/external-config.html
    r"(?:on-profile|spring\.profiles|^spring:[ \t]*\n[ \t]{1,16}profiles)[ \t]*[:=]"
    r"[ \t]*[\"']?([^\"'\n#]{1,100})",
    re.MULTILINE,
)
_DEPLOYED = "production|prod|preprod|staging|stg"
_METADATA = lazy_pattern(r"^metadata:[ \t]*\n(?:[ \t][^\n]{0,315}(?:\n|\Z)){1,60}", re.MULTILINE)
_OBJECT = tuple(
    (declared, lazy_pattern(r"^[ \t]{1,16}" + keys, re.MULTILINE))
    for declared, keys in (
        (True, r"namespace:[ \t]*[\"']?(?:[\w-]{1,60}-)?(\w{1,20})\b"),
        (True, rf"namespace:[ \t]*[\"']?({_DEPLOYED})-"),
        (True, r"(?:environment|env):[ \t]*[\"']?([\w-]{1,40})"),
        (False, r"name:[ \t]*[\"']?[\w-]{1,60}-(\w{1,20})[\"']?[ \t]*$"),
    )
)
"""What of an object's metadata says where it is deployed, and whether it is sure to."""
_CONFIG_ENV = lazy_pattern(
    r"\bif[ \t]{1,8}(?:config_env\(\)|Mix\.env(?:\(\))?)[ \t]*==[ \t]*:(\w{1,40})"
)
_END = lazy_pattern(r"^(end)\b", re.MULTILINE)
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
_HEADER = lazy_pattern(r"^[ \t]{0,40}\[\[?([^\[\]\n]{1,200})\]", re.MULTILINE)
_NAME_BEFORE = lazy_pattern(r"\s{0,20}(?::|>=|=)?\s{0,20}[()]?[\"']?([\w.%@-]{1,100})")
"""Read backwards from a bracket: forwards each letter would be tried as the first."""
_BEFORE_BRACKET = 160
_LEAF = lazy_pattern(
    r"(?:^|[\s{,\[(])[\"']?([\w.%@:-]{1,100})[\"']?[ \t]{0,40}(?::|=>|=)[ \t]{0,40}"
    r"(?:[\"'`][^\"'`\n]{0,80})?\Z"
)
_PYTHON_CLASS = lazy_pattern(r"^class[ \t]{1,8}(\w{1,100})", re.MULTILINE)


def sections(extension: str, text: str, offset: int) -> Iterator[Section]:
    """The sections that hold ``text[offset]``, innermost first, the whole document last.

    The first one may be the key that the value at ``offset`` itself belongs to. ``extension`` is
    lower case and without a dot; the whole document has no name.
    """
    window = window_at(text, offset)
    for each in sections_in(extension, window, offset):
        yield Section(each.name, each.start + window.start, each.end + window.start, each.declared)


@lru_cache(maxsize=KEPT)
def sections_in(extension: str, window: Window, offset: int) -> tuple[Section, ...]:
    """The sections that hold a position of the whole text, as spans of the window around it."""
    inside = offset - window.start
    readers = _READERS.get(extension, ())
    found = chain.from_iterable(islice(read(window.text, inside), MAX_DEPTH) for read in readers)
    return *found, Section("", 0, len(window.text))


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
    brackets, named = brackets_of(text), _named_brackets(text)
    for number in islice(brackets.enclosing(offset), 4 * MAX_DEPTH):
        if number not in named:
            named[number] = _named(text, *brackets.span(number))
        if section := named[number]:
            yield section


def _named(text: str, start: int, end: int) -> Section | None:
    found = _NAME_BEFORE.match(text[max(0, start - _BEFORE_BRACKET) : start][::-1])
    return Section(found[1][::-1], start, end) if found else None


@lru_cache(maxsize=KEPT)
def _named_brackets(text: str) -> dict[int, Section | None]:
    """What is in brackets that have a name, by their numbers, as far as it was asked for."""
    return {}


@lru_cache(maxsize=4 * KEPT)
def _spots(pattern: re.Pattern[str], text: str) -> list[tuple[int, str]]:
    """Where a pattern matches in a window, and what its group is there."""
    return [(found.start(), found[1]) for found in pattern.finditer(text)]


def _header(text: str, offset: int) -> Iterator[Section]:
    headers = _spots(_HEADER, text)
    index = bisect_right(headers, offset, key=_place) - 1
    if index >= 0:
        end = headers[index + 1][0] if index + 1 < len(headers) else len(text)
        yield Section(headers[index][1], headers[index][0], end)


def _python_class(text: str, offset: int) -> Iterator[Section]:
    classes = _spots(_PYTHON_CLASS, text)
    index = bisect_left(classes, offset, key=_place) - 1
    if index >= 0:
        yield Section(classes[index][1], classes[index][0], offset)


def _place(spot: tuple[int, str]) -> int:
    return spot[0]


@lru_cache(maxsize=KEPT)
def _document_marks(text: str) -> list[int]:
    return [mark.start() for mark in _DOCUMENT_END.finditer(text)]


def _document(text: str, offset: int) -> tuple[int, int]:
    starts = _document_marks(text)
    index = bisect_right(starts, offset)
    return (
        starts[index - 1] if index else 0,
        starts[index] if index < len(starts) else len(text),
    )


def _profile(text: str, offset: int) -> Iterator[Section]:
    """The Spring profile that the document of this position is for."""
    yield from _profile_between(text, *_document(text, offset))


@lru_cache(maxsize=KEPT)
def _profile_between(text: str, start: int, end: int) -> list[Section]:
    found = _PROFILE.search(text, start, end)
    return [Section(found[1].strip(), start, end, declared=True)] if found else []


def _yaml(text: str, offset: int) -> Iterator[Section]:
    first, last = _document(text, offset)
    rows = rows_of(text, first, last)
    here = rows.at(offset)
    if here < 0:
        return
    row = rows.rows[here]
    if row.key:
        yield Section(row.key, row.start, offset)
    column = row.column
    for parent, end in rows.enclosing(here):
        yield from _declared(text, *rows.mapping(here, column, parent.start, end), column)
        yield Section(parent.key, parent.start, end)
        column = parent.column
    yield from _declared(text, *rows.mapping(here, column, first, last), column)


@lru_cache(maxsize=MOST_BLOCKS)
def _declared(text: str, start: int, end: int, column: int) -> list[Section]:
    """What the keys of one block say of its environment.

    https://docs.github.com/actions/writing-workflows/workflow-syntax-for-github-actions and
    https://docs.gitlab.com/ci/yaml/#environment both take the name alone or under ``name:``;
    ``deployment`` is Bitbucket's, ``profiles`` Compose's
    (https://docs.docker.com/compose/how-tos/profiles/). A mere ``name: staging`` declares nothing.
    """
    return [
        Section(found[1], start, end, declared)
        for declared, declaration in _declarations(column)
        for found in declaration.finditer(text, start, end)
    ]


@cache
def _declarations(column: int) -> list[tuple[bool, re.Pattern[str]]]:
    return [
        (declared, lazy_pattern(rf"^[ -]{{{column}}}{keys}", re.MULTILINE))
        for declared, keys in _DECLARING
    ]


def _namespace(text: str, offset: int) -> Iterator[Section]:
    """Where the Kubernetes object of this position is deployed, by its namespace or its label."""
    yield from _namespace_between(text, *_document(text, offset))


@lru_cache(maxsize=KEPT)
def _namespace_between(text: str, start: int, end: int) -> list[Section]:
    metadata = _METADATA.search(text, start, end)
    if metadata is None:
        return []
    rows = ((declared, pattern.search(metadata[0])) for declared, pattern in _OBJECT)
    return [Section(found[1], start, end, declared) for declared, found in rows if found]


def _elixir(text: str, offset: int) -> Iterator[Section]:
    """The ``if config_env() == :prod do`` that this position is in."""
    conditions = _spots(_CONFIG_ENV, text)
    index = bisect_left(conditions, offset, key=_place) - 1
    if index >= 0:
        start, name = conditions[index]
        ends = _spots(_END, text)
        after = bisect_left(ends, start, key=_place)
        if after == len(ends) or ends[after][0] >= offset:
            yield Section(name, start, offset, declared=True)


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
