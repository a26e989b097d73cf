"""The name that a value is assigned to, to its left, in whatever language."""

import re
from string import ascii_letters, digits

from keyguard.model.patterns import lazy_pattern

NAME_REACH = 160
"""Characters to the left of a value in which its name is looked for."""

LONGEST_NAME = 80
_NAME_CHARACTERS = ascii_letters + digits + "_$.-"
_RUN = lazy_pattern(r"[A-Za-z0-9_$.-]+")
"""What a name is all of, or the end of. Looked for first, so that not each of its letters is tried
as the beginning of one."""
_BEGINS_NAME = lazy_pattern(r"[A-Za-z_$]")
_BEGINS_LATER = lazy_pattern(r"(?<![A-Za-z_$])[A-Za-z_$]")
_UP_TO_VALUE = lazy_pattern(
    r"""
    ["'`\]\)]{0,3} \s{0,8}
    (?: (?::\s{0,4}(?:[A-Za-z_][A-Za-z0-9_.<>?]{0,39}\s{0,4})?)? (?:=>|:=|[?]=|==?=?|!==?)
      | : | \|\|=? | \?\?=? | :- | , | \( | > | (?<=\s)
    ) \s{0,8}
    (?:[a-zA-Z]{0,2}["'`\\]{0,4}) (?:Bearer\s|[Bb]asic\s)? $
    """,
    re.VERBOSE,
)
FARTHEST = 84
"""Characters from the end of a name to its value."""
_VALUE_KEY = lazy_pattern(
    r"""["']?value["']?\s{0,4}[:=]\s{0,4}["']?$|<string>\s{0,4}$""", re.IGNORECASE
)
LONGEST_VALUE_KEY = 17
_NAMED_BEFORE = lazy_pattern(
    r"""(?:["']?name["']?\s{0,4}[:=]\s{0,4}["']?|<key>)(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,79})""",
    re.IGNORECASE,
)
_ATTRIBUTE = lazy_pattern(
    r"""name\s{0,2}=\s{0,2}["'](?P<name>[^"']{1,80})["'][^<>]{0,80}>?\s{0,4}["']?$"""
)


def assigned_name(text: str, start: int) -> str:
    """The variable, key or attribute that holds the value at ``text[start]``; empty if none.

    Understands assignments, mappings, fallbacks, call arguments, ``name:``/``value:`` pairs,
    property lists and XML attributes.
    """
    before = text[max(0, start - NAME_REACH) : start]
    line = before.rpartition("\n")[2]
    if _VALUE_KEY.search(line[-LONGEST_VALUE_KEY:]):
        names = list(_NAMED_BEFORE.finditer(before))
        if names:
            return names[-1]["name"]
    attribute = _ATTRIBUTE.search(line)
    if attribute:
        return attribute["name"]
    return _left_of_value(line)


def _left_of_value(line: str) -> str:
    """The first name from which an operator, or what a call has, leads to the end of the line."""
    nearest = max(0, len(line) - FARTHEST)
    first_run = len(line[:nearest].rstrip(_NAME_CHARACTERS))
    for run in _RUN.finditer(line, first_run):
        if _UP_TO_VALUE.match(line, run.end()):
            begin = max(run.start(), run.end() - LONGEST_NAME)
            first = _BEGINS_NAME.match(line, begin) or _BEGINS_LATER.search(line, begin, run.end())
            if first:
                return line[first.start() : run.end()]
    return ""
