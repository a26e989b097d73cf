"""Webhook secrets in the names of files and folders: a name, a sign and a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import body, webhook_secret
from tests.tools import scan_json

SECRET = webhook_secret("file name")
COMMIT = body("commit", 40, "0123456789abcdef")


@pytest.mark.parametrize(
    "name",
    [
        f"webhook_secret={SECRET}",
        f"webhook_secret={SECRET}.txt",
        f"WEBHOOK_SECRET={SECRET}.env",
        f"notes/webhook-secret={SECRET}.bak",
        f"webhook_secret={SECRET}/notes.txt",
        f"webhook-secret/{SECRET}",
        f"k8s/webhook-secret-{SECRET[:32]}.yaml",
    ],
)
def test_is_found(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    (finding,) = scan_json("scan", ".", cwd=tmp_path).json["findings"]
    assert finding["rule"] == "hardcoded-webhook-secret"
    assert SECRET[:32] not in finding["path"]


@pytest.mark.parametrize(
    "name",
    [
        "webhook_secret=of-the-shop.txt",
        f"webhook_secret_{COMMIT}.txt",
        f"webhook-secret-{COMMIT}.json",
        f"{SECRET}.txt",
        "webhook_secret.txt",
        "webhook_secret=.txt",
        "webhook_secret=REDACTED.env",
        f"webhook-{SECRET}.log",
        "webhook-secret/1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9.json",
        "webhook-secret-HowToRotateItIn2024AndLater.md",
    ],
)
def test_is_silent(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    assert scan_json("scan", ".", cwd=tmp_path).json["findings"] == []
