"""Deltas: an object as copies from another one and insertions.

Format: gitformat-pack(5), "Deltified representation".
"""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.gitformat.types import CorruptObjectError
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.gitformat.content import Content

DEFAULT_COPY = 1 << 16
"""Bytes of a copy that states no size."""
LONGEST_CHARACTER = 4
"""Bytes of a character in UTF-8."""
CUT = b"\x01"
"""Stands where the middle of a copy is left out, so that separate runs do not look like one; no
text contains it."""


def sizes(delta: Content) -> tuple[int, int, int]:
    """The bytes of the base, the bytes of the result, and where the instructions begin."""
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
    """The result without the middle of each copy longer than twice ``context``, and its full size.

    Anything of up to ``context + 1`` bytes that is in the result but not in ``base`` touches an
    insertion or the seam of two copies, so it is in the excerpt too. That way a small change to a
    large file is judged by a few hundred bytes.
    """
    longest = 2 * context + len(CUT)
    pieces: list[bytes] = []
    add = pieces.append
    for start, stop, inserted in steps(base, delta):
        if inserted:
            add(inserted)
        elif stop - start > longest:
            add(base[start : start + context])
            add(CUT)
            add(base[stop - context : stop])
        else:
            add(base[start:stop])
    return b"".join(pieces), sizes(delta)[1]


class Reach(NamedTuple):
    """How far around a change the meaning of content can change, in characters."""

    before: int
    """Characters behind a change, up to which content can get another meaning by it."""
    after: int
    """Characters in front of a change, up to which content can get another meaning by it."""

    @property
    def context(self) -> int:
        """Characters around a change that show everything which content in its reach depends on."""
        return self.before + self.after


class Changed(NamedTuple):
    """What a delta changes, in its surroundings."""

    text: bytes
    zones: list[tuple[int, int]]
    """The start and end of each part of ``text`` to which a change can matter, ascending."""
    size: int
    """Bytes of the whole result."""


def changed(base: bytes, delta: bytes, reach: Reach) -> Changed:
    """The changes, with enough around them to see everything that a zone depends on.

    Text is cut between characters of UTF-8.
    """
    context = reach.context
    pieces: list[bytes] = []
    add = pieces.append
    zones: list[tuple[int, int]] = []
    length = begin = produced = 0
    as_before = False
    for start, stop, inserted in steps(base, delta):
        size = stop - start
        as_before = False
        if size > 2 * context:
            head_width = _width(base[start : start + context])
            tail_width = _width(base[stop - context : stop])
            head_end = _next_character(base, start + head_width * context)
            tail_begin = stop - tail_width * context - LONGEST_CHARACTER
            tail_begin = _next_character(base, max(start, tail_begin))
            if head_end < tail_begin:
                if start or length:
                    zones.append((begin, length + head_width * reach.before))
                add(base[start:head_end])
                add(CUT)
                add(base[tail_begin:stop])
                length += head_end - start + len(CUT) + stop - tail_begin
                begin = length - tail_width * reach.after
                produced += size
                as_before = stop == len(base)
                continue
        piece = inserted or base[start:stop]
        add(piece)
        length += len(piece)
        produced += len(piece)
    if not as_before:
        zones.append((begin, length))
    return Changed(b"".join(pieces), zones, produced)


def _width(text: bytes) -> int:
    """Bytes that are enough for a character of this text."""
    return 1 if text.isascii() else LONGEST_CHARACTER


def steps(base: Content, delta: Content) -> Iterator[tuple[int, int, bytes]]:
    """Each instruction: the start and end of a copy from the base, or the bytes to insert.

    Raises ``CorruptObjectError``, perhaps not before the end.
    """
    base_size, result_size, position = sizes(delta)
    if base_size != len(base):
        raise CorruptObjectError("the delta is for a base of another size")
    produced, end = 0, len(delta)
    copies, number = COPIES, int.from_bytes
    while position < end:
        opcode = delta[position]
        position += 1
        if opcode < 0x80:
            inserted = delta[position : position + opcode]
            position += opcode
            produced += opcode
            if opcode == 0:
                raise CorruptObjectError("the delta has an instruction that is not defined")
            yield 0, 0, inserted
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
        yield start, stop, b""
    if position != end or produced != result_size:
        raise CorruptObjectError("the delta does not make what it announces")


def _next_character(data: bytes, position: int) -> int:
    """The first position from here on where a character of UTF-8 can begin."""
    for candidate in range(position, min(position + LONGEST_CHARACTER, len(data))):
        if data[candidate] & 0xC0 != 0x80:
            return candidate
    return position


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
"""For each set of flags, how to read the operands of a copy."""


def applied(base: Content, delta: Content) -> Iterator[bytes]:
    """The object that a delta makes of its base, in parts.

    Raises ``CorruptObjectError``, perhaps not before the end.
    """
    return (inserted or base[start:stop] for start, stop, inserted in steps(base, delta))


def apply_in_python(base: bytes, delta: bytes) -> bytes:
    """The object that a delta makes of its base. Raises ``CorruptObjectError``."""
    return b"".join(applied(base, delta))
