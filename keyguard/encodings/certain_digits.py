"""Digits that encoded content must hold if certain bytes are in it, whatever is around these."""

from __future__ import annotations

from collections.abc import Iterator

BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
"""The digits by their values (RFC 4648, section 4)."""


def base64_behind(data: bytes, skipped: int) -> bytes:
    """The base64 digits that hold nothing but bits of this, behind so many other bytes."""
    first, last = -(-8 * skipped // 6), 8 * (skipped + len(data)) // 6
    bits = int.from_bytes(data, "big") << 6
    shifts = (8 * (skipped + len(data)) - 6 * digit for digit in range(first, last))
    return bytes(BASE64[bits >> shift & 63] for shift in shifts)


def in_base64(data: bytes) -> Iterator[bytes]:
    """Digits of which the base64 of any content with the data holds one."""
    return (base64_behind(data, skipped) for skipped in range(3))


def in_hex(data: bytes) -> Iterator[bytes]:
    """Digits of which hexadecimal of any content with the data, in one case, holds one."""
    digits = data[-2:].hex().encode()
    return iter((digits, digits.upper()))
