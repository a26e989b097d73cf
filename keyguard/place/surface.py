"""Where the code of a file runs: in a browser, in an app, on a server, or nobody can say.

Evidence of a server outweighs evidence of a client, because a browser's folder names and libraries
turn up on servers too. What the file says of itself comes first, then its path, then the packages
it imports; the nearest manifest is read only when all of these leave the answer open. A desktop
app or a browser extension counts as a front end: whoever has it can read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from keyguard.model import Surface
from keyguard.place.config_files import extension, is_config, is_dotenv
from keyguard.place.packages import (
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
from keyguard.place.sections import WINDOW, in_frontmatter, in_script, in_server_tag, sections

_FRONTEND, _MOBILE, _BACKEND = Surface.FRONTEND, Surface.MOBILE, Surface.BACKEND

_JS = frozenset(("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"))
_COMPONENTS = frozenset({"vue", "svelte"})
_PAGES = frozenset({"html", "htm", "xhtml"})
_TEMPLATES = frozenset((
    "php", "phtml", "erb", "cshtml", "razor", "jinja", "jinja2", "j2", "twig", "ejs", "hbs",
    "mustache", "liquid", "njk", "jsp", "vbhtml", "heex", "eex", "haml", "pug",
))  # fmt: skip
_COMPILED = frozenset(("swift", "m", "mm", "java", "kt", "dart", "cs"))
_SERVER_LANGUAGES = frozenset(("py", "rb", "go", "rs", "ex", "scala", "clj", "pl"))

_SERVER_PATH = re.compile(
    r"(?:^|/)(?:pages/api/|app/(?:.{1,400}/)?route\.[jt]sx?\Z|lib/server/|server/|backend/|apps/api/"
    r"|netlify/functions/|supabase/functions/|server\.[cm]?[jt]s\Z)"
    r"|\+server\.[jt]s\Z|\+(?:page|layout)\.server\.|hooks\.server\.|\.server\.[cm]?[jt]sx?\Z"
    # Under `src/` these names are a browser's as well: web workers, an API client, a store.
    r"|^(?:(?:apps|packages)/[^/]{1,100}/)?(?:functions/|workers/|api/|(?:src/)?middleware\.[jt]s\Z)",
    re.DOTALL,
)
_MINIFIED = re.compile(r"\.(?:min|bundle|chunk)\.[cm]?js\Z")
"""Nobody shrinks what is not sent to browsers."""
_BUNDLE = re.compile(
    r"(?:^|/)(?:dist|build|out|bundles?|\.next/static|\.nuxt/dist/client)/"
    r"|\.(?:bundle|min|chunk)\.[cm]?js\Z|\.[cm]?js\.map\Z|\.css\.map\Z",
    re.DOTALL,
)
_CLIENT_PATH = re.compile(
    r"(?:^|/)(?:public|static|www|wwwroot|htdocs)/|(?:^|/)assets/.{1,400}\.js\Z"
    r"|\.client\.[cm]?[jt]sx?\Z|(?:^|/)(?:sw|service-?worker)\.[jt]s\Z"
    r"|(?:^|/)src/environments/environment[^/]{0,80}\.ts\Z",
    re.DOTALL,
)
_SERVED_DATA = re.compile(
    r"(?:^|/)(?:public|wwwroot|src/assets)/.{1,400}\.(?:json|xml)\Z", re.DOTALL
)
_CLIENT_FOLDER = re.compile(
    r"(?:^|/)front-?end/|^(?:(?:apps|packages)/)?(?:client|ui|webapp)/", re.DOTALL
)
_APP_ROUTER = re.compile(r"(?:^|/)app/(?:.{1,400}/)?[^/]{1,200}\.[jt]sx?\Z", re.DOTALL)
_APP_ROUTER_FILE = re.compile(
    r"/(?:page|layout|template|loading|not-found|default)\.[jt]sx?\Z", re.DOTALL
)
_TOOLING = re.compile(
    r"(?:^|/)(?:scripts|tools|bin)/|\.config\.[cm]?[jt]s\Z|rc\.[cm]?js\Z|(?:gulp|grunt)file\.[jt]s\Z",
    re.DOTALL,
)

_MOBILE_RESOURCE = re.compile(
    r"(?:^|/)res/values[^/]{0,40}/[^/]{1,200}\.xml\Z|(?:^|/)androidmanifest\.xml\Z"
    r"|(?:^|/)[^/]{0,100}info\.plist\Z|\.xcconfig\Z|(?:^|/)project\.pbxproj\Z"
    r"|(?:^|/)google-services\.json\Z|(?:^|/)dart_defines/[^/]{1,200}\.json\Z"
    r"|(?:^|/)capacitor\.config\.(?:json|[jt]s)\Z",
    re.DOTALL,
)
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
_DECLARATION = re.compile(
    r"^(?:export[ \t]+)?(?:default[ \t]+)?(?:async[ \t]+)?(?:function|const|let|var|class)[ \t]*\*?"
    r"[ \t]*(\w{1,100})",
    re.MULTILINE,
)
_SERVER_FUNCTIONS = frozenset((
    "loader", "action", "getServerSideProps", "getStaticProps", "getStaticPaths",
    "getInitialServerProps", "generateMetadata", "generateStaticParams",
))  # fmt: skip
"""Exports that a framework runs on the server and removes from the bundle."""
_HANDLERS = re.compile(
    r"^export[ \t]+(?:const|(?:async[ \t]+)?function)[ \t]+(?:GET|POST|PUT|PATCH|DELETE)\b", re.M
)
_SERVER_API = re.compile(r"\bDeno\.(?:serve|env)\b|\bBun\.serve\b")
_BROWSER_API = re.compile(
    r"(?<![\w.$])(?:window\.\w|(?:local|session)Storage\.(?:get|set|remove)Item"
    r"|document\.(?:getElement|querySelector|createElement|cookie|body|head|addEventListener)"
    r"|(?:chrome|browser)\.(?:runtime|storage|tabs)\b|navigator\.serviceWorker)"
)


def surface(path: str, text: str, offset: int, read: Read) -> Surface:
    """Where the code at ``text[offset]`` of the file at ``path`` runs.

    ``read`` gives the text of another file of the snapshot, or None.
    """
    lowered = path.lower()
    name = lowered.rpartition("/")[2]
    suffix = extension(name)
    if _MOBILE_RESOURCE.search(lowered) or _defines_for_dart(text, offset):
        return _MOBILE
    for files, ships, names in _INLINING:
        if files.fullmatch(name) and names & {s.name for s in sections(suffix, text, offset)}:
            return ships
    if suffix in _JS:
        return _javascript(path, text, offset, read) or Surface.NONE
    for extensions, decide in _BY_EXTENSION:
        if suffix in extensions:
            return decide(path, text, offset, read) or Surface.NONE
    return _configuration(path, text, offset, read) if is_config(path) else Surface.NONE


def _javascript(path: str, text: str, offset: int, read: Read) -> Surface | None:
    lowered = path.lower()
    directive = _DIRECTIVE.match(text[:HEAD])
    if directive:
        return _FRONTEND if directive[1] == "client" else _BACKEND
    if _in_server_function(text, offset) or _SERVER_PATH.search(lowered):
        return _BACKEND
    imports = js_imports(text)
    surfaces = {js_module(name) for name in imports}
    if any(shipped_js_module(name) for name in imports):
        return _FRONTEND
    if _BACKEND in surfaces or _SERVER_API.search(text, 0, HEAD):
        return _BACKEND if not _desktop(path, read) else _FRONTEND
    if _MOBILE in surfaces:
        return _MOBILE
    if _TOOLING.search(lowered):
        return None
    if _MINIFIED.search(lowered):
        return _FRONTEND
    if _BUNDLE.search(lowered):
        return by_dependencies(dependencies(path, read) or ()) or _FRONTEND
    if _CLIENT_PATH.search(lowered) or _BROWSER_API.search(text, 0, HEAD):
        return _FRONTEND
    if _APP_ROUTER_FILE.search(lowered) and _APP_ROUTER.search(lowered):
        return _BACKEND
    return _by_package(path, text, surfaces, read)


def _by_package(path: str, text: str, surfaces: set[Surface | None], read: Read) -> Surface | None:
    lowered = path.lower()
    packages = dependencies(path, read) or frozenset()
    if "next" in packages and _APP_ROUTER.search(lowered):
        return _BACKEND
    if "gatsby" in packages and "/src/api/" in f"/{lowered}":
        return _BACKEND
    if "astro" in packages and "src/pages/" in lowered and _HANDLERS.search(text, 0, HEAD):
        return _BACKEND
    declared = by_dependencies(packages)
    component = _FRONTEND in surfaces or lowered.endswith((".jsx", ".tsx"))
    if declared and not (declared is _BACKEND and component):
        return declared
    if component or _CLIENT_FOLDER.search(lowered) or is_extension(path, read):
        return _FRONTEND
    return None


def _desktop(path: str, read: Read) -> bool:
    """Whether a file that uses a server's modules belongs to a desktop app all the same."""
    return "electron" in path.lower() and "electron" in (dependencies(path, read) or ())


def _in_server_function(text: str, offset: int) -> bool:
    start = max(0, offset - WINDOW)
    declared = [found[1] for found in _DECLARATION.finditer(text, start, offset)]
    return bool(declared) and declared[-1] in _SERVER_FUNCTIONS


def _component(path: str, text: str, offset: int, read: Read) -> Surface:
    return _BACKEND if _SERVER_PATH.search(path.lower()) else _FRONTEND


def _astro(path: str, text: str, offset: int, read: Read) -> Surface:
    return _BACKEND if in_frontmatter(text, offset) else _FRONTEND


def _page(path: str, text: str, offset: int, read: Read) -> Surface:
    server = in_server_tag(text, offset) and not in_script(text, offset)
    return _BACKEND if server else _FRONTEND


def _template(path: str, text: str, offset: int, read: Read) -> Surface:
    return _FRONTEND if in_script(text, offset) else _BACKEND


def _compiled(path: str, text: str, offset: int, read: Read) -> Surface | None:
    """Swift, Objective-C, Java, Kotlin, Dart and C# run in apps and on servers alike."""
    lowered = path.lower()
    suffix = extension(lowered)
    found = by_imports(suffix, text) or by_manifest(suffix, path, read)
    if found or suffix in ("m", "mm"):
        return found
    conventional = {
        "swift": True,
        "java": "app/src/main/" in lowered,
        "kt": "app/src/main/" in lowered,
        "dart": "lib/" in lowered,
        "cs": path.startswith("Assets/") or "/Assets/" in path,
    }
    return _MOBILE if conventional[suffix] else None


def _server(path: str, text: str, offset: int, read: Read) -> Surface:
    return _BACKEND


def _source_map(path: str, text: str, offset: int, read: Read) -> Surface | None:
    lowered = path.lower()
    if _SERVER_PATH.search(lowered) or not (
        _BUNDLE.search(lowered) or _CLIENT_PATH.search(lowered)
    ):
        return None
    return by_dependencies(dependencies(path, read) or ()) or _FRONTEND


def _gradle(path: str, text: str, offset: int, read: Read) -> Surface | None:
    line = text[max(text.rfind("\n", 0, offset) + 1, offset - 400) : offset]
    return _MOBILE if _GRADLE_FIELD.search(line) else None


def _configuration(path: str, text: str, offset: int, read: Read) -> Surface:
    name = path.lower().rpartition("/")[2]
    if name in ("gradle.properties", "local.properties"):
        android = by_manifest("properties", path, read) is _MOBILE
        return _MOBILE if android else Surface.NONE
    if name == "manifest.json" and '"manifest_version"' in text[:HEAD]:
        return _FRONTEND
    if _SERVED_DATA.search(path.lower()):
        return _FRONTEND
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
    (frozenset({"astro"}), _astro),
    (_PAGES, _page),
    (_TEMPLATES, _template),
    (_COMPILED, _compiled),
    (_SERVER_LANGUAGES, _server),
    (frozenset({"map"}), _source_map),
    (frozenset({"gradle", "kts"}), _gradle),
)
