"""Text of any script in UTF-16 and UTF-32, with a mark or without, is read; numbers are no text."""

from __future__ import annotations

import array
import math
import random
import struct
from pathlib import Path

import pytest

from keyguard.encodings.charsets import BINARY, NARROW, charset_of
from tests.samples import production_key
from tests.tools import scan_json

KEY = production_key("scripts")
SCRIPTS = {
    "Chinese": "这是一个配置文件的说明文档，用于描述系统。\n请勿将密钥提交到代码仓库中。\n",
    "Chinese in one line": "请联系管理员获取访问权限，生产环境的密钥必须保存在环境变量里面。",
    "Japanese": "このファイルは設定の説明書です。鍵をリポジトリに入れないでください。\n",
    "Korean": "이 파일은 시스템 설정을 설명하는 문서입니다. 키를 저장소에 커밋하지 마십시오.\n",
    "Russian": "Этот файл описывает настройки системы. Не храните ключи в репозитории.\r\n",
    "Arabic": "هذا الملف يصف إعدادات النظام\n",
    "Greek": "Αυτό το αρχείο περιγράφει τις ρυθμίσεις του συστήματος.\n",
    "emoji": "🔑 是密钥，🚫 请勿提交。\n",
}
LINES = ("api_key = '{}'\n", "密钥「{}」\n", "鍵は{}です。\n", "{}\n")
CHARSETS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-32", "utf-8")


def written(script: str, line: str, charset: str, times: int = 30) -> bytes:
    text = SCRIPTS[script] * times
    return (text + line.format(KEY) + text).encode(charset)


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_key_in_text_of_any_script(charset: str, tmp_path: Path) -> None:
    names = set()
    for script in SCRIPTS:
        for number, line in enumerate(LINES):
            for times in (1, 30):
                name = f"{script} {number} {times}.txt"
                (tmp_path / name).write_bytes(written(script, line, charset, times))
                names.add(("production-key", name))
    assert scan_json("scan", ".", cwd=tmp_path).found == names


def test_a_weak_secret_in_text_of_another_script(tmp_path: Path) -> None:
    for charset in CHARSETS:
        text = SCRIPTS["Chinese"] * 9 + 'webhook_secret = "hunter2-prod"\n'
        (tmp_path / f"{charset}.txt").write_bytes(text.encode(charset))
    found = {path for rule, path in scan_json("scan", ".", cwd=tmp_path).found if "weak" in rule}
    assert found == {f"{charset}.txt" for charset in CHARSETS}


CHANCE = random.Random(14)
SINE = [round(9_000 * math.sin(number / 9)) for number in range(4_000)]
NO_TEXT = {
    "sound": (struct.pack(f"<{len(SINE)}h", *SINE), BINARY),
    "noise": (CHANCE.randbytes(8_000), BINARY),
    "numbers": (array.array("H", [CHANCE.randrange(60_000) for _ in range(4_000)]), BINARY),
    "offsets": (array.array("H", range(1, 40_000, 10)), BINARY),
    "large numbers": (array.array("I", [CHANCE.randrange(1 << 31) for _ in range(2_000)]), BINARY),
    "text in GB 18030": ((SCRIPTS["Chinese"] * 30).encode("gb18030"), NARROW),
    "text in Shift JIS": ((SCRIPTS["Japanese"] * 30).encode("shift_jis"), NARROW),
    "text in KOI8-R": ((SCRIPTS["Russian"] * 30).encode("koi8-r"), NARROW),
    "text in Latin-1": (("Größe, Maß und Übermut.\r\n" * 99).encode("latin-1"), NARROW),
    "text in UTF-8": ((SCRIPTS["Japanese"] * 300).encode(), NARROW),
    "text with a NUL": (b"some words and then a NUL\0, and more\n" * 99, BINARY),
    "nothing": (b"", NARROW),
}


@pytest.mark.parametrize("name", NO_TEXT)
def test_what_is_no_text_of_two_bytes(name: str) -> None:
    data, charset = NO_TEXT[name]
    assert charset_of(bytes(data)) == charset
