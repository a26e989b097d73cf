"""Where the code of a file runs, by what it imports, uses and holds."""

import pytest

from keyguard.model import Surface
from tests.context.surface.judged import HERE, NONE, B, F, M, look

HEAD = 32_768
"""Characters of a file that say what it imports and uses."""

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
    # what is written about a run of tests, if it is not served
    ("results/log.html", '<meta content="Robot Framework 7.5 (Python 3.11.7 on linux)" '
     "name=\"Generator\">\n<script>window.output['strings'] = ['<key>'];</script>", NONE),
    ("report.html", '<head><title id="head-title">report.html</title></head>\n<p><key>', NONE),
    ("htmlcov/a_py.html", "<title>Coverage for a.py: 40%</title>\n"
     '<script src="coverage_html_cb_54cfdca1.js" defer></script>\n<p><key>', NONE),
    ("playwright-report/index.html", "<title>Playwright Test Report</title>\n<p><key>", NONE),
    ("mochawesome.html", "<title>Mochawesome Report</title><body data-raw='<key>'>", NONE),
    ("newman/shop.html", "<title>Newman Summary Report</title>\n<p><key>", NONE),
    ("public/log.html", "<title>Playwright Test Report</title>\n<p><key>", F),
    ("log.html", "<title>Robot Framework</title>\n<p><key>", F),
    ("a.html", "<p>This is a <title>Mochawesome report</title>\n<key>", F),
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
    ("run.sh", "flutter run --dart-define KEY=<key>", M),
    ("run.sh", "flutter run --dart-define-from-file=a.json; curl -d <key>", NONE),
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


@pytest.mark.parametrize(
    "unit", ["/* ", "//\n", "import ", "const a", "---\n", "<script", "{", " "]
)
@pytest.mark.parametrize("path", ["a.ts", "a.astro", "a.php", "a.json", "A.swift"])
def test_hostile_text_ends(path: str, unit: str) -> None:
    text = unit * (200_000 // len(unit)) + HERE
    assert look(path, text).surface in Surface
