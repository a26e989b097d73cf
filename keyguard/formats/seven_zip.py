"""7z archives (7zFormat.txt of the LZMA SDK)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterator, Sequence

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Missing, NoRoom, Rest, rest_of
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.member import named, read_member
from keyguard.formats.opening import UnsupportedError, damaged
from keyguard.formats.pieces import FED, PIECE, pieces
from keyguard.formats.seven_zip_coders import ERRORS, undone
from keyguard.formats.seven_zip_header import ENCODED_HEADER, Folder, Header, header_of
from keyguard.formats.seven_zip_start import FIRST_HEADER, is_seven_zip, length_of
from keyguard.model import Span
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data, opened, part_of

_LARGEST_HEADER = 16 << 20
"""Bytes; some hundred thousand files."""
_DAMAGE: tuple[type[Exception], ...] = (*ERRORS, EOFError)
_UNREADABLE: tuple[type[Exception], ...] = (*_DAMAGE, UnsupportedError)


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every file, the names of all files, and the parts of the archive that are not packed."""
    data = archive.data
    if not is_seven_zip(data):
        raise ValueError("the checksum of its first header is wrong")
    packed: list[Span] = []
    if length_of(data) > FIRST_HEADER:
        try:
            header = _header(data, packed)
        except _UNREADABLE as error:
            is_sound = isinstance(error, UnsupportedError)
            yield Missing(f"its header {error}") if is_sound else damaged(archive, error)
            yield from rest_of(archive, is_damaged=True)
            return
        yield Rest("\n".join(header.names).encode("utf-8", "replace"))
        yield from _files(archive, header, budget, packed)
    position = FIRST_HEADER
    for start, end in [*sorted(packed), (len(data), len(data))]:
        if start > position:
            read = opened(part_of(data, position, start)).read
            yield from (Rest(piece.data) for piece in pieces(read(PIECE), read))
        position = max(position, end)


def _header(data: Data, packed: list[Span]) -> Header:
    """What the header says, which may be packed itself. Raises ``_DAMAGE`` and
    ``UnsupportedError``."""
    end = length_of(data)
    size = int.from_bytes(data[20:28], "little")
    if size > _LARGEST_HEADER:
        raise ValueError("its header is longer than the bounds on archives allow")
    content = data[end - size : end]
    if zlib.crc32(content) != int.from_bytes(data[28:32], "little"):
        raise ValueError("the checksum of its header is wrong")
    header = header_of(content)
    if content[0] != ENCODED_HEADER or not header.folders:
        return header
    folder = header.folders[0]
    if folder.size > _LARGEST_HEADER:
        raise ValueError("its header is longer than the bounds on archives allow")
    read = Chunks(undone(_packed(data, folder), folder.coders)).read
    content = b"".join(_checked(read, folder.size, next(iter(folder.checksums), None)))
    packed.append(_span(folder))
    return header_of(content)


def _files(archive: Archive, header: Header, budget: Budget, packed: list[Span]) -> Iterator[Item]:
    """The files of each folder; ``packed`` gets where those are that were read as a whole."""
    named_so = zip(header.names, header.empty, strict=False)
    filled = (name for name, is_empty in named_so if not is_empty)
    for folder in header.folders:
        names = [next(filled, "") for _ in folder.sizes]
        if not names:  # of no file that anybody would see
            folder, names = folder._replace(sizes=[folder.size], checksums=[None]), [""]
        if budget.is_spent:
            yield TOO_MUCH
            return
        more = ", and what is packed with it," if len(names) > 1 else ""
        subject = f"its member {names[0]}{more}"
        try:
            read = Chunks(undone(_packed(archive.data, folder), folder.coders)).read
        except (UnsupportedError, ValueError) as error:
            is_sound = isinstance(error, UnsupportedError)
            yield Missing(f"{subject} {error if is_sound else f'is damaged ({error}); {REPAIR}'}")
            budget.spend(0)
            continue
        if (yield from _in_folder(archive, folder, names, read, budget)) and _is_at_end(read):
            packed.append(_span(folder))


def _in_folder(
    archive: Archive,
    folder: Folder,
    names: Sequence[str],
    read: Callable[[int], bytes],
    budget: Budget,
) -> Generator[Item, None, bool]:
    """The files of a folder one behind the other. Returns whether all of them were read."""
    is_whole = True
    for name, size, checksum in zip(names, folder.sizes, folder.checksums, strict=True):
        if budget.is_spent:
            yield TOO_MUCH
            return False
        own = Chunks(_checked(read, size, checksum)).read
        for item in read_member(named(archive, name), own, budget, _DAMAGE):
            is_whole = is_whole and not isinstance(item, (Missing, NoRoom))
            yield item
    return is_whole


def _is_at_end(read: Callable[[int], bytes]) -> bool:
    """Whether nothing is left in a folder, packed or not."""
    try:
        return not read(1)
    except _DAMAGE:
        return False


def _checked(read: Callable[[int], bytes], size: int, checksum: int | None) -> Iterator[bytes]:
    """So many bytes. Raises ValueError and EOFError."""
    found = 0
    while size:
        chunk = read(min(size, PIECE))
        if not chunk:
            raise EOFError("it is cut off")
        found = zlib.crc32(chunk, found)
        size -= len(chunk)
        yield chunk
    if checksum not in (None, found):
        raise ValueError("its checksum is wrong")


def _packed(data: Data, folder: Folder) -> Iterator[bytes]:
    start, end = _span(folder)
    return (data[at : min(end, at + FED)] for at in range(start, min(end, len(data)), FED))


def _span(folder: Folder) -> Span:
    start = FIRST_HEADER + folder.start
    return start, start + folder.packed
