"""What a credential looks like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from keyguard.detect.prefilter import FastPrefilter, Prefilter, prefilter_for
from keyguard.model import Sighting, View
from keyguard.settings import KeyFormat

__all__ = ["Detector", "FastPrefilter", "Prefilter", "prefilter_for"]


class Detector(NamedTuple):
    """Finds every kind of credential of one key format."""

    key_format: KeyFormat
    prefilter: Prefilter

    @classmethod
    def for_format(cls, key_format: KeyFormat) -> Detector:
        """A detector for keys of this format and for webhook secrets."""
        return cls(key_format, Prefilter(key_format))

    def detect(self, view: View) -> Iterator[Sighting]:
        """Every credential of one view."""
        # Most runs see nothing that the prefilter accepts, and need not load the expressions.
        from keyguard.detect import (
            authorization,
            connexease_key,
            gateway_call,
            vendor_key,
            webhook_secret,
        )

        found = connexease_key.find_keys(view, connexease_key.compile_key(self.key_format))
        keys = list(webhook_secret.mark_keys(view, found))
        yield from keys
        yield from gateway_call.find(view)
        yield from authorization.find(view, keys)
        yield from vendor_key.find(view, keys)
        if not view.binary:
            yield from connexease_key.find_key_variables(view)
            yield from webhook_secret.find(view)
