"""Text that repeats itself is looked through once, and what it says counts as often as it does."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard.model import repetition
from tests.formats.test_pieces import PEAK
from tests.samples import production_key, webhook_secret
from tests.tools import scan_json

KEY, OTHER = production_key("once"), production_key("again")
CLUES = {
    "names": "WEBHOOK_SECRET=\n",
    "names in a line": "webhook_secret ",
    "beginnings": "pk_",
    "references": "&#112;&#107;",
    "escapes": "\\x70\\x6b",
}
MEGABYTE = 1 << 20
LONG = repetition.SHORTEST + MEGABYTE // 20
"""Characters that are looked through for what repeats itself."""


@pytest.mark.parametrize("name", CLUES)
@pytest.mark.parametrize("where", ["before", "between", "behind"])
def test_a_key_beside_what_repeats_itself(name: str, where: str, tmp_path: Path) -> None:
    repeated = CLUES[name] * (LONG // len(CLUES[name]))
    before, behind = repeated * (where != "before"), repeated * (where != "behind")
    (tmp_path / "a.txt").write_text(f"{before}\nkey = {KEY}\n{behind}", "utf-8")
    (finding,) = scan_json("scan", "a.txt", cwd=tmp_path).json["findings"]
    assert (finding["line"], finding["column"]) == (before.count("\n") + 2, 7)


def test_what_is_repeated_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"a={KEY}\nb={OTHER}\n" * 8_000, "utf-8")
    findings = scan_json("scan", "a.txt", cwd=tmp_path).json["findings"]
    assert [each["occurrences"] for each in findings] == [8_000, 8_000]


def test_a_secret_that_is_repeated_between_what_is_not(tmp_path: Path) -> None:
    clean, secret = "webhook_secret = \n" * 20_000, f"webhook_secret = {webhook_secret(1)}\n"
    (tmp_path / "a.env").write_text(clean + secret * 2_000 + clean, "utf-8")
    (finding, *_) = scan_json("scan", "a.env", cwd=tmp_path).json["findings"]
    assert (finding["line"], finding["occurrences"]) == (20_001, 2_000)


def test_a_key_that_a_part_of_a_text_would_begin_with(tmp_path: Path) -> None:
    """Parts are looked at together with what is around them: no longer token is cut to a key."""
    draw = random.Random(5)
    tokens = (
        "pk_"
        + "".join(draw.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=draw.randrange(33, 99)))
        for _ in range(12_000)
    )
    (tmp_path / "a.txt").write_text(" ".join(tokens) + f"\nkey = {KEY}\n", "utf-8")
    (finding,) = scan_json("scan", "a.txt", cwd=tmp_path).json["findings"]
    assert finding["line"] == 2


def test_references_take_little_memory(tmp_path: Path) -> None:
    """Linux counts in KiB, macOS in bytes."""
    draw = random.Random(7)
    text = "".join(f"&#{draw.randrange(97, 123)};" for _ in range(1_000_000))
    (tmp_path / "a.html").write_text(f"{text}\n&#112;{KEY[1:]}\n", "utf-8")
    run = subprocess.run(
        [sys.executable, "-c", PEAK, sys.executable, "-m", "keyguard", "scan", "a.html"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    code, peak = map(int, run.stderr.split())
    assert code == 1
    assert peak * (1 if sys.platform == "darwin" else 1024) < 200 * MEGABYTE
