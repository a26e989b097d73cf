"""Parts of archives that were split: the middle ones have no beginning, the last one of a zip has a
directory that names other disks (APPNOTE.TXT, 4.3.16)."""

from __future__ import annotations

from keyguard.formats.archive import Archive
from keyguard.formats.zips_in_front import END, END_LENGTH


def is_part(archive: Archive) -> bool:
    """Whether content has the name of a part and is no text, as far as it is known."""
    if not archive.is_named:
        return False
    head = archive.data[:4096]
    return not head or b"\0" in head or not _is_text(head)


def ends_split_zip(archive: Archive) -> bool:
    """Whether a directory is its end, and on another disk than the first."""
    data = archive.data
    start = data.rfind(END)
    end = data[start : start + END_LENGTH]
    disk, first = int.from_bytes(end[4:6], "little"), int.from_bytes(end[6:8], "little")
    comment = int.from_bytes(end[20:22], "little")
    return disk > 0 and first <= disk and start + END_LENGTH + comment == len(data)


def _is_text(head: bytes) -> bool:
    try:
        head[:-3].decode("utf-8")
    except UnicodeDecodeError:
        return len(head) <= 3
    return True
