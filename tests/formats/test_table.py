"""Every format that is known: a key in a real file is found, or the file is told as not read."""

from __future__ import annotations

import base64
import bz2
import gzip
import lzma
import re
import zlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from keyguard import decode
from keyguard.formats.format import Format
from keyguard.formats.recognise import recognise
from keyguard.formats.table import FORMATS
from keyguard.model import Blob, Problem
from keyguard.model.entry_point import load
from keyguard.prefilter.byte_checks import may_be_archive, may_hold_archive
from keyguard.prefilter.format_clues import archive_clues, archive_in_text_clues, beginning_clues
from tests.decode.encoders import debian, pdf, png, tarred, zipped
from tests.decode.test_bounds import EVERYTHING
from tests.formats.containers import (
    arj,
    git_pack,
    lfs_pointer,
    lha,
    makeself,
    pyinstaller,
    pyz,
    squashfs,
    uuencoded,
)
from tests.formats.packed import PACKED, flash, matlab, phar
from tests.formats.records import (
    arrow,
    asar,
    avro,
    git_binary_patch,
    hermes,
    leveldb,
    orc,
    parquet,
    property_list,
    sqlite,
    sqlite_log,
)
from tests.samples import production_key
from tests.tools import Repository, scan_json

LINE = f"API_KEY={production_key('formats')}\n".encode()
HAS_ZSTD = any(find_spec(name) for name in ("compression", "backports.zstd"))


class Sample(NamedTuple):
    data: bytes
    via: tuple[str, ...] = ()
    """How the key is found in it; empty if it is told as not read."""


def zstd_frame(data: bytes) -> bytes:
    """One block that is stored as it is (RFC 8878, 3.1.1)."""
    block = len(data) << 3 | 1
    return b"\x28\xb5\x2f\xfd\x20" + bytes([len(data)]) + block.to_bytes(3, "little") + data


def seven_zip() -> bytes:
    """An archive without members: a header that says where nothing else is (7zFormat.txt)."""
    start = bytes(20)
    checksum = zlib.crc32(start).to_bytes(4, "little")
    return b"7z\xbc\xaf\x27\x1c\0\4" + checksum + start


def rar() -> bytes:
    """The signature of RAR 5, and the block that ends an archive (RAR 5.0 technical note)."""
    return b"Rar!\x1a\x07\x01\0" + bytes.fromhex("1d77565103050400")


def rpm() -> bytes:
    """The lead of a package (rpm-file-format, appendix A)."""
    return (
        b"\xed\xab\xee\xdb\x03\0\0\0\0\x01" + b"name".ljust(66, b"\0") + b"\0\x01\0\x05" + bytes(16)
    )


with TemporaryDirectory() as folder:
    PACK, BUNDLE, LOOSE = git_pack(Path(folder) / "repository", LINE)

SAMPLES = {
    "gzip": Sample(gzip.compress(LINE), ("gzip",)),
    "bzip2": Sample(bz2.compress(LINE), ("bzip2",)),
    "xz": Sample(lzma.compress(LINE), ("xz",)),
    "zstd": Sample(zstd_frame(b"\n" + LINE), ("zstd",) if HAS_ZSTD else ()),
    "lzma": Sample(lzma.compress(LINE, lzma.FORMAT_ALONE), ("lzma",)),
    "git object": Sample(LOOSE, ("git object",)),
    "git pack": Sample(PACK, ("git pack:config/.env.staging",)),
    "git bundle": Sample(BUNDLE, ("git bundle:config/.env.staging",)),
    "zlib": Sample(zlib.compress(bytes(range(256)) * 8 + LINE), ("zlib",)),
    "Git LFS pointer": Sample(lfs_pointer(LINE)),
    "git-annex pointer": Sample(b"/annex/objects/SHA256E-s30--%s.txt\n" % (b"0f" * 32)),
    "compress": Sample(b"\x1f\x9d\x90\x41\x82\x0c"),
    "lz4": Sample(b"\x04\x22\x4d\x18\x64\x40\xa7" + bytes(8)),
    "lzip": Sample(b"LZIP\x01\x0c" + bytes(30)),
    "lzop": Sample(b"\x89LZO\0\x0d\x0a\x1a\x0a\x10\x40" + bytes(30)),
    "split zip": Sample(b"PK\x07\x08" + zipped(LINE * 20)[:60]),
    "legacy lz4": Sample(b"\x02\x21\x4c\x18" + bytes(60)),
    "snappy": Sample(b"\xff\x06\0\0sNaPpY" + bytes(60)),
    "lrzip": Sample(b"LRZI\0\x06" + bytes(60)),
    "zpaq": Sample(b"7kSt\xa0\x31\x83\xd3" + bytes(60)),
    "zoo": Sample(b"ZOO 2.10 Archive.\x1a\0\0\xdc\xa7\xc4\xfd" + bytes(60)),
    "ace": Sample(b"ab\x1f\0\0\0\x90**ACE**\x14\x14" + bytes(60)),
    "StuffIt": Sample(b"SIT!\0\1\0\0\1\0rLau" + bytes(60)),
    "StuffIt 5": Sample(b"StuffIt (c)1997-2002 Aladdin Systems, Inc." + bytes(60)),
    "msi": Sample(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"MSCF" + bytes(60)),
    "ISO 9660": Sample(bytes(32_768) + b"\x01CD001\x01" + bytes(2_041)),
    "UDF": Sample(bytes(32_768) + b"\0BEA01\x01" + bytes(2_041)),
    "dmg": Sample(bytes(600) + b"koly\0\0\0\4\0\0\2\0" + bytes(500)),
    "qcow": Sample(b"QFI\xfb\0\0\0\3" + bytes(600)),
    "vmdk": Sample(b"KDMV\1\0\0\0" + bytes(600)),
    "vhdx": Sample(b"vhdxfile" + bytes(600)),
    "vhd": Sample(bytes(512) + b"conectix\0\0\0\2\0\1\0\0" + bytes(496)),
    "vdi": Sample(
        b"<<< Oracle VM VirtualBox Disk Image >>>\n".ljust(64, b"\0") + b"\x7f\x10\xda\xbe"
    ),
    "erofs": Sample(bytes(1024) + b"\xe2\xe1\xf5\xe0" + bytes(124)),
    "cramfs": Sample(b"\x45\x3d\xcd\x28".ljust(16, b"\0") + b"Compressed ROMFS" + bytes(60)),
    "cab": Sample(b"MSCF\0\0\0\0" + bytes(40)),
    "wim": Sample(b"MSWIM\0\0\0\xd0" + bytes(200)),
    "xar": Sample(b"xar!\0\x1c\0\x01" + bytes(40)),
    "squashfs": Sample(squashfs()),
    "AppImage": Sample(b"\x7fELF\x02\x01\x01\0AI\x02" + bytes(60)),
    "arj": Sample(arj()),
    "lha": Sample(lha()),
    "makeself": Sample(
        makeself(tarred(LINE)), ("makeself:archive 1", "gzip", "tar:inner/path.txt")
    ),
    "PyInstaller": Sample(pyinstaller(LINE), ("PyInstaller:settings.ini",)),
    "PYZ": Sample(pyz(LINE), ("PYZ",)),
    "uuencode": Sample(uuencoded(LINE), ("uuencode:inner.txt",)),
    "sqlite": Sample(sqlite(LINE), ("sqlite:settings",)),
    "sqlite log": Sample(sqlite_log(LINE), ("sqlite log:database", "sqlite:settings")),
    "property list": Sample(property_list(LINE), ("property list",)),
    "asar": Sample(asar({"inner/path.txt": LINE}), ("asar:inner/path.txt",)),
    "git binary patch": Sample(git_binary_patch(LINE), ("git binary patch:inner/path.bin",)),
    "hermes": Sample(hermes(["print", LINE.decode()]), ("hermes:strings",)),
    "arrow": Sample(arrow(b"\x04\x22\x4d\x18")),
    "orc": Sample(orc(1)),
    "avro": Sample(avro(b"snappy")),
    "parquet": Sample(parquet(1)),
    "leveldb": Sample(leveldb(1)),
    "7z": Sample(seven_zip()),
    "rar": Sample(rar()),
    "rpm": Sample(rpm()),
    "deb": Sample(debian(LINE), ("deb:data.tar.gz", "gzip", "tar:inner/path.txt")),
    "pdf": Sample(pdf(LINE), ("pdf",)),
    "png": Sample(png(b"zTXt", b"Comment\0\0" + zlib.compress(LINE)), ("png",)),
    "tar": Sample(tarred(LINE), ("tar:inner/path.txt",)),
    "crx": Sample(b"Cr24\3\0\0\0\4\0\0\0abcd" + zipped(LINE), ("crx:inner/path.txt",)),
    "zip": Sample(zipped(LINE), ("zip:inner/path.txt",)),
    "swf": Sample(flash(LINE), ("swf",)),
    "mat": Sample(matlab(LINE), ("mat",)),
    "phar": Sample(phar(LINE), ("phar:config/app.ini",)),
    **{name: Sample(data) for name, data in PACKED.items()},
}
BY_NAME = {each.name: each for each in FORMATS if each.magic}
ONLY_NAMED = [each for each in FORMATS if not each.magic]


def test_every_format_has_a_sample() -> None:
    assert SAMPLES.keys() == BY_NAME.keys()
    assert len(BY_NAME) + len(ONLY_NAMED) == len(FORMATS)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """What a scan, a commit hook and a history tell of all samples, by path: findings' ``via``, and
    messages of problems. In a history the files of the work tree are no more."""
    repository = Repository.create(tmp_path_factory.mktemp("formats") / "repository")
    repository.commit("nothing yet")
    for name, sample in SAMPLES.items():
        repository.write(name, sample.data)
        repository.write(f"{name}.txt", b"k: " + base64.b64encode(sample.data) + b"\n")
    repository.git("add", "--all")
    results = [scan_json("scan", cwd=repository.path), scan_json("staged", cwd=repository.path)]
    repository.commit("everything")
    repository.git("rm", "--quiet", "-r", ".")
    repository.commit("nothing again")
    results.append(scan_json("history", cwd=repository.path))
    return [
        {each["path"]: each["message"] for each in result.json["problems"]}
        | {each["path"]: tuple(each["via"]) for each in result.json["findings"]}
        for result in results
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_is_opened_or_told(name: str, told: list[dict[str, object]]) -> None:
    via = SAMPLES[name].via
    if via:
        assert [each.get(name) for each in told] == [via] * 3
    else:
        messages = [str(each.get(name)) for each in told]
        assert all(name in message and message.endswith(".") for message in messages), messages


@pytest.mark.parametrize("name", [each.name for each in FORMATS if each.in_text])
def test_is_opened_in_base64(name: str, told: list[dict[str, object]]) -> None:
    via = ("base64", *SAMPLES[name].via)
    assert [each.get(f"{name}.txt") for each in told] == [via] * 3


@pytest.mark.parametrize("row", BY_NAME.values(), ids=lambda row: row.name)
def test_a_sample_is_seen_and_recognised(row: Format) -> None:
    data = SAMPLES[row.name].data
    archive = recognise(data)
    assert archive is not None
    assert archive.format is row
    assert may_be_archive(data)
    clues = (*archive_clues(), *beginning_clues())
    assert re.search(b"|".join(clues), data, re.DOTALL)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("name", [each.name for each in FORMATS if each.in_text])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_sample_is_seen_in_text(name: str, times: int, encode: Callable[[bytes], bytes]) -> None:
    data = SAMPLES[name].data
    for _ in range(times):
        data = encode(data)
    assert may_hold_archive(data)
    assert re.search(b"|".join(archive_in_text_clues()), data)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_a_row_is_whole(row: Format) -> None:
    assert bool(row.opener) != bool(row.unread)
    assert not row.unread or not row.yields_all
    assert not row.in_text or row.offset in (0, None)
    for entry_point in filter(None, (row.opener, row.check)):
        assert callable(load(entry_point))


@pytest.mark.parametrize(
    "row", [each for each in FORMATS if each.header or each.check], ids=lambda row: row.name
)
def test_a_magic_number_that_came_about_by_chance_is_nothing(row: Format) -> None:
    assert recognise(b"x" * (row.offset or 0) + row.magic + b"x" * 600) is None


@pytest.mark.parametrize("name", SAMPLES)
def test_damage_is_a_problem_and_never_an_error(name: str) -> None:
    data = SAMPLES[name].data
    problems = 0
    for at in range(0, len(data), 3):
        for damaged in (data[:at], data[:at] + b"\xff\0\x7f" + data[at + 3 :]):
            views = decode.views(Blob("id", damaged), EVERYTHING)
            problems += sum(isinstance(each, Problem) for each in views)
    assert problems or name in ("pdf", "png", "sqlite log"), "streams are found by the look of them"


STEMS = [
    ("gzip", b"a.gz", b"a"),
    ("gzip", b"b/a.tgz", b"a.tar"),
    ("gzip", b"a.gz.txt", b""),
    ("gzip", b"a", b""),
    ("bzip2", b"a.tbz2", b"a.tar"),
    ("xz", b"a.txt.xz", b"a.txt"),
]


@pytest.mark.parametrize(("format_name", "name", "stem"), STEMS)
def test_what_is_packed_has_the_name_without_what_packing_adds(
    format_name: str, name: bytes, stem: bytes
) -> None:
    archive = recognise(SAMPLES[format_name].data, name)
    assert archive is not None
    assert archive.stem == stem


@pytest.mark.parametrize(
    "suffix", [suffix.decode() for row in ONLY_NAMED for suffix in row.suffixes]
)
def test_what_only_a_name_tells_is_told(suffix: str, repository: Repository) -> None:
    repository.write("a" + suffix, b"\x1b\x10\0\xf8\x8d")
    repository.write("b.zip", zipped(b"\x1b\x10\0\xf8\x8d", "a" + suffix))
    repository.write("c" + suffix + ".txt", b"\x1b\x10\0\xf8\x8d")
    repository.git("add", "--all")
    for arguments in (("scan",), ("scan", "a" + suffix, "b.zip"), ("staged",)):
        result = scan_json(*arguments, cwd=repository.path)
        assert {each["path"] for each in result.json["problems"]} == {"a" + suffix, "b.zip"}
        assert result.code == 2


PDF_FILTERS = {
    "ASCII85": (b"/ASCII85Decode", base64.a85encode(LINE) + b"~>"),
    "ASCII85 of deflated": (
        b"[/ASCII85Decode /FlateDecode]",
        base64.a85encode(zlib.compress(LINE)) + b"~>",
    ),
    "hexadecimal of deflated": (b"[ /AHx/Fl ]", zlib.compress(LINE).hex().encode() + b">"),
}


@pytest.mark.parametrize("name", PDF_FILTERS)
def test_filters_of_a_pdf_are_undone(name: str, tmp_path: Path) -> None:
    filter_, content = PDF_FILTERS[name]
    (tmp_path / "a.pdf").write_bytes(
        b"%%PDF-1.4\n1 0 obj\n<< /Filter %s >>\nstream\n%s\nendstream\n" % (filter_, content)
    )
    assert scan_json("scan", "a.pdf", cwd=tmp_path).found == {("production-key", "a.pdf")}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<< /Filter /LZWDecode >>\nstream\n\x80\x0b\nendstream\n", "/LZWDecode"),
        (b"<< /Filter /ASCII85Decode >>\nstream\n{}{}\nendstream\n", "damaged"),
        (b"trailer\n<< /Encrypt 12 0 R >>\n", "encrypted"),
    ],
)
def test_what_of_a_pdf_is_not_read_is_told(content: bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n" + content)
    (problem,) = scan_json("scan", "a.pdf", cwd=tmp_path).json["problems"]
    assert word in problem["message"]
