"""``keyguard fleet scan`` over real repositories: what becomes of each, and what is found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from keyguard.fleet.store.database import Store
from tests.fleet.running import clones, kept, lines
from tests.samples import production_key, staging_key
from tests.tools import Repository, Result, keyguard


@pytest.fixture
def repositories(tmp_path: Path) -> dict[str, Repository]:
    """Two forks and their upstream, one that nobody forked, one without a key, and an empty one."""
    folder = tmp_path / "from"
    made = {"shop": Repository.create(folder / "a" / "shop")}
    made["shop"].commit("begin", **{"app.py": f'key = "{production_key("old")}"\n'})
    made["shop"].commit("mend", **{"app.py": "key = read_key()\n"})
    made["shop-fork"] = made["shop"].copy(folder / "b" / "shop-fork")
    made["shop-fork"].commit("test", **{".env.staging": f"KEY={staging_key('fork')}\n"})
    made["renamed"] = made["shop"].copy(folder / "c" / "renamed")
    made["lonely"] = Repository.create(folder / "lonely")
    made["lonely"].commit("begin", **{"x.py": f'key = "{production_key("lonely")}"\n'})
    made["clean"] = Repository.create(folder / "clean")
    made["clean"].commit("begin", **{"x.py": "print(1)\n"})
    made["empty"] = Repository.create(folder / "empty", "--bare")
    return made


@pytest.fixture
def listed(repositories: dict[str, Repository], tmp_path: Path) -> Path:
    return lines(tmp_path, [each.path for each in repositories.values()])


def scan(tmp_path: Path, *arguments: str | Path, **more: object) -> Result:
    return keyguard("fleet", "scan", *arguments, cwd=tmp_path, **more)  # type: ignore[arg-type]


def alone(repository: Repository) -> frozenset[tuple[str, str, str]]:
    """What ``keyguard history`` finds in a clone."""
    clone = repository.path.parent / f"{repository.path.name}-clone"
    repository.git("clone", "--quiet", "--mirror", "--no-local", ".", str(clone))
    result = keyguard("history", clone, "--no-config", "--format", "json", cwd=clone)
    return frozenset(
        (each["rule"], each["path"], each["fingerprint"]) for each in result.json["findings"]
    )


def test_each_repository_has_what_it_has_alone(
    repositories: dict[str, Repository], listed: Path, tmp_path: Path
) -> None:
    result = scan(tmp_path, listed, "--store", "store")
    assert result.code == 1
    assert result.out.startswith("6 of 6 repositories scanned; 6 findings of 3 credentials.")
    found = kept(tmp_path / "store")
    assert {each.state for each in found.values()} == {"scanned"}
    for name, repository in repositories.items():
        if name != "empty":
            assert found[name].findings == alone(repository), name
    assert len(list(clones(tmp_path / "store"))) == 3


def test_each_repository_is_told_in_a_log(listed: Path, tmp_path: Path) -> None:
    result = scan(tmp_path, listed)
    for told in (
        r"\d of 6: .*/a/shop: cloned",
        r"\d of 6: .*/a/shop: scanned, 1 finding$",
        r"\d of 6: .*/b/shop-fork: scanned, 3 findings",
        r"\d of 6: .*/clean: scanned, nothing found",
        r"6 of 6: ",
    ):
        assert re.search(told, result.err, re.MULTILINE), (told, result.err)
    assert (tmp_path / "keyguard-fleet" / "fleet.db").is_file()
    assert (tmp_path / "keyguard-fleet" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "keyguard-fleet").stat().st_mode & 0o77 == 0
    again = scan(tmp_path, listed)
    assert again.out == result.out
    assert again.err.count(": scanned before, nothing new\n") == 5
    assert again.err.count(": scanned, nothing found\n") == 1  # the empty one


def test_nothing_is_read_twice(
    repositories: dict[str, Repository], listed: Path, tmp_path: Path
) -> None:
    scan(tmp_path, listed, "--store", "store")
    before = kept(tmp_path / "store")
    written = {each: each.stat().st_mtime_ns for each in (tmp_path / "store").rglob("read.bin")}
    assert len(written) == 3
    assert scan(tmp_path, listed, "--store", "store").code == 1
    assert kept(tmp_path / "store") == before
    for name in ("renamed", "clean"):
        repositories[name].commit("more", **{"new.py": f'key = "{production_key(name)}"\n'})
    assert scan(tmp_path, listed, "--store", "store").code == 1
    after = kept(tmp_path / "store")
    assert {name for name in after if after[name] != before[name]} == {"renamed", "clean"}
    assert len(after["renamed"].findings - before["renamed"].findings) == 1
    changed = {each for each, when in written.items() if each.stat().st_mtime_ns != when}
    assert len(changed) == 2


def test_what_is_gone_from_a_repository_is_told_so(
    repositories: dict[str, Repository], listed: Path, tmp_path: Path
) -> None:
    scan(tmp_path, listed, "--store", "store")
    lonely = repositories["lonely"]
    lonely.git("checkout", "--quiet", "--orphan", "fresh")
    lonely.git("rm", "--quiet", "--force", "x.py")
    lonely.commit("anew", **{"y.py": "print(1)\n"})
    lonely.git("branch", "--quiet", "--delete", "--force", "main")
    scan(tmp_path, listed, "--store", "store")
    assert kept(tmp_path / "store")["lonely"].state == "scanned"


def test_a_repository_that_can_not_be_cloned_is_a_problem_and_not_the_end(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    broken = repositories["lonely"].copy(tmp_path / "broken")
    for entry in (broken.path / ".git" / "objects").glob("??/*"):
        entry.chmod(0o600)
        entry.write_bytes(b"nothing")
    (tmp_path / "list").write_text(
        f"{tmp_path}/missing\n--upload-pack=x\n{broken.path}\nhttp://127.0.0.1:9/x.git\n"
        f"{tmp_path / 'list'}\n{repositories['clean'].path}\n"
    )
    result = scan(tmp_path, "list", "--store", "store", "--exit-zero")
    assert result.code == 2
    assert result.out == "1 of 5 repositories scanned, 4 failed; nothing found.\n"
    assert "line 2 of the list is left out" in result.err
    assert result.err.count("failed: it could not be fetched (") == 4
    states = {name: each.state for name, each in kept(tmp_path / "store").items()}
    assert states["clean"] == "scanned"
    assert states["missing"] == states["broken"] == states["x.git"] == "failed"


def test_what_failed_is_tried_again(repositories: dict[str, Repository], tmp_path: Path) -> None:
    file = lines(tmp_path, [tmp_path / "later"])
    assert scan(tmp_path, file).code == 2
    repositories["clean"].copy(tmp_path / "later")
    assert scan(tmp_path, file).code == 0
    (tmp_path / "later").rename(tmp_path / "elsewhere")
    assert scan(tmp_path, file).code == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("--fail-on", "critical"), 0),
        (("--shard", "1/1"), 1),
        (("--max-size", "10"), 2),
        (("--max-size", "1G", "--timeout", "60", "--clones", "1", "--jobs", "1"), 1),
    ],
)
def test_exit_codes(
    repositories: dict[str, Repository], tmp_path: Path, options: tuple[str, ...], code: int
) -> None:
    file = lines(tmp_path, [repositories["lonely"].path])
    result = scan(tmp_path, file, "--quiet", *options)
    assert (result.code, result.out) == (code, "")


def test_a_clean_fleet_is_clean(repositories: dict[str, Repository], tmp_path: Path) -> None:
    file = lines(tmp_path, [repositories[name].path for name in ("clean", "empty")])
    result = scan(tmp_path, file, "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert "2 of 2 repositories scanned; nothing found." in scan(tmp_path, file).out


def test_what_is_not_read_in_a_repository_is_told_with_it(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 9999\n"
    repositories["clean"].commit_file("parts.bin", pointer)
    result = scan(tmp_path, lines(tmp_path, [repositories["clean"].path]))
    assert result.code == 2
    assert result.err.endswith("/clean: scanned, nothing found, 1 place in it not read\n")
    said = "1 of 1 repositories scanned, 1 place in them not read; nothing found.\n"
    assert result.out == said


def test_what_a_list_does_not_name_is_a_gap_of_its_report(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    clean = repositories["clean"].path
    assert scan(tmp_path, lines(tmp_path, [clean, "ext::sh -c true"])).code == 2
    report = keyguard("fleet", "report", cwd=tmp_path)
    assert report.code == 2
    assert "line 2 of the list" in report.out
    assert scan(tmp_path, lines(tmp_path, [clean])).code == 0
    assert keyguard("fleet", "report", cwd=tmp_path).code == 0


def test_too_large_is_skipped_with_its_reason(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    file = lines(tmp_path, [repositories["lonely"].path])
    result = scan(tmp_path, file, "--max-size", "10")
    assert result.out == "0 of 1 repositories scanned, 1 skipped; nothing found.\n"
    assert re.search("lonely: skipped: it has more than 10 bytes", result.err)


def test_forms_of_lists(repositories: dict[str, Repository], tmp_path: Path) -> None:
    folder = tmp_path / "from"
    from_folder = scan(tmp_path, folder, "--store", "one")
    assert "6 of 6 repositories scanned" in from_folder.out
    names = "a/shop\nb/shop-fork # a fork\n\na/shop/\nlonely\nclean\nempty\nc/renamed\n"
    base = f"file://{folder}"
    from_stdin = scan(tmp_path, "-", "--base-url", base, "--store", "two", stdin=names)
    assert "6 of 6 repositories scanned" in from_stdin.out
    assert kept(tmp_path / "one") == kept(tmp_path / "two")


def test_shards_together_are_the_whole(listed: Path, tmp_path: Path) -> None:
    scan(tmp_path, listed, "--store", "whole")
    for number in (1, 2, 3):
        scan(tmp_path, listed, "--store", f"part-{number}", "--shard", f"{number}/3")
    parts = [kept(tmp_path / f"part-{number}") for number in (1, 2, 3)]
    assert sum(map(len, parts)) == 6
    assert {name: each for part in parts for name, each in part.items()} == kept(tmp_path / "whole")


def test_a_configuration_counts_for_all_and_a_repository_s_own_does_not(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    lonely = repositories["lonely"]
    lonely.commit("look away", **{".keyguard.toml": 'exclude = ["**"]\n'})
    file = lines(tmp_path, [lonely.path])
    assert scan(tmp_path, file, "--store", "one").code == 1
    (tmp_path / "fleet.toml").write_text('exclude = ["**"]\n')
    result = scan(tmp_path, file, "--store", "one", "--config", "fleet.toml")
    assert result.code == 0
    assert "the configuration is not what it was, so everything is read again" in result.err


def test_the_disk_budget_is_kept_and_costs_nothing_but_time(listed: Path, tmp_path: Path) -> None:
    scan(tmp_path, listed, "--store", "whole")
    for _ in range(2):
        result = scan(tmp_path, listed, "--store", "small", "--disk-budget", "1k")
        assert "6 of 6 repositories scanned" in result.out
        assert kept(tmp_path / "small") == kept(tmp_path / "whole")
        assert len(list(clones(tmp_path / "small"))) < 3


def test_two_at_once_are_told_in_one_sentence(listed: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with Store.open(tmp_path / "store"):
        result = scan(tmp_path, listed, "--store", "store")
    assert result.code == 2
    (sentence,) = result.err.splitlines()
    assert re.fullmatch(
        "keyguard: another keyguard is writing .*; wait for its end, or .*", sentence
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing",), "the list missing can't be read (No such file or directory)"),
        (("nothing",), "nothing: it names no repository"),
        (("folder",), "folder: there is no repository below it"),
        (("list", "--shard", "0/4"), "'0/4' is no shard"),
        (("list", "--shard", "5/4"), "'5/4' is no shard"),
        (("list", "--max-size", "much"), "'much' is no size"),
        (("list", "--disk-budget", "0"), "'0' is no size"),
        (("list", "--store", "nothing"), "nothing can't be used as a store"),
        (("list", "--config", "missing.toml"), "missing.toml"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "nothing").write_text("# nothing\n")
    (tmp_path / "list").write_text("https://127.0.0.1:9/x\n")
    (tmp_path / "folder").mkdir()
    result = scan(tmp_path, *arguments)
    assert result.code == 2
    assert said in result.err


def test_no_secret_and_no_password_is_kept_or_shown(
    repositories: dict[str, Repository], listed: Path, tmp_path: Path
) -> None:
    listed.write_text(listed.read_text() + "http://ada:t0psecret@127.0.0.1:9/x.git\n")
    result = scan(tmp_path, listed, "--store", "store")
    said = result.out + result.err
    held = [(tmp_path / "store" / "fleet.db").read_bytes(), said.encode()]
    held += [file.read_bytes() for file in (tmp_path / "store").rglob("*.jsonl")]
    for secret in ("t0psecret", production_key("old"), staging_key("fork")):
        assert not any(secret.encode() in each for each in held)
    assert json.dumps("http://127.0.0.1:9/x.git").strip('"') in said


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "soon"])
def test_what_is_no_time_is_told(listed: Path, tmp_path: Path, seconds: str) -> None:
    result = scan(tmp_path, listed, "--timeout", seconds)
    assert (result.code, result.out) == (2, "")
    assert "Invalid value for '--timeout'" in result.err
