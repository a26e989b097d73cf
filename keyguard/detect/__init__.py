"""What a credential looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from keyguard.detect import connexease_key, webhook_secret
from keyguard.model import Sighting, View
from keyguard.settings import KeyFormat

KEY_VARIABLE_WORDS = (b"connexease", b"cnx_")


@dataclass(frozen=True, slots=True)
class Detector:
    """Finds every kind of credential of one key format."""

    key: connexease_key.KeyExpression

    @classmethod
    def for_format(cls, key_format: KeyFormat) -> Detector:
        """A detector for keys of this format and for webhook secrets."""
        return cls(connexease_key.compile_key(key_format))

    def prefilter(self, data: bytes) -> bool:
        """Whether ``data`` could hold a credential in any encoding that ``decode`` reads.

        False is certain; true is a guess.
        """
        if self.key.probe.search(data):
            return True
        lowered = data.lower()
        if any(word in lowered for word in _WORDS):
            return True
        return b"\0" in data and bool(_WIDE_PROBE.search(data))

    def detect(self, view: View) -> Iterator[Sighting]:
        """Every credential of one view."""
        yield from connexease_key.find_keys(view, self.key)
        if not view.binary:
            yield from connexease_key.find_key_variables(view)
            yield from webhook_secret.find(view)


_WORDS = webhook_secret.KEYWORDS + KEY_VARIABLE_WORDS
_WIDE_PROBE = re.compile(rb"(?:[A-Za-z_]\0{1,3}){3}")
"""Three ASCII letters in UTF-16 or UTF-32: rare in binaries, certain in text."""
