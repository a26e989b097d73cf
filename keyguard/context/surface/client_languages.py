"""Languages and engines whose code ships, by the manifest of the project.

Elm, ClojureScript, PureScript, Gleam, Godot, QML, Kotlin for browsers, WeChat mini programs. These
are questions of the table of evidence. Each of them can build servers as well, or in part: then the
answer remains open.
"""

from __future__ import annotations

import re

from keyguard.context.folders import upwards
from keyguard.context.surface.code_file import CodeFile
from keyguard.context.surface.packages import by_manifest
from keyguard.context.surface.verdict import Verdict
from keyguard.model import Surface
from keyguard.model.record import NamedTuple

_FRONTEND, _MOBILE, _BACKEND = Surface.FRONTEND, Surface.MOBILE, Surface.BACKEND


class Client(NamedTuple):
    """A language, and what its project says about where the code runs."""

    suffixes: tuple[str, ...]
    surface: Surface
    manifests: tuple[str, ...]
    """Names of manifests; the nearest one is asked."""
    says: str
    source: str
    """The page that says so."""
    unless: str = r"(?!)"
    """Matches a manifest that leaves the answer open."""
    except_in: str = r"(?!)"
    """Matches paths, in lower case, of files that certainly do not ship."""


CLIENTS: tuple[Client, ...] = (
    Client(
        ("elm",),
        _FRONTEND,
        ("elm.json",),
        r"\"elm/browser\"",
        "https://package.elm-lang.org/packages/elm/browser/latest/",
        unless=r"elm-pages|\"type\"\s*:\s*\"package\"",
        except_in=r"(?:^|/)(?:tests?|script)/",
    ),
    Client(
        ("cljs",),
        _FRONTEND,
        ("shadow-cljs.edn",),
        r":target\s+:(?:browser|chrome-extension)\b",
        "https://shadow-cljs.github.io/docs/UsersGuide.html#_target",
        unless=r":target\s+:(?!browser\b|chrome-extension\b|karma\b)",
        except_in=r"(?:^|/)(?:tests?|server|node)/",
    ),
    Client(
        ("purs",),
        _FRONTEND,
        ("spago.yaml", "spago.dhall"),
        r"\bhalogen\b",
        "https://purescript-halogen.github.io/purescript-halogen/",
        unless=r"\bhttpu?r(?:ple|e)\b|\bnode-http\b|\bexpress\b",
        except_in=r"(?:^|/)(?:tests?|server)/",
    ),
    Client(
        ("gleam",),
        _BACKEND,
        ("gleam.toml",),
        r"(?m)^(?:wisp|mist)\s*=",
        "https://hexdocs.pm/wisp/",
        unless=r"(?m)^lustre\s*=",
    ),
    Client(
        ("gleam",),
        _FRONTEND,
        ("gleam.toml",),
        r"(?ms)^target\s*=\s*\"javascript\".*^lustre\s*=",
        "https://hexdocs.pm/lustre/guide/06-full-stack-applications.html",
        unless=r"(?m)^(?:wisp|mist|glen)\s*=",
        except_in=r"(?:^|/)(?:test|server)/",
    ),
    Client(
        ("gd", "tscn", "tres"),
        _MOBILE,
        ("project.godot",),
        r"config_version",
        "https://docs.godotengine.org/en/stable/tutorials/export/exporting_projects.html",
        except_in=r"(?:^|/)(?:addons|tests?|tools?|dedicated)/|server",
    ),
)

_QML_OF_TESTS = r"(?:^|/)(?:tests?/|tst_)"
_BROWSER_KOTLIN = r"/src/(?:wasm)?jsmain/"
_RESOURCES_OF_MAUI = r"(?:^|/)resources/raw/"
_RESOURCES_OF_COMPOSE = r"/src/\w{1,40}main/composeresources/"
_MINI_PROGRAM = "project.config.json"
"""https://developers.weixin.qq.com/miniprogram/en/dev/devtools/projectconfig.html"""


def of_project(file: CodeFile) -> Verdict | None:
    """The verdict of the project's nearest manifest."""
    for client in CLIENTS:
        if file.suffix in client.suffixes and (verdict := _by_manifest(client, file)):
            return verdict
    return None


def _by_manifest(client: Client, file: CodeFile) -> Verdict | None:
    if re.search(client.except_in, file.lowered):
        return None
    for folder in upwards(file.path):
        for name in client.manifests:
            content = file.read(folder + name)
            if content is None:
                continue
            fits = re.search(client.says, content) and not re.search(client.unless, content)
            return Verdict(client.surface, f"{name} says so") if fits else None
    return None


def is_qml(file: CodeFile) -> bool:
    """Whether an application of Qt shows the file: https://doc.qt.io/qt-6/qmlapplications.html"""
    return file.suffix == "qml" and not re.search(_QML_OF_TESTS, file.lowered)


def is_browser_kotlin(file: CodeFile) -> bool:
    """Whether it is Kotlin for browsers alone.

    https://kotlinlang.org/docs/js-project-setup.html#execution-environments
    """
    if file.suffix != "kt" or not re.search(_BROWSER_KOTLIN, f"/{file.lowered}"):
        return False
    for folder in upwards(file.path):
        content = file.read(folder + "build.gradle.kts")
        if content is not None:
            return re.search(r"\bbrowser\b\s*[({]", content) is not None and "nodejs" not in content
    return False


def is_resource(file: CodeFile) -> bool:
    """Whether it is what .NET MAUI or Compose Multiplatform puts into an app as it is.

    https://learn.microsoft.com/dotnet/maui/platform-integration/storage/file-system-helpers
    https://kotlinlang.org/docs/multiplatform/compose-multiplatform-resources.html
    """
    if re.search(_RESOURCES_OF_COMPOSE, f"/{file.lowered}"):
        return True
    if not re.search(_RESOURCES_OF_MAUI, file.lowered):
        return False
    project = by_manifest("cs", file.path, file.read)
    return project is not None and project.surface is _MOBILE


def mini_program(file: CodeFile) -> Verdict | None:
    """The verdict on a file that WeChat puts on a phone, or runs as a function in its cloud."""
    from keyguard.context.npm_manifest import members_of  # few files are asked about

    for folder in upwards(file.path):
        content = file.read(folder + _MINI_PROGRAM)
        project = members_of(content) if content is not None else None
        if project is None:
            continue
        below = file.path[len(folder) :]
        if _is_below(project.get("cloudfunctionRoot"), below):
            return Verdict(_BACKEND, f"{_MINI_PROGRAM} says so")
        root = project.get("miniprogramRoot")
        app = folder + (
            root.strip("./") + "/" if isinstance(root, str) and root.strip("./") else ""
        )
        if file.path.startswith(app) and file.read(app + "app.json") is not None:
            return Verdict(_MOBILE, f"{_MINI_PROGRAM} says so")
        return None
    return None


def _is_below(root: object, path: str) -> bool:
    return (
        isinstance(root, str) and bool(root.strip("./")) and path.startswith(root.strip("./") + "/")
    )


def is_tag_container(file: CodeFile) -> bool:
    """Whether the file is the export of a container that Google Tag Manager publishes for pages.

    https://developers.google.com/tag-platform/tag-manager/api/v2/reference/accounts/containers: one
    for a server has another ``usageContext``.
    """
    text = file.text
    return (
        file.suffix == "json"
        and '"exportFormatVersion"' in text
        and '"containerVersion"' in text
        and re.search(r"\"usageContext\"\s*:\s*\[\s*\"WEB\"\s*\]", text) is not None
    )
