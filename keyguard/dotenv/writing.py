"""How to write a value in an env file so that loaders agree on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from keyguard.dotenv.dialect import Dialect
from keyguard.dotenv.read import value_at
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_LETTERS = lazy_pattern("[A-Za-z0-9]+")


class Writing(NamedTuple):
    """One way to write a value."""

    title: str
    quote: str = ""
    dollar: str = "$"
    """What is written for a dollar sign."""

    def left_of(self, value: str, dialect: Dialect) -> str | None:
        """What is read of a value that is written so; None if the line is not read."""
        inside = value.replace("$", self.dollar)
        line = dialect.line.format(f"{self.quote}{inside}{self.quote}")
        return value_at(f"{line}\n", 0, dialect)


PLAIN = Writing("without quotes")
WRITINGS = (
    Writing("in single quotes", "'"),
    Writing("in double quotes", '"'),
    PLAIN,
    Writing("with a backslash in front of each dollar sign", dollar="\\$"),
    Writing("in double quotes with a backslash in front of each dollar sign", '"', "\\$"),
    Writing("in single quotes with each dollar sign doubled", "'", "$$"),
    Writing("in double quotes with each dollar sign doubled", '"', "$$"),
)


def writing_that_agrees(value: str, dialects: Iterable[Dialect]) -> str:
    """The way of writing in which all of these dialects read the whole value; empty if none is."""
    return _agreeing(_shape(value), tuple(dialects))


@lru_cache(maxsize=1024)
def _agreeing(value: str, dialects: tuple[Dialect, ...]) -> str:
    for writing in WRITINGS:
        if all(writing.left_of(value, dialect) == value for dialect in dialects):
            return writing.title
    return ""


def _shape(value: str) -> str:
    """One value for all that are written alike: letters and digits mean something behind a dollar
    sign and a backslash alone."""
    return value if "$" in value or "\\" in value else _LETTERS.sub("x", value)
