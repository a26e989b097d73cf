"""What is encoded or packed is judged, shown and allowed by where it stands."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

from tests.decode.encoders import zipped
from tests.samples import production_key, webhook_secret
from tests.tools import Repository, keyguard, scan_json

KEY = production_key("encoded")
LINE = f"API_KEY={KEY}\n".encode()
ENCODED = base64.b64encode(KEY.encode())


def test_an_archive_in_digits_is_opened_in_a_message_too(repository: Repository) -> None:
    repository.write("readme", "nothing")
    repository.commit("as sent: " + base64.b64encode(gzip.compress(LINE)).decode())
    result = scan_json("history", cwd=repository.path)
    assert [each["via"] for each in result.json["findings"]] == [["base64", "gzip"]]


def test_a_member_is_judged_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(zipped(LINE, "deploy/.env.staging"))
    result = scan_json("scan", ".", cwd=tmp_path)
    assert result.found == {("production-key-in-staging", "bundle.zip")}


def test_an_env_file_in_base64_is_read_as_one(tmp_path: Path) -> None:
    text = f"A=1\nWEBHOOK_SECRET={webhook_secret()}\nB=2\n"
    (tmp_path / "ci.yml").write_bytes(b"ENV: " + base64.b64encode(text.encode()) + b"\n")
    result = scan_json("scan", ".", cwd=tmp_path)
    assert result.found == {("hardcoded-webhook-secret", "ci.yml")}
    assert webhook_secret() not in result.out


def test_one_key_written_twice_on_a_line_leaks_in_neither_spelling(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"A={KEY} B={ENCODED.decode()}\n")
    result = scan_json("scan", ".", cwd=tmp_path)
    assert [finding["occurrences"] for finding in result.json["findings"]] == [2]
    for form in ("text", "sarif", "github", "markdown"):
        out = keyguard("scan", ".", "--format", form, cwd=tmp_path).out
        assert KEY not in out
        assert ENCODED.decode() not in out


def test_a_comment_on_the_outer_line_allows_it(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"k: " + ENCODED + b"  # keyguard: allow rotated\n")
    result = scan_json("scan", ".", cwd=tmp_path)
    assert result.code == 0
    assert result.json["findings"][0]["suppressed"]["by"] == "inline"
