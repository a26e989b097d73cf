"""Databases of any kind, hostile ones among them; what serialized data and programs hold of webhook
secrets and keys; which files are told as packed."""

from __future__ import annotations

import pickle
import plistlib
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.encodings.charsets import reading_of
from keyguard.formats.recognise import recognise
from tests.formats.packed import DEFLATED, NAMELESS, SHUFFLED, beam, hdf5, rocksdb
from tests.formats.records import (
    arrow,
    asar,
    automerge,
    automerge_bomb,
    automerge_change,
    automerge_endless,
    avro,
    container,
    hermes,
    leveldb,
    orc,
    pairs,
    parquet,
    raw_deflate,
    sqlite,
)
from tests.samples import production_key, webhook_secret
from tests.tools import scan_json

KEY = production_key("records")
SECRET = webhook_secret("records")
LINE = f"it's\nKEY={KEY}\nend\n".encode()
HOOKS = (
    "CREATE TABLE hooks (id, url, webhook_secret)",
    f"INSERT INTO hooks VALUES (1, 'https://shop.example', '{SECRET}')",
)
NAMED = (
    "CREATE TABLE pairs (key, value)",
    f"INSERT INTO pairs VALUES ('webhook_secret', '{SECRET}')",
)
COUNT = bytes([len(SECRET)])


def found(tmp_path: Path, data: bytes) -> set[str]:
    """What is found in a file."""
    (tmp_path / "file").write_bytes(data)
    result = scan_json("scan", "file", "--show-secrets", cwd=tmp_path)
    return {each["credential"]["secret"] for each in result.json["findings"]}


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_tables_are_read_in_any_encoding_and_across_pages(encoding: str, tmp_path: Path) -> None:
    long = b"x" * 4_070 + LINE + b"y" * 9_000
    assert found(tmp_path, sqlite(long, encoding, HOOKS)) == {KEY, SECRET}


def test_names_and_values_in_two_columns(tmp_path: Path) -> None:
    assert found(tmp_path, sqlite(b"nothing", statements=NAMED)) == {SECRET}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW v AS WITH RECURSIVE c AS (SELECT 1 UNION ALL SELECT * FROM c) SELECT * FROM c",
        "CREATE TRIGGER t AFTER INSERT ON settings BEGIN SELECT load_extension('x'); END",
        "CREATE TABLE large (a, b AS (hex(zeroblob(1000000000))))",
    ],
)
def test_nothing_of_a_database_is_executed(statement: str, tmp_path: Path) -> None:
    assert found(tmp_path, sqlite(LINE, statements=(statement,))) == {KEY}


def test_a_damaged_database_is_told_and_read_as_a_binary(tmp_path: Path) -> None:
    data = sqlite(LINE)
    (tmp_path / "file").write_bytes(data[:100] + b"\xff" * 200 + data[300:])
    result = scan_json("scan", "file", cwd=tmp_path)
    assert result.found == {("production-key", "file")}
    assert result.code == 2
    assert "sqlite" in result.json["problems"][0]["message"]


SECRETS = {
    "a program with its source": b"\x7fELF\0\0NODE_SEA\0const webhookSecret = '%s';\0\1",
    "an environment": b"core\0PATH=/bin\0WEBHOOK_SECRET=%s\0HOME=/root\0",
    "a journal": b"\0\0MESSAGE=start WEBHOOK_SECRET=%s\0_PID=1\0",
    "BSON": b"\0\x02webhook_secret\0" + struct.pack("<i", len(SECRET) + 1) + b"%s\0\x02x\0",
    "Java": b"\0\x01\0\x0ewebhook_secret\x01\0" + COUNT + b"%s\x01\0",
    "MessagePack": b"\x82\xaewebhook_secret\xd9" + COUNT + b"%s\xa4name",
    "protocol buffers": b"\0\x0a\x0ewebhook_secret\x12" + COUNT + b"%s\x1a",
}


@pytest.mark.parametrize("name", SECRETS)
def test_a_webhook_secret_in_a_binary_is_its_value_alone(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, SECRETS[name] % SECRET.encode()) == {SECRET}


def test_serialized_by_python(tmp_path: Path) -> None:
    content = {"Name": "shop", "WebhookSecret": SECRET, "ApiKey": KEY, "Next": "more"}
    assert found(tmp_path, plistlib.dumps(content, fmt=plistlib.FMT_BINARY)) == {KEY, SECRET}
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert KEY in found(tmp_path, pickle.dumps(content, protocol))


def test_files_of_an_asar_end_where_the_next_one_begins(tmp_path: Path) -> None:
    files = {"a/.env": f"KEY={KEY}".encode(), "b.js": b"const x = 1"}
    assert found(tmp_path, asar(files)) == {KEY}


def test_a_secret_at_the_end_of_a_file_in_an_asar_is_its_value_alone(tmp_path: Path) -> None:
    files = {"a/.env": f"WEBHOOK_SECRET={SECRET}".encode(), "b.js": b"const x = 1"}
    assert found(tmp_path, asar(files)) == {SECRET}


@pytest.mark.parametrize("function_size", [12, 16])
def test_strings_of_hermes_end_where_its_table_says(function_size: int, tmp_path: Path) -> None:
    strings = ["retry", f"WEBHOOK_SECRET={SECRET}", "abc", f"{KEY} türk", "x" * 300, "more"]
    assert found(tmp_path, hermes(strings, function_size)) == {KEY, SECRET}


@pytest.mark.parametrize("behind", ["", "x" * 20])
def test_letters_of_an_object_of_automerge_are_put_together(behind: str, tmp_path: Path) -> None:
    prefix, body = KEY[:3], KEY[3:]
    data = automerge(["a" + "b" * 40], [prefix, body], [behind] if behind else [])
    assert found(tmp_path, data) == {KEY}


def test_values_of_automerge_stand_alone(tmp_path: Path) -> None:
    assert found(tmp_path, automerge(["abc", KEY, "xyz"])) == {KEY}


def test_a_change_of_automerge_behind_a_document(tmp_path: Path) -> None:
    assert found(tmp_path, automerge(["letters"]) + automerge_change(LINE)) == {KEY}


def test_a_document_of_automerge_that_is_cut_off_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(automerge([KEY, "letters"])[:-9])
    result = scan_json("scan", "file", cwd=tmp_path)
    assert result.code == 2
    assert "automerge" in result.json["problems"][0]["message"]


def test_a_column_of_automerge_that_is_cut_off_is_told(tmp_path: Path) -> None:
    packed = raw_deflate(bytes(1_000) + LINE)[:-20]
    (tmp_path / "file").write_bytes(container(2, packed))
    result = scan_json("scan", "file", cwd=tmp_path)
    assert result.code == 2
    assert "automerge" in result.json["problems"][0]["message"]


def test_a_document_of_automerge_of_endless_operations_ends(tmp_path: Path) -> None:
    assert found(tmp_path, automerge_endless(KEY)) == {KEY}


def test_columns_of_automerge_share_one_bound(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(automerge_bomb())
    result = scan_json("scan", "file", cwd=tmp_path)
    assert result.code == 2
    assert "bounds on archives" in result.json["problems"][0]["message"]


def test_bytecode_of_hermes_whose_table_is_unknown_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(hermes([f"a{KEY}b"], function_size=20))
    result = scan_json("scan", "file", cwd=tmp_path)
    assert result.found == {("production-key", "file")}
    assert result.code == 2


SILENT = [
    b"\0webhook_secret\0AnotherName12345678901234567890\0",
    b"\0webhook_secret\x01\0\x12Ljava/lang/String;\x01\0",
    b"\0WEBHOOK_SECRET=\0PATH=/bin\0",
    b"\0webhook_secret\0\0\0\0is required\0",
]


@pytest.mark.parametrize("data", SILENT)
def test_names_in_a_binary_are_no_secrets(data: bytes, tmp_path: Path) -> None:
    assert found(tmp_path, data) == set()


@pytest.mark.parametrize(
    "data",
    [
        avro(b"null"),
        parquet(0),
        leveldb(0),
        leveldb(0, pairs((0, b"token"))),
        leveldb(0, pairs((0, b"token"), (0, b"under"))),
        rocksdb(0, pairs((0, b"token"))),
        arrow(b""),
        orc(0),
        hdf5(b""),
        hdf5(SHUFFLED),
    ],
)
def test_what_is_not_packed_is_read_as_a_binary(data: bytes) -> None:
    assert recognise(data) is None


def test_columns_of_which_nothing_says_whether_they_are_packed() -> None:
    """The end of the file says it."""
    cut_off = parquet(1)[:-20].replace(bytes(40), b"\x15\0\x15\x12" + bytes(36))
    assert recognise(cut_off) is not None


READINGS = [
    # an AndroidManifest.xml of aapt and a catalogue of gettext begin so: numbers of four bytes
    (b"\x03\0\x08\0\x10\x02\0\0\x01\0\x1c\0\x24\x01\0\0" + b"\x07\0\0\0" * 20, "latin-1", True),
    (b"\xde\x12\x04\x95" + b"\x05\0\0\0" * 20, "latin-1", True),
    ("a key\n".encode("utf-32-le") * 20, "utf-32-le", False),
    ("a key\n".encode("utf-16-le") * 20, "utf-16-le", False),
    ("\x14of twenty characters\0".encode("utf-16-le") * 20, "utf-16-le", True),
    (b"\x80\x04\x95", "utf-8-sig", True),
    (b"\xa1ckey", "utf-8-sig", True),
    (b"\x0a\x05hello\x12#", "utf-8-sig", True),
    (b"\x1b[31mred\x1b[0m", "utf-8-sig", True),
    ("çok güzel".encode(), "utf-8-sig", False),
    ("Übung".encode("latin-1"), "utf-8-sig", False),
]


@pytest.mark.parametrize(("data", "charset", "adjoining"), READINGS)
def test_how_bytes_are_read(data: bytes, charset: str, adjoining: bool) -> None:
    assert reading_of(data) == (charset, adjoining)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_a_length_that_is_a_letter_is_no_part_of_a_key(charset: str, tmp_path: Path) -> None:
    """As in a table of strings of Android: 122 characters, and ``z``."""
    texts = ["shop", "pay", f"{KEY}, which is the key of the shop".ljust(122)]
    table = "".join(f"{chr(len(text))}{text}\0" for text in texts)
    assert found(tmp_path, table.encode(charset)) == {KEY}


@pytest.mark.parametrize("filters", [DEFLATED, NAMELESS], ids=["old", "new"])
def test_packed_datasets_are_told(filters: bytes, tmp_path: Path) -> None:
    (tmp_path / "model.h5").write_bytes(hdf5(filters))
    result = scan_json("scan", "model.h5", cwd=tmp_path)
    assert result.code == 2
    assert "HDF5" in result.json["problems"][0]["message"]


@pytest.mark.parametrize("chunk", [b"LitT", b"Docs"])
def test_packed_chunks_of_erlang(chunk: bytes, tmp_path: Path) -> None:
    assert found(tmp_path, beam(LINE, chunk)) == {KEY}


@pytest.mark.parametrize("table", [leveldb, rocksdb])
def test_a_table_whose_keys_lack_what_they_share_is_not_read(table: Callable[..., bytes]) -> None:
    archive = recognise(table(0, pairs((0, b"token-one"), (6, b"two"))))
    assert archive
    assert archive.format.unread
