"""What a credential looks like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from keyguard.detect.prefilter import FastPrefilter, HistoryPrefilter, Prefilter, prefilter_for
from keyguard.model import Rest, Sighting, View
from keyguard.settings import KeyFormat, Settings

if TYPE_CHECKING:
    from keyguard.detect.custom import CustomRules
    from keyguard.detect.keywords import Widened

__all__ = [
    "Detector",
    "FastPrefilter",
    "HistoryPrefilter",
    "Prefilter",
    "prefilter_for",
    "spoken_of",
    "tree_prefilter",
    "widened",
]


class Detector(NamedTuple):
    """Finds every kind of credential of one key format, and what custom rules describe."""

    key_format: KeyFormat
    prefilter: Prefilter
    custom: CustomRules | None = None

    @classmethod
    def for_settings(cls, settings: Settings) -> Detector:
        """A detector for what these settings ask for, the user's own rules included."""
        detector = cls.for_format(settings.key_format)
        if not settings.custom_rules:
            return detector
        from keyguard.detect.custom import CustomRules  # most runs have none

        return detector._replace(custom=CustomRules(settings))

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
        candidates = list(webhook_secret.candidates_in(view))
        keys = list(webhook_secret.mark_keys(found, candidates))
        yield from keys
        yield from gateway_call.find(view)
        yield from authorization.find(view, keys)
        yield from vendor_key.find(view, keys)
        if not view.binary:
            yield from connexease_key.find_key_variables(view)
            yield from webhook_secret.find(view, candidates)

    def may_hold_key(self, view: View) -> bool:
        """Whether a view holds a key of this shape, be it another vendor's: most of what begins
        like one is a short placeholder, or a name."""
        from keyguard.detect import connexease_key

        return connexease_key.may_hold_key(view, connexease_key.compile_key(self.key_format))


def spoken_of(text: str) -> Rest:
    """What of all that is asked of a whole text it speaks of."""
    from keyguard.detect.other_vendors import names_connexease
    from keyguard.detect.webhook_name import speaks_of_webhooks

    return Rest(webhooks=speaks_of_webhooks(text), connexease=names_connexease(text))


def widened(prefilter: Prefilter, detector: Detector) -> Prefilter | Widened:
    """A prefilter that accepts what the detector's custom rules are about, too."""
    if detector.custom is None:
        return prefilter
    from keyguard.detect.keywords import Widened

    return Widened(prefilter, detector.custom.keywords)


def tree_prefilter(settings: Settings, files: int) -> Prefilter | Widened:
    """The one for so many files; it accepts all of them if rules know files by their path."""
    prefilter = prefilter_for(settings.key_format, files)
    detector = Detector.for_settings(settings)
    if detector.custom is None or not detector.custom.know_files:
        return widened(prefilter, detector)
    from keyguard.detect.keywords import EVERYTHING, Widened

    return Widened(prefilter, EVERYTHING)
