"""The one parser of env files: what a loader reads from a line, by the row of its dialect."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from keyguard.dotenv.dialect import BARE, Closing, Dialect, Spaces
from keyguard.dotenv.expand import LITERAL, Part, UnreadableError, resolved

REACH = 2_000
"""Characters in which a value that goes over several lines ends."""
MOST_REFERENCES = 20
"""Names that are followed to know one value."""
_DEFINITION = re.compile(
    r"^[ \t]*(?:(?:export|set)[ \t]+)?(?P<name>[\w.-]+)[ \t]*\+?[=:]", re.MULTILINE
)
_BLANK = " \t\r\f\v"


class Statement(NamedTuple):
    """What one line sets, before anything is put in place of ``$NAME``."""

    name: str
    parts: tuple[Part, ...]
    adds: bool = False
    """Whether it adds to what the name was set to before."""


@lru_cache(maxsize=2)
def definitions(text: str) -> dict[str, list[int]]:
    """Where the lines begin that set each name."""
    found: dict[str, list[int]] = {}
    for match in _DEFINITION.finditer(text):
        found.setdefault(match["name"], []).append(match.start())
    return found


def value_at(
    text: str, start: int, dialect: Dialect, name: str = "", references: References | None = None
) -> str | None:
    """What the line that begins at ``text[start]`` sets its name to; None if it sets nothing, or
    another name than ``name``."""
    statement = statement_at(text, start, dialect)
    if statement is None or (name and statement.name != name):
        return None
    if dialect.empty_is_unset and not any(part.text for part in statement.parts):
        return None
    references = references or References(text, dialect)
    try:
        value = "".join(resolved(part, dialect, references.value) for part in statement.parts)
    except UnreadableError:
        return None
    if statement.adds:
        value = (references.value_before(statement.name, start) or "") + value
    return None if dialect.leading_dollar_is_error and value.startswith("$") else value


def value_of(
    text: str, name: str, dialect: Dialect, references: References | None = None
) -> str | None:
    """What a loader sets a name to, all lines of the file seen together."""
    starts = definitions(text).get(name, [])
    for start in starts if dialect.keeps_first else reversed(starts):
        value = value_at(text, start, dialect, name, references)
        if value is not None:
            return value
    return None


class References:
    """What other names are set to, while one value is read. A file can have as many names as it
    likes refer to each other, so only some are followed."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self._text = text
        self._dialect = dialect
        self._left = MOST_REFERENCES
        self._open: set[str] = set()

    def value(self, name: str) -> str | None:
        """What a name is set to; None if that is not known, or comes back to itself."""
        if name in self._open or self._left == 0:
            return None
        self._left -= 1
        self._open.add(name)
        try:
            return value_of(self._text, name, self._dialect, self)
        finally:
            self._open.discard(name)

    def value_before(self, name: str, start: int) -> str | None:
        """What the nearest line in front of ``text[start]`` sets a name to."""
        starts = definitions(self._text).get(name, [])
        before = bisect_left(starts, start)
        if before == 0 or self._left == 0:
            return None
        self._left -= 1
        return value_at(self._text, starts[before - 1], self._dialect, name, self)


def is_overridden(text: str, start: int, name: str, dialect: Dialect) -> bool:
    """Whether another line sets the same name, and that one counts."""
    starts = definitions(text).get(name, [])
    if dialect.keeps_first:
        others = starts[: bisect_left(starts, start)]
    else:
        others = starts[bisect_right(starts, start) :]
    return any(value_at(text, other, dialect, name=name) is not None for other in others)


def statement_at(text: str, start: int, dialect: Dialect) -> Statement | None:
    """The line that begins at ``text[start]``, if the dialect reads it."""
    head = _head(dialect).match(text, start)
    if head is None:
        return None
    if dialect.closing in (Closing.WORD, Closing.PARTS):
        parts = _words(text, head.end(), dialect)
    else:
        part = _value(text, head.end(), dialect)
        parts = None if part is None else (part,)
    if parts is None:
        return None
    return Statement(head["name"], parts, bool(head.groupdict().get("append")))


def _value(text: str, start: int, dialect: Dialect) -> Part | None:
    """The value where quotes are around all of it or mean nothing; None if it is an error."""
    written = text[start : _line_end(text, start)]
    line = written.strip(dialect.trims)
    quote = line[:1] if line[:1] and line[:1] in dialect.quotes else ""
    if dialect.closing is Closing.EITHER:
        last = len(line) > len(quote) and line[-1] in dialect.quotes
        return Part(line[len(quote) : len(line) - last], BARE)
    if not quote:
        plain = _plain(written, dialect)
        late = plain is not None and plain.text[:1] and plain.text[:1] in dialect.late_quotes
        return (_in_pair(plain.text) if plain and late else None) or plain
    if dialect.closing is Closing.LAST:
        return Part(line[1 : max(1, line.rfind(quote))], quote)
    if dialect.closing is Closing.WHOLE_LINE:
        return _in_pair(line) or Part(line, BARE)
    begin = text.index(quote, start) + 1
    end = _closing(text, begin, quote, dialect)
    rest = text[end + 1 : _line_end(text, end + 1)].strip(_BLANK) if end >= 0 else ""
    if end >= 0 and (dialect.closing is Closing.FIRST or not rest or rest[0] == "#"):
        return Part(text[begin:end], quote)
    if dialect.closing is Closing.STRICT and (end >= 0 or dialect.unclosed_is_error):
        return None
    if dialect.closing is Closing.FIRST:
        return Part(line, BARE)
    plain = _plain(written, dialect)
    return (_in_pair(plain.text) if plain else None) or plain


def _plain(line: str, dialect: Dialect) -> Part | None:
    """Text without quotes, up to a comment; None if a space in it is an error."""
    if dialect.comment and (found := _comment(dialect).search(line)):
        line = line[: found.start()]
    line = line.strip(dialect.trims)
    if dialect.spaces is Spaces.ERROR and re.search(r"[ \t\f\v]", line):
        return None
    return Part(line, BARE)


def _in_pair(line: str) -> Part | None:
    """What is between the first and the last character, if they are the same quote."""
    return Part(line[1:-1], line[0]) if len(line) > 1 and line[0] == line[-1] else None


def _closing(text: str, begin: int, quote: str, dialect: Dialect) -> int:
    """Where a quote ends; -1 if it does not."""
    limit = begin + REACH if quote in dialect.multiline else _line_end(text, begin)
    position = text.find(quote, begin, limit)
    while position >= 0 and quote in dialect.escaped_quotes and _is_escaped(text, begin, position):
        position = text.find(quote, position + 1, limit)
    return position


def _is_escaped(text: str, begin: int, position: int) -> bool:
    first = position
    while first > begin and text[first - 1] == "\\":
        first -= 1
    return (position - first) % 2 == 1


def _words(text: str, start: int, dialect: Dialect) -> tuple[Part, ...] | None:
    """The parts of a value where quotes begin and end within it; None if it is an error."""
    parts: list[Part] = []
    position, plain = start, ""
    limit = min(len(text), start + REACH)
    while position < limit and text[position] != "\n":
        character = text[position]
        rest = text[position : _line_end(text, position)]
        if character in dialect.quotes and not (dialect.closing is Closing.PARTS and plain):
            end = _closing(text, position + 1, character, dialect)
            if end < 0 and dialect.unclosed_is_error:
                return None
            end = limit if end < 0 else end
            parts += [Part(plain, BARE), Part(text[position + 1 : end], character)]
            position, plain = end + 1, ""
        elif character == "\\" and dialect.bare:
            escaped = text[position + 1 : position + 2]
            if escaped == "" or (escaped == "\n" and dialect.spaces is Spaces.DROPPED):
                return None
            position += 2
            if dialect.expansion is not None and not dialect.expansion.escaped:
                plain += escaped.strip("\n")
            else:
                parts += [Part(plain, BARE), Part(escaped.strip("\n"), LITERAL)]
                plain = ""
        elif command := _command(rest, dialect):
            plain += command
            position += len(command)
        elif character in _BLANK:
            if rest.strip(_BLANK)[:1] in ("", "#") and dialect.comment:
                break
            if dialect.spaces is Spaces.ERROR:
                return None
            between = dialect.closing is Closing.PARTS and not plain
            plain += character if dialect.spaces is Spaces.KEPT and not between else ""
            position += 1
        elif character in dialect.ends or (character == "#" and dialect.comment == "#"):
            break
        elif dialect.errors and re.match(dialect.errors, character):
            return None
        else:
            plain += character
            position += 1
    return (*parts, Part(plain.rstrip(dialect.trims), BARE))


def _command(rest: str, dialect: Dialect) -> str:
    """The command at the beginning of ``rest`` that the dialect runs."""
    if dialect.expansion is None or not dialect.expansion.runs_commands:
        return ""
    found = re.match(r"\$\([^()]*\)|`[^`]*`", rest)
    return found[0] if found else ""


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


@lru_cache(maxsize=64)
def _head(dialect: Dialect) -> re.Pattern[str]:
    return re.compile(dialect.head, re.ASCII)


@lru_cache(maxsize=64)
def _comment(dialect: Dialect) -> re.Pattern[str]:
    return re.compile(dialect.comment)
