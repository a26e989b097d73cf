"""Of long texts that hold something no more is kept than a report needs, and it says the same."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.pipeline import excerpt
from tests.decode.encoders import zipped
from tests.formats.test_pieces import peak_of
from tests.samples import body, production_key, webhook_secret
from tests.tools import Repository, keyguard, scan_json


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


LINES: dict[str, Callable[[int], str]] = {
    "plain": lambda number: f"key = {production_key(number)}",
    "not ASCII": lambda number: f"zażółć: 鍵 {production_key(number)}",
    "base64": lambda number: f"\tdata: {in_base64(f'key={production_key(number)}')} end",
    "base64 twice": lambda number: f"d: {in_base64(in_base64(f'key = {production_key(number)}'))}",
    "escapes": lambda number: "".join(f"\\x{ord(each):02x}" for each in production_key(number)),
    "allowed": lambda number: f"k={production_key(number)} # keyguard: allow[production-key] why",
    "webhook": lambda number: f"WEBHOOK_SECRET={webhook_secret(number)}",
}
FILLING = "nothing of interest on this line\n" * 2_500


@pytest.mark.parametrize("kind", LINES)
def test_the_same_is_said_of_a_long_text(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some credentials are near each other, and some far apart."""
    lines = map(LINES[kind], range(9))
    texts = [
        f"{next(lines)}\n{FILLING}{next(lines)}\n{body(part, 40_000)} {next(lines)}\n{FILLING}"
        for part in range(3)
    ]
    (tmp_path / "long.py").write_text("".join(texts))
    (tmp_path / "long.zip").write_bytes(zipped("".join(texts).encode()))
    reports = [_reports(tmp_path)]
    monkeypatch.setattr(excerpt, "LONG", 1 << 40)
    reports.append(_reports(tmp_path))
    assert reports[0] == reports[1]
    found = scan_json("scan", cwd=tmp_path).json["findings"]
    assert len({each["line"] for each in found}) == 9


def _reports(folder: Path) -> list[str]:
    formats = ("json", "text")
    runs = [keyguard("scan", "-f", each, cwd=folder, own_process=False) for each in formats]
    return [run.out for run in runs]


def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path) -> None:
    for number in range(96):
        text = f"key = {production_key(number)}\n" + FILLING * 12
        (tmp_path / f"{number}.txt").write_text(text)
    code, peak = peak_of(("scan",), tmp_path)
    assert code == 1
    assert peak < 100


@pytest.mark.parametrize("packs", [False, True])
def test_nor_with_that_of_the_files_of_a_history(repository: Repository, packs: bool) -> None:
    for number in range(96):
        text = f"key = {production_key(number)}\n" + FILLING * 12
        repository.write(f"{number}.txt", text)
    repository.commit()
    if packs:
        repository.git("repack", "-adq", "--depth=0")
    code, peak = peak_of(("history",), repository.path)
    assert code == 1
    assert peak < 100
