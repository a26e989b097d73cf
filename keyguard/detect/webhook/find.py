"""Webhook secrets, with how strong they are, whose they are, and what loaders make of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from keyguard.detect.strength.estimate import judge
from keyguard.detect.strength.placeholder import is_made_of
from keyguard.detect.text.search import occurrences
from keyguard.detect.vendors.evidence import whole_names_connexease
from keyguard.detect.webhook.candidates import Candidate
from keyguard.detect.webhook.header import BEARER
from keyguard.detect.webhook.owner import owner_of_webhook
from keyguard.detect.webhook.selection import secrets_among
from keyguard.detect.webhook.values.assigned import Value
from keyguard.detect.webhook.values.expanded import expanded
from keyguard.detect.webhook.values.readings import readings
from keyguard.detect.webhook.values.unescaped import unescaped
from keyguard.model import Detection, Kind, View
from keyguard.model.patterns import lazy_pattern

_NAME_WORD = lazy_pattern(r"[A-Za-z]{3,}")
_WORD = lazy_pattern(r"(?<![A-Za-z0-9])[A-Za-z]?[a-z]{4,19}(?![A-Za-z0-9])")
WORDS_REACH = 400
"""Characters around a value within which words name the service: its host, database, users."""


def find_webhook_secrets(view: View, candidates: Iterable[Candidate]) -> Iterator[Detection]:
    """Every literal webhook secret of a view, each position once."""
    gateway = BEARER in view.text and (view.topics.connexease or whole_names_connexease(view.text))
    for name, value, decoded in secrets_among(view, candidates):
        words = _words_around(view, name, value)
        strength = judge(unescaped(view, decoded), words)
        vendor, confidence = owner_of_webhook(view, value.start, value.end, name, gateway)
        yield Detection(
            view=view,
            start=value.start,
            end=value.end,
            kind=Kind.WEBHOOK_SECRET,
            value=value.text,
            confidence=confidence,
            name=name,
            vendor=vendor,
            weakness=strength.reasons,
            bits=strength.bits,
            readings=expanded(view, value, words)
            if value.line is None
            else readings(view.text, value.line, name, (value.start, value.end), words),
            is_wordy=is_made_of(decoded.text, words),
        )


def _words_around(view: View, name: str, value: Value) -> list[str]:
    """What an attacker knows anyway: the words of the name, of the path and of the lines around."""
    first, last = max(0, value.start - WORDS_REACH), value.end + WORDS_REACH
    copies = [first + at for at in occurrences(view.text[first:last], value.text)]
    ends = [value.end, *(at + len(value.text) for at in copies)]
    stretches = zip([first, *sorted(ends)], [*sorted([value.start, *copies]), last], strict=True)
    starts, words = _words_in(view.text)
    known = [*_NAME_WORD.findall(name), *_words_of_paths(view.paths)]
    for begin, end in stretches:
        known += words[bisect_left(starts, begin) : bisect_left(starts, end)]
    return known


@lru_cache(maxsize=2)
def _words_in(text: str) -> tuple[list[int], list[str]]:
    """Where words are in a text, and what they are: kept while values of it are judged."""
    found = list(_WORD.finditer(text.replace("_", " ")))
    return [each.start() for each in found], [each[0] for each in found]


@lru_cache(maxsize=16)
def _words_of_paths(paths: tuple[bytes, ...]) -> list[str]:
    known = " ".join(path.decode("utf-8", "replace") for path in paths)
    return _WORD.findall(known.replace("_", " "))
