"""Texts that several contents have alike: each is judged by the name that it has."""

from __future__ import annotations

from tests.samples import webhook_secret
from tests.tools import Repository, keyguard

FAR = "# nothing is said here\n" * 4_000


def test_a_text_is_read_as_its_file_is(repository: Repository) -> None:
    for path in ("app/app.yml", "app/locales/de.yml", "web/app.yml", "web/locales/de.yml"):
        repository.commit_file(path, "webhook_secret: Zugangscode\n")
    for command in (["scan", "."], ["history"]):
        found = keyguard(*command, "--format", "json", cwd=repository.path).json["findings"]
        assert [each["path"] for each in found] == ["app/app.yml", "web/app.yml"]


def test_versions_of_a_file_have_it_on_their_own_lines(repository: Repository) -> None:
    line = f'WEBHOOK_SECRET = "{webhook_secret()}"\n'
    for number in range(3):
        repository.commit_file("app.py", "pass\n" * number + FAR + line + FAR)
    report = keyguard("history", "--format", "json", cwd=repository.path).json
    found = [(each["path"], each["line"], each["occurrences"]) for each in report["findings"]]
    assert found == [("app.py", FAR.count("\n") + 3, 3)]
