"""What is kept in mind of runs of digits can be forgotten at any time."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from keyguard.prefilter import base_n
from tests.samples import production_key
from tests.tools import scan_json


@pytest.mark.parametrize("size", [1, 1_000])
def test_while_a_run_is_looked_into(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_n, "REMEMBERED", size)
    digests = [hashlib.sha256(bytes([number])).hexdigest() for number in range(100)]
    encoded = f"some words in front of api_key={production_key()} and behind it ".encode() * 4
    for _ in range(2):
        encoded = base64.b64encode(encoded)
    lines = [f"x: {digest}; \n-" for digest in digests]
    lines.insert(50, f'data: "{encoded.decode()}"')
    (tmp_path / "lines.txt").write_text("\n".join(lines))
    result = scan_json("scan", ".", cwd=tmp_path)
    assert (result.code, result.found) == (1, {("production-key", "lines.txt")})
