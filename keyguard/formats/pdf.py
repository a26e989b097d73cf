"""The packed streams of PDF documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.formats.archive import Archive, Member, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.deflated import texts

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_NOT_TEXT = re.compile(rb"/(?:Image|FontFile|Length1|XRef)\b")
"""Streams of pixels, of glyphs, and of positions, by their dictionaries."""
_DICTIONARY = 400
"""Bytes in front of a stream that tell what it is."""


def members(archive: Archive, budget: Budget) -> Iterator[Member | Missing]:
    """What each stream of text holds."""
    return texts(archive, _streams(archive.data), budget)


def _streams(data: bytes) -> Iterator[bytes]:
    for found in _STREAM.finditer(data):
        dictionary = data[max(0, found.start() - _DICTIONARY) : found.start()]
        own = dictionary.rpartition(b" obj")[2]
        if not _NOT_TEXT.search(own):
            yield data[found.end() : data.find(b"endstream", found.end())]
