"""Where the code of a file runs, by the nearest manifest of a package."""

import pytest

from keyguard.context.place import FileContext
from keyguard.model import Place, State, Surface
from keyguard.settings import Settings
from tests.context.surface.judged import FLUTTER, HERE, KEY, NONE, B, F, M, look, package

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

    FileContext(Place(path.encode(), State.TREE), text, Settings(), read).at(text.index(HERE), "")
    assert asked == []


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

    FileContext(Place(b"apps/w\xff/a.js", State.TREE), KEY, Settings(), read).at(0, "")
    assert asked[:3] == [b"apps/w\xff/package.json", b"apps/package.json", b"package.json"]
