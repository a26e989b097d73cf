"""What an expression of a configuration stands for, as far as the file itself tells.

A function is taken to return any of its return values, and a call of anything else to return its
argument, as ``defineConfig({...})`` and ``withPlugin(config)`` do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keyguard.context.shipping.declarations import (
    Declarations,
    Range,
    entries,
    is_function_body,
)
from keyguard.model.patterns import lazy_pattern

MOST_STEPS = 60_000
"""Tokens that are looked at for one tool, since a hostile file could refer to itself for ever."""
DEEPEST = 24
_ALTERNATIVES = ("||", "??", "&&", "?", ":")
_DEFINING = lazy_pattern(r"define\w{0,40}Config")
"""Functions that are given a configuration: ``defineNuxtConfig``."""
_AHEAD = ("await", "async", "return", "new")


class Values:
    """Reads the expressions of one script."""

    def __init__(self, declarations: Declarations) -> None:
        self.script = declarations.script
        self.declarations = declarations
        self.names: set[str] = set()
        """What was looked up on the way: names of the configuration, or of parts of it."""
        self._steps = 0

    def may_go_on(self) -> bool:
        """Counts a token that is looked at, and says whether another one may be."""
        self._steps += 1
        return self._steps <= MOST_STEPS

    def roots(self) -> Iterator[Range]:
        """The exports of the file; of JSON, all of it."""
        if self.script.is_sign(0, "{"):
            yield Range(0, len(self.script.tokens))
        yield from self.declarations.exported
        for index, token in enumerate(self.script.tokens):
            if _DEFINING.fullmatch(token.text) and self.script.is_sign(index + 1, "("):
                yield Range(index, self.declarations.end_of(index))

    def below(self, root: Range, path: Sequence[str]) -> Iterator[Range]:
        """The values below an object's members; ``*`` is any member, and any part of a list."""
        if not path:
            yield root
            return
        first, *rest = path
        for value in self.meanings(root):
            if self.script.is_sign(value.start, "[") and first == "*":
                for entry in entries(self.script, value.start, self._closing(value.start)):
                    yield from self.below(entry, rest)
            for key, member in self.members(value):
                if first in (key, "*"):
                    yield from self.below(member, rest)

    def assigned(self, path: str) -> Iterator[Range]:
        """The values that are assigned later: ``config.env = {...}``."""
        for name in ("module.exports", *sorted(self.names)):
            yield from self.declarations.values.get(f"{name}.{path}", ())

    def members(self, value: Range, depth: int = 0) -> Iterator[tuple[str, Range]]:
        """The members of an object, including those that it spreads."""
        script = self.script
        if not script.is_sign(value.start, "{") or depth > DEEPEST:
            return
        for entry in entries(script, value.start, self._closing(value.start)):
            start, end = entry
            if not self.may_go_on():
                return
            if script.is_sign(start, "..."):
                for spread in self.meanings(Range(start + 1, end)):
                    yield from self.members(spread, depth + 1)
                continue
            while script.word(start) in ("async", "get") and not script.is_sign(
                start + 1, ":", "(", ","
            ):
                start += 1
            key = self.key(start)
            colon = script.partner[start] + 1
            if script.is_sign(colon, ":"):
                yield key, Range(colon + 1, end)
            elif key:
                yield key, Range(start, end)

    def strings(self, section: Range) -> Iterator[str]:
        """The string, or the strings of the list, of a section."""
        for value in self.meanings(section):
            end = value.end
            if self.script.is_sign(value.start, "["):
                end = min(self.script.partner[value.start], end)
            elif self.script.is_sign(value.start, "{"):
                continue
            for token in self.script.tokens[value.start : end]:
                if token.kind == "string":
                    yield token.value

    def key(self, index: int) -> str:
        """The name of a member: a word, a string, or a string in brackets."""
        index += self.script.is_sign(index, "[")
        token = self.script.tokens[index] if index < len(self.script.tokens) else None
        return token.value if token and token.kind in ("word", "string") else ""

    def meanings(self, expression: Range, depth: int = 0) -> Iterator[Range]:
        """The objects, lists, strings and calls that an expression may stand for."""
        if depth > DEEPEST or not self.may_go_on():
            return
        script = self.script
        start, end = expression
        while script.word(start) in _AHEAD and start + 1 < end:
            start += 1
        if start >= end:
            return
        arrow = self._outermost(start, end, "=>")
        if arrow is not None:
            yield from self._body(arrow + 1, end, depth)
            return
        parts = list(self._alternatives(start, end))
        if len(parts) > 1:
            for part in parts:
                yield from self.meanings(part, depth + 1)
            return
        kept = self._outermost(start + 1, end, "as", "satisfies")
        end = kept if kept is not None else end
        last = script.partner[start] + 1
        if script.is_sign(start, "(") and last >= end:
            for entry in list(entries(script, start, last - 1))[-1:]:
                yield from self.meanings(entry, depth + 1)
        elif script.word(start):
            yield from self._named(start, end, depth)
        else:
            yield Range(start, end)

    def _named(self, start: int, end: int, depth: int) -> Iterator[Range]:
        script = self.script
        if script.word(start) == "function":
            yield from self._block_before(end, depth)
            return
        index, name = start + 1, script.word(start)
        while script.is_sign(index, ".", "?.") and script.word(index + 1):
            name, index = f"{name}.{script.word(index + 1)}", index + 2
        if index >= end:
            found = list(self._looked_up(name, depth))
            yield from found or [Range(start, end)]
            return
        if not script.is_sign(index, "("):
            yield Range(start, end)
            return
        closed = self._closing(index)
        if closed + 1 < end and is_function_body(script, end_brace := self._opening_before(end)):
            yield from self._returned(end_brace, depth)
            return
        yield Range(start, end)
        yield from self._looked_up(name, depth)
        for argument in entries(script, index, closed):
            yield from self.meanings(argument, depth + 1)

    def _looked_up(self, name: str, depth: int) -> Iterator[Range]:
        known = self.declarations
        self.names.add(name)
        if name in known.values:
            for value in known.values[name]:
                yield from self.meanings(value, depth + 1)
            return
        head, _, member = name.rpartition(".")
        if name in known.picked:
            member, source = known.picked[name]
            for value in self.meanings(source, depth + 1):
                yield from self._member(value, member, depth)
        elif head in known.values:
            for source in known.values[head]:
                for value in self.meanings(source, depth + 1):
                    yield from self._member(value, member, depth)

    def _member(self, value: Range, member: str, depth: int) -> Iterator[Range]:
        for key, found in self.members(value, depth):
            if key == member:
                yield from self.meanings(found, depth + 1)

    def _body(self, start: int, end: int, depth: int) -> Iterator[Range]:
        if self.script.is_sign(start, "{"):
            yield from self._returned(start, depth)
        else:
            yield from self.meanings(Range(start, end), depth + 1)

    def _block_before(self, end: int, depth: int) -> Iterator[Range]:
        yield from self._returned(self._opening_before(end), depth)

    def _opening_before(self, end: int) -> int:
        return self.script.partner[end - 1]

    def _returned(self, opened: int, depth: int) -> Iterator[Range]:
        """What the function with this body returns."""
        script = self.script
        index, closed = opened + 1, self._closing(opened)
        while index < closed and self.may_go_on():
            if script.word(index) == "return":
                end = min(self.declarations.end_of(index + 1), closed)
                yield from self.meanings(Range(index + 1, end), depth + 1)
                index = end
            elif is_function_body(script, index):
                index = self._closing(index)
            index += 1

    def _closing(self, opened: int) -> int:
        return min(self.script.partner[opened], len(self.script.tokens))

    def _alternatives(self, start: int, end: int) -> Iterator[Range]:
        """What an expression may come to; conditions are left out."""
        first = start
        for index in self._outer(start, end):
            if self.script.is_sign(index, *_ALTERNATIVES):
                if not self.script.is_sign(index, "?", "&&"):
                    yield Range(first, index)
                first = index + 1
        yield Range(first, end)

    def _outermost(self, start: int, end: int, *texts: str) -> int | None:
        return next(
            (index for index in self._outer(start, end) if self.script.is_sign(index, *texts)), None
        )

    def _outer(self, start: int, end: int) -> Iterator[int]:
        """The tokens of an expression that are in no brackets of it."""
        script, index = self.script, start
        while index < end and self.may_go_on():
            yield index
            if script.tokens[index].kind == "sign" and script.tokens[index].text in "([{":
                index = script.partner[index]
            index += 1
