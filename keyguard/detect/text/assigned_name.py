"""What a value is assigned to: the name to its left, in whatever language."""

import re

NAME_REACH = 160
"""Characters to the left of a value in which its name is looked for."""

_LEFT = re.compile(
    r"""
    (?: (?<![A-Za-z_$]) | (?=[A-Za-z0-9_$.-]{80}(?![A-Za-z0-9_$.-])) )
    (?P<name>[A-Za-z_$][A-Za-z0-9_$.-]{0,79}) (?![A-Za-z0-9_$.-])
    ["'`\]\)]{0,3} \s{0,8}
    (?: (?::\s{0,4}(?:[A-Za-z_][A-Za-z0-9_.<>?]{0,39}\s{0,4})?)? (?:=>|:=|[?]=|==?=?|!==?)
      | : | \|\|=? | \?\?=? | :- | , | \( | > | (?<=\s)
    ) \s{0,8}
    (?:[a-zA-Z]{0,2}["'`\\]{0,4}) (?:Bearer\s|[Bb]asic\s)? $
    """,
    re.VERBOSE,
)
"""What the name begins and ends with says that there is no more of it on either side: without that
each letter of a long line would be tried as the first."""
_VALUE_KEY = re.compile(
    r"""["']?value["']?\s{0,4}[:=]\s{0,4}["']?$|<string>\s{0,4}$""", re.IGNORECASE
)
_NAMED_BEFORE = re.compile(
    r"""(?:["']?name["']?\s{0,4}[:=]\s{0,4}["']?|<key>)(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,79})""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""name\s{0,2}=\s{0,2}["'](?P<name>[^"']{1,80})["'][^<>]{0,80}>?\s{0,4}["']?$"""
)


def assigned_name(text: str, start: int) -> str:
    """The variable, key or attribute that holds the value at ``text[start]``; empty if none.

    Understands assignments, mappings, fallbacks, call arguments, ``name:``/``value:`` pairs,
    property lists and XML attributes.
    """
    before = text[max(0, start - NAME_REACH) : start]
    line = before.rpartition("\n")[2]
    if _VALUE_KEY.search(line):
        names = list(_NAMED_BEFORE.finditer(before))
        if names:
            return names[-1]["name"]
    attribute = _ATTRIBUTE.search(line)
    if attribute:
        return attribute["name"]
    found = _LEFT.search(line)
    return found["name"] if found else ""
