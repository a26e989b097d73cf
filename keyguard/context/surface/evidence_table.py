"""The table of evidence: what shows where code runs, in the order in which it counts.

A row has the surface, the reason that reports show, and the question that must be answered yes;
``located`` takes its reason from the path. The first row that finds something gives the verdict.

Evidence of a server outweighs evidence of a client, because a browser's folder names and libraries
turn up on servers too. What the file says of itself comes first, then its path, then the packages
it imports; the nearest manifest is read only when all of these leave the answer open. A desktop app
or a browser extension counts as a front end: whoever has it can read it.
"""

from __future__ import annotations

from keyguard.context.surface import (
    builds,
    client_languages,
    compiled,
    configuration,
    javascript,
    paths,
    served,
    templates,
    test_reports,
)
from keyguard.context.surface.code_file import CodeFile
from keyguard.context.surface.evidence_row import (
    Evidence,
    always,
    evidence,
    evidence_at,
    located,
    of_file,
    only,
)
from keyguard.model import Surface

_FRONTEND, _MOBILE, _BACKEND = Surface.FRONTEND, Surface.MOBILE, Surface.BACKEND

ANY_FILE: tuple[Evidence, ...] = (
    of_file(served.container),
    located(_MOBILE, paths.MOBILE_RESOURCE),
    evidence_at(_MOBILE, "it is an argument of --dart-define", builds.is_dart_define),
    located(_FRONTEND, paths.TAURI),
    builds.inlined_section,
    builds.inlined_option,
)

_JAVASCRIPT: tuple[Evidence, ...] = (
    evidence(_FRONTEND, 'it begins with "use client"', javascript.says_use_client),
    evidence(_BACKEND, 'it begins with "use server"', javascript.says_use_server),
    evidence(_BACKEND, "it is a script for a shell to run", javascript.is_script),
    located(_BACKEND, paths.SERVER_PATH),
    evidence_at(
        _BACKEND,
        "it is in a function that a framework runs on the server",
        javascript.runs_on_server,
    ),
    evidence_at(_FRONTEND, "it is in the component of a route", javascript.is_in_component),
    evidence(_FRONTEND, "it imports {}", javascript.shipped_import),
    evidence(_FRONTEND, "package.json depends on electron", javascript.is_desktop_code),
    evidence(_BACKEND, "it imports {}", javascript.server_import),
    evidence(_BACKEND, "it uses {}", javascript.server_api),
    evidence(_MOBILE, "it imports {}", javascript.app_import),
    evidence(_FRONTEND, "it uses {}", javascript.browser_api_of_tool),
    of_file(javascript.tool),
    located(_FRONTEND, paths.MINIFIED),
    of_file(javascript.bundle),
    located(_FRONTEND, paths.BUNDLE),
    located(_FRONTEND, paths.CLIENT_PATH),
    evidence(_FRONTEND, "it uses {}", javascript.browser_api),
    evidence(_BACKEND, "it is a server component of Next.js", javascript.is_app_router_file),
    evidence(
        _BACKEND,
        "package.json depends on next, which runs it on the server",
        javascript.is_next_server,
    ),
    located(_FRONTEND, paths.NUXT_CLIENT, also=javascript.depends_on_nuxt),
    evidence(_BACKEND, "it is an API function of Gatsby", javascript.is_gatsby_function),
    evidence(_BACKEND, "it is an endpoint of Astro", javascript.is_astro_endpoint),
    of_file(client_languages.mini_program),
    of_file(javascript.package),
    evidence(_FRONTEND, "it is a component, by its extension", javascript.has_markup),
    evidence(_FRONTEND, "it imports {}", javascript.browser_import),
    located(_FRONTEND, paths.CLIENT_FOLDER),
    evidence(_FRONTEND, "manifest.json is that of a browser extension", javascript.is_in_extension),
)

_COMPONENT: tuple[Evidence, ...] = (
    located(_BACKEND, paths.SERVER_PATH),
    evidence(_FRONTEND, "it is a component, by its extension", always),
)

_ASTRO: tuple[Evidence, ...] = (
    evidence_at(_BACKEND, "it is between the fences of a component", templates.is_in_frontmatter),
    evidence(_FRONTEND, "it is in the markup of a component", always),
)

_PAGE: tuple[Evidence, ...] = (
    evidence_at(_BACKEND, "it is in a tag that a server evaluates", templates.is_evaluated),
    of_file(test_reports.of_tests),
    evidence(_FRONTEND, "it is in a page", always),
)

_TEMPLATE: tuple[Evidence, ...] = (
    evidence_at(_FRONTEND, "it is in a script of a page", templates.is_in_script),
    evidence_at(_FRONTEND, "WordPress prints it into the page", templates.is_handed_over),
    of_file(templates.webassembly),
    evidence_at(_BACKEND, "it is in code that a server evaluates", templates.is_server_code),
    evidence_at(_FRONTEND, "it is in the markup of a page", templates.is_behind_markup),
    evidence(_BACKEND, "it is in a template without markup", always),
)
"""What is outside the engine's tags is sent to the browser as it is, if it is a page."""

_COMPILED: tuple[Evidence, ...] = (
    of_file(compiled.imports),
    evidence(_FRONTEND, "a build makes it for browsers", client_languages.is_browser_kotlin),
    of_file(compiled.manifest),
    of_file(compiled.objective_c),
    evidence(_MOBILE, "it is in Swift, and nothing says that it is a server's", compiled.is_swift),
    evidence(_MOBILE, "it is below app/src/main/", compiled.is_android),
    evidence(_MOBILE, "it is in a folder that apps share", compiled.is_shared_kotlin),
    evidence(_MOBILE, "it is below lib/", compiled.is_flutter_code),
    evidence(_MOBILE, "it is below Assets/", compiled.is_unity),
)

_SOURCE_MAP: tuple[Evidence, ...] = (
    of_file(builds.source_map),
    evidence(_FRONTEND, "it is the source map of a bundle", always),
)

_OF_PROJECT: tuple[Evidence, ...] = (of_file(client_languages.of_project),)

_CONFIGURATION: tuple[Evidence, ...] = (
    of_file(configuration.android_properties),
    evidence(
        _FRONTEND,
        "it is the manifest of a browser extension",
        configuration.is_extension_manifest,
    ),
    located(_FRONTEND, paths.SERVED_DATA),
    of_file(served.served),
    of_file(configuration.built_data),
    located(_FRONTEND, paths.BUILT_DATA),
    of_file(configuration.unity_data),
    evidence(_MOBILE, "it is a resource of an app", client_languages.is_resource),
    evidence(
        _FRONTEND,
        "it is a container of Google Tag Manager for pages",
        client_languages.is_tag_container,
    ),
    evidence(_MOBILE, "it is the configuration of a Cordova app", configuration.is_cordova),
    evidence(_MOBILE, "pubspec.yaml lists it among the assets", configuration.is_flutter_asset),
    evidence(_MOBILE, "package.json depends on react-native-config", configuration.is_inlined),
)

_DATA: tuple[Evidence, ...] = (of_file(served.served),)

_BY_EXTENSION: tuple[tuple[frozenset[str], tuple[Evidence, ...]], ...] = (
    (frozenset(("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts")), _JAVASCRIPT),
    (frozenset({"vue", "svelte"}), _COMPONENT),
    (frozenset({"astro"}), _ASTRO),
    (templates.PAGES, _PAGE),
    (templates.TEMPLATES, _TEMPLATE),
    (templates.TEXT_TEMPLATES, (only(_FRONTEND, _TEMPLATE),)),
    (frozenset(("swift", "m", "mm", "java", "kt", "dart", "cs")), _COMPILED),
    (
        frozenset(("py", "rb", "go", "rs", "ex", "scala", "clj", "pl")),
        (evidence(_BACKEND, "it is in a language of servers", always),),
    ),
    (frozenset({"map"}), _SOURCE_MAP),
    (
        frozenset({"gradle", "kts"}),
        (evidence_at(_MOBILE, "a build writes it into the app", builds.is_gradle_field),),
    ),
    (
        frozenset({"h", "pch"}),
        (evidence_at(_MOBILE, "it is in a header of Objective-C", compiled.is_objective_c_header),),
    ),
    (frozenset(("elm", "cljs", "purs", "gleam", "gd", "tscn", "tres")), _OF_PROJECT),
    (
        frozenset({"qml"}),
        (evidence(_FRONTEND, "it is what an application of Qt shows", client_languages.is_qml),),
    ),
    (frozenset({"res"}), (of_file(javascript.package),)),
    (
        frozenset({"css", "scss", "less"}),
        (evidence(_FRONTEND, "it is in a style sheet", always),),
    ),
)


def table_of(file: CodeFile) -> tuple[Evidence, ...]:
    """The rows for a file of its kind, after ``ANY_FILE``; a file of no known kind is data, if
    anything."""
    for extensions, table in _BY_EXTENSION:
        if file.suffix in extensions:
            return table
    return _CONFIGURATION if configuration.is_configuration(file) else _DATA
