"""What containers state is not believed: none takes more time or memory than what it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.hostile import SILENT, TOLD
from tests.samples import production_key
from tests.tools import scan_json

KEY = production_key("hostile")


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
