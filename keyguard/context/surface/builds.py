"""What a build writes into what it ships: sections, options, fields, and maps of bundles.

These are questions of the table of evidence.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from keyguard.context.surface.code_file import CodeFile, CodePlace
from keyguard.context.surface.paths import BUNDLE, CLIENT_PATH, SERVER_PATH, in_path
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.context.window import KEPT, Window, window_at
from keyguard.model.patterns import lazy_pattern

_GRADLE_FIELD = lazy_pattern(r"\b(?:buildConfigField|resValue|manifestPlaceholders)\b")

_DART_DEFINE = lazy_pattern(r"--dart-define(?:=|\s{1,4}[\"']?\w)")

_CONFIGURATIONS = frozenset(("js", "mjs", "cjs", "ts", "mts", "cts", "json", "toml", "babelrc"))
"""Extensions of files that configure a build."""
_OPTION = lazy_pattern(r"--(?:define|env|banner|footer)\b|\s-d\s")
_MAY_BE_OPTION = lazy_pattern(r"-(?:-(?:define|env|banner|footer)|d\s)")
"""The same as far as it can be looked for by its first letter."""
_LINE = 2_000
"""Characters in front of a value that may hold the command whose option it is."""


def inlined_section(place: CodePlace) -> Verdict | None:
    """The verdict on a position in a section that a build writes into what it ships."""
    if place.file.suffix not in _CONFIGURATIONS and place.file.name != ".babelrc":
        return None
    from keyguard.context.shipping.sections import section_verdict  # few files are asked about

    return section_verdict(place)


def inlined_option(place: CodePlace) -> Verdict | None:
    """The verdict on a value that an option of a build command writes into what it ships."""
    text, offset = place.file.text, place.offset
    first, options = max(0, offset - _LINE), _options_in(window_at(text, offset))
    if bisect_left(options, first) == bisect_left(options, offset):
        return None
    if not _OPTION.search(text, first, offset):
        return None
    from keyguard.context.shipping.sections import option_verdict  # few files are asked about

    return option_verdict(place)


@lru_cache(maxsize=KEPT)
def _options_in(window: Window) -> list[int]:
    """Where there may be options in a window, as places in the whole text."""
    return [window.start + found.start() for found in _MAY_BE_OPTION.finditer(window.text)]


def is_dart_define(place: CodePlace) -> bool:
    """Whether the line defines a constant for a Flutter app."""
    text, offset = place.file.text, place.offset
    earliest = max(0, offset - 300)
    line = text[max(text.rfind("\n", earliest, offset) + 1, earliest) : offset]
    return _DART_DEFINE.search(line) is not None


def is_gradle_field(place: CodePlace) -> bool:
    """Whether Gradle makes a field or a resource of an Android app from what is at a position."""
    before = place.file.text[max(0, place.offset - 400) : place.offset]
    fields = list(_GRADLE_FIELD.finditer(before))
    inside = before[fields[-1].end() :] if fields else "\n"
    unclosed = any(inside.count(a) > inside.count(b) for a, b in ("()", "[]"))
    return unclosed or "\n" not in inside


def source_map(file: CodeFile) -> Verdict | None:
    """The verdict on a source map: its code was built for a browser, or for a server."""
    if in_path(SERVER_PATH, file.lowered):
        return UNKNOWN
    is_built = in_path(BUNDLE, file.lowered) or in_path(CLIENT_PATH, file.lowered)
    return file.declared if is_built else UNKNOWN
