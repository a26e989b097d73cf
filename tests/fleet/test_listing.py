"""Which repositories a list names: forms, duplicates, bad lines, folders and shards."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keyguard.fleet.coordinator.address import identity_of, name_of
from keyguard.fleet.coordinator.listing import Listed, from_folder, from_lines, shard_of
from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard

SAME = (
    (
        "https://github.com/acme/shop",
        "https://github.com/acme/shop/",
        "https://github.com/acme/shop.git",
        "https://github.com/acme/shop.git/",
        "https://github.com//acme/shop",
        "https://github.com:443/acme/shop",
        "https://GitHub.com/Acme/Shop",
        "https://ada@github.com/acme/shop",
        "https://ada:t0ken@github.com/acme/shop.git",
        "http://github.com/acme/shop",
        "git@github.com:acme/shop.git",
        "git@github.com:/acme/shop.git",
        "github.com:acme/shop",
        "ssh://git@github.com/acme/shop",
        "ssh://git@github.com:22/acme/shop.git",
        "git://github.com/acme/shop",
    ),
    ("https://git.example.org/Acme/shop", "https://git.example.org/Acme/shop.git"),
    ("https://git.example.org/acme/shop", "git@git.example.org:acme/shop"),
    ("https://git.example.org:8443/acme/shop", "https://git.example.org:8443/acme/shop.git"),
    ("https://github.com/acme/shop-api", "https://github.com/acme/shop%2Dapi"),
    ("https://github.com/other/shop",),
    ("https://gitlab.com/acme/tools/shop", "https://gitlab.com/acme/tools/shop.git"),
    ("https://gitlab.com/acme/shop",),
)
"""Addresses of one repository in a row, and no two rows of the same."""

BAD = {
    "--upload-pack=touch /tmp/x": "can't be fetched from",
    "-o": "can't be fetched from",
    "ext::sh -c touch% /tmp/x": "can't be fetched from",
    "foo::https://github.com/acme/shop": "can't be fetched from",
    "ftp://github.com/acme/shop": "protocol",
    "s3://bucket/shop": "protocol",
    "https://": "names no host",
    "https://ada:t0ken@host:port/x": "names no host",
    "acme/shop": "--base-url https://github.com",
    "file://elsewhere/srv/shop": "another machine",
    "https://github.com/a\x07b": "a line of text",
}
NAMES = {
    "https://github.com/acme/Shop.git": "shop",
    "git@host:shop.git": "shop",
    "/srv/mirrors/acme+shop/repo": "acme+shop",
    "/srv/mirrors/acme/shop.git": "shop",
    "/home/ada/shop/.git": "shop",
    "https://host:8443/acme/shop/": "shop",
    "ssh://git@host/~ada/shop": "shop",
    "https://github.com/acme/.github": ".github",
}


def names(listed: Listed) -> list[str]:
    return [source.name for source in listed.sources]


@pytest.mark.parametrize("row", SAME, ids=lambda row: row[0])
def test_addresses_of_one_repository_are_one(row: tuple[str, ...]) -> None:
    listed = from_lines(f"{each}\n" for each in row)
    assert len(listed.sources) == 1, names(listed)
    assert listed.sources[0].url == row[0]
    assert listed.again == len(row) - 1
    assert not listed.left_out


def test_addresses_of_several_are_several() -> None:
    listed = from_lines(each for row in SAME for each in row)
    assert len(listed.sources) == len(SAME)
    assert len({source.id for source in listed.sources}) == len(SAME)


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_is_told_and_the_others_count(line: str) -> None:
    listed = from_lines(["# repositories\n", "\n", f"{line}\n", "https://github.com/acme/ok\n"])
    assert names(listed) == ["https://github.com/acme/ok"]
    problem = listed.left_out[0].sentence
    assert problem.startswith("line 3 of the list is left out: ")
    assert BAD[line] in problem
    assert "t0ken" not in problem


def test_comments_blank_lines_and_line_ends() -> None:
    text = "\ufeff# all\r\n\r\n  https://github.com/acme/a  # the shop\r\n\thttps://github.com/acme/b\r\n#x\r\n"
    listed = from_lines(text.splitlines(keepends=True))
    assert names(listed) == ["https://github.com/acme/a", "https://github.com/acme/b"]
    assert not listed.left_out


def test_a_password_is_for_git_alone() -> None:
    (source,) = from_lines(["https://ada:t0ken@git.example.org/acme/shop"]).sources
    assert source.name == "https://git.example.org/acme/shop"
    assert "t0ken" in source.url
    assert "t0ken" not in repr(source)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://github.com", "https://github.com/acme/shop"),
        ("https://git.example.org/scm/", "https://git.example.org/scm/acme/shop"),
        ("git@github.com:", "git@github.com:acme/shop"),
    ],
)
def test_names_of_a_forge(base: str, expected: str) -> None:
    assert names(from_lines(["acme/shop"], base)) == [expected]
    others = ["/srv/x", "https://gitlab.com/a/b", "git@host:a/b"]
    assert names(from_lines(others, base)) == others
    deeper = expected.replace("acme/", "acme/tools/")
    assert names(from_lines(["acme/tools/shop"], base)) == [deeper]


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Repository.create(tmp_path / "shop")
    Repository.create(tmp_path / "shop.git", "--bare")
    (tmp_path / "link").symlink_to("shop")
    (tmp_path / "a#b").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    lines = [
        "shop",
        "./shop/",
        f"{tmp_path}/shop",
        "~/shop",
        "link",
        "shop/.git",
        "file://" + str(tmp_path / "shop"),
    ]
    assert names(from_lines(lines)) == [str(tmp_path / "shop")]
    assert len(from_lines(["shop", "shop.git"]).sources) == 2
    assert names(from_lines(["a#b"])) == [str(tmp_path / "a#b")]
    assert len(from_lines(["not/there", "./not/there"]).left_out) == 1


def test_a_folder_of_mirrors(tmp_path: Path) -> None:
    for name in ("acme/shop.git", "acme/tools/repo", "z.git"):
        Repository.create(tmp_path / name, "--bare")
    Repository.create(tmp_path / "checkout")
    Repository.create(tmp_path / "checkout" / "within")
    (tmp_path / "notes").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [os.path.relpath(name, tmp_path) for name in names(from_folder(tmp_path))]
    assert found == ["acme/shop.git", "acme/tools/repo", "checkout", "z.git"]
    assert names(from_folder(tmp_path / "z.git")) == [str(tmp_path / "z.git")]


@pytest.mark.parametrize("address", NAMES)
def test_what_forks_share(address: str) -> None:
    assert name_of(address) == NAMES[address]


def test_shards_are_the_list_and_keep_forks_together() -> None:
    lines = [f"https://github.com/{owner}/project-{n}" for owner in "abc" for n in range(200)]
    listed = from_lines(lines)
    shards = [listed.shard(number, 4).sources for number in (1, 2, 3, 4)]
    assert sorted(each for shard in shards for each in shard) == sorted(listed.sources)
    assert all(90 < len(shard) < 210 for shard in shards)
    for shard in shards:
        assert len(shard) % 3 == 0
    fork, mirror = from_lines(["git@host:x/project-7.git", "/srv/project-7"]).sources
    assert shard_of(fork, 4) == shard_of(mirror, 4)


def test_identities_of_hosts_in_capitals() -> None:
    assert identity_of("ssh://GIT.example.org/a") == identity_of("git.example.org:a")


def test_names_that_are_no_text(tmp_path: Path) -> None:
    for name in (b"\xff-shop", b"a\nb", b"sp ace", "\u202eevil".encode()):
        Repository.create(tmp_path / os.fsdecode(name), "--bare")
    listed = from_folder(tmp_path)
    assert sorted(os.path.relpath(name, tmp_path) for name in names(listed)) == [
        "\\xff-shop",
        "sp ace",
        "\u202eevil",
    ]
    problem = listed.left_out[0].sentence
    assert problem.startswith(repr(f"{tmp_path}/a\nb"))
    lines = [f"{source.url}\n" for source in listed.sources]
    assert from_lines(lines).sources == listed.sources


def test_a_key_in_an_address_is_not_kept(tmp_path: Path) -> None:
    """Paths and URLs name repositories in the store, in results and in reports."""
    keys = [production_key("path"), production_key("other"), staging_key("url")]
    for number, key in enumerate(keys[:2]):
        made = Repository.create(tmp_path / "from" / f"shop-{key}")
        made.commit("begin", **{"app.py": f'key = "{production_key(number)}"\n'})
    (tmp_path / "list").write_text(
        "".join(f"{path}\n" for path in sorted((tmp_path / "from").iterdir()))
        + f"http://127.0.0.1:9/{keys[2]}/shop\n"
    )
    for _ in range(2):
        scanned = keyguard("fleet", "scan", "list", "--store", "store", cwd=tmp_path)
        assert scanned.out.startswith("2 of 3 repositories scanned, 1 failed; 2 findings of 2 ")
    reported = keyguard("fleet", "report", "store", "-f", "json", cwd=tmp_path)
    names = {each["repository"] for each in reported.json["repositories"]}
    assert len(names) == 3
    assert all("****#" in name or "****/shop#" in name for name in names)
    files = [each for each in (tmp_path / "store").rglob("*") if each.is_file()]
    said = [scanned.err.encode(), reported.out.encode(), *(file.read_bytes() for file in files)]
    assert not [key for key in keys if any(key.encode() in each for each in said)]
