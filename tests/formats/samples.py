"""A real file of every format that is known by its magic number."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.decode.encoders import debian, pdf, png, tarred, zipped
from tests.formats.compound import compound
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
from tests.formats.packed import (
    PACKED,
    beam,
    cython_in_lzss,
    cython_in_zlib,
    flash,
    matlab,
    phar,
)
from tests.formats.records import (
    arrow,
    asar,
    automerge,
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
from tests.formats.seven_zip import seven_zip
from tests.samples import production_key

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
    "ole": Sample(
        compound({"WordDocument": bytes(490) + LINE + bytes(4_000)}), ("ole:WordDocument",)
    ),
    "property list": Sample(property_list(LINE), ("property list",)),
    "asar": Sample(asar({"inner/path.txt": LINE}), ("asar:inner/path.txt",)),
    "git binary patch": Sample(git_binary_patch(LINE), ("git binary patch:inner/path.bin",)),
    "hermes": Sample(hermes(["print", LINE.decode()]), ("hermes:strings",)),
    "automerge": Sample(automerge([LINE.decode()]), ("automerge:columns",)),
    "arrow": Sample(arrow(b"\x04\x22\x4d\x18")),
    "orc": Sample(orc(1)),
    "avro": Sample(avro(b"snappy")),
    "parquet": Sample(parquet(1)),
    "leveldb": Sample(leveldb(1)),
    "7z": Sample(seven_zip({"inner/path.txt": LINE}), ("7z:inner/path.txt",)),
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
    "beam": Sample(beam(LINE), ("beam",)),
    "Cython 3.2": Sample(cython_in_zlib(LINE), ("Cython 3.2:strings",)),
    "Cython 3.3": Sample(cython_in_lzss(LINE), ("Cython 3.3:strings",)),
    "phar": Sample(phar(LINE), ("phar:config/app.ini",)),
    **{name: Sample(data) for name, data in PACKED.items()},
}
