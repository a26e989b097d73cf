"""Clues to packed content, and to digits that are worth decoding."""

from __future__ import annotations

from keyguard.encodings.base_n_clues import encoded
from keyguard.encodings.bit_patterns import Class, base64_of, hex_of, known, plain
from keyguard.encodings.table import DIGIT_ENCODINGS
from keyguard.formats.format import Clue
from keyguard.formats.table import FORMATS
from keyguard.model.entry_point import load
from keyguard.prefilter.byte_checks import BEFORE_DIGITS, MANY_DIGITS, MANY_HEX


def archive_clues() -> tuple[bytes, ...]:
    """Clues to archives: a credential can be in any member, however far from the match."""
    return tuple(_plain(clue) for clue in _clues() if not clue.begins)


def beginning_clues() -> tuple[bytes, ...]:
    """The beginnings of archives.

    Contents that are searched together are joined by ends of lines.
    """
    found = (rb"(?:\A|\n)" + _plain(clue) for clue in _clues() if clue.begins)
    return tuple(dict.fromkeys(found))


def archive_in_text_clues() -> tuple[bytes, ...]:
    """What text holds that has an archive in hexadecimal, in base64, or so encoded twice, as in a
    list of Kubernetes' secrets. What is short counts where digits begin, and are many."""
    clues = [clue for each in FORMATS if each.in_text for clue in each.all_clues]
    once = [base64_of(_classes(clue)) for clue in clues if not clue.begins]
    begun = [base64_of(_classes(clue)) for clue in clues if clue.begins]
    return (
        *(plain(digits) for digits in (*once, *map(base64_of, once))),
        *(plain(hex_of(_classes(clue))) + MANY_HEX for clue in clues if not clue.begins),
        *(
            BEFORE_DIGITS + plain(digits) + MANY_DIGITS
            for digits in (*begun, *map(base64_of, begun))
        ),
    )


def digit_clues() -> tuple[bytes, ...]:
    """Clues to digits that are worth decoding: they stand for text, or for the head of an archive.

    Keys of ciphers, signatures and test vectors have neither.
    """
    packed = [_classes(clue) for clue in _clues() if not clue.begins]
    return (
        *(load(each.text)() for each in DIGIT_ENCODINGS),
        *map(plain, encoded(packed)),
    )


def _clues() -> list[Clue]:
    return [clue for each in FORMATS for clue in each.all_clues]


def _plain(clue: Clue) -> bytes:
    return plain(_classes(clue)) + clue.rest


def _classes(clue: Clue) -> list[Class]:
    """What each byte of the fixed part can be."""
    return [
        each
        for piece in clue.fixed
        for each in (known(piece) if isinstance(piece, bytes) else [piece])
    ]
