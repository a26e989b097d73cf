"""Where the code of a file runs: in a browser, in an app, on a server, or nobody can say.

Evidence of a server outweighs evidence of a client, because a browser's folder names and libraries
turn up on servers too. What the file says of itself comes first, then its path, then the packages
it imports; the nearest manifest is read only when all of these leave the answer open. A desktop
app or a browser extension counts as a front end: whoever has it can read it.

Each kind of file has a table of evidence; the first row that finds something gives the verdict, and
the reason that reports show.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from keyguard.context.environment.sections import sections
from keyguard.context.surface.compiled import COMPILED
from keyguard.context.surface.configuration import CONFIGURATION, is_configuration
from keyguard.context.surface.evidence import (
    CodeFile,
    CodePlace,
    Evidence,
    evidence,
    evidence_at,
    first_verdict,
    located,
    of_file,
)
from keyguard.context.surface.javascript import JAVASCRIPT
from keyguard.context.surface.paths import (
    BUNDLE,
    CLIENT_PATH,
    MOBILE_RESOURCE,
    SERVER_PATH,
    TAURI,
    in_path,
)
from keyguard.context.surface.templates import (
    PAGES,
    TEMPLATES,
    TEXT_TEMPLATES,
    astro,
    page,
    template,
    text_template,
)
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.model import Surface

_FRONTEND, _MOBILE, _BACKEND = Surface.FRONTEND, Surface.MOBILE, Surface.BACKEND

_JS = frozenset(("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"))
_COMPONENTS = frozenset({"vue", "svelte"})
_COMPILED = frozenset(("swift", "m", "mm", "java", "kt", "dart", "cs"))
_SERVER_LANGUAGES = frozenset(("py", "rb", "go", "rs", "ex", "scala", "clj", "pl"))

_OBJECTIVE_C = re.compile(r"^[ \t]{0,8}(?:#import|@import|@interface|@class)\b|@\"", re.MULTILINE)
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


def surface_of(file: CodeFile, offset: int) -> Verdict:
    """Where the code at one place of a file runs, and how that is known."""
    place = CodePlace(file, offset)
    verdict = first_verdict(_ANY_FILE, place)
    if verdict is None:
        verdict = first_verdict(_table_of(file), place)
    return verdict or UNKNOWN


def _table_of(file: CodeFile) -> tuple[Evidence, ...]:
    for extensions, table in _BY_EXTENSION:
        if file.suffix in extensions:
            return table
    return CONFIGURATION if is_configuration(file) else ()


def _defines_for_dart(place: CodePlace) -> bool:
    text, offset = place.file.text, place.offset
    line = text[max(text.rfind("\n", 0, offset) + 1, offset - 300) : offset]
    return "--dart-define=" in line


def _inlined(place: CodePlace) -> Verdict | None:
    for files, ships, names in _INLINING:
        if files.fullmatch(place.file.name):
            found = names & _section_names(place)
            if found:
                return Verdict(ships, f"a build writes the section {min(found)} into what it ships")
    return None


def _section_names(place: CodePlace) -> set[str]:
    around = sections(place.file.suffix, place.file.text, place.offset)
    return {section.name.rpartition(".")[2] for section in around}


def _source_map(file: CodeFile) -> Verdict | None:
    """What a map is the map of: code that a build has made for a browser, or for a server."""
    if in_path(SERVER_PATH, file.lowered):
        return UNKNOWN
    is_built = in_path(BUNDLE, file.lowered) or in_path(CLIENT_PATH, file.lowered)
    return file.declared if is_built else UNKNOWN


def _is_gradle_field(place: CodePlace) -> bool:
    before = place.file.text[max(0, place.offset - 400) : place.offset]
    fields = list(_GRADLE_FIELD.finditer(before))
    inside = before[fields[-1].end() :] if fields else "\n"
    unclosed = any(inside.count(a) > inside.count(b) for a, b in ("()", "[]"))
    return unclosed or "\n" not in inside


def _is_objective_c(place: CodePlace) -> bool:
    return _objective_c_from(place.file.text) <= place.offset


@lru_cache(maxsize=1)
def _objective_c_from(text: str) -> float:
    """Where a text shows first that it is Objective-C; infinite if nowhere."""
    found = _OBJECTIVE_C.search(text)
    return found.end() if found else math.inf


def _always(file: CodeFile) -> bool:
    return True


_ANY_FILE: tuple[Evidence, ...] = (
    located(_MOBILE, MOBILE_RESOURCE),
    evidence_at(_MOBILE, "it is an argument of --dart-define", _defines_for_dart),
    located(_FRONTEND, TAURI),
    _inlined,
)

_BY_EXTENSION: tuple[tuple[frozenset[str], tuple[Evidence, ...]], ...] = (
    (_JS, JAVASCRIPT),
    (
        _COMPONENTS,
        (
            located(_BACKEND, SERVER_PATH),
            evidence(_FRONTEND, "it is a component, by its extension", _always),
        ),
    ),
    (frozenset({"astro"}), (astro,)),
    (PAGES, (page,)),
    (TEMPLATES, (template,)),
    (TEXT_TEMPLATES, (text_template,)),
    (_COMPILED, COMPILED),
    (_SERVER_LANGUAGES, (evidence(_BACKEND, "it is in a language of servers", _always),)),
    (
        frozenset({"map"}),
        (of_file(_source_map), evidence(_FRONTEND, "it is the source map of a bundle", _always)),
    ),
    (
        frozenset({"gradle", "kts"}),
        (evidence_at(_MOBILE, "a build writes it into the app", _is_gradle_field),),
    ),
    (
        frozenset({"h", "pch"}),
        (evidence_at(_MOBILE, "it is in a header of Objective-C", _is_objective_c),),
    ),
    (
        frozenset({"css", "scss", "less"}),
        (evidence(_FRONTEND, "it is in a style sheet", _always),),
    ),
)
"""What each kind of file is asked; all others are, if anything, configurations."""
