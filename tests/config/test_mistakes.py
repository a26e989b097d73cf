"""Configuration that is wrong: every mistake is told at once, with its line and a suggestion."""

from __future__ import annotations

import os

import pytest

from tests.tools import Repository, keyguard

PATTERN = "[[patterns]]\nid = 'x'\ndescription = 'x'\nexpression = 'x'\n"
BAD_GLOBS = ["tests\\fixtures\\", "!", "[z-a]", "a/[9-0]/b", "\\"]
WITH_GLOB = [
    "exclude = ['{glob}']\n",
    "all = true\nexclude = [\n'src/',\n'{glob}',\n]\n",
    "[environments]\nstaging = ['{glob}']\n",
    "[surfaces]\nfrontend = ['src/', '{glob}']\n",
    PATTERN + "paths = ['{glob}']\n",
]
"""Every key that takes globs."""


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('# first\nignroe = ["x"]\n', 2, ["'ignroe'", "'ignore'"]),
        ('ignore = [\n  "prodution-key",\n]\n', 2, ["'prodution-key'", "'production-key'"]),
        ('fail-on = "hihg"\n', 1, ["'fail-on'", "'hihg'", "critical"]),
        ("fail-on = 3\n", 1, ["'fail-on'", "critical"]),
        ('exclude = "src"\n', 1, ["'exclude'", "list"]),
        ("exclude = [1]\n", 1, ["'exclude'", "list of strings"]),
        ("max-file-size = 0\n", 1, ["'max-file-size'", "above zero"]),
        ("all = 1\n", 1, ["'all'", "true or false"]),
        ("\n[keys]\nlenght = 32\n", 3, ["'lenght'", "'length'"]),
        ("[keys]\nlength = true\n", 2, ["'length'"]),
        ('[keys]\nalphabet = "[a-z]+("\n', 2, ["'alphabet'"]),
        ('[keys.prefixes]\npk_ = "publishable"\n', 2, ["'pk_'", "production"]),
        ('[keys.prefixes]\n"(" = "staging"\n', 2, ["prefix"]),
        ('exclude = [""]\n[keys.prefixes]\npk_ = "staging"\n"" = "production"\n', 4, ["prefix"]),
        ('[keys]\nlength = 32\nprefixes = { "" = "staging" }\n', 3, ["prefix"]),
        ('ignore = []\n[keys]\nprefixes."" = "staging"\n', 3, ["prefix"]),
        ("[keys.prefixes]\npk_ = 'staging'\n'\"' = 'staging'\n", 3, ["prefix"]),
        ('[keys.prefixes]\npk_ = "staging"\n"p\\"_" = "staging"\n', 3, ["prefix"]),
        ('exclude = [""]\n"" = 3\n', 2, ["unknown key ''"]),
        ('all = true\n\n["a b"]\n', 3, ["unknown key 'a b'"]),
        ("keys = 3\n", 1, ["table"]),
        ('[environments]\nstagign = ["x"]\n', 2, ["'stagign'", "'staging'"]),
        ("[surfaces]\nfrontend = true\n", 2, ["'frontend'", "list"]),
        ('[keys.prefixes]\npk_ = ["staging"]\n', 2, ["'pk_'", "production"]),
        ('[keys]\nalphabet = "z-a"\n', 2, ["'alphabet'", "'z-a'", "lower to the higher"]),
        ('webhook-headers = "X-Hook-Auth"\n', 1, ["'webhook-headers'", "list of strings"]),
        ('webhook-headers = [\n"X-Hook-Auth",\n"X Hook"]\n', 3, ["'X Hook'", "dash"]),
        ("webhook-headers = ['Content-Type']\n", 1, ["'Content-Type'", "secret"]),
        ('webhook-header = ["X-Hook-Auth"]\n', 1, ["'webhook-headers'"]),
        (f"max-file-size = {10**30}\n", 1, ["'max-file-size'"]),
        (f"pattern-timeout = {10**400}\n", 1, ["'pattern-timeout'"]),
        (f"{PATTERN}entropy = {10**400}\n", 5, ["'entropy'"]),
        *(
            (text, 1, ["globs", r"\x00"])
            for text in (r'exclude = ["\u0000"]', r'exclude = ["kept", "tests\u0000/fixtures"]')
        ),
        *(
            (
                text.format(glob=glob),
                text.count("\n", 0, text.index("{glob}")) + 1,
                ["globs", repr(glob)],
            )
            for glob in BAD_GLOBS
            for text in WITH_GLOB
        ),
    ],
)
def test_mistakes(project: Repository, text: str, line: int, words: list[str]) -> None:
    project.write(".keyguard.toml", text)
    result = keyguard("scan", cwd=project.path)
    assert (result.code, result.out) == (2, "")
    assert f".keyguard.toml:{line}:" in result.err
    for word in words:
        assert word in result.err


def test_mistakes_are_told_on_a_clean_tree_too(repository: Repository) -> None:
    repository.write(".keyguard.toml", 'exclude = ["[z-a]"]\n')
    assert keyguard("staged", cwd=repository.path).code == 2


def test_several_mistakes_are_told_at_once(project: Repository) -> None:
    project.write(
        ".keyguard.toml",
        'ignroe = []\nfial-on = "high"\nall = 1\nexclude = ["!"]\n[keys]\nlength = 3\n',
    )
    result = keyguard("scan", cwd=project.path)
    assert result.code == 2
    lines = [line.split(".keyguard.toml:")[1].split(":")[0] for line in result.err.splitlines()]
    assert lines == ["1", "2", "3", "4", "6"]
    assert "did you mean 'fail-on'?\n" in result.err


def test_several_mistakes_in_patterns(project: Repository) -> None:
    project.write(
        ".keyguard.toml",
        PATTERN.replace("'x'", "'A'", 1)
        + "keywords = ['']\n"
        + PATTERN.replace("expression = 'x'", "expression = '('"),
    )
    result = keyguard("scan", cwd=project.path)
    assert [line.split("value for ")[1].split(":")[0] for line in result.err.splitlines()] == [
        "'id'",
        "'keywords'",
        "'expression'",
    ]


@pytest.mark.parametrize("content", [b"= 1", b"a = ", b"\xff\xfe", b"[keys\n"])
def test_no_toml(project: Repository, content: bytes) -> None:
    project.write(".keyguard.toml", content)
    result = keyguard("scan", cwd=project.path)
    assert result.code == 2
    assert "not valid TOML" in result.err


def test_a_missing_configuration(project: Repository) -> None:
    result = keyguard("scan", "--config", "gone.toml", cwd=project.path)
    assert result.code == 2
    assert "gone.toml" in result.err


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_on_the_command_line(project: Repository, option: str) -> None:
    result = keyguard("scan", option, "prodution-key", cwd=project.path)
    assert result.code == 2
    assert "'production-key'" in result.err


EVERYTHING_WRONG = """\
fail_on = "high"
exclude = ["[z-a]", "ok/", "!"]
select = ["productin-key", "stagin-key"]
max-file-size = 0
rules = ["gone.toml"]

[keys]
length = 2
[keys.prefixes]
pk = "production"
sk_ = "stagin"

[environments]
prod = ["a"]
staging = ["["]

[[patterns]]
id = "production-key"
description = "x"
expression = "x"
[[patterns]]
id = "b"
expression = "("
severity = "hihg"
"""
LINES = {1, 2, 4, 8, 10, 11, 14, 18, 23, 24}


def test_everything_that_is_wrong_is_told_at_once(project: Repository) -> None:
    project.write(".keyguard.toml", EVERYTHING_WRONG)
    result = keyguard("scan", cwd=project.path)
    assert (result.code, result.out) == (2, "")
    lines = [
        line.partition(".keyguard.toml:")[2].partition(":")[0] for line in result.err.splitlines()
    ]
    assert {int(line) for line in lines if line} >= LINES
    assert "gone.toml" in result.err
    assert result.err.count("globs in gitignore") == 2
    assert "'b'" in result.err  # its description is missing


def test_every_rule_that_is_none_is_told(project: Repository) -> None:
    project.write(".keyguard.toml", 'ignore = [\n"stagin-key",\n"x",\n"key-in-ulr",\n]\n')
    result = keyguard("scan", cwd=project.path)
    assert [line.split(".toml:")[1].split(":")[0] for line in result.err.splitlines()] == [
        "2", "3", "4",
    ]  # fmt: skip


PASTED = [
    ("[tool.keyguard]\nall = true\n", {1: "at the top"}),
    ("[tool.keyguard.surfaces]\nfrontend = ['x']\n", {1: "[surfaces]"}),
    ("all = true\n[tool.keyguard.keys.prefixes]\npk_ = 'staging'\n", {2: "[keys.prefixes]"}),
    ("# x\n[ tool.keyguard.environments ]\nstaging = ['x']\n", {2: "[environments]"}),
    ("[keyguard]\nall = true\n[keyguard.surfaces]\nnone = ['x']\n", {1: "top", 3: "[surfaces]"}),
    ("[[tool.keyguard.patterns]]\nid = 'x'\ndescription = 'x'\nexpression = 'x'\n",
     {1: "[[patterns]]"}),
    ("tool.keyguard.all = true\n", {1: "without it"}),
    ("[tool.keyguard]\nall = 3\n", {1: "at the top", 2: "true or false"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), PASTED)
def test_what_is_pasted_from_pyproject_is_told(
    project: Repository, text: str, told: dict[int, str]
) -> None:
    project.write(".keyguard.toml", text)
    result = keyguard("scan", cwd=project.path)
    assert result.code == 2
    lines = result.err.splitlines()
    assert len(lines) == len(told)
    for line, (number, words) in zip(lines, told.items(), strict=True):
        assert f".keyguard.toml:{number}: " in line
        assert words in line
    project.write("pyproject.toml", text.replace("[keyguard", "[tool.keyguard"))
    (project.path / ".keyguard.toml").unlink()
    assert "is for pyproject" not in keyguard("scan", cwd=project.path).err


@pytest.mark.parametrize("name", [".keyguard.toml", "pyproject.toml", ".keyguard-baseline.json"])
def test_a_file_larger_than_the_memory_is_told(name: str, project: Repository) -> None:
    project.write(name, "")
    os.truncate(project.path / name, 1 << 40)
    result = keyguard("scan", cwd=project.path)
    assert (result.code, "too large" in result.err.lower()) == (2, True)
