"""A pattern that takes too long is a problem, and never a clean result."""

from __future__ import annotations

import pytest

from tests.config.patterns.configured import RULE, SLOW, TOKEN
from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json


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

    @pytest.mark.parametrize("expression", ["(?R)", "(a|(?1))*k"])
    def test_nor_is_one_that_calls_itself_without_end(
        self, repository: Repository, expression: str
    ) -> None:
        """It takes all the memory that it may long before its time is over."""
        repository.write(".keyguard.toml", endless(expression) + "paths = ['app.py']\n" + RULE)
        repository.write("app.py", f"\n{TOKEN}\n{production_key()}")
        result = scan_json("scan", cwd=repository.path)
        assert result.found == {("acme-token", "app.py"), ("production-key", "app.py")}
        assert result.code == 2
        assert all("'own' took" in each["message"] for each in result.json["problems"])

    def test_nor_is_it_usable(self, repository: Repository) -> None:
        repository.write(".keyguard.toml", endless("(?R)") + "matches = ['k']\n")
        checked = keyguard("config", "check", cwd=repository.path)
        assert (checked.code, "'own' takes" in checked.err) == (2, True)

    def test_it_is_given_up_and_still_named_for_each_file(self, repository: Repository) -> None:
        repository.write(".keyguard.toml", "pattern-timeout = 0.2\n" + SLOW)
        for number in range(40):
            repository.write(f"{number}.py", "x" * 5_000)
        result = scan_json("scan", cwd=repository.path)
        assert len(result.json["problems"]) == 40
        given_up = [p for p in result.json["problems"] if "before" in p["message"]]
        assert len(given_up) >= 37


def endless(expression: str) -> str:
    """A configuration with a pattern of one's own that takes memory rather than time."""
    pattern = f"[[patterns]]\nid = 'own'\ndescription = 'x'\nexpression = '{expression}'\n"
    return f"pattern-timeout = 600\n{pattern}"
