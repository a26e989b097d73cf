"""Which custom rules can match in a text: one sound guess at all of them.

Most versions of most files hold nothing that any of some hundred rules is about, and trying one
rule after the other takes most of the time of a history. hyperscan looks for all rules in one pass.
In its prefiltering mode it matches whatever an expression does, or more
(https://intel.github.io/hyperscan/dev-reference/compilation.html#prefiltering-mode).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.hyperscan_cache import (
    GUESSED,
    CompileError,
    Database,
    Row,
    compiles,
    database,
)

_READ_ALIKE = lazy_pattern(
    r"""(?: [^\\(){}\0]                                 # itself, or a sign of a set or a repeat
          | \\ (?: [dDwWsSbBAZnrtf] | x[0-9A-Fa-f]{2} | [^A-Za-z0-9\0] )
          | \( (?! [?*] ) | \(\? [ims]{0,3} (?:-[ims]{1,3})? : | \(\?P<\w+> | \)
          | \{ [0-9]{1,4} (?:,[0-9]{0,4})? \}
        )*""",
    re.VERBOSE | re.ASCII,
)
"""What ``regex`` and hyperscan read alike; ``regex`` knows much more. For hyperscan an expression
ends before a NUL."""
_FLAGS_FIRST = lazy_pattern(r"\(\?([aims]{1,4})\)")
_OTHER_BLANKS = lazy_pattern(r"[\x0b\x1c-\x1f]")
"""ASCII that not everybody takes for white space."""


class Guess:
    """Guesses which expressions match, each known by its number."""

    def __init__(self, expressions: Sequence[str]) -> None:
        self._all = range(len(expressions))
        alike = {number: as_hyperscan_has_it(expressions[number]) for number in self._all}
        rows = {number: (spelt, GUESSED) for number, spelt in alike.items() if spelt is not None}
        self._database = _database_of(rows)
        if self._database is None:  # because of one or two
            rows = {number: row for number, row in rows.items() if compiles(row)}
            self._database = _database_of(rows)
        self._known = tuple(rows)
        self._others = frozenset(self._all).difference(rows)
        """Expressions that hyperscan does not know."""

    def possible(self, text: str) -> Collection[int]:
        """The numbers of the expressions that can match in a text."""
        if not (self._database and text and text.isascii()) or _OTHER_BLANKS.search(text):
            return self._all
        found = set(self._others)

        def note(id_: int, start: int, end: int, flags: int, context: object) -> None:
            found.add(self._known[id_])

        self._database.scan(text.encode("ascii"), match_event_handler=note)
        return found


def _database_of(rows: Mapping[int, Row]) -> Database | None:
    """None if there is nothing to look for, or too much at once."""
    try:
        return database(list(rows.values())) if rows else None
    except CompileError:
        return None


def as_hyperscan_has_it(expression: str) -> bytes | None:
    """An expression that means the same to hyperscan in ASCII, or matches more.

    None if ``regex`` may read it differently.
    """
    flags = _FLAGS_FIRST.match(expression)
    rest = expression[flags.end() :] if flags else expression
    if not (rest.isascii() and _READ_ALIKE.fullmatch(rest)):
        return None
    known = flags[1].replace("a", "") if flags else ""  # what is not ASCII is not looked through
    return f"(?{known}){rest}".encode("ascii") if known else rest.encode("ascii")
