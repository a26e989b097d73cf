"""What a verdict about a surface says: its reason, the configuration's part in it, and prose."""

import pytest

from keyguard.model import Surface
from keyguard.settings import Settings
from tests.context.surface.judged import FLUTTER, HERE, NONE, B, F, look, package
from tests.context.surface.test_contents import TEXTS
from tests.context.surface.test_manifests import NEIGHBOURS
from tests.context.surface.test_paths import PATHS

REASONS = [
    ("app/a.tsx", f'"use client"\nk("{HERE}")', {}, 'it begins with "use client"'),
    ("app/a.tsx", f'"use server"\nk("{HERE}")', {}, 'it begins with "use server"'),
    ("web/public/js/app.js", HERE, {}, "it is below public/"),
    ("src/routes/send/+server.ts", HERE, {}, "its path ends in +server.ts"),
    ("src/hooks.server.ts", HERE, {}, "its path holds hooks.server."),
    ("vendor.min.js", HERE, {}, "its path ends in .min.js"),
    ("src/a.ts", f"import a from 'express/a'\n{HERE}", {}, "it imports express/a"),
    ("src/a.ts", f"import a from 'expo-constants'\n{HERE}", {}, "it imports expo-constants"),
    ("src/a.ts", f"import React from 'react'\n{HERE}", {}, "it imports react"),
    ("src/a.js", f"window.location = '{HERE}'", {}, "it uses window"),
    ("src/a.ts", f"Deno.serve(() => '{HERE}')", {}, "it uses Deno.serve"),
    (
        "src/a.ts",
        HERE,
        {"package.json": package("@radix-ui/a", "react-dom", "lodash")},
        "package.json depends on react-dom",
    ),
    ("src/a.ts", HERE, {"package.json": package("wxt", "pg")}, "package.json depends on wxt"),
    ("dist/main.js", HERE, {"package.json": package("koa")}, "package.json depends on koa"),
    ("dist/main.js", HERE, {}, "it is below dist/"),
    ("lib/a.dart", HERE, {"pubspec.yaml": FLUTTER}, "pubspec.yaml says sdk: flutter"),
    ("A.cs", f"using UnityEngine;\nvar k = '{HERE}';", {}, "it says using UnityEngine"),
    (".env", HERE, {"pubspec.yaml": "- .env\n"}, "pubspec.yaml lists it among the assets"),
    (
        "next.config.js",
        f"module.exports = {{ env: {{ KEY: '{HERE}' }} }}",
        {},
        "a build writes the section env into what it ships",
    ),
    ("a.html", f"<p data-key='{HERE}'>", {}, "it is in a page"),
    ("a.py", HERE, {}, "it is in a language of servers"),
    ("vite.config.ts", HERE, {}, ""),
    ("src/a.ts", HERE, {}, ""),
    ("tests/a.html", HERE, {}, ""),
    ("Res/Values/Keys.xml", HERE, {}, "its path ends in Res/Values/Keys.xml"),
    ("res/values/" + "k" * 66 + ".xml", HERE, {}, "its path ends in …"),
]


@pytest.mark.parametrize(("path", "text", "neighbours", "reason"), REASONS)
def test_the_verdict_has_a_reason(
    path: str, text: str, neighbours: dict[str, str], reason: str
) -> None:
    assert look(path, text, neighbours).surface_reason == reason


@pytest.mark.parametrize(
    ("path", "text", "neighbours"),
    [
        *((path, HERE, {}) for paths in PATHS.values() for path in paths.split()),
        *((path, text, {}) for path, text, _ in TEXTS),
        *((path, HERE, neighbours) for path, neighbours, _ in NEIGHBOURS),
    ],
)
def test_there_is_a_reason_for_every_surface_but_none(
    path: str, text: str, neighbours: dict[str, str]
) -> None:
    context = look(path, text, neighbours)
    assert bool(context.surface_reason) == (context.surface is not NONE)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("web/app.js", F),
        ("web/server/app.js", B),
        ("web/server/notes.md", B),
        ("api/send.js", B),
        ("other/web/app.js", NONE),
        ("tests/app.js", NONE),
    ],
)
def test_the_last_matching_glob_overrides(path: str, expected: Surface) -> None:
    settings = Settings(surfaces=(("/web/**", F), ("web/server/", B)))
    context = look(path, settings=settings)
    assert context.surface is expected
    assert (context.surface_reason == "the configuration says so") == path.startswith("web/")


def test_prose_says_that_it_is_prose() -> None:
    assert look("docs/frontend.md").documentation
    assert look("README").documentation
    assert not look("public/app.js").documentation
