"""Untrusted text as one harmless line: no control characters, no command for a CI runner."""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

_COMMAND_AT_START = lazy_pattern("::")
"""GitHub reads a line of a log that begins with it as a command, such as ``::error::``."""
_COMMAND_ANYWHERE = lazy_pattern(r"##(?=\w{0,20}\[)")
"""GitHub (``##[error]``), Azure (``##vso[``) and TeamCity (``##teamcity[``) read a command
wherever this stands in a line of a log."""

_SURROGATE = lazy_pattern("[\ud800-\udfff]")


def decoded(path: bytes) -> str:
    """A path as text. Bytes that are not UTF-8 become surrogates, which must not be printed."""
    return path.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    """The inverse of ``decoded``."""
    return text.encode("utf-8", "surrogateescape")


def well_formed(text: str) -> str:
    r"""The text with surrogates escaped, such as ``\xff``; control characters stay."""
    return _SURROGATE.sub(lambda match: _escape(match[0]), text)


def printable(text: str) -> str:
    r"""The text with every character that doesn't print escaped, such as ``\n`` and ``\x1b``.

    That includes direction marks and other invisible characters, since they can forge what a reader
    sees. For text that is never at the start of a line.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _escape(char) for char in text)
    return _COMMAND_ANYWHERE.sub(_defuse, text)


def one_line(text: str) -> str:
    """The text in printable form, without anything that a CI runner would obey at any position."""
    return _COMMAND_AT_START.sub(_defuse, printable(text))


def storable(text: str, stream: TextIO) -> str:
    """The text with what the stream's encoding lacks escaped, so that writing can't fail."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def write_json(document: Any, stream: TextIO) -> None:
    """Writes JSON in ASCII, with every command for a runner that logs it escaped."""
    from keyguard.report.indented import pieces

    for piece in pieces(document):
        stream.write(piece.replace("##", r"#\u0023") if "#" in piece else piece)
    stream.write("\n")


def markup(text: str) -> str:
    """HTML or XML in ASCII, with every command for a runner that logs it escaped."""
    ascii_ = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
    return ascii_.replace("##", "#&#35;")


def _escape(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")


def _defuse(match: re.Match[str]) -> str:
    mark = match[0]
    return f"{mark[0]}\\x{ord(mark[1]):02x}"
