"""Gateway keys: ``pk_`` (production) or ``sk_`` (staging) and 32 letters and digits.

Format: the Authentication page of docs.gateway.connexease.com. The boundaries keep identifiers and
other vendors' keys out: a body without ``_`` alone excludes every C, Python and SQL identifier.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from functools import lru_cache

from keyguard.detect.keys.concatenation import (
    LONGEST_JOINED,
    SPLIT_PREFIX_REACH,
    Pieces,
    joined_key,
    pieces_of,
    split_prefixes,
)
from keyguard.detect.keys.constraint_name import names_constraint
from keyguard.detect.keys.cut_constants import CONSTANT, body_of_constants
from keyguard.detect.keys.in_binary import is_key
from keyguard.detect.strength.placeholder import (
    ALPHANUMERIC,
    is_certain_placeholder_body,
    is_placeholder_body,
)
from keyguard.detect.text.assigned_name import assigned_name
from keyguard.detect.text.search import positions
from keyguard.detect.vendors.evidence import (
    NEARBY_REACH,
    connexease_nearby,
    connexease_on_line,
    names_connexease,
    whole_names_connexease,
)
from keyguard.detect.vendors.owner import owner_of
from keyguard.model import Confidence, Detection, Kind, View
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds
from keyguard.prefilter.clues import SHORTEST_BODY
from keyguard.prefilter.windows import ClueReach
from keyguard.settings import KeyFormat

KEY_CLUES = ClueKinds({ClueKind.KEY})
VARIABLE_CLUES = ClueKinds({ClueKind.VARIABLE})
TOLERATED_LENGTHS = (SHORTEST_BODY, 64)
"""Lengths of a key that count where the Gateway is named beside it.

No page states the length; the documentation's example has 32 characters.
"""

_COLOUR = "|".join(rf"(?<=\[[0-9;:]{{{length}}}m)" for length in range(1, 20))
"""How a terminal is told a colour (ECMA-48, 8.3.117), whatever its escape is written as."""
LEFT_BOUNDARY = lazy_pattern(
    r"(?<![A-Za-z0-9_])|(?<=\\[nrtbfave0])|(?<=%[0-9A-Fa-f]{2})|(?<==[0-3][0-9A-F])"
    r"|(?<=\\u[0-9A-Fa-f]{4})|(?<=\\x[0-9A-Fa-f]{2})|(?<=\\[0-7]{2})|(?<=\\[0-7]{3})"
    rf"|{_COLOUR}"
)
"""Matches the boundary in front of a key. It is tried only where a key may begin, since in front of
the expression it would be tried everywhere."""
_RIGHT_BOUNDARY = r"(?![A-Za-z0-9_])(?!-[A-Za-z0-9_])"
_SVIX_REGION = r"(?!\.(?:us|eu|ca|au|in)\b)"

LONGEST_BEGINNING = 100
"""Characters from the prefix to the end of the clue: a piece, and how the next is added."""
LONGEST_WORD = 40
"""Characters of a variable's name on either side of the Gateway's name."""
VARIABLE_REACH = ClueReach(before=60, after=60)
"""How far a whole name and its boundaries reach around the clue in its middle:
``…_CONNEXEASE_…_SECRET``."""

_VARIABLE = lazy_pattern(
    r"(?<![A-Za-z0-9_$])"
    rf"[A-Z0-9_]{{0,{LONGEST_WORD}}}(?:CONNEXEASE|CNX)_"
    rf"[A-Z0-9_]{{0,{LONGEST_WORD}}}?(?:KEY|TOKEN|SECRET)"
    r"(?![A-Za-z0-9_])"
)
_VARIABLE_WORDS = ("CONNEXEASE_", "CNX_")
_VARIABLE_CHARACTERS = string.ascii_uppercase + string.digits + "_"
_PUBLISHABLE = ("PUBLISHABLE", "_PB_", "PUBLIC_KEY")


class KeyExpression(NamedTuple):
    """The compiled expressions for one key format."""

    pattern: re.Pattern[str]
    """Matches a key of any tolerated length, up to where it ends."""
    exact: re.Pattern[str]
    """Matches a key of the documented length, whatever follows."""
    begins: re.Pattern[str]
    """Matches a prefix and as many characters as the shortest key of some vendor has."""
    pieces: Pieces
    """The expressions for a key that is written in pieces."""
    kinds: Mapping[str, Kind]
    """The kind of a key, by its prefix."""
    key_format: KeyFormat
    alphabet: str
    """All characters that a body can have."""

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes of keys."""
        return tuple(self.kinds)


class _Candidate(NamedTuple):
    """Text of a key's shape, from its prefix to ``end``."""

    prefix: str
    body: str
    end: int


@lru_cache(maxsize=4)
def compile_key(key_format: KeyFormat) -> KeyExpression:
    """The expressions for keys of this format."""
    prefixes = "|".join(re.escape(prefix) for prefix, _ in key_format.prefixes)
    alphabet = f"[{key_format.alphabet}]"
    shortest, longest = TOLERATED_LENGTHS
    shortest, longest = min(shortest, key_format.length), max(longest, key_format.length)

    return KeyExpression(
        pattern=re.compile(
            f"(?P<prefix>{prefixes})(?P<body>{alphabet}{{{shortest},{longest}}})"
            f"{_RIGHT_BOUNDARY}{_SVIX_REGION}"
        ),
        exact=re.compile(f"(?P<prefix>{prefixes})(?P<body>{alphabet}{{{key_format.length}}})"),
        begins=re.compile(f"(?:{prefixes}){alphabet}{{{shortest}}}"),
        pieces=pieces_of(key_format),
        kinds=dict(key_format.prefixes),
        key_format=key_format,
        alphabet="".join(re.findall(alphabet, ALPHANUMERIC + string.punctuation)),
    )


def reach(key_format: KeyFormat) -> ClueReach:
    """How far around a key's beginning the characters lie that decide whether there is a key, and
    whose."""
    prefix = max((len(prefix) for prefix, _ in key_format.prefixes), default=0)
    longest = max(LONGEST_JOINED, prefix + max(TOLERATED_LENGTHS[1], key_format.length))
    return ClueReach(
        before=NEARBY_REACH + SPLIT_PREFIX_REACH + prefix + LONGEST_BEGINNING,
        after=longest + NEARBY_REACH,
    )


def find_keys(view: View, expression: KeyExpression) -> Iterator[Detection]:
    """Every Gateway key of a view, with its confidence. Placeholders are no keys.

    A value that looks like an example counts only if the Gateway's own variable holds it and chance
    may, rarely, have drawn it. A key that is named as one of another vendor, whose keys have this
    very form, is found as that vendor's.
    """
    text = view.text
    split = split_prefixes(text, expression.key_format)
    for start in sorted({*positions(text, expression.prefixes), *split}):
        found = _in_binary(text, start, expression) if view.adjoining else None
        if found is None:
            found = _candidate(text, start, expression)
            if found is None or not LEFT_BOUNDARY.match(text, start):
                continue
        body = found.body
        name = assigned_name(text, start)
        exact = len(body) == expression.key_format.length
        is_ours = names_connexease(name)
        judge = _exact_confidence if exact else _tolerant_confidence
        confidence = Confidence.HIGH if is_ours else judge(view, start, found.end)
        if confidence is None:
            continue
        alphabet = expression.alphabet
        doubtful = is_placeholder_body(body, alphabet)
        certain = doubtful and is_certain_placeholder_body(body, alphabet)
        if certain or (doubtful and not is_ours):
            continue
        value = found.prefix + body
        owner = None if is_ours else owner_of(view, start, found.end, name, value)
        if owner is not None and not exact:
            continue
        if not names_constraint(text, start, found.end, body):
            yield Detection(
                view=view,
                start=start,
                end=found.end,
                kind=Kind.VENDOR_KEY if owner else expression.kinds[found.prefix],
                value=value,
                confidence=Confidence.LOW if doubtful else Confidence.HIGH if owner else confidence,
                name=name,
                vendor=owner.key if owner else "connexease",
            )


def may_hold_key(view: View, expression: KeyExpression) -> bool:
    """Whether a view holds a key, the Gateway's or not: a long body, or pieces of one."""
    text, key_format = view.text, expression.key_format
    starts = {*positions(text, expression.prefixes), *split_prefixes(text, key_format)}
    return any(
        expression.begins.match(text, start) or joined_key(text, start, expression.pieces)
        for start in starts
    )


def _candidate(text: str, start: int, expression: KeyExpression) -> _Candidate | None:
    """What has a key's shape at ``text[start]``: in one piece, or joined to the right length."""
    joined = joined_key(text, start, expression.pieces)
    if joined and len(joined.body) == expression.key_format.length:
        return _Candidate(joined.prefix, joined.body, joined.end)
    match = expression.pattern.match(text, start)
    return _Candidate(match["prefix"], match["body"], match.end()) if match else None


def _in_binary(text: str, start: int, expression: KeyExpression) -> _Candidate | None:
    """A key of the documented length in binary content. What follows it is no part of it."""
    prefix = next((each for each in expression.prefixes if text.startswith(each, start)), "")
    length, alphabet = expression.key_format.length, expression.alphabet
    body = body_of_constants(text, start, prefix, length, alphabet) if prefix else None
    if body is not None and is_key(text, start, start + CONSTANT, prefix):
        return _Candidate(prefix, body, start + CONSTANT)
    match = expression.exact.match(text, start)
    if match is None or not is_key(text, start, match.end(), match["prefix"]):
        return None
    return _Candidate(match["prefix"], match["body"], match.end())


def find_key_variables(view: View) -> Iterator[Detection]:
    """The names of variables for a Gateway key, each once a view, whatever they are set to."""
    seen = set()
    for match in _variables(view.text):
        name = match[0]
        if name in seen or any(word in name for word in _PUBLISHABLE):
            continue
        seen.add(name)
        yield Detection(
            view=view,
            start=match.start(),
            end=match.end(),
            kind=Kind.KEY_VARIABLE,
            value=name,
            confidence=Confidence.HIGH,
            name=name,
        )


def _variables(text: str) -> Iterator[re.Match[str]]:
    """The names around each of the Gateway's, which is faster found than the name it is in."""
    for word in positions(text, _VARIABLE_WORDS):
        before = text[max(0, word - LONGEST_WORD) : word]
        begins = word - len(before) + len(before.rstrip(_VARIABLE_CHARACTERS))
        if match := _VARIABLE.match(text, begins):
            yield match


def _exact_confidence(view: View, start: int, end: int) -> Confidence:
    """The tier of a body with the documented length whose name says nothing, whatever other vendors
    are spoken of."""
    named = (
        connexease_on_line(view.text, start, end)
        or connexease_nearby(view.text, start, end)
        or _paths_name_connexease(view.paths)
    )
    return Confidence.HIGH if named else Confidence.MEDIUM


def _tolerant_confidence(view: View, start: int, end: int) -> Confidence | None:
    """The tier of another length: only the Gateway's name makes it a key at all."""
    if connexease_on_line(view.text, start, end):
        return Confidence.HIGH
    named = view.topics.connexease or whole_names_connexease(view.text)
    return Confidence.LOW if named else None


@lru_cache(maxsize=16)
def _paths_name_connexease(paths: tuple[bytes, ...]) -> bool:
    return names_connexease(" ".join(path.decode("utf-8", "replace") for path in paths))
