"""What shows where JavaScript and TypeScript run.

These are questions of the table of evidence.
"""

from __future__ import annotations

import re

from keyguard.context.surface.code_file import CodeFile, CodePlace
from keyguard.context.surface.js_apis import BROWSER_API, HANDLERS, SERVER_API
from keyguard.context.surface.packages import HEAD, js_module, shipped_js_module
from keyguard.context.surface.packages import is_extension as belongs_to_extension
from keyguard.context.surface.paths import (
    APP_ROUTER,
    APP_ROUTER_FILE,
    BUNDLE,
    NEXT_SERVER,
    TOOLING,
    in_path,
)
from keyguard.context.surface.server_functions import in_component, in_server_function
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.model import Surface
from keyguard.model.patterns import lazy_pattern

_DIRECTIVE = lazy_pattern(
    r"\A(?:\s|//[^\n]{0,400}\n|/\*(?:[^*]|\*(?!/)){0,4000}\*/){0,200}[\"']use (client|server)[\"']"
)


def says_use_client(file: CodeFile) -> bool:
    """Whether the file begins with the directive for browsers."""
    return _directive(file) == "client"


def says_use_server(file: CodeFile) -> bool:
    """Whether the file begins with the directive for servers."""
    return _directive(file) == "server"


def _directive(file: CodeFile) -> str | None:
    found = _DIRECTIVE.match(file.text[:HEAD])
    return found[1] if found else None


def is_script(file: CodeFile) -> bool:
    """Whether a shell runs the file."""
    return file.text.startswith("#!")


def runs_on_server(place: CodePlace) -> bool:
    """Whether a framework removes the function around a position from what browsers get."""
    return in_server_function(place.file.text, place.offset)


def is_in_component(place: CodePlace) -> bool:
    """Whether a position is in what a route shows, beside functions for the server."""
    return in_component(place.file.lowered, place.file.text, place.offset)


def shipped_import(file: CodeFile) -> str | None:
    """An imported module of a desktop app or a browser extension."""
    return next(filter(shipped_js_module, file.imports), None)


def server_import(file: CodeFile) -> str | None:
    """An imported module that only a server has."""
    return _import_of(Surface.BACKEND, file)


def app_import(file: CodeFile) -> str | None:
    """An imported module of mobile apps."""
    return _import_of(Surface.MOBILE, file)


def browser_import(file: CodeFile) -> str | None:
    """An imported module of pages."""
    return _import_of(Surface.FRONTEND, file)


def _import_of(surface: Surface, file: CodeFile) -> str | None:
    return next((name for name in file.imports if js_module(name) is surface), None)


def server_api(file: CodeFile) -> str | None:
    """A call in the file that only a server can make."""
    return _uses(SERVER_API, file)


def browser_api(file: CodeFile) -> str | None:
    """A call in the file that only a browser can make."""
    return _uses(BROWSER_API, file)


def _uses(api: re.Pattern[str], file: CodeFile) -> str | None:
    found = api.search(file.text, 0, HEAD)
    return found[0] if found else None


def is_desktop_code(file: CodeFile) -> bool:
    """Whether a file that uses a server's modules belongs to a desktop app all the same."""
    uses = server_import(file) or server_api(file)
    return bool(uses) and "electron" in file.lowered and "electron" in file.packages


def browser_api_of_tool(file: CodeFile) -> str | None:
    """A call that only a browser can make, in a file that its path makes a developers' tool."""
    return browser_api(file) if _is_tool(file) else None


def tool(file: CodeFile) -> Verdict | None:
    """The verdict on a tool: it runs wherever developers want it to."""
    return UNKNOWN if _is_tool(file) else None


def _is_tool(file: CodeFile) -> bool:
    return in_path(TOOLING, file.lowered)


def bundle(file: CodeFile) -> Verdict | None:
    """The verdict on a bundle: it runs where the package that it was made of does."""
    return file.declared if in_path(BUNDLE, file.lowered) else None


def is_app_router_file(file: CodeFile) -> bool:
    """Whether the file is one that Next.js knows by its name, such as a page or a layout."""
    return in_path(APP_ROUTER_FILE, file.lowered) and in_path(APP_ROUTER, file.lowered)


def is_next_server(file: CodeFile) -> bool:
    """Whether Next.js runs the file on the server, by its path."""
    return "next" in file.packages and (
        in_path(APP_ROUTER, file.lowered) or in_path(NEXT_SERVER, file.lowered)
    )


def depends_on_nuxt(file: CodeFile) -> bool:
    """Whether the package is an application of Nuxt."""
    return "nuxt" in file.packages


def is_gatsby_function(file: CodeFile) -> bool:
    """Whether Gatsby serves the file as a function, by its path."""
    return "gatsby" in file.packages and "/src/api/" in f"/{file.lowered}"


def is_astro_endpoint(file: CodeFile) -> bool:
    """Whether Astro serves the file as an endpoint, by its path and its exports."""
    is_page = "astro" in file.packages and "src/pages/" in file.lowered
    return is_page and HANDLERS.search(file.text, 0, HEAD) is not None


def has_markup(file: CodeFile) -> bool:
    """Whether the file is a component, by its extension."""
    return file.lowered.endswith((".jsx", ".tsx"))


def package(file: CodeFile) -> Verdict | None:
    """The verdict of the package: a component is a browser's even if its package is a server's."""
    is_component = has_markup(file) or browser_import(file)
    of_server = file.declared is not None and file.declared.surface is Surface.BACKEND
    return None if of_server and is_component else file.declared


def is_in_extension(file: CodeFile) -> bool:
    """Whether a folder above the file is that of a browser extension."""
    return belongs_to_extension(file.path, file.read)
