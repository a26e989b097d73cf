"""Rules of gitleaks as they are: what they find, and what they let through."""

from __future__ import annotations

import pytest

from tests.config.gitleaks.rule_files import LINE, RULE, found, scan
from tests.samples import body, production_key
from tests.tools import Repository, scan_json

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


def test_generic_rules_yield(repository: Repository) -> None:
    generic = "[[rules]]\nid = 'my-generic-key'\nregex = '''key = .([a-z0-9_A-Z]+)'''\n"
    repository.write("src/app.py", f'{LINE}\nother_key = "{body("x")}"\nkey = "{production_key()}"')
    result = scan(repository, RULE + generic)
    rules = [(item["rule"], item["line"]) for item in result.json["findings"]]
    assert rules == [("acme", 1), ("my-generic-key", 2), ("production-key", 3)]


def test_named_in_the_configuration(repository: Repository) -> None:
    repository.write("src/app.py", LINE)
    repository.write("rules/gitleaks.toml", RULE)
    repository.write(".keyguard.toml", 'rules = ["rules/gitleaks.toml"]\n')
    result = scan_json("scan", cwd=repository.path / "src")
    assert result.found == {("acme", "src/app.py")}
