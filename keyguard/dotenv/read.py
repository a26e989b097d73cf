"""The one parser of env files: what a loader reads from a line, by the row of its dialect."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from keyguard.dotenv.dialect import BARE, Closing, Dialect, Spaces
from keyguard.dotenv.expand import Lookup, Part, UnreadableError, resolved, unescaped
from keyguard.dotenv.quotes import BLANK, beginning_of, closing_quote, last_quote, line_end
from keyguard.dotenv.words import words
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

MOST_REFERENCES = 20
"""Names that are followed to know one value."""
MOST_LINES = 8
"""Lines of one name that are tried for it, since what a loader does not read sets nothing."""
REMEMBERED = 256
"""Names of one text for one dialect each, of which the line that counts is kept."""
_DEFINITION = lazy_pattern(
    r"^[ \t]*(?:(?:export|set)[ \t]+)?(?P<name>[\w.-]+)[ \t]*\+?[=:]", re.MULTILINE
)


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
        lookup = references.seen_from(start)
        value = "".join(resolved(part, dialect, lookup) for part in statement.parts)
    except UnreadableError:
        return None
    if statement.adds:
        value = (references.value_before(statement.name, start) or "") + value
    return None if dialect.leading_dollar_is_error and value.startswith("$") else value


def value_of(
    text: str,
    name: str,
    dialect: Dialect,
    references: References | None = None,
    before: int | None = None,
) -> str | None:
    """What a loader sets a name to, all lines of the file seen together, or those in front of
    ``text[before]``."""
    starts = definitions(text).get(name, [])
    if before is not None:
        starts = starts[: bisect_left(starts, before)]
    for start in starts[:MOST_LINES] if dialect.keeps_first else reversed(starts[-MOST_LINES:]):
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

    def seen_from(self, start: int) -> Lookup:
        """What a name is set to for the line at ``text[start]``; None if that is not known, or
        comes back to itself."""
        expansion = self._dialect.expansion
        before = None if expansion is None or expansion.sees_later else start

        def value(name: str) -> str | None:
            if (name in self._open and before is None) or self._left == 0:
                return None
            self._left -= 1
            self._open.add(name)
            try:
                return value_of(self._text, name, self._dialect, self, before)
            finally:
                self._open.discard(name)

        return value

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
    counting = _line_that_counts(text, name, dialect)
    if counting is None:
        return False
    return counting < start if dialect.keeps_first else counting > start


@lru_cache(REMEMBERED)
def _line_that_counts(text: str, name: str, dialect: Dialect) -> int | None:
    """Where the line begins that a name has its value from. It is looked for once, however many
    lines set the name."""
    starts = definitions(text).get(name, [])
    tried = starts if dialect.keeps_first else reversed(starts)
    return next((at for at in tried if value_at(text, at, dialect, name) is not None), None)


def statement_at(text: str, start: int, dialect: Dialect) -> Statement | None:
    """The line that begins at ``text[start]``, if the dialect reads it."""
    pattern = _head(dialect.head)
    head = pattern.match(text, start)
    if head is None:
        return None
    try:
        if dialect.closing in (Closing.WORD, Closing.PARTS):
            parts = words(text, head.end(), dialect)
        else:
            parts = (_value(text, head.end(), dialect),)
    except UnreadableError:
        return None
    adds = "append" in pattern.groupindex and bool(head["append"])
    return Statement(head["name"], parts, adds)


def _value(text: str, start: int, dialect: Dialect) -> Part:
    """The value where quotes are around all of it or mean nothing."""
    written = text[start : line_end(text, start)]
    line = written.strip(dialect.trims)
    quote = line[:1] if line[:1] and line[:1] in dialect.quotes else ""
    if dialect.closing is Closing.EITHER:
        last = len(line) > len(quote) and line[-1] in dialect.quotes
        return _bare(line[len(quote) : len(line) - last], dialect)
    if dialect.closing is Closing.UNTRIMMED:
        raw = _without_comment(written.rstrip("\r"), dialect)
        return (_in_pair(raw) if quote else None) or _bare(raw.strip(dialect.trims), dialect)
    if not quote:
        plain = _without_comment(written, dialect).strip(dialect.trims)
        late = plain[:1] and plain[:1] in dialect.late_quotes
        return (_in_pair(plain) if late else None) or _plain(plain, dialect)
    if dialect.closing is Closing.LAST:
        return Part(line[1 : max(1, line.rfind(quote))], quote)
    if dialect.closing is Closing.WHOLE_LINE:
        return _in_pair(line) or Part(line, BARE)
    begin = text.index(quote, start) + 1
    end = last_quote(text, begin, quote) if dialect.greedy else -1
    if end < 0:
        end = closing_quote(text, begin, quote, dialect)
    rest = text[end + 1 : line_end(text, end + 1)].strip(BLANK) if end >= 0 else ""
    first = dialect.closing in (Closing.FIRST, Closing.FIRST_OR_PLAIN)
    if end >= 0 and (first or not rest or rest[0] == "#"):
        return Part(text[begin:end], quote)
    if dialect.closing is Closing.STRICT and (end >= 0 or dialect.unclosed_is_error):
        raise UnreadableError
    if dialect.closing is Closing.FIRST:
        return Part(line, BARE)
    plain = _without_comment(written, dialect).strip(dialect.trims)
    return (None if first else _in_pair(plain)) or _plain(plain, dialect)


def _without_comment(line: str, dialect: Dialect) -> str:
    if dialect.comment and (found := beginning_of(dialect.comment).search(line)):
        line = line[: found.start()]
    return line


def _plain(line: str, dialect: Dialect) -> Part:
    """Text without quotes; raises if a blank in it is an error."""
    if dialect.spaces is Spaces.ERROR and re.search(r"[ \t\f\v]", line):
        raise UnreadableError
    return _bare(line, dialect)


def _bare(line: str, dialect: Dialect) -> Part:
    return Part(unescaped(line, dialect.bare, dialect.bare_controls), BARE)


def _in_pair(line: str) -> Part | None:
    """What is between the first and the last character, if they are the same quote."""
    return Part(line[1:-1], line[0]) if len(line) > 1 and line[0] == line[-1] else None


@lru_cache(maxsize=64)
def _head(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.ASCII)
