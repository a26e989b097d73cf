"""A webhook's handler as the rows of what it does, each for one kind of request."""

from __future__ import annotations

from enum import Enum

from keyguard.model.record import NamedTuple


class Act(str, Enum):
    """One thing that a handler does."""

    READS_HEADER = "reads the header"
    CHECKS = "checks"
    TOUCHES_BODY = "touches the body"
    WORKS = "works"
    DEFERS = "defers"
    ANSWERS = "answers"


class Comparison(str, Enum):
    """How a header is compared."""

    EQUAL = "equal"
    SUBSTRING = "substring"
    CONSTANT_TIME = "constant time"


class Event(NamedTuple):
    """What is done at ``text[start:end]`` of the file, in characters."""

    act: Act
    start: int
    end: int
    what: str = ""
    """The function that is called, or what the header is compared with."""
    comparison: Comparison | None = None
    status: int | None = None
    """Of an answer; None if none is said."""


class Row(NamedTuple):
    """What a handler does for one request, in order. Two rows with the same ``ends`` treat their
    requests alike."""

    events: tuple[Event, ...]
    ends: tuple[tuple[int, int | None], ...]
    """Where it ends, with the status that it answers."""
    status: int | None = None
    """The status of the answer in the end."""

    def first(self, act: Act) -> Event | None:
        """The first time it does this."""
        return next((event for event in self.events if event.act is act), None)


PASSED = (0, None)
"""The end of a row that hands on to the next handler."""


class Handler(NamedTuple):
    """A handler, and what it does where the header is right, wrong, or can be guessed."""

    name: str
    """Method and route, or the name of its function: the same wherever it is moved to."""
    language: str
    start: int
    end: int
    is_ours: bool
    """Whether the file says that it is the Gateway's."""
    about_webhooks: bool
    unresolved: bool
    """Whether its check may be in code that is not in the file."""
    unset_reads: str
    """The header that an unset secret makes in this language."""
    right: Row
    wrong: Row
    unset: Row
    """The secret is not set, and nobody guesses."""
    guessed: tuple[Row, ...]
    """The secret is not set, and the caller knows: the rows in which a check let the request in."""

    @property
    def checks(self) -> tuple[Event, ...]:
        """Each comparison of the header, in a request that is let in and one that is refused."""
        found = (*self.right.events, *self.wrong.events)
        return tuple(each for each in found if each.act is Act.CHECKS)
