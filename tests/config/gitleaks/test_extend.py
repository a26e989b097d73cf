"""Files of rules that extend others."""

from __future__ import annotations

from tests.config.gitleaks.rule_files import LINE, RULE, scan
from tests.tools import Repository, Result


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
