"""All detectors for one key format, and the questions that a run asks them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from keyguard import model
from keyguard.model.record import NamedTuple
from keyguard.prefilter.clue_kinds import ANY_CLUE
from keyguard.prefilter.handler_clues import HandlerPrefilter
from keyguard.prefilter.select import CluePrefilter, prefilter_for
from keyguard.settings import KeyFormat, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.detect.custom.rules import CustomRules
    from keyguard.model import Detection, TextTopics, View
    from keyguard.model.prefilter import Prefilter
    from keyguard.prefilter.clue_kinds import ClueKinds
    from keyguard.prefilter.keywords import WidenedPrefilter
    from keyguard.prefilter.windows import ClueReach


class Detector(NamedTuple):
    """Finds every kind of credential of one key format, and those that custom rules describe."""

    key_format: KeyFormat
    prefilter: CluePrefilter
    custom: CustomRules | None = None

    @classmethod
    def for_settings(cls, settings: Settings) -> Detector:
        """The detector that these settings ask for, the user's own rules included."""
        detector = cls.for_format(settings.key_format)
        if not settings.custom_rules:
            return detector
        from keyguard.detect.custom.rules import CustomRules  # most runs have none

        return detector._replace(custom=CustomRules(settings))

    @classmethod
    def for_format(cls, key_format: KeyFormat) -> Detector:
        """A detector for keys of this format and for webhook secrets."""
        return cls(key_format, CluePrefilter(key_format))

    def detect(self, view: View) -> Iterator[Detection]:
        """Every credential of one view."""
        from keyguard.detect.webhook.candidates import candidates_in, readable
        from keyguard.detect.webhook.selection import mark_keys

        candidates = list(candidates_in(view))
        keys = list(mark_keys(self._keys(view), candidates))
        yield from keys
        yield from self._others(view, keys)
        if candidates:
            from keyguard.detect.webhook.find import find_webhook_secrets  # few texts have any

            for secret in find_webhook_secrets(readable(view), candidates):
                yield secret._replace(view=view)

    def holds_any(self, view: View, clues: ClueKinds = ANY_CLUE) -> bool:
        """Whether a view with these clues holds a credential, or may with another part of its text.

        It stops at the first one, and asks neither how strong it is nor whose.
        """
        from keyguard.detect.keys.gateway_key import KEY_CLUES
        from keyguard.detect.webhook.candidates import may_be_set_elsewhere

        keys = () if KEY_CLUES.isdisjoint(clues) else self._keys(view)
        found = chain(keys, self._others(view, (), clues), _webhook_secrets(view, clues))
        return any(True for _ in found) or may_be_set_elsewhere(view, clues)

    def _keys(self, view: View) -> Iterator[Detection]:
        # Most runs see nothing that the prefilter accepts, and need not load the expressions.
        from keyguard.detect.keys.gateway_key import compile_key, find_keys

        return find_keys(view, compile_key(self.key_format))

    def _others(
        self, view: View, keys: Sequence[Detection], clues: ClueKinds = ANY_CLUE
    ) -> Iterator[Detection]:
        """What else there is beside the keys of a view, some of which may be another vendor's,
        but its webhook secrets."""
        from keyguard.detect.gateway.authorization_header import (
            HEADER_CLUES,
            find_malformed_headers,
        )
        from keyguard.detect.gateway.host_call import HOST_CALL_CLUES, find_host_calls
        from keyguard.detect.keys.gateway_key import VARIABLE_CLUES, find_key_variables
        from keyguard.detect.vendors.find import VENDOR_CLUES, find_vendor_keys

        if not HOST_CALL_CLUES.isdisjoint(clues):
            yield from find_host_calls(view)
        if not HEADER_CLUES.isdisjoint(clues):
            yield from find_malformed_headers(view, [key for key in keys if key.kind.is_key])
        if not VENDOR_CLUES.isdisjoint(clues):
            yield from find_vendor_keys(view, keys)
        if not VARIABLE_CLUES.isdisjoint(clues) and not view.binary:
            yield from find_key_variables(view)

    def reach(self) -> ClueReach:
        """How far around a clue the characters lie that decide whether there is a credential."""
        from keyguard.detect.reach import reach_of

        return reach_of(self.key_format)

    def may_hold_key(self, view: View) -> bool:
        """Whether a view holds a key of this form, perhaps another vendor's.

        Most values that begin like a key are short placeholders or names.
        """
        from keyguard.detect.keys.gateway_key import compile_key, may_hold_key

        return may_hold_key(view, compile_key(self.key_format))


def _webhook_secrets(view: View, clues: ClueKinds) -> Iterator[object]:
    """The webhook secrets of a view, which is made readable once there may be one."""
    from keyguard.detect.webhook.candidates import candidates_in, readable
    from keyguard.detect.webhook.selection import secrets_among

    candidates = candidates_in(view, clues)
    for first in candidates:
        yield from secrets_among(readable(view), chain((first,), candidates))


@lru_cache(maxsize=2)
def topics_of(text: str) -> TextTopics:
    """Which of the topics that detection asks about a whole text mentions."""
    from keyguard.detect.vendors.evidence import names_connexease
    from keyguard.detect.webhook.naming.names import speaks_of_webhooks

    return model.TextTopics(webhooks=speaks_of_webhooks(text), connexease=names_connexease(text))


def widened_prefilter(
    prefilter: CluePrefilter, detector: Detector
) -> CluePrefilter | WidenedPrefilter:
    """A prefilter that also accepts what the detector's custom rules are about."""
    if detector.custom is None:
        return prefilter
    from keyguard.prefilter.keywords import WidenedPrefilter

    return WidenedPrefilter(prefilter, detector.custom.keywords)


def tree_prefilter(settings: Settings, files: int) -> Prefilter:
    """The prefilter for so many files; it accepts all if rules match files by their path."""
    prefilter = _tree_prefilter(settings, files)
    if not settings.lint_handlers:
        return prefilter
    return HandlerPrefilter(prefilter, settings.webhook_headers)


def _tree_prefilter(settings: Settings, files: int) -> Prefilter:
    prefilter = prefilter_for(settings.key_format, files)
    detector = Detector.for_settings(settings)
    if detector.custom is None or not detector.custom.know_files:
        return widened_prefilter(prefilter, detector)
    from keyguard.prefilter.keywords import EVERYTHING, WidenedPrefilter

    return WidenedPrefilter(prefilter, EVERYTHING)
