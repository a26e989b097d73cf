"""What in a file of rules has no effect or can't be used is said, and forges nothing."""

from __future__ import annotations

import json

import pytest

from tests.config.gitleaks.rule_files import LINE, RULE, scan
from tests.tools import Repository, keyguard

NOTICES = {
    "[extend]\nuseDefault = true\n": "useDefault has no effect",
    "[extend]\nurl = 'https://example.org'\n": "url has no effect",
    "verify = 'x'\n": "'verify' in a rule is not known",
    "[[allowlists]]\nstopword = ['x']\n": "'stopword' in an allowlist of the file is not known",
    "[[allowlists]]\ntargetRules = ['zebra']\nstopwords = ['x']\n": "'zebra'",
    RULE: "the last one is used",
}


@pytest.mark.parametrize("more", NOTICES)
def test_what_has_no_effect_is_said(repository: Repository, more: str) -> None:
    repository.write("src/app.py", LINE)
    result = scan(repository, RULE + more)
    assert result.found == {("acme", "src/app.py")}
    assert NOTICES[more] in result.err
    assert scan(repository, RULE + more, "--quiet").err == ""


UNUSABLE = {
    "regex = '''a(?=b)'''": "no group that RE2 knows",
    "regex = '''(a'''": "not closed",
    "regex = '''a'''\npath = '''*'''": "nothing to repeat",
    "regex = '''a'''\nsecretGroup = 1": "no group 1",
    "regex = '''a'''\nentropy = 'x'": "'entropy' is no number",
    "regex = '''a'''\n[[rules.allowlists]]\nregexes = ['''(''']": "not closed",
    "regex = '''a'''\n[[rules.allowlists]]\ncondition = 'xor'\nregexes = ['''b''']": "AND or OR",
    "regex = '''a'''\n[[rules.allowlists]]\nregexTarget = 'x'\nregexes = ['''b''']": "regexTarget",
    "regex = '''a'''\n[[rules.required]]\nid = 'acme'": "`required`",
    "description = 'x'": "neither an expression nor a path",
    "regex = 3": "'regex' is no string",
}


@pytest.mark.parametrize("rule", UNUSABLE)
def test_a_rule_that_cannot_be_used_makes_the_scan_incomplete(
    repository: Repository, rule: str
) -> None:
    repository.write("src/app.py", LINE)
    rules = f"{RULE}\n[[rules]]\nid = 'bad'\n{rule}\n"
    result = scan(repository, rules)
    assert result.code == 2
    assert result.found == {("acme", "src/app.py")}
    (problem,) = result.json["problems"]
    assert problem["path"] == "rules/gitleaks.toml"
    assert "'bad' can't be used" in problem["message"]
    assert UNUSABLE[rule] in problem["message"]
    assert scan(repository, rules, "--ignore", "bad").code == 1
    check = ("config", "check", "--rules", "rules/gitleaks.toml")
    assert keyguard(*check, cwd=repository.path).code == 2


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("rules = 3\n", "'rules' is no list"),
        ("[rules]\nid = 'a'\n", "'rules' is no list"),
        ("rules = ['a']\n", "a rule is no table"),
        ("[[rules]]\nregex = 'a'\n", "no id"),
        ("[[rules]]\nid = 3\nregex = 'a'\n", "'id' is no string"),
        ("[[allowlists]]\nregexes = ['(']\n", "an allowlist can't be used"),
        ("[[allowlists]]\npaths = 'x'\n", "'paths' is no list of strings"),
        ("extend = 3\n", "[extend] is no table"),
        ("x = \n", "not valid TOML"),
        ("a = " + "[" * 10_000, "not valid TOML"),
    ],
)
def test_a_malformed_file(repository: Repository, rules: str, words: str) -> None:
    repository.write("src/app.py", LINE)
    result = scan(repository, rules)
    assert (result.code, result.out) == (2, "")
    assert "gitleaks.toml" in result.err
    assert words in result.err


def test_ids_of_any_kind(repository: Repository) -> None:
    repository.write("src/app.py", LINE)
    hostile = json.dumps("My Rule\n\x1b[31m ::error::")
    result = scan(repository, RULE.replace('"acme"', hostile))
    assert result.found == {("My-Rule-31m-error", "src/app.py")}
    assert (
        scan(repository, RULE.replace('"acme"', hostile), "--ignore", "My-Rule-31m-error").code == 0
    )


def test_the_id_of_a_rule_of_ours_is_taken(repository: Repository) -> None:
    repository.write("src/app.py", LINE)
    result = scan(repository, RULE.replace('"acme"', '"production-key"'))
    assert result.code == 2
    assert "another rule has that id" in result.out


def test_descriptions_cannot_write_to_the_terminal(repository: Repository) -> None:
    repository.write("src/app.py", LINE)
    rules = RULE.replace('"Acme"', json.dumps("Acme\x1b[2J\n::error::x"))
    repository.write("rules/gitleaks.toml", rules)
    options = ("--rules", "rules/gitleaks.toml")
    for arguments in (["scan"], ["scan", "--format", "github"], ["rules", "acme"]):
        result = keyguard(*arguments, *options, cwd=repository.path)
        assert "\x1b" not in result.out
        if arguments[0] == "scan":
            assert "\n::error::x" not in result.out
