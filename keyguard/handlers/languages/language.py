"""What a language's table says of its grammar."""

from __future__ import annotations

from collections.abc import Mapping

from keyguard.model.record import NamedTuple

Row = tuple[str, ...]
"""The kind of a node, and where its parts are: the name of a field, or the number of a child."""


class Language(NamedTuple):
    """How one language is read, and what it does with values that are missing."""

    name: str
    package: str
    """The Python package of its grammar."""
    function: str
    """What in that package gives the grammar."""
    nodes: Mapping[str, Row]
    """By the type of a node in the grammar."""
    marks: frozenset[str] = frozenset()
    """The types of decorators, annotations and attributes."""
    names: frozenset[str] = frozenset({"identifier"})
    strings: frozenset[str] = frozenset()
    """The types of what is between the quotes of a string."""
    interpolations: frozenset[str] = frozenset()
    missing: str = "null"
    """What a header or a variable is that is not there: ``null`` or ``empty``."""
    joins_missing: bool = True
    """Whether ``"Bearer " + missing`` is a text, and no error."""
    works_awaited: bool = False
    """Whether work that holds up an answer is what is awaited."""
    unset_reads: str = "Bearer "
    """The header that an unset secret makes."""
