"""Named tuples as ``typing`` has them, defined in half the time.

``typing.NamedTuple`` compiles the type of each field, which nobody asks for. A commit hook defines
forty of them, a scan that finds something 150.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _Definition(type):
        """Makes a named tuple of the annotated names of a class."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", ())
            defaults = [body.pop(field) for field in fields if field in body]
            base = namedtuple(name, fields, defaults=defaults)
            return type(name, (base,), {"__slots__": (), **body})

    class NamedTuple(metaclass=_Definition):
        """What ``typing.NamedTuple`` is to those who derive from it."""
