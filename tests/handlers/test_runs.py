"""Which commands look at handlers, what they say of those they can't judge, and hostile files."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyguard.pipeline.handlers import NO_CODE
from tests.tools import Repository, keyguard, scan_json, with_modules

UNVERIFIED = (
    'app.post("/connexease/webhook", (req, res) => {\n'
    "  queue.add(req.body);\n"
    "  res.sendStatus(200);\n"
    "});\n"
)
GUARDED = UNVERIFIED.replace("(req, res)", "requireGateway, (req, res)")
RULE = ("webhook-handler-unverified", "server.js")


def test_what_is_staged_is_judged_and_what_was_there_before_is_known(
    repository: Repository,
) -> None:
    repository.write("server.js", UNVERIFIED)
    repository.git("add", "--all")
    assert scan_json("staged", cwd=repository.path).found == {RULE}
    repository.commit()
    repository.write("server.js", UNVERIFIED + "// more\n")
    repository.git("add", "--all")
    result = scan_json("staged", cwd=repository.path)
    assert result.found == set()
    assert [each["suppressed"]["by"] for each in result.json["findings"]] == ["base"]


def test_a_history_is_not_judged_but_an_audit_is(repository: Repository) -> None:
    repository.commit_file("server.js", UNVERIFIED)
    assert scan_json("history", cwd=repository.path).found == set()
    assert scan_json("commits", "HEAD", cwd=repository.path).found == set()
    assert RULE in scan_json("audit", cwd=repository.path).found


def test_the_path_alone_may_say_whose_it_is(repository: Repository) -> None:
    code = "export async function POST(req) {\n  await save(await req.json());\n}\n"
    repository.commit_file("app/api/connexease/route.js", code)
    path = "app/api/connexease/route.js"
    found = {("webhook-handler-unverified", path), ("webhook-slow-response", path)}
    assert scan_json("scan", cwd=repository.path).found == found
    assert scan_json("scan", path, cwd=repository.path).found == found


def test_a_guard_out_of_sight_is_counted(repository: Repository) -> None:
    repository.commit_file("server.js", GUARDED)
    result = scan_json("scan", cwd=repository.path)
    assert (result.code, result.found) == (0, set())
    assert list(result.json["skipped"].values()) == [1]
    assert "other files" in keyguard("scan", cwd=repository.path).out


def test_without_the_extra_it_says_how_to_get_it(repository: Repository, tmp_path: Path) -> None:
    repository.commit_file("server.js", UNVERIFIED)
    env = with_modules(tmp_path / "without", {"tree_sitter.py": "raise ImportError\n"})
    result = keyguard("scan", cwd=repository.path, env=env, own_process=True)
    assert (result.code, result.err) == (0, "")
    assert "No findings" in result.out
    assert result.out.count("keyguard[lint]") == 1


def test_a_comment_allows_it(repository: Repository) -> None:
    comment = "// keyguard: allow-next-line[webhook-handler-unverified] behind a proxy\n"
    repository.write("server.js", comment + UNVERIFIED)
    result = scan_json("scan", cwd=repository.path)
    assert result.found == set()
    assert result.json["findings"][0]["suppressed"]["reason"] == "behind a proxy"


def test_a_check_of_several_handlers_is_told_once(repository: Repository) -> None:
    check = "if (req.headers.authorization !== `Bearer ${process.env.SECRET}`) return res.end();"
    code = f"const check = (req, res, next) => {{\n  {check}\n  next();\n}};\n"
    routes = "".join(
        f'app.post("/webhook/{name}", check, (req, res) => res.end());\n' for name in "abc"
    )
    repository.commit_file("server.js", code + routes)
    result = scan_json("scan", cwd=repository.path)
    assert sorted((each["rule"], each["line"]) for each in result.json["findings"]) == [
        ("webhook-compare-timing", 2),
        ("webhook-missing-401", 2),
        ("webhook-secret-compare-unsafe", 2),
    ]


DEEP = 20_000
HOSTILE = {
    "parentheses.js": "x = " + "(" * DEEP + "1" + ")" * DEEP,
    "blocks.js": "if (a) {" * DEEP + "}" * DEEP,
    "chain.js": "a" + ".b()" * DEEP,
    "sum.js": "a" + "+b" * DEEP,
    "handlers.js": 'app.post("/webhook", (req, res) => { f(req.body) });\n' * 2_000,
    "nested.js": 'app.post("/webhook", (req, res) => {' * 2_000,
    "closures.go": "func main() {"
    + "e.POST(a, func(w http.ResponseWriter, r *http.Request) { return })\n" * 2_000,
    "lists.py": "def webhook(request):\n    x = " + "[" * DEEP,
    "classes.rb": "class A < ApplicationController\n" * 2_000,
    "blocks.go": "func webhook(w http.ResponseWriter, r *http.Request) {" + "{" * DEEP,
    "lambdas.kt": '@PostMapping("/webhook") fun a() { ' + "x.let { " * 2_000,
    "blocks.php": "<?php php://input\n" + "if ($a) {" * 2_000,
    "classes.cs": "class A {" * 2_000,
    "classes.java": "class A {" * 2_000,
    "bytes.py": "\0\1\2\ufffd" * 1_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_is_too_much(name: str, repository: Repository) -> None:
    repository.write(name, f"{HOSTILE[name]}\n// connexease webhook\n")
    result = scan_json("scan", name, cwd=repository.path)
    assert result.code in (0, 1)
    assert result.json["problems"] == []


@pytest.mark.parametrize("hostile", ["x = /* " * 10_000, "%w(" * 5_000])
def test_what_no_parser_gets_through_is_skipped(hostile: str, repository: Repository) -> None:
    repository.write("server.js", f"{UNVERIFIED}{hostile}\n")
    repository.write("other.js", UNVERIFIED)
    result = scan_json("scan", "server.js", "other.js", cwd=repository.path)
    assert {each["path"] for each in result.json["findings"]} == {"other.js"}
    assert result.json["skipped"][NO_CODE.reason] == 1


def test_a_baseline_knows_it(repository: Repository) -> None:
    repository.commit_file("server.js", UNVERIFIED)
    made = keyguard("baseline", "create", "--reason", "behind a proxy", cwd=repository.path)
    assert made.code == 0
    result = scan_json("scan", cwd=repository.path)
    assert (result.code, result.found) == (0, set())
    assert [each["suppressed"]["by"] for each in result.json["findings"]] == ["baseline"]


def test_the_code_is_shown_as_it_is_written(repository: Repository) -> None:
    check = (
        'if (req.headers.authorization !== "Bearer " + config.secret) return res.sendStatus(401);'
    )
    handler = f'app.post("/webhook", (req, res) => {{\n  {check}\n  queue.add(req.body);\n}});\n'
    repository.write("server.js", handler)
    out = keyguard("scan", cwd=repository.path).out
    assert 'if (req.headers.authorization !== "Bearer " + config.secret) return' in out
    assert "Meant to be so? end line 2 with: // keyguard: allow[webhook-compare-timing]" in out
