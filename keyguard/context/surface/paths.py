"""Paths that show where code runs, by the conventions of frameworks and build tools.

All but ``UNITY_DATA`` are matched with the path in lower case. Each pattern is compiled when it is
first needed, since a file takes a few of them.
"""

from __future__ import annotations

import re
from functools import cache

from keyguard.context.surface.verdict import repeated
from keyguard.model.patterns import lazy_pattern


def in_path(pattern: str, path: str) -> bool:
    """Whether a path is one of those that a pattern of this module describes."""
    return _compiled(pattern).search(path) is not None


def path_part(pattern: str, path: str, lowered: str) -> str:
    """The part of a path that matches: ``it is below public/``; empty if none does.

    The part is as it is in ``path``, so that a secret in it can be masked.
    """
    found = _compiled(pattern).search(lowered)
    if found is None:
        return ""
    start, end = found.span()
    part = repeated(path[start:end].lstrip("/")) if len(path) == len(lowered) else "…"
    if lowered[start:end].endswith("/"):
        return f"it is below {part}"
    return f"its path ends in {part}" if end == len(lowered) else f"its path holds {part}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return lazy_pattern(pattern, re.DOTALL)


SERVER_PATH = (
    r"(?:^|/)(?:pages/api/|app/(?:.{1,400}/)?route\.[jt]sx?\Z|lib/server/|server/|backend/|apps/api/"
    r"|netlify/(?:edge-)?functions/|supabase/functions/|server\.[cm]?[jt]s\Z"
    r"|src/setupproxy\.[jt]s\Z)"
    r"|\+(?:api\.[jt]sx?|server\.[jt]s)\Z|\+(?:page|layout)\.server\.|hooks\.server\.|\.server\.[cm]?[jt]sx?\Z"
    # Under `src/` these names are a browser's as well: web workers, an API client, a store.
    r"|^(?:(?:apps|packages)/[^/]{1,100}/)?(?:functions/|workers/|api/|convex/|(?:src/)?middleware\.[jt]s\Z)"
)
MINIFIED = r"\.(?:min|bundle|chunk)\.[cm]?js\Z|[.-][0-9a-f]{8,20}\.m?js\Z"
"""Matches minified files: nobody minifies or hashes the name of what browsers do not get."""
BUNDLE = (
    r"(?:^|/)(?:dist|build|out|bundles?|\.next/static|\.nuxt/dist/client"
    r"|\.svelte-kit/output/client|\.output/public|storybook-static)/"
    r"|\.(?:bundle|min|chunk)\.[cm]?js\Z|\.[cm]?js\.map\Z|\.css\.map\Z"
)
CLIENT_PATH = (
    r"(?:^|/)(?:public|static(?:files)?|www|wwwroot|htdocs)/|(?:^|/)assets/.{1,400}\.js\Z"
    r"|\.(?:client|user)\.[cm]?[jt]sx?\Z|(?:^|/)(?:sw|service-?worker|instrumentation-client)\.[jt]s\Z"
    r"|\+(?:page|layout)\.[jt]s\Z|(?:^|/)src/environments/environment[^/]{0,80}\.ts\Z"
)
SERVED_DATA = (
    r"(?:^|/)(?:public|wwwroot|src/assets)/.{1,400}\.(?:json|xml)\Z|\.webmanifest\Z"
    r"|(?:^|/)asset-manifest\.json\Z|(?:^|/)public/.{1,400}\.txt\Z"
)
BUILT_DATA = r"(?:^|/)(?:dist|out)/.{1,400}\.(?:json|txt|xml)\Z"
CLIENT_FOLDER = (
    r"(?:^|/)front-?end/|(?:^|/)(?:app/javascript|resources/js|assets/(?:js|javascripts?))/"
    r"|^(?:(?:apps|packages)/)?(?:client|ui|webapp)/"
)
APP_ROUTER = r"(?:^|/)app/(?:.{1,400}/)?[^/]{1,200}\.[jt]sx?\Z"
APP_ROUTER_FILE = r"/(?:page|layout|template|loading|not-found|default)\.[jt]sx?\Z"
TOOLING = (
    r"(?:^|/)(?:scripts|tools|bin|ci)/|\.config\.[cm]?[jt]s\Z|rc\.[cm]?js\Z"
    r"|(?:gulp|grunt)file\.[jt]s\Z"
)

MOBILE_RESOURCE = (
    r"(?:^|/)res/(?:values[^/]{0,40}|raw|xml)/[^/]{1,200}\.(?:xml|json|properties)\Z"
    r"|(?:^|/)src/main/(?:assets|cpp|jni)/|\.lproj/[^/]{1,200}\.strings\Z"
    r"|(?:^|/)(?:config|keys?|secrets?|settings|api-?_?keys?)[^/]{0,40}\.plist\Z|(?:^|/)androidmanifest\.xml\Z"
    r"|(?:^|/)[^/]{0,100}info\.plist\Z|\.xcconfig\Z|(?:^|/)project\.pbxproj\Z"
    r"|(?:^|/)google-services\.json\Z|(?:^|/)dart_defines/[^/]{1,200}\.json\Z"
    r"|(?:^|/)capacitor\.config\.(?:json|[jt]s)\Z"
)
NEXT_SERVER = r"^(?:.{1,200}/)?(?:src/)?(?:instrumentation|proxy)\.[jt]s\Z"
"""https://nextjs.org/docs/app/api-reference/file-conventions"""
NUXT_CLIENT = r"(?:^|/)(?:composables|plugins|layouts|pages|components|stores)/"
TAURI = r"(?:^|/)src-tauri/"
"""Matches Rust that ships inside a desktop app."""
UNITY_DATA = r"(?:^|/)Assets/(?:Resources|StreamingAssets)/"
SHARED_KOTLIN = r"/src/(?:common|android|ios)main/"
