"""Where JavaScript and TypeScript run: the evidence, in the order in which it counts."""

from __future__ import annotations

import re

from keyguard.context.surface.evidence import (
    CodeFile,
    Evidence,
    evidence,
    evidence_at,
    located,
    of_file,
)
from keyguard.context.surface.js_apis import BROWSER_API, HANDLERS, SERVER_API
from keyguard.context.surface.packages import HEAD, is_extension, js_module, shipped_js_module
from keyguard.context.surface.paths import (
    APP_ROUTER,
    APP_ROUTER_FILE,
    BUNDLE,
    CLIENT_FOLDER,
    CLIENT_PATH,
    MINIFIED,
    NEXT_SERVER,
    NUXT_CLIENT,
    SERVER_PATH,
    TOOLING,
    in_path,
)
from keyguard.context.surface.server_functions import in_component, in_server_function
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.model import Surface

_FRONTEND, _MOBILE, _BACKEND = Surface.FRONTEND, Surface.MOBILE, Surface.BACKEND

_DIRECTIVE = re.compile(
    r"\A(?:\s|//[^\n]{0,400}\n|/\*(?:[^*]|\*(?!/)){0,4000}\*/){0,200}[\"']use (client|server)[\"']"
)


def _begins_with(directive: str) -> Evidence:
    def holds(file: CodeFile) -> bool:
        found = _DIRECTIVE.match(file.text[:HEAD])
        return found is not None and found[1] == directive

    surface = _FRONTEND if directive == "client" else _BACKEND
    return evidence(surface, f'it begins with "use {directive}"', holds)


def _import_of(surface: Surface, file: CodeFile) -> str | None:
    return next((name for name in file.imports if js_module(name) is surface), None)


def _shipped_import(file: CodeFile) -> str | None:
    return next(filter(shipped_js_module, file.imports), None)


def _uses(api: re.Pattern[str], file: CodeFile) -> str | None:
    found = api.search(file.text, 0, HEAD)
    return found[0] if found else None


def _browser_api(file: CodeFile) -> str | None:
    return _uses(BROWSER_API, file)


def _server_api(file: CodeFile) -> str | None:
    return _uses(SERVER_API, file)


def _is_desktop_code(file: CodeFile) -> bool:
    """Whether a file that uses a server's modules belongs to a desktop app all the same."""
    uses = _import_of(_BACKEND, file) or _server_api(file)
    return bool(uses) and "electron" in file.lowered and "electron" in file.packages


def _is_tool(file: CodeFile) -> bool:
    return in_path(TOOLING, file.lowered)


def _tool(file: CodeFile) -> Verdict | None:
    return UNKNOWN if _is_tool(file) else None


def _bundle_of(file: CodeFile) -> Verdict | None:
    return file.declared if in_path(BUNDLE, file.lowered) else None


def _is_app_router_file(file: CodeFile) -> bool:
    return in_path(APP_ROUTER_FILE, file.lowered) and in_path(APP_ROUTER, file.lowered)


def _is_next_server(file: CodeFile) -> bool:
    return "next" in file.packages and (
        in_path(APP_ROUTER, file.lowered) or in_path(NEXT_SERVER, file.lowered)
    )


def _is_gatsby_function(file: CodeFile) -> bool:
    return "gatsby" in file.packages and "/src/api/" in f"/{file.lowered}"


def _is_astro_endpoint(file: CodeFile) -> bool:
    is_page = "astro" in file.packages and "src/pages/" in file.lowered
    return is_page and HANDLERS.search(file.text, 0, HEAD) is not None


def _has_markup(file: CodeFile) -> bool:
    return file.lowered.endswith((".jsx", ".tsx"))


def _dependencies(file: CodeFile) -> Verdict | None:
    """A component is a browser's, though the package that it is in be a server's."""
    is_component = _has_markup(file) or _import_of(_FRONTEND, file)
    of_server = file.declared is not None and file.declared.surface is _BACKEND
    return None if of_server and is_component else file.declared


JAVASCRIPT: tuple[Evidence, ...] = (
    _begins_with("client"),
    _begins_with("server"),
    evidence(
        _BACKEND, "it is a script for a shell to run", lambda file: file.text.startswith("#!")
    ),
    located(_BACKEND, SERVER_PATH),
    evidence_at(
        _BACKEND,
        "it is in a function that a framework runs on the server",
        lambda place: in_server_function(place.file.text, place.offset),
    ),
    evidence_at(
        _FRONTEND,
        "it is in the component of a route",
        lambda place: in_component(place.file.lowered, place.file.text, place.offset),
    ),
    evidence(_FRONTEND, "it imports {}", _shipped_import),
    evidence(_FRONTEND, "package.json depends on electron", _is_desktop_code),
    evidence(_BACKEND, "it imports {}", lambda file: _import_of(_BACKEND, file)),
    evidence(_BACKEND, "it uses {}", _server_api),
    evidence(_MOBILE, "it imports {}", lambda file: _import_of(_MOBILE, file)),
    evidence(_FRONTEND, "it uses {}", lambda file: _is_tool(file) and _browser_api(file)),
    of_file(_tool),
    located(_FRONTEND, MINIFIED),
    of_file(_bundle_of),
    located(_FRONTEND, BUNDLE),
    located(_FRONTEND, CLIENT_PATH),
    evidence(_FRONTEND, "it uses {}", _browser_api),
    evidence(_BACKEND, "it is a server component of Next.js", _is_app_router_file),
    evidence(
        _BACKEND, "package.json depends on next, which runs it on the server", _is_next_server
    ),
    located(_FRONTEND, NUXT_CLIENT, also=lambda file: "nuxt" in file.packages),
    evidence(_BACKEND, "it is an API function of Gatsby", _is_gatsby_function),
    evidence(_BACKEND, "it is an endpoint of Astro", _is_astro_endpoint),
    of_file(_dependencies),
    evidence(_FRONTEND, "it is a component, by its extension", _has_markup),
    evidence(_FRONTEND, "it imports {}", lambda file: _import_of(_FRONTEND, file)),
    located(_FRONTEND, CLIENT_FOLDER),
    evidence(
        _FRONTEND,
        "manifest.json is that of a browser extension",
        lambda file: is_extension(file.path, file.read),
    ),
)
"""A server's evidence outweighs a client's; a manifest is read only if nothing else decides."""
