"""The few kinds of code that the analysis knows, the same for every language."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.model.record import NamedTuple


class Param(NamedTuple):
    """A parameter of a function: its name, and all that is written of it (type, decorators)."""

    name: str
    text: str
    pattern: Node | None = None
    """How it is taken apart, in ``({ body, headers }) => ...``."""
    default: Node | None = None


class Node:
    """A piece of code at ``start`` to ``end``, in bytes of the file.

    What ``kids`` and ``name`` mean depends on the kind:

    - ``name``: a variable called ``name``; ``number``, ``string``: a literal that reads ``name``
    - ``template``: text with the values ``kids`` in it
    - ``member``: ``name`` of the object ``kids[0]``; ``index``: ``kids[0][kids[1]]``
    - ``call``: ``kids[0]`` called with the rest; ``name`` is the last word of what is called
    - ``binary``: ``kids`` around the operator ``name``; ``unary``: the same with one
    - ``cond``, ``if``: condition, then, else; ``and else`` may be missing
    - ``assign``: target and value; ``pattern``: names that an object or a list is taken apart into
    - ``func``: its body, with ``params``; ``class``: its members
    - ``await``, ``spawn``, ``return``, ``throw``: one value, which may be missing
    - ``pair``: a key called ``name`` and its value; ``object``, ``list``: their items
    - ``try``: body, handlers, and what is always done; ``branches``: one of ``kids`` is done
    - ``block``, ``seq``: one after the other
    """

    __slots__ = (
        "always", "bases", "end", "exported", "kids", "kind", "marks", "name", "params", "start",
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        name: str = "",
        kids: tuple[Node, ...] = (),
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.name = name
        self.kids = kids
        self.params: tuple[Param, ...] = ()
        self.marks: tuple[str, ...] = ()
        """Decorators, annotations and attributes, as they are written."""
        self.bases = ""
        """What a class extends, as it is written."""
        self.exported = ""
        """What a module calls it, if that is not its name: ``default``."""
        self.always: tuple[Node, ...] = ()
        """What a ``try`` does in any case."""


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, in the order of the source."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += reversed(here.kids)
        waiting += reversed(here.always)


def place_of(node: Node) -> str:
    """What an item is called whose key is spelled out: ``app.config[SECRET]``."""
    return f"{'.'.join(path_of(node.kids[0]))}[{node.kids[1].name}]"


def path_of(node: Node) -> list[str]:
    """The names along a chain: ``res.status(401).json`` is ``res``, ``status``, ``json``."""
    names: list[str] = []
    while True:
        if node.kind == "member":
            names.append(node.name)
            node = node.kids[0]
        elif node.kind == "call" or (node.kind in ("index", "await") and node.kids):
            node = node.kids[0]
        else:
            names.append(node.name if node.kind == "name" else "")
            return names[::-1]
