"""Named tuples of our own, beside those that ``typing`` makes of the same class."""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable
from typing import Any

import pytest

from keyguard.model import record


def made_by(maker: type, name: str) -> type:
    """A named tuple with defaults, a method and a property."""

    class Made(maker):  # type: ignore[misc, valid-type]
        """With defaults and a property."""

        name: str
        size: int = 3
        rest: tuple[str, ...] = ()

        @property
        def twice(self) -> int:
            """Asks a field."""
            return 2 * self.size

    Made.__qualname__ = Made.__name__ = name  # to be found by pickle
    return Made


Own = made_by(record.NamedTuple, "Own")
Theirs = made_by(typing.NamedTuple, "Theirs")  # type: ignore[arg-type]

USES: dict[str, Callable[[Any], object]] = {
    "defaults": lambda of: tuple(of("a")),
    "by position": lambda of: tuple(of("a", 1, ("b",))),
    "by name": lambda of: tuple(of(rest=("b",), name="a")),
    "fields": lambda of: [of("a", 1).name, of("a", 1).size, of("a", 1).rest],
    "property": lambda of: of("a").twice,
    "replaced": lambda of: tuple(of("a")._replace(size=7)),
    "kind of what is replaced": lambda of: type(of("a")._replace(size=7)) is of,
    "equal": lambda of: of("a") == ("a", 3, ()),
    "hash": lambda of: hash(of("a")),
    "written": lambda of: repr(of("a")).partition("(")[2],
    "names": lambda of: (of._fields, of._field_defaults, of("a")._asdict(), of.__match_args__),
    "made of a row": lambda of: tuple(of._make(["a", 1, ()])),
    "pickled": lambda of: pickle.loads(pickle.dumps(of("a"))) == of("a"),
    "kind of what was pickled": lambda of: type(pickle.loads(pickle.dumps(of("a")))) is of,
    "copied": lambda of: copy.copy(of("a")) == of("a"),
    "doc": lambda of: of.__doc__,
    "field that there is not": lambda of: of("a").nothing,
    "set": lambda of: setattr(of("a"), "size", 1),
    "set anew": lambda of: setattr(of("a"), "other", 1),
    "missing": lambda of: of(),
    "too many": lambda of: of(1, 2, 3, 4),
    "unknown": lambda of: of("a", length=1),
}


@pytest.mark.parametrize("use", USES)
def test_does_what_typing_does(use: str) -> None:
    assert outcome(use, Own) == outcome(use, Theirs)


def outcome(use: str, of: type) -> object:
    """What comes of it, or the kind of error."""
    try:
        return USES[use](of)
    except (AttributeError, TypeError) as error:
        return type(error)
