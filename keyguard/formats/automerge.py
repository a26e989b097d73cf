"""Automerge documents, which keep deleted text.

Columns are deflated one by one, and the values of all operations are end to end in one column
(https://automerge.org/automerge-binary-format-spec/).
"""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.formats import inflate
from keyguard.formats.archive import TOO_MUCH, Archive, Item, held
from keyguard.formats.budget import Budget
from keyguard.formats.member import bounded
from keyguard.model.record import NamedTuple

MAGIC = b"\x85\x6f\x4a\x83"
_DOCUMENT, _COMPRESSED_CHANGE = 0, 2
"""Types of chunks: a whole document, a deflated change. Any other change is plain text."""
_HASH = 32
_DEFLATED = 0b1000
_OBJECT, _VALUE_SIZES, _VALUES = 0x02, 0x56, 0x57
"""Columns: an operation's object, the size of its value, and the values."""
_LETTER = 4
"""Bytes of a letter: a text has an operation for each of its letters."""


class _Run(NamedTuple):
    """Operations in a row of which something is the same."""

    times: int
    value: int


_REST = _Run(1 << 80, -1)
"""More operations than a number can say."""


class _Bytes:
    """Reads a chunk from its beginning. Raises IndexError at its end."""

    def __init__(self, data: bytes, room: int = 0) -> None:
        self.data = data
        self.at = 0
        self.room = room
        """Bytes that its columns may still unpack to; negative if they do to more."""

    def number(self) -> int:
        """An unsigned LEB128."""
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
            if shift > 63:
                raise ValueError("a number is longer than any")

    def signed(self) -> int:
        """A signed LEB128."""
        before = self.at
        value = self.number()
        bits = 7 * (self.at - before)
        return value - (1 << bits) if value >> (bits - 1) else value

    def take(self, size: int) -> bytes:
        """So many bytes."""
        if size > len(self.data) - self.at:
            raise ValueError("it is cut off")
        self.at += size
        return self.data[self.at - size : self.at]


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The text of each packed chunk. Raises ValueError and IndexError if it is damaged."""
    chunks = _Bytes(held(archive))
    while chunks.data.startswith(MAGIC, chunks.at):
        chunks.at += len(MAGIC) + 4
        kind = chunks.take(1)[0]
        chunk = _Bytes(chunks.take(chunks.number()), budget.bytes)
        if kind == _DOCUMENT:
            texts = _document(chunk)
        elif kind == _COMPRESSED_CHANGE:
            texts = [_column(chunk, _Run(len(chunk.data), _DEFLATED))]
        else:
            continue
        text = b"\n".join(each for each in texts if each)
        if budget.is_spent or chunk.room < 0:
            yield TOO_MUCH
            return
        yield from bounded(archive, "columns", text, budget)


def _document(chunk: _Bytes) -> list[bytes]:
    for _ in range(chunk.number()):  # who wrote it
        chunk.take(chunk.number())
    chunk.take(_HASH * chunk.number())
    changes, operations = _sizes(chunk), _sizes(chunk)
    texts = [_column(chunk, each) for each in changes]
    columns = {each.value & ~_DEFLATED: _column(chunk, each) for each in operations}
    sizes, values = columns.get(_VALUE_SIZES, b""), columns.pop(_VALUES, b"")
    return [*texts, *columns.values(), *_values(columns.get(_OBJECT, b""), sizes, values)]


def _sizes(chunk: _Bytes) -> list[_Run]:
    """The columns, each with its size: ``value`` says what it holds."""
    found = []
    for _ in range(chunk.number()):
        kind = chunk.number()
        found.append(_Run(chunk.number(), kind))
    return found


def _column(chunk: _Bytes, column: _Run) -> bytes:
    content = chunk.take(column.times)
    if column.value & _DEFLATED:
        decoder = inflate.decoder(inflate.RAW, len(content))
        content = decoder.decompress(content, max(chunk.room, 0) + 1)
        if column.times and not decoder.eof and len(content) <= chunk.room:
            raise ValueError("a column is cut off")
    chunk.room -= len(content)
    return content


def _values(objects: bytes, sizes: bytes, values: bytes) -> Iterator[bytes]:
    """The values of each object: letters are put together, the others stand alone."""
    at = start = 0
    owners = _runs(_Bytes(objects))
    owner = next(owners, _REST)
    for run in _runs(_Bytes(sizes)):
        count, size = run.times, max(run.value, 0) >> 4
        while count and at < len(values):
            together = min(count, owner.times) if size <= _LETTER else 1
            if size > _LETTER:
                yield values[start:at]
                start = at
            at += together * size
            count -= together
            owner = owner._replace(times=owner.times - together)
            if not owner.times:
                owner = next(owners, _REST)
            if size > _LETTER or not owner.times:
                yield values[start:at]
                start = at
    yield values[start:]


def _runs(column: _Bytes) -> Iterator[_Run]:
    """The numbers of a column in which repetitions are counted; -1 where there is none."""
    while column.at < len(column.data):
        length = column.signed()
        if length > 0:
            yield _Run(length, column.number())
        elif length == 0:
            yield _Run(column.number(), -1)
        for _ in range(-length):
            yield _Run(1, column.number())
