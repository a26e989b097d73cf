"""Whether content can hold anything at all: a sound guess at a hundredth of the cost of a look.

Each clue is a pattern of bounded length. Every credential that ``decode`` and ``detect`` can find
holds a match of one of them, in whatever encoding; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from keyguard.detect.spelling import MIDDLE, SEPARATOR
from keyguard.settings import KeyFormat

SHORTEST_BODY = 20
"""Characters of the shortest key body that can count."""
SPAN = 320
"""Bytes: no clue is longer."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A pattern, and a word that every match of it holds; both in lower case."""

    word: bytes
    pattern: bytes


CLUES = (
    Clue(
        b"hook",
        rf"hooks?{SEPARATOR}(?:(?:{MIDDLE}){SEPARATOR}){{0,2}}(?:secret|token|key)".encode(),
    ),
    Clue(b"hook", rb"hooks?[\"\']?:[ \t]{0,20}(?:#[^\n]{0,200})?\r?\n"),
    Clue(b"hook", rb"\[[\w.\"\' -]{0,60}hook[\w.\"\' -]{0,60}\]{1,2}[ \t]{0,20}\r?\n"),
    Clue(b"hook", rb"hooks?[\"\']?\s{0,4}(?::|=>|=)?\s{0,4}(?:&?[a-z][\w.]{0,40})?\{"),
    Clue(b"wehbook", rb"wehbook"),
    Clue(b"wh", rb"wh[-_.]?sec"),
    Clue(b"signing", rb"signing[-_. ]?secret"),
    Clue(b"endpoint", rb"endpoint[-_. ]?secret"),
    Clue(b"bearer ", rb"[\"\'`]bearer (?:[^\"\'`\s$]|\$[^{\s])[^\"\'`\s]{5}"),
    Clue(b"connexease_", rb"connexease_"),
    Clue(b"cnx_", rb"cnx_"),
)
"""Names of webhook secrets, sections called webhook, literal Bearer headers, key variables."""

WIDE_TEXT = rb"(?:[A-Za-z_]\0{1,3}){3}"
"""Three ASCII letters in UTF-16 or UTF-32: rare in binaries, certain in text."""


@dataclass(frozen=True, slots=True)
class Prefilter:
    """Tells content that holds nothing from content worth a look. False is certain."""

    key_format: KeyFormat

    @property
    def span(self) -> int:
        """Bytes that are enough for any clue."""
        return SPAN

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` holds a clue."""
        return _matcher(self.key_format)(data)


@dataclass(frozen=True, slots=True)
class FastPrefilter(Prefilter):
    """The same, with all clues looked for at once by hyperscan where it is installed.

    Compiling them takes longer than a small scan, so this is for whole histories.
    """

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` holds a clue."""
        return (_hyperscan_matcher(self.key_format) or _matcher(self.key_format))(data)


def key_probe(key_format: KeyFormat) -> bytes:
    """The pattern that every key of this format begins with."""
    prefixes = "|".join(re.escape(prefix) for prefix, _ in key_format.prefixes)
    shortest = min(SHORTEST_BODY, key_format.length)
    return f"(?:{prefixes})[{key_format.alphabet}]{{{shortest}}}".encode()


@lru_cache(maxsize=4)
def _matcher(key_format: KeyFormat) -> Callable[[bytes], bool]:
    """One substring search a word before any expression is tried."""
    prefixes = [prefix.encode() for prefix, _ in key_format.prefixes]
    has_key = re.compile(key_probe(key_format)).search
    is_wide = re.compile(WIDE_TEXT).search
    clues = [(clue.word, re.compile(clue.pattern).search) for clue in CLUES]

    def matches(data: bytes) -> bool:
        if any(prefix in data for prefix in prefixes) and has_key(data):
            return True
        lowered = data.lower()
        if any(word in lowered and search(lowered) for word, search in clues):
            return True
        return b"\0" in data and bool(is_wide(data))

    return matches


@lru_cache(maxsize=4)
def _hyperscan_matcher(key_format: KeyFormat) -> Callable[[bytes], bool] | None:
    try:
        import hyperscan
    except ImportError:  # a platform without a wheel
        return None
    case = hyperscan.HS_FLAG_SINGLEMATCH
    no_case = case | hyperscan.HS_FLAG_CASELESS
    rows = [(key_probe(key_format), case), (WIDE_TEXT, case)]
    rows += [(clue.pattern, no_case) for clue in CLUES]
    database = hyperscan.Database()
    database.compile(expressions=[row[0] for row in rows], flags=[row[1] for row in rows])
    found: list[int] = []

    def note(id_: int, start: int, end: int, flags: int, context: object) -> None:
        found.append(id_)

    def matches(data: bytes) -> bool:
        found.clear()
        database.scan(data, match_event_handler=note)
        return bool(found)

    return matches
