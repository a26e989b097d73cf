"""Named tuples as in ``typing``, which takes three times as long to define one.

It compiles the type of every field. A run that finds nothing spends most of its time on loading,
and much of that on defining the values that it is made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _Definition(type):
        """Makes a named tuple of a class statement; its types are for a type checker alone."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            fields = body.get("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            defined = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            for attribute, value in body.items():
                setattr(defined, attribute, value)
            return defined

    NamedTuple = type.__new__(_Definition, "NamedTuple", (), {})
