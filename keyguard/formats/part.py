"""Parts of split archives.

The middle ones have no beginning; the last one of a zip has a directory that names other disks
(APPNOTE.TXT, 4.3.16).
"""

from __future__ import annotations

from codecs import getincrementaldecoder

from keyguard.formats.archive import Archive
from keyguard.formats.zips_in_front import END, END_LENGTH


def is_part(archive: Archive) -> bool:
    """Whether content has the name of a part and is not text, as far as that is known."""
    if not archive.is_named:
        return False
    head = archive.data[:4096]
    return not head or not is_text(head)


def ends_split_zip(archive: Archive) -> bool:
    """Whether content ends with a directory that is on another disk than the first."""
    data = archive.data
    start = data.rfind(END)
    end = data[start : start + END_LENGTH]
    disk, first = int.from_bytes(end[4:6], "little"), int.from_bytes(end[6:8], "little")
    comment = int.from_bytes(end[20:22], "little")
    return disk > 0 and first <= disk and start + END_LENGTH + comment == len(data)


def is_text(head: bytes) -> bool:
    """Whether the beginning of some content is text in UTF-8, as far as that can be seen."""
    if b"\0" in head:
        return False
    try:
        getincrementaldecoder("utf-8")().decode(head)  # its last character may be cut
    except UnicodeDecodeError:
        return False
    return True
