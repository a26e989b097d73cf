"""Formats of programs, documents and databases with compressed text, which cuts it and mixes it
with other bytes.

Some are opened; the others are reported as not read.
"""

from __future__ import annotations

from keyguard.formats.format import Clue, Format


def _packed(what: str, remedy: str) -> str:
    return f"it is {what}; {remedy} and scan what comes out, or exclude it"


_DATASETS = "it is {} whose datasets are packed; export them and scan that, or exclude it"

PACKED_DATA = (
    Format(  # Adobe's SWF File Format Specification 19, "The SWF header"
        "swf",
        magic=b"CWS",
        header=rb"CWS[\x06-\x40].{4}x[\x01\x5e\x9c\xda]",
        clues=(
            Clue(
                (b"CWS",),
                rest=rb"[\x06-\x40][\s\S]{4}x[\x01\x5e\x9c\xda]",
                begins=True,
            ),
        ),
        opener="keyguard.formats.deflated_parts:flash",
    ),
    Format(
        "swf in lzma",
        magic=b"ZWS",
        header=rb"ZWS[\x0d-\x40].{8}\x5d\0",
        clues=(Clue((b"ZWS",), rest=rb"[\x0d-\x40][\s\S]{8}\x5d\0", begins=True),),
        unread=_packed("a Flash movie (swf in lzma)", "unpack it"),
    ),
    Format(  # https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf, "Level 5 MAT-file"
        "mat",
        magic=b"MATLAB 5.0 MAT-file",
        header=rb".{124}(?:\0\x01IM|\x01\0MI)",
        opener="keyguard.formats.deflated_parts:matlab",
    ),
    Format(  # https://www.erlang.org/doc/apps/erts/erl_ext_dist.html; OTP, lib/compiler, beam_asm
        "beam",
        magic=b"FOR1",
        header=rb".{8}BEAM",
        clues=(Clue((b"FOR1",), rest=rb"[\s\S]{4}BEAM", begins=True),),
        opener="keyguard.formats.deflated_parts:beam",
    ),
    Format(  # https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
        "HDF5",
        magic=b"\x89HDF\r\n\x1a\n",
        check="keyguard.formats.compressed_blocks:is_packed_hdf5",
        clues=(Clue((b"\x89HDF\r\n\x1a\n",), begins=True),),
        unread=_DATASETS.format("an HDF5 file"),
    ),
    Format(  # the same behind 512 bytes of the user's
        "MATLAB 7.3",
        magic=b"\x89HDF\r\n\x1a\n",
        offset=512,
        check="keyguard.formats.compressed_blocks:is_packed_hdf5",
        clues=(Clue((b"MATLAB 7.3 MAT-file",), begins=True),),
        unread=_DATASETS.format("a file of MATLAB 7.3"),
    ),
    Format(  # https://www.php.net/manual/en/phar.fileformat.php
        "phar",
        magic=b"__HALT_COMPILER();",
        offset=None,
        check="keyguard.formats.phar:is_sound",
        opener="keyguard.formats.phar:members",
    ),
    Format(  # pg_backup_archiver.c: versions 1.10 to 1.14 have a level, later ones an algorithm
        "pg_dump",
        magic=b"PGDMP\x01",
        header=rb".{6}(?:[\x0a-\x0e].\x04\x08\x01(?!\0{5})|[\x0f-\x1f].\x04\x08\x01[\x01-\x03])",
        unread=_packed("an archive of pg_dump whose tables are packed", "run `pg_restore -f`"),
    ),
    Format(  # [MS-PST], 2.2.2.6: its bytes are permuted unless somebody chose otherwise
        "pst",
        magic=b"!BDN",
        header=rb".{8}SM",
        clues=(Clue((b"!BDN",), rest=rb"[\s\S]{4}SM", begins=True),),
        unread=_packed("a mailbox of Outlook (pst)", "export it"),
    ),
    Format(
        "chm",
        magic=b"ITSF\x03\0\0\0\x60\0\0\0",
        unread=_packed("a compiled help file (chm)", "unpack it"),
    ),
    Format(  # https://github.com/upx/upx/blob/devel/src/stub/src/include/header.S
        "UPX",
        magic=b"UPX!",
        offset=None,
        check="keyguard.formats.packed_program:is_upx",
        unread=_packed("a program that is packed with UPX", "unpack it (`upx -d`)"),
    ),
    Format(  # Cython 3.2, Utility/StringTools.c: a message of what unpacks them
        "Cython 3.2",
        magic=b"CYTHON_COMPRESS_STRINGS=%d'.\0",
        offset=None,
        check="keyguard.formats.packed_program:is_packed_module",
        opener="keyguard.formats.cython_module:in_zlib",
    ),
    Format(  # the same of Cython 3.3
        "Cython 3.3",
        magic=b"LZSS string data decompression failed\0",
        offset=None,
        check="keyguard.formats.packed_program:is_packed_module",
        opener="keyguard.formats.cython_module:in_lzss",
    ),
    Format(  # NSIS, Source/exehead/fileform.h, "firstheader"
        "NSIS",
        magic=b"\xef\xbe\xad\xdeNullsoftInst",
        offset=None,
        check="keyguard.formats.packed_program:is_nsis",
        unread=_packed("an installer made by NSIS", "unpack it"),
    ),
    Format(  # innoextract, src/loader/offsets.cpp
        "Inno Setup",
        magic=b"rDlPtS",
        offset=None,
        check="keyguard.formats.packed_program:is_inno_setup",
        clues=(Clue((b"rDlPtS",), rest=rb"[\x80-\xff]{3}"),),
        unread=_packed("an installer made by Inno Setup", "unpack it"),
    ),
    Format(  # unshield, lib/cabfile.h
        "InstallShield",
        magic=b"ISc(",
        header=rb".{6}\0[\x01\x02\x04]",
        clues=(Clue((b"ISc(",), rest=rb"[\s\S]{2}\0[\x01\x02\x04]", begins=True),),
        unread=_packed("a cabinet of InstallShield", "unpack it"),
    ),
    Format(
        "UnityFS",
        magic=b"UnityFS\0\0\0\0",
        unread=_packed("a UnityFS bundle", "unpack it"),
    ),
    Format("UnityWeb", magic=b"UnityWeb\0", unread=_packed("a UnityWeb bundle", "unpack it")),
    Format(  # https://github.com/facebook/rocksdb/wiki/Rocksdb-BlockBasedTable-Format, "Footer"
        "rocksdb",
        magic=b"\xf7\xcf\xf4\x85\xb7\x41\xe2\x88",
        offset=None,
        check="keyguard.formats.compressed_blocks:is_packed_rocksdb_table",
        unread=_packed("a rocksdb table whose keys are cut or packed", "export its records"),
    ),
)
"""Rows of the table of formats."""
