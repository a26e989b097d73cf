"""Every way to write characters or bytes that is undone, and how content is seen to hold some."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from keyguard.encodings import certain_digits
from keyguard.model.record import NamedTuple

Hint = tuple[bytes, tuple[bytes, ...]]
"""Bytes that content has to hold, and others of which it has to hold one; in lower case. The first
are to be rare, since most content is asked about them alone."""

_ARGUMENT = r"\(\[?\s{0,40}b?[\"'`0-9]"


class Encoding(NamedTuple):
    """One way to write text, a character or a literal at a time. Entry points are loaded where they
    are needed."""

    name: str
    decoder: str
    """An entry point, given a text: yields each ``Replacement``, in any order."""
    hints: tuple[Hint, ...] = ()
    """Content that holds none of these is not searched for clues, so each clue holds one. Without
    any, and without ``item_forms``, all content is."""
    item_forms: tuple[str, ...] = ()
    """Templates that write one character, given its code and itself in lower case. If the end of a
    prefix is so written in content, that is a hint as well."""
    escape_forms: tuple[str, ...] = ()
    """Templates that write one character among others, given its code. In a history, digits too few
    for a text are not decoded, but looked through for prefixes whose last character is so written.
    """
    clues: str = ""
    """An entry point, given the format of keys: yields each ``EncodedClue``. Without any it is seen
    only around clues in plain text."""
    run: bytes = b""
    """An expression for what holds nothing else, so long that a clue may say so."""
    decode_all: str = ""
    """An entry point, given a text, where there is such an expression: the text with all decoded
    that its ``decoder`` finds."""
    signs: tuple[tuple[str, str], ...] = ()
    """Expressions that find in a text that it is used there, if only around clues in plain text:
    beside a name that says what a value is, that can be of any kind. In front of each is a
    character of all that it matches, which is looked for many times faster."""
    suspects: str = ""
    """The same as an entry point, given the text."""
    call_words: tuple[bytes, ...] = ()
    """Words of code that decodes a literal, in lower case."""
    calls: tuple[str, ...] = ()
    """Expressions for that code with the literal, in lower case; asked if there is such a word."""


ENCODINGS = (
    Encoding(
        "encoded word",
        decoder="keyguard.encodings.encoded_words:encoded_words",
        hints=((b"=?", (b"?q?",)),),
        clues="keyguard.encodings.encoded_word_clues:clues",
        signs=(("?", r"=\?[\w-]{1,40}\?[qQbB]\?"),),
    ),
    Encoding(
        "quoted-printable",
        decoder="keyguard.encodings.quoted_printable:quoted_printable",
        hints=((b"=", (b"=5f", b"=2d")),),
        clues="keyguard.encodings.quoted_printable_clues:clues",
        suspects="keyguard.encodings.quoted_printable:may_be_quoted_printable",
    ),
    Encoding(
        "escapes",
        decoder="keyguard.encodings.escapes:escapes",
        hints=(
            (b"\\", (rb"\x", rb"\u", rb"\0", rb"\1", rb"\\")),
            (b"&", (b"&#", b"bar;", b"&amp;")),
            (b"%", (b"%2", b"%3", b"%4", b"%5", b"%6", b"%7")),
        ),
        escape_forms=(
            *("%{:02x}", "%{:02X}", "\\u{:04x}", "\\u{:04X}", "\\x{:02x}", "\\x{:02X}"),
            *("&#{};", "&#x{:x};", "&#x{:X};"),
        ),
        clues="keyguard.encodings.escape_clues:clues",
        decode_all="keyguard.encodings.escapes:without_escapes",
        run=rb"[%&\\][%&\\#;xXuU{}0-9A-Fa-f]{35,}",
        signs=(
            ("%", r"%[2-7][0-9A-Fa-f]"),
            ("\\", r"\\(?:[xuU]|[01][0-7]{2})"),
            ("&", r"&(?:#|[A-Za-z]{2,24};)"),
        ),
    ),
    Encoding(
        "obfuscated literals",
        decoder="keyguard.encodings.obfuscated:literals",
        hints=((b"0123456789+/=", (b"_0x",)),),
        clues="keyguard.encodings.obfuscated_clues:clues",
    ),
    Encoding(
        "call literals",
        decoder="keyguard.encodings.call_literals:call_literals",
        call_words=(
            *(b"atob(", b"64", b"!!binary", b"buffer.from("),
            *(b"fromhex(", b"unhexlify(", b"hex2bin(", b"hex.decode", b"decodestring("),
        ),
        calls=(
            *(f"{word}{_ARGUMENT}" for word in ("atob", "unhexlify", "hex2bin", "decode")),
            *(f"{word}{_ARGUMENT}" for word in ("string", r"64\w{0,12}!?", r"from\w{0,12}")),
            r"\|\s{0,4}(?:base64 -|b64dec)",
            r"!!binary",
        ),
    ),
    Encoding(
        "hexdump",
        decoder="keyguard.encodings.hexdump:dumps",
        hints=((b"000", (b"00010", b"00020")),),
        clues="keyguard.encodings.hexdump_clues:clues",
    ),
    Encoding(
        "character codes",
        decoder="keyguard.encodings.char_codes:lists",
        item_forms=("{0}", "{0:02x}", "'{1}'", '"{1}"'),
        clues="keyguard.encodings.char_code_clues:clues",
        call_words=(b"fromcharcode(", b"bytes([", b"bytearray([", b"buffer.from(", b"fromhex("),
        calls=tuple(f"{word}{_ARGUMENT}" for word in (r"from\w{0,12}", "bytes", "bytearray")),
    ),
)
"""In the order in which they are undone: each may write the characters of those behind it."""


class DigitEncoding(NamedTuple):
    """One way to write bytes as digits of base64url's alphabet or a part of it. The bytes
    may be encoded or packed in turn. Entry points are loaded where they are needed."""

    name: str
    """As a report calls it."""
    certain: Callable[[bytes], Iterable[bytes]]
    """Digits of which one is in content in which the end of these bytes is so written."""
    patterns: str
    """An entry point, given the class of each byte: yields the classes of the digits that they
    leave anything known of, in each alignment."""
    text: str
    """An entry point: returns an expression for the digits of text, so many that little else has
    them. Other digits are not decoded in a history."""
    readings: str
    """An entry point, given digits without white space: yields each way to decode them, and where
    the digits begin and end that were decoded."""
    decoder: str
    """An entry point, given a ``Run``: yields each part of it as ``Ways`` to read that."""


DIGIT_ENCODINGS = (
    DigitEncoding(
        "hex",
        certain=certain_digits.in_hex,
        patterns="keyguard.encodings.bit_patterns:hex_patterns",
        text="keyguard.encodings.bit_patterns:hex_of_text",
        readings="keyguard.encodings.hexadecimal:readings",
        decoder="keyguard.encodings.hexadecimal:ways",
    ),
    DigitEncoding(
        "base64",
        certain=certain_digits.in_base64,
        patterns="keyguard.encodings.bit_patterns:alignments",
        text="keyguard.encodings.bit_patterns:base64_of_text",
        readings="keyguard.encodings.base64:readings",
        decoder="keyguard.encodings.base64:ways",
    ),
)
"""In the order in which a run is tried: the first that gives text or an archive counts."""
