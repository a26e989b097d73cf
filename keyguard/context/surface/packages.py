"""What the packages that a file imports, or that its manifest depends on, say about its surface.

One table serves both questions: ``import express from "express"`` at the head of a file and
``"express"`` among the dependencies of the nearest ``package.json`` are the same evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from keyguard.context.folders import Read, upwards
from keyguard.context.surface.verdict import Verdict, repeated
from keyguard.model import Surface
from keyguard.model.patterns import lazy_pattern

HEAD = 32 * 1024
"""Characters of a file that may contain its imports."""

_MOBILE, _FRONTEND, _BACKEND = Surface.MOBILE, Surface.FRONTEND, Surface.BACKEND

_APP_PACKAGES = (
    "react-native", "expo", "@react-navigation", "@react-native", "@react-native-community",
    "@expo", "react-native-config", "@env", "@nativescript", "@capacitor", "@ionic",
)  # fmt: skip
_SERVER_PACKAGES = (
    "express", "fastify", "koa", "hono", "restify", "polka", "h3", "nitropack", "@nestjs",
    "@hapi", "@fastify", "@hono", "@remix-run/node", "@react-router/node", "@trpc/server",
    "@apollo/server", "apollo-server", "react-dom/server", "next/server", "next/headers",
    "server-only", "$env/static/private", "$env/dynamic/private", "cloudflare:workers",
    "wrangler", "aws-lambda", "@vercel/node", "@netlify/functions", "firebase-functions",
    "firebase-admin", "mongoose", "pg", "mysql2", "redis", "ioredis", "bullmq", "knex",
    "sequelize", "typeorm", "@prisma/client", "dotenv", "ws", "puppeteer", "playwright",
    "jsdom", "telegraf", "grammy", "discord.js", "fs", "fs/promises", "child_process",
    "cluster", "worker_threads", "http", "https", "net", "tls", "dgram",
)  # fmt: skip
_BROWSER_PACKAGES = (
    "react", "react-dom", "react-dom/client", "vue", "svelte", "solid-js", "preact", "lit",
    "jquery", "alpinejs", "@angular", "react-router-dom", "react-redux", "@reduxjs/toolkit",
    "@tanstack/react-query", "vue-router", "pinia", "$app/navigation", "@ember", "ember-source",
    "@hotwired", "@stencil/core", "@builder.io/qwik", "mithril", "backbone", "knockout", "vuex",
    "zustand", "swr", "@mui", "@chakra-ui", "@radix-ui", "@headlessui", "@vueuse/core",
)  # fmt: skip

NPM: Mapping[str, Surface] = {
    **dict.fromkeys(_APP_PACKAGES, _MOBILE),
    # Shipped to users like an app, but it is the code of a page.
    **dict.fromkeys(("electron", "plasmo", "wxt", "webextension-polyfill"), _FRONTEND),
    **dict.fromkeys(_SERVER_PACKAGES, _BACKEND),
    **dict.fromkeys(_BROWSER_PACKAGES, _FRONTEND),
}
"""A package, a path inside one, or a scope (which stands for all of its packages)."""

_SHIPPED = frozenset(("electron", "plasmo", "wxt"))
_META_FRAMEWORKS = frozenset((
    "next", "nuxt", "@sveltejs/kit", "astro", "@remix-run/react", "gatsby",
))  # fmt: skip
"""Frameworks that build one tree for both sides, so that depending on them decides nothing."""
_LIBRARY_ONLY = frozenset(("dotenv", "ws", "puppeteer", "playwright", "jsdom", "wrangler"))
"""Tools that a front end's manifest names as well."""

_JS_IMPORT = lazy_pattern(
    r"^[ \t]{0,40}(?:import\b[^;\"'\n]{0,300}"
    r"|export\b[^;\"'\n]{1,300}\bfrom[ \t]{0,8}|\}[ \t]{0,8}from[ \t]{0,8}"
    r"|(?:const|let|var)[ \t][^=\n]{1,200}=[ \t]{0,8}(?:await[ \t]{1,8})?(?:require|import)\()"
    r"[\"']([^\"'\n]{1,120})[\"']",
    re.MULTILINE,
)

_IMPORTS: Mapping[tuple[str, ...], tuple[tuple[Surface, str], ...]] = {
    ("swift",): (
        (_BACKEND, r"(?m)^import (?:Vapor|Hummingbird|Kitura|Fluent)\b"),
        (
            _MOBILE,
            r"(?m)^import (?:UIKit|SwiftUI|AppKit|WatchKit|WidgetKit|Combine)\b",
        ),
    ),
    ("m", "mm"): ((_MOBILE, r"(?m)^(?:#import|@import|@interface|@implementation)\b"),),
    ("java", "kt"): (
        (
            _BACKEND,
            r"(?m)^import (?:org\.springframework|io\.ktor\.server|jakarta\.|javax\.servlet"
            r"|io\.micronaut|io\.quarkus|io\.vertx|io\.javalin)",
        ),
        (_MOBILE, r"(?m)^import (?:android|androidx)\."),
    ),
    ("dart",): (
        (_BACKEND, r"(?m)^import ['\"]package:(?:shelf\w*|dart_frog|serverpod)/"),
        (_MOBILE, r"(?m)^import ['\"]package:flutter\w*/"),
    ),
    ("cs",): (
        (_FRONTEND, r"(?m)^using Microsoft\.AspNetCore\.Components\.WebAssembly"),
        (_BACKEND, r"(?m)^using Microsoft\.(?:AspNetCore(?!\.Components)|Azure\.Functions)"),
        (_MOBILE, r"(?m)^using (?:UnityEngine|Xamarin|Microsoft\.Maui)"),
    ),
}

_GRADLE = (
    (
        _MOBILE,
        r"(?m)com\.android\.(?:application|library)|plugins\.android\b|^\s{0,8}android\s*\{",
    ),
    (
        _BACKEND,
        r"org\.springframework|io\.ktor|ktor-server|io\.micronaut|io\.quarkus|\bjavalin",
    ),
)
_PUBSPEC = (
    (_BACKEND, r"(?m)^ {1,8}(?:shelf|dart_frog|serverpod):"),
    (_MOBILE, r"(?m)^ {1,8}sdk:[ \t]*flutter\b|^flutter:"),
)
_SWIFT_PACKAGE = ((_BACKEND, r"(?i)\b(?:vapor|hummingbird|kitura)\b"),)
_CSPROJ = (
    (_FRONTEND, r"Microsoft\.NET\.Sdk\.BlazorWebAssembly"),
    (_BACKEND, r"Microsoft\.NET\.Sdk\.(?:Web|Worker)\b|Azure\.Functions"),
    (_MOBILE, r"<UseMaui>|-(?:android|ios)\b|Xamarin"),
)

_DOTNET_START = (
    (_FRONTEND, r"WebAssemblyHostBuilder"),
    (_MOBILE, r"MauiApp\."),
    (_BACKEND, r"\b(?:WebApplication|Host)\.Create"),
)
"""What the entry point of a project calls: its manifest may have any name."""
_RAZOR_IMPORTS = ((_FRONTEND, r"Components\.WebAssembly"),)

_Patterns = tuple[tuple[Surface, str], ...]

_MANIFESTS: Mapping[tuple[str, ...], tuple[tuple[str, _Patterns], ...]] = {
    ("java", "kt", "properties", "xml"): (
        ("build.gradle", _GRADLE),
        ("build.gradle.kts", _GRADLE),
        ("app/build.gradle", _GRADLE),
        ("app/build.gradle.kts", _GRADLE),
    ),
    ("dart",): (("pubspec.yaml", _PUBSPEC),),
    ("swift",): (("Package.swift", _SWIFT_PACKAGE),),
    ("cs", "razor"): (
        ("{project}.csproj", _CSPROJ),
        ("Program.cs", _DOTNET_START),
        ("MauiProgram.cs", _DOTNET_START),
        ("_Imports.razor", _RAZOR_IMPORTS),
    ),
}
"""By extension: the manifests of a folder, in the order in which they are asked."""


_NAMES = frozenset((
    "package.json", "manifest.json", "pubspec.yaml", "elm.json", "shadow-cljs.edn", "spago.yaml",
    "spago.dhall", "gleam.toml", "project.godot", "project.config.json", "app.json",
    *(name.rpartition("/")[2] for rows in _MANIFESTS.values() for name, _ in rows),
))  # fmt: skip

_NAMESPACE = lazy_pattern(r"^[ \t]{0,8}namespace[ \t]{1,8}([\w.]{1,200})", re.MULTILINE)


def may_be_manifest(path: str) -> bool:
    """Whether a file may say something about the files beside and below it."""
    name = path.rpartition("/")[2]
    return name in _NAMES or name.endswith(".csproj") or _may_configure_build(name)


def _may_configure_build(name: str) -> bool:
    from keyguard.context.shipping.table import ALL_FILE_NAMES  # few archives hold a credential

    return name in ALL_FILE_NAMES


def js_imports(text: str) -> list[str]:
    """The modules that JavaScript or TypeScript names at the start of a line of its head."""
    return [found[1] for found in _JS_IMPORT.finditer(text, 0, HEAD)]


def js_module(name: str) -> Surface | None:
    """Where a module runs; None for one that runs anywhere or is not known."""
    if name.startswith(("node:", "bun:", "https://deno.land/std")):
        return _BACKEND
    if name.startswith("expo-"):
        return _MOBILE
    first, _, rest = name.partition("/")
    package = f"{first}/{rest.partition('/')[0]}" if first.startswith("@") else first
    return NPM.get(name) or NPM.get(package) or NPM.get(first if first.startswith("@") else "")


def shipped_js_module(name: str) -> bool:
    """Whether a module means that even code with file access ships to users."""
    return name.partition("/")[0] in _SHIPPED


def by_imports(extension: str, text: str) -> Verdict | None:
    """The verdict of the imports of Swift, Objective-C, Java, Kotlin, Dart or C#."""
    for extensions, patterns in _IMPORTS.items():
        if extension in extensions:
            found = _match(patterns, text)
            return Verdict(found[0], f"it says {found[1]}") if found else None
    return None


def _match(patterns: _Patterns, text: str) -> tuple[Surface, str] | None:
    """The surface of the first pattern that is found, and the text that it matches."""
    head = text[:HEAD]
    for surface, pattern in patterns:
        if found := re.search(pattern, head):
            return surface, repeated(found[0])
    return None


def by_manifest(extension: str, path: str, read: Read, text: str = "") -> Verdict | None:
    """The verdict of the nearest manifest that has one, for any language but JavaScript.

    ``text`` is the file's: a C# project is named after its folder or its namespace.
    """
    manifests = next((rows for each, rows in _MANIFESTS.items() if extension in each), ())
    namespace = _NAMESPACE.search(text, 0, HEAD)
    parts = namespace[1].split(".") if namespace else []
    projects = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    for folder in upwards(path) if manifests else ():
        own = folder.rstrip("/").rpartition("/")[2]
        for name, patterns in manifests:
            for file in dict.fromkeys(name.format(project=each) for each in (own, *projects)):
                content = read(folder + file)
                if content is not None and (found := _match(patterns, content)):
                    return Verdict(found[0], f"{repeated(file)} says {found[1]}")
    return None


def dependencies(path: str, read: Read) -> frozenset[str] | None:
    """The packages of the nearest ``package.json``; None without one that can be read.

    A server among the development dependencies serves the tests and says nothing about the code.
    """
    for folder in upwards(path):
        content = read(folder + "package.json")
        if content is None:
            continue
        from keyguard.context.npm_manifest import members_of  # few files have a manifest near

        manifest = members_of(content)
        if manifest is None:
            return None
        needed, extra = (
            group if isinstance(group := manifest.get(key), dict) else {}
            for key in ("dependencies", "devDependencies")
        )
        return frozenset(needed) | {name for name in extra if js_module(name) is not _BACKEND}
    return None


def is_extension(path: str, read: Read) -> bool:
    """Whether a folder above the file has the ``manifest.json`` of a browser extension."""
    manifests = (read(folder + "manifest.json") for folder in upwards(path))
    return any(content is not None and '"manifest_version"' in content for content in manifests)


def by_dependencies(names: Iterable[str]) -> Verdict | None:
    """Where the code of a package runs, if its dependencies leave no doubt."""
    known = frozenset(names)
    if shipped := known & _SHIPPED:
        return _depends(_FRONTEND, shipped)
    if known & _META_FRAMEWORKS:
        return None
    by_surface: dict[Surface | None, set[str]] = {}
    for name in known - _LIBRARY_ONLY:
        by_surface.setdefault(js_module(name), set()).add(name)
    clients = [each for each in (_MOBILE, _FRONTEND) if each in by_surface]
    if _BACKEND in by_surface:
        return None if clients else _depends(_BACKEND, by_surface[_BACKEND])
    return _depends(clients[0], by_surface[clients[0]]) if clients else None


def _depends(surface: Surface, names: Iterable[str]) -> Verdict:
    """The verdict, with the best-known of these packages as its reason."""
    name = min(names, key=lambda name: (name not in NPM, name))
    return Verdict(surface, f"package.json depends on {repeated(name)}")
