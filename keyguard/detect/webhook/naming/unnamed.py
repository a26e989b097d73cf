"""Secrets without a name of their own: what is beside or around them says whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from keyguard.detect.text.search import lowered
from keyguard.detect.webhook.naming.hook_calls import keys_in_calls
from keyguard.detect.webhook.naming.manifests import keys_in_manifests
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.naming.trigger_rules import keys_in_rules
from keyguard.detect.webhook.naming.typed_members import keys_beside
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds

UNNAMED = "webhook.secret"
"""The name that findings give them."""
UNNAMED_CLUES = ClueKinds({ClueKind.UNNAMED})


def find_unnamed(text: str) -> Iterator[Named]:
    """Where such secrets are called secret, or what they are the argument of.

    Each is there once, though several members may say that it is a webhook's.
    """
    lower = lowered(text)
    finders = (keys_beside, keys_in_calls, keys_in_manifests, keys_in_rules)
    for start, end in dict.fromkeys(chain.from_iterable(each(text, lower) for each in finders)):
        yield Named(UNNAMED, start, end)
