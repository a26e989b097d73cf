"""The comment that a report advises, pasted where it says, allows the finding with its reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

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
    "mail.html.j2": "<p>{key}</p>",
    "mail.erb": "<p>{key}</p>",
    "mail.hbs": "<p>{key}</p>",
    "Index.cshtml": "<p>{key}</p>",
    "bin/send": "#!/bin/sh\nKEY={key}",
    "bin/mail": "#!/usr/bin/env -S node --no-warnings\nconst key = '{key}'",
}
WITHOUT_COMMENTS = [
    "app.json",
    "package-lock.json",
    "report.ipynb",
    "data.csv",
    "notes.txt",
    "LICENSE",
]


WITHIN = {
    "script": ("a.html", "<body><script>\nk = '{key}'\n</script>", "//"),
    "module": ("a.html", '<script type="module">\nk = "{key}"\n</script>', "//"),
    "script of a line": ("a.html", "<script>k = '{key}'</script>", "<!--"),
    "after a script": ("a.html", "<script>\nx()\n</script>\n<p>{key}</p>", "<!--"),
    "style": ("a.html", "<style>\na {{ content: '{key}' }}\n</style>", "/*"),
    "component": ("App.vue", "<script setup>\nconst k = '{key}'\n</script>", "//"),
    "its template": ("App.vue", "<script>\nx()\n</script>\n<template>\n{key}", "<!--"),
    "svelte": ("App.svelte", "<script>\nlet k = '{key}'\n</script>\n<p>x</p>", "//"),
    "astro's front": ("a.astro", "---\nconst k = '{key}'\n---\n<p>x</p>", "//"),
    "astro's body": ("a.astro", "---\n---\n<p>{key}</p>", "<!--"),
    "php": ("a.php", "<p>x</p>\n<?php\n$k = '{key}';\n", "//"),
    "outside of php": ("a.php", "<?php x() ?>\n<p>{key}</p>", "<!--"),
    "blade": ("a.blade.php", "<p>{key}</p>", "<!--"),
    "code in prose": ("a.md", "```sh\ncurl -H 'Bearer {key}'\n```\n", "#"),
    "its language by name": ("a.md", "~~~javascript\nk = '{key}'\n~~~\n", "//"),
    "after code": ("a.md", "```sh\nls\n```\n{key}\n", "<!--"),
    "an outermost element": ("a.jsx", 'x = (\n  <A k="{key}" />\n)', "//"),
    "an element within": ("a.jsx", 'x = (\n  <B>\n    <A k="{key}" />\n  </B>\n)', "{/*"),
    "an element that begins": ("a.tsx", 'x = (\n  <A k="{key}">\n  </A>\n)', "{/*"),
    "an attribute": ("a.tsx", 'x = (\n  <A\n    k="{key}"\n  />\n)', "//"),
    "Dockerfile that goes on": ("Dockerfile", "ENV A=1 \\\n  K={key} \\\n  B=2", "#"),
    "after a text": ("a.py", 'T = """\nx\n"""\nK = "{key}"', "#"),
    "a text of a line": ("a.py", 'K = """{key}"""', "#"),
    "quotes in a comment": ("a.sh", "# don't\nK='{key}'", "#"),
    "after a here document": ("a.sh", "cat <<E\nx\nE\nK='{key}'", "#"),
    "after a block": ("a.yaml", "a: |\n  x\nk: {key}", "#"),
    "a template of a line": ("a.js", "const k = `{key}`", "//"),
    "a quote in a template": ("a.js", "const a = `it's`\nconst k = '{key}'", "//"),
}
"""By what a line is in: the name of a file, its text, and how its comment has to begin."""
NOWHERE = {
    "data in a page": ("a.html", '<script type="application/json">\n{{"k": "{key}"}}\n</script>'),
    "a tag": ("a.html", "<p\n  data-k='{key}'\n  class='x'>x</p>"),
    "a tag of XML": ("a.xml", "<a\n  k='{key}'\n  b='1'/>"),
    "a comment": ("a.xml", "<a>\n<!--\n{key}\n-->\n</a>"),
    "verbatim": ("a.xml", "<a><![CDATA[\n{key}\n]]></a>"),
    "code without a language": ("a.md", "```\n{key}\n```\n"),
    "data in prose": ("a.md", '```json\n{{"k": "{key}"}}\n```\n'),
    "a command that goes on": ("a.sh", "curl \\\n  -H 'Bearer {key}' \\\n  x"),
    "properties that go on": ("a.properties", "k=a,\\\n  {key}"),
    "a here document": ("a.sh", "cat > x <<'E'\nk={key}\nE\n"),
    "a quoted body": ("a.sh", 'curl -d \'{{\n  "k": "{key}"\n}}\' x'),
    "a text": ("a.py", 'T = """\nk = {key}\n"""\n'),
    "another text": ("a.py", "T = '''\nk = {key}\n'''\n"),
    "TOML's": ("a.toml", 'k = """\n{key}\n"""\n'),
    "a template": ("a.ts", "const t = `\n  {key}\n`\n"),
    "Go's": ("a.go", "var t = `\n  {key}\n`\n"),
    "Kotlin's": ("a.kt", 'val t = """\n  {key}\n"""\n'),
    "a block": ("a.yaml", "data:\n  a.env: |\n    K={key}\n    B=1\n"),
    "a folded block": ("a.yaml", "a:\n  - b: >-\n      {key}\n    c: 1\n"),
    "a here document of HCL": ("a.tf", "k = <<-EOT\n  {key}\n  EOT\n"),
    "SQL's": ("a.sql", "INSERT INTO t VALUES ('\n{key}\n');"),
    "a string of PHP": ("a.php", "<?php\n$k = '\n{key}\n';"),
}


@pytest.mark.parametrize("case", WITHIN)
def test_the_comment_is_that_of_the_line(tmp_path: Path, case: str) -> None:
    name, text, begins = WITHIN[case]
    (tmp_path / name).write_text(text.format(key=production_key()) + "\n")
    told = keyguard("scan", name, cwd=tmp_path, own_process=False).out
    (comment,) = re.findall(r"(?:end line \d+ with|write above line \d+): (.*REASON.*)", told)
    assert comment.startswith(begins + " ")


@pytest.mark.parametrize("case", NOWHERE)
def test_where_a_comment_would_be_a_part_of_it(tmp_path: Path, case: str) -> None:
    name, text = NOWHERE[case]
    (tmp_path / name).write_text(text.format(key=production_key()) + "\n")
    told = keyguard("scan", name, cwd=tmp_path, own_process=False).out
    assert "keyguard: allow" not in told
    assert "Not a secret? keyguard baseline create" in told


def test_each_of_several_findings_on_a_line(tmp_path: Path) -> None:
    """All that is advised is pasted, one after the other; and so are the other ways."""
    repository = Repository.create(tmp_path / "repository")
    texts = {
        ".env.staging": f"CONNEXEASE_API_KEY={production_key()}\n",
        "keys.py": f'KEYS = "{production_key()}", "{staging_key()}"\n',
    }
    for name, text in texts.items():
        repository.write(name, text)
    repository.git("add", "--all")
    told = keyguard("staged", cwd=repository.path).out
    commands = re.findall(r"keyguard (baseline .*) --reason .*&&", told)
    assert len(commands) == 4
    for command in commands:
        assert keyguard(*command.split(), cwd=repository.path).code == 0
    repository.git("add", ".keyguard-baseline.json")
    assert keyguard("staged", cwd=repository.path).code == 0
    repository.git("rm", "--quiet", "--cached", ".keyguard-baseline.json")
    above = re.findall(r"write above line 1: (.*)", told)
    behind = re.findall(r"end line 1 with: (.*)", told)
    assert (len(above), len(behind)) == (2, 2)
    repository.write(".env.staging", "\n".join([*above, texts[".env.staging"]]))
    repository.write("keys.py", "  ".join([texts["keys.py"].rstrip(), *behind]) + "\n")
    (repository.path / ".keyguard-baseline.json").unlink()
    repository.git("add", "--all")
    result = scan_json("staged", cwd=repository.path)
    assert result.code == 0
    assert [each["suppressed"] for each in result.json["findings"]] == [
        {"by": "inline", "reason": "REASON"}
    ] * 4


@pytest.mark.parametrize("name", FILES)
def test_the_comment_allows_what_it_is_beside(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
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
