"""Whether a value is a template: something replaces it, or a part of it.

What the language of the file resolves counts wherever it is. What a build or a person fills in,
such as ``<your-secret>`` and ``@token@``, counts in any file, but only as a part of its own,
without a letter or digit beside it. Nobody fills in a part of a random value: a dollar sign in one
is a character of the secret, which its program may well not get.
"""

from __future__ import annotations

import re
from functools import lru_cache

from keyguard.detect.templates.languages import Language, Names, language_of, syntaxes
from keyguard.detect.templates.syntax import OPEN, PLACEHOLDERS, SYNTAX
from keyguard.model.patterns import lazy_pattern

LONGEST_PREFIX = 8
"""Characters in front of a literal that say what kind it is, its quote included."""
RANDOM_LENGTH = 20
RANDOM_DIGITS = 3
RANDOM_SIGNS = 6
"""Kinds of punctuation from which a text was drawn at random, even without digits."""

_PLACEHOLDER = lazy_pattern(rf"(?<![A-Za-z0-9])(?:{'|'.join(PLACEHOLDERS)})(?![A-Za-z0-9])")
_WHOLE = lazy_pattern(
    r"\$(?:[A-Za-z_][\w>.\[\]'\"-]*|\d|__\w{1,20}\{[^{}]*\})"
    r"|(?:[$#]\{|\$\(|\{[{%]|<%|<\?(?:=|php\b)|`).*",
    re.DOTALL,
)
"""A reference, or the beginning of a template that goes on behind a space or a quote."""
_CAPITALS = lazy_pattern(r"[A-Z][A-Z0-9_]+")
_WORD = lazy_pattern(r"(?<![\w$])[A-Za-z_]\w*")
_VARIABLE = lazy_pattern(r"[$@{]([A-Za-z_]\w*)(?=\s*(?:=|,|\)|;|\[|->|\}))")


def is_template(text: str, start: int, value: str, path: str | None, quoted: bool) -> bool:
    """Whether a value at ``text[start]`` is filled in later.

    While the file's name is not known, ``path`` is None: then the value counts only if it would be
    a template in any file.
    """
    if _is_random(value) and not _has_strong_sign(value):
        return False
    if _WHOLE.fullmatch(value) and not _is_random(value[1:]):
        return True
    if _PLACEHOLDER.search(value) and not _is_random(_PLACEHOLDER.sub("", value)):
        return True
    language = language_of(path.lower()) if path else None
    if language is None:
        return False
    before = text[max(0, start - LONGEST_PREFIX) : start]
    names = syntaxes(language, before, quoted)
    pattern = _pattern(names)
    if pattern is None:
        return False
    if not language.bare and _goes_on(value, names):
        return True
    pieces = [found for found in pattern.finditer(value) if _is_resolved(found, text, language)]
    rest = value
    for piece in pieces:
        rest = rest.replace(piece[0], "")
    return bool(pieces) and not _is_random(rest)


def _goes_on(value: str, names: tuple[str, ...]) -> bool:
    """Whether the last piece is still open: the quote behind it is one of code within it, as in
    ``"#{ENV["HOOK"]}"``."""
    for name in names:
        sign, end = OPEN.get(name, ("", ""))
        last = value.rfind(sign) if sign else -1
        if last >= 0 and end not in value[last:] and value[last + len(sign) :][:1].isalnum():
            return True
    return False


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(SYNTAX[name] for name in names)) if names else None


def _is_resolved(found: re.Match[str], text: str, language: Language) -> bool:
    """Whether a piece is meant to be one: ``$ecret`` is none in a file that has no such name."""
    groups = found.groupdict()
    name = groups.get("name") or groups.get("sigil")
    if name is None or _CAPITALS.fullmatch(name):
        return True
    return name in (_words(text) if language.names is Names.UPPER else _variables(text))


@lru_cache(maxsize=2)
def _words(text: str) -> frozenset[str]:
    """All names of a text that have no sign in front."""
    return frozenset(_WORD.findall(text))


@lru_cache(maxsize=2)
def _variables(text: str) -> frozenset[str]:
    """All names of a text with a sign in front that are used in code, not only in a literal."""
    return frozenset(_VARIABLE.findall(text))


def _has_strong_sign(value: str) -> bool:
    return any(sign in value for sign in ("{{", "${", "<%", "<?", "$(", "{%", "#{"))


def _is_random(text: str) -> bool:
    if len(text) < RANDOM_LENGTH or sum(map(str.isdigit, text)) >= RANDOM_DIGITS:
        return len(text) >= RANDOM_LENGTH
    signs = {character for character in text if not (character.isalnum() or character in " _-")}
    return len(signs) >= RANDOM_SIGNS
