"""Texts of several lines, by language: a comment at the end of a line in one is part of it."""

from __future__ import annotations

import re
from functools import cache

_DOUBLE, _SINGLE = r'"(?:\\.|[^"\\\n])*"?', r"'(?:\\.|[^'\\\n])*'?"
_THREE = r"(?P<three>\"\"\"|''')[\s\S]*?(?:(?P=three)|\Z)"
_BACKTICK = r"`(?:\\[\s\S]|[^`\\])*(?:`|\Z)"
_HASH, _SLASHES = r"#[^\n]*", r"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)"
_HEREDOC = (
    r"<<[-~]?[ \t]*(?P<mark>[\"']?)(?P<word>\w+)(?P=mark)[^\n]*\n[\s\S]*?(?:^[ \t]*(?P=word)$|\Z)"
)
_LONG_DOUBLE, _LONG_SINGLE = r'"(?:\\[\s\S]|[^"\\])*(?:"|\Z)', r"'[^']*(?:'|\Z)"
_BLOCK = (
    r"^(?P<deep>[ ]*)(?:- +)*[^\s#][^\n]*[ \t][|>][+-]?\d?[+-]?[ \t]*(?:#[^\n]*)?\n"
    r"(?:(?P=deep)[ ]+[^\n]*(?:\n|\Z)|[ \t]*\n)+"
)

_PATTERNS = {
    "py pyi pyx toml": (_HASH, _THREE, _DOUBLE, _SINGLE),
    "js mjs cjs jsx ts mts cts tsx go": (_SLASHES, _BACKTICK, _DOUBLE, _SINGLE),
    "java kt kts swift scala cs dart groovy gradle": (_SLASHES, _THREE, _DOUBLE, _SINGLE),
    "sh bash zsh ksh shell": (r"\\.", r"(?<!\S)#[^\n]*", _HEREDOC, _LONG_DOUBLE, _LONG_SINGLE),
    "rb pl pm": (_HASH, _HEREDOC, _DOUBLE, _SINGLE),
    "php": (_SLASHES, _HASH, _HEREDOC.replace("<<", "<<<"), _LONG_DOUBLE, _LONG_SINGLE),
    "tf tfvars hcl": (_HASH, _SLASHES, _HEREDOC, _DOUBLE),
    "sql": (r"--[^\n]*", r"/\*[\s\S]*?(?:\*/|\Z)", _LONG_SINGLE),
    "yaml yml": (_BLOCK,),
}
"""What can go on after a line, and what has to be passed over to find it, by ends of names. The
lexical rules are those of each language's reference."""

_COMMENTS = ("#", "//", "/*", "--")


@cache
def _compiled(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts), re.MULTILINE)


_BY_LANGUAGE = {
    language: parts for languages, parts in _PATTERNS.items() for language in languages.split()
}


def ends_in_text(language: str, text: str, end: int) -> bool:
    """Whether the line that ends at ``text[end]`` ends within a text that goes on after it."""
    parts = _BY_LANGUAGE.get(language)
    if parts is None:
        return False
    for token in _compiled(parts).finditer(text):
        if token.start() >= end:
            return False
        if token.end() > end:
            return not token[0].startswith(_COMMENTS)
    return False
