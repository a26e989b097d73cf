"""The state of one run: variables, events, and what is read from requests and environments."""

from __future__ import annotations

import re
from functools import lru_cache

from keyguard.handlers.case import Case, Ended, TooLongError
from keyguard.handlers.languages.language import Language
from keyguard.handlers.module import Module
from keyguard.handlers.syntax import Node, Param, path_of, walk
from keyguard.handlers.values import UNKNOWN, State, Tag, Value
from keyguard.handlers.words import STATUS_KEYS, STATUS_NAMES, STATUS_SETTERS
from keyguard.model.handler import PASSED, Act, Comparison, Event

_REQUEST_PARTS = frozenset({
    "request", "req", "Request", "raw", "rawRequest", "RequestBody", "Req", "current", "ctx",
})  # fmt: skip
_BODY_PARTS = frozenset({"body", "rawBody", "Body", "payload", "data", "RawBody", "raw_body"})
_PARSED_PARTS = frozenset({"json", "form", "POST", "values", "FILES"})
"""Properties that parse the body, in Python."""
_HTTP_LOWEST, _HTTP_HIGHEST = 100, 599


MOST_STEPS = 20_000
"""Pieces of code that one run looks at, so that no file takes long."""


class Running:
    """What one run has seen so far."""

    def __init__(self, language: Language, module: Module, case: Case) -> None:
        self.language = language
        self.module = module
        self.case = case
        self.events: list[Event] = []
        self.ends: list[tuple[int, int | None]] = []
        self.status: int | None = None
        """What was said so far of the answer's status."""
        self.frames: list[dict[str, Value]] = [{}]
        self.calling: list[Node] = []
        self._sought: set[str] = set()
        """Names of fields that are being looked up."""
        self.depth = 0
        self.steps = 0
        self.awaited: Node | None = None
        self.unresolved = False
        """Whether the check may be in code that is not seen."""
        self.let_in = False
        """Whether a comparison with an unset secret came out equal."""

    def step(self) -> None:
        """Counts a piece of code. Raises ``TooLongError`` if there were too many."""
        self.steps += 1
        self.module.steps_left -= 1
        if self.steps > MOST_STEPS or self.module.steps_left < 0:
            raise TooLongError

    def variable(self, name: str) -> Value | None:
        """What a name was set to, None if to nothing that is seen."""
        return next((each[name] for each in reversed(self.frames) if name in each), None)

    def event(
        self,
        act: Act,
        node: Node,
        what: str = "",
        comparison: Comparison | None = None,
        status: int | None = None,
    ) -> None:
        """Takes note of what is done."""
        self.events.append(Event(act, node.start, node.end, what, comparison, status))

    def params_of(self, function: Node) -> tuple[Param, ...]:
        """A function's parameters, without the object that a method belongs to."""
        params = function.params
        if self.language.name == "Python" and params and params[0].name in ("self", "cls"):
            return params[1:]
        return params

    def text(self, node: Node) -> str:
        """What is written there."""
        return self.module.text(node)

    def says(self, node: Node, pattern: str) -> bool:
        """Whether what is written there matches."""
        return _compiled(pattern).search(self.text(node)) is not None

    def header(self, node: Node, empty: bool = False, required: bool = False) -> Value:
        """The value of the header in this run."""
        self.event(Act.READS_HEADER, node)
        state = self.case.header
        if state is State.NULL and required:
            raise Ended("throw", node, Value(status=400))
        if state is State.NULL and (empty or self.language.missing == "empty"):
            state = State.EMPTY
        return Value(Tag.HEADER, state)

    def secret(self, can_lack: bool, empty: bool = False) -> Value:
        """The value of a secret in this run."""
        if self.case.secret or not can_lack:
            return Value(Tag.SECRET, State.SET)
        is_empty = empty or self.language.missing == "empty"
        return Value(Tag.SECRET, State.EMPTY if is_empty else State.NULL, can_lack=True)

    def piece(self, node: Node, of: Value) -> Value:
        """A part of a header that is cut off: empty or an error if there is nothing to cut."""
        if of.state is State.NULL:
            if "?" in self.text(node) or self.language.name == "PHP":
                return of
            raise Ended("throw", node, Value(status=500))
        if of.state is State.BARE:
            return of._replace(state=State.EMPTY)
        return of

    def part_of(self, node: Node, of: Value, first: bool, count: int = 0) -> Value:
        """The scheme, or what is behind it, of a header that was split."""
        if first:
            return Value(Tag.TYPE, of.state, text="scheme")
        if of.state is State.SET:
            return of._replace(is_split=False)
        if (
            self.language.name in ("Python", "Go", "Java", "Kotlin", "C#")
            and of.text != "partition"
        ):
            raise Ended("throw", node, Value(status=500))
        state = State.EMPTY if of.text == "partition" else State.NULL
        return of._replace(is_split=False, state=state)

    def member(self, of: Value, node: Node) -> Value:
        """A property of a value."""
        name = node.name
        if of.tag is Tag.REQUEST:
            if name in _BODY_PARTS or (self.language.name == "Python" and name in _PARSED_PARTS):
                parses = self.language.name == "Python" and name in ("json", "form", "data")
                if parses:
                    self.event(Act.TOUCHES_BODY, node, name)
                return Value(Tag.BODY)
            if name.lower() == "method" or name == "httpMethod":
                return Value(Tag.TYPE, text="method")
            if name.lower() == "authorization":
                return self.header(node)
            if name.lower() in ("query", "querystring", "params", "args", "get"):
                return Value(Tag.REQUEST, text="query")
            return of if name in _REQUEST_PARTS or name.lower() == "headers" else UNKNOWN
        if of.tag is Tag.BODY:
            return of
        if of.tag in (Tag.HEADER, Tag.SECRET, Tag.EXPECTED):
            if name in ("length", "Length", "size", "Count", "byteLength"):
                return Value(Tag.LENGTH, of.state, is_split=of.is_split)
            if of.is_split and name in ("last", "second", "first"):
                return self.part_of(node, of, first=name == "first")
            return of
        found = self.set_in_file(name)
        return self.unknown_secret(name) if found is None else found

    def set_in_file(self, name: str) -> Value | None:
        """What a field or an item of that name is set to in this file, if that can be missing."""
        raise NotImplementedError

    def unknown_secret(self, name: str) -> Value:
        """What is set elsewhere and called a secret."""
        raise NotImplementedError

    def status_of(self, node: Node) -> int | None:
        """The status that an expression says, if it says any."""
        for each in walk(node):
            said: tuple[Node, ...] = ()
            if each.kind == "call" and each.name in STATUS_SETTERS:
                said = each.kids[1:]
            elif each.kind == "pair" and each.name in STATUS_KEYS:
                said = each.kids
            if (status := _first_status(said)) is not None:
                return status
        if node.kind == "call":
            if (status := _first_status(node.kids[1:])) is not None:
                return status
            for name in reversed(path_of(node)):
                if (status := _named_status(name)) is not None:
                    return status
            return next(
                (found for kid in node.kids[1:] if kid.kind == "call"
                 and (found := self.status_of(kid)) is not None), None,
            )  # fmt: skip
        if node.kind == "list":
            return _first_status(node.kids)
        return _first_status((node,))

    def place_of(self, end: Ended) -> tuple[int, int | None]:
        """Where the code ends, and with what; it does not matter where it hands on."""
        if end.how == "next":
            return PASSED
        return end.node.start, self.status_at(end)

    def status_at(self, end: Ended) -> int | None:
        """The status that is answered where the code ends."""
        if end.how in ("throw", "exit"):
            return end.value.status or 500
        answered = next((each for each in reversed(self.events) if each.act is Act.ANSWERS), None)
        if answered is not None:
            return answered.status or self.status or 200
        return end.value.status or self.status


def _first_status(nodes: tuple[Node, ...]) -> int | None:
    """The first of some plain values that is a status."""
    for node in nodes:
        if node.kind == "number" and node.name.isdigit():
            if _HTTP_LOWEST <= int(node.name) <= _HTTP_HIGHEST:
                return int(node.name)
        elif node.kind in ("member", "name", "symbol"):
            number = re.search(r"(?<!\d)([1-5]\d\d)(?!\d)", node.name)
            status = int(number[1]) if number else _named_status(node.name)
            if status is not None and (node.kind != "name" or number):
                return status
    return None


def _named_status(name: str) -> int | None:
    return next((status for pattern, status in STATUS_NAMES if pattern.search(name)), None)


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
