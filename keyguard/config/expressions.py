"""Whether an expression may be compiled, judged by what that would take."""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

LARGEST = 100_000
"""Parts of an expression, each counted as often as it is repeated. Compiling more than that can
take all of the memory there is: ``((a{1000}){1000}){1000}`` is 25 characters long."""
LONGEST = 20_000
"""Characters of an expression."""
DEEPEST = 100
"""Nested groups of an expression."""

_TOKEN = lazy_pattern(
    r"""\\[xpP]\{\w+\} | \\.
    | \[\^?\]? (?: \\. | \[[:.=][^\]]{0,40}\] | [^\]\\] )* \]
    | \{ (?P<low>\d{0,9}) (?: ,(?P<high>\d{0,9}) )? \}
    | .""",
    re.DOTALL | re.VERBOSE,
)


class BadExpressionError(ValueError):
    """An expression can't be used; the message says why, as the end of a sentence."""


def check_size(expression: str) -> None:
    """Raises ``BadExpressionError`` for an expression that could take too much to compile."""
    if len(expression) > LONGEST:
        raise BadExpressionError(f"it has more than {LONGEST:,} characters")
    sizes, last = [0], 0
    for token in _TOKEN.finditer(expression):
        if token[0] == "(":
            sizes.append(0)
            last = 0
        elif token[0] == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif token["low"] or token["high"]:
            times = max(int(token["low"] or 0), int(token["high"] or 0))
            sizes[-1] += last * max(0, times - 1)
        else:
            sizes[-1] += 1
            last = 1
        if len(sizes) > DEEPEST:
            raise BadExpressionError(f"it has more than {DEEPEST} groups in each other")
        if sizes[-1] > LARGEST:
            raise BadExpressionError("its repetitions multiply to too much")


def compile_own(expression: str) -> None:
    """Compiles an expression of the ``regex`` module. Raises ``BadExpressionError``."""
    check_size(expression)
    import regex

    try:
        regex.compile(expression)
    except (regex.error, RecursionError, OverflowError, ValueError) as error:
        raise BadExpressionError(f"{error}") from error
