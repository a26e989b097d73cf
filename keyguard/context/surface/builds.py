"""What a build writes into what it ships: sections, fields, arguments, and the maps of bundles.

Questions for the table of evidence.
"""

from __future__ import annotations

import re

from keyguard.context.environment.sections import sections
from keyguard.context.surface.code_file import CodeFile, CodePlace
from keyguard.context.surface.paths import BUNDLE, CLIENT_PATH, SERVER_PATH, in_path
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.model import Surface

_FRONTEND, _MOBILE = Surface.FRONTEND, Surface.MOBILE

_GRADLE_FIELD = re.compile(r"\b(?:buildConfigField|resValue|manifestPlaceholders)\b")

_INLINING: tuple[tuple[re.Pattern[str], Surface, frozenset[str]], ...] = (
    (re.compile(r"app\.(?:json|config\.[jt]s)"), _MOBILE, frozenset({"extra"})),
    (re.compile(r"eas\.json"), _MOBILE, frozenset({"env"})),
    (re.compile(r"next\.config\.[cm]?[jt]s"), _FRONTEND, frozenset({"env", "publicRuntimeConfig"})),
    (re.compile(r"nuxt\.config\.[cm]?[jt]s"), _FRONTEND, frozenset({"public"})),
    (
        re.compile(r"(?:vite|webpack|rollup|rspack|rsbuild|esbuild)[\w.-]{0,40}\.[cm]?[jt]s"),
        _FRONTEND,
        frozenset({"define", "DefinePlugin", "EnvironmentPlugin"}),
    ),
)
"""Files whose named section a build writes into what it ships."""


def inlined_section(place: CodePlace) -> Verdict | None:
    """A place in such a section ships, whatever the rest of the file does."""
    for files, ships, names in _INLINING:
        if files.fullmatch(place.file.name):
            found = names & _section_names(place)
            if found:
                return Verdict(ships, f"a build writes the section {min(found)} into what it ships")
    return None


def _section_names(place: CodePlace) -> set[str]:
    around = sections(place.file.suffix, place.file.text, place.offset)
    return {section.name.rpartition(".")[2] for section in around}


def is_dart_define(place: CodePlace) -> bool:
    """Whether the line defines a constant for a Flutter app."""
    text, offset = place.file.text, place.offset
    earliest = max(0, offset - 300)
    line = text[max(text.rfind("\n", earliest, offset) + 1, earliest) : offset]
    return "--dart-define=" in line


def is_gradle_field(place: CodePlace) -> bool:
    """Whether a place is in what Gradle makes a field or a resource of an Android app of."""
    before = place.file.text[max(0, place.offset - 400) : place.offset]
    fields = list(_GRADLE_FIELD.finditer(before))
    inside = before[fields[-1].end() :] if fields else "\n"
    unclosed = any(inside.count(a) > inside.count(b) for a, b in ("()", "[]"))
    return unclosed or "\n" not in inside


def source_map(file: CodeFile) -> Verdict | None:
    """What a map is the map of: code that a build has made for a browser, or for a server."""
    if in_path(SERVER_PATH, file.lowered):
        return UNKNOWN
    is_built = in_path(BUNDLE, file.lowered) or in_path(CLIENT_PATH, file.lowered)
    return file.declared if is_built else UNKNOWN
