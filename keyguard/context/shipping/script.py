"""JavaScript, TypeScript and JSON as tokens whose brackets know their partners.

A configuration is read by its shape and never run, whatever it would do then. In a broken or
hostile file less is found.
"""

from __future__ import annotations

import re
from functools import lru_cache

from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

LARGEST = 128 * 1024
"""Characters up to which a configuration is read; people write a few thousand."""
MOST_TOKENS = 30_000
KEPT = 8
"""Files whose tokens are remembered: those of one project."""

_TOKEN = lazy_pattern(
    r"(?P<space>\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)|\A\#![^\n]*)"
    r"|(?P<string>'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|\Z)|\"(?:[^\"\\\n]|\\.)*(?:\"|(?=\n)|\Z)"
    r"|`(?:[^`\\]|\\.)*(?:`|\Z))"
    r"|(?P<word>[\w$]+)"
    r"|(?P<sign>=>|\.\.\.|\?\.|\?\?=?|\|\|=?|&&=?|[=!]==?|[-+*/%<>^|&!?:;,.=~@\#{}()\[\]]|.)",
    re.DOTALL,
)
_REGEX = lazy_pattern(
    r"/(?![*/])(?:[^\\/\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,400}/[a-z]{0,8}", re.DOTALL
)
_OPENING = {"{": "}", "[": "]", "(": ")"}
_CLOSING = frozenset(_OPENING.values())
_BEFORE_REGEX = frozenset((
    "(", ",", "=", ":", "[", "!", "&&", "||", "?", "{", "}", ";", "=>", "return", "??",
))  # fmt: skip
_ESCAPED = lazy_pattern(r"\\(.)", re.DOTALL)


class Token(NamedTuple):
    """A piece of code, and where it is in the text; ``kind`` is string, word, regex or sign."""

    kind: str
    text: str
    start: int
    end: int
    breaks: bool
    """Whether a line ends in front of the token."""

    @property
    def value(self) -> str:
        """The text that a string stands for; other tokens unchanged."""
        return _ESCAPED.sub(r"\1", self.text[1:-1]) if self.kind == "string" else self.text


class Script(NamedTuple):
    """The tokens of a file."""

    tokens: list[Token]
    partner: list[int]
    """For each bracket the number of its partner, or of the end of the file; for any other token
    its own number."""
    parent: list[int]
    """For each token the number of the innermost open bracket around it; -1 if there is none."""

    def is_sign(self, index: int, *signs: str) -> bool:
        """Whether there is a token with this number that is one of these signs or words."""
        return 0 <= index < len(self.tokens) and self.tokens[index].text in signs

    def word(self, index: int) -> str:
        """The word with this number; empty if the token is none."""
        inside = 0 <= index < len(self.tokens)
        return self.tokens[index].text if inside and self.tokens[index].kind == "word" else ""


@lru_cache(maxsize=KEPT)
def script_of(text: str) -> Script:
    """The tokens of a text; none if it is too large to be a configuration."""
    tokens = _tokens(text) if len(text) <= LARGEST else []
    partner, parent = list(range(len(tokens))), [-1] * len(tokens)
    opened: list[int] = []
    for index, token in enumerate(tokens):
        parent[index] = opened[-1] if opened else -1
        if token.kind != "sign":
            continue
        if token.text in _OPENING:
            opened.append(index)
            partner[index] = len(tokens)
        elif token.text in _CLOSING and opened:
            partner[index], partner[opened[-1]] = opened[-1], index
            parent[index] = parent[opened.pop()]
    return Script(tokens, partner, parent)


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    position, breaks = 0, False
    while position < len(text) and len(tokens) < MOST_TOKENS:
        found = _TOKEN.match(text, position)
        if found is None:
            break
        kind = found.lastgroup or ""
        if text[position] == "/" and kind == "sign":
            regex = _REGEX.match(text, position) if _may_be_regex(tokens) else None
            found, kind = (regex, "regex") if regex else (found, kind)
        position = found.end()
        if kind == "space":
            breaks = breaks or "\n" in found[0]
        else:
            tokens.append(Token(kind, found[0], found.start(), position, breaks))
            breaks = False
    return tokens


def _may_be_regex(tokens: list[Token]) -> bool:
    return not tokens or tokens[-1].text in _BEFORE_REGEX
