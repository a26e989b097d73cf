"""How mistakes in patterns, and examples that do not hold, are told."""

from __future__ import annotations

from typing import Any

import pytest

from keyguard.detect.custom import match
from tests.config.patterns.configured import RULE, SLOW, TOKEN, configure
from tests.tools import Repository, keyguard


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
