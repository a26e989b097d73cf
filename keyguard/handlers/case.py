"""The kinds of request that a handler is followed for, and how its code ends."""

from __future__ import annotations

from keyguard.handlers.syntax import Node
from keyguard.handlers.values import UNKNOWN, State, Value
from keyguard.model.record import NamedTuple


class TooLongError(Exception):
    """A run met more code than it may look at."""


class Ended(Exception):  # noqa: N818 - it ends a function, and is no error
    """The code goes no further: ``how`` is return, throw, exit, or next for the next handler."""

    def __init__(self, how: str, node: Node, value: Value = UNKNOWN) -> None:
        super().__init__(how)
        self.how = how
        self.node = node
        self.value = value


class Case(NamedTuple):
    """One kind of request. ``guess`` is whether its sender tries what an unset secret makes."""

    header: State
    secret: bool
    match: bool
    guess: bool = False


RIGHT = Case(State.SET, secret=True, match=True)
WRONG = Case(State.SET, secret=True, match=False)
UNSET = Case(State.SET, secret=False, match=False)
GUESSES = (
    Case(State.SET, secret=False, match=False, guess=True),
    Case(State.BARE, secret=False, match=False, guess=True),
    Case(State.NULL, secret=False, match=False, guess=True),
)
