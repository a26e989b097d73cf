"""``[[patterns]]``: what the user's own rules find, and how mistakes in them are told."""

from __future__ import annotations

from typing import Any

import pytest

from keyguard.detect.custom import match
from tests.samples import body, production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

TOKEN = f"acme_{body('acme')}"
RULE = """
[[patterns]]
id = "acme-token"
description = "This is an Acme token."
expression = 'acme_[A-Za-z0-9]{32}'
"""
SLOW = """
[[patterns]]
id = "slow"
description = "Slow."
expression = '(x+x+)+y'
"""


def configure(repository: Repository, *lines: str, rule: str = RULE) -> None:
    repository.write(".keyguard.toml", rule + "\n".join(lines) + "\n")


def found(repository: Repository, *arguments: str) -> set[tuple[str, str]]:
    return scan_json("scan", *arguments, cwd=repository.path).found


def test_a_finding(repository: Repository) -> None:
    configure(repository, 'severity = "low"')
    repository.write("app.py", f'\nx = "{TOKEN}"\n')
    result = scan_json("scan", "--fail-on", "low", cwd=repository.path)
    (finding,) = result.json["findings"]
    assert result.code == 1
    assert (finding["rule"], finding["severity"]) == ("acme-token", "low")
    assert (finding["line"], finding["column"], finding["end_column"]) == (2, 6, 6 + len(TOKEN))
    assert finding["message"] == "This is an Acme token."
    assert finding["credential"]["kind"] == "custom"
    assert "Revoke" in finding["fix"]
    assert TOKEN not in result.out


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github", "markdown"])
def test_no_format_shows_the_value(repository: Repository, format_: str) -> None:
    configure(repository, rule=RULE.replace("'acme", r"'x\n(?:acme").replace("}'", "}\\n)+'"))
    value = f"{TOKEN}\nacme_{body('second')}\n"
    repository.write("app.py", f"x\n{value}")
    result = keyguard("scan", "--format", format_, cwd=repository.path)
    assert result.code == 1
    assert "acme-token" in result.out
    for line in value.split():
        assert line not in result.out


def test_sarif_describes_the_rule(repository: Repository) -> None:
    configure(repository, 'severity = "critical"')
    repository.write("app.py", TOKEN)
    (run,) = keyguard("scan", "--format", "sarif", cwd=repository.path).json["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["acme-token"]["shortDescription"]["text"] == "This is an Acme token."
    assert rules["acme-token"]["properties"]["security-severity"] == "9.5"


HITS: list[tuple[str, str, str]] = [
    ("", "app.py", TOKEN),
    ('keywords = ["ACME"]', "app.py", TOKEN),
    ('keywords = ["nothing", "acme_"]', "app.py", TOKEN.replace("acme", "x acme")),
    ('paths = ["src/**"]', "src/deep/app.py", TOKEN),
    ('paths = ["*.py", "!test.py"]', "app.py", TOKEN),
    ("entropy = 3.0", "app.py", TOKEN),
    ('keywords = ["acme_"]', "app.txt", TOKEN.encode("utf-16").decode("latin-1")),
    ('keywords = ["acme_"]', "app.bin", f"\0\1\2{TOKEN}\0"),
]
MISSES: list[tuple[str, str, str]] = [
    ("", "app.py", TOKEN[:-1]),
    ("", "app.py", TOKEN.upper()),
    ('keywords = ["zebra"]', "app.py", TOKEN),
    ('keywords = ["\u00e4cme"]', "app.py", TOKEN),
    ('paths = ["src/**"]', "lib/app.py", TOKEN),
    ('paths = ["*.py", "!test.py"]', "test.py", TOKEN),
    ("entropy = 5.1", "app.py", TOKEN),
    ("entropy = 2.0", "app.py", "acme_" + "a" * 32),
    (f'matches = ["x {TOKEN}"]', "app.py", TOKEN),
    ("", "app.py", f"{TOKEN}  # keyguard: allow[acme-token] made up"),
    ("", "app.py", "acme_ " + body("acme")),
    ("", "app.py", ""),
]


def test_the_name_of_a_file(repository: Repository) -> None:
    configure(repository)
    repository.write(f"{TOKEN}.txt", "nothing")
    assert found(repository) == {("acme-token", "acme****.txt")}


def write(repository: Repository, path: str, content: str) -> None:
    repository.write(path, content.encode("latin-1") if "\0" in content else content)


@pytest.mark.parametrize(("line", "path", "content"), HITS)
def test_hits(repository: Repository, line: str, path: str, content: str) -> None:
    configure(repository, line)
    write(repository, path, content)
    assert ("acme-token", path) in found(repository)


@pytest.mark.parametrize(("line", "path", "content"), MISSES)
def test_misses(repository: Repository, line: str, path: str, content: str) -> None:
    configure(repository, line)
    write(repository, path, content)
    assert found(repository) == set()


@pytest.mark.parametrize(
    ("expression", "group", "column"),
    [
        ("key=(acme_[A-Za-z0-9]{32})", "0", 5),
        ("(key)=(acme_[A-Za-z0-9]{32})", "2", 5),
        ("(key)=(?P<secret>acme_[A-Za-z0-9]{32})", "'secret'", 5),
        ("(?:key)=acme_[A-Za-z0-9]{32}", "0", 1),
        ("(nothing)?key=(acme_[A-Za-z0-9]{32})", "0", 5),
    ],
)
def test_the_group_of_the_secret(
    repository: Repository, expression: str, group: str, column: int
) -> None:
    rule = RULE.replace("acme_[A-Za-z0-9]{32}", expression)
    configure(repository, f"secret-group = {group}", rule=rule)
    repository.write("app.py", f"key={TOKEN}")
    result = scan_json("scan", cwd=repository.path)
    (finding,) = result.json["findings"]
    assert (finding["column"], finding["end_column"]) == (column, 5 + len(TOKEN))


def test_entropy_has_to_be_exceeded(repository: Repository) -> None:
    """Four characters, each as often: two bits a character."""
    rule = RULE.replace("acme_[A-Za-z0-9]{32}", "[abcd]{8}")
    repository.write("app.py", "abcdabcd")
    configure(repository, "entropy = 2.0", rule=rule)
    assert found(repository) == set()
    configure(repository, "entropy = 1.99", rule=rule)
    assert found(repository) == {("acme-token", "app.py")}


def test_select_and_ignore_know_the_id(repository: Repository) -> None:
    configure(repository)
    repository.write("app.py", f'a = "{TOKEN}"\nb = "{production_key()}"\n')
    both = {("acme-token", "app.py"), ("production-key", "app.py")}
    assert found(repository) == both
    assert found(repository, "--select", "acme-token") == {("acme-token", "app.py")}
    assert found(repository, "--ignore", "acme-token") == {("production-key", "app.py")}
    repository.write(".keyguard.toml", 'ignore = ["acme-token"]\n' + RULE)
    assert found(repository) == {("production-key", "app.py")}


def test_a_gateway_key_is_reported_once_and_by_us(repository: Repository) -> None:
    rule = RULE.replace("acme_[A-Za-z0-9]{32}", "[a-z]+ = .[ps]k_[A-Za-z0-9]{32}.")
    configure(repository, rule=rule)
    repository.write("app.py", f'key = "{production_key()}"\n')
    assert found(repository) == {("production-key", "app.py")}
    assert found(repository, "--ignore", "production-key") == {("acme-token", "app.py")}


def test_another_value_on_the_line_is_another_finding(repository: Repository) -> None:
    configure(repository)
    repository.write("app.py", f'a, b = "{TOKEN}", "{staging_key()}"\n')
    assert found(repository) == {("acme-token", "app.py"), ("staging-key", "app.py")}


@pytest.mark.parametrize("keywords", ["", 'keywords = ["acme_"]'])
def test_every_command_finds_it(repository: Repository, keywords: str) -> None:
    configure(repository, keywords)
    filler = "".join(f"line {number}\n" for number in range(2_000))
    repository.commit_file("app.py", filler)
    repository.commit_file("app.py", filler + TOKEN)
    repository.commit_file("app.py", filler, f"remove it, {TOKEN[:-1]} was it")
    repository.git("gc", "--quiet")
    for command in (["commits", "HEAD"], ["history"], ["history", "--jobs", "2"], ["audit"]):
        result = scan_json(*command, cwd=repository.path)
        (finding,) = (item for item in result.json["findings"] if item["rule"] == "acme-token")
        assert (finding["path"], finding["state"]) == ("app.py", "history")
    repository.write("app.py", TOKEN)
    repository.git("add", "--all")
    assert scan_json("staged", cwd=repository.path).found == {("acme-token", "app.py")}


def test_paths_count_in_history_too(repository: Repository) -> None:
    configure(repository, 'paths = ["src/**"]')
    repository.write("lib/app.py", TOKEN)
    repository.commit_file("src/app.py", TOKEN)
    assert scan_json("history", cwd=repository.path).found == {("acme-token", "src/app.py")}


class TestSlowness:
    @pytest.mark.parametrize("command", [["scan"], ["history"], ["commits", "HEAD"]])
    def test_it_is_a_problem_and_not_a_clean_result(
        self, repository: Repository, command: list[str]
    ) -> None:
        repository.write(".keyguard.toml", "pattern-timeout = 0.1\n" + SLOW)
        repository.commit_file("app.py", "x" * 5_000)
        result = scan_json(*command, cwd=repository.path)
        assert (result.code, result.json["complete"]) == (2, False)
        problems = [problem["message"] for problem in result.json["problems"]]
        assert problems
        assert all("'slow'" in message for message in problems)
        assert all("--ignore slow" in message for message in problems)
        assert keyguard(*command, "--ignore", "slow", cwd=repository.path).code == 0

    def test_the_path_is_named(self, repository: Repository) -> None:
        repository.write(".keyguard.toml", "pattern-timeout = 0.1\n" + SLOW)
        repository.write("src/app.py", "x" * 5_000)
        (problem,) = scan_json("scan", cwd=repository.path).json["problems"]
        assert problem["path"] == "src/app.py"

    def test_other_rules_go_on(self, repository: Repository) -> None:
        repository.write(".keyguard.toml", "pattern-timeout = 0.1\n" + SLOW + RULE)
        repository.write("app.py", "x" * 5_000 + f"\n{TOKEN}\n{production_key()}")
        result = scan_json("scan", cwd=repository.path)
        assert result.code == 2
        assert result.found == {("acme-token", "app.py"), ("production-key", "app.py")}

    def test_it_is_given_up_and_still_named_for_each_file(self, repository: Repository) -> None:
        repository.write(".keyguard.toml", "pattern-timeout = 0.2\n" + SLOW)
        for number in range(40):
            repository.write(f"{number}.py", "x" * 5_000)
        result = scan_json("scan", cwd=repository.path)
        assert len(result.json["problems"]) == 40
        given_up = [p for p in result.json["problems"] if "before" in p["message"]]
        assert len(given_up) >= 37


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("patterns = 3\n", ["'patterns'", "[[patterns]]"]),
        ("[patterns]\nid = 3\n", ["[[patterns]]"]),
        ("[[patterns]]\n", ["needs 'id'"]),
        (RULE.replace("description", "descriptoin"), ["'descriptoin'", "'description'"]),
        (RULE.replace("acme-token", "Acme Token"), ["'id'", "dashes"]),
        (RULE.replace("acme-token", "production-key"), ["another rule", "'production-key'"]),
        (RULE + RULE, ["another rule", "'acme-token'"]),
        (RULE.replace("'acme_", "'("), ["'expression'", ")"]),
        (RULE.replace("{32}", "{1000}{1000}"), ["'expression'"]),
        (RULE.replace("'acme_[A-Za-z0-9]{32}'", "''"), ["'expression'", "string"]),
        (RULE + "secret-group = 1\n", ["'acme-token'", "group 1"]),
        (RULE + "secret-group = 'x'\n", ["group 'x'"]),
        (RULE + "secret-group = -1\n", ["'secret-group'"]),
        (RULE + "secret-group = true\n", ["'secret-group'"]),
        (RULE + "entropy = 'high'\n", ["'entropy'", "bits"]),
        (RULE + "entropy = nan\n", ["'entropy'"]),
        (RULE + "keywords = ['']\n", ["'keywords'", "everywhere"]),
        (RULE + "severity = 'hihg'\n", ["'severity'", "critical"]),
        ("rules = 'gitleaks.toml'\n", ["'rules'", "list"]),
        ("rules = ['gone.toml']\n", ["gone.toml", "can't be read"]),
        ("pattern-timeout = 0\n", ["'pattern-timeout'", "above zero"]),
        ("ignore = ['acme-tokne']\n" + RULE, ["'acme-tokne'", "'acme-token'"]),
    ],
)
def test_mistakes(repository: Repository, text: str, words: list[str]) -> None:
    repository.write(".keyguard.toml", text)
    result = keyguard("scan", cwd=repository.path)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1
    for word in [".toml", *words]:
        assert word in result.err


class TestCheck:
    def check(self, repository: Repository, *lines: str, **options: Any) -> Any:
        configure(repository, *lines, **options)
        return keyguard("config", "check", cwd=repository.path)

    def test_examples_that_hold(self, repository: Repository) -> None:
        result = self.check(repository, f"matches = ['{TOKEN}']", "misses = ['acme_', '']")
        assert (result.code, result.err) == (0, "")
        assert "1 custom rule, 3 examples" in result.out

    def test_examples_that_do_not(self, repository: Repository) -> None:
        result = self.check(repository, f"matches = ['{TOKEN}', 'acme']", f"misses = ['{TOKEN}']")
        assert (result.code, result.out) == (2, "")
        assert "finds nothing in number 2 of its `matches`" in result.err
        assert "finds something in number 1 of its `misses`" in result.err
        assert TOKEN not in result.err

    def test_keywords_and_entropy_belong_to_it(self, repository: Repository) -> None:
        lines = [f"matches = ['{TOKEN}']", "keywords = ['zebra']"]
        assert self.check(repository, *lines).code == 2
        assert self.check(repository, lines[0], "entropy = 6.0").code == 2

    def test_a_slow_example(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(match, "EXAMPLE_TIMEOUT", 0.2)
        configure(repository, f"misses = ['{'x' * 2_000}']", rule=SLOW)
        result = keyguard("config", "check", cwd=repository.path, own_process=False)
        assert result.code == 2
        assert "over 0.2 seconds" in result.err

    def test_without_a_configuration(self, repository: Repository) -> None:
        result = keyguard("config", "check", cwd=repository.path)
        assert (result.code, result.out) == (0, "no configuration file: good.\n")


def test_the_rules_are_listed_and_described(repository: Repository) -> None:
    configure(repository, 'keywords = ["acme_"]')
    assert "acme-token" in keyguard("rules", cwd=repository.path).out.splitlines()[-1]
    text = keyguard("rules", "acme-token", cwd=repository.path).out
    assert text.startswith("acme-token (high)\n\nThis is an Acme token.")
    assert "acme_[A-Za-z0-9]{32}" in text


def test_an_expression_is_not_the_secret_of_its_file(repository: Repository) -> None:
    """The file that defines a rule shows no finding of its examples."""
    configure(repository, f"matches = ['{TOKEN}']")
    assert found(repository) == set()
