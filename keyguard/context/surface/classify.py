"""Where the code of a file runs: in a browser, in an app, on a server, or nobody can say.

Evidence of a server outweighs evidence of a client, because a browser's folder names and libraries
turn up on servers too. What the file says of itself comes first, then its path, then the packages
it imports; the nearest manifest is read only when all of these leave the answer open. A desktop
app or a browser extension counts as a front end: whoever has it can read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from keyguard.context.environment.sections import sections
from keyguard.context.file_kinds import extension, is_config, is_dotenv
from keyguard.context.surface.js_apis import BROWSER_API, HANDLERS, SERVER_API
from keyguard.context.surface.packages import (
    HEAD,
    Read,
    by_dependencies,
    by_imports,
    by_manifest,
    dependencies,
    is_extension,
    js_imports,
    js_module,
    shipped_js_module,
    upwards,
)
from keyguard.context.surface.paths import (
    APP_ROUTER,
    APP_ROUTER_FILE,
    BUILT_DATA,
    BUNDLE,
    CLIENT_FOLDER,
    CLIENT_PATH,
    MINIFIED,
    MOBILE_RESOURCE,
    NEXT_SERVER,
    NUXT_CLIENT,
    SERVED_DATA,
    SERVER_PATH,
    SHARED_KOTLIN,
    TAURI,
    TOOLING,
    UNITY_DATA,
    in_path,
)
from keyguard.context.surface.server_functions import in_component, in_server_function
from keyguard.context.surface.templates import (
    PAGES,
    TEMPLATES,
    TEXT_TEMPLATES,
    astro,
    page,
    template,
    text_template,
)
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

_DIRECTIVE = re.compile(
    r"\A(?:\s|//[^\n]{0,400}\n|/\*(?:[^*]|\*(?!/)){0,4000}\*/){0,200}[\"']use (client|server)[\"']"
)


def surface_of(path: str, text: str, offset: int, read: Read) -> Surface:
    """Where the code at ``text[offset]`` of the file at ``path`` runs.

    ``read`` gives the text of another file of the snapshot, or None.
    """
    lowered = path.lower()
    name = lowered.rpartition("/")[2]
    suffix = extension(name)
    if in_path(MOBILE_RESOURCE, lowered) or _defines_for_dart(text, offset):
        return _MOBILE
    if in_path(TAURI, lowered):
        return _FRONTEND
    for files, ships, names in _INLINING:
        if files.fullmatch(name) and names & _section_names(suffix, text, offset):
            return ships
    if suffix in _JS:
        return _javascript(path, text, offset, read) or Surface.NONE
    for extensions, decide in _BY_EXTENSION:
        if suffix in extensions:
            return decide(path, text, offset, read) or Surface.NONE
    served = in_path(SERVED_DATA, lowered) or in_path(BUILT_DATA, lowered)
    read_as_data = is_config(path) or served
    return _configuration(path, text, offset, read) if read_as_data else Surface.NONE


def _section_names(suffix: str, text: str, offset: int) -> set[str]:
    return {section.name.rpartition(".")[2] for section in sections(suffix, text, offset)}


def _javascript(path: str, text: str, offset: int, read: Read) -> Surface | None:
    lowered = path.lower()
    directive = _DIRECTIVE.match(text[:HEAD])
    if directive:
        return _FRONTEND if directive[1] == "client" else _BACKEND
    server = text.startswith("#!") or in_path(SERVER_PATH, lowered)
    if server or in_server_function(text, offset):
        return _BACKEND
    if in_component(lowered, text, offset):
        return _FRONTEND
    imports = js_imports(text)
    surfaces = {js_module(name) for name in imports}
    if any(shipped_js_module(name) for name in imports):
        return _FRONTEND
    if _BACKEND in surfaces or SERVER_API.search(text, 0, HEAD):
        return _BACKEND if not _desktop(path, read) else _FRONTEND
    if _MOBILE in surfaces:
        return _MOBILE
    if in_path(TOOLING, lowered):
        return _FRONTEND if BROWSER_API.search(text, 0, HEAD) else None
    if in_path(MINIFIED, lowered):
        return _FRONTEND
    if in_path(BUNDLE, lowered):
        return by_dependencies(dependencies(path, read) or ()) or _FRONTEND
    if in_path(CLIENT_PATH, lowered) or BROWSER_API.search(text, 0, HEAD):
        return _FRONTEND
    if in_path(APP_ROUTER_FILE, lowered) and in_path(APP_ROUTER, lowered):
        return _BACKEND
    return _by_package(path, text, surfaces, read)


def _by_package(path: str, text: str, surfaces: set[Surface | None], read: Read) -> Surface | None:
    lowered = path.lower()
    packages = dependencies(path, read) or frozenset()
    if "next" in packages and (in_path(APP_ROUTER, lowered) or in_path(NEXT_SERVER, lowered)):
        return _BACKEND
    if "nuxt" in packages and in_path(NUXT_CLIENT, lowered):
        return _FRONTEND
    if "gatsby" in packages and "/src/api/" in f"/{lowered}":
        return _BACKEND
    if "astro" in packages and "src/pages/" in lowered and HANDLERS.search(text, 0, HEAD):
        return _BACKEND
    declared = by_dependencies(packages)
    component = _FRONTEND in surfaces or lowered.endswith((".jsx", ".tsx"))
    if declared and not (declared is _BACKEND and component):
        return declared
    if component or in_path(CLIENT_FOLDER, lowered) or is_extension(path, read):
        return _FRONTEND
    return None


def _desktop(path: str, read: Read) -> bool:
    """Whether a file that uses a server's modules belongs to a desktop app all the same."""
    return "electron" in path.lower() and "electron" in (dependencies(path, read) or ())


def _component(path: str, text: str, offset: int, read: Read) -> Surface:
    return _BACKEND if in_path(SERVER_PATH, path.lower()) else _FRONTEND


def _compiled(path: str, text: str, offset: int, read: Read) -> Surface | None:
    """Swift, Objective-C, Java, Kotlin, Dart and C# run in apps and on servers alike."""
    lowered = path.lower()
    suffix = extension(lowered)
    found = by_imports(suffix, text) or by_manifest(suffix, path, read, text)
    if found or suffix in ("m", "mm"):
        return found
    conventional = {
        "swift": True,
        "java": "app/src/main/" in lowered,
        "kt": "app/src/main/" in lowered or in_path(SHARED_KOTLIN, f"/{lowered}"),
        "dart": "lib/" in lowered,
        "cs": path.startswith("Assets/") or "/Assets/" in path,
    }
    return _MOBILE if conventional[suffix] else None


def _server(path: str, text: str, offset: int, read: Read) -> Surface:
    return _BACKEND


def _source_map(path: str, text: str, offset: int, read: Read) -> Surface | None:
    lowered = path.lower()
    if in_path(SERVER_PATH, lowered) or not (
        in_path(BUNDLE, lowered) or in_path(CLIENT_PATH, lowered)
    ):
        return None
    return by_dependencies(dependencies(path, read) or ()) or _FRONTEND


def _gradle(path: str, text: str, offset: int, read: Read) -> Surface | None:
    before = text[max(0, offset - 400) : offset]
    fields = list(_GRADLE_FIELD.finditer(before))
    inside = before[fields[-1].end() :] if fields else "\n"
    unclosed = any(inside.count(a) > inside.count(b) for a, b in ("()", "[]"))
    return _MOBILE if unclosed or "\n" not in inside else None


def _header(path: str, text: str, offset: int, read: Read) -> Surface | None:
    return _MOBILE if _OBJECTIVE_C.search(text, 0, offset) else None


def _style(path: str, text: str, offset: int, read: Read) -> Surface:
    return _FRONTEND


def _built_data(path: str, read: Read) -> Surface:
    """Data beside a bundle is served with it, unless a server was built there."""
    return by_dependencies(dependencies(path, read) or ()) or _FRONTEND


def _configuration(path: str, text: str, offset: int, read: Read) -> Surface:
    name = path.lower().rpartition("/")[2]
    if name in ("gradle.properties", "local.properties"):
        android = by_manifest("properties", path, read) is _MOBILE
        return _MOBILE if android else Surface.NONE
    if name == "manifest.json" and '"manifest_version"' in text[:HEAD]:
        return _FRONTEND
    if in_path(SERVED_DATA, path.lower()):
        return _FRONTEND
    if in_path(BUILT_DATA, path.lower()):
        return _built_data(path, read)
    if in_path(UNITY_DATA, path) or (name == "config.xml" and "<widget" in text[:HEAD]):
        return _MOBILE
    dotenv = is_dotenv(name)
    bundled = (dotenv or "assets/" in path) and _is_flutter_asset(path, read)
    # It puts every variable of the env file into the app: https://github.com/lugg/react-native-config
    inlined = dotenv and "react-native-config" in (dependencies(path, read) or ())
    return _MOBILE if bundled or inlined else Surface.NONE


def _is_flutter_asset(path: str, read: Read) -> bool:
    """Whether ``pubspec.yaml`` lists the file, or its folder, among what goes into the app."""
    for folder in upwards(path):
        pubspec = read(folder + "pubspec.yaml")
        if pubspec is not None:
            asset = path[len(folder) :]
            listed = {line.strip().lstrip("- ").strip("\"'") for line in pubspec.splitlines()}
            return asset in listed or ("/" in asset and asset.rpartition("/")[0] + "/" in listed)
    return False


def _defines_for_dart(text: str, offset: int) -> bool:
    line = text[max(text.rfind("\n", 0, offset) + 1, offset - 300) : offset]
    return "--dart-define=" in line


_Decide = Callable[[str, str, int, Read], "Surface | None"]

_BY_EXTENSION: tuple[tuple[frozenset[str], _Decide], ...] = (
    (_COMPONENTS, _component),
    (frozenset({"astro"}), astro),
    (PAGES, page),
    (TEMPLATES, template),
    (TEXT_TEMPLATES, text_template),
    (_COMPILED, _compiled),
    (_SERVER_LANGUAGES, _server),
    (frozenset({"map"}), _source_map),
    (frozenset({"gradle", "kts"}), _gradle),
    (frozenset({"h", "pch"}), _header),
    (frozenset({"css", "scss", "less"}), _style),
)
