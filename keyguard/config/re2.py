r"""Translates expressions of Go's RE2 into expressions of the ``regex`` module with the same
matches.

The syntax is that of https://github.com/google/re2/wiki/Syntax as far as Go has it. Differences are
spelt out: characters and classes (``re2_class.py``), ``$``, which is the very end, flags in the
middle of a group, which hold to its end, and ``(?U)``, which swaps greedy and lazy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from keyguard.config.expressions import BadExpressionError, check_size
from keyguard.config.re2_class import read_class, read_item, spelt
from keyguard.model.patterns import lazy_pattern

MOST_REPETITIONS = 1000
"""Repetitions at most; RE2's own bound."""

_WORD = "[0-9A-Za-z_]"
_BOUNDARIES = {
    r"\b": f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    r"\B": f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
}
"""They mean ASCII, like all that is translated, where the module's own ``\b`` does not."""
_ASSERTIONS = {
    ".": ("s", "(?s:.)", r"[^\n]"),
    "^": ("m", "(?m:^)", r"\A"),
    "$": ("m", "(?m:$)", r"\Z"),
    r"\A": ("", "", r"\A"),
    r"\z": ("", "", r"\Z"),
    r"\b": ("", "", r"\b"),
    r"\B": ("", "", r"\B"),
}
"""A flag, what it stands for with that flag, and without."""
_TOKEN = lazy_pattern(
    r"""(?P<repetition> (?P<times> [*+?] | \{(?P<low>\d+)(?:,(?P<high>\d*))?\} ) (?P<lazy>\??) )
    | (?P<group> \( (?: (?!\?) | \?P?<\w+> ) )
    | (?P<flags> \(\? (?P<on>[imsU]*) (?:-(?P<off>[imsU]+))? (?P<last>[:)]) )
    | (?P<foreign> \(\?.{0,2} )
    | (?P<close> \) )
    | (?P<alternative> \| )
    | (?P<quotation> \\Q (?P<quoted>.*?) (?:\\E|\Z) )
    | (?P<assertion> [.^$] | \\[AzbB] )""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_Token = re.Match[str]


def translate(expression: str) -> str:
    """An expression of RE2 as the ``regex`` module writes it.

    Raises ``BadExpressionError`` if it is no RE2, or could take too much to compile.
    """
    check_size(expression)
    result = _Translation(expression, {}).result()
    if result.isascii() and r"\p" not in result.lower():
        return f"(?a){result}"
    return _Translation(expression, _BOUNDARIES).result()


class _Translation:
    """One pass over an expression.

    Flags are the letters that are on. Case is the one flag left to the module: it gets a group of
    its own, a scope, to the end of the group in which it changes.
    """

    def __init__(self, expression: str, boundaries: Mapping[str, str]) -> None:
        self._text = expression
        self._boundaries = boundaries
        self._flags: frozenset[str] = frozenset()
        self._scopes = 0
        self._outside: list[tuple[frozenset[str], int]] = []
        """Flags and scopes around each open group."""
        self._parts: list[str] = []
        self._repeatable = False

    def result(self) -> str:
        position = 0
        while position < len(self._text):
            if token := _TOKEN.match(self._text, position):
                self._repeatable = self._take(token)
                position = token.end()
            else:
                position = self._characters(position)
                self._repeatable = True
        if self._outside:
            raise BadExpressionError("a group is not closed")
        return "".join(self._parts) + ")" * self._scopes

    def _characters(self, position: int) -> int:
        if self._text[position] == "[":
            part, end = read_class(self._text, position)
        else:
            members, code, end = read_item(self._text, position)
            part = f"[{members}]" if code is None else members
        self._parts.append(part)
        return end

    def _take(self, token: _Token) -> bool:
        """Translates a token. Returns whether a repetition may come next."""
        kinds: dict[str, Callable[[_Token], bool]] = {
            "repetition": self._repeat, "group": self._open, "flags": self._set,
            "foreign": self._refuse, "close": self._close, "alternative": self._alternate,
            "quotation": self._quote, "assertion": self._assert,
        }  # fmt: skip
        return kinds[str(token.lastgroup)](token)

    def _repeat(self, token: _Token) -> bool:
        if not self._repeatable:
            raise BadExpressionError(f"{token['times']!r} has nothing to repeat")
        bounds = [int(bound) for bound in token.group("low", "high") if bound]
        if any(bound > MOST_REPETITIONS for bound in bounds) or bounds != sorted(bounds):
            raise BadExpressionError(f"{token['times']!r} is no repetition")
        lazy = bool(token["lazy"]) != ("U" in self._flags)
        self._parts.append(token["times"] + ("?" if lazy else ""))
        return False

    def _open(self, token: _Token) -> bool:
        self._enter(token[0])
        return False

    def _enter(self, opening: str) -> None:
        self._outside.append((self._flags, self._scopes))
        self._scopes = 0
        self._parts.append(opening)

    def _set(self, token: _Token) -> bool:
        flags = (self._flags | set(token["on"])) - set(token["off"] or "")
        if token["last"] == ":":
            self._enter("(?:")
        if ("i" in flags) != ("i" in self._flags):
            self._parts.append(_scope(flags))
            self._scopes += 1
        self._flags = flags
        return False

    def _refuse(self, token: _Token) -> bool:
        raise BadExpressionError(f"{token[0]!r} begins no group that RE2 knows")

    def _close(self, token: _Token) -> bool:
        if not self._outside:
            raise BadExpressionError("a group is closed that was not opened")
        self._parts.append(")" * self._scopes + token[0])
        self._flags, self._scopes = self._outside.pop()
        return True

    def _alternate(self, token: _Token) -> bool:
        """Flags that were set in one alternative hold in those behind it."""
        self._parts.append(")" * self._scopes + token[0])
        if self._scopes:
            self._parts.append(_scope(self._flags))
            self._scopes = 1
        return False

    def _quote(self, token: _Token) -> bool:
        self._parts += map(spelt, token["quoted"])
        return bool(token["quoted"])

    def _assert(self, token: _Token) -> bool:
        flag, with_flag, without = _ASSERTIONS[token[0]]
        plain = with_flag if flag in self._flags else without
        self._parts.append(self._boundaries.get(token[0], plain))
        return True


def _scope(flags: frozenset[str]) -> str:
    return "(?i:" if "i" in flags else "(?-i:"
