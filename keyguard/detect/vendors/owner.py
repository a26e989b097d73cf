"""Whose key it is where another vendor's keys have the very form of the Gateway's.

A vendor's word near a value says nothing: it may be in a comment, an import or the setting beside
it. Only what names *this* value counts: its variable, the URL, call or command that it is a part
of, and the keys and sections around it, the nearest first; last its file's name (``svix.yml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from keyguard.model import View
from keyguard.vendors.table import VENDORS
from keyguard.vendors.vendor import Vendor

REACH = 1_000
"""Characters in front of a value in which the structure around it is looked for."""
COMMAND_REACH = 600
MOST_LEVELS = 4
"""Brackets or indented blocks around a value whose names are asked."""

_OURS = re.compile(r"gateway|whatsapp|connexease|(?<![a-z])(?:cnx|wa)(?![a-z])", re.IGNORECASE)
_OPENERS, _CLOSERS = "([{", ")]}"
_LABEL = re.compile(
    r"""(?:(?P<named>[\w$.-]{1,80})["'\]]{0,2}\s{0,8}(?::|=>|:?=)\s{0,8}(?P<made>(?:new\s)?[\w$.:]{0,80})
      | (?P<called>[\w$.:-]{1,80}) | \w{1,40}[ ]"(?P<block>[^"\n]{1,80})"[ ]{0,4})\Z""",
    re.VERBOSE,
)
"""What an opening bracket follows: ``svix: {``, ``svix = Client(``, ``new Svix(``,
``provider "svix" {``."""
_SIBLING = re.compile(
    r"""(?<![\w-])(?:provider|vendor|service|name|platform)["']?\s{0,4}(?::|=>|=)"""
    r"""\s{0,4}["']([\w .-]{1,40})["']""",
    re.IGNORECASE,
)
_URL = re.compile(r"https?:\\?/\\?/([\w.-]{1,100})", re.IGNORECASE)
_END_OF_URL = re.compile(r"[\s\"'`<>]")
_CLIENT = re.compile(r"(?<![\w-])(?:curl|wget|https?|xh)\s")
_END_OF_COMMAND = re.compile(r"(?<!\\)\n|;|&&|\|\||\s#")
_BLOCK = re.compile(r"[ \t]*(?:-[ \t]+)?[\"']?(?P<name>[\w.-]{1,80})[\"']?:[ \t]*(?:[#&!].*)?")
_SECTION = re.compile(r"\[{1,2}[ \t]*[\"']?(?P<name>[^\]\n\"']{1,80})[\"']?[ \t]*\]{1,2}")


def owner_of(view: View, start: int, end: int, name: str, value: str) -> Vendor | None:
    """The vendor that the key at ``[start:end]`` is named as a key of, if its form allows that.

    ``name`` is what the key is assigned to, ``value`` the key in one piece.
    """
    rivals = _rivals(value)
    if not rivals:
        return None
    files = (path.rpartition(b"/")[2].decode("utf-8", "replace") for path in view.paths)
    for words in chain(_names(view.text, start, end, name), files):
        for rival in rivals:
            if re.search(rival.words, words.lower()):
                return rival
        if _OURS.search(words):
            return None
    return None


@lru_cache(maxsize=256)
def _rivals(value: str) -> tuple[Vendor, ...]:
    """The vendors whose keys can have the form of this value, made to be shown or not."""
    return tuple(
        vendor
        for vendor in VENDORS
        if any(form.is_bare and re.fullmatch(form.expression, value) for form in vendor.forms)
    )


def _names(text: str, start: int, end: int, name: str) -> Iterator[str]:
    """What names a value, the nearest first."""
    before = text[max(0, start - REACH) : start]
    yield name
    url = _URL.search(_END_OF_URL.split(before)[-1])
    if url:
        yield url[1]
    brackets = list(_brackets(before))
    yield from brackets
    yield from _hosts_of_command(text, start, end)
    if not brackets:
        yield from _blocks(before)


def _brackets(before: str) -> Iterator[str]:
    """The labels of the brackets that are open at the end of ``before``, the innermost first.

    With them the hosts that a call is given in front of the value, and what the innermost says of
    itself: ``{"provider": "svix", "key": ...``.
    """
    depth = levels = 0
    own: list[str] = []
    for at in range(len(before) - 1, -1, -1):
        character = before[at]
        if character in _CLOSERS:
            depth += 1
        elif character in _OPENERS and depth:
            depth -= 1
        elif character in _OPENERS:
            levels += 1
            if levels == 1:
                yield from _SIBLING.findall("".join(reversed(own)))
            label = _LABEL.search(before[max(0, at - 200) : at])
            if character == "(":
                yield from _URL.findall(before[at:])
            if label:
                yield from filter(None, reversed(label.groups()))
            if levels == MOST_LEVELS:
                return
        elif not depth and not levels:
            own.append(character)


def _hosts_of_command(text: str, start: int, end: int) -> Iterator[str]:
    """The hosts that a client on a command line is given together with the value."""
    before = _END_OF_COMMAND.split(text[max(0, start - COMMAND_REACH) : start])[-1]
    if _CLIENT.search(before):
        after = _END_OF_COMMAND.split(text[end : end + COMMAND_REACH], maxsplit=1)[0]
        yield from _URL.findall(f"{before} {after}")


def _blocks(before: str) -> Iterator[str]:
    """The keys of the indented blocks and the section that a line is in."""
    *above, line = before.split("\n")
    indent = _indent(line)
    levels = 0
    for each in reversed(above):
        if section := _SECTION.match(each):
            yield section["name"]
            return
        if not each.strip() or _indent(each) >= indent:
            continue
        indent = _indent(each)
        if block := _BLOCK.fullmatch(each.rstrip()):
            yield block["name"]
        levels += 1
        if levels == MOST_LEVELS:
            return


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
