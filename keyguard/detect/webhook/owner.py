"""Whose webhook a secret is for.

As for keys, it is decided by what names this value: its variable, and the call and the sections
that it is in. Code on the lines around it comes last, and a comment counts only as the heading of
what is below it: ``# replaces Twilio`` says nothing of a new secret.
"""

from __future__ import annotations

import re

from keyguard.detect.vendors.evidence import (
    connexease_nearby,
    connexease_on_line,
    names_connexease,
    vendor_named_in,
    vendor_nearby,
    vendor_on_line,
)
from keyguard.detect.vendors.owner import names_around
from keyguard.detect.webhook.header import AUTHORIZATION, SIGNED
from keyguard.detect.webhook.naming.unnamed import UNNAMED
from keyguard.model import Confidence, View
from keyguard.model.patterns import lazy_pattern

OURS, OTHER = "connexease", "other"
"""The vendors of a detection. ``whsec_`` begins the secrets of Stripe, Svix and Clerk."""
LINES = 3
REACH = 1_000
"""Characters around a value within which those lines are."""

_HANDSHAKE = lazy_pattern(r"(?P<meta>verify)[-_. ]?token|verification[-_. ]?token", re.IGNORECASE)
"""What Meta's servers send once, when a webhook is set up; nothing of each call is checked by it:
https://developers.facebook.com/docs/graph-api/webhooks/getting-started"""
_OF_META = lazy_pattern(
    r"hub[._]verify|cloud_?api|m4d_|graph\.facebook|phone_number_id|waba|facebook", re.IGNORECASE
)
_FORGE_REACH = 300
_OF_FORGE = lazy_pattern(
    r"\b(?:insecure_ssl|push_events|sansio|NewRepositoryWebHook)\b"
    r"|\bcontent_type[\"']?\s?(?::|=>?)\s?[\"'](?:json|form)[\"']"
)
"""What GitHub, GitLab and Gitea are told beside the secret of a hook."""
_COMMENT = lazy_pattern(
    r"(?:(?<![:\w\"'/])//|(?<!\S)#|(?<!\S)--|<!--|/\*|(?<!\S);|^\s*\*)(?P<said>.*)"
)
_HEADING_WORDS = frozenset({
    "a", "an", "and", "api", "billing", "com", "config", "configuration", "credentials",
    "dashboard", "docs", "env", "environment", "for", "from", "hook", "https", "integration",
    "integrations", "key", "keys", "of", "payment", "payments", "provider", "secret", "secrets",
    "service", "settings", "the", "variables", "vars", "webhook", "webhooks",
})  # fmt: skip
_WORD = lazy_pattern(r"[a-z]{2,}", re.IGNORECASE)


def owner_of_webhook(
    view: View, start: int, end: int, name: str, compared: bool
) -> tuple[str, Confidence]:
    """The vendor whose webhook it is, and the confidence that the value is a secret of it.

    ``name`` is what the value is called; ``compared``: a comparison with ``Bearer <literal>`` is
    the Gateway's if the file names it.
    """
    for words in names_around(view.text, start, end, name):
        if names_connexease(words):
            return OURS, Confidence.HIGH
        if vendor := vendor_named_in(words):
            return vendor.lower(), Confidence.MEDIUM
    if connexease_on_line(view.text, start, end):
        return OURS, Confidence.HIGH
    if view.text.startswith("whsec_", start) or _is_handshake(view.text, start, name):
        return OTHER, Confidence.MEDIUM
    if connexease_nearby(view.text, start, end) or (compared and name == AUTHORIZATION):
        return OURS, Confidence.HIGH
    if _is_of_forge(view.text, start, end, name):
        return OTHER, Confidence.MEDIUM
    unsaid = OTHER if name == SIGNED else OURS
    return _vendor_in_code(view.text, start, end).lower() or unsaid, Confidence.MEDIUM


def _is_handshake(text: str, start: int, name: str) -> bool:
    """Whether a value is what Meta asks for; others call their secret a verification token too."""
    found = _HANDSHAKE.search(name)
    around = text[max(0, start - REACH) : start + REACH]
    return found is not None and (found["meta"] is not None or _OF_META.search(around) is not None)


def _is_of_forge(text: str, start: int, end: int, name: str) -> bool:
    """Whether it is a field of what makes a hook at a forge: what has a name of its own, such as
    ``WEBHOOK_SECRET``, is told to nobody."""
    first, last = max(0, start - _FORGE_REACH), end + _FORGE_REACH
    return name == UNNAMED and _OF_FORGE.search(text, first, last) is not None


def _vendor_in_code(text: str, start: int, end: int) -> str:
    if not (vendor_on_line(text, start, end) or vendor_nearby(text, start, end)):
        return ""
    before = text[max(0, start - REACH) : start].split("\n")[-1 - LINES :]
    after = text[end : end + REACH].split("\n")[: 1 + LINES]
    line = before.pop() + " " + after.pop(0)
    return vendor_named_in(_without_remarks(line)) or vendor_named_in(
        "\n".join(map(_without_remarks, [*before, *after]))
    )


def _without_remarks(line: str) -> str:
    """A line without its comment, unless that is a heading: the vendor's name and usual words."""
    found = _COMMENT.search(line)
    if found is None:
        return line
    code = line[: found.start()]
    words = [word.lower() for word in _WORD.findall(found["said"])]
    names = [word for word in words if word not in _HEADING_WORDS]
    is_heading = not code.strip() and len(names) == 1 and vendor_named_in(found["said"]) != ""
    return line if is_heading else code
