"""Whether text beside a name hides something: signs that are cheaper to look for than to undo."""

from __future__ import annotations

import re

from keyguard.encodings.table import ENCODINGS
from keyguard.model import View
from keyguard.model.entry_point import load
from keyguard.model.prefilter import Prefilter

_SIGNS = tuple(sign for each in ENCODINGS for sign in each.signs)
_SUSPECTS = tuple(load(each.suspects) for each in ENCODINGS if each.suspects)
_CALL_WORDS = tuple({word: None for each in ENCODINGS for word in each.call_words})
_CALLS = tuple({call: None for each in ENCODINGS for call in each.calls})


def hides_something(view: View, data: bytes, prefilter: Prefilter) -> bool:
    """Whether a text, given as it is stored as well, is worth undoing what it is written in."""
    if any(re.search(sign, view.text) for sign in _SIGNS) or prefilter.is_encoded(data):
        return True
    if any(may_be_used(view.text) for may_be_used in _SUSPECTS):
        return True
    if not any(map(data.lower().__contains__, _CALL_WORDS)):
        return False
    lower = view.text.lower()
    return any(re.search(call, lower) for call in _CALLS)
