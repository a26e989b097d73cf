"""Rules of gitleaks that know a file by its path."""

from __future__ import annotations

import pytest

from tests.config.gitleaks.rule_files import found, scan
from tests.tools import Repository, scan_json


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
