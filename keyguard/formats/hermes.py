"""Bytecode of Hermes, React Native's engine.

Its strings have no ends; a table says where each is (https://github.com/facebook/hermes,
``include/hermes/BCGen/HBC/BytecodeFileFormat.h``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Item, held
from keyguard.formats.budget import Budget
from keyguard.formats.member import bounded

_HEADER = 128
_COUNTS = struct.Struct("<40x6I")
"""How many functions, kinds of strings, identifiers, strings and long strings there are, and the
bytes of all strings."""
_FUNCTION_SIZES = (16, 12)
"""Bytes of a function's header, in bytecode up to version 96 and later."""
_IN_LONG_TABLE = 255
"""The length of a string whose place is in the table of long ones."""
_Strings = list[tuple[int, int, bool]]
"""Where each string begins and ends, and whether it is in UTF-16."""


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The strings of bytecode, one a line.

    Raises ValueError if the table of strings is not where it should be, or if the file is too
    large.
    """
    data = held(archive)
    strings = next(filter(None, (_table(data, size) for size in _FUNCTION_SIZES)), None)
    if strings is None:
        raise ValueError("its strings are not where they should be")
    if sum(end - start for start, end, _ in strings) > budget.bytes:  # many share their bytes
        yield TOO_MUCH
        return
    lines = (_text(data[start:end], is_wide) for start, end, is_wide in strings)
    yield from bounded(archive, "strings", b"\n".join(lines), budget)


def _table(data: bytes, function_size: int) -> _Strings | None:
    """The strings, if functions' headers have this size; None if they did not end where all do."""
    try:
        functions, kinds, identifiers, count, long_count, size = _COUNTS.unpack_from(data)
        at = _HEADER + functions * function_size + 4 * (kinds + identifiers)
        entries = struct.unpack_from(f"<{count}I", data, at)
        long = list(struct.iter_unpack("<II", data[at + 4 * count :][: 8 * long_count]))
        begin = at + 4 * count + 8 * long_count
        strings = []
        for entry in entries:
            is_wide, start, length = bool(entry & 1), entry >> 1 & 0x7FFFFF, entry >> 24
            if length == _IN_LONG_TABLE:
                start, length = long[start]
            end = start + length * (1 + is_wide)
            strings.append((begin + start, begin + end, is_wide))
    except (struct.error, IndexError):
        return None
    last = max((end for _, end, _ in strings), default=begin)
    return strings if last == begin + size <= len(data) else None


def _text(data: bytes, is_wide: bool) -> bytes:
    return data.decode("utf-16-le", "replace").encode("utf-8", "replace") if is_wide else data
