"""Values within which quotes begin and end, as in a shell: a row of parts."""

from __future__ import annotations

import re
from itertools import groupby

from keyguard.dotenv.dialect import BARE, Closing, Dialect, Spaces
from keyguard.dotenv.expand import LITERAL, Part, UnreadableError, unescaped
from keyguard.dotenv.quotes import BLANK, BLANKS, REACH, beginning_of, closing_quote, line_end
from keyguard.model.patterns import lazy_pattern

_COMMAND = lazy_pattern(r"\$\([^()]*\)|`[^`]*`")


def words(text: str, start: int, dialect: Dialect) -> tuple[Part, ...]:
    """The parts of the value that begins at ``text[start]``.

    Raises ``UnreadableError`` if the loader does not read the line.
    """
    parts: list[Part] = []
    position, limit = start, min(len(text), start + REACH)
    if dialect.comment and beginning_of(dialect.comment).match(text, start):
        return ()
    while position < limit and text[position] != "\n":
        character = text[position]
        in_plain = bool(parts) and parts[-1].quote in (BARE, LITERAL)
        if character in dialect.quotes and not (dialect.closing is Closing.PARTS and in_plain):
            part, position = _quoted(text, position, limit, dialect)
        elif character == "\\" and dialect.bare:
            part, position = _escaped(text, position, dialect)
        elif command := _command(text, position, dialect):
            part, position = Part(command, BARE), position + len(command)
        elif character in BLANK:
            if _ends_here(text, position, dialect):
                break
            position += 1
            if not in_plain and dialect.closing is Closing.PARTS:
                continue
            part = Part(character if dialect.spaces is Spaces.KEPT else "", BARE)
        elif character in dialect.ends or (character == "#" and dialect.comment == "#"):
            break
        elif dialect.errors and re.match(dialect.errors, character):
            raise UnreadableError
        else:
            part, position = Part(character, BARE), position + 1
        parts.append(part)
    return _joined(parts, dialect)


def _quoted(text: str, position: int, limit: int, dialect: Dialect) -> tuple[Part, int]:
    quote = text[position]
    end = closing_quote(text, position + 1, quote, dialect)
    if end < 0 and dialect.unclosed_is_error:
        raise UnreadableError
    end = limit if end < 0 else end
    return Part(text[position + 1 : end], quote), end + 1


def _escaped(text: str, position: int, dialect: Dialect) -> tuple[Part, int]:
    """What a backslash and the character behind it mean."""
    character = text[position + 1 : position + 2]
    if character == "" or (character == "\n" and dialect.spaces is Spaces.DROPPED):
        raise UnreadableError
    if not re.match(dialect.bare, character, re.DOTALL):
        if dialect.unknown_escape_is_error:
            raise UnreadableError
        return Part("\\", BARE), position + 1
    expanded = dialect.expansion is not None and not dialect.expansion.escaped
    if character == "\n":
        return Part("", BARE), position + 2
    meant = unescaped(f"\\{character}", ".", dialect.bare_controls)
    return Part(meant, BARE if expanded else LITERAL), position + 2


def _command(text: str, position: int, dialect: Dialect) -> str:
    """The command at ``text[position]`` that the dialect runs."""
    if text[position] not in "$`":
        return ""
    if dialect.expansion is None or not dialect.expansion.runs_commands:
        return ""
    found = _COMMAND.match(text, position, line_end(text, position))
    if found is None and text[position] == "`" and dialect.unclosed_is_error:
        raise UnreadableError
    return found[0] if found else ""


def _ends_here(text: str, position: int, dialect: Dialect) -> bool:
    """Whether the value ends at a blank; raises if it is an error."""
    behind = BLANKS.match(text, position)
    if dialect.comment and behind and behind[1] in ("", "\n", "#", *dialect.ends):
        return True
    if dialect.spaces is Spaces.ERROR:
        raise UnreadableError
    return False


def _joined(parts: list[Part], dialect: Dialect) -> tuple[Part, ...]:
    """Plain characters as one part, without the blanks at the end of the value."""
    whole = []
    for quote, group in groupby(parts, key=lambda part: part.quote):
        texts = [part.text for part in group]
        if quote == BARE:
            texts = ["".join(texts)]
        whole += [Part(text, quote) for text in texts]
    if whole and whole[-1].quote == BARE:
        whole[-1] = Part(whole[-1].text.rstrip(dialect.trims), BARE)
    return tuple(whole)
