"""The comment that a report advises, pasted where it says, allows the finding with its reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import keyguard, scan_json

LINE = "key = '{key}'"
FILES = {
    "app.py": LINE,
    "app.rb": LINE,
    "deploy.sh": "key='{key}'",
    "Makefile": "KEY = {key}",
    "values.yaml": "key: {key}",
    "Cargo.toml": 'key = "{key}"',
    "main.tf": 'key = "{key}"',
    "prod.tfvars": 'key = "{key}"',
    ".env": "KEY={key}",
    ".env.production": "KEY={key}",
    "app.properties": "key={key}",
    "app.ini": "key={key}",
    "Dockerfile": "ENV KEY={key}",
    "app.js": "const key = '{key}'",
    "server.ts": "const key = '{key}'",
    "Main.java": 'String key = "{key}";',
    "Main.kt": 'val key = "{key}"',
    "App.swift": 'let key = "{key}"',
    "main.go": 'const key = "{key}"',
    "main.rs": 'const KEY: &str = "{key}";',
    "main.c": 'char *key = "{key}";',
    "App.cs": 'var key = "{key}";',
    "main.dart": "const key = '{key}';",
    "index.php": "<?php\n$key = '{key}';",
    "app.css": "/* {key} */",
    "index.html": "<p data-key='{key}'></p>",
    "strings.xml": "<string>{key}</string>",
    "App.vue": "<p data-key='{key}'></p>",
    "notes.md": "The key is {key}",
    "dump.sql": "insert into keys values ('{key}');",
    "init.lua": "local key = '{key}'",
    "app.erl": 'Key = "{key}",',
    "core.clj": '(def key "{key}")',
    "mod.vb": 'Dim key = "{key}"',
    "run.bat": "set KEY={key}",
    "build.gradle": "key = '{key}'",
    "Jenkinsfile": "key = '{key}'",
    "schema.graphql": "# {key}",
}
WITHOUT_COMMENTS = [
    "app.json",
    "package-lock.json",
    "report.ipynb",
    "data.csv",
    "notes.txt",
    "LICENSE",
]


@pytest.mark.parametrize("name", FILES)
def test_the_comment_allows_what_it_is_beside(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    lines = FILES[name].format(key=production_key()).split("\n")
    file.write_text("\n".join(lines) + "\n")
    told = keyguard("scan", name, cwd=tmp_path, own_process=False)
    found = re.search(r"(end|write above) line (\d+)(?: with)?: (.*REASON.*)", told.out)
    assert found is not None, told.out
    number, comment = int(found[2]), found[3].replace("REASON", "made up for a test")
    if found[1] == "end":
        lines[number - 1] += f" {comment}"
    else:
        lines.insert(number - 1, comment)
    file.write_text("\n".join(lines) + "\n")
    result = scan_json("scan", name, cwd=tmp_path, own_process=False)
    assert [each["suppressed"] for each in result.json["findings"]] == [
        {"by": "inline", "reason": "made up for a test"}
    ] * len(result.json["findings"])
    assert result.code == 0


@pytest.mark.parametrize("name", WITHOUT_COMMENTS)
def test_what_has_no_comments_gets_the_baseline_only(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(f'{{"key": "{production_key()}"}}\n')
    told = keyguard("scan", name, cwd=tmp_path, own_process=False).out
    assert "REASON" in told
    assert "keyguard: allow" not in told
    assert "keyguard baseline create" in told
    assert "keyguard rules production-key" in told
