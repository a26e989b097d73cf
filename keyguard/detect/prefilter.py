"""Whether, and around which places, content can hold anything: a sound guess at a hundredth of the
cost of a look.

Each clue is a pattern of bounded length. Every credential that ``decode`` and ``detect`` can find
stands around a match of one of them, in whatever encoding; tests hold the three together. The
clues of what is encoded are in ``encoded_clues`` and ``escape_clues``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, Protocol

from keyguard.detect.hints import has_run, run_length
from keyguard.detect.spelling import MIDDLE, SEPARATOR
from keyguard.settings import KeyFormat

SHORTEST_BODY = 20
"""Characters of the shortest key body that can count."""
SHORTEST_TAIL = 2
SPAN = 320
"""Bytes: no clue is longer."""
MANY_FILES = 250
"""Compiling all clues at once takes as long as looking through so many files without."""


class Clue(NamedTuple):
    """A pattern, and a word that every match of it holds; both in lower case."""

    word: bytes
    pattern: bytes


CLUES = (
    Clue(
        b"hook",
        rf"hooks?{SEPARATOR}(?:(?:{MIDDLE}){SEPARATOR}){{0,2}}(?:secret|token|key)".encode(),
    ),
    Clue(b"hook", rb"hooks?[\"\']?:[ \t]{0,20}[\r\n#]"),
    Clue(b"hook", rb"hook[\w.\"\' -]{0,60}\]{1,2}[ \t]{0,20}\r?\n"),
    Clue(b"hook", rb"hooks?[\"\']?[\s:=>]{0,10}[&\"\w.-]{0,64}\s{0,4}\{"),
    Clue(b"hook", rb"hooks?[\"\']\s{0,4}=>\s{0,4}\["),
    Clue(
        b"hook", rb"hooks?(?:,\s{0,20}|(?:\.\w{1,20})?\([^()\n]{0,80}?)\bsecret[\"\']?\s{0,4}[:=]"
    ),
    Clue(b"wehbook", rb"wehbook"),
    Clue(b"wh", rb"wh[-_.]?sec"),
    Clue(b"signing", rb"signing[-_. ]?secret"),
    Clue(b"endpoint", rb"endpoint[-_. ]?secret"),
    Clue(b"bearer ", rb"[\"\'`]bearer (?:[^\"\'`\s$]|\$[^{\s])[^\"\'`\s]{5}"),
    Clue(
        b"authorization",
        rb"authorization[\"\']?\s{0,4}(?::|=>|=|,)\s{0,4}[\"\'`]?bearer [^\s\"\'`$<{]{6}",
    ),
    Clue(b"connexease_", rb"connexease_"),
    Clue(b"cnx_", rb"cnx_"),
    Clue(b"gateway.connexease.com", rb"gateway\.connexease\.com"),
    Clue(b"/v1/wa/message", rb"/v1/wa/message"),
    Clue(
        b"sk_",
        rb"sk_(?:(?:live|test|prod|production|staging|sandbox|dev|sbox)_[0-9a-z-]{16}"
        rb"|car_[0-9a-z]{22}|pr_[0-9a-z]{1,64}_[0-9a-f]{40}|[0-9]{4}_[0-9]{6}_[0-9a-f]{32}"
        rb"|(?:test_)?[0-9]{1,2}x[123]_[0-9a-f]{64}|(?:test_)?[0-9a-f]{8}-[0-9a-f]{4}-)",
    ),
    Clue(b"sk_", rb"sk_(?:dev|prod|test|live)_[0-9a-z_-]{32}"),
    Clue(b"sk_", rb"testsk_[0-9a-z_-]{32}"),
    Clue(b"sk_", rb"mdb_sa_sk_[0-9a-z_-]{32}"),
    Clue(b"sk_", rb"lsv2_sk_[0-9a-z_-]{32}"),
    Clue(b"sk_", rb"gsk_[0-9a-z]{52}"),
    Clue(b"sk_", rb"pcsk_[0-9a-z]{5,6}_[0-9a-z]{63}"),
    Clue(b"rk_", rb"rk_(?:live|test|prod)_[0-9a-z]{20}"),
    Clue(
        b"pk_",
        rb"pk_(?:[0-9a-z]{6}_[0-9a-f]{34}|[0-9]{7,9}_[0-9a-z]{32}|(?:prod|dev|test)_[0-9a-z]{28})",
    ),
    Clue(b"lk_", rb"lk_[0-9a-z]{18}"),
    Clue(b"secret_key", rb"secret_key[\"\']\s{0,4}=>\s{0,4}[\"\']sk_"),
)
"""Names of webhook secrets, sections called webhook, literal Bearer headers, key variables, the
Gateway's hosts and its path for messages, other vendors' secret keys. Most begin with a literal,
which the standard library's expressions look for many times faster."""

WIDE = rb"\0[a-z0-9_%]\0{1,3}[a-z0-9_%]\0"
"""What can make all of the content worth a look: letters, digits or signs of escapes in UTF-16 or
UTF-32, rare in binaries, certain in text. It begins with a byte that most content lacks."""


class Ends(NamedTuple):
    """Where clues end in content, in any order."""

    keys: list[int]
    """Those of what begins like a Gateway key."""
    plain: list[int]
    """All others of what stands there as it is."""
    encoded: list[int]
    """Those of text that has to be decoded: more of it has to be seen to see as much."""
    packed: bool = False
    """Whether the content may be an archive, whose members are no part of it."""

    def within(self, is_within: Callable[[int], bool]) -> Ends:
        """Those of the clues that end where it matters."""
        keys, plain, encoded = (
            list(filter(is_within, column)) for column in (self.keys, self.plain, self.encoded)
        )
        return Ends(keys, plain, encoded, self.packed)


class Matcher(Protocol):
    """Looks for the clues of one key format."""

    def matches(self, data: bytes) -> bool:
        """Whether there is any clue."""

    def ends(self, data: bytes) -> Ends | None:
        """Where clues end; None if all of the content is worth a look."""

    def is_encoded(self, data: bytes) -> bool:
        """Whether there is any clue of what is encoded or packed."""


class Prefilter(NamedTuple):
    """Tells content that holds nothing from content worth a look. False is certain."""

    key_format: KeyFormat

    @property
    def span(self) -> int:
        """Bytes that are enough for any clue."""
        return SPAN

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` holds a clue."""
        return self._matcher().matches(data)

    def ends(self, data: bytes) -> Ends | None:
        """Where clues end in ``data``; None if all of it is worth a look."""
        return self._matcher().ends(data)

    @property
    def is_thorough(self) -> bool:
        """Whether every run of digits is decoded that may hold text."""
        return True

    def is_encoded(self, data: bytes) -> bool:
        """Whether ``data`` holds a clue of something encoded or packed."""
        fast = _compiled_for_histories.get(self.key_format)
        if fast and not has_run(data, run_length(self.key_format)) and not fast.is_encoded(data):
            return False
        return self._matcher().is_encoded(data)

    def _matcher(self) -> Matcher:
        return _compiled.get(self.key_format) or _portable(self.key_format)


class FastPrefilter(Prefilter):
    """The same, with all clues looked for at once by hyperscan where it is installed.

    Compiling them takes longer than a small scan, so this is for whole histories and large trees.
    """

    __slots__ = ()

    def _matcher(self) -> Matcher:
        return _hyperscan(self.key_format) or _portable(self.key_format)


class HistoryPrefilter(FastPrefilter):
    """For whole histories: in short runs of digits it knows what is surely a credential."""

    __slots__ = ()

    @property
    def is_thorough(self) -> bool:
        """Whether every run of digits is decoded that may hold text."""
        return False

    def _matcher(self) -> Matcher:
        fast = _hyperscan(self.key_format, thorough=False)
        return fast or _portable(self.key_format, thorough=False)


def prefilter_for(key_format: KeyFormat, files: int) -> Prefilter:
    """The one that is done first with so many files of a usual size."""
    return FastPrefilter(key_format) if files >= MANY_FILES else Prefilter(key_format)


def split_tails(key_format: KeyFormat) -> tuple[str, ...]:
    """What prefixes hold behind their first character, for those that are written in two pieces.

    A tail of one character would stand everywhere.
    """
    tails = (prefix[1:] for prefix, _ in key_format.prefixes if len(prefix) > SHORTEST_TAIL)
    return tuple(dict.fromkeys(tails))


def key_probe(key_format: KeyFormat) -> bytes:
    """The pattern that every key of this format begins with: a body, or the first piece of one."""
    beginnings = [re.escape(prefix) for prefix, _ in key_format.prefixes]
    beginnings += [rf"(?:[\"'`]|=\r?\n){re.escape(tail)}" for tail in split_tails(key_format)]
    shortest = min(SHORTEST_BODY, key_format.length)
    alphabet = f"[{key_format.alphabet}]"
    appended = r"[ \t]?(?:;|\r?\n)\s{0,20}\w{1,30}\+="
    filled_in = r"(?:(?:[#$]?\{|\\\()[ \t]?|%s|\{0?\})"
    ends = rf"{filled_in}?\\{{0,3}}[\"'`]|[\\=]\r?\n|{appended}"
    piece = rf"{alphabet}{{0,{shortest - 1}}}(?:{ends})"
    return f"(?:{'|'.join(beginnings)})(?:{alphabet}{{{shortest}}}|{piece})".encode()


def narrowed(data: bytes) -> bytes:
    """Content with what it holds in UTF-16 and UTF-32 in a byte a character."""
    return data.replace(b"\0", b"")


@lru_cache(maxsize=4)
def _portable(key_format: KeyFormat, *, thorough: bool = True) -> Matcher:
    from keyguard.detect.portable_matcher import PortableMatcher

    return PortableMatcher(key_format, thorough=thorough)


@lru_cache(maxsize=4)
def _hyperscan(key_format: KeyFormat, *, thorough: bool = True) -> Matcher | None:
    try:
        from keyguard.detect.hyperscan_matcher import HyperscanMatcher
    except ImportError:  # a platform without a wheel
        return None
    clues = [clue.pattern for clue in CLUES]
    matcher = HyperscanMatcher(key_format, key_probe(key_format), clues, thorough)
    (_compiled if thorough else _compiled_for_histories)[key_format] = matcher
    return matcher


_compiled: dict[KeyFormat, Matcher] = {}
"""Once compiled for many files, a thorough matcher serves whoever asks, with all that it learnt."""
_compiled_for_histories: dict[KeyFormat, Matcher] = {}
"""These know all that is encoded but what is in short runs of digits."""
