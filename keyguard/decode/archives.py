"""The members of archives, documents and packed streams, as far as bounds allow."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from keyguard.decode.budget import Budget
from keyguard.decode.compressed import MAGICS, REPAIR, UNPACK, unpack
from keyguard.decode.documents import PDF, PNG, deflated, inflate_stream

_ZIP = b"PK\x03\x04"
TAR, TAR_OFFSET = b"ustar", 257
_ENCRYPTED = 1
_ARCHIVE, _AR_HEADER = b"!<arch>\n", 60
_DEBIAN = _ARCHIVE + b"debian-binary"
_UNOPENED = {"7z": b"7z\xbc\xaf\x27\x1c", "rar": b"Rar!\x1a\x07", "rpm": b"\xed\xab\xee\xdb\x03\0"}
"""Formats that nothing in the standard library reads, by how a file begins."""
_BEGINNINGS = {"deb": _DEBIAN, "pdf": PDF, "png": PNG}
_SUFFIXES = {b".tgz": b".tar", b".tbz2": b".tar", b".txz": b".tar", b".tzst": b".tar"}
_STREAM_SUFFIXES = (b".gz", b".bz2", b".xz", b".zst")
_ZIP_SUFFIXES = (
    b".zip", b".jar", b".war", b".ear", b".apk", b".aab", b".aar", b".ipa", b".whl", b".nupkg",
    b".docx", b".xlsx", b".pptx", b".odt", b".xpi", b".crx", b".vsix",
)  # fmt: skip
_HEADERS = {
    "gzip": re.compile(rb".{3}[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL),
    "bzip2": re.compile(rb"BZh[1-9]1AY&SY"),
    "xz": re.compile(rb".{6}\x00[\x00\x01\x04\x0a]", re.DOTALL),
    "zstd": re.compile(rb".{4}[^\x08-\x0f\x18-\x1f\x28-\x2f\x38-\x3f\x48-\x4f\x58-\x5f"
        rb"\x68-\x6f\x78-\x7f\x88-\x8f\x98-\x9f\xa8-\xaf\xb8-\xbf\xc8-\xcf\xd8-\xdf"
        rb"\xe8-\xef\xf8-\xff]", re.DOTALL),
}  # fmt: skip
"""The fields of a header that have few values: RFC 1952 (flags, extra flags, system), the format
of xz (flags of a stream), and RFC 8878 (a bit that is reserved)."""
_ZIP_HEADER = re.compile(
    rb".{4}[\x0a-\x3f][\x00-\x0f]..[\x00-\x14\x5d-\x63]\x00.{16}(?:[^\x00].|\x00[^\x00])",
    re.DOTALL,
)
"""A version, a method of compression, and a name that is not empty (APPNOTE.TXT, 4.3.7)."""
_DAMAGE = (
    zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, LookupError,
    OverflowError, struct.error,
)  # fmt: skip
"""What the readers of the standard library raise for archives that are damaged."""


@dataclass(frozen=True, slots=True)
class Member:
    """Content within an archive. ``step`` is how a report calls the way to it."""

    step: str
    path: bytes
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """A sentence about what of an archive was not read."""

    sentence: str


def packed_as(data: bytes, name: bytes = b"") -> str:
    """Which kind of archive it is; empty for none. ``name`` is its own, if it has one.

    A few bytes come about by chance, and in the tests of other programs. So unless its name says
    that it is an archive, more of its header has to be in order.
    """
    for kind, magic in MAGICS.items():
        if data.startswith(magic):
            is_named = name.endswith((*_STREAM_SUFFIXES, *_SUFFIXES))
            return kind if is_named or _HEADERS[kind].match(data) else ""
    for kind, magic in _UNOPENED.items():
        if data.startswith(magic):
            return kind
    for kind, beginning in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    if data.startswith(TAR, TAR_OFFSET):
        return "tar" if name.endswith(b".tar") or _has_checksum(data) else ""
    return "zip" if _is_zip(data, name) else ""


def members(kind: str, data: bytes, name: bytes, budget: Budget) -> Iterator[Member | Missing]:
    """What an archive of this kind holds; ``name`` is its own, empty if it is not known."""
    if kind in MAGICS:
        yield from _stream(kind, data, name, budget)
        return
    if kind in _UNOPENED:
        yield Missing(f"it is a {kind} archive, which is not opened; {UNPACK}")
        return
    try:
        yield from _OPENERS[kind](data, budget)
    except _DAMAGE as error:
        yield Missing(f"its {kind} archive is damaged ({_reason(error)}); {REPAIR}")


def _is_zip(data: bytes, name: bytes) -> bool:
    """A program may stand in front of a zip archive, so its directory is at the end."""
    if data.startswith(_ZIP):
        return name.endswith(_ZIP_SUFFIXES) or _ZIP_HEADER.match(data) is not None
    if _ZIP not in data:
        return False
    import zipfile

    try:
        zipfile.ZipFile(io.BytesIO(data)).close()
    except (zipfile.BadZipFile, *_DAMAGE):
        return name.endswith(_ZIP_SUFFIXES) and zipfile.is_zipfile(io.BytesIO(data))
    return True


def _has_checksum(data: bytes) -> bool:
    """Whether a tar header adds up; its checksum counts as blanks (POSIX.1, pax)."""
    header = data[:512]
    try:
        checksum = int(header[148:156].strip(b" \0"), 8)
    except ValueError:
        return False
    return checksum == sum(header[:148]) + sum(header[156:]) + 8 * ord(" ")


def _stream(kind: str, data: bytes, name: bytes, budget: Budget) -> Iterator[Member | Missing]:
    unpacked = unpack(kind, data, budget.bytes)
    budget.spend(len(unpacked.data))
    if unpacked.data:
        yield Member(kind, _without_suffix(name.rpartition(b"/")[2]), unpacked.data)
    if unpacked.missing:
        yield Missing(unpacked.missing)


def _without_suffix(name: bytes) -> bytes:
    for suffix, instead in _SUFFIXES.items():
        if name.endswith(suffix):
            return name.removesuffix(suffix) + instead
    return next((name.removesuffix(each) for each in _STREAM_SUFFIXES if name.endswith(each)), b"")


def _zip(data: bytes, budget: Budget) -> Iterator[Member | Missing]:
    import zipfile

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        yield Missing(f"its zip archive is damaged ({_reason(error)}); {REPAIR}")
        return
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        if budget.is_spent:
            yield Missing(f"it holds more than the bounds on archives allow; {UNPACK}")
            return
        name = entry.filename
        if entry.flag_bits & _ENCRYPTED:
            yield Missing(f"its member {name} is encrypted; decrypt it, or exclude the archive")
            continue
        try:
            with archive.open(entry) as file:
                content = file.read(budget.bytes + 1)
        except (zipfile.BadZipFile, *_DAMAGE) as error:
            yield Missing(f"its member {name} is damaged ({_reason(error)}); {REPAIR}")
            continue
        yield from _bounded("zip", name, content, budget)


def _tar(data: bytes, budget: Budget) -> Iterator[Member | Missing]:
    import tarfile

    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for entry in archive:
                if not entry.isreg():
                    continue
                if budget.is_spent:
                    yield Missing(f"it holds more than the bounds on archives allow; {UNPACK}")
                    return
                file = archive.extractfile(entry)
                content = file.read(budget.bytes + 1) if file else b""
                yield from _bounded("tar", entry.name, content, budget)
    except tarfile.TarError as error:
        yield Missing(f"its tar archive is damaged ({_reason(error)}); {REPAIR}")


def outside_members(data: bytes) -> bytes:
    """What a tar archive holds besides its members: what heads them, and all behind its end."""
    import tarfile

    names: list[str] = []
    end = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for entry in archive:
                names += [entry.name, entry.linkname, *entry.pax_headers.values()]
                end = archive.offset
    except (tarfile.TarError, *_DAMAGE):
        pass
    told = "\n".join(names).encode("utf-8", "surrogateescape")
    return told + b"\n" + data[end:].strip(b"\0")


def _deb(data: bytes, budget: Budget) -> Iterator[Member | Missing]:
    """The members of a Debian package: headers of 60 bytes, content padded to two (deb(5))."""
    position = len(_ARCHIVE)
    while position < len(data):
        if budget.is_spent:
            yield Missing(f"it holds more than the bounds on archives allow; {UNPACK}")
            return
        header = data[position : position + _AR_HEADER]
        size = int(header[48:58])
        position += _AR_HEADER
        content = data[position : position + size]
        if size < 0 or len(content) < size:
            raise EOFError("it is cut off")
        name = header[:16].rstrip(b" /").decode("utf-8", "surrogateescape")
        yield from _bounded("deb", name, content, budget)
        position += size + size % 2


def _pdf(data: bytes, budget: Budget) -> Iterator[Member | Missing]:
    return _texts("pdf", data, budget)


def _png(data: bytes, budget: Budget) -> Iterator[Member | Missing]:
    return _texts("png", data, budget)


def _texts(kind: str, data: bytes, budget: Budget) -> Iterator[Member | Missing]:
    """What is packed in a document, without names."""
    for packed in deflated(data):
        content = inflate_stream(packed, budget.bytes + 1) if not budget.is_spent else b""
        if budget.is_spent or len(content) > budget.bytes:
            yield Missing(f"it holds more than the bounds on archives allow; {UNPACK}")
            return
        budget.spend(len(content))
        yield Member(kind, b"", content)


_OPENERS = {"zip": _zip, "tar": _tar, "deb": _deb, "pdf": _pdf, "png": _png}


def _bounded(kind: str, name: str, content: bytes, budget: Budget) -> Iterator[Member | Missing]:
    """A member as far as it may be read."""
    kept = content[: max(0, budget.bytes)]
    path = name.encode("utf-8", "surrogateescape")
    budget.spend(len(content))
    yield Member(f"{kind}:{path.decode('utf-8', 'replace')}", path, kept)
    if len(kept) < len(content):
        yield Missing(
            f"its member {name} unpacks to more than the bounds on archives allow; {UNPACK}"
        )


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
