"""What a pattern of the user's own finds, and what it lets through."""

from __future__ import annotations

import pytest

from tests.config.patterns.configured import RULE, TOKEN, configure, found
from tests.samples import body
from tests.tools import Repository, scan_json

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


def test_an_expression_is_not_the_secret_of_its_file(repository: Repository) -> None:
    """The file that defines a rule shows no finding of its examples."""
    configure(repository, f"matches = ['{TOKEN}']")
    assert found(repository) == set()
