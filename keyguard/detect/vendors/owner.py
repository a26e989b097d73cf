"""Whose a key is if another vendor's keys have the very form of the Gateway's.

A vendor's word near a value says nothing: it may be in a comment, an import or the setting beside
it. Only what names *this* value counts: its variable, the URL, call or command that it is part of,
and the keys and sections around it, the nearest first; last its file's name (``svix.yml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

from keyguard.detect.text.search import has_between, positions
from keyguard.detect.vendors.evidence import may_be_named, vendors_named_in
from keyguard.model import View
from keyguard.model.patterns import lazy_pattern
from keyguard.vendors.table import VENDORS
from keyguard.vendors.vendor import Vendor

REACH = 1_000
"""Characters in front of a value that are searched for what encloses it."""
COMMAND_REACH = 600
REMEMBERED = 256
"""Texts in front of a value to remember: versions of a file share most of them."""
MOST_LEVELS = 4
"""Brackets or indented blocks around a value whose heads are asked."""

_OURS = lazy_pattern(r"gateway|whatsapp|connexease|(?<![a-z])(?:cnx|wa)(?![a-z])", re.IGNORECASE)
_BRACKET = lazy_pattern(r"[()\[\]{}]")
_OPENERS, _CLOSERS = "([{", ")]}"
_LABEL = lazy_pattern(
    r"""(?:(?P<named>[\w$.-]{1,80})["'\]]{0,2}\s{0,8}(?::|=>|:?=)\s{0,8}(?P<made>(?:new\s)?[\w$.:]{0,80})
      | (?P<called>[\w$.:-]{1,80}) | \w{1,40}[ ]"(?P<block>[^"\n]{1,80})"[ ]{0,4})\Z""",
    re.VERBOSE,
)
"""What an opening bracket follows: ``svix: {``, ``svix = Client(``, ``new Svix(``,
``provider "svix" {``."""
_NO_LABEL = lazy_pattern(r"""[^\w$.:"'\]\s=>-]""")
_SIBLING = lazy_pattern(
    r"""(?<![\w-])(?:provider|vendor|service|name|platform)["']?\s{0,4}(?::|=>|=)"""
    r"""\s{0,4}["']([\w .-]{1,40})["']""",
    re.IGNORECASE,
)
_URL = lazy_pattern(r"https?:\\?/\\?/([\w.-]{1,100})", re.IGNORECASE)
_END_OF_URL = lazy_pattern(r"[\s\"'`<>]")
_CLIENTS = ("curl", "wget", "http", "xh")
_CLIENT = lazy_pattern(rf"(?<![\w-])(?:{'|'.join(_CLIENTS)}|https)\s")
_END_OF_COMMAND = lazy_pattern(r"(?<!\\)\n|;|&&|\|\||\s#")
_BLOCK = lazy_pattern(r"[ \t]*(?:-[ \t]+)?[\"']?(?P<name>[\w.-]{1,80})[\"']?:[ \t]*(?:[#&!].*)?")
_SECTION = lazy_pattern(r"\[{1,2}[ \t]*[\"']?(?P<name>[^\]\n\"']{1,80})[\"']?[ \t]*\]{1,2}")


def owner_of(view: View, start: int, end: int, name: str, value: str) -> Vendor | None:
    """The vendor that the key at ``[start:end]`` is named after, if its form can be that vendor's.

    ``name`` is what the key is assigned to, ``value`` the key in one piece.
    """
    files = _file_names(view.paths)
    rivals = _rivals(view.text, start, end, value, files)
    if not rivals:
        return None
    for words in chain(names_around(view.text, start, end, name), files):
        for rival in rivals:
            if re.search(rival.words, words.lower()):
                return rival
        if _OURS.search(words):
            return None
    return None


@lru_cache(maxsize=16)
def _file_names(paths: tuple[bytes, ...]) -> tuple[str, ...]:
    return tuple(path.rpartition(b"/")[2].decode("utf-8", "replace") for path in paths)


def _rivals(text: str, start: int, end: int, value: str, files: tuple[str, ...]) -> list[Vendor]:
    """The vendors whose keys can have the form of this value, if they are named anywhere near."""
    named = {vendor.name for vendor in may_be_named(text, start - REACH, end + REACH)}
    named |= _vendors_of_files(files)
    if not named:
        return []
    return [
        vendor
        for vendor, forms in _bare_forms()
        if vendor.name in named and any(form.fullmatch(value) for form in forms)
    ]


@lru_cache(maxsize=16)
def _vendors_of_files(files: tuple[str, ...]) -> frozenset[str]:
    return frozenset(vendor.name for file in files for vendor in vendors_named_in(file))


@cache
def _bare_forms() -> list[tuple[Vendor, list[re.Pattern[str]]]]:
    """The vendors whose keys can be like the Gateway's, made to be shown or not."""
    rows = (
        (vendor, [lazy_pattern(form.expression) for form in vendor.forms if form.is_bare])
        for vendor in VENDORS
    )
    return [row for row in rows if row[1]]


def names_around(text: str, start: int, end: int, name: str) -> Iterator[str]:
    """The names that are about a value, the nearest first."""
    before = text[max(0, start - REACH) : start]
    yield name
    yield from _host_of_url(before)
    brackets = _labels(before) if any(map(before.__contains__, _OPENERS)) else ()
    yield from brackets
    yield from _hosts_of_command(text, start, end)
    if not brackets:
        yield from _blocks(before)


def _host_of_url(before: str) -> Iterator[str]:
    """The host of the URL that goes on at the end of ``before``."""
    begins = before.lower().rfind("http")
    if begins >= 0 and not _END_OF_URL.search(before, begins):
        url = _URL.search(_END_OF_URL.split(before)[-1])
        if url:
            yield url[1]


@lru_cache(REMEMBERED)
def _labels(before: str) -> tuple[str, ...]:
    return tuple(_brackets(before))


def _brackets(before: str) -> Iterator[str]:
    """The labels of the brackets that are open at the end of ``before``, the innermost first.

    With them the hosts that a call is given in front of the value, and what the innermost says of
    itself: ``{"provider": "svix", "key": ...``.
    """
    depth = levels = 0
    own: list[str] = []
    end = len(before)
    for bracket in reversed(list(_BRACKET.finditer(before))):
        at = bracket.start()
        if not depth and not levels:
            own.append(before[at + 1 : end])
        end = at
        if bracket[0] in _CLOSERS:
            depth += 1
        elif depth:
            depth -= 1
        else:
            levels += 1
            if levels == 1:
                yield from _SIBLING.findall("".join(reversed(own)))
            label = _LABEL.search(_may_be_label(before[max(0, at - 200) : at]))
            if bracket[0] == "(":
                yield from _URL.findall(before[at:])
            if label:
                yield from filter(None, reversed(label.groups()))
            if levels == MOST_LEVELS:
                return


def _may_be_label(before: str) -> str:
    """The end of what is in front of a bracket, as far as a label can go back: the name of a block
    alone has any characters."""
    return before if before.rstrip(" ").endswith('"') else _NO_LABEL.split(before)[-1]


def _hosts_of_command(text: str, start: int, end: int) -> Iterator[str]:
    """The hosts that a client on a command line is given together with the value."""
    first = max(0, start - COMMAND_REACH)
    if not has_between(_clients_in(text), first, start):
        return
    before = _END_OF_COMMAND.split(text[first:start])[-1]
    if _CLIENT.search(before):
        after = _END_OF_COMMAND.split(text[end : end + COMMAND_REACH], maxsplit=1)[0]
        yield from _URL.findall(f"{before} {after}")


@lru_cache(maxsize=2)
def _clients_in(text: str) -> list[int]:
    """Where a client may be named: kept while values of one text are judged."""
    return positions(text, _CLIENTS)


def _blocks(before: str) -> Iterator[str]:
    """The keys of the indented blocks and the section that a line is in."""
    above, _, line = before.rpartition("\n")
    indent = _indent(line)
    if not indent and "[" not in before:
        return
    levels = 0
    for each in reversed(above.split("\n")):
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
