"""The header of a 7z archive (7zFormat.txt of the LZMA SDK).

It lists folders, which are packed as one stream each, and the files in them. Any number in it may
be wrong: a count is never larger than the number of bytes that can describe its items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from keyguard.model.record import NamedTuple

ENCODED_HEADER = 23
"""The first byte of a header that is itself packed."""
_ARCHIVE_PROPERTIES, _ADDITIONAL_STREAMS, _MAIN_STREAMS, _FILES = 2, 3, 4, 5
_PACKED, _UNPACKED, _SUBSTREAMS, _SIZE, _CHECKSUMS = 6, 7, 8, 9, 10
_FOLDERS, _UNPACKED_SIZES, _COUNTS, _EMPTY, _NAMES = 11, 12, 13, 14, 17
_COMPLEX, _HAS_PROPERTIES = 0x10, 0x20
_MOST_CODERS = 8
_MOST = 300_000
"""Things of a kind: three times as many as members are read."""


class Coder(NamedTuple):
    """One way in which something is packed, with the properties that undo it."""

    method: bytes
    properties: bytes
    size: int
    """Bytes of its unpacked output."""


class Folder(NamedTuple):
    """A stream of packed bytes, and the files in it, one behind the other."""

    start: int
    """Where the stream begins, counted behind the first header."""
    packed: int
    coders: Sequence[Coder]
    """The coders in the order in which they are undone; empty if they are more than one chain."""
    size: int
    sizes: Sequence[int]
    """Bytes of each file."""
    checksums: Sequence[int | None]


class Header(NamedTuple):
    """Everything that a header says."""

    folders: Sequence[Folder]
    names: Sequence[str]
    empty: Sequence[bool]
    """For each file whether it is in no folder."""


def header_of(data: bytes) -> Header:
    """The header of an archive. Raises ValueError if it is damaged."""
    read = _Reader(data)
    is_encoded = read.byte() == ENCODED_HEADER
    folders: Sequence[Folder] = read.streams() if is_encoded else ()
    names: Sequence[str] = ()
    empty: Sequence[bool] = ()
    while not is_encoded and (kind := read.byte()):
        if kind == _MAIN_STREAMS:
            folders = read.streams()
        elif kind == _ADDITIONAL_STREAMS:
            read.streams()
        elif kind == _ARCHIVE_PROPERTIES:
            read.skip_properties()
        elif kind == _FILES:
            names, empty = read.files()
        else:
            raise ValueError("its header is of another kind")
    if any(data[read._at :]):
        raise ValueError("its header goes on behind its end")
    return Header(folders, names, empty)


class _Shape(NamedTuple):
    """What a folder is made of, without the sizes."""

    coders: Sequence[tuple[bytes, bytes]]
    order: Sequence[int]
    """The coders as they are undone; empty if that is more than one chain."""
    outputs: int
    main: int
    """The output that none of its coders reads."""
    packed: int
    """Packed streams that it is made of."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def byte(self) -> int:
        """The next byte. Raises ValueError if there is none."""
        return self.take(1)[0]

    def take(self, size: int) -> bytes:
        """So many bytes. Raises ValueError if there are fewer."""
        if size > len(self._data) - self._at:
            raise ValueError("its header is cut off")
        self._at += size
        return self._data[self._at - size : self._at]

    def number(self) -> int:
        """A number: as many bits of the first byte are set as bytes follow it."""
        first, value, mask = self.byte(), 0, 0x80
        for place in range(8):
            if not first & mask:
                return value | (first & (mask - 1)) << 8 * place
            value |= self.byte() << 8 * place
            mask >>= 1
        return value

    def count(self) -> int:
        """A number of things, of each of which the header says something."""
        number = self.number()
        if number > min(len(self._data), _MOST):
            raise ValueError("it holds more than the bounds on archives allow")
        return number

    def numbers(self, count: int) -> list[int]:
        return [self.number() for _ in range(count)]

    def bits(self, count: int) -> list[bool]:
        data = self.take((count + 7) // 8)
        return [bool(data[place >> 3] & 0x80 >> (place & 7)) for place in range(count)]

    def checksums(self, count: int) -> list[int | None]:
        """One of each, or None where there is none."""
        known = [True] * count if self.byte() else self.bits(count)
        return [int.from_bytes(self.take(4), "little") if each else None for each in known]

    def expect(self, kind: int) -> None:
        if self.byte() != kind:
            raise ValueError("its header has something else in it")

    def skip_properties(self) -> None:
        while self.byte():
            self.take(self.number())

    def streams(self) -> list[Folder]:
        """Where folders are, and what is in them."""
        position, packed = 0, list[int]()
        shapes: list[_Shape] = []
        outputs: list[list[int]] = []
        checksums: list[int | None] = []
        counts: list[int] | None = None
        rest: list[list[int]] | None = None
        while kind := self.byte():
            if kind == _PACKED:
                position, packed = self._packed()
            elif kind == _UNPACKED:
                shapes, outputs, checksums = self._unpacked()
                counts = [1] * len(shapes)
            elif kind == _SUBSTREAMS and counts is not None:
                sizes = [sizes[shape.main] for shape, sizes in zip(shapes, outputs, strict=True)]
                counts, rest, checksums = self._substreams(sizes, checksums)
            else:
                raise ValueError("its header is of another kind")
        return list(_folders(position, packed, shapes, outputs, rest, checksums))

    def _packed(self) -> tuple[int, list[int]]:
        """Where packed streams begin, and how long they are."""
        position, count = self.number(), self.count()
        sizes = [0] * count
        while kind := self.byte():
            if kind == _SIZE:
                sizes = self.numbers(count)
            elif kind == _CHECKSUMS:
                self.checksums(count)
            else:
                raise ValueError("its header has something else in it")
        return position, sizes

    def _unpacked(self) -> tuple[list[_Shape], list[list[int]], list[int | None]]:
        """How folders are packed, what each of their coders unpacks to, and their checksums."""
        self.expect(_FOLDERS)
        count = self.count()
        self.expect(0)
        shapes = [self._shape() for _ in range(count)]
        self.expect(_UNPACKED_SIZES)
        sizes = [self.numbers(shape.outputs) for shape in shapes]
        checksums: list[int | None] = [None] * count
        while kind := self.byte():
            if kind != _CHECKSUMS:
                raise ValueError("its header has something else in it")
            checksums = self.checksums(count)
        return shapes, sizes, checksums

    def _shape(self) -> _Shape:
        count = self.number()
        if not 0 < count <= _MOST_CODERS:
            raise ValueError("a folder of it is packed in more than a few ways")
        coders, inputs, outputs = [], 0, 0
        for _ in range(count):
            flags = self.byte()
            method = self.take(flags & 0x0F)
            is_complex = flags & _COMPLEX
            inputs += self.count() if is_complex else 1
            outputs += self.count() if is_complex else 1
            properties = self.take(self.count()) if flags & _HAS_PROPERTIES else b""
            coders.append((method, properties))
        if not outputs or inputs > _MOST_CODERS * _MOST_CODERS:
            raise ValueError("a folder of it is packed in more than a few ways")
        pairs: dict[int, int] = {}
        """Which input of a coder reads an output."""
        for _ in range(outputs - 1):
            given, output = self.number(), self.number()
            pairs[output] = given
        packed = inputs - len(pairs)
        if packed > 1:
            self.numbers(packed)
        main = next((each for each in range(outputs) if each not in pairs), 0)
        is_chain = packed == 1 and inputs == outputs == count
        order = _chain(main, pairs, count) if is_chain else []
        return _Shape(coders, order, outputs, main, packed)

    def _substreams(
        self, sizes: list[int], checksums: list[int | None]
    ) -> tuple[list[int], list[list[int]], list[int | None]]:
        """How many files each folder holds, how long each is, and the checksums of all of them."""
        counts = [1] * len(sizes)
        files: list[list[int]] | None = None
        known: list[int | None] = []
        while kind := self.byte():
            if kind == _COUNTS:
                counts = self.numbers(len(sizes))
                if sum(counts) > _MOST:
                    raise ValueError("it holds more than the bounds on archives allow")
            elif kind == _SIZE:
                files = [self._sizes(*each) for each in zip(counts, sizes, strict=True)]
            elif kind == _CHECKSUMS:
                alone = [n == 1 and c is not None for n, c in zip(counts, checksums, strict=True)]
                told = sum(n for n, each in zip(counts, alone, strict=True) if not each)
                more = iter(self.checksums(told))
                for number, each, own in zip(counts, alone, checksums, strict=True):
                    known += [own] if each else islice(more, number)
            else:
                raise ValueError("its header has something else in it")
        if files is None:
            files = [[size] if n == 1 else [0] * n for n, size in zip(counts, sizes, strict=True)]
        return counts, files, known or [None] * sum(counts)

    def _sizes(self, count: int, size: int) -> list[int]:
        """The last one is what is left."""
        told = self.numbers(max(0, count - 1))
        return [*told, size - sum(told)] if count else []

    def files(self) -> tuple[list[str], list[bool]]:
        """The names of all files, and which of them are in no folder."""
        count = self.count()
        names: list[str] = []
        empty = [False] * count
        while kind := self.byte():
            data = _Reader(self.take(self.number()))
            if kind == _EMPTY:
                empty = data.bits(count)
            elif kind == _NAMES:
                data.expect(0)
                text = data._data[1:].decode("utf-16-le", "replace")
                names = text.split("\0")[:count]
        return names, empty


def _chain(main: int, pairs: dict[int, int], count: int) -> list[int]:
    """The coders from the packed bytes on, each of one input and one output."""
    reads = {given: output for output, given in pairs.items()}
    order = [main]
    while order[-1] in reads and len(order) <= count:
        order.append(reads[order[-1]])
    return order[::-1] if len(order) == count else []


def _folders(
    position: int,
    packed: Sequence[int],
    shapes: Sequence[_Shape],
    outputs: Sequence[Sequence[int]],
    files: Sequence[Sequence[int]] | None,
    checksums: Sequence[int | None],
) -> Iterator[Folder]:
    first = told = 0
    for number, (shape, sizes) in enumerate(zip(shapes, outputs, strict=True)):
        streams = packed[first : first + shape.packed]
        first += shape.packed
        inside = [sizes[shape.main]] if files is None else files[number]
        if min(inside, default=0) < 0:
            raise ValueError("a folder of it holds more than it has")
        coders = [Coder(*shape.coders[place], sizes[place]) for place in shape.order]
        sums = checksums[told : told + len(inside)]
        told += len(inside)
        yield Folder(position, sum(streams), coders, sizes[shape.main], inside, sums)
        position += sum(streams)
