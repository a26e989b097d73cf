"""How to write a value in an env file so that loaders agree on it."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.dotenv.dialect import Dialect
from keyguard.dotenv.read import value_at
from keyguard.model.record import NamedTuple


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
    known = list(dialects)
    for writing in WRITINGS:
        if all(writing.left_of(value, dialect) == value for dialect in known):
            return writing.title
    return ""
