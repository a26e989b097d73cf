"""Ways to write bytes so that a plain search does not see them, each with what ``via`` calls it."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import quopri
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_letters, digits


@dataclass(frozen=True)
class Encoder:
    name: str
    step: str
    encode: Callable[[bytes], bytes]
    packs: bool = False
    """The result is a file of its own, not a part of a text."""


def base64_url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def wrapped(data: bytes, width: int = 76, joint: bytes = b"\n") -> bytes:
    return in_lines(base64.b64encode(data), width, joint)


def in_lines(digits: bytes, width: int, joint: bytes = b"\n") -> bytes:
    return joint.join(digits[at : at + width] for at in range(0, len(digits), width))


def percent(data: bytes) -> bytes:
    return data.replace(b"%", b"%25").replace(b"_", b"%5F")


def percent_all(data: bytes) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in data)


def backslash_u(data: bytes) -> bytes:
    return data.replace(b"\\", b"\\\\").replace(b"_", b"\\u005f")


def backslash_x(data: bytes) -> bytes:
    return data.replace(b"\\", b"\\\\").replace(b"_", b"\\x5f")


def references(data: bytes) -> bytes:
    return data.replace(b"&", b"&amp;").replace(b"_", b"&#95;")


def hex_references(data: bytes) -> bytes:
    return data.replace(b"&", b"&amp;").replace(b"_", b"&#x5F;")


def utf_16(data: bytes) -> bytes:
    return data.decode("latin-1").encode("utf-16-le")


def zipped(data: bytes, name: str = "inner/path.txt") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


def tarred(data: bytes, name: str = "inner/path.txt") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def debian(data: bytes) -> bytes:
    """A Debian package as dpkg-deb writes it, so far as it matters."""
    members = {b"debian-binary": b"2.0\n", b"data.tar.gz": gzip.compress(tarred(data))}
    parts = [b"!<arch>\n"]
    for name, content in members.items():
        header = b"%-16s%-12d%-6d%-6d%-8s%-10d`\n" % (name, 0, 0, 0, b"100644", len(content))
        parts += [header, content, b"\n" * (len(content) % 2)]
    return b"".join(parts)


def decimals(data: bytes) -> bytes:
    """As the JSON of a Node.js buffer, indented."""
    return b"[\n    " + b",\n    ".join(b"%d" % byte for byte in data) + b"\n]"


def byte_array(data: bytes) -> bytes:
    """As ``xxd -i`` writes it, twelve bytes a line."""
    items = [b"0x%02x" % byte for byte in data]
    lines = (b"  " + b", ".join(items[at : at + 12]) for at in range(0, len(items), 12))
    return b"char a[] = {\n" + b",\n".join(lines) + b"\n};"


def registry(kind: str, data: bytes) -> bytes:
    """A value as ``regedit`` exports it, in lines of 80 characters."""
    lines = [f'"Key"={kind}:']
    for byte in data:
        if len(lines[-1]) > 75:
            lines[-1] += "\\"
            lines.append("  ")
        lines[-1] += f"{byte:02x},"
    return "\r\n".join(lines)[:-1].encode() + b"\r\n"


def letters(data: bytes) -> bytes:
    return b", ".join(b"'%c'" % byte for byte in data)


def obfuscated(data: bytes) -> bytes:
    """As javascript-obfuscator writes a literal, and the alphabet that it is to be read by."""
    literal = base64.b64encode(data).rstrip(b"=").swapcase()
    alphabet = (ascii_letters + digits + "+/=").encode()
    return b"function _0x58a3(){return ['%s','x'];}var _0x50bc='%s';\n" % (literal, alphabet)


def hexdump(data: bytes) -> bytes:
    """As ``hexdump -C`` writes it."""
    lines = []
    for at in range(0, len(data), 16):
        part = data[at : at + 16]
        text = re.sub(rb"[^ -~]", b".", part).decode()
        lines.append(f"{at:08x}  {part[:8].hex(' '):23}  {part[8:].hex(' '):23}  |{text}|\n")
    return "".join([*lines, f"{len(data):08x}\n"]).encode()


def xxd(data: bytes) -> bytes:
    lines = []
    for at in range(0, len(data), 16):
        part = data[at : at + 16]
        text = re.sub(rb"[^ -~]", b".", part).decode()
        lines.append(f"{at:08x}: {part.hex(' ', -2):39}  {text}\n")
    return "".join(lines).encode()


def mail(data: bytes) -> bytes:
    header = b"Content-Transfer-Encoding: quoted-printable\n\n"
    return header + quopri.encodestring(data)


def pdf(data: bytes) -> bytes:
    packed = zlib.compress(b"BT /F1 12 Tf (" + data.strip() + b") Tj ET")
    head = b"%%PDF-1.4\n1 0 obj\n<< /Length %d /Filter /FlateDecode >>\n" % len(packed)
    return head + b"stream\n" + packed + b"\nendstream\nendobj\ntrailer\n<< >>\n%%EOF\n"


def png(chunk: bytes = b"", content: bytes = b"") -> bytes:
    """An image with one more chunk."""
    chunks = [
        (b"IHDR", b"\0\0\0\x08" * 2 + b"\x08\x02\0\0\0"),
        (b"IDAT", zlib.compress(bytes(200))),
    ]
    chunks[1:1] = [(chunk, content)] if chunk else []
    parts = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (*chunks, (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


TEXTUAL = (
    Encoder("base64", "base64", base64.b64encode),
    Encoder("base64url", "base64", base64_url),
    Encoder("wrapped base64", "base64", wrapped),
    Encoder("hex", "hex", lambda data: data.hex().encode()),
    Encoder("HEX", "hex", lambda data: data.hex().upper().encode()),
    Encoder("percent", "percent", percent),
    Encoder("percent all", "percent", percent_all),
    Encoder("backslash u", "escape", backslash_u),
    Encoder("backslash x", "escape", backslash_x),
    Encoder("html", "html", references),
    Encoder("html hex", "html", hex_references),
)
PACKED = (
    Encoder("zip", "zip:inner/path.txt", zipped, packs=True),
    Encoder("tar", "tar:inner/path.txt", tarred, packs=True),
    Encoder("gzip", "gzip", gzip.compress, packs=True),
    Encoder("bzip2", "bzip2", bz2.compress, packs=True),
    Encoder("xz", "xz", lzma.compress, packs=True),
)
BY_NAME = {encoder.name: encoder for encoder in (*TEXTUAL, *PACKED)}
