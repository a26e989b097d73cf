"""Named tuples as ``typing`` has them, defined in a quarter of the time.

``typing.NamedTuple`` compiles the type of each field, which nobody asks for, and ``namedtuple`` a
constructor for each class. A commit hook defines forty of them, a scan that finds something 150.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from functools import cache
    from operator import itemgetter
    from types import FunctionType

    try:
        from _collections import _tuplegetter as getter  # as ``collections`` has it
    except ImportError:

        def getter(index, doc):
            """A field of a tuple by its place."""
            return property(itemgetter(index), doc=doc)

    class _Definition(type):
        """Makes a named tuple of the annotated names of a class."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            shape = {
                "__slots__": (),
                "__new__": _constructor(name, fields, tuple(defaults.values())),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
                **{field: getter(index, "") for index, field in enumerate(fields)},
            }
            base = type(name, (_Record,), shape)
            return type(name, (base,), {"__slots__": (), **body})

    class NamedTuple(metaclass=_Definition):
        """What ``typing.NamedTuple`` is to those who derive from it."""

    class _Record(tuple):
        """What all named tuples can do."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, /, **changes):
            changed = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"{type(self).__name__} has no {', '.join(changes)}")
            return changed

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            parts = map("{}={!r}".format, self._fields, self)
            return f"{type(self).__name__}({', '.join(parts)})"

        def __getnewargs__(self):
            return tuple(self)

    def _constructor(name, fields, defaults):
        """A ``__new__`` with these parameters: that of all classes with as many fields, renamed."""
        code = _template(len(fields)).__code__.replace(co_varnames=("_cls", *fields))
        made = FunctionType(code, {"new": tuple.__new__}, "__new__", defaults)
        made.__qualname__ = f"{name}.__new__"
        return made

    @cache
    def _template(count):
        names = "".join(f"_{number}, " for number in range(count))
        return eval(f"lambda _cls, {names}: new(_cls, ({names}))")  # noqa: S307  # numbers alone
