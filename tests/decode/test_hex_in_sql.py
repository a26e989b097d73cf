"""Dumps of databases that write what is in a column as hexadecimal digits behind a sign."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

KEY = production_key("hex in SQL")
DIGITS = KEY.encode().hex()
DUMPS = {
    "mysql.sql": f"INSERT INTO `settings` VALUES (1,0x{DIGITS.upper()});\n",
    "postgres.sql": f"COPY settings (id, value) FROM stdin;\n1\t\\\\x{DIGITS}\n\\.\n",
    "inserts.sql": f"INSERT INTO settings VALUES (1, '\\x{DIGITS}');\n",
    "mssql.sql": f"INSERT settings VALUES (1, 0x{KEY.encode('utf-16-le').hex().upper()})\n",
    "standard.sql": f"INSERT INTO settings VALUES (1, X'{DIGITS}');\n",
    "transaction.json": f'{{"data": "0x{DIGITS}"}}\n',
}


@pytest.mark.parametrize("command", ["scan", "history"])
def test_a_value_that_is_a_key(command: str, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r")
    for name, content in DUMPS.items():
        repository.write(name, content)
    repository.git("add", "--all")
    repository.commit("dumps")
    result = scan_json(command, cwd=repository.path)
    assert result.found == {("production-key", name) for name in DUMPS}
    assert all(each["via"][0] == "hex" for each in result.json["findings"])


def test_digits_behind_a_word(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"prefix0x{DIGITS}\n")
    assert scan_json("scan", "a.txt", cwd=tmp_path).code == 0
