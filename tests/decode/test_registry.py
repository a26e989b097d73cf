"""Exports of the Windows registry, which write a value in UTF-16 as its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.decode.encoders import registry
from tests.samples import production_key
from tests.tools import NO_HYPERSCAN, Repository, scan_json, with_modules

KEY = production_key("registry")
HEAD = b"Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software\\Shop]\r\n"
TEXT = f"Bearer {KEY}"
VALUES = {
    "plain": b'"Key"="%s"\r\n' % TEXT.encode(),
    "binary": registry("hex", TEXT.encode()),
    "expanded": registry("hex(2)", f"%PATH%;{KEY}\0".encode("utf-16-le")),
    "several": registry("hex(7)", f"a=1\0KEY={KEY}\0b=2\0\0".encode("utf-16-le")),
}


@pytest.mark.parametrize("charset", ["utf-16", "utf-8"])
def test_a_key_in_any_kind_of_value(charset: str, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r")
    for name, value in VALUES.items():
        repository.write(f"{name}.reg", (HEAD + value).decode().encode(charset))
    repository.git("add", "--all")
    repository.commit("settings")
    expected = {("production-key", f"{name}.reg") for name in VALUES}
    portable = with_modules(tmp_path / "modules", NO_HYPERSCAN)
    for command in ("scan", "history"):
        assert scan_json(command, cwd=repository.path).found == expected
        assert scan_json(command, cwd=repository.path, env=portable).found == expected


def test_numbers_that_are_no_text(tmp_path: Path) -> None:
    """As samples of sound are, of two bytes each."""
    numbers = [each for sample in range(32, 127) for each in (sample, 0)]
    (tmp_path / "a.c").write_text(f"int a[] = {{ {', '.join(map(str, numbers))} }};\n")
    assert scan_json("scan", ".", cwd=tmp_path).code == 0
