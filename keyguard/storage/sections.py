"""A file of named fields and sections of bytes, which is checked when it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_CHECKSUM = 32
"""Bytes of the digest at the end."""
_LENGTHS = "sections"


class Sections(NamedTuple):
    """The contents of such a file."""

    fields: Mapping[str, Any]
    """Values of the ``json`` module."""
    sections: Sequence[bytes]


def written(magic: bytes, content: Sections) -> bytes:
    """The bytes of a file, which begins with ``magic``."""
    lengths = [len(section) for section in content.sections]
    header = json.dumps({**content.fields, _LENGTHS: lengths})
    body = b"".join([magic, header.encode("ascii"), b"\n", *content.sections])
    return body + hashlib.sha256(body).digest()


def read(magic: bytes, data: bytes) -> Sections:
    """The content of a file. Raises ``ValueError`` if it is damaged, or is no such file."""
    body, checksum = data[:-_CHECKSUM], data[-_CHECKSUM:]
    if not body.startswith(magic) or hashlib.sha256(body).digest() != checksum:
        raise ValueError("it is damaged")
    header, _, rest = body.removeprefix(magic).partition(b"\n")
    fields = json.loads(header)
    sections = []
    start = 0
    for length in fields.pop(_LENGTHS):
        sections.append(rest[start : start + length])
        start += length
    return Sections(fields, sections)
