"""A webhook's handler as rows: what it does for each kind of request."""

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
    """An act at ``text[start:end]`` of the file, in characters."""

    act: Act
    start: int
    end: int
    what: str = ""
    """The function that is called, or the value that the header is compared with."""
    comparison: Comparison | None = None
    status: int | None = None
    """The status of an answer; None if the code states none."""


class Row(NamedTuple):
    """The acts of a handler for one request, in order. Rows with the same ``ends`` treat their
    requests alike."""

    events: tuple[Event, ...]
    ends: tuple[tuple[int, int | None], ...]
    """Where the handler ends, with the status that it answers."""
    status: int | None = None
    """The status of the final answer."""

    def first(self, act: Act) -> Event | None:
        """The first event of this act."""
        return next((event for event in self.events if event.act is act), None)


PASSED = (0, None)
"""The end of a row that hands on to the next handler."""


class Handler(NamedTuple):
    """A handler, as rows for a header that is right, wrong, or can be guessed."""

    name: str
    """The method and route, or the function's name: unchanged wherever the code is moved."""
    language: str
    start: int
    end: int
    is_ours: bool
    """Whether the file says that it is the Gateway's."""
    about_webhooks: bool
    unresolved: bool
    """Whether its check may be in code outside of the file."""
    unset_reads: str
    """The header that results from an unset secret in this language."""
    right: Row
    wrong: Row
    unset: Row
    """The rows if the secret is not set and nobody guesses."""
    guessed: tuple[Row, ...]
    """The rows in which a check lets a request in because the secret is not set and the caller
    knows that."""

    @property
    def checks(self) -> tuple[Event, ...]:
        """Each comparison of the header, in a request that is let in and one that is refused."""
        found = (*self.right.events, *self.wrong.events)
        return tuple(each for each in found if each.act is Act.CHECKS)
