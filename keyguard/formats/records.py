"""Formats of databases, of records in files, and of programs' own storage."""

from __future__ import annotations

from keyguard.formats.format import Clue, Format, one_of

_BLOCKS = "it is {} whose blocks are packed; export its records and scan those, or exclude it"
_KEYS = "it is {} whose keys are cut or packed; export its records and scan those, or exclude it"
_COLUMNS = "it is {} whose columns are packed; export them and scan that, or exclude it"

RECORDS = (
    Format(  # [MS-CFB], 2.2
        "ole",
        magic=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        opener="keyguard.formats.compound:members",
        yields_all=True,
    ),
    Format(  # https://www.sqlite.org/fileformat2.html, 1.3
        "sqlite",
        magic=b"SQLite format 3\0",
        header=rb".{16}(?:[\x02\x04\x08\x10\x20\x40\x80]\x00|\x00\x01)[\x01\x02][\x01\x02]",
        opener="keyguard.formats.sqlite:database",
        restated=True,
    ),
    Format(  # the same page, 4.1: either order of bytes in the checksums
        "sqlite log",
        magic=b"\x37\x7f\x06",
        header=rb"\x37\x7f\x06[\x82\x83]\x00\x2d\xe2\x18",
        clues=(Clue((b"\x37\x7f\x06", one_of(b"\x82\x83"), b"\x00\x2d\xe2\x18"), begins=True),),
        opener="keyguard.formats.sqlite:log",
    ),
    Format(  # https://opensource.apple.com/source/CF/CF-550/CFBinaryPList.c
        "property list",
        magic=b"bplist00",
        clues=(Clue((b"bplist00",), begins=True),),
        opener="keyguard.formats.property_list:members",
        restated=True,
    ),
    Format(  # https://github.com/electron/asar, README, "Format": a header in JSON as a pickle
        "asar",
        magic=b'{"files":{',
        offset=16,
        header=rb"\x04\0\0\0",
        clues=(Clue((b"\x04\0\0\0",), rest=rb'[\s\S]{12}\{"files":\{', begins=True),),
        opener="keyguard.formats.asar:members",
        restated=True,
    ),
    Format(  # https://github.com/facebook/hermes, BytecodeFileFormat.h
        "hermes",
        magic=bytes.fromhex("c61fbc03c103191f"),
        clues=(Clue((bytes.fromhex("c61fbc03c103191f"),), begins=True),),
        opener="keyguard.formats.hermes:members",
        restated=True,
    ),
    Format(  # https://automerge.org/automerge-binary-format-spec/, "Chunk Container"
        "automerge",
        magic=b"\x85\x6f\x4a\x83",
        header=rb".{8}[\0-\2]",
        clues=(Clue((b"\x85\x6f\x4a\x83",), begins=True),),
        opener="keyguard.formats.automerge:members",
    ),
    Format(  # git's diff.c, "GIT binary patch"
        "git binary patch",
        magic=b"GIT binary patch\n",
        offset=None,
        check="keyguard.formats.git_binary_patch:is_sound",
        opener="keyguard.formats.git_binary_patch:members",
    ),
    Format(  # Apache Avro 1.11, "Object Container Files"; without a codec it is read as a binary
        "avro",
        magic=b"Obj\x01",
        check="keyguard.formats.compressed_blocks:is_packed_avro",
        clues=(Clue((b"Obj\x01",), begins=True),),
        unread=_BLOCKS.format("an avro file"),
    ),
    Format(  # https://parquet.apache.org/docs/file-format/
        "parquet",
        magic=b"PAR1",
        check="keyguard.formats.compressed_blocks:is_packed_parquet",
        clues=(Clue((b"PAR1",), begins=True),),
        unread=_COLUMNS.format("a parquet file"),
    ),
    Format(  # https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format
        "arrow",
        magic=b"ARROW1\0\0",
        check="keyguard.formats.compressed_blocks:is_packed_arrow",
        clues=(Clue((b"ARROW1\0\0",), begins=True),),
        unread=_COLUMNS.format("an arrow file"),
    ),
    Format(  # https://orc.apache.org/specification/ORCv1/
        "orc",
        magic=b"ORC",
        check="keyguard.formats.compressed_blocks:is_packed_orc",
        clues=(Clue((b"ORC",), begins=True),),
        unread=_COLUMNS.format("an orc file"),
    ),
    Format(  # https://github.com/google/leveldb/blob/main/doc/table_format.md
        "leveldb",
        magic=b"\x57\xfb\x80\x8b\x24\x75\x47\xdb",
        offset=None,
        check="keyguard.formats.compressed_blocks:is_packed_table",
        unread=_KEYS.format("a leveldb table"),
    ),
)
"""Rows of the table of formats."""
