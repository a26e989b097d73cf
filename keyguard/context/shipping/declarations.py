"""What the names of a script stand for: declarations, assignments, destructuring, imports."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from keyguard.context.shipping.script import Script
from keyguard.model.record import NamedTuple


class Range(NamedTuple):
    """Consecutive tokens, by their numbers."""

    start: int
    end: int


class Picked(NamedTuple):
    """A name that destructuring takes out of something: ``const {key} = source``."""

    member: str
    source: Range


_DECLARING = ("const", "let", "var")
_TYPED = 80
"""Tokens of a type between a name and what it is set to, at the most."""
_IMPORTED = 800
"""Tokens of one import."""
_CONTINUES = frozenset(("as", "satisfies", "in", "instanceof"))
_STATEMENTS = frozenset(("if", "for", "while", "switch", "catch", "with"))


class Declarations:
    """The names of a script, each with what it may stand for."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.values: dict[str, list[Range]] = defaultdict(list)
        """By name; that of a member is written with dots: ``config.env``."""
        self.picked: dict[str, Picked] = {}
        self.modules: dict[str, str] = {}
        """The module that a name is imported from."""
        self.exported: list[Range] = []
        for index, token in enumerate(script.tokens):
            if token.text == "=" and token.kind == "sign":
                self._assignment(index)
            elif token.kind == "word":
                self._keyword(index, token.text)

    def end_of(self, start: int) -> int:
        """The number of the token behind the expression that begins with token ``start``."""
        if start >= len(self.script.tokens):
            return len(self.script.tokens)
        around = self.script.parent[start]
        ends = self._ends.get(around, [])
        index = bisect_left(ends, start)
        if index < len(ends) and ends[index] == start and self.script.tokens[start].kind != "sign":
            index += 1
        if index < len(ends):
            return ends[index]
        closed = self.script.partner[around] if around >= 0 else len(self.script.tokens)
        return min(closed, len(self.script.tokens))

    @cached_property
    def _ends(self) -> dict[int, list[int]]:
        """By the bracket around them, the tokens that end expressions."""
        ends: dict[int, list[int]] = defaultdict(list)
        for index, token in enumerate(self.script.tokens):
            ended = token.kind == "sign" and token.text in ",;"
            if ended or (token.kind != "sign" and token.breaks and self._ends_line(index)):
                ends[self.script.parent[index]].append(index)
        return ends

    def _ends_line(self, index: int) -> bool:
        """Whether the word or string that begins a line begins a statement, too."""
        if index == 0:
            return False
        token, before = self.script.tokens[index], self.script.tokens[index - 1]
        if token.text in _CONTINUES or before.text in _CONTINUES:
            return False
        return before.kind != "sign" or before.text in ")]}"

    def _assignment(self, index: int) -> None:
        script, last = self.script, index - 1
        value = Range(index + 1, self.end_of(index + 1))
        if script.is_sign(last, "}"):
            opened = script.partner[last]
            if script.word(opened - 1) in _DECLARING:
                self._destructured(opened, last, value)
            return
        if script.is_sign(last, "]"):
            last = script.partner[last] - 1
        name = self._dotted_back(last)
        if name:
            self.values[name].append(value)
            if name in ("module.exports", "exports.default"):
                self.exported.append(value)
            if module := self._required(value):
                self.modules[name] = module

    def _dotted_back(self, last: int) -> str:
        """The name that ends with a token, its type left out: ``config.env``."""
        script = self.script
        parts: list[str] = []
        index = last
        while word := script.word(index):
            parts.append(word)
            if not script.is_sign(index - 1, "."):
                break
            index -= 2
        if parts and not script.is_sign(index - 1, ":", "<", "|", "&", ">"):
            return ".".join(reversed(parts))
        return self._typed(last)

    def _typed(self, last: int) -> str:
        """The name in front of a type: ``const NAME: Type =``."""
        script, parent = self.script, self.script.parent[last]
        index = last
        for _ in range(_TYPED):
            if index < 2 or script.parent[index] != parent or script.is_sign(index, ";", ","):
                return ""
            if script.is_sign(index, ":") and script.word(index - 2) in _DECLARING:
                return script.word(index - 1)
            index = min(script.partner[index], index) - 1
        return ""

    def _destructured(self, opened: int, closed: int, value: Range) -> None:
        script, module = self.script, self._required(value)
        for entry in entries(script, opened, closed):
            if script.is_sign(entry.start, "..."):
                self.values[script.word(entry.start + 1)].append(value)
                continue
            member = script.tokens[entry.start].value
            renamed = script.is_sign(entry.start + 1, ":")
            local = script.word(entry.start + 2) if renamed else member
            if local:
                self.picked[local] = Picked(member, value)
                if module:
                    self.modules[local] = module

    def _keyword(self, index: int, word: str) -> None:
        script = self.script
        if word == "export" and script.is_sign(index + 1, "default", "="):
            self.exported.append(Range(index + 2, self.end_of(index + 2)))
        elif word == "function" and script.word(index + 1):
            self.values[script.word(index + 1)].append(Range(index, self._end_of_function(index)))
        elif word == "import" and not script.is_sign(index + 1, "(", "."):
            self._imported(index)

    def _end_of_function(self, index: int) -> int:
        """The number of the token behind the body of a function."""
        script = self.script
        for opening in ("(", "{"):
            behind = min(index + _TYPED, len(script.tokens))
            while index < behind and not script.is_sign(index, opening):
                index += 1
            if index == behind:
                return index
            index = min(script.partner[index] + 1, len(script.tokens))
        return index

    def _imported(self, index: int) -> None:
        script = self.script
        end = index + 1
        while end < len(script.tokens) and script.tokens[end].kind != "string":
            if script.is_sign(end, ";", "=", "import") or end > index + _IMPORTED:
                return
            end += 1
        if end == len(script.tokens):
            return
        module = script.tokens[end].value
        for number in range(index + 1, end):
            if script.word(number) and script.word(number) not in ("from", "as", "type"):
                self.modules[script.word(number)] = module

    def _required(self, value: Range) -> str:
        """The module of ``require("...")`` and ``await import("...")``."""
        script, index = self.script, value.start
        index += script.word(index) == "await"
        if script.word(index) in ("require", "import") and script.is_sign(index + 1, "("):
            named = script.tokens[index + 2] if index + 2 < len(script.tokens) else None
            return named.value if named and named.kind == "string" else ""
        return ""


def entries(script: Script, opened: int, closed: int) -> Iterator[Range]:
    """The parts between two brackets that commas separate."""
    start = index = opened + 1
    while index < closed:
        if script.is_sign(index, ","):
            if start < index:
                yield Range(start, index)
            start = index + 1
        if script.tokens[index].kind == "sign" and script.tokens[index].text in "([{":
            index = script.partner[index]
        index += 1
    if start < closed:
        yield Range(start, min(closed, len(script.tokens)))


def is_function_body(script: Script, opened: int) -> bool:
    """Whether a brace opens the body of a function."""
    if not script.is_sign(opened, "{"):
        return False
    if script.is_sign(opened - 1, "=>"):
        return True
    if not script.is_sign(opened - 1, ")"):
        return False
    return script.word(script.partner[opened - 1] - 1) not in _STATEMENTS


def function_end(script: Script, index: int, end: int) -> int | None:
    """The number behind the last token of the function whose body begins at a token.

    None if no body begins there.
    """
    if is_function_body(script, index):
        return min(script.partner[index] + 1, end)
    if not script.is_sign(index - 1, "=>"):
        return None
    while index < end and not script.is_sign(index, ",", ")", "]", "}"):
        index = max(index, script.partner[index]) + 1
    return min(index, end)
