"""Where the code of a file runs, as tables of paths, contents and neighbours."""

import json

import pytest

from keyguard.context.place import context_of
from keyguard.model import Context, Place, State, Surface
from keyguard.settings import Settings
from tests.samples import production_key

KEY = production_key("surface")
HERE = "<key>"
HEAD = 32_768
"""Characters of a file that say what it imports and uses."""

F, M = Surface.FRONTEND, Surface.MOBILE
B, NONE = Surface.BACKEND, Surface.NONE


def package(*names: str) -> str:
    return json.dumps({"dependencies": dict.fromkeys(names, "1")})


def look(
    path: str,
    text: str = HERE,
    neighbours: dict[str, str] | None = None,
    settings: Settings | None = None,
) -> Context:
    def read(place: Place, other: bytes) -> bytes | None:
        content = (neighbours or {}).get(other.decode())
        return None if content is None else content.encode()

    where = Place(path.encode(), State.TREE)
    filled = text.replace(HERE, KEY)
    return context_of(where, filled, text.index(HERE), "", settings or Settings(), read)


PATHS = {
    F: """
        index.html src/App.vue src/lib/Chat.svelte src/Chat.jsx src/Chat.tsx public/app.js
        static/js/main.js wwwroot/site.js www/app.js assets/app.js dist/app.js build/main.3f2a.js
        build/main.js.map dist/app.css.map public/app.map src/chat.client.ts sw.js
        service-worker.js src/environments/environment.prod.ts frontend/src/gateway.ts
        front-end/gateway.js client/gateway.js vendor.min.js app.bundle.js public/config.json
        public/.env public/data.yml public/keys.csv public/a/settings.toml wwwroot/data.csv
        .next/server/app/page.rsc .next/server/pages/about.json build/a/__data.json
        .next/static/data.txt .output/public/a.yml pkg/app_bg.wasm public/app.wasm
        ext/shop.crx shop.xpi shop.xpi/background.js release/app.asar/main.js app.asar
        app.asar/README.md app.asar/test/a.js wwwroot/_framework/Shop.wasm
    """,
    M: """
        app/src/main/res/values/strings.xml res/values-tr/keys.xml app/src/main/AndroidManifest.xml
        ios/App/Info.plist Config/Staging.xcconfig ios/GoogleService-Info.plist
        app/google-services.json App/Gateway.swift lib/main.dart lib/src/api/gateway.dart
        app/src/main/java/com/a/Gateway.java app/src/main/kotlin/Gateway.kt Assets/Gateway.cs
        capacitor.config.ts dart_defines/prod.json ios/App.xcodeproj/project.pbxproj
        app.apk app.apk/classes.dex app.apk/assets/config.json app.aab/base/dex/classes.dex
        Shop.ipa/Payload/Shop.app/Info.plist Shop.ipa/Payload/Shop.app/main.jsbundle
        app.apk/assets/index.html app.apk/assets/docs/README.md app.apk/res/a.txt build/app.apk
    """,
    B: """
        pages/api/send.ts src/pages/api/send.js app/api/send/route.ts app/send/route.js
        src/routes/send/+server.ts src/routes/+page.server.ts src/routes/+layout.server.js
        src/hooks.server.ts app/send.server.tsx src/lib/server/gateway.ts server/api/send.ts
        netlify/functions/send.js functions/send.ts api/send.js supabase/functions/send/index.ts
        workers/send.js backend/index.js server/index.ts apps/api/src/main.ts middleware.ts
        src/middleware.ts server.js app/page.tsx src/app/chat/page.tsx app/layout.js
        server/Page.vue app.py main.go app.rb dist/server/app.js index.php
    """,
    NONE: """
        src/gateway.ts gateway.js index.js lib/gateway.mjs src/api/gateway.ts src/workers/send.ts
        src/functions/send.ts src/store/middleware.ts web/gateway.ts src/client/http.ts
        packages/sdk/src/client.ts vite.config.ts next.config.js scripts/send.js tools/a.mjs
        .eslintrc.js gulpfile.js README.md docs/frontend.md public/notes.md CHANGELOG .env
        frontend/.env.production config.yml publications/data.yml package.json app.json
        static/.env static/keys.csv www/.env wwwroot/.env wwwroot/data.yml dist/.env build/.env
        .next/server/app-paths-manifest.json .next/required-server-files.json .next/cache/a.txt
        src/assets/keys.csv republic/.env tests/app.apk/a.txt src/gateway.wasm
        apk/config.txt asar/main.txt myapk/a.txt public.env
        eas.json values/strings.xml settings.gradle gradle.properties local.properties
        bin/main.dart src/Gateway.java src/Gateway.kt src/Gateway.cs solver.m main.c run.sh
        lib/notes.map publications/app.js clients/gateway.js rebuild/app.js statics/app.js
        src/app.test.tsx tests/public/app.js src/__tests__/App.vue manifest.json data.csv
    """,
}


@pytest.mark.parametrize(
    ("path", "expected"), [(path, kind) for kind, paths in PATHS.items() for path in paths.split()]
)
def test_the_path_alone(path: str, expected: Surface) -> None:
    assert look(path).surface is expected


TEXTS = [
    # directives
    ("app/chat/page.tsx", '"use client"\nconst k = "<key>"', F),
    ("app/chat/page.tsx", "// a comment\n/* and\n another */\n'use client';\nk('<key>')", F),
    ("src/a.ts", "'use server'\nk('<key>')", B),
    ("components/A.tsx", "import 'server-only'\nk('<key>')", B),
    ("src/a.ts", 'const directive = "use client"\nk("<key>")', NONE),
    ("src/a.ts", "// 'use client'\nk('<key>')", NONE),
    # imports
    ("src/a.ts", "import express from 'express'\nk('<key>')", B),
    ("src/a.js", "const fs = require('fs')\nk('<key>')", B),
    ("src/a.js", "const { readFile } = await import('node:fs/promises')\nk('<key>')", B),
    ("src/a.ts", "import {\n  Controller,\n} from '@nestjs/common'\nk('<key>')", B),
    ("src/a.ts", "import { KEY } from '$env/static/private'\nk('<key>')", B),
    ("public/a.js", "const http = require('http')\nk('<key>')", B),
    ("frontend/server.tsx", "import { renderToString } from 'react-dom/server'\nk('<key>')", B),
    ("src/a.ts", "Deno.serve(() => fetch(u, '<key>'))", B),
    ("src/a.js", "import React from 'react'\nk('<key>')", F),
    ("src/a.ts", "import { Component } from '@angular/core'\nk('<key>')", F),
    ("src/a.ts", "import { Text } from 'react-native'\nk('<key>')", M),
    ("App.tsx", "import * as X from 'expo-constants'\nk('<key>')", M),
    ("main.js", "const { app } = require('electron')\nconst fs = require('fs')\nk('<key>')", F),
    ("src/a.ts", "import x from './express'\nk('<key>')", NONE),
    ("src/a.ts", "// import express from 'express'\nk('<key>')", NONE),
    ("src/a.ts", "const text = `\n an import from 'react'`\nk('<key>')", NONE),
    ("src/a.ts", "export const scheme = 'http'\nk('<key>')", NONE),
    # the browser's own objects
    ("src/a.js", "window.location = '<key>'", F),
    ("src/a.js", "document.querySelector('a').href = '<key>'", F),
    ("src/a.js", "localStorage.setItem('key', '<key>')", F),
    ("src/a.js", "chrome.runtime.sendMessage('<key>')", F),
    ("src/a.js", "const express = require('express')\nwindow.x = '<key>'", B),
    ("src/a.js", "document.save('<key>')", NONE),
    ("src/a.js", "my.window.x = '<key>'", NONE),
    # what a framework strips from the bundle
    ("app/routes/a.tsx", "export async function loader() {\n k('<key>')\n}\n", B),
    ("app/routes/a.tsx", "export const loader = async () => {}\nexport default function A() {\n"
     "  return '<key>'\n}", F),
    ("pages/a.tsx", "export async function getServerSideProps() {\n k('<key>')\n}", B),
    # pages and templates
    ("a.html", "<p data-key='<key>'>", F),
    ("templates/a.html", "{% set key = '<key>' %}", B),
    ("templates/a.html", "<script>var k = '{{ '<key>' }}'</script>", F),
    ("a.php", "<?php $k = '<key>'; ?><script>x()</script>", B),
    ("a.php", "<script>var k = '<key>'</script>", F),
    ("a.php", "<script>x()</script><?php $k = '<key>';", B),
    ("a.html.erb", "<SCRIPT src='https://x/?key=<key>'></SCRIPT>", F),
    ("a.html.erb", "<%= link '<key>' %>", B),
    ("Index.cshtml", "@{ var k = \"<key>\"; }", B),
    ("Index.cshtml", "<script>k('<key>')</script>", F),
    ("a.jinja2", "{% set k = '<key>' %}", B),
    ("a.blade.php", "<script>k('<key>')", F),
    ("a.astro", "---\nconst k = '<key>'\n---\n<p/>", B),
    ("a.astro", "---\nconst a = 1\n---\n<script>k('<key>')</script>", F),
    ("a.astro", "<script>k('<key>')</script>", F),
    # languages that run on both sides
    ("Sources/App/a.swift", "import Vapor\nlet k = \"<key>\"", B),
    ("a.swift", "import SwiftUI\nlet k = \"<key>\"", M),
    ("Gateway.m", "#import <UIKit/UIKit.h>\nk(@\"<key>\")", M),
    ("src/A.kt", "import androidx.compose.ui.A\nval k = \"<key>\"", M),
    ("app/src/main/java/A.java", "import org.springframework.web.A;\nString k = \"<key>\";", B),
    ("lib/a.dart", "import 'package:shelf/shelf.dart';\nconst k = '<key>';", B),
    ("bin/a.dart", "import 'package:flutter/material.dart';\nconst k = '<key>';", M),
    ("A.cs", "using UnityEngine;\nvar k = \"<key>\";", M),
    ("A.cs", "using Microsoft.AspNetCore.Mvc;\nvar k = \"<key>\";", B),
    # what a build writes into an app or a bundle
    ("app/build.gradle", "buildConfigField 'String', 'K', '\"<key>\"'", M),
    ("app/build.gradle.kts", "resValue(\"string\", \"k\", \"<key>\")", M),
    ("app/build.gradle", "repositories { token = '<key>' }", NONE),
    ("run.sh", "flutter run --dart-define=KEY=<key>", M),
    ("run.sh", "flutter run --dart-define=A=b\ncurl -d <key>", NONE),
    ("app.json", '{"expo": {"extra": {"key": "<key>"}}}', M),
    ("app.json", '{"expo": {"name": "<key>"}}', NONE),
    ("eas.json", '{"build": {"production": {"env": {"K": "<key>"}}}}', M),
    ("next.config.js", "module.exports = { env: { KEY: '<key>' } }", F),
    ("next.config.js", "module.exports = { headers: { KEY: '<key>' } }", NONE),
    ("nuxt.config.ts", "defineNuxtConfig({ runtimeConfig: { public: { k: '<key>' } } })", F),
    ("nuxt.config.ts", "defineNuxtConfig({ runtimeConfig: { k: '<key>' } })", NONE),
    ("vite.config.ts", "defineConfig({ define: { K: '\"<key>\"' } })", F),
    ("ext/manifest.json", '{"manifest_version": 3, "key": "<key>"}', F),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS)
def test_the_content(path: str, text: str, expected: Surface) -> None:
    assert look(path, text).surface is expected


FLUTTER = "dependencies:\n  flutter:\n    sdk: flutter\n"
NEIGHBOURS = [
    ("web/src/a.ts", {"web/package.json": package("react", "react-dom")}, F),
    ("web/src/a.ts", {"web/package.json": package("express")}, B),
    ("web/src/a.ts", {"package.json": package("@angular/core")}, F),
    # the nearest one decides
    ("web/a.ts", {"web/package.json": package("hono"), "package.json": package("react")}, B),
    ("a/b.ts", {"a/package.json": package("lodash"), "package.json": package("react")}, NONE),
    # both sides in one package say nothing
    ("src/a.ts", {"package.json": package("react-dom", "express")}, NONE),
    ("src/a.ts", {"package.json": package("next", "react-dom")}, NONE),
    ("app/lib/a.ts", {"package.json": package("next", "react-dom")}, B),
    ("src/app/a.ts", {"package.json": package("@angular/core")}, F),
    ("src/a.ts", {"package.json": package("react", "react-native")}, M),
    ("src/a.ts", {"package.json": package("electron", "express")}, F),
    ("src/api/a.ts", {"package.json": package("gatsby", "react")}, B),
    ("src/a.ts", {"package.json": package("vue", "puppeteer")}, F),
    ("dist/main.js", {"package.json": package("@nestjs/core")}, B),
    ("dist/main.js", {"package.json": package("react-dom")}, F),
    ("dist/main.js.map", {"package.json": package("express")}, B),
    ("dist/app.min.js", {"package.json": package("express")}, F),
    ("src/a.jsx", {"package.json": package("express")}, F),
    ("src/a.ts", {"package.json": '{"devDependencies": {"express": "5"}}'}, NONE),
    ("dist/main.js", {"package.json": '{"devDependencies": {"express": "5"}}'}, F),
    ("vite.config.ts", {"package.json": package("react-dom")}, NONE),
    ("server/a.ts", {"package.json": package("react-dom")}, B),
    ("src/a.js", {"src/manifest.json": '{"manifest_version": 3}'}, F),
    ("src/a.js", {"src/manifest.json": '{"name": "x"}'}, NONE),
    # a manifest that nobody could read
    ("src/a.ts", {"package.json": "{"}, NONE),
    ("src/a.ts", {"package.json": "[]"}, NONE),
    ("src/a.ts", {"package.json": '{"dependencies": ["react"]}'}, NONE),
    ("src/a.ts", {"package.json": "[" * 100_000}, NONE),
    ("src/a.ts", {"package.json": ""}, NONE),
    # other languages
    ("Sources/a.swift", {"Package.swift": '.package(url: "https://github.com/vapor/vapor")'}, B),
    ("Sources/a.swift", {"Package.swift": '.package(url: "https://x/alamofire")'}, M),
    ("lib/a.dart", {"pubspec.yaml": "dependencies:\n  dart_frog: ^1.0.0\n"}, B),
    ("lib/a.dart", {"pubspec.yaml": "dependencies:\n  shelf: ^1.0.0\n"}, B),
    ("tool/a.dart", {"pubspec.yaml": FLUTTER}, M),
    ("app/src/main/java/A.java", {"app/build.gradle": "id 'org.springframework.boot'"}, B),
    ("app/src/main/java/A.java", {"app/build.gradle": "id 'com.android.application'"}, M),
    ("src/main/kotlin/A.kt", {"build.gradle.kts": 'implementation("io.ktor:ktor-server")'}, B),
    ("Api/A.cs", {"Api/Api.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web">'}, B),
    ("Ui/A.cs", {"Ui/Ui.csproj": '<Project Sdk="Microsoft.NET.Sdk.BlazorWebAssembly">'}, F),
    ("gradle.properties", {"app/build.gradle": "apply plugin: 'com.android.application'"}, M),
    ("gradle.properties", {"build.gradle": "id 'org.springframework.boot'"}, NONE),
    # configuration that a build puts into an app
    (".env", {"pubspec.yaml": FLUTTER + "flutter:\n  assets:\n    - .env\n"}, M),
    (".env", {"pubspec.yaml": FLUTTER + "flutter:\n  assets:\n    - images/\n"}, NONE),
    ("assets/a.json", {"pubspec.yaml": FLUTTER + "flutter:\n  assets:\n    - assets/\n"}, M),
    (".env", {"package.json": package("react-native", "react-native-config")}, M),
    (".env", {"package.json": package("react-dom")}, NONE),
]


@pytest.mark.parametrize(("path", "neighbours", "expected"), NEIGHBOURS)
def test_the_nearest_manifest(path: str, neighbours: dict[str, str], expected: Surface) -> None:
    assert look(path, HERE, neighbours).surface is expected


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
    ("path", "text"),
    [
        ("server/a.ts", HERE),
        ("app/a.ts", f"'use client'\n{HERE}"),
        ("src/a.ts", f"import express from 'express'\n{HERE}"),
        ("README.md", HERE),
        ("tests/a.ts", HERE),
        ("a/b/config.yml", HERE),
        ("a/b/app.py", HERE),
    ],
)
def test_no_manifest_is_read_when_the_answer_is_known(path: str, text: str) -> None:
    asked: list[bytes] = []

    def read(place: Place, other: bytes) -> bytes | None:
        asked.append(other)
        return None

    context_of(Place(path.encode(), State.TREE), text, text.index(HERE), "", Settings(), read)
    assert asked == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("a.js", "import express from 'express'\n"),
        ("a.js", "const a = window.name\n"),
        ("a.kt", "import org.springframework.boot.run\n"),
        ("a.cs", "using UnityEngine;\n"),
        ("manifest.json", '{"manifest_version": 3}\n'),
    ],
)
def test_the_head_of_a_file_says_it_and_no_more_is_read(path: str, said: str) -> None:
    line = "// of no interest\n"
    within = line * ((HEAD - len(said)) // len(line))
    assert look(path, f"{within}{said}{HERE}").surface is look(path, f"{said}{HERE}").surface
    assert look(path, f"{said}{HERE}").surface is not NONE
    assert look(path, f"{line * (HEAD // len(line) + 1)}{said}{HERE}").surface is NONE


def test_the_nearest_manifest_is_asked_for_in_fifty_folders_and_the_root() -> None:
    path = "".join(f"{number}/" for number in range(60)) + "a.js"
    for depth, expected in ((0, B), (9, NONE), (10, NONE), (11, B), (60, B)):
        folder = "".join(f"{number}/" for number in range(depth))
        assert look(path, neighbours={f"{folder}package.json": package("express")}).surface is (
            expected
        ), depth


def test_manifests_are_asked_from_the_folder_up_to_the_root() -> None:
    asked: list[bytes] = []

    def read(place: Place, other: bytes) -> bytes | None:
        asked.append(other)
        return None

    context_of(Place(b"apps/w\xff/a.js", State.TREE), KEY, 0, "", Settings(), read)
    assert asked[:3] == [b"apps/w\xff/package.json", b"apps/package.json", b"package.json"]


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


@pytest.mark.parametrize(
    "unit", ["/* ", "//\n", "import ", "const a", "---\n", "<script", "{", " "]
)
@pytest.mark.parametrize("path", ["a.ts", "a.astro", "a.php", "a.json", "A.swift"])
def test_hostile_text_ends(path: str, unit: str) -> None:
    text = unit * (200_000 // len(unit)) + HERE
    assert look(path, text).surface in Surface
