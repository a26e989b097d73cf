"""Values without quotes among others on a line, as programs print objects and shells take
variables.

``Config(webhookSecret=literal-1, port=80)``, ``level=info hook_secret=literal-1``.
"""

from __future__ import annotations

from keyguard.detect.webhook.non_values.expressions import (
    is_expression,
    is_identifier,
    is_made_of_words,
)
from keyguard.model.patterns import lazy_pattern

_WRITTEN = lazy_pattern(
    r"(?P<word>(?=[^\s,;&]{0,200}[0-9])(?=[^\s,;&]{0,200}[A-Za-z])[^\s,;&(){}\[\]<>$=:]{6,512})"
    r"(?P<end>\s?[,)}\]])?(?:[,;&\s)}\]]|\Z|(?<=[,)}\]]))"
)
"""With a digit and a letter: ``missing`` and ``true`` are no secrets."""
_OPENINGS = ("(", "{", "[", ",")
_FRONTS = {
    "=": (*" \t;&|=:", *_OPENINGS),
    " = ": ("{", ","),
    ": ": _OPENINGS,
    ":": (" ", "{", "["),
}
"""What is in front of a name among others, by the sign behind it."""
_IDENTITY = lazy_pattern(r"[\w.$]{1,200}@[0-9a-f]{1,16}")
"""How Java prints an object that says no more of itself."""


def value_among_others(line: str, sign: str, rest: str, in_code: bool) -> str:
    """The value of a name behind ``line``; empty if there is none.

    A ``sign`` follows the name, and behind it the ``rest`` of its line. ``in_code``: a word could
    be a variable.
    """
    written = _WRITTEN.match(rest)
    front = line.rstrip() if " " in sign else line
    if written is None or not (front or " ").endswith(_FRONTS.get(sign, ())):
        return ""
    word = written["word"]
    is_variable = in_code and is_identifier(word)
    if is_variable or is_expression(word) or is_made_of_words(word) or _IDENTITY.fullmatch(word):
        return ""
    is_member = written["end"] or front.endswith(_OPENINGS) or (sign == ":" and "{" in front)
    return word if is_member or sign == "=" else ""
