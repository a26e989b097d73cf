"""Whether source is an expression of its language rather than a literal value.

Bare source is judged by itself, and a literal by what is in front of it and behind it: it may be
one side of a comparison, a member of a union of types, or a text to be filled in.
"""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

_IDENTIFIER = lazy_pattern(r"[A-Za-z_$@][A-Za-z0-9_$]*")
_MEMBER = lazy_pattern(r"[A-Za-z_$][\w$]*(?:(?:\??\.|::|->)[A-Za-z_$][\w$]*)+")
_EXPRESSION = lazy_pattern(r"[()\[\]{};,|&*!<>`\"'\\]|^[@!&*%|>#-]|:$|=>")
_WORDS = lazy_pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_LETTERS_OF_A_WORD = 3
_SAYS_WHAT_IT_IS = lazy_pattern(r"hook|secret|token|key", re.IGNORECASE)
_INTERPOLATED = lazy_pattern(
    r"(?<![A-Za-z0-9_])(?:[fF][rR]?|[rR][fF]|\$@?|@\$)(?:\"{3}|'{3}|[\"'])\Z"
)
"""How literals of Python and C# begin into which expressions are put, in braces."""
_FILLED_IN = lazy_pattern(r"(?<!\{)(?:\{\{)*\{(?!\{)")
_GOES_ON = lazy_pattern(
    r"""\\{0,3}["'`]{1,3}\)?\s{0,20}(?:
        [=!]={1,2}
      | \.(?:equals(?:IgnoreCase)?|compareTo|localeCompare|repeat|length|size|pad(?:End|Start)
          |[lr]just|zfill|center|join|format(?:ted)?|starts_?[wW]ith|ends_?[wW]ith|includes|contains
          |match(?:es)?|test)\b
      | \*\s{0,4}\d | x\s{1,4}\d | (?:[fF][rR]?|[rR][fF])["']
      | \|\s{0,20}(?:["'`]|(?:null|undefined|string|number|boolean|never)\b
          |[A-Z]\w{0,60}\s{0,4}(?:[;,)}=&]|\Z))
    )""",
    re.VERBOSE,
)
"""What takes a literal as a part: a comparison, a method that makes another text of it, a union."""
_IS_LOOKED_FOR = lazy_pattern(r"[\"'`]\s(?:not\s)?in\s[\w.]")
_OPENED = lazy_pattern(r"(?:^|[\s(=,+:\[{])[bBfFrRuU$@]{0,2}\Z")
"""In front of a quote that begins a literal, and is no apostrophe."""
LONGEST_LINE = 200
"""Characters in front of a name within which the literal around it begins."""
LONGEST_SEQUEL = 100
"""Characters behind a literal that say what it is part of."""


def is_expression(source: str) -> bool:
    """Whether bare source is code: a call, an index, an attribute, the rest of a statement."""
    return bool(_EXPRESSION.search(source) or _MEMBER.fullmatch(source))


def is_identifier(source: str) -> bool:
    """Whether bare source could be a variable: it is a name, without the three digits of a random
    one."""
    digits = sum(character.isdigit() for character in source)
    return bool(_IDENTIFIER.fullmatch(source)) and digits < 3


def is_made_of_words(source: str) -> bool:
    """Whether bare source is a variable with numbers in its name: ``hookSecretOf2024``."""
    if not _IDENTIFIER.fullmatch(source) or not _SAYS_WHAT_IT_IS.search(source):
        return False
    words = [word for word in _WORDS.findall(source) if not word.isdigit()]
    return bool(words) and min(map(len, words)) >= _LETTERS_OF_A_WORD


def is_part_of_expression(text: str, start: int, end: int, in_code: bool) -> bool:
    """Whether the literal at ``text[start:end]``, without its quotes, is only part of the value.

    ``in_code``: the text is certainly a program, so that ``"literal" in`` is no sentence.
    """
    interpolated = _INTERPOLATED.search(text, max(0, start - 6), start)
    if interpolated and _FILLED_IN.search(text, start, end):
        return True
    if text.startswith("*", start - 2):
        return False  # the default among the types of CUE
    limit = min(len(text), end + LONGEST_SEQUEL)
    return bool(
        _GOES_ON.match(text, end, limit) or (in_code and _IS_LOOKED_FOR.match(text, end, limit))
    )


def ends_literal(text: str, start: int, end: int, value: int) -> bool:
    """Whether the quote in front of ``text[value]`` ends a literal around the name
    ``text[start:end]``.

    As in ``"WEBHOOK_SECRET=" + secrets["webhook"]``.
    """
    between = text[end:value].rstrip()
    mark = between[-1:]
    if mark not in ("'", '"') or between.count(mark) != 1 or between.endswith("\\" + mark):
        return False
    front = text[max(0, start - LONGEST_LINE) : start].rpartition("\n")[2].replace(3 * mark, "")
    quotes = [found.start() for found in re.finditer(rf"(?<!\\){mark}", front)]
    return len(quotes) % 2 == 1 and _OPENED.search(front[: quotes[-1]]) is not None
