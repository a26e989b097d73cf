"""Whether text beside a name hides something: signs that are cheaper to look for than to undo."""

from __future__ import annotations

from keyguard.encodings.table import ENCODINGS
from keyguard.model import View
from keyguard.model.entry_point import load
from keyguard.model.patterns import lazy_pattern
from keyguard.model.prefilter import Prefilter

_SIGNS = tuple(
    (character, lazy_pattern(sign)) for each in ENCODINGS for character, sign in each.signs
)
_SUSPECTS = tuple(load(each.suspects) for each in ENCODINGS if each.suspects)
_CALL_WORDS = tuple({word: None for each in ENCODINGS for word in each.call_words})
_CALLS = tuple(map(lazy_pattern, {call: None for each in ENCODINGS for call in each.calls}))


def hides_something(view: View, data: bytes, prefilter: Prefilter) -> bool:
    """Whether it is worth decoding a text, which is also given as it is stored."""
    text = view.text
    if any(character in text and sign.search(text) for character, sign in _SIGNS):
        return True
    if prefilter.is_encoded(data) or any(may_be_used(text) for may_be_used in _SUSPECTS):
        return True
    if not any(map(data.lower().__contains__, _CALL_WORDS)):
        return False
    lower = text.lower()
    return any(call.search(lower) for call in _CALLS)
