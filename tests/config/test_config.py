"""Configuration: what it changes, and how it complains."""

from __future__ import annotations

import os
from string import ascii_lowercase

import pytest

from keyguard.config.globs import globs
from keyguard.suppress.paths import path_excluded
from tests.samples import body, production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

KEY = production_key()

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


@pytest.fixture
def project(repository: Repository) -> Repository:
    repository.write("src/app.py", f'key = "{KEY}"\n')
    return repository


def test_the_root_is_searched_from_a_sub_folder(project: Repository) -> None:
    project.write(".keyguard.toml", 'ignore = ["production-key"]\n')
    assert keyguard("scan", cwd=project.path / "src").code == 0


def test_pyproject(project: Repository) -> None:
    project.write("pyproject.toml", '[tool.keyguard]\nignore = ["production-key"]\n')
    assert keyguard("scan", cwd=project.path).code == 0


def test_pyproject_without_our_table(project: Repository) -> None:
    project.write("pyproject.toml", "[tool.other]\nignore = 3\n")
    assert keyguard("scan", cwd=project.path).code == 1


def test_the_option_wins(project: Repository) -> None:
    project.write(".keyguard.toml", 'ignore = ["production-key"]\n')
    project.write("other.toml", "")
    assert keyguard("scan", "--config", "other.toml", cwd=project.path).code == 1


def test_excluded_paths_are_suppressed_and_counted(project: Repository) -> None:
    project.write(".keyguard.toml", 'exclude = ["src/"]\n')
    result = scan_json("scan", cwd=project.path)
    assert result.code == 0
    (finding,) = result.json["findings"]
    assert finding["suppressed"]["by"] == "path"
    assert "1 suppressed" in keyguard("scan", cwd=project.path).out


def test_fail_on(project: Repository) -> None:
    project.write(".keyguard.toml", 'fail-on = "critical"\n')
    result = scan_json("scan", cwd=project.path)
    assert (result.code, len(result.found)) == (0, 1)
    assert keyguard("scan", "--fail-on", "high", cwd=project.path).code == 1


def test_key_format(repository: Repository) -> None:
    repository.write(
        ".keyguard.toml",
        '[keys]\nlength = 24\nalphabet = "a-f0-9"\n[keys.prefixes]\ncx- = "staging"\n',
    )
    key = "cx-" + body("own", 24, "0123456789abcdef")
    repository.write("app.py", f'a = "{key}"\nb = "{KEY}"\n')
    assert scan_json("scan", cwd=repository.path).found == {("staging-key", "app.py")}


def test_meaning_of_the_prefixes(repository: Repository) -> None:
    repository.write(".keyguard.toml", '[keys.prefixes]\nsk_ = "production"\npk_ = "staging"\n')
    repository.write("app.py", f'a = "{staging_key()}"\n')
    assert scan_json("scan", cwd=repository.path).found == {("production-key", "app.py")}


def test_environment_and_surface_by_glob(repository: Repository) -> None:
    repository.write(
        ".keyguard.toml",
        '[environments]\nstaging = ["deploy/blue/**"]\nnone = [".env.staging"]\n'
        '[surfaces]\nfrontend = ["portal/*.txt"]\n',
    )
    for path in ("deploy/blue/settings.conf", ".env.staging", "portal/a.txt"):
        repository.write(path, f"KEY={KEY}\n")
    assert scan_json("scan", cwd=repository.path).found == {
        ("production-key-in-staging", "deploy/blue/settings.conf"),
        ("production-key", ".env.staging"),
        ("key-in-frontend", "portal/a.txt"),
    }


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


@pytest.mark.parametrize(
    ("glob", "words"),
    [
        ("./src/", "`.`"),
        ("src/../src/", "`.`"),
        ("../repository/src/", "`.`"),
        ("/home/ada/project/src/", "begin at this folder"),
        ("~/project/src/", "begin at this folder"),
        ("C:\\project\\src", "begin at this folder"),
        ("src\\app.py", "'src/app.py'"),
        ("**\\app.py", "'**/app.py'"),
        ("", "empty"),
        ("# src/", "comment"),
        ("!src/", "takes back"),
        ("src/[", "not well-formed"),
        ("/", "not well-formed"),
    ],
)
@pytest.mark.parametrize("text", ["exclude = ['{}']", "[surfaces]\nfrontend = ['{}']"])
def test_globs_that_can_match_nothing(
    project: Repository, glob: str, words: str, text: str
) -> None:
    project.write(".keyguard.toml", text.format(glob) + "\n")
    result = keyguard("scan", cwd=project.path)
    assert result.code in {0, 1}
    assert repr(glob) in result.err
    assert words in result.err
    assert result.err.count("\n") == 1
    assert keyguard("scan", "--quiet", cwd=project.path).err == ""


def test_the_root_s_own_path_is_no_glob(project: Repository) -> None:
    project.write(".keyguard.toml", f"exclude = ['{project.path}/src/']\n")
    assert "can match nothing" in keyguard("scan", cwd=project.path).err


@pytest.mark.parametrize(
    "good",
    [
        ["src/"], ["/src/"], ["/src/deep/er/"], ["/not/there"], ["*.py", "!app.py"], ["**/x"],
        ["\\#x", "\\!x", "a\\ "], [".env*"], ["...x"], ["a\\*b"], ["**"], ["[a-z]*"],
    ],
)  # fmt: skip
def test_globs_that_are_good(project: Repository, good: list[str]) -> None:
    listed = ", ".join(f"'{glob}'" for glob in good)
    project.write(".keyguard.toml", f"exclude = [{listed}]\n")
    result = keyguard("scan", cwd=project.path)
    assert (result.code in {0, 1}, result.err) == (True, "")


@pytest.mark.parametrize(
    "name",
    [".keyguard.toml", "pyproject.toml", "known.json", "rules.toml"],
)
def test_a_byte_order_mark_is_no_mistake(project: Repository, name: str) -> None:
    files = {
        ".keyguard.toml": "baseline = 'known.json'\nrules = ['rules.toml']\n",
        "known.json": '{"schema": "keyguard-baseline/1", "findings": []}',
        "rules.toml": "[[rules]]\nid = 'x'\nregex = 'x{99}'\n",
    }
    if name == "pyproject.toml":
        files = {name: "[tool.keyguard]\nall = true\n"}
    for file, text in files.items():
        project.write(file, text.encode("utf-8-sig" if file == name else "utf-8"))
    result = keyguard("scan", cwd=project.path)
    assert (result.code, result.err) == (1, "")


@pytest.mark.parametrize("tool", ["tool = 3", "[tool]\nkeyguard = 3"])
def test_pyproject_with_something_else_there(project: Repository, tool: str) -> None:
    project.write("pyproject.toml", f"# tool.keyguard\n{tool}\n")
    assert keyguard("scan", cwd=project.path).code == (2 if "keyguard = 3" in tool else 1)


@pytest.mark.parametrize("alphabet", ["a-z-", "-a-z", "a-z-_", "_-a-z", "a--b-z"])
def test_a_dash_in_an_alphabet_is_a_dash(repository: Repository, alphabet: str) -> None:
    repository.write(".keyguard.toml", f"[keys]\nlength = 32\nalphabet = '{alphabet}'\n")
    text = body("dash", 15, ascii_lowercase) + "-" + body("dashes", 16, ascii_lowercase)
    repository.write("app.py", f'key = "pk_{text}"\n')
    assert scan_json("scan", cwd=repository.path).found == {("production-key", "app.py")}


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


@pytest.mark.parametrize(
    "settings",
    [
        'exclude = ["nothing/"]',
        '[environments]\nstaging = ["nothing/"]',
        '[surfaces]\nfrontend = ["nothing/"]',
        "[[patterns]]\nid = 'x'\ndescription = 'd'\nexpression = 'abc'\npaths = ['*.py']",
    ],
)
def test_globs_are_tried_on_names_that_are_no_utf_8(project: Repository, settings: str) -> None:
    project.write(".keyguard.toml", settings + "\n")
    content = f'key = "{production_key()}"  # abc\n'.encode()
    with open(os.path.join(os.fsencode(project.path), b"name\xff.py"), "wb") as file:
        file.write(content)
    result = scan_json("scan", cwd=project.path)
    assert (result.code, bool(result.found)) == (1, True)


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


def test_a_glob_costs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """pathspec compiles one for each wherever it finds Hyperscan, which takes seconds for some
    hundred globs."""
    hyperscan = pytest.importorskip("hyperscan")
    monkeypatch.setattr(hyperscan, "Database", None)
    assert globs(["src/*.py", "!docs/**"])
    assert path_excluded(b"src/a.py", ("src/*.py", "!docs/**"))


@pytest.mark.parametrize("name", [".keyguard.toml", "pyproject.toml", ".keyguard-baseline.json"])
def test_a_file_larger_than_the_memory_is_told(name: str, project: Repository) -> None:
    project.write(name, "")
    os.truncate(project.path / name, 1 << 40)
    result = keyguard("scan", cwd=project.path)
    assert (result.code, "too large" in result.err.lower()) == (2, True)
