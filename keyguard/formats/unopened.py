"""Formats that nothing opens here: their content is reported as not read."""

from __future__ import annotations

from keyguard.formats.format import UNPACK, Clue, Format, one_of
from keyguard.model.name_pattern import NamePattern


def _unopened(name: str) -> str:
    return f"it is an archive of the format {name}, which is not opened; {UNPACK}"


def _image(name: str) -> str:
    return f"it is an image of a disk ({name}), whose files are not looked into; {UNPACK}"


_PARTS = NamePattern(
    rb"\.z[0-9]{2}|\.(?:zip|7z|t?gz|t?bz2|t?xz|t?zst)"
    rb"\.(?:[0-9]{2,4}|a[a-z]|part[-_.]?(?:[0-9]{1,4}|a[a-z]))"
)
"""``.z01`` of zip, ``.7z.002`` of 7z, and the endings that split(1) gives to parts."""

UNOPENED = (
    Format(  # APPNOTE.TXT, 8.5: how the first part begins
        "split zip", magic=b"PK\x07\x08PK\x03\x04", unread=_unopened("split zip")
    ),
    Format(  # compress(1): 9 to 16 bits a code, in blocks
        "compress",
        magic=b"\x1f\x9d",
        header=rb"..[\x89-\x90]",
        clues=(Clue((b"\x1f\x9d", one_of(range(0x89, 0x91))), begins=True),),
        suffixes=(b".Z",),
        unread=_unopened("compress"),
    ),
    Format(  # split(1), and the volumes of zip and 7z: only the first one begins as an archive
        "part of an archive",
        magic=b"",
        names=_PARTS,
        check="keyguard.formats.part:is_part",
        unread=(
            "it is a part of a split archive, and is not read; join the parts and scan the whole, "
            "or exclude it"
        ),
    ),
    Format(  # APPNOTE.TXT, 4.3.16: the last part, whose directory names a disk other than the first
        "last part of a split zip",
        magic=b"PK\x05\x06",
        offset=None,
        check="keyguard.formats.part:ends_split_zip",
        clues=(Clue((b"PK\x05\x06", one_of(range(1, 256)))),),
        unread=(
            "it is the last part of a split zip, and is not read; join the parts and scan the "
            "whole, or exclude it"
        ),
    ),
    Format("lz4", magic=b"\x04\x22\x4d\x18", unread=_unopened("lz4")),
    Format(  # libdar's ``header.cpp``, as file(1) knows it: a label, whether it is the last slice
        "dar",
        magic=b"\0\0\0\x7b",
        header=rb".{14}[TNE][NST]",
        clues=(Clue((b"\0\0\0\x7b",), rest=rb"[\s\S]{10}[TNE][NST]", begins=True),),
        unread=_unopened("dar"),
    ),
    Format("grzip", magic=b"GRZipII\0\x02\x04:)", unread=_unopened("grzip")),
    Format(
        "rzip",
        magic=b"RZIP\x02",
        header=rb"RZIP\x02[\0\x01]",
        clues=(Clue((b"RZIP\x02", one_of((0, 1))), begins=True),),
        unread=_unopened("rzip"),
    ),
    Format(
        "FreeArc",
        magic=b"ArC\x01",
        clues=(Clue((b"ArC\x01",), begins=True),),
        unread=_unopened("FreeArc"),
    ),
    Format("SZDD", magic=b"SZDD\x88\xf0\x27\x33", unread=_unopened("SZDD")),
    Format("KWAJ", magic=b"KWAJ\x88\xf0\x27\xd1", unread=_unopened("KWAJ")),
    Format("mozLz4", magic=b"mozLz40\0", unread=_unopened("mozLz4")),
    Format(  # the size of a chunk, which is 16 MiB
        "pbzx",
        magic=b"pbzx\0\0\0\0",
        header=rb".{8}[\0-\x10].{3}",
        unread=_unopened("pbzx"),
    ),
    Format(  # a block that begins, and the one that ends it all
        "lzfse",
        magic=b"bvx",
        header=rb"bvx[12n-].*bvx\$\Z",
        clues=(Clue((b"bvx", one_of(b"12n-")), begins=True),),
        unread=_unopened("lzfse"),
    ),
    Format("legacy lz4", magic=b"\x02\x21\x4c\x18", unread=_unopened("legacy lz4")),
    Format("snappy", magic=b"\xff\x06\0\0sNaPpY", unread=_unopened("snappy")),
    Format("lrzip", magic=b"LRZI\0", unread=_unopened("lrzip")),
    Format("zpaq", magic=b"7kSt\xa0\x31\x83\xd3", unread=_unopened("zpaq")),
    Format("zoo", magic=b"\xdc\xa7\xc4\xfd", offset=20, unread=_unopened("zoo")),
    Format(  # its header has the type 0, and needs version 1.0 to 2.0
        "ace",
        magic=b"**ACE**",
        offset=7,
        header=rb".{4}\0..\*\*ACE\*\*[\x0a-\x14]",
        clues=(Clue((b"**ACE**", one_of(range(10, 21)))),),
        unread=_unopened("ace"),
    ),
    Format(
        "StuffIt",
        magic=b"SIT!",
        header=rb"SIT!.{6}rLau",
        clues=(Clue((b"SIT!",), rest=rb"[\s\S]{6}rLau"),),
        unread=_unopened("StuffIt"),
    ),
    Format("StuffIt 5", magic=b"StuffIt (c)1997-", unread=_unopened("StuffIt 5")),
    Format("ISO 9660", magic=b"\x01CD001\x01", offset=32_768, unread=_image("ISO 9660")),
    Format("UDF", magic=b"\0BEA01\x01", offset=32_768, unread=_image("UDF")),
    Format("dmg", magic=b"koly\0\0\0\x04\0\0\x02\0", offset=None, unread=_image("dmg")),
    Format(
        "qcow",
        magic=b"QFI\xfb\0\0\0",
        header=rb".{7}[\x01-\x03]",
        clues=(Clue((b"QFI\xfb\0\0\0", one_of((1, 2, 3)))),),
        unread=_image("qcow"),
    ),
    Format(
        "vmdk",
        magic=b"KDMV",
        header=rb"KDMV[\x01-\x03]\0\0\0",
        clues=(Clue((b"KDMV", one_of((1, 2, 3)), b"\0\0\0")),),
        unread=_image("vmdk"),
    ),
    Format("EWF", magic=b"EVF\x09\x0d\x0a\xff\0", unread=_image("EWF")),
    Format("EWF 2", magic=b"EVF2\x0d\x0a\x81\0", unread=_image("EWF 2")),
    Format("logical EWF", magic=b"LVF\x09\x0d\x0a\xff\0", unread=_image("logical EWF")),
    Format("vhdx", magic=b"vhdxfile", unread=_image("vhdx")),
    Format(  # version 1.0
        "vhd", magic=b"conectix\0\0\0\x02\0\x01\0\0", offset=None, unread=_image("vhd")
    ),
    Format("vdi", magic=b"\x7f\x10\xda\xbe", offset=64, unread=_image("vdi")),
    Format("erofs", magic=b"\xe2\xe1\xf5\xe0", offset=1024, unread=_image("erofs")),
    Format("cramfs", magic=b"Compressed ROMFS", offset=16, unread=_image("cramfs")),
    Format("lzip", magic=b"LZIP\x01", unread=_unopened("lzip")),
    Format("lzop", magic=b"\x89LZO\0\x0d\x0a\x1a\x0a", unread=_unopened("lzop")),
    Format("rar", magic=b"Rar!\x1a\x07", unread=_unopened("rar")),
    Format("rpm", magic=b"\xed\xab\xee\xdb\x03\0", unread=_unopened("rpm")),
    Format("cab", magic=b"MSCF\0\0\0\0", unread=_unopened("cab")),
    Format("wim", magic=b"MSWIM\0\0\0", unread=_unopened("wim")),
    Format(  # version 1
        "xar", magic=b"xar!\0\x1c\0\x01", unread=_unopened("xar")
    ),
    Format(  # https://dr-emann.github.io/squashfs/squashfs.html, "Superblock": version 4.0
        "squashfs",
        magic=b"hsqs",
        header=rb".{28}\x04\0\0\0",
        clues=(Clue((b"hsqs",), rest=rb"[\s\S]{24}\x04\0\0\0"),),
        unread=_unopened("squashfs"),
    ),
    Format(  # https://github.com/AppImage/AppImageSpec/blob/master/draft.md, "Type 2"
        "AppImage",
        magic=b"AI\x02",
        offset=8,
        header=rb"\x7fELF.{4}AI\x02",
        clues=(Clue((b"\x7fELF",), rest=rb"[\s\S]{4}AI\x02"),),
        unread=_unopened("AppImage"),
    ),
    Format(  # technote.txt of ARJ: the main header has the file type 2
        "arj",
        magic=b"\x60\xea",
        header=rb"...[\0-\x0a][\x1e-\x30]..[\0-\x0b]..\x02",
        clues=(
            Clue(
                (b"\x60\xea",),
                rest=rb"[\s\S][\0-\x0a][\x1e-\x30][\s\S]{2}[\0-\x0b][\s\S]{2}\x02",
                begins=True,
            ),
        ),
        suffixes=(b".arj",),
        unread=_unopened("arj"),
    ),
    Format(  # header levels 0 to 2 of LHA
        "lha",
        magic=b"-lh",
        offset=2,
        header=rb"..-lh[0-7]-.{12}[\x02\x20][\0-\x02]",
        clues=(Clue((b"-lh", one_of(b"01234567"), b"-"), rest=rb"[\s\S]{12}[\x02\x20][\0-\x02]"),),
        suffixes=(b".lzh", b".lha"),
        unread=_unopened("lha"),
    ),
)
