"""Every format that is known: what is not in this table is read as text, or as a binary."""

from __future__ import annotations

from keyguard.formats.format import UNPACK, Clue, Format, one_of

_ZIP_SUFFIXES = (
    b".zip", b".jar", b".war", b".ear", b".apk", b".aab", b".aar", b".ipa", b".whl", b".nupkg",
    b".docx", b".xlsx", b".pptx", b".odt", b".xpi", b".crx", b".vsix",
)  # fmt: skip
_UNUSED_BITS = (
    rb"[^\x08-\x0f\x18-\x1f\x28-\x2f\x38-\x3f\x48-\x4f\x58-\x5f\x68-\x6f\x78-\x7f"
    rb"\x88-\x8f\x98-\x9f\xa8-\xaf\xb8-\xbf\xc8-\xcf\xd8-\xdf\xe8-\xef\xf8-\xff]"
)


def _unopened(name: str) -> str:
    return f"it is a {name} archive, which is not opened; {UNPACK}"


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
    ),
    Format(
        "bzip2",
        magic=b"BZh",
        header=rb"BZh[1-9]1AY&SY",
        clues=(Clue((b"BZh", one_of(b"123456789"), b"1AY&SY")),),
        suffixes=(b".bz2",),
        tar_suffixes=(b".tbz2",),
        opener="keyguard.formats.streams:bzip2",
    ),
    Format(  # https://tukaani.org/xz/xz-file-format.txt, 2.1.1.2: flags of a stream
        "xz",
        magic=b"\xfd7zXZ\x00",
        header=rb".{6}\x00[\x00\x01\x04\x0a]",
        suffixes=(b".xz",),
        tar_suffixes=(b".txz",),
        opener="keyguard.formats.streams:xz",
    ),
    Format(  # RFC 8878, 3.1.1.1.1.4: a bit that is reserved
        "zstd",
        magic=b"\x28\xb5\x2f\xfd",
        header=rb".{4}" + _UNUSED_BITS,
        suffixes=(b".zst",),
        tar_suffixes=(b".tzst",),
        opener="keyguard.formats.streams:zstd",
    ),
    Format("7z", magic=b"7z\xbc\xaf\x27\x1c", unread=_unopened("7z")),
    Format("rar", magic=b"Rar!\x1a\x07", unread=_unopened("rar")),
    Format("rpm", magic=b"\xed\xab\xee\xdb\x03\0", unread=_unopened("rpm")),
    Format("deb", magic=b"!<arch>\ndebian-binary", opener="keyguard.formats.deb:members"),
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
        outside="keyguard.formats.tar:outside_members",
    ),
    Format(  # APPNOTE.TXT; a program may stand in front of it
        "zip",
        magic=b"PK\x03\x04",
        offset=None,
        check="keyguard.formats.zip:is_sound",
        in_text=True,  # functions to deploy
        suffixes=_ZIP_SUFFIXES,
        opener="keyguard.formats.zip:members",
    ),
)
