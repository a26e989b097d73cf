"""What the analysis knows of a value while it follows a handler's code."""

from __future__ import annotations

from enum import Enum

from keyguard.handlers.syntax import Node
from keyguard.model.record import NamedTuple


class Tag(str, Enum):
    """What a value is about."""

    NONE = ""
    HEADER = "header"
    """The header with the secret, or a part of it."""
    SECRET = "secret"
    EXPECTED = "expected"
    """What the header should be: a text with the secret in it."""
    BODY = "body"
    REQUEST = "request"
    LITERAL = "literal"
    FUNCTION = "function"
    ANSWER = "answer"
    LENGTH = "length"
    LIST = "list"
    TYPE = "type"


class State(Enum):
    """What a text is in one run."""

    UNKNOWN = 0
    SET = 1
    BARE = 2
    """The scheme without anything behind it: ``Bearer``."""
    NULL = 3
    EMPTY = 4
    GUESSED = 5
    """A text that anyone can guess, made with a secret that is not set."""


MISSING = (State.NULL, State.EMPTY)


class Value(NamedTuple):
    """One value. ``truth`` is what a condition takes it for, None if that is not known."""

    tag: Tag = Tag.NONE
    state: State = State.UNKNOWN
    truth: bool | None = None
    text: str = ""
    node: Node | None = None
    """The code of a function."""
    status: int | None = None
    """The status of an answer."""
    is_split: bool = False
    """Whether it is a list of a text's parts."""
    items: tuple[Value, ...] = ()
    can_lack: bool = False
    """Whether a secret is seen to be read from where nothing may be set."""

    @property
    def is_true(self) -> bool | None:
        """What a condition takes it for."""
        if self.truth is not None:
            return self.truth
        if self.tag is Tag.LITERAL:
            return self.text not in ("", "0", "null", "None", "nil", "undefined", "false", "False")
        if self.tag in (Tag.HEADER, Tag.SECRET, Tag.EXPECTED):
            if self.state in MISSING:
                return False
            return None if self.state is State.UNKNOWN else True
        if self.tag in (Tag.FUNCTION, Tag.LIST, Tag.ANSWER):
            return True
        return None

    @property
    def is_checked(self) -> bool:
        """Whether it is what a check compares a header with."""
        return self.tag in (Tag.SECRET, Tag.EXPECTED)


UNKNOWN = Value()
NULL_NAMES = frozenset({"null", "None", "nil", "undefined", "NULL"})


def literal(text: str) -> Value:
    """What code spells out."""
    return Value(Tag.LITERAL, text=text)


def truth(known: bool | None) -> Value:
    """A condition."""
    return Value(truth=known)


def is_null(value: Value) -> bool:
    """Whether it stands for nothing at all."""
    return value.tag is Tag.LITERAL and value.text in NULL_NAMES
