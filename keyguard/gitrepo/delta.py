"""Deltas: an object told as copies from another one and insertions.

Format: gitformat-pack(5), "Deltified representation".
"""

from __future__ import annotations

import sys

from keyguard.gitrepo.objects import CorruptObjectError

DEFAULT_COPY = 1 << 16
"""Bytes that a copy without a size takes."""


def sizes(delta: bytes) -> tuple[int, int, int]:
    """Bytes of the base, bytes of the result, and where the instructions begin."""
    try:
        byte = delta[0]
        position, base_size, shift = 1, byte & 0x7F, 7
        while byte > 0x7F:
            byte = delta[position]
            base_size |= (byte & 0x7F) << shift
            position, shift = position + 1, shift + 7
        byte = delta[position]
        position, result_size, shift = position + 1, byte & 0x7F, 7
        while byte > 0x7F:
            byte = delta[position]
            result_size |= (byte & 0x7F) << shift
            position, shift = position + 1, shift + 7
    except IndexError as error:
        raise CorruptObjectError("the delta has no header") from error
    return base_size, result_size, position


def excerpt(base: bytes, delta: bytes, context: int) -> tuple[bytes, int]:
    """The result less the middle of each copy longer than twice ``context``, and its full size.

    What stands in the result, is up to ``context + 1`` bytes long and does not stand in ``base``
    touches an insertion or the seam of two copies, so it stands in the excerpt too. A small change
    to a large file is judged by a few hundred bytes that way.
    """
    base_size, result_size, position = sizes(delta)
    if base_size != len(base):
        raise CorruptObjectError("the delta is for a base of another size")
    end = len(delta)
    longest = 2 * context
    produced = 0
    pieces: list[bytes] = []
    add = pieces.append
    copies, number = COPIES, int.from_bytes
    while position < end:
        opcode = delta[position]
        position += 1
        if opcode < 0x80:
            add(delta[position : position + opcode])
            position += opcode
            produced += opcode
            if opcode == 0:
                raise CorruptObjectError("the delta has an instruction that is not defined")
            continue
        operands, mask, size_shift = copies[opcode & 0x7F]
        if size_shift >= 0:
            value = number(delta[position : position + operands], "little")
            start = value & mask
            size = value >> size_shift or DEFAULT_COPY
        else:
            start, size = scattered_copy(opcode, delta[position : position + operands])
        position += operands
        stop = start + size
        if stop > base_size:
            raise CorruptObjectError("the delta copies from behind the end of its base")
        produced += size
        if size > longest:
            add(base[start : start + context])
            add(base[stop - context : stop])
        else:
            add(base[start:stop])
    if position != end or produced != result_size:
        raise CorruptObjectError("the delta does not make what it announces")
    return b"".join(pieces), result_size


def scattered_copy(opcode: int, operands: bytes) -> tuple[int, int]:
    """Start and size of a copy that leaves out bytes which are zero."""
    value = used = 0
    for bit in range(7):
        if opcode >> bit & 1 and used < len(operands):
            value |= operands[used] << 8 * bit
            used += 1
    return value & 0xFFFFFFFF, value >> 32 or DEFAULT_COPY


def _describe_copy(flags: int) -> tuple[int, int, int]:
    """How to read the operands of a copy with these seven flags, one for each byte that is there.

    Their number; the mask of the start and the shift of the size if they are read as one number,
    which can't be done (-1) if a byte is left out below another one.
    """
    start_flags, size_flags = flags & 0x0F, flags >> 4
    start_bytes, size_bytes = start_flags.bit_count(), size_flags.bit_count()
    if start_flags >> start_bytes or size_flags >> size_bytes:
        return start_bytes + size_bytes, 0, -1
    return start_bytes + size_bytes, (1 << 8 * start_bytes) - 1, 8 * start_bytes


COPIES = tuple(map(_describe_copy, range(128)))
"""How to read the operands of a copy, by its flags."""


def apply_in_python(base: bytes, delta: bytes) -> bytes:
    """The object that a delta makes of its base. Raises ``CorruptObjectError``."""
    return excerpt(base, delta, sys.maxsize // 2)[0]
