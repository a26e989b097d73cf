"""What containers state is not believed: none takes more time or memory than what it holds."""

from __future__ import annotations

import base64
from pathlib import Path
from random import Random

import pytest

from keyguard.errors import ExitCode
from tests.formats.hostile import SILENT, TOLD
from tests.formats.test_pieces import peak_of
from tests.samples import production_key
from tests.tools import scan_json

KEY = production_key("hostile")
MOST_MEMORY = 130
"""MiB."""


@pytest.mark.parametrize("name", TOLD)
def test_what_is_not_read_for_it_is_told(name: str, tmp_path: Path) -> None:
    data, word = TOLD[name]
    (tmp_path / "a.bin").write_bytes(data)
    (tmp_path / "b.env").write_text(f"API_KEY={KEY}")
    result = scan_json("scan", ".", cwd=tmp_path)
    assert (result.code, result.found) == (2, {("production-key", "b.env")})
    assert {each["path"] for each in result.json["problems"]} == {"a.bin"}
    assert word in result.json["problems"][0]["message"]


@pytest.mark.parametrize("name", SILENT)
def test_what_it_has_done_is_not_done(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(SILENT[name])
    result = scan_json("scan", "a.bin", cwd=tmp_path)
    assert (result.code, result.json["problems"]) == (0, [])


BEGINNINGS = 3_000


def test_what_could_not_be_unpacked_is_let_go(tmp_path: Path) -> None:
    """A decoder holds 100 kB and more."""
    generator = Random(1)
    frames = (b"\x28\xb5\x2f\xfd\4\x10" + generator.randbytes(30) for _ in range(BEGINNINGS))
    text = "".join(f"frame: {base64.b64encode(frame).decode()}\n" for frame in frames)
    (tmp_path / "a.txt").write_text(text)
    code, peak = peak_of(("scan", "a.txt"), tmp_path)
    assert code == ExitCode.INCOMPLETE
    assert peak < MOST_MEMORY
