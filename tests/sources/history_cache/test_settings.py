"""A history that was read with other settings is read anew."""

from __future__ import annotations

import pytest

from tests.samples import production_key
from tests.sources.history_cache.compared import CACHE, assert_same, env, objects, run
from tests.tools import Repository

OPTIONS = (
    ("--max-decode-depth", "2"),
    ("--max-archive-depth", "0"),
    ("--max-file-size", "2000"),
    ("--ignore", "production-key"),
    ("--rules", "rules.toml"),
)


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: str(options[0]))
def test_other_settings_take_nothing(shop: Repository, options: tuple[str, ...]) -> None:
    shop.write("rules.toml", '[[rules]]\nid = "part"\nregex = "def part"\nkeywords = ["part"]\n')
    run(shop, CACHE)
    assert assert_same(shop, *options) == 0
    assert assert_same(shop, *options) == objects(shop)
    assert assert_same(shop) == objects(shop), "each has a file of its own"


def test_nor_does_another_configuration(shop: Repository) -> None:
    run(shop, CACHE)
    (shop.path / ".keyguard.toml").write_text("[keys]\nlength = 30\n")
    assert assert_same(shop) == 0


def test_what_is_only_asked_of_the_report_changes_nothing(shop: Repository) -> None:
    run(shop, CACHE)
    for options in (("--all",), ("--fail-on", "critical"), ("--jobs", "1")):
        assert assert_same(shop, *options) == objects(shop)


def test_what_is_too_large_is_told_again(shop: Repository) -> None:
    shop.commit_file("large.env", env(production_key("large")) * 200)
    shop.git("repack", "-adq")
    options = ("--max-file-size", "2000")
    assert assert_same(shop, *options) == 0
    assert assert_same(shop, *options) == objects(shop)
    problems = run(shop, *options, CACHE).json["problems"]
    assert any("raise --max-file-size" in each["message"] for each in problems)
