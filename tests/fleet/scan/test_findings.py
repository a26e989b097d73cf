"""What is found in each repository of a fleet, and what is told of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.fleet.running import clones, kept
from tests.fleet.scan.scanning import alone, scan
from tests.samples import production_key, staging_key
from tests.tools import Repository


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


def test_the_disk_budget_is_kept_and_costs_nothing_but_time(listed: Path, tmp_path: Path) -> None:
    scan(tmp_path, listed, "--store", "whole")
    for _ in range(2):
        result = scan(tmp_path, listed, "--store", "small", "--disk-budget", "1k")
        assert "6 of 6 repositories scanned" in result.out
        assert kept(tmp_path / "small") == kept(tmp_path / "whole")
        assert len(list(clones(tmp_path / "small"))) < 3


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
