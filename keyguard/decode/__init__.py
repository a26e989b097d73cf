"""From bytes to readable text: encodings, what is encoded in it, and what is packed.

What undoes the latter is loaded only once something calls for it: most runs never see any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from keyguard.decode.text import encoding_of, excerpt_of, view_of
from keyguard.model import Blob, Problem, Rest, View
from keyguard.settings import Limits

if TYPE_CHECKING:
    from keyguard.decode.reader import Reader
    from keyguard.decode.worth import Worth

__all__ = ["encoding_of", "excerpt", "packed", "view_of", "views"]

_ESCAPES = (
    r"%[2-7][0-9A-Fa-f]",
    r"\\(?:[xuU]|[01][0-7]{2})",
    r"&(?:#|[A-Za-z]{2,24};)",
)
"""The beginnings of escapes: beside a name that tells they can stand for a quote. One expression
for each, since what begins with a literal is looked for many times faster."""
_CALLS = (
    *(b"atob(", b"64", b"!!binary", b"fromcharcode(", b"bytes([", b"bytearray([", b"buffer.from("),
    *(b"fromhex(", b"unhexlify(", b"hex2bin(", b"hex.decode", b"decodestring("),
)
"""Says how a literal is to be read: beside a name that tells it can be of any kind."""
_ARGUMENT = r"\(\[?\s{0,40}b?[\"'`0-9]"
_LITERALS = (
    *(rf"{word}{_ARGUMENT}" for word in ("atob", "unhexlify", "hex2bin", "string", "decode")),
    *(rf"{word}{_ARGUMENT}" for word in (r"64\w{0,12}!?", r"from\w{0,12}", "bytes", "bytearray")),
    r"\|\s{0,4}(?:base64 -|b64dec)",
    r"!!binary",
)
"""The same with the literal, in lower case; one expression for each, as above."""


def views(blob: Blob, worth: Worth, limits: Limits | None = None) -> Iterator[View | Problem]:
    """All readable text of a blob that can hold something: what is packed, itself, what is encoded.

    ``worth`` is asked of whatever is decoded. A Problem, which names no path, says what could not
    be read, or what the ``limits`` cut off.
    """
    view = view_of(blob)
    if not _hides_something(view, blob.data, worth):
        yield view
        return
    from keyguard.decode.reader import Content

    yield from _reader(blob, worth, limits or Limits()).read(Content(blob.data))


def packed(blob: Blob, worth: Worth, limits: Limits) -> Iterator[bytes | Problem]:
    """The members of an archive that are worth a look, at whatever depth; none of other content."""
    from keyguard.decode.reader import Content

    yield from _reader(blob, worth, limits).packed(Content(blob.data))


def is_tar(blob: Blob, worth: Worth, limits: Limits) -> bool:
    """Whether a blob is a tar archive: then all that it holds is among what is ``packed`` in it."""
    from keyguard.decode.reader import Content

    return _reader(blob, worth, limits).is_tar(Content(blob.data))


def _reader(blob: Blob, worth: Worth, limits: Limits) -> Reader:
    from keyguard.decode.budget import Budget
    from keyguard.decode.reader import Reader

    return Reader(blob, worth, limits, Budget(limits, len(blob.data)))


def excerpt(
    blob: Blob, start: int, end: int, rest: Rest, worth: Worth, limits: Limits | None = None
) -> Iterator[View | Problem]:
    """All readable text between two bytes, of what speaks of ``rest`` elsewhere; all of the text
    if a character takes several."""
    view = excerpt_of(blob, start, end, rest)
    yield view
    if not _hides_something(view, blob.data[start:end], worth):
        return
    from keyguard.decode.budget import Budget
    from keyguard.decode.reader import Reader

    limits = limits or Limits()
    yield from Reader(blob, worth, limits, Budget(limits, end - start)).decode(view)


def _hides_something(view: View, data: bytes, worth: Worth) -> bool:
    if worth.is_encoded(data) or any(re.search(escape, view.text) for escape in _ESCAPES):
        return True
    if "=3D" in view.text or "=\n" in view.text or "=\r\n" in view.text:
        from keyguard.decode.mail import may_be_quoted_printable

        if may_be_quoted_printable(view.text):
            return True
    if not any(map(data.lower().__contains__, _CALLS)):
        return False
    lower = view.text.lower()
    return any(re.search(literal, lower) for literal in _LITERALS)
