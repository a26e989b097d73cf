r"""Expressions of Go's RE2 -> expressions of the ``regex`` module that match the same.

The syntax is that of https://github.com/google/re2/wiki/Syntax as far as Go has it. What differs
is spelt out: ``\d``, ``\w`` and ``\s`` mean ASCII, ``$`` is the very end, flags in the middle of a
group hold to its end, and ``(?U)`` swaps greedy and lazy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from keyguard.config.expressions import BadExpressionError, check_size

MOST_REPETITIONS = 1000
"""RE2's own bound."""

_PERL = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_COMPLEMENTS = {
    "d": r"\x00-/:-\U0010ffff",
    "w": r"\x00-/:-@\[-\^`{-\U0010ffff",
    "s": r"\x00-\x08\x0b\x0e-\x1f!-\U0010ffff",
    "alnum": r"\x00-/:-@\[-`{-\U0010ffff",
    "alpha": r"\x00-@\[-`{-\U0010ffff",
    "ascii": r"\x80-\U0010ffff",
    "blank": r"\x00-\x08\n-\x1f!-\U0010ffff",
    "cntrl": r" -~\x80-\U0010ffff",
    "digit": r"\x00-/:-\U0010ffff",
    "graph": r"\x00- \x7f-\U0010ffff",
    "lower": r"\x00-`{-\U0010ffff",
    "print": r"\x00-\x1f\x7f-\U0010ffff",
    "punct": r"\x00- 0-9A-Za-z\x7f-\U0010ffff",
    "space": r"\x00-\x08\x0e-\x1f!-\U0010ffff",
    "upper": r"\x00-@\[-\U0010ffff",
    "word": r"\x00-/:-@\[-\^`{-\U0010ffff",
    "xdigit": r"\x00-/:-@G-`g-\U0010ffff",
}
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ASCII = "(?a)"
"""Makes ``\\b`` mean ASCII, as in RE2, but takes the meaning from ``\\p{Greek}``, too."""
_WORD = "[0-9A-Za-z_]"
_BOUNDARIES = {
    "b": f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    "B": f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
}

_REPETITION = re.compile(r"(?:[*+?]|\{(?P<low>\d+)(?P<comma>,(?P<high>\d*))?\})")
_GROUP = re.compile(r"\(\?(?:P?<(?P<name>\w+)>|(?P<on>[imsU]*)(?:-(?P<off>[imsU]+))?(?P<end>[:)]))")
_HEX = re.compile(r"x(?:\{(?P<long>[0-9A-Fa-f]{1,8})\}|(?P<short>[0-9A-Fa-f]{2}))")
_OCTAL = re.compile(r"0[0-7]{0,2}|[1-7][0-7]{1,2}")
_PROPERTY = re.compile(r"(?P<negated>[pP])(?:(?P<letter>[A-Z])|\{(?P<not>\^?)(?P<name>\w+)\})")
_POSIX_CLASS = re.compile(r"\[:(?P<not>\^?)(?P<name>\w+):\]")
_LARGEST_CHARACTER = 0x10FFFF


@dataclass(frozen=True, slots=True)
class _Flags:
    ignore_case: bool = False
    multiline: bool = False
    dot_all: bool = False
    ungreedy: bool = False

    def changed(self, on: str, off: str) -> _Flags:
        names = {"i": "ignore_case", "m": "multiline", "s": "dot_all", "U": "ungreedy"}
        changes = {names[letter]: True for letter in on} | {names[letter]: False for letter in off}
        return replace(self, **changes)


def translate(expression: str) -> str:
    """The same expression for the ``regex`` module.

    Raises ``BadExpressionError`` for what is no RE2, or could take too much to compile.
    """
    check_size(expression)
    return _Translation(expression).result()


class _Translation:
    """One pass over an expression. ``_groups`` holds the flags that hold outside of each group."""

    def __init__(self, expression: str) -> None:
        self._text = expression
        self._position = 0
        self._flags = _Flags()
        self._groups: list[tuple[_Flags, int]] = []
        self._scopes = 0
        self._ascii = r"\p" not in expression.lower()
        self._parts = [_ASCII] if self._ascii else []
        self._repeatable = False

    def result(self) -> str:
        while self._position < len(self._text):
            self._step()
        if self._groups:
            raise BadExpressionError("a group is not closed")
        return "".join(self._parts) + ")" * self._scopes

    def _step(self) -> None:
        character = self._text[self._position]
        steps = {
            "(": self._open, ")": self._close, "|": self._alternative, "[": self._class,
            "\\": self._escape,
        }  # fmt: skip
        if repetition := _REPETITION.match(self._text, self._position):
            self._repeat(repetition)
            return
        self._repeatable = True
        if character in steps:
            steps[character]()
        else:
            self._position += 1
            self._parts.append(self._plain(character))

    def _plain(self, character: str) -> str:
        flags = self._flags
        if character == ".":
            return "(?s:.)" if flags.dot_all else r"[^\n]"
        if character == "^":
            return "(?m:^)" if flags.multiline else r"\A"
        if character == "$":
            return "(?m:$)" if flags.multiline else r"\Z"
        return _literal(character)

    def _repeat(self, repetition: re.Match[str]) -> None:
        if not self._repeatable:
            raise BadExpressionError(f"{repetition[0]!r} has nothing to repeat")
        self._repeatable = False
        bounds = [int(bound) for bound in repetition.group("low", "high") if bound]
        if any(bound > MOST_REPETITIONS for bound in bounds) or bounds != sorted(bounds):
            raise BadExpressionError(f"{repetition[0]!r} is no repetition")
        self._position = repetition.end()
        lazy = self._text.startswith("?", self._position)
        self._position += lazy
        self._parts.append(repetition[0] + ("?" if lazy != self._flags.ungreedy else ""))

    def _open(self) -> None:
        self._repeatable = False
        if not self._text.startswith("(?", self._position):
            self._position += 1
            self._enter("(")
            return
        group = _GROUP.match(self._text, self._position)
        if group is None:
            what = self._text[self._position : self._position + 4]
            raise BadExpressionError(f"{what!r} begins no group that RE2 knows")
        self._position = group.end()
        if group["name"]:
            self._enter(f"(?P<{group['name']}>")
            return
        flags = self._flags.changed(group["on"] or "", group["off"] or "")
        if group["end"] == ":":
            self._enter("(?:")
            self._set(flags)
        else:
            self._set(flags)

    def _enter(self, opening: str) -> None:
        self._groups.append((self._flags, self._scopes))
        self._scopes = 0
        self._parts.append(opening)

    def _set(self, flags: _Flags) -> None:
        """Case is the one flag left to the module: in a group of its own, to the end of ours."""
        if flags.ignore_case != self._flags.ignore_case:
            self._parts.append(_scope(flags))
            self._scopes += 1
        self._flags = flags

    def _close(self) -> None:
        if not self._groups:
            raise BadExpressionError("a group is closed that was not opened")
        self._position += 1
        self._parts.append(")" * (self._scopes + 1))
        self._flags, self._scopes = self._groups.pop()

    def _alternative(self) -> None:
        """Flags that were set in one alternative hold in those behind it."""
        self._position += 1
        self._repeatable = False
        if not self._scopes:
            self._parts.append("|")
            return
        self._parts += [")" * self._scopes, "|", _scope(self._flags)]
        self._scopes = 1

    def _escape(self) -> None:
        start = self._position + 1
        letter = self._text[start : start + 1]
        if letter == "Q":
            quoted, end, _ = self._text[start + 1 :].partition(r"\E")
            self._position = start + 1 + len(quoted) + len(end)
            self._parts += [_literal(character) for character in quoted]
        elif letter in ("A", "z", "b", "B"):
            self._position = start + 1
            anchors = {"A": r"\A", "z": r"\Z", "b": r"\b", "B": r"\B"}
            self._parts.append((anchors if self._ascii else anchors | _BOUNDARIES)[letter])
        else:
            item, self._position = _class_item(self._text, self._position)
            self._parts.append(f"[{item}]" if len(item) > 1 else _literal(item))

    def _class(self) -> None:
        text, position = self._text, self._position + 1
        negated = text.startswith("^", position)
        position += negated
        items: list[str] = []
        while position >= len(text) or text[position] != "]" or not items:
            if position >= len(text):
                raise BadExpressionError("a character class is not closed")
            if text[position] == "-":
                items.append(r"\-")
                position += 1
                continue
            item, position = _class_item(text, position)
            if _is_range(text, position) and not _is_set(item):
                last, position = _class_item(text, position + 1)
                item = f"{item}-{last}"
            items.append(item)
        self._position = position + 1
        self._parts.append(f"[{'^' if negated else ''}{''.join(items)}]")


def _class_item(text: str, position: int) -> tuple[str, int]:
    """One member of a class, as the inside of a class, and where it ends."""
    if posix := _POSIX_CLASS.match(text, position):
        table = _COMPLEMENTS if posix["not"] else _POSIX
        if posix["name"] not in _POSIX:
            raise BadExpressionError(f"{posix[0]!r} is no class")
        return table[posix["name"]], posix.end()
    if text[position] != "\\":
        return _member(text[position]), position + 1
    start = position + 1
    letter = text[start : start + 1]
    if letter.lower() in _PERL:
        return (_PERL if letter.islower() else _COMPLEMENTS)[letter.lower()], start + 1
    if letter in _CONTROLS:
        return _member(_CONTROLS[letter]), start + 1
    if found := _HEX.match(text, start):
        return _member(_character(int(found["long"] or found["short"], 16))), found.end()
    if found := _OCTAL.match(text, start):
        return _member(chr(int(found[0], 8))), found.end()
    if found := _PROPERTY.match(text, start):
        negated = (found["negated"] == "P") != bool(found["not"])
        return rf"\{'P' if negated else 'p'}{{{found['letter'] or found['name']}}}", found.end()
    if not letter or letter.isalnum():
        raise BadExpressionError(rf"'\{letter}' is no escape that RE2 knows")
    return _member(letter), start + 1


def _is_range(text: str, position: int) -> bool:
    return text.startswith("-", position) and text[position + 1 : position + 2] not in ("", "]")


def _is_set(item: str) -> bool:
    return item.startswith((r"\p", r"\P")) or item in _POSIX.values() or item in _PERL.values()


def _character(number: int) -> str:
    if number > _LARGEST_CHARACTER:
        raise BadExpressionError(f"there is no character {number:#x}")
    return chr(number)


def _member(character: str) -> str:
    """A character inside of a class."""
    return f"\\{character}" if character in r"\^-[]&~|" else character


def _literal(character: str) -> str:
    """A character outside of a class; ``{`` may begin no repetition here, but a fuzzy match."""
    return f"\\{character}" if character in r"\.^$*+?{}()[]|" else character


def _scope(flags: _Flags) -> str:
    return "(?i:" if flags.ignore_case else "(?-i:"
