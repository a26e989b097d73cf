"""All known formats: any other content is read as text, or as a binary."""

from __future__ import annotations

from keyguard.formats.format import Clue, Format, one_of
from keyguard.formats.packed_data import PACKED_DATA
from keyguard.formats.records import RECORDS
from keyguard.formats.unopened import UNOPENED
from keyguard.model.name_pattern import NamePattern

_ZIP_SUFFIXES = (
    b".zip", b".jar", b".war", b".ear", b".apk", b".aab", b".aar", b".ipa", b".whl", b".nupkg",
    b".docx", b".xlsx", b".pptx", b".odt", b".xpi", b".vsix",
)  # fmt: skip
_UNUSED_BITS = (
    rb"[^\x08-\x0f\x18-\x1f\x28-\x2f\x38-\x3f\x48-\x4f\x58-\x5f\x68-\x6f\x78-\x7f"
    rb"\x88-\x8f\x98-\x9f\xa8-\xaf\xb8-\xbf\xc8-\xcf\xd8-\xdf\xe8-\xef\xf8-\xff]"
)


def _elsewhere(name: str, command: str) -> str:
    return f"it is a {name}, and what it stands for is not here; fetch that (`{command}`)"


_ZLIB_CLUES = tuple(
    Clue((magic,), begins=True) for magic in (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
)
"""RFC 1950, 2.2: a window of 32 KiB, and each level of compression."""

FORMATS = (
    Format(  # RFC 1952: flags, extra flags, operating system
        "gzip",
        magic=b"\x1f\x8b\x08",
        header=rb".{3}[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]",
        clues=(Clue((b"\x1f\x8b\x08", one_of(range(32)))),),
        in_text=True,  # releases of Helm
        suffixes=(b".gz",),
        tar_suffixes=(b".tgz",),
        opener="keyguard.formats.streams:gzip",
        yields_all=True,
    ),
    Format(
        "bzip2",
        magic=b"BZh",
        header=rb"BZh[1-9]1AY&SY",
        clues=(Clue((b"BZh", one_of(b"123456789"), b"1AY&SY")),),
        in_text=True,
        suffixes=(b".bz2",),
        tar_suffixes=(b".tbz2",),
        opener="keyguard.formats.streams:bzip2",
        yields_all=True,
    ),
    Format(  # https://tukaani.org/xz/xz-file-format.txt, 2.1.1.2: flags of a stream
        "xz",
        magic=b"\xfd7zXZ\x00",
        header=rb".{6}\x00[\x00\x01\x04\x0a]",
        in_text=True,
        suffixes=(b".xz",),
        tar_suffixes=(b".txz",),
        opener="keyguard.formats.streams:xz",
        yields_all=True,
    ),
    Format(  # RFC 8878, 3.1.1.1.1.4: a bit that is reserved
        "zstd",
        magic=b"\x28\xb5\x2f\xfd",
        header=rb".{4}" + _UNUSED_BITS,
        in_text=True,
        suffixes=(b".zst",),
        tar_suffixes=(b".tzst",),
        opener="keyguard.formats.streams:zstd",
        yields_all=True,
    ),
    Format(  # RFC 7932 knows no magic number
        "brotli",
        magic=b"",
        check="keyguard.formats.brotli_stream:is_sound",
        suffixes=(b".br",),
        names=NamePattern(rb"\.br"),
        opener="keyguard.formats.brotli_stream:content",
        yields_all=True,
    ),
    Format(  # https://github.com/tukaani-project/xz/blob/master/doc/lzma-file-format.txt, 1.1
        "lzma",
        magic=b"\x5d\0\0",
        header=rb".{4}[\0-\x0f](?:\xff{8}|.{5}\0{3})",
        clues=(
            Clue(
                (b"\x5d\0\0",),
                rest=rb"[\s\S][\0-\x0f](?:\xff{8}|[\s\S]{5}\0{3})",
                begins=True,
            ),
        ),
        suffixes=(b".lzma",),
        tar_suffixes=(b".tlz",),
        opener="keyguard.formats.streams:xz",
        yields_all=True,
    ),
    Format(  # gitformat-loose(5)
        "git object",
        magic=b"x",
        check="keyguard.formats.zlib_stream:is_git_object",
        clues=_ZLIB_CLUES,
        opener="keyguard.formats.zlib_stream:git_object",
        yields_all=True,
    ),
    Format(  # gitformat-pack(5)
        "git pack",
        magic=b"PACK\0\0\0",
        header=rb".{7}[\x02\x03]",
        clues=(Clue((b"PACK\0\0\0", one_of((2, 3)))),),
        suffixes=(b".pack",),
        opener="keyguard.formats.git_pack:pack",
    ),
    Format(  # gitformat-bundle(5)
        "git bundle",
        magic=b"# v",
        header=rb"# v[23] git bundle\n",
        clues=(Clue((b"# v", one_of(b"23"), b" git bundle\n")),),
        opener="keyguard.formats.git_pack:bundle",
    ),
    Format(  # https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
        "Git LFS pointer",
        magic=b"version http",
        offset=None,
        check="keyguard.formats.lfs:stands_for_content",
        clues=(
            Clue((b"version https://git-lfs.github.com/spec/v1",)),
            Clue((b"version https://hawser.github.com/spec/v1",)),
            Clue((b"version http://git-media.io/v/2",)),
        ),
        unread=_elsewhere("Git LFS pointer", "git lfs fetch --all"),
    ),
    Format(  # https://git-annex.branchable.com/internals/
        "git-annex pointer",
        magic=b"annex/objects/",
        offset=None,
        check="keyguard.formats.annex:is_pointer",
        clues=(Clue((b"annex/objects/",), rest=rb"[^\n]{1,255}--"),),
        unread=_elsewhere("git-annex pointer", "git annex get --all"),
    ),
    Format(
        "zlib",
        magic=b"x",
        check="keyguard.formats.zlib_stream:is_sound",
        clues=_ZLIB_CLUES,
        in_text=True,  # data in scripts, sessions of Flask
        suffixes=(b".zlib", b".zz"),
        opener="keyguard.formats.zlib_stream:members",
        yields_all=True,
    ),
    Format(
        "deb",
        magic=b"!<arch>\ndebian-binary",
        opener="keyguard.formats.deb:members",
        yields_all=True,
    ),
    Format(
        "pdf",
        magic=b"%PDF-",
        clues=(Clue((b"%PDF-",), rest=rb"[12]\.[0-9]\s"),),
        in_text=True,  # documents in mails
        opener="keyguard.formats.pdf:members",
    ),
    Format(  # PNG specification, 11.3.3: texts that are packed; most images have none
        "png",
        magic=b"\x89PNG\r\n\x1a\n",
        clues=(
            Clue((b"zTXt",), rest=rb"[^\0]{1,79}\0\0"),
            Clue((b"iTXt",), rest=rb"[^\0]{1,79}\0\x01\0"),
        ),
        opener="keyguard.formats.png:members",
    ),
    Format(  # POSIX.1, pax: every member has a header that says what it is
        "tar",
        magic=b"ustar",
        offset=257,
        check="keyguard.formats.tar:is_sound",
        clues=(Clue((b"ustar", one_of(b"\0 "), one_of(b"0 "), one_of(b"0\0"))),),
        suffixes=(b".tar",),
        opener="keyguard.formats.tar:members",
        is_sequential=True,
        yields_all=True,
    ),
    Format(  # https://makeself.io: a shell script with an archive behind it
        "makeself",
        magic=b"# This script was generated using Makeself ",
        offset=None,
        check="keyguard.formats.makeself:is_sound",
        opener="keyguard.formats.makeself:members",
    ),
    Format(  # https://pyinstaller.org/en/stable/advanced-topics.html#carchive
        "PyInstaller",
        magic=b"MEI\x0c\x0b\x0a\x0b\x0e",
        offset=None,
        opener="keyguard.formats.pyinstaller:members",
    ),
    Format(  # the same page, "ZlibArchive"
        "PYZ", magic=b"PYZ\0", opener="keyguard.formats.pyinstaller:modules"
    ),
    *RECORDS,
    Format(  # POSIX.1, uuencode
        "uuencode",
        magic=b"begin ",
        offset=None,
        check="keyguard.formats.uuencode:is_sound",
        clues=(Clue((b"begin ",), rest=rb"[0-7]{3,4} [^\r\n]{1,255}\r?\n[!-M]", begins=True),),
        opener="keyguard.formats.uuencode:members",
    ),
    Format(  # Chrome's extensions: a signature, and a zip archive behind it
        "crx",
        magic=b"Cr24",
        header=rb"Cr24[\x02\x03]\0\0\0",
        clues=(Clue((b"Cr24", one_of((2, 3)), b"\0\0\0")),),
        suffixes=(b".crx",),
        opener="keyguard.formats.zip:members",
        yields_all=True,
    ),
    Format(  # APPNOTE.TXT; a program may stand in front of it
        "zip",
        magic=b"PK\x03\x04",
        offset=None,
        check="keyguard.formats.zip:is_sound",
        in_text=True,  # functions to deploy
        suffixes=_ZIP_SUFFIXES,
        opener="keyguard.formats.zip:members",
        yields_all=True,
    ),
    *UNOPENED,  # by its name the first part of a 7z archive is one
    Format(  # 7zFormat.txt of the LZMA SDK
        "7z",
        magic=b"7z\xbc\xaf\x27\x1c",
        in_text=True,
        opener="keyguard.formats.seven_zip:members",
        yields_all=True,
    ),
    *PACKED_DATA,
)
NAMED_ONLY = NamePattern(b"|".join(each.names.end for each in FORMATS if each.names.end))
"""Matches names of files whose format nothing else shows."""
WHOLE = tuple((each.magic, each.offset or 0) for each in FORMATS if each.yields_all and each.magic)
"""The magic numbers, with their offsets, of formats of which everything comes out."""
RESTATED = tuple((each.magic, each.offset or 0) for each in FORMATS if each.restated)
"""The magic numbers, with their offsets, of formats whose members say everything that their own
text does."""
