"""A vendor is added by one row, and everything about it works."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import keyguard
from keyguard.prefilter.select import MANY_FILES
from tests.samples import body, staging_key, webhook_secret
from tests.tools import Repository, scan_json

ROW = """
    Vendor(
        "Acme Pay",
        r"acme_?pay",
        "Settings, Secret keys",
        webhook_at="Acme Pay's console (Hooks)",
        forms=(
            KeyForm("acme_rk_", "A-Z0-9", 24, 30),
            KeyForm("sk_", "A-Za-z0-9", 32, 32, named=True),
        ),
    ),
"""
KEY = "acme_rk_" + body("acme", 26, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
TABLE = "PREFIXED = ("


@pytest.fixture(scope="module")
def with_acme(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a copy of keyguard whose table has one row more."""
    folder = tmp_path_factory.mktemp("copy")
    copy = shutil.copytree(Path(keyguard.__file__).parent, folder / "keyguard")
    file = copy / "vendors" / "prefixed.py"
    before, table, after = file.read_text("utf-8").partition(TABLE)
    assert table
    file.write_text(before + table + ROW + after, "utf-8")
    return {"PYTHONPATH": str(folder)}


def findings(repository: Repository, env: dict[str, str], command: str = "scan") -> Any:
    return scan_json(command, cwd=repository.path, env=env).json["findings"]


@pytest.mark.parametrize(
    ("command", "files"),
    [("scan", 1), ("scan", MANY_FILES), ("history", 1)],
    ids=["few files", "many files", "history"],
)
def test_its_key_is_found(
    repository: Repository, with_acme: dict[str, str], command: str, files: int
) -> None:
    for number in range(1, files):
        repository.write(f"other/{number}.txt", "nothing\n")
    repository.commit_file("a.txt", f"key = {KEY}\n")
    assert findings(repository, {}, command) == []
    (finding,) = findings(repository, with_acme, command)
    assert finding["rule"] == "other-vendor-key"
    assert finding["credential"]["vendor"] == "acme pay"
    assert "This is a secret key of Acme Pay," in finding["message"]
    first = "1. Revoke this key in Acme Pay's dashboard (Settings, Secret keys)."
    assert finding["fix"].splitlines()[0] == first


def test_its_name_says_that_a_key_is_not_the_gateways(
    repository: Repository, with_acme: dict[str, str]
) -> None:
    repository.write("a.txt", f"ACMEPAY={staging_key()}\n")
    (before,) = findings(repository, {})
    (after,) = findings(repository, with_acme)
    assert before["rule"] == "staging-key"
    assert (after["rule"], after["credential"]["vendor"]) == ("other-vendor-key", "acme pay")


def test_its_name_beside_a_key_says_nothing(
    repository: Repository, with_acme: dict[str, str]
) -> None:
    repository.write("a.txt", f"# not acme_pay:\nKEY={staging_key()}\n")
    for env in ({}, with_acme):
        (finding,) = findings(repository, env)
        assert (finding["rule"], finding["confidence"]) == ("staging-key", "medium")


def test_the_secret_of_its_webhook_is_called_by_its_name(
    repository: Repository, with_acme: dict[str, str]
) -> None:
    repository.write("a.txt", f"ACME_PAY_WEBHOOK_SECRET={webhook_secret()}\n")
    (before,) = findings(repository, {})
    (after,) = findings(repository, with_acme)
    assert "Acme" not in before["message"]
    assert "This webhook secret of Acme Pay is strong" in after["message"]
    assert "Set it for the webhook in Acme Pay's console (Hooks)." in after["fix"]
    assert (before["severity"], after["severity"]) == ("high", "low")
