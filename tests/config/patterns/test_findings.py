"""What a pattern finds is a finding like others: in every command and format, beside ours."""

from __future__ import annotations

import pytest

from tests.config.patterns.configured import RULE, TOKEN, configure, found
from tests.samples import body, production_key, staging_key
from tests.tools import Repository, keyguard, scan_json


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


def test_the_rules_are_listed_and_described(repository: Repository) -> None:
    configure(repository, 'keywords = ["acme_"]')
    assert "acme-token" in keyguard("rules", cwd=repository.path).out.splitlines()[-1]
    text = keyguard("rules", "acme-token", cwd=repository.path).out
    assert text.startswith("acme-token (high)\n\nThis is an Acme token.")
    assert "acme_[A-Za-z0-9]{32}" in text
