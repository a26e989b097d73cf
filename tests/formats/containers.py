"""Containers as their programs write them, so far as it matters; git's own are git's."""

from __future__ import annotations

import binascii
import gzip
import hashlib
import struct
import zlib
from pathlib import Path

from tests.tools import Repository

PYINSTALLER = b"MEI\x0c\x0b\x0a\x0b\x0e"


def git_pack(folder: Path, line: bytes) -> tuple[bytes, bytes, bytes]:
    """A pack, a bundle and a loose object of a repository in which a key came and went.

    What holds it is stored as a delta."""
    repository = Repository.create(folder)
    filler = b"".join(b"%d\n" % (number * number) for number in range(200))
    repository.commit_file("config/.env.staging", filler + b"SOMETHING=more\n")
    repository.commit_file("config/.env.staging", filler + line)
    loose = repository.git("rev-parse", "HEAD:config/.env.staging")
    object_file = repository.path / ".git/objects" / loose[:2] / loose[2:]
    loose_object = object_file.read_bytes()
    repository.commit_file(
        "config/.env.staging", filler + b"SOMETHING=more, and longer than it was\n"
    )
    repository.git("bundle", "create", "--quiet", "../x.bundle", "--all")
    repository.git("repack", "-adq")
    (pack,) = (repository.path / ".git/objects/pack").glob("*.pack")
    return pack.read_bytes(), (folder.parent / "x.bundle").read_bytes(), loose_object


def uuencoded(data: bytes, name: bytes = b"inner.txt") -> bytes:
    lines = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 %s\n%s`\nend\n" % (name, b"".join(lines))


def makeself(data: bytes, head: bytes = b"") -> bytes:
    """A script, and a packed archive behind it."""
    packed = gzip.compress(data)
    return (
        b"#!/bin/sh\n# This script was generated using Makeself 2.4.0\n%s"
        b'filesizes="%d"\nexit 0\n%s' % (head, len(packed), packed)
    )


def pyinstaller(data: bytes, name: bytes = b"settings.ini") -> bytes:
    """A program with one file behind it."""
    packed = zlib.compress(data)
    padded = name.ljust(16, b"\0")
    entry = struct.pack(">IIIIBc", 18 + len(padded), 0, len(packed), len(data), 1, b"x") + padded
    length = len(packed) + len(entry) + 88
    cookie = struct.pack(
        ">8sIIII64s", PYINSTALLER, length, len(packed), len(entry), 311, b"libpython3.11.so"
    )
    return b"\x7fELF" + bytes(60) + packed + entry + cookie


def pyz(data: bytes) -> bytes:
    return b"PYZ\0\xa7\x0d\x0d\x0a\0\0\0\x40\0" + zlib.compress(b"\xe3" + data) + b"\xfa\0"


def lha() -> bytes:
    """The header of level 1 of one file."""
    return b"\x1a\x00-lh5-" + bytes(12) + b"\x20\x01\x05a.txt" + bytes(30)


def arj() -> bytes:
    return b"\x60\xea\x28\x00\x1e\x0b\x01\x00\x10\x00\x02" + bytes(60)


def squashfs() -> bytes:
    """The superblock of an image that is packed with zlib."""
    return struct.pack("<4sIIIIHHHHHH", b"hsqs", 1, 0, 131072, 0, 1, 17, 0, 1, 4, 0) + bytes(64)


def lfs_pointer(data: bytes) -> bytes:
    return b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n" % (
        hashlib.sha256(data).hexdigest().encode(),
        len(data),
    )
