"""Rule files of gitleaks as they are: what they find, what they let through, what is said."""

from __future__ import annotations

import json

import pytest

from tests.samples import body, production_key
from tests.tools import Repository, Result, keyguard, scan_json

TOKEN = f"acme_{body('acme')}"
RULE = """
[[rules]]
id = "acme"
description = "Acme"
regex = '''(?i)acme_[a-z0-9]{32}\\b'''
keywords = ["ACME_"]
"""
LINE = f'key = "{TOKEN}"  # not so secret'


def scan(repository: Repository, rules: str, *arguments: str) -> Result:
    repository.write("rules/gitleaks.toml", rules)
    arguments = ("--rules", "rules/gitleaks.toml", *arguments)
    return scan_json("scan", "src", *arguments, cwd=repository.path)


def found(repository: Repository, rules: str, path: str = "src/app.py", text: str = LINE) -> bool:
    repository.write(path, text)
    result = scan(repository, rules)
    assert result.code in (0, 1), result.err
    return bool(result.found)


FINDS = [
    "",
    "tags = ['x', 'y']",
    "entropy = 3",
    "path = '''\\.py$'''",
    "path = '''^src/'''",
    "[[rules.allowlists]]\npaths = ['''\\.js$''']",
    "[[rules.allowlists]]\nregexes = ['''so secret''']",
    "[[rules.allowlists]]\nregexTarget = 'match'\nregexes = ['''key''']",
    "[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['''^acme''']",
    "[[rules.allowlists]]\nstopwords = ['zebra']",
    "[[rules.allowlists]]\ncommits = ['0123456789']",
    "[[rules.allowlists]]\ncondition = 'AND'\npaths = ['''py$''']\nstopwords = ['zebra']",
    "[[rules.allowlists]]\ncondition = 'and'\nregexes = ['''acme''']\ncommits = ['0123']",
    "[[allowlists]]\ntargetRules = ['other']\nstopwords = ['acme']\n"
    "[[rules]]\nid = 'other'\nregex = 'zebra'",
]
LETS_THROUGH = [
    "entropy = 5.5",
    "path = '''\\.js$'''",
    "path = '''(?-i)^SRC'''",
    "[rules.allowlist]\npaths = ['''(^|/)src/''']",
    "[[rules.allowlists]]\npaths = ['''zebra''', '''\\.py$''']",
    "[[rules.allowlists]]\nregexes = ['''^acme_''']",
    "[[rules.allowlists]]\nREGEXES = ['''(?i)ACME''']",
    "[[rules.allowlists]]\nregexTarget = 'secret'\nregexes = ['''acme''']",
    "[[rules.allowlists]]\nregexTarget = 'match'\nregexes = ['''^acme_''']",
    "[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['''not so secret$''']",
    "[[rules.allowlists]]\nstopwords = ['zebra', 'ACME']",
    "[[rules.allowlists]]\nstopwords = ['acme']\npaths = ['''zebra''']",
    "[[rules.allowlists]]\ncondition = '||'\nstopwords = ['acme']\ncommits = ['0123']",
    "[[rules.allowlists]]\ncondition = '&&'\nstopwords = ['acme']\npaths = ['''py$''']",
    "[[rules.allowlists]]\nstopwords = ['zebra']\n[[rules.allowlists]]\nstopwords = ['acme']",
    "[allowlist]\npaths = ['''\\.py$''']",
    "[[allowlists]]\nregexes = ['''acme''']",
    "[[allowlists]]\ntargetRules = ['acme']\nstopwords = ['acme']",
    "skipReport = true",
]


@pytest.mark.parametrize("more", FINDS)
def test_finds(repository: Repository, more: str) -> None:
    assert found(repository, RULE + more)


@pytest.mark.parametrize("more", LETS_THROUGH)
def test_lets_through(repository: Repository, more: str) -> None:
    assert not found(repository, RULE + more)


@pytest.mark.parametrize(
    ("regex", "group", "column"),
    [
        ("key = .(acme_[A-Za-z0-9]{32})", 0, 8),
        ("(key) = .(acme_[A-Za-z0-9]{32})", 2, 8),
        ("(key) = .(acme_[A-Za-z0-9]{32})", 0, 1),
        ("(zebra)?key = .(acme_[A-Za-z0-9]{32})", 0, 8),
        ("key = .acme_[A-Za-z0-9]{32}", 0, 1),
    ],
)
def test_the_secret_of_a_match(repository: Repository, regex: str, group: int, column: int) -> None:
    repository.write("src/app.py", LINE)
    rules = f"[[rules]]\nid = 'a'\nregex = '''{regex}'''\nsecretGroup = {group}\n"
    (finding,) = scan(repository, rules).json["findings"]
    assert finding["column"] == column


def test_commits_that_are_allowed(repository: Repository) -> None:
    allowed = repository.commit_file("src/app.py", LINE)
    repository.write("rules.toml", f"{RULE}\n[allowlist]\ncommits = ['{allowed.upper()}']\n")
    assert scan_json("history", "--rules", "rules.toml", cwd=repository.path).found == set()
    repository.commit_file("src/other.py", LINE)
    result = scan_json("history", "--rules", "rules.toml", cwd=repository.path)
    assert result.found == {("acme", "src/other.py")}


class TestFilesKnownByTheirPath:
    RULES = "[[rules]]\nid = 'p12'\ndescription = 'A key store'\npath = '''(?i)\\.p12$'''\n"

    @pytest.mark.parametrize("path", ["src/a.p12", "src/deep/b.P12", "src/empty.p12"])
    def test_hits(self, repository: Repository, path: str) -> None:
        repository.write(path, "" if "empty" in path else "content")
        result = scan(repository, self.RULES)
        assert result.found == {("p12", path)}
        (finding,) = result.json["findings"]
        assert finding["credential"] == {
            "kind": "file",
            "vendor": "",
            "redacted": path,
            "digest": finding["credential"]["digest"],
        }

    @pytest.mark.parametrize("path", ["src/a.p12.txt", "src/p12", "src/a.p12/b"])
    def test_misses(self, repository: Repository, path: str) -> None:
        assert not found(repository, self.RULES, path)

    def test_allowlists_hold(self, repository: Repository) -> None:
        rules = self.RULES + "[[rules.allowlists]]\npaths = ['''^src/test/''']\n"
        assert found(repository, rules, "src/a.p12")
        (repository.path / "src/a.p12").unlink()
        assert not found(repository, rules, "src/test/a.p12")

    def test_a_long_name_is_found_once(self, repository: Repository) -> None:
        path = f"src/{'long' * 10}.p12"
        repository.write(path, "x")
        (finding,) = scan(repository, self.RULES).json["findings"]
        assert (finding["path"], finding["occurrences"]) == (path, 1)

    @pytest.mark.parametrize("command", [["history"], ["commits", "HEAD"], ["audit"]])
    def test_in_history(self, repository: Repository, command: list[str]) -> None:
        first = repository.commit_file("keys/a.p12", "x")
        repository.git("rm", "--quiet", "keys/a.p12")
        repository.commit_file("keys/b.p12", "y")
        repository.write("rules.toml", self.RULES)
        result = scan_json(*command, "--rules", "rules.toml", cwd=repository.path)
        assert result.found == {("p12", "keys/a.p12"), ("p12", "keys/b.p12")}
        state = {item["path"]: item["state"] for item in result.json["findings"]}
        assert state["keys/a.p12"] == "history"
        commit = {item["path"]: item["commit"] for item in result.json["findings"]}
        assert commit["keys/a.p12"] == first

    def test_staged(self, repository: Repository) -> None:
        repository.write("a.p12", "x")
        repository.write("rules.toml", self.RULES)
        repository.git("add", "a.p12")
        result = scan_json("staged", "--rules", "rules.toml", cwd=repository.path)
        assert result.found == {("p12", "a.p12")}


class TestExtend:
    BASE = (
        RULE + "[[rules]]\nid = 'zebra'\nregex = 'zebra-[0-9]+'\n[allowlist]\npaths = ['''no''']\n"
    )

    def scan(self, repository: Repository, rules: str) -> Result:
        repository.write("rules/base.toml", self.BASE)
        repository.write("src/app.py", f"{LINE}\nzebra-12\n")
        return scan(repository, rules)

    def test_the_rules_of_both(self, repository: Repository) -> None:
        result = self.scan(repository, "[extend]\npath = 'base.toml'\n")
        assert {rule for rule, _ in result.found} == {"acme", "zebra"}

    def test_disabled_rules(self, repository: Repository) -> None:
        text = "[extend]\npath = 'base.toml'\ndisabledRules = ['acme']\n"
        assert {rule for rule, _ in self.scan(repository, text).found} == {"zebra"}

    def test_what_the_file_says_wins(self, repository: Repository) -> None:
        text = "[extend]\npath = 'base.toml'\n[[rules]]\nid = 'zebra'\nregex = 'zebra-[a-z]+'\n"
        assert {rule for rule, _ in self.scan(repository, text).found} == {"acme"}

    def test_allowlists_are_added(self, repository: Repository) -> None:
        more = "[[rules]]\nid = 'acme'\n[[rules.allowlists]]\nstopwords = ['acme']\n"
        result = self.scan(repository, f"[extend]\npath = 'base.toml'\n{more}")
        assert {rule for rule, _ in result.found} == {"zebra"}

    def test_a_circle_ends(self, repository: Repository) -> None:
        result = self.scan(repository, f"[extend]\npath = 'gitleaks.toml'\n{RULE}")
        assert {rule for rule, _ in result.found} == {"acme"}
        assert "so far extended" in result.err

    def test_a_file_that_is_gone(self, repository: Repository) -> None:
        result = self.scan(repository, "[extend]\npath = 'gone.toml'\n")
        assert result.code == 2
        assert "gone.toml" in result.err


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


def test_generic_rules_yield(repository: Repository) -> None:
    generic = "[[rules]]\nid = 'my-generic-key'\nregex = '''key = .([a-z0-9_A-Z]+)'''\n"
    repository.write("src/app.py", f'{LINE}\nother_key = "{body("x")}"\nkey = "{production_key()}"')
    result = scan(repository, RULE + generic)
    rules = [(item["rule"], item["line"]) for item in result.json["findings"]]
    assert rules == [("acme", 1), ("my-generic-key", 2), ("production-key", 3)]


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


def test_named_in_the_configuration(repository: Repository) -> None:
    repository.write("src/app.py", LINE)
    repository.write("rules/gitleaks.toml", RULE)
    repository.write(".keyguard.toml", 'rules = ["rules/gitleaks.toml"]\n')
    result = scan_json("scan", cwd=repository.path / "src")
    assert result.found == {("acme", "src/app.py")}


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
